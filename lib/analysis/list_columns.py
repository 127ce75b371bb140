"""The columns of a list with a line a thing: which are shown first for each kind, and the cells that it alone has."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

import pandas as pd

from lib.analysis import readable
from lib.analysis.summary import milestone_note
from lib.geography.places import with_original
from lib.text import _, between, ngettext, pgettext, span, told
from lib.text.vocabulary import in_words

Row = Mapping[Hashable, Any]

MIXED: Final = ""
"""What stands for a list of several kinds."""
FIRST_OF: Final[dict[str, tuple[str, ...]]] = {
    "strike": (
        "when", "place", "what", "target_kind", "civilians", "deaths", "injured", "actor", "attribution", "source",
    ),
    "displacement": ("when", "origin", "destination", "persons", "what", "counter", "source"),
    "control": ("when", "place", "what", "controller", "previous_controller", "source"),
    "milestone": ("when", "what", "note", "source"),
    MIXED: ("when", "place", "what", "said", "source"),
}  # fmt: skip
"""Columns shown until the reader chooses others, what is asked first coming first: of a list of one kind or several."""
UNDER: Final[dict[str, tuple[str, ...]]] = {
    "what": ("place", "persons"),
    "attribution": ("actor",),
    "deaths": ("civilians",),
    "metric": ("persons",),
}
"""Columns that stand in small letters under another, the first of these that is shown."""
NAMED_UNDER: Final = frozenset({"deaths"})
"""Those of them that need their name beside them."""


def labels() -> dict[str, str]:
    """Return every column that the list can show, by its name here, as a reader says it; in the order of the chooser.

    The days are one column, and so are a source and its link; which report is counted is said of every line.
    """
    own = {
        "when": _("date"),
        "said": _("what is reported"),
        "origin": pgettext("heading of a column: place", "from"),
        "destination": pgettext("heading of a column: place", "to"),
    }
    elsewhere = {"date", "until", "counted", "link"}
    return own | {name: words for name, words in readable.labels().items() if name not in elsewhere}


def kind_of(kinds: frozenset[str]) -> str:
    """Return the one kind of row that a view asks for, or :data:`MIXED`."""
    return next(iter(kinds)) if len(kinds) == 1 else MIXED


def first_of(kind: str) -> tuple[str, ...]:
    """Return the columns that a list of a kind begins with; those of a mixed list where none are named for it."""
    return FIRST_OF.get(kind, FIRST_OF[MIXED])


def in_order(chosen: list[str], kind: str) -> list[str]:
    """Put the columns that a reader chose into order: first those that the list of a kind begins with."""
    first = first_of(kind)
    wanted = [name for name in (*first, *(name for name in labels() if name not in first)) if name in chosen]
    return wanted or ["when", "place"]


def cells(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the columns ``names`` of ``rows`` as text, "" where blank, under the names of :func:`labels`."""
    made = {name: _OWN[name](rows) if name in _OWN else readable.readable(rows, [name])[name] for name in names}
    texts = {name: values if isinstance(values, list) else readable.texts(values) for name, values in made.items()}
    return pd.DataFrame(texts, index=range(len(rows)), dtype="object")


def civilians_killed(low: float | None, high: float | None) -> str:
    """Say how many civilians were killed, from the ends of a range of persons; "" when both are blank."""
    most = low if high is None else high
    if most is None:
        return ""
    return ngettext("{n} civilian killed", "{n} civilians killed", int(most)).format(n=between(low, high))


def said(rows: pd.DataFrame) -> list[str]:
    """Return the one thing that a report of each kind is asked for: figures, who holds the place, what was agreed.

    Args:
        rows: Rows with the columns of the event table.

    Returns:
        A text a row, never markup.
    """
    makers: dict[str, Callable[[Row], str]] = {
        "strike": _toll,
        "displacement": _moved,
        "control": _held,
        "milestone": lambda row: milestone_note(str(row["note"])),
    }
    return [makers.get(row["kind"], _else)(row) for row in rows.to_dict("records")]


def _else(row: Row) -> str:
    """Write what a row of any other kind fills of the columns that only some kind fills, and its note."""
    return _side_by_side([*readable.further(row), str(row["note"])])


def _toll(row: Row) -> str:
    civilians, deaths, injured = (_ends(row, stem) for stem in ("civilian_deaths", "deaths", "injured"))
    parts = [civilians_killed(*civilians)]
    if deaths not in {civilians, (None, None)}:
        parts.append(ngettext("{n} killed in all", "{n} killed in all", _highest(deaths)).format(n=between(*deaths)))
    if injured != (None, None):
        parts.append(ngettext("{n} injured", "{n} injured", _highest(injured)).format(n=between(*injured)))
    return _side_by_side(parts) or _("no figure reported")


def _highest(ends: tuple[float | None, float | None]) -> int:
    low, high = ends
    return int(high or low or 0)


def _moved(row: Row) -> str:
    low, high = _ends(row, "persons")
    most = low if high is None else high
    if most is None:
        return _side_by_side([_("no figure reported"), told(str(row["counter"]))])
    persons = ngettext("{n} person", "{n} persons", most).format(n=between(low, high))
    return _side_by_side([persons, in_words(str(row["subkind"])), told(str(row["counter"]))])


def _held(row: Row) -> str:
    side, other = in_words(str(row["controller"])), in_words(str(row["previous_controller"]))
    if not other:
        return _("held by: {side}").format(side=side)
    return _("held by: {side}; before: {other}").format(side=side, other=other)


def _side_by_side(parts: list[str]) -> str:
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _ends(row: Row, stem: str) -> tuple[int | None, int | None]:
    """Return both ends of a figure of persons, None where blank."""
    low, high = row[f"{stem}_low"], row[f"{stem}_high"]
    return None if pd.isna(low) else int(low), None if pd.isna(high) else int(high)


def when(rows: pd.DataFrame) -> list[str]:
    """Return the days of each row, several as one range."""
    ends = zip(rows["date_start"], rows["date_end"], strict=True)
    return [span(start.date(), end.date(), short=True) for start, end in ends]


_OWN: Final[dict[str, Callable[[pd.DataFrame], pd.Series | list[str]]]] = {
    "when": when,
    "said": said,
    "origin": lambda rows: rows["origin_place"].map(with_original),
    "destination": lambda rows: rows["place"].map(with_original),
}
"""Columns that only this list has."""
