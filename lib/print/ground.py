"""The ground of the printed map: land, water and relief, and the thin lines above the tints."""

from __future__ import annotations

import pathlib
from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox
from PIL import Image

from lib.events.query import Query
from lib.geography import basemap
from lib.maps.style import TOKENS
from lib.print.page import ExactImage, Page, corners, path_of, rectangle
from lib.print.view import View

ROADS_FROM: Final = 8.0
"""Zoom from which minor roads are drawn, as on the web map."""
_RELIEFS: OrderedDict[tuple[object, ...], npt.NDArray[np.uint8]] = OrderedDict()
_RELIEFS_KEPT: Final = 6
_RELIEF_SIDE: Final = 2400
"""Longest side of a kept relief in pixels: six of them stay under 100 MB, and the source has no more detail."""
_LOCK = Lock()


@lru_cache(maxsize=16)
def _layer(name: str) -> npt.NDArray[np.object_]:
    """Return the geometries of a base layer; shared, never changed."""
    frame = basemap.layer(name)
    if name == "governorates":
        frame = frame.loc[frame["kind"] == "line"]
    geometries: npt.NDArray[np.object_] = frame.geometry.to_numpy()
    return geometries


def layer_path(name: str, view: View) -> Path:
    """Return a base layer as a path in layout pixels."""
    return path_of(view.shapes(_layer(name)))


def draw_ground(page: Page, view: View, query: Query) -> None:
    """Draw water, land, and the relief on the land alone: shade over water would read as depth."""
    ground = TOKENS["ground"]
    page.fill(rectangle(view.left, view.top, view.width, view.height), ground["water"])
    land = layer_path("countries", view)
    page.fill(land, ground["land"])
    relief = basemap.relief()
    if relief is not None and "relief" in query.layers and len(corners(land)):
        _draw_relief(page, view, relief, land, ground["relief_opacity"])


def _draw_relief(page: Page, view: View, relief: basemap.Relief, land: Path, opacity: float) -> None:
    west, south, east, north = relief.bounds
    (x0, y0), (x1, y1) = view.xy([west, east], [north, south])
    left, right = max(x0, view.left), min(x1, view.left + view.width)
    top, bottom = max(y0, view.top), min(y1, view.top + view.height)
    if right - left < 1 or bottom - top < 1:
        return
    wanted = [page.device(right - left), page.device(bottom - top)]
    shrink = min(1.0, _RELIEF_SIDE / max(wanted))
    size = (max(1, round(wanted[0] * shrink)), max(1, round(wanted[1] * shrink)))
    # The part of the source picture that is seen, in shares of its width and height.
    part = tuple(
        round(float(share), 7)
        for share in (
            (left - x0) / (x1 - x0),
            (top - y0) / (y1 - y0),
            (right - x0) / (x1 - x0),
            (bottom - y0) / (y1 - y0),
        )
    )
    box = TransformedBbox(Bbox([[left, bottom], [right, top]]), page.transform)
    picture = ExactImage(box, interpolation="nearest" if shrink == 1 else "bilinear", origin="upper")
    picture.set_data(_relief(relief.path, part, size, opacity))
    page.add(picture, land)


def _relief(
    file: pathlib.Path, part: tuple[float, ...], size: tuple[int, int], opacity: float
) -> npt.NDArray[np.uint8]:
    """Return the part of the relief at a size, shape (height, width, 4); the last ones are kept."""
    key = (part, size, opacity)
    with _LOCK:
        if key in _RELIEFS:
            _RELIEFS.move_to_end(key)
            return _RELIEFS[key]
    source = _source(file)
    wide, high = source.size
    box = (part[0] * wide, part[1] * high, part[2] * wide, part[3] * high)
    made = np.asarray(source.resize(size, Image.Resampling.BICUBIC, box=box).convert("RGBA")).copy()
    made[..., 3] = np.round(made[..., 3] * opacity).astype(np.uint8)
    with _LOCK:
        _RELIEFS[key] = made
        while len(_RELIEFS) > _RELIEFS_KEPT:
            _RELIEFS.popitem(last=False)
    return made


@lru_cache(maxsize=1)
def _source(file: pathlib.Path) -> Image.Image:
    """Return the relief with its colours multiplied by their opacity, so that enlarging it bleeds no rim."""
    with Image.open(file) as picture:
        return ink(picture).convert("RGBa")


def ink(grey: Image.Image) -> Image.Image:
    """Return the relief as black and white ink on nothing, as its greys say (``RELIEF_FLAT`` of the base map)."""
    away = np.asarray(grey.convert("L")).astype(np.int16) - basemap.RELIEF_FLAT
    opacity = np.where(np.abs(away) <= basemap.RELIEF_NOISE, 0, np.abs(away) * 2).clip(0, 255)
    tone = np.where(away > 0, 255, 0)
    return Image.fromarray(np.stack([tone, tone, tone, opacity], axis=2).astype(np.uint8))


def draw_lines(page: Page, view: View, query: Query) -> None:
    """Draw rivers, lakes, roads, boundaries and highways: what the eye needs to find its way, and no more."""
    ground = TOKENS["ground"]
    page.stroke(layer_path("rivers", view), ground["river"])
    page.fill(layer_path("lakes", view), ground["lake"]["fill"], pen=ground["lake"])
    if "roads" in query.layers and view.zoom >= ROADS_FROM:
        page.stroke(layer_path("roads", view), ground["road"])
    page.stroke(layer_path("governorates", view), ground["governorate"])
    page.stroke(layer_path("coast", view), ground["coast"])
    page.stroke(layer_path("borders", view), ground["country_line"])
    page.stroke(layer_path("highways", view), ground["highway"])
    page.stroke(layer_path("border", view), ground["border"])


def highways(view: View) -> list[tuple[str, Any]]:
    """Name and course of each named highway, layout pixels."""
    frame = basemap.layer("highways")
    named = [(str(name), view.shapes([shape])) for name, shape in zip(frame["name"], frame.geometry, strict=True)]
    return [(name, shapes[0]) for name, shapes in named if name and len(shapes)]


def border(view: View) -> Any:
    """Return the border in layout pixels, one line or several."""
    return shapely.union_all(view.shapes([basemap.border()]))
