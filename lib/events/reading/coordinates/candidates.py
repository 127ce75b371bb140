"""The points of a table as its cells give them: numbers, the system they are in, and whether the order is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.parsing import spreadsheet_errors
from lib.events.problems import ProblemLog
from lib.events.questions import Answers
from lib.events.reading.coordinates import metres
from lib.events.reading.coordinates.cells import CODED, read_cells
from lib.events.reading.coordinates.degrees import PLAIN, Axis, Bools, Floats, read_axis
from lib.events.reading.coordinates.layout import Layout, Pair, order_of
from lib.events.reading.delimited import plain
from lib.events.reading.fold import fold
from lib.events.reading.grid import Grid, series
from lib.events.reading.numbers import LONGEST_UNKNOWN, UNKNOWN, ascii_digits
from lib.events.reading.signs import MAY_HIDE
from lib.geography.swapped_coordinates import Named
from lib.text import _, enumerated

_LISTED = 5
"""Rows that a notice names."""
_GROUP, _GROUPS = r"\d{1,3}[.,]\d{3}", r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,}"
FILE, SHAPE, REPRESENTATIVE = "file", "shape", "representative"


@dataclass(frozen=True)
class Table:
    """A table on its way through the points step.

    Attributes:
        grid: Its cells.
        named: What its rows say of their place besides coordinates.
        log: Is told of everything that is read or lost.
        answers: What its owner has said.
        column: The column of latitudes that it makes, "lat" or "origin_lat".
    """

    grid: Grid
    named: Named
    log: ProblemLog
    answers: Answers
    column: str = "lat"

    @property
    def title(self) -> str:
        """The name that the column has in the file."""
        return self.log.called.get(self.column, self.column)

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The row number of each record in the file."""
        return self.grid.cells.rows

    def listed(self, rows: Bools) -> str:
        """Return the first row numbers of some rows for a reader."""
        at = self.rows[np.flatnonzero(rows)[:_LISTED]]
        return enumerated(map(str, at)) + (", …" if rows.sum() > len(at) else "")


@dataclass
class Candidate:
    """Points as one pair of columns, or one column, gives them.

    Attributes:
        x: Longitude or easting; NaN where a cell is blank or no point.
        y: Latitude or northing.
        crs: Reference system that a row names, "" where it names none.
        ordered: Whether the file says which of the two numbers is which.
        lost: Rows whose cell is filled, and no point.
        half: Rows of which one of two cells is blank.
        kept: Rows whose cells are decimal degrees, which every reader of the table knows.
        basis: What the point is, a word of the column ``point_basis``.
        text: The cells, to show.
        columns: Positions of the columns.
        unread: Rows lost that nobody was told of yet.
    """

    x: Floats
    y: Floats
    crs: npt.NDArray[np.object_]
    ordered: Bools
    lost: Bools
    half: Bools
    kept: Bools
    basis: npt.NDArray[np.object_]
    text: pd.Series
    columns: tuple[int, ...]
    unread: Bools

    @property
    def there(self) -> Bools:
        """Rows with two numbers."""
        there: Bools = np.isfinite(self.x) & np.isfinite(self.y)
        return there

    def drop(self, rows: Bools, *, lost: bool = True) -> None:
        """Take the point of some rows away."""
        self.x[rows] = self.y[rows] = np.nan
        self.lost |= rows & lost


def of_pair(grid: Grid, pair: Pair, log: ProblemLog, names: tuple[str, str]) -> Candidate:
    """Return the points of two columns (or of degrees, minutes and seconds in columns of their own).

    ``names`` are those under which ``log`` is told of cells that are no coordinate.
    """
    lat_text, lon_text = (_joined(grid, positions) for positions in (pair.lat, pair.lon))
    lat, lon = read_axis(lat_text), read_axis(lon_text)
    y, x = lat.degrees.copy(), lon.degrees.copy()
    for values, text, other in ((y, lat_text, lon_text), (x, lon_text, lat_text)):
        # 302,000 beside 3,972,000 has the same sign for thousands.
        grouped = other.str.fullmatch(_GROUPS) & text.str.fullmatch(_GROUP)
        if grouped.any():
            values[grouped.to_numpy(dtype=bool)] = text[grouped].str.replace(r"[.,]", "", regex=True).astype("float64")
    both = lat.filled & lon.filled
    lost = _tell_unread((lat, lon), (lat_text, lon_text), log, grid, names)
    clash = both & ~lost & (lat.letters == lon.letters) & (lat.letters != "")
    shown = lat_text + ", " + lon_text
    words = _("'{value}' names the same direction twice. Correct the letters. The point was left blank.")
    log.cells(_("one direction twice"), grid.cells.rows, clash, shown, words, column=names[0])
    lost |= clash
    lettered = (lat.letters == "E") | (lon.letters == "N")
    turned = both & ~lost & lettered
    y[turned], x[turned] = x[turned], y[turned].copy()
    kept = np.ones(len(y), dtype=bool)
    for text in (lat_text, lon_text):
        # Signs that nobody sees are taken out, and told, of every column later.
        seen = text.str.replace(MAY_HIDE, "", regex=True).str.strip() if text.str.contains(MAY_HIDE).any() else text
        kept &= ascii_digits(seen).str.fullmatch(rf"{PLAIN}|[+-]?\d{{1,3}},\d+").to_numpy(dtype=bool)
    n = len(y)
    return Candidate(
        np.where(both & ~lost, x, np.nan), np.where(both & ~lost, y, np.nan), np.full(n, "", dtype=object),
        np.ones(n, dtype=bool), lost, lat.filled ^ lon.filled, kept & ~turned, np.full(n, FILE, dtype=object),
        shown, (*pair.lat, *pair.lon), np.zeros(n, dtype=bool),
    )  # fmt: skip


def _tell_unread(
    axes: tuple[Axis, Axis], texts: tuple[pd.Series, pd.Series], log: ProblemLog, grid: Grid, names: tuple[str, str]
) -> Bools:
    """Name the cells of two columns that are no coordinate, one line a point; return their rows."""
    bad = [axis.filled & np.isnan(axis.degrees) for axis in axes]
    broken = [each & spreadsheet_errors(text) for each, text in zip(bad, texts, strict=True)]
    both = bad[0] & bad[1] & ~broken[0] & ~broken[1]
    words = _("'{value}' is not a number of degrees; write it like 35.93. The point was left blank.")
    wrong = _("The cell holds a spreadsheet's error, '{value}'. Correct its formula. The point was left blank.")
    two = _("'{value}' are not numbers of degrees; write them like 35.93 and 36.63. The point was left blank.")
    rows = grid.cells.rows
    log.cells(_("cannot be read"), rows, both, texts[0] + ", " + texts[1], two, column=names[0])
    told = both
    for each, error, text, name in zip(bad, broken, texts, names, strict=True):
        log.cells(_("cannot be read"), rows, each & ~error & ~told, text, words, column=name)
        log.cells(_("a spreadsheet's error"), rows, error & ~told, text, wrong, column=name)
        told = told | each
    return bad[0] | bad[1]


def of_column(grid: Grid, position: int) -> Candidate:
    """Return the points of a column of whole points."""
    text = without_unknown(series(grid.cells, position))
    order = order_of(grid.header[position]) or ("lon" if _is_geojson(grid, position) else "")
    found = read_cells(text, lat_first=order != "lon")
    x, y = found.x.copy(), found.y.copy()
    said = pd.Series(found.crs + "|" + found.zone)
    crs = said.map({cell: _system(*cell.split("|")) for cell in said.unique()}).to_numpy(dtype=object)
    basis = np.where(found.representative, REPRESENTATIVE, np.where(found.shape, SHAPE, FILE)).astype(object)
    n = len(x)
    unread = found.filled & np.isnan(x)
    coded = np.flatnonzero(text.str.fullmatch(CODED).to_numpy(dtype=bool) & np.isfinite(x))
    if len(coded):
        text.iloc[coded] = _numbers(y[coded]) + ", " + _numbers(x[coded])
    return Candidate(
        x, y, crs, found.ordered | bool(order), unread.copy(), np.zeros(n, dtype=bool),
        np.zeros(n, dtype=bool), basis, text, (position,), unread,
    )  # fmt: skip


def _is_geojson(grid: Grid, position: int) -> bool:
    """Tell whether a column has the coordinates of a GeoJSON shape, its sort beside them: longitude first."""
    group, slash, last = grid.header[position].rpartition("/")
    beside = grid.places().get(plain(f"{group}/type")) if slash and last == "coordinates" else None
    return beside is not None and set(series(grid.cells, beside).unique()) <= {"Point", ""}


def name_systems(candidate: Candidate, grid: Grid, found: Layout) -> None:
    """Note in which system the rows of a candidate are, where the file has a column for it or says it in a title."""
    for position, of in ((found.crs, _code), (found.zone, metres.of_zone)):
        if position is not None:
            text = series(grid.cells, position)
            systems = text.map({cell: of(cell) for cell in text.unique()}).to_numpy(dtype=object)
            candidate.crs = np.where(candidate.crs == "", systems, candidate.crs)
    titles = [grid.header[position] for position in candidate.columns]
    said = metres.named_in(titles) or metres.named_in(cell[:200] for row in grid.above for cell in row)
    candidate.crs = np.where(candidate.crs == "", said, candidate.crs)
    # What is named beside degrees tells of other columns.
    like_degrees = (np.abs(candidate.y) <= 90) & (np.abs(candidate.x) <= 180)  # noqa: PLR2004
    for name in dict.fromkeys(candidate.crs.tolist()):
        if name and (metres.is_degrees(name) or not metres.is_geographic(name)):
            candidate.crs[(candidate.crs == name) & (like_degrees | metres.is_degrees(name))] = ""


def _code(cell: str) -> str:
    bare = cell.strip().upper().removeprefix("EPSG").strip(" :")
    name = f"EPSG:{bare}"
    return name if bare.isascii() and bare.isdigit() and metres.is_known(name) else metres.named_in([cell])


def _system(code: str, zone: str) -> str:
    return metres.of_zone(zone) if zone else f"EPSG:{code}" if code else ""


def _joined(grid: Grid, positions: tuple[int, ...]) -> pd.Series:
    parts = [series(grid.cells, position).str.strip() for position in positions]
    text = parts[0]
    for part in parts[1:]:
        text = text + " " + part
    return without_unknown(text.str.strip())


def without_unknown(text: pd.Series) -> pd.Series:
    """Return cells with those blank that only say that something is not known, as in columns of figures."""
    wordy = text[
        ~text.str.contains("[0-9]").to_numpy(dtype=bool) & (text.str.len() <= LONGEST_UNKNOWN).to_numpy(dtype=bool)
    ]
    blank = [word for word in wordy.unique() if fold(word) in UNKNOWN]
    return text.mask(text.isin(blank), "") if blank else text.copy()


def _numbers(values: Floats) -> npt.NDArray[np.object_]:
    """Return numbers as a reader writes them."""
    return pd.Series(np.round(values, 6)).astype("str").str.removesuffix(".0").to_numpy(dtype=object)
