"""Which column holds the day where no name says so: by what its cells hold, or put together of year, month and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from lib.events.mapping.names import key, readings
from lib.events.mapping.vocabulary import Found, column_of
from lib.events.problems import ProblemLog, shown
from lib.events.reading.dates.cells import read_cell
from lib.events.reading.dates.times import without_time
from lib.events.reading.dates.words import MONTH, canonical
from lib.events.reading.grid import Grid, series
from lib.events.reading.numbers import ascii_digits
from lib.events.reading.records import Cells
from lib.events.schema import FIRST_YEAR, LAST_YEAR
from lib.text import _, enumerated

Chosen = dict[str, int]
SCORE = 80.0
"""How sure a column is that was found by its cells alone."""
_LOOKED_AT, _DIFFERENT = 1_000, 60
_MOST = 0.6
_TAG = "#date+start"
_FROM = frozenset(
    map(key, ("from", "start", "starts", "begin", "beginning", "من", "البداية", "du", "début", "başlangıç"))
)
_TO = frozenset(map(key, ("to", "end", "ends", "إلى", "حتى", "النهاية", "au", "fin", "bitiş")))
_MONTHS = frozenset(map(key, ("month", "month year", "year month", "period", "الشهر", "mois", "ay", "dönem")))
_SURVEY = ("today", "start", "_submission_time")
"""What survey programs write of the day of an interview, the best first."""
_YEAR = frozenset(map(key, ("year", "yyyy", "yr", "السنة", "العام", "année", "an", "yıl")))
_MONTH = frozenset(map(key, ("month", "mm", "الشهر", "mois", "ay")))
_DAY = frozenset(map(key, ("day", "dd", "day of month", "اليوم", "jour", "gün")))


def with_days(grid: Grid, found: dict[int, tuple[Found, float]], chosen: Chosen) -> None:
    """Choose the columns of the first and last day where their names do not tell; adds them to ``found`` too.

    Of a table without a column of the day that is one of from and to with dates in them, a month with its year, the day
    of the report, or that of the interview. A column of the day that holds numbers of the month alone is given up.
    """
    names = [frozenset(reading.key for reading in readings(name)) | {key(name)} for name in grid.header]
    day = chosen.get("date_start")
    if day is not None and names[day] & _DAY and _is_day_alone(_cells(grid, day)):
        del chosen["date_start"]
    taken = set(chosen.values())
    free = [at for at, name in enumerate(grid.header) if name.strip() and at not in taken]
    first = _first(grid, free, names, chosen) if "date_start" not in chosen else None
    if first is not None:
        _take(grid, found, chosen, "date_start", first)
    if "date_start" in chosen and "date_end" not in chosen and (first is None or names[first] & _FROM):
        last = next((at for at in free if at != first and names[at] & _TO and _is_dated(grid, at)), None)
        if last is not None and not _is_survey(grid):
            _take(grid, found, chosen, "date_end", last)


def _first(grid: Grid, free: list[int], names: list[frozenset[str]], chosen: Mapping[str, int]) -> int | None:
    """Return the column that holds the day though its name may mean something else."""
    survey = _is_survey(grid)
    likely = [] if survey else [at for at in free if names[at] & _FROM]
    likely += [at for at in free if names[at] & _MONTHS]
    likely += [chosen["source_date"]] if "source_date" in chosen else []
    if survey:
        plain = [name.strip().lower() for name in grid.header]
        likely += [plain.index(name) for name in _SURVEY if name in plain]
    # A name of a place may be called "from" as well: those that were taken for something else are looked at last.
    likely += [at for at in chosen.values() if names[at] & _FROM]
    return next((at for at in likely if _is_dated(grid, at)), None)


def _take(grid: Grid, found: dict[int, tuple[Found, float]], chosen: Chosen, column: str, at: int) -> None:
    for other in [name for name, place in chosen.items() if place == at]:
        del chosen[other]
    chosen[column] = at
    known = column_of(grid.header[at])
    found[at] = (Found(column, sure=False, rank=known.rank if known else 0), SCORE)


def _is_survey(grid: Grid) -> bool:
    return any(name.strip().lower() in {"_uuid", "_submission_time", "today"} for name in grid.header)


def _cells(grid: Grid, at: int) -> pd.Series:
    """Return the different filled cells of a column from its top, without outer spaces."""
    cells: pd.Series = grid.cells.table.column(at).slice(0, _LOOKED_AT).to_pandas().astype("str").str.strip()
    return cells[cells != ""].drop_duplicates().head(_DIFFERENT).reset_index(drop=True)


def _is_dated(grid: Grid, at: int) -> bool:
    """Return whether most of the cells of a column name a day, a month or a span."""
    cells = _cells(grid, at)
    if cells.empty:
        return False
    days = without_time(cells, since_1904=grid.since_1904).days
    return float(days.map(lambda day: read_cell(day) is not None).mean()) >= _MOST


def _is_day_alone(cells: pd.Series) -> bool:
    """Return whether cells are numbers of the days of a month."""
    return bool(len(cells)) and _share(cells, 1, 31) == 1


def _share(cells: pd.Series, low: int, high: int) -> float:
    """Return the share of cells that are whole numbers within limits."""
    numbers = pd.to_numeric(ascii_digits(cells).where(cells.str.fullmatch(r"\d{1,4}(?:\.0)?"), ""), errors="coerce")
    return float(numbers.between(low, high).mean()) if len(cells) else 0.0


def joined_days(grid: Grid, log: ProblemLog) -> Grid:
    """Return the table with a further column of days, where year, month and day stand in a column each.

    Args:
        grid: The file.
        log: Is told which columns were put together.
    """
    names = [frozenset(reading.key for reading in readings(name)) | {key(name)} for name in grid.header]
    year, month, day = (
        next((at for at, keys in enumerate(names) if keys & known), None) for known in (_YEAR, _MONTH, _DAY)
    )
    if year is None or month is None or _has_day(grid, day):
        return grid
    if _share(_cells(grid, year), FIRST_YEAR, LAST_YEAR) < _MOST or not _is_month(_cells(grid, month)):
        return grid
    if day is not None and _share(_cells(grid, day), 1, 31) < _MOST:
        day = None
    parts = [at for at in (year, month, day) if at is not None]
    header = enumerated(grid.header[at].strip() for at in parts)
    text = _together(*(ascii_digits(series(grid.cells, at).str.strip()).str.removesuffix(".0") for at in parts))
    table = grid.cells.table.append_column(str(len(grid.header)), pa.chunked_array([pa.array(text, type=pa.string())]))
    words = _("The day was put together of the columns {names}.")
    log.whole(words.format(names=shown(header)), severity="notice")
    tags = (*(grid.tags or ("",) * len(grid.header)), _TAG)
    cells = Cells(table, grid.cells.rows, grid.cells.left_out)
    return replace(grid, header=(*grid.header, header), cells=cells, tags=tags)


def _has_day(grid: Grid, day: int | None) -> bool:
    """Return whether another column than ``day`` holds the first day by its name or tag."""
    tags = grid.tags if len(grid.tags) == len(grid.header) else ("",) * len(grid.header)
    found = (column_of(name, tag) for at, (name, tag) in enumerate(zip(grid.header, tags, strict=True)) if at != day)
    return any(known is not None and known.column == "date_start" for known in found)


def _is_month(cells: pd.Series) -> bool:
    """Return whether most cells are a month without its year, as a number or by its name."""
    named = cells.map(lambda cell: canonical(cell[:_DIFFERENT]).text.startswith(MONTH) and not _has_digit(cell))
    return max(_share(cells, 1, 12), float(named.mean()) if len(cells) else 0.0) >= _MOST


def _has_digit(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _together(year: pd.Series, month: pd.Series, day: pd.Series | None = None) -> pd.Series:
    """Return days of their parts, months where there is no day; blank where a part is missing."""
    number = month.str.fullmatch(r"\d{1,2}")
    made = (year + "-" + month.str.zfill(2)).where(number, month + " " + year)
    if day is not None:
        whole = (made + "-" + day.str.zfill(2)).where(number, day + " " + made)
        made = whole.where(day != "", made)
    return made.where((year != "") & (month != ""), "")
