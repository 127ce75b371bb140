"""Coordinates that are no degrees: which reference system they are in, and where on the globe that is.

A system that the file names is honoured. Where none is named, the crisis's own zone, its neighbours and Web Mercator
are tried; one that alone puts the points onto the region is taken, and said. Anything else is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj
from pyproj.exceptions import CRSError, ProjError

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.questions import Question, QuestionError
from lib.events.reading.coordinates.degrees import Bools, Floats
from lib.geography.swapped_coordinates import NEAR_M, Named, in_box
from lib.text import _, ngettext, number

WEB_MERCATOR = "EPSG:3857"
_NORTH, _SOUTH = 32600, 32700
_ZONES = 60
_WIDEST = (50_000.0, 950_000.0)
"""Eastings of a UTM zone, in metres, with some overlap into the next."""
_ENOUGH = 0.9
"""Share of the points that a reference system must put onto the region to be meant."""
_EPSG = re.compile(r"(?i)\b(?:EPSG|SRID)\W{0,3}(\d{4,6})\b|\b(32[67]\d\d|3857|900913)\b")
_UTM = re.compile(r"(?i)\bUTM\W*(?:zone\W*)?(\d{1,2})\W?([C-X])?(?![a-z])")
_ZONE = re.compile(r"(?i)\W*(?:UTM\W*)?(?:zone\W*)?(\d{1,2})\W*(north|south|[C-HJ-NP-X])?\W*")
_WGS = re.compile(r"(?i)(?:WGS|World Geodetic System)\D*(?:19)?84")
_PACKED, _SIXTY = 100.0, 60.0
_SCALES = (1e-6, 1e-7)
"""Whole numbers of degrees that programs write without a point."""
_BANDS_SOUTH = "CDEFGHJKLM"


@dataclass(frozen=True)
class Reading:
    """One way to read numbers: in a system, as written or with the two exchanged."""

    crs: str
    exchanged: bool
    lat: Floats
    lon: Floats

    def share(self, box: tuple[float, float, float, float]) -> float:
        """Return which share of the points lies in a box, 0 to 1."""
        return float(in_box(self.lat, self.lon, box).mean())


@lru_cache(maxsize=64)
def _crs(name: str) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_user_input(name)
    except (CRSError, ProjError):
        return None


@lru_cache(maxsize=64)
def _transformer(name: str) -> pyproj.Transformer | None:
    crs = _crs(name)
    try:
        return None if crs is None else pyproj.Transformer.from_crs(crs, DEGREES, always_xy=True)
    except ProjError:
        return None


def is_degrees(name: str) -> bool:
    """Return whether a reference system is WGS 84 degrees, under whatever name."""
    crs = _crs(name)
    return crs is not None and crs.is_geographic and crs.datum is not None and bool(_WGS.search(crs.datum.name))


def is_geographic(name: str) -> bool:
    """Return whether a reference system is one of degrees, of whatever datum."""
    crs = _crs(name)
    return crs is not None and crs.is_geographic


def is_utm(name: str) -> bool:
    """Return whether a reference system is a zone of UTM."""
    crs = _crs(name)
    return crs is not None and bool(crs.utm_zone)


def is_known(name: str) -> bool:
    """Return whether a name is that of a reference system which can be turned into degrees."""
    return _transformer(name) is not None


def title(name: str) -> str:
    """Return the name of a reference system for a reader, as "WGS 84 / Pseudo-Mercator (EPSG:3857)"."""
    crs = _crs(name)
    words = crs.name if crs else name
    return f"{words[:80]} ({name})" if re.fullmatch(r"EPSG:\d+", name) else words[:80]


def to_degrees(x: Floats, y: Floats, name: str) -> tuple[Floats, Floats]:
    """Return latitudes and longitudes (WGS 84 degrees), NaN where the system ``name`` has no such point."""
    transformer = _transformer(name)
    nothing = np.full(len(x), np.nan)
    if transformer is None or not len(x):
        return nothing, nothing
    lon, lat = transformer.transform(x, y, errcheck=False)
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lat), np.where(bad, np.nan, lon)


def of_zone(text: str) -> str:
    """Return the WGS 84 reference system of a UTM zone as people write it ("37N", "37 S", "37north"), "" for none.

    "S" is the band of latitude north of the equator, unless the crisis is south of it.
    """
    found = _ZONE.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= _ZONES:
        return ""
    letter = (found[2] or "").lower()
    south = letter == "south" or letter.upper() in tuple(_BANDS_SOUTH)
    if letter in {"s", ""}:
        south = CRISIS.boxes.points[1] < 0
    return f"EPSG:{(_SOUTH if south else _NORTH) + int(found[1])}"


def named_in(texts: Iterable[str]) -> str:
    """Return the one reference system that titles and names of columns speak of, "" for none or several."""
    found = set()
    for text in texts:
        found |= {f"EPSG:{first or second}" for first, second in _EPSG.findall(text.replace("_", " "))}
        found |= {of_zone(f"{zone}{letter}") for zone, letter in _UTM.findall(text.replace("_", " "))}
    found = {name for name in found - {""} if is_known(name)}
    return found.pop() if len(found) == 1 else ""


def own_utm() -> str:
    """Return the UTM zone that the crisis measures in; where it measures in none, that in the middle of its region."""
    own = _crs(METRIC)
    if own is not None and own.utm_zone:
        return METRIC if re.fullmatch(r"EPSG:\d+", METRIC) else of_zone(own.utm_zone)
    west, _south, east, _north = CRISIS.boxes.region
    return of_zone(str(min(int(((west + east) / 2 + 180) // 6) + 1, _ZONES)))


def own_zones() -> tuple[int, ...]:
    """Return the numbers of the crisis's own UTM zone and of those beside it."""
    middle = int(own_utm()[-2:])
    return middle, middle - 1, middle + 1


def candidates() -> tuple[str, ...]:
    """Return the systems that are tried: the crisis's own, its UTM zone and those beside it, Web Mercator."""
    middle = own_utm()
    code = int(middle.rpartition(":")[2])
    return tuple(dict.fromkeys((METRIC, middle, f"EPSG:{code - 1}", f"EPSG:{code + 1}", WEB_MERCATOR)))


def readings(x: Floats, y: Floats) -> list[Reading]:
    """Return the ways to read numbers that put them where points may lie."""
    found = []
    for crs in candidates():
        for exchanged, (east, north) in ((False, (x, y)), (True, (y, x))):
            lat, lon = to_degrees(east, north, crs)
            if is_utm(crs):
                # Beyond these a zone is not used; a number there is another number.
                beyond = (east < _WIDEST[0]) | (east > _WIDEST[1])
                lat, lon = np.where(beyond, np.nan, lat), np.where(beyond, np.nan, lon)
            reading = Reading(crs, exchanged, lat, lon)
            if reading.share(CRISIS.boxes.points) >= _ENOUGH:
                found.append(reading)
    return found


def choose(found: list[Reading], named: Named) -> Reading | None:
    """Return the one reading that is meant: of the places named, or alone on the region; None when several may be."""
    near = [int((named.distance(reading.lat, reading.lon) <= NEAR_M).sum()) for reading in found]
    if sum(map(bool, near)) == 1:
        return found[int(np.argmax(near))]
    there = [reading for reading in found if reading.share(CRISIS.boxes.region) >= _ENOUGH]
    usual = {METRIC, own_utm(), WEB_MERCATOR}
    if len(there) == 1 and (there[0].crs in usual or not usual & {reading.crs for reading in found}):
        return there[0]
    return found[0] if len(found) == 1 else None


def without_point(x: Floats, y: Floats) -> float:
    """Return what whole numbers must be multiplied with to be degrees on the region (as 0.000001), 0 when nothing."""
    whole = (x == np.round(x)) & (y == np.round(y))
    for scale in _SCALES:
        if len(x) and whole.all() and in_box(y * scale, x * scale).mean() >= _ENOUGH:
            return scale
    return 0.0


def packed(x: Floats, y: Floats) -> tuple[Floats, Floats] | None:
    """Return longitudes and latitudes of numbers as 355150.4 (35°51'50.4"), None where they do not all give the region.

    The parts of a number are its last two whole digits (seconds), the two before them (minutes), and the rest.
    """
    found = []
    for values in (x, y):
        degrees, rest = np.divmod(values, _PACKED**2)
        minutes, seconds = np.divmod(rest, _PACKED)
        if (minutes >= _SIXTY).any() or (seconds >= _SIXTY).any():
            return None
        found.append(degrees + minutes / _SIXTY + seconds / _SIXTY**2)
    return (found[0], found[1]) if in_box(found[1], found[0], CRISIS.boxes.region).all() else None


def question(sample: str, n: int, found: list[Reading]) -> Question:
    """Return the question which reference system numbers are in; the likeliest choices first."""
    names = list(dict.fromkeys([*(reading.crs for reading in found), *candidates()]))
    words = ngettext(
        "The coordinates of {n} row, {sample}, are no degrees. In which coordinate reference system are they? "
        "The answer is its EPSG code.",
        "The coordinates of {n} rows, as {sample}, are no degrees. In which coordinate reference system are they? "
        "The answer is its EPSG code.",
        n,
    )
    choices = tuple((name.rpartition(":")[2], title(name)) for name in names)
    return Question("crs", words.format(n=number(n), sample=sample), choices)


def answered(code: str) -> str:
    """Return the reference system that the owner of a file named, "" when there was no answer.

    Raises:
        QuestionError: There is no such system.
    """
    if not code:
        return ""
    name = f"EPSG:{code}"
    if is_known(name):
        return name
    asked = question(code, 0, [])
    words = _("There is no coordinate reference system EPSG:{code}. Which one is it?").format(code=code)
    raise QuestionError(Question("crs", words, asked.choices))


def convert(x: Floats, y: Floats, names: npt.NDArray[np.object_], which: Bools) -> tuple[Floats, Floats]:
    """Return degrees of the rows ``which``, each in the system it names, NaN for every other row."""
    lat, lon = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for name in dict.fromkeys(names[which].tolist()):
        rows = which & (names == name)
        lat[rows], lon[rows] = to_degrees(x[rows], y[rows], str(name))
    return lat, lon
