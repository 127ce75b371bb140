"""Marks of one's own as a small file: GeoJSON, written for other tools as well, and read back strictly.

Of a file that is not ours points, lines and rectangles are taken as marks, with their name as words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, Final

from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.text import _, ngettext, number
from lib.text.mark_words import mark_words

MOST_BYTES: Final = 200_000
KIND: Final = "mark"
"""The property that names a mark's kind."""
NAMED: Final = ("text", "name", "title", "label")
"""Properties that hold its words, the first that there is."""
_GUESSED: Final = {"Point": "point", "LineString": "line", "Polygon": "box"}
_SHAPES: Final = {"point": "Point", "text": "Point", "line": "LineString", "arrow": "LineString", "box": "Polygon"}


def written(marks: Sequence[Mark]) -> bytes:
    """Write marks as a GeoJSON file; the same marks give the same file."""
    content = {
        "type": "FeatureCollection",
        "note": mark_words()["marks_legend"],
        "features": [
            {
                "type": "Feature",
                "properties": {KIND: mark.kind, "text": mark.text},
                "geometry": {"type": _SHAPES[mark.kind], "coordinates": _coordinates(mark)},
            }
            for mark in marks
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _coordinates(mark: Mark) -> Any:
    corners = [list(corner) for corner in mark.at]
    if mark.kind == "box":
        (west, south), (east, north) = corners
        return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
    return corners[0] if len(corners) == 1 else corners


def read(data: bytes) -> tuple[str, str]:
    """Read the marks of a file.

    Returns:
        Their text as an address has it, and a sentence on what of the file was left out; "" where nothing was.

    Raises:
        ValueError: It cannot be used; the message is a clause that says why.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(_("it is larger than {n} kB").format(n=number(MOST_BYTES / 1000)))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(_("it is no GeoJSON")) from error
    features = content.get("features") if isinstance(content, dict) else None
    found = [_mark(feature) for feature in features] if isinstance(features, list) else []
    marks = [mark for mark in found if mark is not None]
    if not marks:
        raise ValueError(_("it holds no points, lines or rectangles"))
    left = len(found) - len(marks)
    words = ngettext("{n} shape of the file is no mark.", "{n} shapes of the file are no marks.", left)
    return own_marks.written(marks), words.format(n=number(left)) if left else ""


def _mark(feature: object) -> Mark | None:
    """Return the mark that a feature is; None where it is none."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(geometry, dict):
        return None
    given = feature.get("properties")
    properties: dict[str, Any] = given if isinstance(given, dict) else {}
    shape, kind = geometry.get("type"), properties.get(KIND)
    if not isinstance(shape, str) or shape not in _GUESSED:
        return None
    if not isinstance(kind, str) or _SHAPES.get(kind) != shape:
        kind = _GUESSED[shape]
    at = _at(shape, geometry.get("coordinates"))
    if at is None:
        return None
    text = next((properties[name] for name in NAMED if isinstance(properties.get(name), str)), "")
    return Mark(kind, at, own_marks.tidied(text[: 10 * own_marks.MOST_TEXT]))


def _at(shape: str, coordinates: Any) -> tuple[tuple[float, float], ...] | None:
    """Return the corners of a mark; None where there are none, or a polygon is no rectangle."""
    try:
        if shape == "Polygon":
            [ring] = coordinates
            corners = [_corner(one) for one in ring]
            lons, lats = sorted({lon for lon, _lat in corners}), sorted({lat for _lon, lat in corners})
            upright = len(corners) == 5 and len(lons) == len(lats) == 2  # noqa: PLR2004  a closed ring of two by two sides
            return ((lons[0], lats[0]), (lons[1], lats[1])) if upright else None
        given = [coordinates] if shape == "Point" else coordinates
        return tuple(_corner(one) for one in given)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None


def _corner(value: Any) -> tuple[float, float]:
    lon, lat = value[0], value[1]
    if isinstance(lon, bool) or isinstance(lat, bool) or not all(isinstance(one, int | float) for one in (lon, lat)):
        raise TypeError
    corner = (float(lon), float(lat))
    if not all(map(math.isfinite, corner)):
        raise ValueError
    return corner
