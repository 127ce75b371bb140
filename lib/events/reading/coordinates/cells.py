"""A whole point in one cell: two numbers, WKT, WKB, GeoJSON, UTM with its zone, MGRS."""

from __future__ import annotations

import re
from dataclasses import dataclass

import mgrs  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.events.reading.coordinates.degrees import Bools, Floats, one, tidy
from lib.events.reading.dates.cells import read_cell
from lib.events.reading.numbers import ascii_digits

CERTAIN = (
    r"(?i)^\s*(?:SRID=\d+\s*;)?\s*(?:MULTI)?(?:POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)"
    r"|^\s*(?:\\x)?0[01][0-9A-Fa-f]{40,}\s*$"
    r'|^\s*\{.*"coordinates"\s*:'
    r"|^\s*\d{1,2}\s?[C-HJ-NP-Xc-hj-np-x]\s?[A-HJ-NP-Za-hj-np-z]{2}\s?(?:\d{2}|\d{4}|\d{6}|\d{8}|\d{10}|(?:\d{1,5}\s\d{1,5}))\s*$"
    r"|^[^A-Za-z]*\d[^A-Za-z]*[NSns][^A-Za-z]*\d[^A-Za-z]*[EWew]\s*$"
)
"""A pattern of cells that can be nothing but a point."""
_N = r"([+-]?\d+(?:\.\d+)?)"
_D = r"([+-]?\d+\.\d+)"
_TWO = rf"^[(\[]?\s*{_N}\s*(?:[,;/|]\s*|\s+){_N}\s*[)\]]?$"
_SURVEY = rf"^{_D}[,; ]\s*{_D}(?:[,; ]\s*[+-]?\d+(?:\.\d+)?){{1,2}}$"
"""Latitude, longitude, altitude and accuracy: what survey programs write."""
_LAT_WORD = re.compile(r"(?i)\blat(?:itude)?\b|enlem|العرض")
_LON_WORD = re.compile(r"(?i)\b(?:lon|long|lng|longitude)\b|boylam|الطول")
_DECIMAL_COMMAS = re.compile(
    r"([+-]?\d{1,3},\d+)\s*[;/|]\s*([+-]?\d{1,3},\d+)|([+-]?\d{1,3},\d+),?\s+([+-]?\d{1,3},\d+)"
    r"|([+-]?\d{1,3},\d{3,}),([+-]?\d{1,3},\d{3,})"
)
_POINT = (
    r"(?i)^(?:SRID=(\d+)\s*;)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*([-+\d.eE]+)\s+([-+\d.eE]+)(?:\s+[-+\d.eE]+){0,2}\s*\)$"
)
_SRID = re.compile(r"(?i)SRID=(\d+)\s*;\s*(.*)", re.DOTALL)
_HEX = r"0[01](?:[0-9A-Fa-f]{2}){8,}"
_ZONE = r"(?:UTM\s*)?(?:ZONE\s*)?(\d{1,2})\s*([C-HJ-NP-X])(?:\s*(?:ZONE|WGS\s*84))?"
_METRES = r"(\d{5,7}(?:\.\d+)?)"
_UTM = (
    re.compile(
        rf"{_ZONE}\s*[:,;]?\s*(?:E|X)?\s*[:=]?\s*{_METRES}\s*M?\s*E?\s*[,;/]?\s*(?:N|Y)?\s*[:=]?\s*{_METRES}\s*M?\s*N?"
    ),
    re.compile(
        rf"(?:E|X)?\s*[:=]?\s*{_METRES}\s*M?\s*E?\s*[,;/]?\s*(?:N|Y)?\s*[:=]?\s*{_METRES}\s*M?\s*N?\s*[,;]?\s*\(?{_ZONE}\)?"
    ),
)
_MGRS = re.compile(r"(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z]{2})\s?(?:(\d{2,10})|(\d{1,5})\s(\d{1,5}))")
_AXES = re.compile(r"[NSEW]")
_MARKED = re.compile(r"[+-]?\d+(?:\.\d+)?\s*°\s*(?:\d+(?:\.\d+)?\s*'\s*(?:\d+(?:\.\d+)?\s*\"?)?)?")
_FINEST = 4
"""Digits of an MGRS reference below which its square is too wide for a point (1 km)."""
_NESTED = re.compile(
    rb"[\x00\x01](?:[\x04-\x07]\x00\x00|\x00\x00\x00[\x04-\x07]|[\xec-\xef]\x03\x00|\x00\x00\x03[\xec-\xef])"
)
_MOST_NESTED = 1_000
"""Collections within collections; the library that reads shapes gives way under tens of thousands."""
_LONGEST = 2_000_000
"""Characters of a shape that are looked at."""
_WIDEST = 200
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
        _odd(str(cells.iloc[position])[:_WIDEST], position, made, lat_first=lat_first)
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
    at = np.flatnonzero(wkt[1].notna().to_numpy(dtype=bool))
    made.x[at] = pd.to_numeric(wkt[1].iloc[at], errors="coerce")
    made.y[at] = pd.to_numeric(wkt[2].iloc[at], errors="coerce")
    made.crs[at] = wkt[0].iloc[at].fillna("").to_numpy(dtype=object)
    made.ordered[at] = made.shape[at] = True


def _numbers(cells: pd.Series, made: _Made, *, lat_first: bool) -> None:
    """Read two bare numbers, and those of surveys, whose order is known."""
    for pattern, first_is_lat, ordered in ((_SURVEY, True, True), (_TWO, lat_first, False)):
        left = made.left(cells)
        found = cells.iloc[left].str.extract(pattern)
        hit = found[0].notna().to_numpy(dtype=bool)
        first, second = (found.loc[hit, column].astype("float64").to_numpy() for column in (0, 1))
        made.y[left[hit]], made.x[left[hit]] = (first, second) if first_is_lat else (second, first)
        made.ordered[left[hit]] = ordered


def _shapes(cells: pd.Series, made: _Made) -> None:
    """Read any other shape, as WKT, WKB in hexadecimal digits, or GeoJSON."""
    left = made.left(cells)
    found = left[cells.iloc[left].str.contains(CERTAIN).to_numpy(dtype=bool)]
    shapes = np.full(len(found), None, dtype=object)
    bare = cells.iloc[found].str.removeprefix("\\x")
    coded = bare.str.fullmatch(_HEX).to_numpy(dtype=bool)
    if coded.any():
        shapes[coded] = from_wkb(np.array([*map(bytes.fromhex, bare[coded]), None], dtype=object)[:-1])
    for n, position in ((n, position) for n, position in enumerate(found.tolist()) if not coded[n]):
        cell = str(cells.iloc[position]).strip()
        named = _SRID.fullmatch(cell)
        if named:
            made.crs[position], cell = named[1], named[2]
        shapes[n] = _shape(cell)
    got = ~shapely.is_missing(shapes)
    srid = shapely.get_srid(shapes)
    found, shapes = found[got], shapes[got]
    made.crs[found] = np.where(srid[got] > 0, srid[got].astype(str), made.crs[found])
    made.x[found], made.y[found], made.representative[found] = points_of(shapes)
    made.ordered[found] = made.shape[found] = True
    made.empty[found] = np.isnan(made.x[found])


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


def _odd(cell: str, at: int, made: _Made, *, lat_first: bool) -> None:
    """Read one cell that is none of the usual forms."""
    upper = re.sub(r"(?<=\d),(?=\d{3}\b)", "", tidy(cell).upper())
    # 7 Feb 2020 is a day, though its letters might be those of a square.
    if (found := _MGRS.fullmatch(tidy(cell).upper())) and read_cell(cell) is None:
        _square(found, at, made)
        return
    for pattern, order in zip(_UTM, ((3, 4, 1, 2), (1, 2, 3, 4)), strict=True):
        if found := pattern.fullmatch(upper):
            x, y, number, band = (found[group] for group in order)
            made.put(at, float(x), float(y), f"{number}{band}")
            return
    lat_word, lon_word = _LAT_WORD.search(cell), _LON_WORD.search(cell)
    named = lat_word is not None and lon_word is not None
    if lat_word and lon_word:
        lat_first = lat_word.start() < lon_word.start()
    parts = _two(tidy(cell).strip("()[] ").removeprefix("GEO:").removeprefix("geo:"))
    if parts is None:
        return
    (first, one_axis), (second, other_axis) = (one(part) for part in parts)
    if one_axis and one_axis == other_axis:
        return
    north_first = one_axis == "N" or other_axis == "E" or (not one_axis + other_axis and lat_first)
    x, y = (second, first) if north_first else (first, second)
    if np.isfinite(x) and np.isfinite(y):
        made.put(at, x, y, ordered=named or bool(one_axis + other_axis))


def _two(cell: str) -> tuple[str, str] | None:
    """Return the two coordinates of a cell; None when it cannot be told where the one ends."""
    upper = cell.upper()
    letters = [found.start() for found in _AXES.finditer(upper)]
    if len(letters) == 2:  # noqa: PLR2004  one for each axis
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return upper[:cut].strip(" ,;/|"), upper[cut:].strip(" ,;/|")
    if found := _DECIMAL_COMMAS.fullmatch(cell):
        first, second = (part for part in found.groups() if part)
        return first, second
    for separator in (r"[;|/]", r",\s", r",", r"\t"):
        parts = [part.strip() for part in re.split(separator, cell) if part.strip()]
        if len(parts) == 2:  # noqa: PLR2004
            return parts[0], parts[1]
    marked = _MARKED.findall(cell)
    if len(marked) == 2:  # noqa: PLR2004
        return marked[0].strip(), marked[1].strip()
    numbers = cell.split()
    half = len(numbers) // 2
    if len(numbers) in {4, 6} and all(re.fullmatch(r"[+-]?\d+(?:\.\d+)?", part) for part in numbers):
        return " ".join(numbers[:half]), " ".join(numbers[half:])
    return None


def _square(found: re.Match[str], at: int, made: _Made) -> None:
    """Read an MGRS reference as the middle of its square."""
    digits = found[4] or (found[5] + found[6] if len(found[5]) == len(found[6]) else "")
    if len(digits) % 2 or len(digits) < _FINEST:
        return
    try:
        zone, hemisphere, x, y = mgrs.MGRS().MGRSToUTM(f"{found[1]}{found[2]}{found[3]}{digits}")
    except mgrs.core.MGRSError:
        return
    half = 10.0 ** (5 - len(digits) // 2) / 2
    # "N" and "S" are also bands of latitude; what a reference gives is the half of the globe.
    made.put(at, x + half, y + half, f"{zone}{'north' if hemisphere == 'N' else 'south'}")
