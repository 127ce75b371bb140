"""Camps and crossings, which have no days."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

import geopandas as gpd
import pandas as pd

from lib.events.query import Query
from lib.events.table import EventTable
from lib.geography import places
from lib.layers.data import Column, Data, stacked
from lib.layers.layer import Answer, Layer
from lib.text import _

CAMP_KINDS = ("camp_cluster", "reception_centre")
CROSSING_KINDS = ("border_crossing", "border_crossing_unofficial", "internal_crossing")


def camps() -> gpd.GeoDataFrame:
    """Return camp clusters and reception centres with a point, each at its settlement; columns of ``places.sites``."""
    return _located_sites(CAMP_KINDS)


def crossings() -> gpd.GeoDataFrame:
    """Return border and internal crossings with a point; columns of ``places.sites``."""
    return _located_sites(CROSSING_KINDS)


def _located_sites(kinds: tuple[str, ...]) -> gpd.GeoDataFrame:
    sites = places.sites()
    return sites.loc[sites["kind"].isin(kinds) & sites.geometry.notna()]


@lru_cache(maxsize=2)
def _located(kinds: tuple[str, ...]) -> int:
    return len(_located_sites(kinds))


def sites() -> dict[str, Any]:
    """Return camps and crossings with their points and what is known of them."""
    frame = pd.concat([camps(), crossings()])
    columns = ["name", "kind", "precision", "status", "open_to_un_aid", "source", "source_url"]
    located = frame[columns].assign(lat=frame.geometry.y.round(5), lon=frame.geometry.x.round(5))
    # It is asked for and told apart by its name in the table; readers see it called as the towns beside it.
    located["label"] = frame["name"].map(places.local)
    return {"sites": located.to_dict("records")}


def columns() -> tuple[Column, ...]:
    """Return the columns of camps and crossings."""
    return (
        Column("name", "text", _("its name")),
        Column("name_ar", "text", _("name in Arabic")),
        Column("kind", "text", _("what it is")),
        Column("pcode", "text", _("P-code of the settlement")),
        Column("precision", "text", _("what the point is: never finer than a settlement but for public crossings")),
        Column("status", "text", _("what is known of it in the months of the map")),
        Column("source", "text", _("its source")),
        Column("source_url", "text", _("address of the source")),
    )


def _rows(kinds: tuple[str, ...], _events: EventTable, _query: Query, _dates: str) -> gpd.GeoDataFrame:
    return stacked([_located_sites(kinds)], columns())


def _sources(kinds: tuple[str, ...], _events: EventTable, _query: Query, _dates: str) -> pd.Series:
    sources: pd.Series = _located_sites(kinds)["source"]
    return sources


def _data(name: str, kinds: tuple[str, ...]) -> Data:
    titles = {"camps": lambda: _("Camps"), "crossings": lambda: _("Crossings")}
    rows, sources = partial(_rows, kinds), partial(_sources, kinds)
    return Data(name, titles[name], "Point", "", columns, rows, sources, lambda row: str(row.name))


ANSWERS = {"sites": Answer(lambda _events, _query: sites())}
LAYERS = (
    Layer(
        "camps",
        option=lambda: _("Camps"),
        answers=ANSWERS,
        data_kinds=("camp",),
        numbers=("camps",),
        count=lambda _events, _query: (_located(CAMP_KINDS),),
        data=(_data("camps", CAMP_KINDS),),
    ),
    Layer(
        "crossings",
        option=lambda: _("Crossings"),
        answers=ANSWERS,
        data_kinds=("crossing",),
        numbers=("crossings",),
        count=lambda _events, _query: (_located(CROSSING_KINDS),),
        data=(_data("crossings", CROSSING_KINDS),),
    ),
)
