"""The points step: whatever way a table says where things are, its columns ``lat`` and ``lon`` hold degrees after it.

What has one meaning is read, with one notice a kind; what has two is asked; a point that cannot be used is told with
row, column and value, and its row keeps the word ``unusable`` for whoever looks for a place for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.coordinates.candidates import (
    FILE,
    REPRESENTATIVE,
    Candidate,
    Table,
    name_systems,
    of_column,
    of_pair,
)
from lib.events.reading.coordinates.degrees import Floats
from lib.events.reading.coordinates.exchanged import Points, exchange
from lib.events.reading.coordinates.layout import GEOMETRY, Layout, layout
from lib.events.reading.coordinates.parts import read_parts
from lib.events.reading.coordinates.settling import settle_metres
from lib.events.reading.coordinates.writing import KNOWN, Written, keep_basis, write
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid, series
from lib.geography.swapped_coordinates import Named, in_box
from lib.text import _, enumerated, joined, ngettext, number

APART_M = 100.0
"""Metres beyond which a shape and columns of coordinates tell of two points."""
_GLOBE = pyproj.Geod(ellps="WGS84")
_NAMES = (
    "place", "placear", "location", "locationname", "locationen", "locationar", "settlement", "village", "town", "city",
    "community", "communityname", "name", "site", "nameen", "namear", "adm4en", "admin4nameen", "admin4",
    "wherecoordinates", "neighborhood", "المكان", "الموقع", "البلدة", "القرية", "المدينة", "التجمع", "lieu", "localité",
    "localite", "yer", "köy",
)  # fmt: skip
"""Plain names of columns that name places, as tables of others call them."""
_CODES = ("pcode", "placecode", "communitypcode", "adm4pcode", "admin4pcode", "gazpcode", "locationpcode")
_GOVERNORATES = (
    "admin1", "governorate", "province", "adm1en", "admin1nameen", "mohafaza", "المحافظة", "gouvernorat", "il"
)  # fmt: skip


def expand(grid: Grid, log: ProblemLog, answers: Answers) -> Grid:
    """Return a table whose columns of latitude and longitude hold WGS 84 degrees, wherever it had its points.

    A table without coordinates, or with degrees in two columns, comes back as it is. Done twice, it is the same.

    Args:
        grid: The cells of a file.
        log: Is told of what was turned into degrees, and of each point that cannot be used.
        answers: What the owner has said: ``points``, ``crs``, ``geometry``.

    Raises:
        QuestionError: Latitude and longitude may be exchanged, no reference system is known, or a shape and columns
            tell of different points.
    """
    if not len(grid.cells.rows):
        return grid
    found = layout(grid)
    grid = _main(grid, found, log, answers)
    if found.origin is not None:
        grid = _origin(grid, log, answers)
    return grid


def expand_mapped(before: Grid, after: Grid, log: ProblemLog, answers: Answers) -> Grid:
    """Return a table whose columns its owner has named, with its points in degrees and what is known of them.

    Args:
        before: The table as :func:`expand` left it.
        after: The same rows under the names of the event table.
        log: Is told as by :func:`expand`.
        answers: What the owner has said.
    """
    found = layout(before)
    if found.pair is None and not found.whole:
        return expand(after, log, answers)
    return keep_basis(before, after)


def _call(log: ProblemLog, lat: str, lon: str) -> None:
    log.called.setdefault("lat", lat)
    log.called.setdefault("lon", lon)


def _main(grid: Grid, found: Layout, log: ProblemLog, answers: Answers) -> Grid:
    """Bring the point of each row."""
    table = Table(grid, _named(grid, _NAMES, _CODES, _GOVERNORATES), log, answers)
    used: list[Candidate] = []
    if found.pair is not None:
        at = found.pair.lat[0], found.pair.lon[0]
        _call(log, grid.header[at[0]].strip(), grid.header[at[1]].strip())
        used.append(read_parts(of_pair(grid, found.pair, log, ("lat", "lon")), table))
    whole = _whole(grid, found)
    if whole is not None:
        used.append(whole)
    elif found.spare is not None and used:
        used.append(of_pair(grid, found.spare, ProblemLog(log.file), ("lat", "lon")))
    if not used:
        _tell_rivals(grid, found, log, answers)
        return grid
    if found.pair is None:
        title = grid.header[used[0].columns[0]].strip()
        _call(log, title, title)
    for one in used:
        name_systems(one, grid, found)
        log.used |= {grid.header[at].strip() for at in (found.zone, found.crs) if at is not None and one.crs.any()}
        settle_metres(one, table, may_ask=one is used[0])
        _drop_zero(one, table)
    _tell_columns(grid, found, used, log)
    taken = _merged(used, table)
    _exchange(taken, table)
    _tell(taken, table)
    return write(grid, Written("", taken, tuple(at for one in used for at in one.columns), found.pair))


def _origin(grid: Grid, log: ProblemLog, answers: Answers) -> Grid:
    """Bring the point that people of a row left from."""
    found = layout(grid)
    if found.origin is None:
        return grid
    table = Table(grid, _named(grid, ("originplace",), ("originpcode",), ()), log, answers, "origin_lat")
    taken = read_parts(of_pair(grid, found.origin, log, ("origin_lat", "origin_lon")), table)
    settle_metres(taken, table, may_ask=True)
    _exchange(taken, table)
    return write(grid, Written("origin_", taken, taken.columns, found.origin))


def _named(grid: Grid, names: Sequence[str], codes: Sequence[str], governorates: Sequence[str]) -> Named:
    """Return what the rows of a table say of their place besides coordinates."""
    places = grid.places()

    def first(wanted: Sequence[str]) -> pd.Series | None:
        return next((series(grid.cells, places[name]) for name in wanted if name in places), None)

    found = [series(grid.cells, places[name]) for name in names if name in places][:3]
    return Named(tuple(found), first(codes), first(governorates))


def _whole(grid: Grid, found: Layout) -> Candidate | None:
    """Return the points of the first column of whole points that can mostly be read, else of the best that is meant."""
    best: Candidate | None = None
    for position in found.whole:
        one = of_column(grid, position)
        if one.there.sum() * 2 > (one.there | one.lost).sum():
            return one
        meant = position in found.meant and one.lost.any()
        if meant and (best is None or one.there.sum() > best.there.sum()):
            best = one
    return best


def _tell_columns(grid: Grid, found: Layout, used: list[Candidate], log: ProblemLog) -> None:
    """Report where the points stand, when the names of the columns are none that the event table has."""
    names = [shown(grid.header[at]) for at in used[0].columns]
    if found.pair is None and names != [GEOMETRY]:
        words = _("The points were read from the column '{name}'.")
        log.whole(words.format(name=names[0]), severity="notice")
    elif found.pair is not None and not {plain(name) for name in names} <= KNOWN:
        lat, lon = (shown(grid.header[at[0]]) for at in (found.pair.lat, found.pair.lon))
        words = _("Latitude was read from the column '{lat}', longitude from '{lon}'.")
        log.whole(words.format(lat=lat, lon=lon), severity="notice")


def _tell_rivals(grid: Grid, found: Layout, log: ProblemLog, answers: Answers) -> None:
    """Report columns of points of several things, of which none is known to be where a row happened."""
    if len(found.rivals) > 1 and '"lat"' not in answers.columns:
        named = joined(
            f"'{shown(grid.header[pair.lat[0]])}', '{shown(grid.header[pair.lon[0]])}'" for pair in found.rivals[:5]
        )
        words = _(
            "The columns {names} hold points of several things, and nothing tells which is the place of the row: none "
            "was used. Call those that are meant lat and lon, or name them in a column mapping."
        )
        log.whole(words.format(names=named), severity="warning")


def _drop_zero(one: Candidate, table: Table) -> None:
    """Take 0, 0 for no point."""
    zero = one.there & (one.x == 0) & (one.y == 0)
    if n := int(zero.sum()):
        words = ngettext(
            "{n} row has the point 0, 0, which stands for none; it was read without a point (row {rows}).",
            "{n} rows have the point 0, 0, which stands for none; they were read without a point (rows {rows}).",
            n,
        )
        table.log.whole(words.format(n=number(n), rows=table.listed(zero)), severity="notice", column=table.title)
        one.drop(zero, lost=False)
        one.kept &= ~zero


def _merged(used: list[Candidate], table: Table) -> Candidate:
    """Return one point a row from a pair of columns and a shape; where they differ the owner is asked.

    Raises:
        QuestionError: They differ by more than :data:`APART_M`.
    """
    if len(used) == 1:
        return used[0]
    first, second = used
    both = np.flatnonzero(first.there & second.there)
    apart = np.zeros(len(first.x))
    apart[both] = _distance(first, second, both)
    # Two bare numbers have the order in which they are the point of the columns.
    loose = both[~second.ordered[both] & (apart[both] > APART_M)]
    turned = replace(second, x=second.y, y=second.x)
    loose = loose[_distance(first, turned, loose) <= APART_M]
    second.x[loose], second.y[loose] = second.y[loose], second.x[loose].copy()
    apart[loose] = 0
    differ = apart > APART_M
    if differ.any() and not table.answers.geometry:
        raise QuestionError(_which(first, second, apart, table.grid))
    prefer = first.there if table.answers.geometry != "shape" else first.there & ~(second.there & differ)
    other = ~prefer & second.there
    lost = first.lost & other
    words = _("'{value}' cannot be read; the point of column {column} was used.")
    table.log.cells(
        _("another column used"), table.rows, lost, first.text,
        words.replace("{column}", shown(table.grid.header[second.columns[0]])), column="lat", severity="notice",
    )  # fmt: skip
    return replace(
        first,
        x=np.where(other, second.x, first.x), y=np.where(other, second.y, first.y),
        ordered=np.where(other, second.ordered, first.ordered), lost=(first.lost | second.lost) & ~(prefer | other),
        half=first.half & ~other, kept=first.kept & ~other, basis=np.where(other, second.basis, first.basis),
        text=first.text.where(~other & ~second.unread, second.text), unread=second.unread & ~prefer,
    )  # fmt: skip


def _distance(first: Candidate, second: Candidate, rows: npt.NDArray[np.intp]) -> Floats:
    """Return metres between two points of some rows; a number that is no degree is far from everything."""
    arrays = [array[rows] for array in (first.x, first.y, second.x, second.y)]
    sound = np.all([np.abs(array) <= limit for array, limit in zip(arrays, (180, 90, 180, 90), strict=True)], axis=0)
    metres_apart = np.full(len(rows), np.inf)
    lon, lat, other_lon, other_lat = (array[sound] for array in arrays)
    metres_apart[sound] = _GLOBE.inv(lon, lat, other_lon, other_lat)[2]
    return metres_apart


def _which(first: Candidate, second: Candidate, apart: Floats, grid: Grid) -> Question:
    at, n = int(np.argmax(apart)), int((apart > APART_M).sum())
    names = [enumerated(f"'{shown(grid.header[position])}'" for position in one.columns) for one in (first, second)]
    words = ngettext(
        "In {n} row the points of the columns {columns} and of {shape} lie more than {limit} m apart: in row {row} "
        "'{one}' and '{two}'. Which is right?",
        "In {n} rows the points of the columns {columns} and of {shape} lie more than {limit} m apart: in row {row} "
        "'{one}' and '{two}'. Which is right?",
        n,
    ).format(
        n=number(n), columns=names[0], shape=names[1], limit=number(APART_M), row=grid.cells.rows[at],
        one=shown(str(first.text.iloc[at])), two=f"{second.y[at]:.5f}, {second.x[at]:.5f}",
    )  # fmt: skip
    return Question("geometry", words, (("shape", names[1]), ("columns", names[0])))


def _exchange(taken: Candidate, table: Table) -> None:
    """Exchange latitude and longitude where they are exchanged, or take the point away."""
    points = Points(taken.y, taken.x, taken.ordered, taken.text, table.rows, table.column)
    turned, lost = exchange(points, table.named, table.answers.points, table.log)
    taken.x[turned], taken.y[turned] = taken.y[turned], taken.x[turned].copy()
    taken.kept &= ~turned
    taken.drop(lost)


def _tell(taken: Candidate, table: Table) -> None:
    """Name the whole points that are none; one notice of what was read otherwise than as two columns of degrees."""
    words = _("'{value}' is no point that can be read; write it like 35.93, 36.63. The point was left blank.")
    table.log.cells(_("cannot be read"), table.rows, taken.unread & ~taken.there, taken.text, words, column="lat")
    read = taken.there & ~taken.kept & (taken.basis == FILE) & (taken.crs == "") & in_box(taken.y, taken.x)
    if n := int(read.sum()):
        at = int(np.flatnonzero(read)[0])
        words = ngettext(
            "{n} point was read from what the cells say: '{value}' in row {row} is {lat} north, {lon} east.",
            "{n} points were read from what the cells say: '{value}' in row {row} is {lat} north, {lon} east.",
            n,
        ).format(
            n=number(n), value=shown(str(taken.text.iloc[at])), row=table.rows[at],
            lat=f"{taken.y[at]:.5f}", lon=f"{taken.x[at]:.5f}",
        )  # fmt: skip
        table.log.whole(words, severity="notice", column=table.title)
    marked = (taken.basis == REPRESENTATIVE) & taken.there
    if n := int(marked.sum()):
        words = ngettext(
            "{n} shape is a line, an area or several points; a point inside it stands for it (row {rows}).",
            "{n} shapes are lines, areas or several points; a point inside each stands for it (rows {rows}).",
            n,
        )
        table.log.whole(words.format(n=number(n), rows=table.listed(marked)), severity="notice")
