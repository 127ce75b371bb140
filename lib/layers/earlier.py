"""What was reported before the range, since the first day of all: drawn faint, and counted into no figure.

A place that is struck in the range is no earlier one, nor is a pair of places with a movement in it: each thing is
drawn once, strong or faint. Only the filters that are not time apply to it, as they do to the range.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import geopandas as gpd
import pandas as pd

from lib.analysis import displacement
from lib.analysis import strikes as counting
from lib.events.query import FIRST_DAY, Query
from lib.events.table import EventTable
from lib.layers import flows as flow_layer
from lib.layers.layer import Layer
from lib.text import _, span

OF = frozenset({"strikes", "flows"})
"""The layers whose earlier days are drawn."""


def before(query: Query) -> Query | None:
    """Return the view of the days before the range; None where there are none, or nothing of them is drawn."""
    shown = query.visible_layers()
    if "earlier" not in shown or not OF & shown or query.start <= FIRST_DAY:
        return None
    return replace(query, start=FIRST_DAY, end=query.start - timedelta(days=1))


def in_words(query: Query) -> str:
    """Say since when the faint marks of a view are, as a line under a title does; "" where there are none."""
    earlier = before(query)
    return "" if earlier is None else _("{days}, faint").format(days=span(earlier.start, earlier.end))


def depicted(query: Query) -> str:
    """Say in a sentence what a map of ``query`` draws faint, for readers who cannot see it; "" where nothing is."""
    earlier = before(query)
    words = _("Faint, and in no figure: what was reported before, {days}.")
    return "" if earlier is None else words.format(days=span(earlier.start, earlier.end))


def strikes(events: EventTable, query: Query) -> gpd.GeoDataFrame:
    """Gather the places struck before the range and not in it, as :func:`lib.analysis.strikes.circles` does."""
    earlier = before(query)
    if earlier is None or "strikes" not in query.visible_layers():
        return counting.circles(events, query).iloc[:0]
    return counting.circles(events, earlier, besides=query)


def flows(events: EventTable, query: Query) -> pd.DataFrame:
    """Gather the pairs of places with a movement before the range and none in it, as the flows of the range are."""
    earlier = before(query)
    if earlier is None or "flows" not in query.visible_layers():
        return flow_layer.flow_arrows(events, query).iloc[:0]
    rows = displacement.flows(events, query)
    arrows = flow_layer.flow_arrows(events, earlier)
    ends = list(displacement.PAIR)
    again = pd.MultiIndex.from_frame(arrows[ends]).isin(pd.MultiIndex.from_frame(rows[ends]))
    return arrows.loc[~again]


LAYERS = (Layer("earlier", option=lambda: _("Strikes and movements before the range, faint")),)
