"""Reports as a reader sees them in a list: fixed words said in full, ranges as one cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from lib.analysis.summary import milestone_note
from lib.events import publishers
from lib.events.schema import COLUMNS, RANGES, Column, Holds
from lib.geography.places import with_original
from lib.text import _, between, day, enumerated, number, pgettext, spoken, told
from lib.text.actors import actor_in_words
from lib.text.vocabulary import in_words

Maker = Callable[[pd.DataFrame], "pd.Series | list[str]"]


def labels() -> dict[str, str]:
    """Return every column that can be shown, by its name here, as a reader says it; in the order of the chooser.

    A column of the table that has no name here is called by its own (:func:`lib.text.vocabulary.in_words`).
    """
    named = _labels()
    return named | {column.name: in_words(column.name) for column in _unnamed(named)}


def _labels() -> dict[str, str]:
    return {
        "date": _("date"),
        "until": pgettext("heading of a column", "until"),
        "date_precision": _("how exact the date"),
        "date_basis": _("how the date is known"),
        "kind": _("kind"),
        "what": pgettext("heading of a column", "what"),
        "place": _("place"),
        "place_ar": _("in Arabic"),
        "admin3": _("sub-district"),
        "admin2": _("district"),
        "admin1": _("governorate"),
        "pcode": _("P-code"),
        "on_map": _("has a point"),
        "geo_precision": _("how exact the point"),
        "lat": _("latitude"),
        "lon": _("longitude"),
        "controller": _("held by"),
        "previous_controller": _("held before by"),
        "actor": _("attributed to"),
        "attribution": _("how attributed"),
        "target_kind": _("reported target"),
        "deaths": _("killed in all"),
        "civilians": _("civilians killed"),
        "injured": _("injured"),
        "persons": _("persons"),
        "counter": _("counted by"),
        "metric": _("what is counted"),
        "confidence": _("confidence"),
        "n_sources": _("original reporters"),
        "counted": _("counted"),
        "source": _("source"),
        "publisher": _("published by"),
        "source_date": _("published"),
        "link": _("link"),
        "archive_url": _("archived copy"),
        "archive_sha256": _("SHA-256 of the copy"),
        "point_basis": _("point from"),
        "note": _("note"),
        "event_id": _("name of the row"),
        "group_id": _("group"),
    }


_BESIDE = frozenset(
    {"date_start", "date_end", "subkind", "is_primary", "source_url", "origin_place", "origin_pcode", "origin_lat",
     "origin_lon", "origin_precision", *(end for ends in RANGES for end in ends)}
)  # fmt: skip
"""Columns of the table that are shown under another name, or beside another."""


def _unnamed(named: Mapping[str, str]) -> list[Column]:
    return [column for column in COLUMNS if column.name not in named and column.name not in _BESIDE]


UNNAMED = tuple(column.name for column in _unnamed(_labels()))
"""Columns of the table that only rows of some kind fill and no other words here tell of."""


def further(row: Mapping[Any, Any]) -> list[str]:
    """Say what a row fills of :data:`UNNAMED`, a column each: "lorries: 45"."""
    said = ((column, _one(column, row[column.name])) for column in COLUMNS if column.name in UNNAMED)
    words = _("{column}: {value}")
    return [words.format(column=in_words(column.name), value=value) for column, value in said if value]


def _one(column: Column, value: Any) -> str:
    """Say one cell of a column that has no words of its own here; "" where it is blank."""
    if value is None or pd.isna(value) or value == "":
        return ""
    if column.holds is Holds.FIGURE:
        return number(int(value))
    if column.holds is Holds.DATE:
        return day(value.date())
    return in_words(value) if column.holds is Holds.WORD else str(value)


def readable(rows: pd.DataFrame, names: list[str] | tuple[str, ...]) -> pd.DataFrame:
    """Return the columns ``names`` of ``rows`` for a reader, under the names of :func:`labels`, index 0..n-1."""
    return pd.DataFrame({name: _made(rows, name) for name in names}).reset_index(drop=True)


def texts(values: pd.Series) -> list[str]:
    """Return the cells of a column of :func:`readable` as text, "" where blank."""
    if values.dtype == bool:
        return [_("yes") if value else _("no") for value in values]
    if pd.api.types.is_datetime64_any_dtype(values):
        return [f"{value:%Y-%m-%d}" for value in values]
    if pd.api.types.is_float_dtype(values):
        return ["" if pd.isna(value) else f"{value:.5f}" for value in values]
    return [str(value) for value in values]


def _made(rows: pd.DataFrame, name: str) -> pd.Series | list[str]:
    if name in UNNAMED:
        column = next(column for column in COLUMNS if column.name == name)
        return [_one(column, value) for value in rows[name]]
    return _MAKERS[name](rows) if name in _MAKERS else rows[name]


def _worded(column: str) -> Maker:
    return lambda rows: _each(rows[column], in_words)


def _targets(rows: pd.DataFrame) -> pd.Series:
    lists = rows["target_kind"].unique()
    said = {words: enumerated(in_words(word) for word in words.split(";") if word) for words in lists}
    return rows["target_kind"].map(said)


def _where(rows: pd.DataFrame) -> pd.Series:
    """Return the place, or for a flow both its ends, or the one that is named, as the reader's language has them."""
    place, origin = (_each(rows[column], with_original) for column in ("place", "origin_place"))
    before, _origin, after = _("from {origin}").partition("{origin}")
    arrow = "\N{LEFTWARDS ARROW}" if spoken().from_right else "\N{RIGHTWARDS ARROW}"
    flow = (origin + f" {arrow} " + place).where(place != "", before + origin + after)
    return flow.where(origin != "", place)


def _each(texts: pd.Series, say: Callable[[str], str]) -> pd.Series:
    """Say every text of a column; each is looked up once, not once a row."""
    return texts.map({text: say(text) for text in texts.unique()})


def _notes(rows: pd.DataFrame) -> pd.Series:
    """Return what is told of a milestone in the reader's language, any other note as it stands."""
    milestones = rows["note"].where(rows["kind"] == "milestone", "")
    return _each(milestones, milestone_note).where(milestones != "", rows["note"])


def _address(column: str) -> Maker:
    """Return what gives the web addresses of a column; nothing else becomes a link."""
    return lambda rows: rows[column].where(rows[column].str.match(r"https?://"), "")


def _range(what: str) -> Maker:
    """Return what writes a low-high pair as text, blank where the source does not say."""

    def made(rows: pd.DataFrame) -> list[str]:
        pairs = zip(rows[f"{what}_low"].astype(object), rows[f"{what}_high"].astype(object), strict=True)
        ends = [(None if pd.isna(low) else low, None if pd.isna(high) else high) for low, high in pairs]
        return ["" if low is None and high is None else between(low, high) for low, high in ends]

    return made


_MAKERS: dict[str, Maker] = {
    "date": lambda rows: rows["date_start"],
    "until": lambda rows: rows["date_end"],
    "date_precision": _worded("date_precision"),
    "date_basis": _worded("date_basis"),
    "kind": _worded("kind"),
    "what": _worded("subkind"),
    "place": _where,
    "on_map": lambda rows: rows["lat"].notna(),
    "geo_precision": _worded("geo_precision"),
    "controller": _worded("controller"),
    "previous_controller": _worded("previous_controller"),
    "actor": lambda rows: _each(rows["actor"], actor_in_words),
    "attribution": _worded("attribution"),
    "target_kind": _targets,
    "deaths": _range("deaths"),
    "civilians": _range("civilian_deaths"),
    "injured": _range("injured"),
    "persons": _range("persons"),
    "counter": lambda rows: _each(rows["counter"], told),
    "metric": _worded("metric"),
    "note": _notes,
    "confidence": lambda rows: rows["confidence"].map(
        {
            "high": pgettext("confidence", "high"),
            "medium": pgettext("confidence", "medium"),
            "low": pgettext("confidence", "low"),
            "": "",
        }
    ),
    "n_sources": lambda rows: rows["n_sources"].astype("str").where(rows["n_sources"].notna(), ""),
    "counted": lambda rows: rows["is_primary"],
    "publisher": publishers.publishers,
    "link": _address("source_url"),
    "archive_url": _address("archive_url"),
}
"""Columns that are made of others, or said in words; any other is the table's own."""
