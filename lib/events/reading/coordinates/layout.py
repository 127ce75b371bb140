"""Which columns of a table hold coordinates, told by their names and, for whole points in one cell, by their cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.events.mapping.names import key
from lib.events.mapping.vocabulary import vocabulary
from lib.events.reading.coordinates.cells import CERTAIN
from lib.events.reading.grid import Grid

GEOMETRY = "geometry"
"""Name of the column that the readers of geographic files give to the shapes of a file, as hexadecimal WKB."""
_SORTS = {
    "degrees": (
        {"lat", "latitude", "latit", "latitud", "lati", "enlem", "العرض", "عرض"},
        {"lon", "longitude", "long", "lng", "longit", "longitud", "boylam", "الطول", "طول"},
    ),
    "plane": ({"y", "ycoord", "ycoordinate", "coordy", "ص"}, {"x", "xcoord", "xcoordinate", "coordx", "س"}),
    "metres": ({"northing", "north", "northings", "nord"}, {"easting", "east", "eastings", "est"}),
    "letters": ({"n"}, {"e"}),
}
"""Words for latitude and longitude, by what such columns hold; the first sort that a table has is its point."""
_NOISE = frozenset({
    "wgs", "84", "wgs84", "dd", "decimal", "degree", "degrees", "coord", "coordinate", "coordinates", "coords", "gps",
    "point", "geo", "utm", "m", "metres", "meters", "epsg", "4326", "3857", "crs", "dms", "destination", "dest", "الخط",
    "خط", "دائرة", "إحداثي", "احداثي", "إحداثيات", "احداثيات", "map", "in", "the", "of", "location", "geolocation",
})  # fmt: skip
"""Words beside those that say nothing about whose point it is."""
_ORIGIN = frozenset({"origin", "from", "departure"})
_UNITS = {"deg": 0, "min": 1, "minutes": 1, "sec": 2, "seconds": 2}
_WHOLE = frozenset({
    "gps", "coordinates", "coordinate", "coords", "coord", "latlon", "latlong", "latlng", "lonlat", "longlat", "lnglat",
    "location", "geopoint", "point", "points", "geom", "thegeom", "geometry", "wkt", "wkb", "geolocation", "position",
    "xy", "yx", "geo", "mgrs", "utm", "gridreference", "gridref", "grid", "gpscoordinates", "gpslocation", "geojson",
    "coordonnees", "koordinat", "koordinatlar", "konum", "coordinateslatlon", "wktgeom", "gpspoint", "shape",
    "احداثيات", "الاحداثيات", "احداثي", "الموقعالجغرافي",
})  # fmt: skip
"""Names of columns that may hold a whole point a cell."""
_AMONG = "among others"
_LOOSE = frozenset({"location", "position", "point", "points", "shape", "geo", "grid", "konum", _AMONG})
"""Those of them that are as often names of something else, or stand among other words: told by their cells."""
_POINT_WORDS = frozenset({"gps", "coordinates", "coords", "geopoint", "latlon", "latlong", "mgrs", "wkt", "coordonnees",
                          "koordinat", "koordinatlar", "احداثيات", "إحداثيات", "الاحداثيات", "الإحداثيات"})  # fmt: skip
"""Words that make a column one of whole points also among others."""
_ELSEWHERE = _ORIGIN | {"start", "end", "home", "office", "previous", "interview", "interviewer", "enumerator",
                        "hospital", "shelter", "altitude", "accuracy", "precision", "source", "zone"}  # fmt: skip
"""Words of another thing's point, or of a part of one."""
_ATTEMPT = r"\p{Nd}[.,٫]\p{Nd}{2,}.*\p{Nd}[.,٫]\p{Nd}{2,}|\p{Nd}{5,}\D{0,6}\p{Nd}{5,}"
"""Cells that mean a point, whether or not they can be read."""
_COORDINATE = r"^\W*\p{Nd}{1,3}(?:[.,٫]\p{Nd}{2,}|\W+\p{Nd}{1,2}\b.*)\W*$|^\W*\p{Nd}{5,7}\b"
"""Cells that may be one coordinate."""
_DIGITS = r"\p{Nd}(?:\P{Nd}*\p{Nd}){3}"
"""Cells of as many digits as a point needs at least."""
_LAT_FIRST = re.compile(r"\blat\w*\W+(?:and\W+)?lo?ng?|latl(?:on|ng)|^yx$|\by\W+x\b")
_LON_FIRST = re.compile(r"\blo?ng?\w*\W+(?:and\W+)?lat|l(?:on|ng)g?lat|^xy$|\bx\W+y\b")
_ZONE = frozenset({"zone", "utmzone", "utm zone", "zone utm"})
_CRS = frozenset({"epsg", "srid", "crs", "epsg code", "coordinate system", "crs epsg", "srs"})
_SAMPLE = 40
"""Filled cells of a column that are looked at."""
_MOST = 0.5
_LONGEST = 60
"""Characters of a column's name that are looked at."""


@dataclass(frozen=True)
class Pair:
    """Columns of latitude and longitude: each one position, or several for degrees, minutes and seconds."""

    lat: tuple[int, ...]
    lon: tuple[int, ...]
    sort: str


@dataclass(frozen=True)
class Layout:
    """Where a table says where things are.

    Attributes:
        pair: The columns of latitude and longitude, if any.
        spare: Another such pair (X and Y beside lat and lon).
        origin: Those of the origin of a movement.
        whole: Columns that hold a whole point a cell, the most certain first.
        meant: Those of them that are columns of points even where most of their cells cannot be read.
        rivals: Pairs of which none can be told to be the point of the row, where there are several.
        zone: Column of UTM zones.
        crs: Column of EPSG codes.
    """

    pair: Pair | None
    spare: Pair | None
    origin: Pair | None
    whole: tuple[int, ...]
    meant: frozenset[int]
    rivals: tuple[Pair, ...]
    zone: int | None
    crs: int | None


def layout(grid: Grid) -> Layout:
    """Return where the columns of coordinates of a table stand."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, dict[int, int]]] = {}
    named: list[int] = []
    zone = crs = None
    for position, name in enumerate(grid.header):
        tag = grid.tags[position] if position < len(grid.tags) else ""
        tokens = _tokens(tag if tag.startswith("#geo") else name)
        joined = " ".join(tokens)
        zone = position if zone is None and joined in _ZONE else zone
        crs = position if crs is None and joined in _CRS else crs
        if _names_whole(name, tokens) or {axis for token in tokens for _sort, axis in _axes(token)} == {"lat", "lon"}:
            named.append(position)
            continue
        _note_axis(found, tokens, position)
    pairs = [pair for pair in _pairs(found) if pair[1].sort != "letters" or _is_lettered(grid, pair[1])]
    main = [pair for whose, pair in pairs if whose == ""]
    others = [pair for whose, pair in pairs if whose == "other"]
    main = main or (others if len(others) == 1 else [])
    origins = [pair for whose, pair in pairs if whose == "origin"]
    used = {at for _whose, pair in pairs for at in (*pair.lat, *pair.lon)}
    whole, meant = _whole(grid, named, used)
    return Layout(
        main[0] if main else None,
        main[1] if len(main) > 1 else None,
        origins[0] if origins else None,
        whole,
        meant,
        () if main else (*others, *(pair for whose, pair in pairs if whose == "elsewhere")),
        zone,
        crs,
    )


def order_of(name: str) -> str:
    """Return which comes first in the cells of a column of whole points by its name: "lat", "lon", or "" if unknown."""
    text = _plain(name)
    if _LAT_FIRST.search(text):
        return "lat"
    return "lon" if _LON_FIRST.search(text) else ""


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name[:_LONGEST]).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace("_", " ").replace("\u0640", "").strip()


def _tokens(name: str) -> list[str]:
    """Return the words of a column's name, without what stands in brackets after them, compounds taken apart."""
    text = _plain(name)
    bare = re.sub(r"[(\[{].*$", "", text).strip() or text
    words = re.findall(r"[^\W\d_]+", bare)
    words = [{"e": "easting", "n": "northing"}.get(word, word) for word in words] if "utm" in words else words
    if len(words) > 1 or not words:
        return words
    parts = re.fullmatch(r"(.+?)(latitude|longitude|lat|lng|long|lon)", words[0])
    return words if parts is None or words[0] in _WHOLE or _axes(words[0]) else [parts[1], parts[2]]


def _names_whole(name: str, tokens: list[str]) -> str:
    """Return the word by which a name is that of a column of whole points, without its group; "" where there is none.

    A word among others is believed only where it is not of another thing's point, nor of one coordinate.
    """
    last = "".join(_tokens(re.split(r"[/:|]", name)[-1]))
    if word := next((each for each in ("".join(tokens), last) if each in _WHOLE), ""):
        return word
    words = {*tokens, *re.findall(r"[^\W\d_]+", _plain(name))}
    if words & _ELSEWHERE or any(_axes(word) for word in words):
        return ""
    return _AMONG if words & _POINT_WORDS else ""


def _axes(token: str) -> list[tuple[str, str]]:
    return [
        (sort, axis)
        for sort, words in _SORTS.items()
        for axis, of in zip(("lat", "lon"), words, strict=True)
        if token in of
    ]


def _note_axis(
    found: dict[tuple[str, tuple[str, ...]], dict[str, dict[int, int]]], tokens: list[str], position: int
) -> None:
    """Remember a column whose name has one word for an axis, under what else its name says."""
    axes = [(at, *axis) for at, token in enumerate(tokens) for axis in _axes(token)]
    if len(axes) != 1:
        return
    at, sort, axis = axes[0]
    rest = tokens[:at] + tokens[at + 1 :]
    unit = next((_UNITS[token] for token in rest if token in _UNITS), 0)
    whose = tuple(token for token in rest if token not in _NOISE and token not in _UNITS)
    found.setdefault((sort, whose), {}).setdefault(axis, {}).setdefault(unit, position)


def _pairs(found: dict[tuple[str, tuple[str, ...]], dict[str, dict[int, int]]]) -> list[tuple[str, Pair]]:
    """Return the pairs of columns that belong together, and whose point each gives; degrees before metres."""
    pairs = []
    for (sort, words), axes in found.items():
        if axes.keys() == {"lat", "lon"} and axes["lat"].keys() == axes["lon"].keys() and 0 in axes["lat"]:
            whose = "" if not words else "origin" if set(words) <= _ORIGIN else "other"
            if whose == "other" and any(key(word) in vocabulary().elsewhere for word in words):
                whose = "elsewhere"
            lat, lon = (tuple(axes[axis][unit] for unit in sorted(axes[axis])) for axis in ("lat", "lon"))
            pairs.append((whose, Pair(lat, lon, sort)))
    order = list(_SORTS)
    return sorted(pairs, key=lambda pair: order.index(pair[1].sort))


def _whole(grid: Grid, named: list[int], used: set[int]) -> tuple[tuple[int, ...], frozenset[int]]:
    """Return the columns of whole points, those that only can be points first, and which of them are so by their name.

    A name that means nothing else makes a column one of points however few of its cells can be read.
    """
    table = grid.cells.table
    free = [at for at in range(len(grid.header)) if at not in used]
    shares = _shares([table.column(at) for at in free], CERTAIN)
    certain = [at for at, share in zip(free, shares, strict=True) if share > _MOST]
    certain.sort(key=lambda at: grid.header[at] != GEOMETRY)
    likely: list[int] = []
    meant = {at for at in certain if at in named}
    for at in named:
        if at in used or at in certain:
            continue
        name = grid.header[at]
        loose = _names_whole(name, _tokens(name)) in _LOOSE
        if _share(table.column(at), _ATTEMPT if loose else _DIGITS) > _MOST or (not loose and _has(table.column(at))):
            meant.add(at)
            likely.append(at)
        elif _share(table.column(at), r"\p{Nd}") > _MOST:
            likely.append(at)
    return (*certain, *likely), frozenset(meant)


def _has(column: pa.ChunkedArray) -> bool:
    """Tell whether any cell of a column has the digits of a point."""
    return bool(pc.any(pc.match_substring_regex(column, _DIGITS)).as_py())


def _is_lettered(grid: Grid, pair: Pair) -> bool:
    """Tell whether columns of one letter, which may mean anything, hold numbers as fine as those of a point."""
    return all(_share(grid.cells.table.column(at), _COORDINATE) > _MOST for at in (*pair.lat, *pair.lon))


def _share(column: pa.ChunkedArray, pattern: str) -> float:
    """Return which share of the first filled cells of a column hold ``pattern``, 0 to 1."""
    return _shares([column], pattern)[0]


def _shares(columns: list[pa.ChunkedArray], pattern: str) -> list[float]:
    """Return the share of each column; a pattern takes longer to prepare than to use, so all are looked at at once."""
    samples = [_filled(column) for column in columns]
    cells = pa.concat_arrays([chunk for sample in samples for chunk in sample.chunks] or [pa.array([], pa.string())])
    holds = pc.match_substring_regex(cells, pattern).to_numpy(zero_copy_only=False).astype(bool)
    ends = np.cumsum([len(sample) for sample in samples])
    parts = np.split(holds, ends[:-1])
    return [float(part.mean()) if len(part) else 0.0 for part in parts]


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the first filled cells of a column."""
    head = column.slice(0, 20 * _SAMPLE)
    filled = head.filter(pc.not_equal(pc.utf8_trim_whitespace(head), "")).slice(0, _SAMPLE)
    if not len(filled) and column.length() > 20 * _SAMPLE:
        filled = column.filter(pc.not_equal(column, "")).slice(0, _SAMPLE)
    return filled.cast(pa.string())
