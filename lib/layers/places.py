"""The settlements whose reports the areas are computed from."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from lib.events.query import Query
from lib.events.table import EventTable
from lib.layers.control import ANSWERS
from lib.layers.data import Column, Data, control_maps, control_sources, stacked
from lib.layers.layer import Layer
from lib.text import _, day
from lib.text.vocabulary import in_words


def columns() -> tuple[Column, ...]:
    """Return the columns of the reported settlements."""
    return (
        Column("valid_from", "date", _("first day on which it is known so")),
        Column("valid_to", "date", _("last day on which it is known so")),
        Column("place", "text", _("name of the settlement")),
        Column("place_ar", "text", _("name in Arabic")),
        Column("pcode", "text", _("P-code")),
        Column("controller", "text", _("who holds it, by its word in the event table")),
        Column(
            "in_question",
            "flag",
            _("true: a change is reported for days that are not over, or its holder has ended"),
        ),
        Column("since", "date", _("day of the report")),
        Column("event_id", "text", _("the report")),
        Column("confidence", "text", _("its confidence")),
        Column("source", "text", _("its source")),
        Column("source_url", "text", _("address of the source")),
    )


def rows(events: EventTable, query: Query, dates: str) -> gpd.GeoDataFrame:
    """Return who held each reported settlement, one row for as long as one report tells it."""
    parts = []
    for moment, found in control_maps(events, query, dates):
        located = found.places.loc[found.places.geometry.notna() & ~found.places.geometry.is_empty]
        parts.append(located.assign(valid_from=moment.first, valid_to=moment.last))
    if not parts:
        return stacked([], columns())
    whole = pd.concat(parts, ignore_index=True)
    spells = whole.groupby(["event_id", "place", "controller", "in_question"], sort=False)
    first = whole.loc[spells["valid_from"].idxmin()].reset_index(drop=True)
    until = spells["valid_to"].max().to_numpy()
    return stacked([first.assign(valid_to=until)], columns())


def _named(row: Any) -> str:
    words = _("{place}: {side}, as reported on {day}")
    return words.format(place=row.place, side=in_words(row.controller), day=day(row.since.date()))


LAYERS = (
    Layer(
        "places",
        option=lambda: _("Reported settlements"),
        answers=ANSWERS,
        data_kinds=("place",),
        data=(
            Data(
                "settlements",
                lambda: _("Reported settlements and who held them"),
                "Point",
                "control",
                columns,
                rows,
                control_sources,
                _named,
            ),
        ),
    ),
)
