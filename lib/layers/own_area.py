"""The outline of the reader's own area, and what the legend says of it: the same on the screen and on paper."""

from __future__ import annotations

from typing import Final

import shapely

from lib.events import own_area
from lib.events.query import Query
from lib.text import _

STEP: Final = 0.1
"""Degrees between the points of a straight side: in Mercator's projection it is drawn a metre or two off its course."""


def outline(query: Query) -> shapely.Geometry | None:
    """Return the ground of a view's own area, WGS 84 degrees; None where it names none."""
    if not query.within_area:
        return None
    return shapely.segmentize(own_area.area_of(query.within_area).degrees, STEP)


def legend_words(query: Query) -> str:
    """Say what the outline is; that of a named area is only known by the settlements that lie in it."""
    if own_area.area_of(query.within_area).drawn:
        return _("The area drawn: figures and marks are of what lies inside")
    return _("{area}, outline approximate: figures and marks are of what lies inside").format(
        area=own_area.name_of(query.within_area)
    )
