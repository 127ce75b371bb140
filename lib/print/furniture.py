"""What a printed map carries besides its subject: scale bar, north arrow, locator and the QR code of its address."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import segno
import shapely
from matplotlib.path import Path

from lib.config.crisis import CRISIS
from lib.geography import basemap
from lib.maps.style import TOKENS
from lib.print.fonts import BOLD
from lib.print.labels import Layout, overlap
from lib.print.page import Look, Page, outlines, path_of, rectangle
from lib.print.terrain import Rect
from lib.print.view import View, fitted, mercator
from lib.text import _, number, pgettext

LOCATOR: Final = CRISIS.boxes.locator
"""West, south, east and north of the locator, WGS 84 degrees."""
_KILOMETRES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_SCALE_ROOM: Final = 130.0
_INSET: Final = 12.0


def scale_km(view: View) -> int:
    """Choose the kilometres of the scale bar: a round number that takes a good part of its room."""
    return max((km for km in _KILOMETRES if km * view.km <= _SCALE_ROOM), default=_KILOMETRES[0])


def draw_scale(page: Page, view: View, layout: Layout) -> None:
    """Draw the scale bar in the lower left corner with a north arrow beside it, on a plate of paper."""
    km = scale_km(view)
    long = km * view.km
    look = Look(11.0)
    left, bottom = view.left + _INSET, view.top + view.height - _INSET
    words = _("{n} km").format(n=number(km))
    wide, high = long + look.width(words) / 2 + 54, 38.0
    plate: Rect = (left, bottom - high, left + wide, bottom)
    _plate(page, plate)
    _north(page, plate[0] + 16, plate[1] + 7)
    x, y = plate[0] + 36, bottom - 10
    ink = {"colour": TOKENS["ink"], "width": 1.0}
    half = rectangle(x, y - 4, long / 2, 4)
    page.fill(rectangle(x, y - 4, long, 4), TOKENS["paper"], pen=ink)
    page.fill(half, TOKENS["ink"])
    page.text(x, y - 9, number(0), look, "center")
    page.text(x + long, y - 9, words, look, "center")
    layout.taken.append(plate)


def _north(page: Page, x: float, y: float) -> None:
    """Draw the north arrow. North is up everywhere in this projection; it says that nobody turned the sheet."""
    needle = np.array([[[0, 0], [5, 13], [0, 9.5], [-5, 13]]], dtype=float) + np.array([x, y])
    page.fill(outlines(needle), TOKENS["ink"])
    page.text(x, y + 23, pgettext("north", "N"), Look(11.0, families=BOLD), "center")


def _plate(page: Page, box: Rect) -> None:
    path = rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1])
    page.fill(path, TOKENS["paper"], 0.92, pen={"colour": TOKENS["ground"]["coast"]["colour"], "width": 0.6})


@lru_cache(maxsize=1)
def _neighbours() -> tuple[shapely.Geometry, list[shapely.Geometry]]:
    """Return all land of the locator, and on it the countries of the crisis, WGS 84 degrees."""
    frame = basemap.layer("neighbours")
    land, code = frame.geometry.to_numpy(), frame["code"]
    named = [CRISIS.border.country] if CRISIS.border else []
    named.append(CRISIS.country.code)
    return (
        shapely.geometrycollections(land),
        [shapely.union_all(land[(code == each).to_numpy()]) for each in named],
    )


def draw_locator(page: Page, view: View, layout: Layout) -> None:
    """Draw a small map of the countries around with a frame where the map is, in the quietest corner."""
    wide = min(178.0, 0.2 * view.width)
    (x0, x1), (y0, y1) = mercator([LOCATOR[0], LOCATOR[2]], [LOCATOR[3], LOCATOR[1]])
    high = wide * float((y1 - y0) / (x1 - x0))
    box = _quietest(view, layout, wide, high)
    if box is None:
        return
    inset = fitted((box[0], box[1], wide, high), LOCATOR)
    everything, countries = _neighbours()
    ground = TOKENS["ground"]
    page.clip_to((box[0], box[1], wide, high))
    page.fill(rectangle(box[0], box[1], wide, high), ground["water"])
    line = {"colour": "#9a9da1", "width": 0.6}
    page.fill(path_of(inset.shapes(shapely.get_parts(everything))), "#fbfaf7", pen=line)
    for country in countries:
        page.fill(path_of(inset.shapes([country])), "#e3e0d8", pen={"colour": ground["border"]["colour"], "width": 0.9})
    west, south, east, north = view.bounds(0)
    (left, top), (right, bottom) = inset.xy([west, east], [north, south])
    # A frame too small to be seen is drawn as large as can be seen.
    grow = max(0.0, 7.0 - (right - left)) / 2
    frame = rectangle(left - grow, top - grow, right - left + 2 * grow, bottom - top + 2 * grow)
    page.fill(frame, TOKENS["strike"]["fill"], 0.25, pen={"colour": TOKENS["strike"]["fill"], "width": 1.4})
    look = Look(11.0, TOKENS["ink"], halo=2.2)
    for name in CRISIS.locator_names:
        x, y = inset.xy([name.lon], [name.lat])[0]
        page.text(x, y + 3.3, str(name.text), look, "center")
    page.clip_to((view.left, view.top, view.width, view.height))
    edge = {
        "colour": TOKENS["ground"]["border"]["colour"],
        "width": 1.0,
        "casing": TOKENS["paper"],
        "casing_width": 4.0,
    }
    page.stroke(rectangle(box[0], box[1], wide, high), edge)
    layout.taken.append((box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3))


def _quietest(view: View, layout: Layout, wide: float, high: float) -> Rect | None:
    """Find the corner where the locator covers least: few symbols, little front, no furniture; None if all are busy."""
    left, top = view.left + _INSET, view.top + _INSET
    right, bottom = view.left + view.width - _INSET - wide, view.top + view.height - _INSET - high
    best: tuple[float, Rect] | None = None
    # Above the scale bar counts as a corner too: over the whole extent that is the sea.
    for order, (x, y) in enumerate(((left, bottom - 48), (left, top), (right, top), (right, bottom))):
        box = (x, y, x + wide, y + high)
        if any(overlap(box, other) for other in layout.taken):
            continue
        covered = sum(overlap(box, other) for other in layout.symbols)
        covered += 6 * layout.terrain.crossed(box, front=True) + order
        if best is None or covered < best[0]:
            best = (covered, box)
    return None if best is None or best[0] > 0.12 * wide * high else best[1]


def qr_path(link: str, left: float, top: float, side: float) -> Path:
    """Draw the QR code of an address as one path, its quiet zone left to the page.

    Raises:
        segno.encoder.DataOverflowError: The address is longer than a QR code can hold.
    """
    dark = np.array(segno.make_qr(link, error="m").matrix, dtype=bool)
    step = side / len(dark)
    row, column = np.nonzero(dark)
    corner = np.stack([left + column * step, top + row * step], axis=1)
    # A hair larger than a cell, so that no light shows between two.
    cell = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * step * 1.02
    return outlines(corner[:, None, :] + cell)
