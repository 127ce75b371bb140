"""Who holds what on the printed map: tinted and patterned areas, what changed hands, the band, and the lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path

from lib.analysis import control
from lib.analysis.control import ControlMap
from lib.analysis.kept import Kept
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import overlays
from lib.maps import layers
from lib.maps.print_page import Page, corners, path_of
from lib.maps.print_view import Floats, View
from lib.maps.state import LAYERS_OF_KIND, compared_day, eve
from lib.maps.style import TOKENS

GAINS: Final = {
    "government": (("opposition", "turkey_backed", "contested"), ("government",), "hatch", "gained"),
    "opposition": (("government",), ("opposition", "turkey_backed"), "backhatch", "gained_opposition"),
}
"""Who held ground before, who holds it now, the hatch, and its look, for each way that ground can pass."""
_LEAST_GAIN_M: Final = 60.0
"""Half the width under which a gain is a crumb of the computing, not ground that passed."""


@dataclass(frozen=True)
class Held:
    """What of control is on the map: the map at the end of the range, the one it is compared with, and what is on."""

    now: ControlMap | None
    before: ControlMap | None
    areas: gpd.GeoDataFrame | None
    front: bool
    band: bool
    gains: dict[str, shapely.Geometry]
    compared: date | None


def shown_layers(query: Query) -> frozenset[str]:
    """The layers that are on and whose kind of row is asked for."""
    hidden = frozenset().union(*(names for kind, names in LAYERS_OF_KIND.items() if not query.has_kind(kind)))
    return query.layers - hidden - {"online"}


_MAPS: Kept[ControlMap] = Kept(12)
_GAINS: Kept[dict[str, shapely.Geometry]] = Kept(64)


def map_on(events: EventTable, day: date) -> ControlMap:
    """The control map of a day, kept in memory: not to be changed."""
    as_of = control.snap(events, day)
    return _MAPS.of(events, as_of, lambda: control.control_map(events, as_of))


def held(events: EventTable, query: Query) -> Held:
    """Gather what there is to draw of control for ``query``."""
    on = shown_layers(query)
    known = bool(control.control_dates(events))
    if not known or not on & {"control", "front", "band", "places"}:
        return Held(None, None, None, front=False, band=False, gains={}, compared=None)
    now = map_on(events, query.end)
    before = map_on(events, compared_day(events, query) if query.compare else eve(events, query))
    differs = before.as_of != now.as_of
    areas = layers.visible_areas(now.areas, query) if "control" in on else None
    return Held(
        now,
        before if differs else None,
        areas,
        front="front" in on,
        band="band" in on,
        gains=_GAINS.of(events, (now.as_of, before.as_of, query.controllers), lambda: _gains(now, before, query))
        if differs and areas is not None
        else {},
        compared=query.compare if differs else None,
    )


def _gains(now: ControlMap, other: ControlMap, query: Query) -> dict[str, shapely.Geometry]:
    """Ground that passed from one side to the other between two maps, by who gained it, WGS 84 degrees."""
    before, after = (other, now) if other.as_of <= now.as_of else (now, other)
    found = {}
    for name, (lost, won, _kind, _look) in GAINS.items():
        earlier, later = (
            _of_sides(layers.visible_areas(some.areas, query) if some is now else some.areas, sides)
            for some, sides in ((before, lost), (after, won))
        )
        passed = shapely.intersection(earlier, later)
        if not shapely.is_empty(passed):
            metric = gpd.GeoSeries([passed], crs="EPSG:4326").to_crs(layers.METRIC)
            whole = shapely.buffer(shapely.buffer(metric.to_numpy(), -_LEAST_GAIN_M), _LEAST_GAIN_M)[0]
            if not shapely.is_empty(whole):
                found[name] = gpd.GeoSeries([whole], crs=layers.METRIC).to_crs("EPSG:4326").iloc[0]
    return found


def _of_sides(areas: gpd.GeoDataFrame, sides: tuple[str, ...]) -> shapely.Geometry:
    return shapely.union_all(areas.loc[areas["controller"].isin(sides)].geometry.to_numpy())


def draw_areas(page: Page, view: View, what: Held) -> None:
    """Tints with their patterns, gains hatched, and the band where the line is uncertain."""
    if what.areas is not None:
        for side, shape in zip(what.areas["controller"], what.areas.geometry, strict=True):
            tint(page, path_of(view.shapes([shape])), side)
    for name, shape in what.gains.items():
        _, _, kind, look = GAINS[name]
        hatched(page, path_of(view.shapes([shape])), kind, TOKENS[look])
    if what.band and what.now is not None:
        band = TOKENS["band"]
        # One shape, so that pieces that touch do not show a seam.
        pieces = view.shapes(shapely.get_parts(what.now.band.geometry.to_numpy()))
        page.fill(path_of([shapely.union_all(pieces)]), band["fill"], band["opacity"])


def tint(page: Page, path: Path, side: str) -> None:
    """An area in the tint and pattern of a side; the legend draws the same."""
    look = TOKENS["control"]
    if side not in look:
        return
    page.fill(path, look[side]["tint"], look["opacity"])
    if side == "contested":
        hatched(page, path, "hatch", look["hatch"])
    elif look[side]["pattern"] != "none":
        pen = {"colour": look[side]["ink"], "opacity": look["pattern_opacity"], "step": look["pattern_step"]}
        hatched(page, path, look[side]["pattern"], {**pen, "width": 1.1})


def hatched(page: Page, path: Path, kind: str, pen: dict[str, Any]) -> None:
    """Fill a path with a pattern: ``dots``, ``lines``, ``uprights``, ``crosses``, ``hatch`` or ``backhatch``."""
    if not len(corners(path)):
        return
    step, width = float(pen["step"]), float(pen["width"])
    left, top = corners(path).min(axis=0)
    right, bottom = corners(path).max(axis=0)
    box = (max(left, 0.0), max(top, 0.0), min(right, page.width), min(bottom, page.height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    rows, columns = _rules(box[1], box[3], step), _rules(box[0], box[2], step)
    # Dashes begin on the grid too, so that the patterns of two areas meet.
    start = columns[0] - step
    flat = np.array([[[start, y], [box[2], y]] for y in rows])
    upright = np.array([[[x, rows[0] - step], [x, box[3]]] for x in columns])
    ink = {"colour": pen["colour"], "opacity": pen.get("opacity", 1.0), "clip": path}
    if kind == "dots":
        page.ruled(flat, width=1.87 * width, dash=(0.0, (0.01, step - 0.01)), round_ends=True, **ink)
    elif kind == "lines":
        page.ruled(flat, width=width, **ink)
    elif kind == "uprights":
        page.ruled(upright, width=width, **ink)
    elif kind == "crosses":
        for bars in (flat, upright):
            page.ruled(bars, width=width, dash=(2.0, (4.0, step - 4.0)), **ink)
    else:
        page.ruled(_slanted(box, step, up=kind == "hatch"), width=width, **ink)


def _rules(low: float, high: float, step: float) -> Floats:
    """Where a ruled pattern has its lines between two edges: multiples of the step, whatever the area."""
    return np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step


def _slanted(box: tuple[float, float, float, float], step: float, *, up: bool) -> Floats:
    """Lines at 45 degrees over a box, rising to the right when ``up``; ``step`` apart along an edge."""
    left, top, right, bottom = box
    high = bottom - top
    if up:  # x + y is the same all along
        along = _rules(left + top, right + bottom, step)
        ends = [along - bottom, np.full_like(along, bottom), along - top, np.full_like(along, top)]
    else:  # x - y is
        along = _rules(left - bottom, right - top, step)
        ends = [along + top, np.full_like(along, top), along + top + high, np.full_like(along, bottom)]
    return np.stack(ends, axis=1).reshape(-1, 2, 2)


def draw_lines(page: Page, view: View, what: Held) -> float:
    """The lines between the sides; the front solid, dashed where only one side claims it, the earlier one dotted.

    Returns:
        Kilometres of front drawn, within and without the view.
    """
    if what.now is None or not what.front:
        return 0.0
    if what.before is not None:
        page.stroke(_merged(view, _front(what.before)), TOKENS["earlier_front"])
    other = what.now.front.loc[~what.now.front["is_front"]]
    page.stroke(_merged(view, other), TOKENS["boundary"])
    front, pieces = _front(what.now), what.now.stretches.loc[what.now.stretches["is_front"]]
    pen = TOKENS["front"]
    whole = _merged(view, front)
    page.stroke(whole, {"colour": pen["casing"], "width": pen["casing_width"]})
    if pieces.empty:
        page.stroke(whole, {"colour": pen["colour"], "width": pen["width"]})
    else:
        line = {"colour": pen["colour"], "width": pen["width"]}
        page.stroke(_merged(view, pieces.loc[~pieces["one_sided"]]), line)
        dashed = {**line, "dash": TOKENS["stretch"]["one_sided_dash"]}
        page.stroke(_merged(view, pieces.loc[pieces["one_sided"]]), dashed)
    return float(front["length_km"].sum())


def _front(drawn: ControlMap) -> gpd.GeoDataFrame:
    return drawn.front.loc[drawn.front["is_front"]]


def _merged(view: View, lines: gpd.GeoDataFrame) -> Path:
    """Lines as one path, pieces that meet joined, so that dashes run on through them."""
    if lines.empty:
        return path_of([])
    return path_of(view.shapes([shapely.line_merge(shapely.union_all(lines.geometry.to_numpy()))]))


def has_one_sided(what: Held) -> bool:
    """Whether a stretch of the front that only one side claims is on the map."""
    pieces = None if what.now is None or not what.front else what.now.stretches
    return pieces is not None and bool((pieces["is_front"] & pieces["one_sided"]).any())


def agreements(events: EventTable, query: Query) -> dict[str, gpd.GeoDataFrame]:
    """The areas that agreements drew, for the layers that are on: depth_from_km where known, geometry."""
    found: dict[str, gpd.GeoDataFrame] = {}
    dates = control.control_dates(events)
    if "sochi_strip" in query.layers and dates:
        found["sochi_strip"] = overlays.sochi_strip(map_on(events, dates[0]))
    if "m4_corridor" in query.layers:
        found["m4_corridor"] = gpd.GeoDataFrame({"depth_from_km": [0]}, geometry=[overlays.m4_corridor()], crs=4326)
    return {name: frame for name, frame in found.items() if len(frame)}


def draw_agreements(page: Page, view: View, areas: dict[str, gpd.GeoDataFrame]) -> None:
    """The strip and the corridor; where the wording leaves the depth open paler, and without hatch."""
    for name, frame in areas.items():
        for depth, shape in zip(frame["depth_from_km"], frame.geometry, strict=True):
            agreement(page, path_of(view.shapes([shape])), name, leaves_open=bool(depth))


def agreement(page: Page, path: Path, name: str, *, leaves_open: bool = False) -> None:
    """One area of an agreement; the legend draws the same."""
    look = TOKENS[name]
    page.fill(path, look["fill"], look["open_opacity"] if leaves_open else look["opacity"])
    if "hatch" in look and not leaves_open:
        hatched(page, path, "uprights", look["hatch"])
    page.stroke(path, look["edge"])
