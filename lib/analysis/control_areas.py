"""Questions put to a map of control: who holds this point, and what changed between two dates."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

from lib.analysis import control_change
from lib.analysis.control import ControlMap
from lib.analysis.front_line import CONTESTED, METRIC, Reason, to_metres
from lib.wording import _

NEAR_KM = 5.0
"""Distance to a reported place of the same holder up to which a point's holder is of high confidence."""


def holder_at(control: ControlMap, points: gpd.GeoSeries) -> pd.DataFrame:
    """Who holds each point, and how sure that is.

    Args:
        control: The map of control at a date.
        points: Points in any coordinate system.

    Returns:
        controller and confidence, with the index of ``points``. Confidence is ``low`` in the band of the front
        line and at contested places, ``high`` elsewhere within ``NEAR_KM`` of a reported place of the same
        holder, ``medium`` otherwise. Both are blank outside the region.
    """
    asked = points.to_crs(METRIC)
    answer = pd.DataFrame({"controller": "", "confidence": ""}, index=points.index)
    # An empty point has no holder; GEOS would skip it anyway, this keeps the trees below simple.
    where = np.flatnonzero(~(asked.isna() | asked.is_empty).to_numpy())
    xy = shapely.get_coordinates(asked.array[where])
    shapes = asked.array[where]
    position, area = shapely.STRtree(to_metres(control.areas.geometry.to_numpy())).query(shapes, "intersects")
    position, first = np.unique(position, return_index=True)
    holder = np.full(len(where), "", dtype=object)
    holder[position] = control.areas.controller.to_numpy()[area[first]]
    unsure = holder == CONTESTED
    unsure[shapely.STRtree(to_metres(control.band.geometry.to_numpy())).query(shapes, "intersects")[0]] = True
    confidence = np.where(unsure, "low", "medium").astype(object)
    located = control.places.loc[control.places.geometry.notna() & ~control.places.in_question]
    for side in set(holder) - {"", CONTESTED}:
        known = located.geometry[located.controller == side].to_crs(METRIC)
        mine = np.flatnonzero((holder == side) & ~unsure)
        distance = KDTree(shapely.get_coordinates(known.array)).query(xy[mine])[0]
        confidence[mine[distance <= NEAR_KM * 1000.0]] = "high"
    confidence[holder == ""] = ""
    answer.iloc[where] = np.column_stack([holder, confidence])
    return answer


def areas_changed(before: ControlMap, after: ControlMap) -> gpd.GeoDataFrame:
    """Land that has another holder in ``after`` than in ``before`` (:func:`control_change.land_changed`)."""
    return control_change.land_changed(before.areas, after.areas)


def explain(reason: str) -> str:
    """In words, why a place of ``ControlMap.exceptions`` does not lie in its own side's area."""
    words = {
        Reason.NO_POINT: _("The table gives no point for it: it is listed and not drawn."),
        Reason.IN_QUESTION: _("It changed hands in a week that is not over yet: it does not steer the line."),
        Reason.OUTSIDE: _("It lies outside the area of interest."),
        Reason.OLDER: _("A newer report for the same point says otherwise."),
        Reason.OVERTAKEN: _("It was last reported contested, and the line has moved far away since."),
        Reason.LONE: _("It stands alone among places of another side: one report makes no area."),
        Reason.CLOSE: _("It lies closer to the line than the line is exact."),
    }
    return words[Reason(reason)]
