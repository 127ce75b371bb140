"""Sums by area and time, which are no events: recognised by their columns, and said to be none."""

from __future__ import annotations

import re

from lib.events.mapping.names import key, readings
from lib.events.mapping.vocabulary import column_of, vocabulary
from lib.events.reading.dates.words import MONTH, canonical
from lib.events.reading.grid import Grid, series
from lib.text import _

_WHERE = frozenset({"place", "place_ar", "pcode", "lat", "lon"})
_DAYS = frozenset({"date_start", "date_end"})
_NUMBERED = r"(?:0?[1-9]|1[0-2])"
_SPAN = re.compile(
    rf"{MONTH}\d\d(?:[ ,/\-]*(?:\d{{2}}y?|\d{{4}}))?|\d{{4}}[ ,/\-]*{MONTH}\d\d"
    rf"|\d{{4}}[/\-]{_NUMBERED}|{_NUMBERED}[/\-]\d{{4}}"
)
"""A column that is a month: "Jan", "Feb 31", "2031-02", as :func:`canonical` writes its name."""
_SEVERAL = 3
"""Months from which on a table is one of sums."""
_ENOUGH = 0.8
"""Share of the filled cells of a column of counts that are numbers."""


def refusal(grid: Grid) -> str:
    """Return why a table holds sums and no events, and what to do; "" when it may hold events.

    Numbers of events by month, week or year, and figures by area and month without a day or a place, are sums. People
    displaced from or to an area in a month are not: that is how they are counted.
    """
    known = vocabulary()
    names = [frozenset(reading.key for reading in readings(name)) | {key(name)} for name in grid.header]
    found = {column.column for name in grid.header if (column := column_of(name)) is not None}
    period = any(name & known.periods for name in names)
    counts = any(name & known.counts and _is_number(grid, at) for at, name in enumerate(names))
    placed, dated, persons = bool(found & _WHERE), bool(found & _DAYS), "persons" in found
    sums = counts and ((period and not dated) or not placed)
    by_area = period and not dated and not placed and not persons and "admin1" in found and "subkind" not in found
    if sums or by_area or (not dated and _months(grid)):
        return _(
            "These are sums of events by area and time, not events: the event table has no row for them. Bring the "
            "table of the single events instead."
        )
    return ""


def _months(grid: Grid) -> bool:
    """Return whether several columns are a month or a year each, with numbers under them: counted by their names."""
    spans = [at for at, name in enumerate(grid.header) if _SPAN.fullmatch(canonical(name.strip())[0])]
    return len(spans) >= _SEVERAL and all(_is_number(grid, at) or _is_blank(grid, at) for at in spans)


def _is_blank(grid: Grid, at: int) -> bool:
    return bool((series(grid.cells, at).str.strip() == "").all())


def _is_number(grid: Grid, at: int) -> bool:
    cells = series(grid.cells, at).str.strip().head(1000)
    filled = cells[cells != ""]
    return bool(len(filled)) and float(filled.str.fullmatch(r"[\d.,٬٫\s]+").mean()) >= _ENOUGH
