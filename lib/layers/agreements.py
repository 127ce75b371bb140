"""What agreements drew on the map, a layer each."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.config.crisis.agreements import Agreement
from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import agreements
from lib.layers.data import Column, Data, stacked
from lib.layers.layer import Answer, Layer
from lib.text import _

_OPENS_AS: Final = {"strip": "agreement", "corridor": "agreement", "posts": "post"}
"""The ``data-kind`` of what can be opened of an agreement, by its kind."""


def overlays(events: EventTable) -> dict[str, Any]:
    """Return what agreements drew on the map, as :func:`lib.geography.agreements.web_bundle` gives it."""
    dates = control.control_dates(events)
    if not dates:
        return agreements.web_bundle(None)
    own = {
        each.id: control.control_map(events, agreements.line_day(each.strip, dates[0]))
        for each in CRISIS.agreements
        if each.strip is not None
    }
    return agreements.web_bundle(control.control_map(events, dates[0]), own)


def area_columns() -> tuple[Column, ...]:
    """Return the columns of the ground that an agreement tells of."""
    return (
        Column("name", "text", _("what it is")),
        Column("depth_from_km", "number", _("distance from the line or the road at which it begins, kilometres")),
        Column("depth_to_km", "number", _("distance at which it ends, kilometres")),
        Column("note", "text", _("what has to be known of it")),
    )


def post_columns() -> tuple[Column, ...]:
    """Return the columns of observation posts."""
    return (
        Column("post_no", "integer", _("number of the post")),
        Column("name", "text", _("its name")),
        Column("place", "text", _("its village, whose point is given")),
        Column("set_up_by", "date", _("day by which it was set up")),
        Column("encircled_on", "date", _("day on which, or before which, it was encircled; blank: not reported")),
        Column("source", "text", _("its source")),
        Column("source_url", "text", _("address of the source")),
    )


def _rows(agreement: Agreement, events: EventTable, query: Query, _dates: str) -> gpd.GeoDataFrame:
    if agreement.posts is not None:
        posts = agreements.posts(agreement.posts, query.end)
        return stacked([posts.loc[posts.geometry.notna()]], post_columns())
    dates = control.control_dates(events)
    of_day = agreements.line_day(agreement.strip, dates[0]) if agreement.strip is not None and dates else None
    areas = agreements.areas_of(agreement, control.control_map(events, of_day) if of_day else None)
    to = areas.get("depth_to_km", agreement.corridor and agreement.corridor.depth_km)
    return stacked([areas.assign(name=str(agreement.title), note=str(agreement.note), depth_to_km=to)], area_columns())


def _data(agreement: Agreement) -> Data:
    posts = agreement.posts is not None
    return Data(
        agreement.id,
        lambda: str(agreement.title),
        "Point" if posts else "Polygon",
        "",
        post_columns if posts else area_columns,
        partial(_rows, agreement),
        lambda *_asked: pd.Series([cited.source for cited in agreement.sources], dtype="str"),
        lambda row: str(row.name),
    )


def _option(agreement: Agreement) -> str:
    return str(agreement.option)


ANSWERS = {"overlays": Answer(lambda events, _query: overlays(events))}
LAYERS = tuple(
    Layer(
        agreement.id,
        option=partial(_option, agreement),
        answers=ANSWERS,
        data_kinds=(_OPENS_AS[agreement.kind],),
        data=(_data(agreement),),
    )
    for agreement in CRISIS.agreements
)
