"""The two sheets of sums in the UN's workbook on HDX: origin by destination governorate, and governorate by month."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.importers import hdx
from lib.events.importers.source import Source
from lib.events.reading.delimited import plain
from lib.events.reading.grid import series
from lib.events.reading.numbers import ascii_digits
from lib.events.reading.text import Text
from lib.events.schema import NAMES
from lib.text import _, number

GOVERNORATES = hdx.TOLD.governorates
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MATRIX = frozenset({"origin", *(plain(name) for name in hdx.TOLD.always)})
SUMMARY = frozenset({"governorate", *(plain(name) for name in MONTHS)})
UNKNOWN = "Unknown"
ROUNDING = 1.0
"""Persons by which a total may differ from the sum of its cells without a word: estimates are rounded."""
_NOT_ROWS = re.compile(r"(?i)average|per ?day|per ?month")


def convert_matrix(source: Source) -> Text:
    """Convert movements from governorate to governorate in one month; neither end has a point.

    Raises:
        QuestionError: The owner has to say which month, or whether these are returns.
    """
    movement, month = hdx.movement_of(source), hdx.month_of(source)
    cells, total_rows = _cells(source, hdx.governorates(source.grid))
    _compare_rows(source, cells, total_rows)
    _compare_columns(source, cells, total_rows)
    cells = cells.loc[~cells["total"]]
    origin = cells["name"].mask(cells["name"].str.lower() == UNKNOWN.lower(), "")
    first, last = hdx.month_span(month)
    return _rows(
        source,
        movement,
        cells.assign(
            event_id=f"hdx-{movement}-{month}-" + cells["name"] + "-" + cells["column"],
            origin_place=origin,
            origin_precision=np.where(origin != "", "governorate", ""),
            date_start=first,
            date_end=last,
        ),
    )


def convert_summary(source: Source) -> Text:
    """Convert movements into each governorate, month by month; the years stand in the row above the months.

    Raises:
        QuestionError: The owner has to say whether these are returns.
    """
    movement = hdx.movement_of(source)
    months = _months(source)
    cells, total_rows = _cells(source, list(months))
    _compare_columns(source, cells, total_rows)
    cells = cells.loc[~cells["total"]]
    month = cells["position"].map(months)
    days = month.map(hdx.month_span)
    cells = cells.assign(
        event_id=f"hdx-{movement}-" + month + "-" + cells["name"],
        date_start=days.str[0],
        date_end=days.str[1],
        column=cells["name"],
    )
    return _rows(source, movement, cells)


def _months(source: Source) -> dict[int, str]:
    """Return the month, YYYY-MM, of each column that is one. A label of another year over the sums has no say."""
    above = source.grid.above[-1] if source.grid.above else ()
    number_of = {plain(name): n for n, name in enumerate(MONTHS, 1)}
    found: dict[int, str] = {}
    year = ""
    for at, name in enumerate(source.grid.header):
        if at < len(above) and (given := re.fullmatch(r"(20\d\d)(?:\.0)?", above[at].strip())):
            year = given[1]
        if year and plain(name) in number_of:
            found[at] = f"{year}-{number_of[plain(name)]:02}"
    if not found:
        source.log.whole(_("The sheet does not name the years above the months. Keep the two rows of its header."))
    return found


def _cells(source: Source, positions: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the filled cells of a sheet of sums, one a row, and its rows of totals.

    Returns:
        row (as a spreadsheet numbers it), name (of the row), column (its name), position, value, total (whether the
        row is one of totals); and name, row and at (position in the sheet) of the rows of totals.
    """
    cells = source.grid.cells
    names = series(cells, 0).str.strip()
    odd = names.map(lambda name: not name or _NOT_ROWS.search(name) is not None).to_numpy(dtype=bool)
    totals = names.map(hdx.is_total).to_numpy(dtype=bool)
    parts = []
    for at in positions:
        values = _values(source, at, ~odd & ~totals)
        kept = np.flatnonzero(~odd & ~np.isnan(values))
        parts.append(
            pd.DataFrame({
                "row": cells.rows[kept], "name": names.iloc[kept].to_numpy(), "column": source.grid.header[at],
                "position": at, "value": values[kept], "total": totals[kept],
            })
        )  # fmt: skip
    blank = pd.DataFrame({name: [] for name in ("row", "name", "column", "position", "value", "total")})
    found = pd.concat(parts, ignore_index=True) if parts else blank
    found = found.astype({"row": "int64", "name": "str", "column": "str", "value": "float64", "total": "bool"})
    hdx.tell_dropped(source, int(totals.sum()), 0, int(((found["value"] == 0) & ~found["total"]).sum()))
    at_totals = np.flatnonzero(totals)
    sums = pd.DataFrame({"name": names.iloc[at_totals].to_numpy(), "row": cells.rows[at_totals], "at": at_totals})
    return found, sums


def _values(source: Source, at: int, told: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Read the numbers of a column, NaN where blank or unreadable, which is reported where ``told`` is True."""
    text = ascii_digits(series(source.grid.cells, at).str.strip())
    text = text.str.replace(r"^(\d+),(\d{1,2}|\d{4,})$", r"\1.\2", regex=True)
    numbers = pd.to_numeric(text.where(text != "", None), errors="coerce")
    values = numbers.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    values[~np.isfinite(values) | (values < 0)] = np.nan
    bad = np.isnan(values) & (text != "").to_numpy() & told
    words = _("'{value}' is not a number of persons; write digits only. The cell was left out.")
    column = source.grid.header[at]
    source.log.cells(_("cannot be read"), source.grid.cells.rows, bad, text, words, column=column, severity="error")
    return values


def _compare_rows(source: Source, cells: pd.DataFrame, sums: pd.DataFrame) -> None:
    """Report rows whose cell "Grand Total" is not the sum of their cells; the cells are what is used."""
    found = [at for at, name in enumerate(source.grid.header) if at and hdx.is_total(name)]
    if not found:
        return
    stated = _values(source, found[-1], np.zeros(len(source.grid.cells.rows), dtype=bool))
    numbers = source.grid.cells.rows
    added = cells.groupby("row")["value"].sum().reindex(numbers).to_numpy(dtype=np.float64)
    wrong = np.flatnonzero(np.abs(stated - added) > ROUNDING)
    wrong = wrong[~np.isin(numbers[wrong], sums["row"])]
    names = series(source.grid.cells, 0)
    for at in wrong.tolist():
        _tell_total(source, names.iloc[at], stated[at], added[at])


def _compare_columns(source: Source, cells: pd.DataFrame, sums: pd.DataFrame) -> None:
    """Report columns whose cell in the row "Grand Total" is not the sum of their cells, which are what is used."""
    if sums.empty:
        return
    stated = cells.loc[cells["row"] == sums["row"].iloc[-1]].set_index("position")
    added = cells.loc[~cells["total"]].groupby("position")["value"].sum().reindex(stated.index).fillna(0)
    wrong = (stated["value"] - added).abs() > ROUNDING
    for name, said, total in zip(stated["column"][wrong], stated["value"][wrong], added[wrong], strict=True):
        _tell_total(source, name, said, total)


def _tell_total(source: Source, name: str, stated: float, added: float) -> None:
    message = _("The Grand Total of '{name}' says {stated}, but its cells add up to {added}; the cells were used.")
    source.log.whole(
        message.format(name=name, stated=number(stated, digits=1), added=number(added, digits=1)), severity="warning"
    )


def _rows(source: Source, movement: str, cells: pd.DataFrame) -> Text:
    """Make rows of the event table from the cells of a sheet of sums; a cell of 0 is no movement."""
    source.counted = float(cells["value"].sum())
    cells = cells.loc[cells["value"] > 0].sort_values(["row", "position"]).reset_index(drop=True)
    word = pd.Series("", index=cells.index, dtype="str")
    figures = hdx.as_range(cells["value"])
    fixed = {
        "kind": "displacement", "subkind": movement, "metric": hdx.METRICS[movement], "counter": hdx.COUNTER,
        "source": hdx.TOLD.source, "source_url": hdx.TOLD.url,
        "date_precision": "month", "geo_precision": "governorate",
    }  # fmt: skip
    made = {"place": cells["column"], "admin1": cells["column"], **figures}
    made |= {name: word + value for name, value in fixed.items()}
    made |= {name: cells[name].astype("str") for name in cells if name in NAMES}
    frame = pd.DataFrame({name: made.get(name, word) for name in NAMES})
    # One row of the sheet gives several of the table, which are numbered as they are made.
    return Text(frame, np.arange(2, len(frame) + 2, dtype=np.int64), len(frame))
