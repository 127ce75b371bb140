"""Who holds what on the printed map: tinted and patterned areas, what changed hands, the band, and the lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import shapely
from matplotlib.path import Path

from lib.analysis import control
from lib.analysis.control import ControlMap
from lib.analysis.control import areas as control_areas
from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crisis.agreements import Agreement
from lib.config.crs import DEGREES, METRIC
from lib.events.query import Query
from lib.events.table import EventTable
from lib.events.table_cache import TableCache
from lib.geography.agreements import areas_of, line_day
from lib.layers.control import visible_areas
from lib.maps.state import compared_day, day_before
from lib.maps.style import TOKENS
from lib.print import unassessed
from lib.print.page import Page, path_of
from lib.print.patterns import hatched
from lib.print.view import View

SLIVER_HALF_WIDTH_M: Final = 60.0
"""Gains thinner than twice this, in metres, are slivers left by the computation and are dropped."""


@dataclass(frozen=True)
class ControlView:
    """What a picture draws of control: the map at the end of the range, the one before it, and which layers are on.

    ``apart`` are the places that lie in ground which is tinted as another side's.
    """

    now: ControlMap | None
    before: ControlMap | None
    areas: gpd.GeoDataFrame | None
    front: bool
    band: bool
    gains: dict[str, shapely.Geometry]
    compared: date | None
    apart: gpd.GeoDataFrame


_MAPS: TableCache[ControlMap] = TableCache(12)
_GAINS: TableCache[dict[str, shapely.Geometry]] = TableCache(64)


def map_on(events: EventTable, day: date) -> ControlMap:
    """Return the control map of a day, kept in memory: not to be changed."""
    as_of = control.snap(events, day)
    return _MAPS.get_or_compute(events, as_of, lambda: control.control_map(events, as_of))


def control_view(events: EventTable, query: Query) -> ControlView:
    """Return what there is to draw of control for ``query``."""
    on = query.visible_layers()
    known = bool(control.control_dates(events))
    if not known or not on & {"control", "front", "band", "places"}:
        nothing = gpd.GeoDataFrame({"controller": []}, geometry=[], crs=DEGREES)
        return ControlView(None, None, None, front=False, band=False, gains={}, compared=None, apart=nothing)
    now = map_on(events, query.end)
    before = map_on(events, compared_day(events, query) if query.compare else day_before(events, query))
    differs = before.as_of != now.as_of
    areas = visible_areas(now.areas, query) if "control" in on else None
    return ControlView(
        now,
        before if differs else None,
        areas,
        front="front" in on,
        band="band" in on,
        gains=_GAINS.get_or_compute(
            events, (now.as_of, before.as_of, query.controllers), lambda: _gains(now, before, query)
        )
        if differs and areas is not None
        else {},
        compared=query.compare if differs else None,
        apart=now.places.loc[control_areas.drawn_apart(now) & (areas is not None)],
    )


def _gains(now: ControlMap, other: ControlMap, query: Query) -> dict[str, shapely.Geometry]:
    """Find the ground that passed from one side to the other between two maps, by who gained it, WGS 84 degrees."""
    before, after = (other, now) if other.as_of <= now.as_of else (now, other)
    found = {}
    for gain in CRISIS.gains:
        earlier, later = (
            _of_sides(visible_areas(some.areas, query) if some is now else some.areas, sides)
            for some, sides in ((before, gain.lost_by), (after, gain.won_by))
        )
        passed = shapely.intersection(earlier, later)
        if not shapely.is_empty(passed):
            metric = gpd.GeoSeries([passed], crs=DEGREES).to_crs(METRIC)
            whole = shapely.buffer(shapely.buffer(metric.to_numpy(), -SLIVER_HALF_WIDTH_M), SLIVER_HALF_WIDTH_M)[0]
            if not shapely.is_empty(whole):
                found[gain.id] = gpd.GeoSeries([whole], crs=METRIC).to_crs(DEGREES).iloc[0]
    return found


def _of_sides(areas: gpd.GeoDataFrame, sides: tuple[str, ...]) -> shapely.Geometry:
    return shapely.union_all(areas.loc[areas["controller"].isin(sides)].geometry.to_numpy())


def draw_areas(page: Page, view: View, what: ControlView) -> None:
    """Draw tints with their patterns, gains hatched, the band where the line is uncertain, and what is not assessed."""
    if what.areas is not None:
        for side, shape in zip(what.areas["controller"], what.areas.geometry, strict=True):
            tint(page, path_of(view.shapes([shape])), side)
    for name, shape in what.gains.items():
        look = TOKENS["gained"][name]
        hatched(page, path_of(view.shapes([shape])), look["kind"], look)
    if what.band and what.now is not None:
        band = TOKENS["band"]
        # One shape, so that pieces that touch do not show a seam.
        pieces = view.shapes(shapely.get_parts(what.now.band.geometry.to_numpy()))
        page.fill(path_of([shapely.union_all(pieces)]), band["fill"], band["opacity"])
    if what.areas is not None:
        unassessed.draw(page, view)


def tint(page: Page, path: Path, side: str) -> None:
    """Draw an area in the tint and pattern of a side; the legend draws the same."""
    look = TOKENS["control"]
    if side not in look:
        return
    page.fill(path, look[side]["tint"], look["opacity"])
    if side == CONTESTED:
        hatched(page, path, "hatch", look["hatch"])
    elif look[side]["pattern"] != "none":
        pen = {"colour": look[side]["ink"], "opacity": look["pattern_opacity"], "step": look["pattern_step"]}
        hatched(page, path, look[side]["pattern"], {**pen, "width": 1.1})


def draw_lines(page: Page, view: View, what: ControlView) -> float:
    """Draw the lines between sides; the front solid, dashed where only one side claims it, the earlier one dotted.

    Returns:
        Kilometres of front drawn, within and without the view.
    """
    if what.now is None or not what.front:
        return 0.0

    def stroke(lines: Path, pen: dict[str, Any]) -> None:
        unassessed.stroke(page, view, lines, pen)

    if what.before is not None:
        stroke(_merged(view, _front(what.before)), TOKENS["earlier_front"])
    other = what.now.front.loc[~what.now.front["is_front"]]
    stroke(_merged(view, other), TOKENS["boundary"])
    front, pieces = _front(what.now), what.now.stretches.loc[what.now.stretches["is_front"]]
    pen = TOKENS["front"]
    whole = _merged(view, front)
    stroke(whole, {"colour": pen["casing"], "width": pen["casing_width"]})
    line = {"colour": pen["colour"], "width": pen["width"]}
    if pieces.empty:
        stroke(whole, line)
    else:
        stroke(_merged(view, pieces.loc[~pieces["one_sided"]]), line)
        dashed = {**line, "dash": TOKENS["stretch"]["one_sided_dash"]}
        stroke(_merged(view, pieces.loc[pieces["one_sided"]]), dashed)
    return float(front["length_km"].sum())


def _front(drawn: ControlMap) -> gpd.GeoDataFrame:
    return drawn.front.loc[drawn.front["is_front"]]


def _merged(view: View, lines: gpd.GeoDataFrame) -> Path:
    """Join lines into one path, so that dashes run on through pieces that meet."""
    if lines.empty:
        return path_of([])
    return path_of(view.shapes([shapely.line_merge(shapely.union_all(lines.geometry.to_numpy()))]))


Agreed = dict[str, tuple[Agreement, gpd.GeoDataFrame]]
"""Agreements by id with the areas they drew: depth_from_km, geometry (WGS 84 degrees)."""


def agreements(events: EventTable, query: Query) -> Agreed:
    """Gather the agreements whose layer is on and that drew an area."""
    dates = control.control_dates(events)
    asked = [agreement for agreement in CRISIS.agreements if agreement.id in query.layers]
    days = {each.id: line_day(each.strip, dates[0]) for each in asked if each.strip is not None and dates}
    lines = {name: map_on(events, day) for name, day in days.items()}
    drawn = {each.id: (each, areas_of(each, lines.get(each.id))) for each in asked}
    return {name: (agreement, areas) for name, (agreement, areas) in drawn.items() if len(areas)}


def draw_agreements(page: Page, view: View, agreed: Agreed) -> None:
    """Draw the areas of agreements; where the wording leaves the depth open paler, and without hatch."""
    for declared, areas in agreed.values():
        for depth, shape in zip(areas["depth_from_km"], areas.geometry, strict=True):
            agreement(page, path_of(view.shapes([shape])), declared.kind, leaves_open=bool(depth))


def agreement(page: Page, path: Path, kind: str, *, leaves_open: bool = False) -> None:
    """Draw one area of an agreement; the legend draws the same."""
    look = TOKENS[kind]
    page.fill(path, look["fill"], look["open_opacity"] if leaves_open else look["opacity"])
    if "hatch" in look and not leaves_open:
        hatched(page, path, "uprights", look["hatch"])
    page.stroke(path, look["edge"])
