"""A whole point in one cell: two numbers, WKT, WKB, GeoJSON, UTM with its zone, MGRS."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.events.reading.coordinates.degrees import Bools, Floats
from lib.events.reading.coordinates.odd import LINK, MGRS, read_odd
from lib.events.reading.numbers import ascii_digits

CERTAIN = (
    r"(?i)^\s*(?:SRID=\d+\s*;|<\S{1,200}>)?\s*(?:MULTI)?(?:POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)"
    r"|^\s*(?:\\x)?0[01][0-9A-Fa-f]{40,}\s*$"
    r'|^\s*\{.*"coordinates"\s*:'
    rf"|^\s*{MGRS}\s*$"
    rf"|{LINK.removeprefix('(?i)')}"
    r"|^[^A-Za-z]*\d[^A-Za-z]*[NSns][^A-Za-z]*\d[^A-Za-z]*[EWew]\s*$"
)
"""A pattern of cells that can be nothing but a point."""
_N = r"([+-]?\d+(?:\.\d+)?)"
_D = r"([+-]?\d+\.\d+)"
_TWO = rf"^[(\[]?\s*{_N}\s*(?:[,;/|]\s*|\s+){_N}\s*[)\]]?$"
_SURVEY = rf"^{_D}[,; ]\s*{_D}(?:[,; ]\s*[+-]?\d+(?:\.\d+)?){{1,2}}$"
"""Latitude, longitude, altitude and accuracy: what survey programs write."""
_WHOLE_SURVEY = rf"^{_N}[,; ]\s*{_N}[,; ]\s*{_N}[,; ]\s*{_N}$"
"""The same where a degree happens to be whole."""
_SYSTEM = r"(?:SRID=(\d+)\s*;|<\S{0,180}?(?:/(\d{4,6}))?>)"
"""The system of a shape, as PostGIS and linked data write it before the shape."""
_POINT = (
    rf"(?i)^{_SYSTEM}?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*([-+\d.eE]+)(?:\s*,\s*|\s+)([-+\d.eE]+)(?:[,\s]\s*[-+\d.eE]+){{0,2}}"
    r"\s*\)$"
)
_NAMED_SYSTEM = re.compile(rf"(?i){_SYSTEM}\s*(.*)", re.DOTALL)
_LAT_FIRST = "4326"
"""The system of which linked data has the latitude first by the rule, and not always in practice."""
CODED = r"(?:\\x)?0[01](?:[0-9A-Fa-f]{2}){8,}"
"""A pattern of shapes as well-known bytes in hexadecimal digits."""
_NESTED = re.compile(
    rb"[\x00\x01](?:[\x04-\x07]\x00\x00|\x00\x00\x00[\x04-\x07]|[\xec-\xef]\x03\x00|\x00\x00\x03[\xec-\xef])"
)
_MOST_NESTED = 1_000
"""Collections within collections; the library that reads shapes gives way under tens of thousands."""
_LONGEST = 2_000_000
"""Characters of a shape that are looked at."""
_WIDEST = 2_000
"""Characters of any other point."""
_ORDERED = 4


@dataclass(frozen=True)
class Cells:
    """Whole points of one column, x and y (or longitude and latitude) of each; NaN where a cell holds none.

    Attributes:
        x: Easting or longitude.
        y: Northing or latitude.
        crs: EPSG code a cell names, "" where none.
        zone: UTM zone a cell names, as "37N".
        ordered: Whether it is known which of the two is x.
        shape: Whether the cell is a shape rather than two numbers.
        representative: Whether the point stands for a line, an area or several points.
        filled: Whether the cell holds anything; an empty shape is nothing.
    """

    x: Floats
    y: Floats
    crs: npt.NDArray[np.object_]
    zone: npt.NDArray[np.object_]
    ordered: Bools
    shape: Bools
    representative: Bools
    filled: Bools


def read_cells(text: pd.Series, *, lat_first: bool) -> Cells:
    """Return the points of a column of whole points; ``lat_first`` is how two bare numbers are read."""
    codes, unique = pd.factorize(ascii_digits(text).str.strip())
    cells = pd.Series(unique, dtype="str")
    made = _Made(len(cells))
    _points(cells, made)
    _numbers(cells, made, lat_first=lat_first)
    _shapes(cells, made)
    for position in made.left(cells).tolist():
        found = read_odd(str(cells.iloc[position])[:_WIDEST], lat_first=lat_first)
        if found is not None:
            made.put(position, found.x, found.y, found.zone, ordered=found.ordered)
    filled = (cells != "").to_numpy(dtype=bool) & ~made.empty
    return Cells(
        made.x[codes], made.y[codes], made.crs[codes], made.zone[codes], made.ordered[codes], made.shape[codes],
        made.representative[codes], filled[codes],
    )  # fmt: skip


class _Made:
    """What was made of the different cells of a column so far."""

    def __init__(self, n: int) -> None:
        self.x, self.y = np.full(n, np.nan), np.full(n, np.nan)
        self.crs, self.zone = np.full(n, "", dtype=object), np.full(n, "", dtype=object)
        self.ordered, self.shape, self.representative, self.empty = (np.zeros(n, dtype=bool) for _ in range(4))

    def left(self, cells: pd.Series) -> npt.NDArray[np.intp]:
        """Return the positions of the filled cells without a point."""
        return np.flatnonzero((cells != "").to_numpy(dtype=bool) & np.isnan(self.x) & ~self.shape)

    def put(self, at: int, x: float, y: float, zone: str = "", *, ordered: bool = True) -> None:
        """Set one point."""
        self.x[at], self.y[at], self.zone[at], self.ordered[at] = x, y, zone, ordered


def _points(cells: pd.Series, made: _Made) -> None:
    """Read points as WKT, by far the commonest shape."""
    wkt = cells.str.extract(_POINT)
    at = np.flatnonzero(wkt[2].notna().to_numpy(dtype=bool))
    wkt = wkt.iloc[at]
    made.x[at] = pd.to_numeric(wkt[2], errors="coerce")
    made.y[at] = pd.to_numeric(wkt[3], errors="coerce")
    made.crs[at] = wkt[0].fillna(wkt[1]).fillna("").to_numpy(dtype=object)
    made.ordered[at] = made.shape[at] = True
    turned = at[(wkt[1] == _LAT_FIRST).to_numpy(dtype=bool)]
    made.x[turned], made.y[turned] = made.y[turned], made.x[turned].copy()
    made.ordered[turned] = False


def _numbers(cells: pd.Series, made: _Made, *, lat_first: bool) -> None:
    """Read two bare numbers, and those of surveys, whose order is known."""
    forms = [(_SURVEY, True, True), (_TWO, lat_first, False)]
    if _is_survey(cells):
        forms.insert(1, (_WHOLE_SURVEY, True, True))
    for pattern, first_is_lat, ordered in forms:
        left = made.left(cells)
        found = cells.iloc[left].str.extract(pattern)
        hit = found[0].notna().to_numpy(dtype=bool)
        first, second = (found.loc[hit, column].astype("float64").to_numpy() for column in (0, 1))
        made.y[left[hit]], made.x[left[hit]] = (first, second) if first_is_lat else (second, first)
        made.ordered[left[hit]] = ordered


def _is_survey(cells: pd.Series) -> bool:
    """Tell whether four numbers a cell are those of a survey, not degrees and minutes: most show it, or no altitude."""
    four = cells.str.fullmatch(_WHOLE_SURVEY.strip("^$"))
    shown = cells.str.fullmatch(_SURVEY.strip("^$")) | (
        four & cells.str.fullmatch(r".*[ ,;]0(?:\.0+)?[ ,;]\s*0(?:\.0+)?")
    )
    return bool(2 * shown.sum() > (four | shown).sum())


def _shapes(cells: pd.Series, made: _Made) -> None:
    """Read any other shape, as WKT, WKB in hexadecimal digits, or GeoJSON."""
    left = made.left(cells)
    found = left[cells.iloc[left].str.contains(CERTAIN).to_numpy(dtype=bool)]
    shapes = np.full(len(found), None, dtype=object)
    bare = cells.iloc[found].str.removeprefix("\\x")
    coded = bare.str.fullmatch(CODED).to_numpy(dtype=bool)
    if coded.any():
        shapes[coded] = from_wkb(np.array([*map(bytes.fromhex, bare[coded]), None], dtype=object)[:-1])
    for n, position in ((n, position) for n, position in enumerate(found.tolist()) if not coded[n]):
        cell = str(cells.iloc[position]).strip()
        named = _NAMED_SYSTEM.fullmatch(cell)
        if named:
            made.crs[position], cell = named[1] or named[2] or "", named[3]
        shapes[n] = _shape(cell)
    got = ~shapely.is_missing(shapes)
    srid = shapely.get_srid(shapes)
    found, shapes = found[got], shapes[got]
    made.crs[found] = np.where(srid[got] > 0, srid[got].astype(str), made.crs[found])
    made.x[found], made.y[found], made.representative[found] = points_of(shapes)
    made.ordered[found] = made.shape[found] = True
    # An empty list in GeoJSON stands where a point was meant.
    made.empty[found] = np.isnan(made.x[found]) & ~cells.iloc[found].str.startswith("{").to_numpy(dtype=bool)


def _shape(cell: str) -> shapely.Geometry | None:
    if len(cell) > _LONGEST:
        return None
    try:
        if cell.startswith("{"):
            return (
                None
                if cell.count("{") + cell.count("[") > _LONGEST // 20 or _deep(cell)
                else shapely.from_geojson(cell)
            )
        return None if _deep(cell) or not cell[:1].isalpha() else shapely.from_wkt(cell)
    except (shapely.errors.ShapelyError, ValueError):
        return None


def _deep(cell: str) -> bool:
    """Tell whether brackets are open within brackets deeper than any shape needs."""
    depth = deepest = 0
    for mark in re.findall(r"[(\[{)\]}]", cell):
        depth += 1 if mark in "([{" else -1
        deepest = max(deepest, depth)
    return deepest > 2 * _ORDERED


def from_wkb(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return shapes from their well-known bytes; None where they are damaged, or nested deeper than any map needs."""
    deep = np.array([
        shape is not None and len(shape) > 9 * _MOST_NESTED and len(_NESTED.findall(shape)) > _MOST_NESTED
        for shape in shapes
    ], dtype=bool)  # fmt: skip
    safe = shapes.copy()
    safe[deep] = None
    made: npt.NDArray[np.object_] = shapely.from_wkb(safe, on_invalid="ignore")
    return made


def points_of(shapes: npt.NDArray[np.object_]) -> tuple[Floats, Floats, Bools]:
    """Return x and y of each shape, and whether the point stands for a line, an area or several points.

    A point inside an area, halfway along a line, the middle one of several points; NaN for a shape that is empty.
    """
    shapes = shapes.copy()
    sorts = shapely.get_type_id(shapes)
    single = (sorts >= _ORDERED) & (shapely.get_num_geometries(shapes) == 1)
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    sorts = shapely.get_type_id(shapes)
    whole = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    line = whole & (sorts == 1)
    other = whole & (sorts > 1)
    points = np.full(len(shapes), None, dtype=object)
    points[sorts == 0] = shapes[sorts == 0]
    points[~whole] = None
    points[line] = shapely.line_interpolate_point(shapes[line], 0.5, normalized=True)
    points[other] = shapely.point_on_surface(shapes[other])
    return shapely.get_x(points), shapely.get_y(points), (line | other)
