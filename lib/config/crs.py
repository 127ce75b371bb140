"""The two coordinate reference systems of the product."""

from __future__ import annotations

from typing import Final

from lib.config.crisis import CRISIS

DEGREES: Final = "EPSG:4326"
"""WGS 84: every coordinate that comes in or goes out."""

METRIC: Final = CRISIS.metric_crs
"""The crisis's own, in metres: every distance and every area is measured in it."""
