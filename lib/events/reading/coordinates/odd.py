"""One whole point in a cell of none of the usual forms: words, letters, grid references, links, members of JSON."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

import mgrs  # type: ignore[import-untyped]
import numpy as np

from lib.config.crisis import CRISIS
from lib.events.reading.coordinates.degrees import one, tidy
from lib.events.reading.coordinates.metres import of_zone, own_zones, to_degrees
from lib.events.reading.dates.cells import read_cell
from lib.geography.swapped_coordinates import in_box

LINK = r"(?i)^\s*(?:https?://|geo:|www\.|maps\.)\S{0,500}?[-+]?\d{1,3}\.\d+(?:,|%2C|/|!4d|&ml?on=)[-+]?\d{1,3}\.\d+"
"""A pattern of addresses of maps that hold a point."""
MGRS = (
    r"\d{1,2}[\s-]?[C-HJ-NP-Xc-hj-np-x][\s-]?[A-HJ-NP-Za-hj-np-z]{2}[\s-]?"
    r"(?:\d{2}|\d{4}|\d{6}|\d{8}|\d{10}|\d{1,5}[\s-]\d{1,5})"
)
"""A pattern of grid references with their zone."""
_FINE = r"([+-]?\d{1,3}\.\d+)"
_LINKS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"!3d{_FINE}!4d{_FINE}",
        rf"[?&]mlat={_FINE}&mlon={_FINE}",
        rf"[?&](?:q|ll|query|daddr|destination|center|loc)=(?:loc:)?{_FINE}\s*,[\s+]*{_FINE}",
        rf"@{_FINE},{_FINE}",
        rf"^geo:{_FINE},{_FINE}",
        rf"#(?:map=)?\d+(?:\.\d+)?/{_FINE}/{_FINE}",
        rf"/{_FINE},[\s+]*{_FINE}",
    )
)
"""Where addresses of maps have a point, latitude first; that of a mark before that of the middle of the view."""
_MEMBER = r"['\"]?\b{names}['\"]?\s*[:=]\s*['\"]?([+-]?\d+(?:\.\d+)?)"
_MEMBERS = tuple(
    re.compile(_MEMBER.replace("{names}", names), re.IGNORECASE)
    for names in ("_?lat(?:itude)?", "_?(?:lon|lng|long|longitude)")
)
_LIST = re.compile(r"\"coordinates\"\s*:\s*\[\s*\"\s*([^\"]+?)\s*\"\s*,\s*\"\s*([^\"]+?)\s*\"\s*[,\]]")
"""Coordinates of a point in GeoJSON that are text."""
_ISO = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?/?")
"""+35.864+036.806/, as ISO 6709 has it."""
_LAT_WORD = re.compile(r"(?i)\blat(?:itude)?\b|enlem|العرض")
_LON_WORD = re.compile(r"(?i)\b(?:lon|long|lng|longitude)\b|boylam|الطول")
_DECIMAL_COMMAS = re.compile(
    r"([+-]?\d{1,3},\d+)\s*[;/|]\s*([+-]?\d{1,3},\d+)|([+-]?\d{1,3},\d+),?\s+([+-]?\d{1,3},\d+)"
    r"|([+-]?\d{1,3},\d{3,}),([+-]?\d{1,3},\d{3,})"
)
_BAND = r"\s*([C-HJ-NP-X])"
_ZONE = rf"(?:UTM\s*)?(?:ZONE\s*)?(\d{{1,2}})(?:{_BAND}|(?=[\s,;:/]))(?:\s*(?:ZONE|WGS\s*84))?"
_ZONE_LAST = rf"(?:UTM\s*)?(?:ZONE\s*)?(\d{{1,2}}){_BAND}(?:\s*(?:ZONE|WGS\s*84))?"
_METRES = r"(\d{5,7}(?:\.\d+)?)"
_UTM = (
    re.compile(
        rf"{_ZONE}\s*[:,;]?\s*(?:E|X)?\s*[:=]?\s*{_METRES}\s*M?\s*E?\s*[,;/]?\s*(?:N|Y)?\s*[:=]?\s*{_METRES}\s*M?\s*N?"
    ),
    re.compile(
        rf"(?:E|X)?\s*[:=]?\s*{_METRES}\s*M?\s*E?\s*[,;/]?\s*(?:N|Y)?\s*[:=]?\s*{_METRES}\s*M?\s*N?\s*[,;]?\s*\(?"
        rf"{_ZONE_LAST}\)?"
    ),
)
_GRID = re.compile(
    r"(?:(\d{1,2})[\s-]?([C-HJ-NP-X])[\s-]?)?([A-HJ-NP-Z]{2})[\s-]?(?:(\d{4,10})|(\d{1,5})[\s-](\d{1,5}))"
)
_AXES = re.compile(r"[NSEW]")
_MARKED = re.compile(r"[+-]?\d+(?:\.\d+)?\s*°\s*(?:\d+(?:\.\d+)?\s*'\s*(?:\d+(?:\.\d+)?\s*\"?)?)?")
_FINEST = 4
"""Digits of a grid reference below which its square is too wide for a point (1 km)."""
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES, _LOWEST_BAND = 8, -80
_PAIR = 2


class Found(NamedTuple):
    """A point: x and y, the UTM zone they are in ("" for degrees), and whether it is known which of them is x."""

    x: float
    y: float
    zone: str = ""
    ordered: bool = True


def read_odd(cell: str, *, lat_first: bool) -> Found | None:
    """Return the point of one cell, None when it holds none; ``lat_first`` is how two bare numbers are read."""
    if (found := _linked(cell) or _members(cell)) is not None:
        return found
    text = tidy(cell)
    # 7 Feb 2021 is a day, though its letters might be those of a square.
    if (square := _GRID.fullmatch(text.upper())) and read_cell(cell) is None:
        return _square(square)
    upper = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.upper())
    for pattern, order in zip(_UTM, ((3, 4, 1, 2), (1, 2, 3, 4)), strict=True):
        if utm := pattern.fullmatch(upper):
            x, y, number, band = (utm[group] for group in order)
            return Found(float(x), float(y), f"{number}{band or ''}")
    return _two_axes(cell, text, lat_first=lat_first)


def _linked(cell: str) -> Found | None:
    """Return the point of an address of a map."""
    if not re.match(r"(?i)\s*(?:https?:|geo:|www\.|maps\.)", cell):
        return None
    address = unquote(cell.strip())
    hits = (pattern.search(address) for pattern in _LINKS)
    hit = next((hit for hit in hits if hit is not None), None)
    return None if hit is None else Found(float(hit[2]), float(hit[1]))


def _members(cell: str) -> Found | None:
    """Return the point of members called latitude and longitude, or of GeoJSON whose coordinates are text."""
    if not cell.lstrip().startswith("{"):
        return None
    lat, lon = (pattern.search(cell) for pattern in _MEMBERS)
    if lat is not None and lon is not None:
        return Found(float(lon[1]), float(lat[1]))
    if (listed := _LIST.search(cell)) is None or '"Point"' not in cell:
        return None
    (x, _east), (y, _north) = (one(part) for part in listed.groups())
    return Found(x, y) if np.isfinite(x) and np.isfinite(y) else None


def _two_axes(cell: str, text: str, *, lat_first: bool) -> Found | None:
    """Return the point of two coordinates, each as it may stand alone."""
    lat_word, lon_word = _LAT_WORD.search(cell), _LON_WORD.search(cell)
    named = lat_word is not None and lon_word is not None
    if lat_word and lon_word:
        lat_first = lat_word.start() < lon_word.start()
    bare = text.strip("()[] ")
    if iso := _ISO.fullmatch(bare):
        return Found(float(iso[2]), float(iso[1]))
    parts = _two(bare)
    if parts is None:
        return None
    (first, one_axis), (second, other_axis) = (one(part) for part in parts)
    if one_axis and one_axis == other_axis:
        return None
    north_first = one_axis == "N" or other_axis == "E" or (not one_axis + other_axis and lat_first)
    x, y = (second, first) if north_first else (first, second)
    if np.isfinite(x) and np.isfinite(y):
        return Found(x, y, ordered=named or bool(one_axis + other_axis))
    return None


def _two(cell: str) -> tuple[str, str] | None:
    """Return the two coordinates of a cell; None when it cannot be told where the one ends."""
    upper = cell.upper()
    letters = [found.start() for found in _AXES.finditer(upper)]
    if len(letters) == _PAIR:
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return upper[:cut].strip(" ,;/|"), upper[cut:].strip(" ,;/|")
    if found := _DECIMAL_COMMAS.fullmatch(cell):
        first, second = (part for part in found.groups() if part)
        return first, second
    for separator in (r"[;|/]", r",\s", r",", r"\s[-–—]+\s", r"\t"):
        parts = [part.strip() for part in re.split(separator, cell) if part.strip()]
        if len(parts) == _PAIR:
            return parts[0], parts[1]
    marked = _MARKED.findall(cell)
    if len(marked) == _PAIR:
        return marked[0].strip(), marked[1].strip()
    numbers = cell.split()
    half = len(numbers) // 2
    if len(numbers) in {2, 4, 6} and all(re.fullmatch(r"[+-]?\d+(?:\.\d+)?", part) for part in numbers):
        return " ".join(numbers[:half]), " ".join(numbers[half:])
    return None


def _square(found: re.Match[str]) -> Found | None:
    """Return the middle of the square of a grid reference; one without its zone is of the region's own."""
    digits = found[4] or (found[5] + found[6] if len(found[5]) == len(found[6]) else "")
    if len(digits) % 2 or len(digits) < _FINEST:
        return None
    if found[1]:
        return _middle(found[1] + found[2], found[3] + digits)
    _west, south, _east, north = CRISIS.boxes.region
    first, last = (int((lat - _LOWEST_BAND) // _BAND_DEGREES) for lat in (south, north))
    inside = [
        middle
        for zone in own_zones()
        for band in _BANDS[first : last + 1]
        if (middle := _middle(f"{zone}{band}", found[3] + digits)) is not None and _is_near(middle)
    ]
    return inside[0] if len(set(inside)) == 1 else None


def _middle(zone: str, square: str) -> Found | None:
    try:
        number, hemisphere, x, y = mgrs.MGRS().MGRSToUTM(zone + square)
    except mgrs.core.MGRSError:
        return None
    half = 10.0 ** (5 - (len(square) - _PAIR) // 2) / 2
    # "N" and "S" are also bands of latitude; what a reference gives is the half of the globe.
    return Found(x + half, y + half, f"{number}{'north' if hemisphere == 'N' else 'south'}")


def _is_near(found: Found) -> bool:
    """Tell whether a point of a zone lies in the region."""
    lat, lon = to_degrees(np.array([found.x]), np.array([found.y]), of_zone(found.zone))
    return bool(in_box(lat, lon, CRISIS.boxes.region)[0])
