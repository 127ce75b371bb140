"""A question put to a map of control: who holds this point, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.analysis.control import ControlMap
from lib.analysis.front.areas import SNAP
from lib.analysis.front.line import Reason, to_metres
from lib.config.crisis import CONTESTED
from lib.config.crs import METRIC

NEAR_KM = 5.0
"""How near a reported place has to be to bear a point, and to bear a stretch of line, km."""


def holder_at(control: ControlMap, points: gpd.GeoSeries) -> pd.DataFrame:
    """Tell who holds each point, and how sure that is.

    Args:
        control: The map of control at a date.
        points: Points in any coordinate system.

    Returns:
        controller and confidence, with the index of ``points``. Confidence is ``low`` in the band of the front line
        and at contested places. It is ``high`` only where places of both sides bear it: a reported place of the holder
        lies within ``NEAR_KM``; the stretch of its lines that is nearest has a reported place of either side within
        ``NEAR_KM``; and the point is no nearer to that stretch than the holder's own place is, so that it does not lie
        in the gap between the two. It is ``medium`` otherwise. Both are blank outside the region.
    """
    asked = points.to_crs(METRIC)
    answer = pd.DataFrame({"controller": "", "confidence": ""}, index=points.index)
    # An empty point has no holder; GEOS would skip it anyway, this keeps the trees below simple.
    where = np.flatnonzero(~(asked.isna() | asked.is_empty).to_numpy())
    shapes = asked.to_numpy()[where]
    position, area = shapely.STRtree(to_metres(control.areas.geometry.to_numpy())).query(shapes, "intersects")
    position, first = np.unique(position, return_index=True)
    holder = np.full(len(where), "", dtype=object)
    holder[position] = control.areas.controller.to_numpy()[area[first]]
    unsure = holder == CONTESTED
    unsure[shapely.STRtree(to_metres(control.band.geometry.to_numpy())).query(shapes, "intersects")[0]] = True
    confidence = np.where(unsure, "low", "medium").astype(object)
    located = control.places.loc[control.places.geometry.notna() & ~control.places.in_question]
    known = {side: to_metres(rows.geometry.to_numpy()) for side, rows in located.groupby("controller")}
    for side in set(holder) - {"", CONTESTED}:
        mine = np.flatnonzero((holder == side) & ~unsure)
        near = _apart(shapes[mine], known.get(side)) <= NEAR_M
        borne = near & _behind_a_line_that_is_borne(control.stretches, shapes[mine], side, known)
        confidence[mine[borne]] = "high"
    confidence[holder == ""] = ""
    answer.iloc[where] = np.column_stack([holder, confidence])
    return answer


def drawn_apart(control: ControlMap) -> npt.NDArray[np.bool_]:
    """Return for each of the map's places whether it lies in ground that is drawn as another side's.

    A place alone among those of the other side makes no area, one in question steers no line, and a contested one that
    the fight has left behind has no patch. Such a place carries a mark of its own wherever areas are drawn. Of two
    places at one point the later report counts, and the earlier one is not drawn.
    """
    places = control.places
    apart = np.zeros(len(places), dtype=bool)
    older = set(control.exceptions.loc[control.exceptions["reason"] == Reason.OLDER, "event_id"])
    asked = np.flatnonzero(places.geometry.notna().to_numpy() & ~places["event_id"].isin(older).to_numpy())
    if not len(asked) or control.areas.empty:
        return apart
    tree = shapely.STRtree(to_metres(control.areas.geometry.to_numpy()))
    at, area = tree.query(to_metres(places.geometry.to_numpy()[asked]), "dwithin", distance=SNAP)
    apart[asked[at]] = True
    own = control.areas["controller"].to_numpy()[area] == places["controller"].to_numpy()[asked[at]]
    apart[asked[at[own]]] = False
    return apart


Shapes = npt.NDArray[np.object_]
NEAR_M = NEAR_KM * 1000.0


def _apart(shapes: Shapes, places: Shapes | None) -> npt.NDArray[np.float64]:
    """Measure how far each shape is from the nearest of ``places``, metres; infinity where there is none."""
    apart = np.full(len(shapes), np.inf)
    if places is not None and len(shapes):
        (at, _place), distance = shapely.STRtree(places).query_nearest(shapes, all_matches=False, return_distance=True)
        apart[at] = distance
    return apart


def _behind_a_line_that_is_borne(
    stretches: gpd.GeoDataFrame, shapes: Shapes, side: str, known: Mapping[str, Shapes]
) -> npt.NDArray[np.bool_]:
    """Mark points whose nearest stretch of the side's line is held up on both sides, and on its own before it."""
    found = np.zeros(len(shapes), dtype=bool)
    lines_of = stretches.loc[(stretches["side_a"] == side) | (stretches["side_b"] == side)].reset_index(drop=True)
    if lines_of.empty or not len(shapes):
        return found
    lines = to_metres(lines_of.geometry.to_numpy())
    other = lines_of["side_a"].where(lines_of["side_a"] != side, lines_of["side_b"])
    own_m, other_m = _apart(lines, known.get(side)), np.full(len(lines), np.inf)
    for name, at in lines_of.groupby(other).indices.items():
        other_m[at] = _apart(lines[at], known.get(str(name)))
    borne = (own_m <= NEAR_M) & (other_m <= NEAR_M)
    (point, line), away = shapely.STRtree(lines).query_nearest(shapes, all_matches=False, return_distance=True)
    found[point] = borne[line] & (away >= own_m[line] - 1.0)
    return found
