"""The text behind every drawn thing: its reports, with dates, figures as ranges, and sources. Plain text only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis import daily, displacement, range_index, readable
from lib.analysis.tally import day_number
from lib.events import publishing
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography.places import local, with_original
from lib.text import _, between, day, enumerated, ngettext, number, span, told
from lib.text.actors import actor_in_words
from lib.text.vocabulary import in_words

MOST_REPORTS = 40
"""Reports in one answer; the rest are counted, and found on the events page."""

REPORT_COLUMNS = (
    "kind", "subkind", "date_start", "date_end", "date_precision", "actor", "attribution", "target_kind",
    "deaths_low", "deaths_high", "civilian_deaths_low", "civilian_deaths_high", "injured_low", "injured_high",
    "persons_low", "persons_high", "counter", "controller", "previous_controller", "source", "source_url",
    "n_sources", "confidence", "group_id", "note", "geo_precision", "origin_precision", "date_basis", "archive_url",
    *readable.UNNAMED,
)  # fmt: skip
"""Columns that a report's words are made of."""

Asked = tuple[str, str, str]
"""What a symbol is told by: kind, origin (of a flow), place."""
Row = dict[str, Any]
"""The cells of a row that its words are made of (:data:`TOLD`); None where a figure is blank."""


def reports(  # noqa: PLR0913, PLR0917  what a symbol is known by
    events: EventTable, query: Query, kind: str, place: str, origin: str = "", at: str = ""
) -> dict[str, Any]:
    """Return what was reported at a place, or along a flow, in the range of ``query``.

    Args:
        events: The event table.
        query: Range and filters.
        kind: ``strike``, ``displacement`` or ``control``.
        place: Settlement, or a flow's destination.
        origin: A flow's origin; only for ``displacement``.
        at: The symbol's point, or a flow's two, as :func:`point_key` writes them; blank for every point of that name.

    Returns:
        title, note, reports (each with heading, lines, given: the row's own note, source, source_url, archive_url,
        confidence and also: the second reports of the same thing) and more, the number of reports left out. All plain
        text, nothing escaped.
    """
    if kind == "strike":
        rows = events.frame.iloc[daily.strikes_at(events, query, place, _point(at))]
    elif kind == "displacement":
        rows = displacement.flows(events, query)
        rows = rows.loc[(rows["origin_place"] == origin) & (rows["place"] == place)]
        if at:
            rows = rows.loc[[point_key(*ends) == at for ends in rows[FLOW_POINTS].itertuples(index=False)]]
    else:
        rows = _holders(events, query)
        rows = rows.loc[rows["place"] == place]
    shown = first(rows, latest=kind == "control")
    seconds = _by_group(_second_reports(events, shown["group_id"]))
    return _answer(query, (kind, origin, place), len(rows), _records(shown), seconds)


FLOW_POINTS = ["origin_lat", "origin_lon", "lat", "lon"]


def point_key(*degrees: float) -> str:
    """Return the coordinates of a symbol as an address has them: degrees with five decimals, separated by commas."""
    return ",".join(f"{value:.{range_index.POINT_DIGITS}f}" for value in degrees)


def _point(at: str) -> tuple[float, float] | None:
    """Read the point that an address names; return None when it names none."""
    try:
        lat, lon = (float(text) for text in at.split(","))
    except ValueError:
        return None
    return lat, lon


def listed(events: EventTable, rows: pd.DataFrame, title: str, note: str, *, latest: bool = False) -> dict[str, Any]:
    """Return any rows of a table in the form of :func:`reports`, under a title and a note of the caller's.

    Earliest first, or the ``latest``, in the order of :func:`first`.
    """
    shown = first(rows, latest=latest)
    seconds = _by_group(_second_reports(events, shown["group_id"]))
    entries = [_report(row, seconds.get(row["group_id"], [])) for row in _records(shown)]
    return {"title": title, "note": note, "reports": entries, "more": len(rows) - len(shown)}


def all_reports(events: EventTable, query: Query) -> dict[str, dict[str, Any]]:
    """Return every answer of :func:`reports` for a range at once, for a map that has no server to ask.

    Returns:
        Answers by ``strike|place|at``, ``displacement|origin|place|at`` (see :func:`point_key`) and ``control|place``.
    """
    strikes = daily.selected(events, events.strikes, query)
    strikes = strikes.loc[strikes["is_primary"] & strikes["lat"].notna()]
    flows = displacement.flows(events, query)
    gathered = [
        *_gathered("strike", strikes, ["place"], ["lat", "lon"]),
        *_gathered("displacement", flows, ["origin_place", "place"], FLOW_POINTS),
        *_gathered("control", _holders(events, query), ["place"], [], latest=True),
    ]
    groups = pd.Series([row["group_id"] for *_asked, rows in gathered for row in rows], dtype="str")
    seconds = _by_group(_second_reports(events, groups))
    return {"|".join((*asked, point)): _answer(query, asked, n, rows, seconds) for asked, point, n, rows in gathered}


def _gathered(
    kind: str, rows: pd.DataFrame, names: list[str], points: list[str], *, latest: bool = False
) -> Iterator[tuple[Asked, str, int, list[Row]]]:
    """Gather rows by their names and points; the cells are taken out of the frame once for all.

    Yields:
        What each gathering is asked by, its points as :func:`point_key` writes them, its number of rows, those told.
    """
    if not len(rows):
        return
    rows = rows.iloc[_order(rows, latest=latest)]
    keys = [rows[name].to_numpy(dtype=object) for name in names]
    keys += [rows[name].round(range_index.POINT_DIGITS).to_numpy() for name in points]
    at: Any = pd.DataFrame(dict(enumerate(keys))).groupby(list(range(len(keys)))).indices
    asked = sorted(at)
    shown = [at[key][:MOST_REPORTS] for key in asked]
    records = iter(_records(rows.iloc[np.concatenate(shown)]))
    for key, some in zip(asked, shown, strict=True):
        texts: tuple[Any, ...] = key if isinstance(key, tuple) else (key,)
        ends = tuple(str(text) for text in texts[: len(names)])
        origin, place = ends if len(ends) > 1 else ("", *ends)
        point = point_key(*texts[len(names) :])
        yield (kind, origin, place), point, len(at[key]), list(islice(records, len(some)))


def _holders(events: EventTable, query: Query) -> pd.DataFrame:
    rows = events.control
    return rows.loc[rows["is_primary"] & (rows["date_start"] <= pd.Timestamp(query.end))]


def _by_group(rows: pd.DataFrame) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in _records(rows):
        grouped.setdefault(row["group_id"], []).append(row)
    return grouped


def _answer(query: Query, asked: Asked, n: int, shown: list[Row], seconds: dict[str, list[Row]]) -> dict[str, Any]:
    """Build title, note and reports of what is asked; ``n`` is how many there are, ``shown`` those that are told."""
    kind, origin, place = asked
    if kind == "strike":
        title = ngettext("{place}: {n} reported strike", "{place}: {n} reported strikes", n)
        title = title.format(place=with_original(place) or _("A place without a name"), n=number(n))
        note = _("The point is the centre of the settlement, not the place of impact.")
        note = publishing.line() if query.safe else note
    elif kind == "displacement":
        title = _("{origin} to {place}").format(origin=local(origin), place=local(place))
        note = _flow_note(shown)
    else:
        title = _("{place}: who was reported to hold it").format(place=with_original(place))
        note = _("The last report up to {day} stands.").format(day=day(query.end))
    return {
        "title": title,
        "note": note,
        "reports": [_report(row, seconds.get(row["group_id"], [])) for row in shown],
        "more": n - len(shown),
    }


def first(rows: pd.DataFrame, *, latest: bool) -> pd.DataFrame:
    """Return the reports that are told, in order of date: only two columns of the others are looked at."""
    return rows.iloc[_order(rows, latest=latest)[:MOST_REPORTS]]


def _order(rows: pd.DataFrame, *, latest: bool) -> np.ndarray:
    """Return positions of the rows in the order in which they are told."""
    order = ["date_start", "event_id"]
    at = pd.DataFrame({name: rows[name].to_numpy() for name in order})
    return at.sort_values(order, ascending=not latest, kind="stable").index.to_numpy()


def _second_reports(events: EventTable, groups: pd.Series) -> pd.DataFrame:
    """Return the reports that are not counted, of the same things as those of ``groups``, in the order of the table."""
    second = range_index.index_of(events).non_primary_rows
    return events.frame.iloc[second[events.frame["group_id"].iloc[second].isin(groups).to_numpy()]]


def _records(frame: pd.DataFrame) -> list[Row]:
    """Return the cells that reports are told from, a dictionary per row; None where a figure is blank."""
    cells = frame[list(REPORT_COLUMNS)]
    columns = [cells[name].astype(object).where(cells[name].notna(), None) for name in REPORT_COLUMNS]
    return [dict(zip(REPORT_COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]


def _flow_note(rows: list[Row]) -> str:
    if any(
        row[end] in {"representative", "governorate"} for row in rows for end in ("geo_precision", "origin_precision")
    ):
        return _("Approximate end: the source names an area, not a settlement.")
    return ""


def _report(row: Row, seconds: list[Row]) -> dict[str, Any]:
    return {
        "start": day_number(row["date_start"].date()),
        "end": day_number(row["date_end"].date()),
        "heading": f"{_when(row)} \N{MIDDLE DOT} {in_words(row['subkind'])}",
        "lines": [line for line in _lines(row) if line],
        "given": row["note"],
        "source": row["source"],
        "source_url": row["source_url"],
        "archive_url": row["archive_url"],
        "confidence": in_words(row["confidence"]),
        "also": [_second(other) for other in seconds],
    }


def _when(row: Row) -> str:
    when = span(row["date_start"].date(), row["date_end"].date())
    if row["date_precision"] != "day":
        return _("{when} (day not known)").format(when=when)
    return _("{when} (day inferred)").format(when=when) if row["date_basis"] == "inferred" else when


def _lines(row: Row) -> list[str]:
    """Tell what one report says, a sentence fragment per line; nothing is said that the row leaves blank."""
    if row["kind"] == "strike":
        return [*_strike_lines(row), _sources(row)]
    if row["kind"] == "displacement":
        return _displacement_lines(row)
    if row["kind"] != "control":
        return [*readable.further(row), _sources(row)]
    held = _("held by: {who}").format(who=in_words(row["controller"]))
    before = row["previous_controller"]
    return [
        held,
        _("before: {who}").format(who=in_words(before)) if before else "",
        _sources(row),
    ]


def _strike_lines(row: Row) -> list[str]:
    who = actor_in_words(row["actor"]) or _("not stated")
    lines = [_("attributed to: {who} ({how})").format(who=who, how=in_words(row["attribution"] or "unknown"))]
    if row["target_kind"]:
        targets = enumerated(in_words(word) for word in row["target_kind"].split(";"))
        lines.append(_("reported target: {targets}").format(targets=targets))
    lines += [
        _("civilians killed: {range}").format(range=_range(row, "civilian_deaths")),
        _("killed in all: {range}").format(range=_range(row, "deaths")),
        _("injured: {range}").format(range=_range(row, "injured")),
    ]
    return lines


def _displacement_lines(row: Row) -> list[str]:
    if row["persons_low"] is None and row["persons_high"] is None:
        persons = _("persons: no number reported, only the direction")
    else:
        persons = _("persons: {range}").format(range=_range(row, "persons"))
    counted = _("counted by: {who}").format(who=told(row["counter"])) if row["counter"] else ""
    return [persons, counted]


def _range(row: Row, what: str) -> str:
    return between(row[f"{what}_low"], row[f"{what}_high"])


def _sources(row: Row) -> str:
    n = row["n_sources"]
    if n is None:
        return ""
    return ngettext("{n} original reporter named", "{n} original reporters named", int(n)).format(n=number(n))


def _second(row: Row) -> dict[str, str]:
    figures = {
        "strike": _("civilians killed: {range}").format(range=_range(row, "civilian_deaths")),
        "displacement": _("persons: {range}").format(range=_range(row, "persons")),
    }
    silent = row["kind"] == "displacement" and row["persons_low"] is None and row["persons_high"] is None
    line = "" if silent else figures.get(row["kind"], "")
    return {"source": row["source"], "source_url": row["source_url"], "line": line}
