"""What changed on the ground between two maps."""

from __future__ import annotations

import geopandas as gpd

from lib.analysis.control import ControlMap
from lib.analysis.control import change as control_change


def areas_changed(before: ControlMap, after: ControlMap) -> gpd.GeoDataFrame:
    """Land that has another holder in ``after`` than in ``before``."""
    return control_change.land_changed(before.areas, after.areas)
