"""ACLED's export, older and of today: one row an event, read by the names of its columns.

ACLED's terms forbid passing its rows on: an import stays with the one who made it. Meanings are those of ACLED's
codebook. What ACLED does not say stays blank: it has no civilian deaths, no injured, no grade of confidence.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Mask, Source, chosen
from lib.events.reading.text import Text
from lib.text import _, ngettext, number

COLUMNS = (
    "data_id", "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "actor2", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude",
    "geo_precision", "source", "notes", "fatalities",
)  # fmt: skip
NEEDED = frozenset({"event_date", "event_type", "sub_event_type", "actor1", "location", "fatalities"})
STRIKES = {
    "air/drone strike": "airstrike",
    "shelling/artillery/missile attack": "shelling",
}
"""Kinds of event that are strikes."""
REGAINED = "government regains territory"
"""The one change of territory whose name says who holds the place afterwards."""
_NEIGHBOURS = "|".join(map(re.escape, CRISIS.country.neighbours)) or r"(?!)"
"""A pattern of their names; one that never matches where none is named."""
_PRECISION = {"1": "day", "2": "week", "3": "month"}
_WHERE = {"1": "settlement", "2": "subdistrict", "3": "governorate"}
_OWN = {"", *(name.lower() for name in CRISIS.country.names)}
_NEAR = _OWN | {name.lower() for name in CRISIS.country.neighbours}
_DRONE = r"(?i)\bdrones?\b|\bUAVs?\b|unmanned aerial"
_PLANE = r"(?i)air ?strikes?|air raids?|warplanes?|fighter jets?|helicopters?|barrel bombs?"


def convert(source: Source) -> Text:
    """The strikes and the places regained by the government; every other row is left out and told.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    what = source["sub_event_type"].str.lower()
    kind = chosen(source["sub_event_type"], dict.fromkeys(STRIKES, "strike") | {REGAINED: "control"})
    subkind = chosen(source["sub_event_type"], STRIKES | {REGAINED: "change"})
    # "Air/drone strike" is one word of ACLED's; only its notes tell the two apart.
    drone = (what == "air/drone strike") & source["notes"].str.contains(_DRONE)
    subkind = subkind.mask(drone & ~source["notes"].str.contains(_PLANE), "drone")
    without = _left_out(source, kind)
    ids = source["event_id_cnty"].where(source["event_id_cnty"] != "", source["data_id"])
    days = source.dates("event_date")["event_date"]
    deaths = _deaths(source)
    return source.rows_of(
        {
            "event_id": ("acled-" + ids).where(ids != "", ""),
            "kind": kind,
            "subkind": subkind,
            "date_start": days,
            "date_precision": chosen(source["time_precision"], _PRECISION),
            "place": source["location"],
            "admin1": source["admin1"],
            "admin2": source["admin2"],
            "admin3": source["admin3"],
            "lat": source.degrees("latitude"),
            "lon": source.degrees("longitude"),
            "geo_precision": chosen(source["geo_precision"], _WHERE),
            "controller": source.word(CRISIS.country.own_side).where(kind == "control", ""),
            "actor": source["actor1"],
            "deaths_low": deaths,
            "deaths_high": deaths,
            "source": ("ACLED: " + source["source"]).where(source["source"] != "", "ACLED"),
            "note": source["notes"],
        },
        without,
    )


def _left_out(source: Source, kind: pd.Series) -> Mask:
    """Rows that are elsewhere, of a kind the event table does not have, or whose holder no field names."""
    elsewhere = ~source["country"].str.lower().isin(_NEAR).to_numpy(dtype=bool)
    source.leave_out(elsewhere, "country", _("'{value}' is not the country of this map."), _("another country"))
    other = (kind == "").to_numpy() & ~elsewhere
    words = _("'{value}' is neither a strike nor a change of control that names who holds the place.")
    source.leave_out(other, "sub_event_type", words, _("no event of this map"))
    # "Government" is that of the country the event is in; where a neighbour took part, the name does not tell.
    foreign = (source["actor1"] + source["actor2"]).str.contains(_NEIGHBOURS)
    ours = source["country"].str.lower().isin(_OWN)
    unsure = (kind == "control").to_numpy() & ~elsewhere & (foreign | ~ours).to_numpy()
    words = _("'{value}' took part: the row does not say whose government holds the place.")
    source.leave_out(unsure, "actor1", words, _("holder not named"))
    return elsewhere | other | unsure


def _deaths(source: Source) -> pd.Series:
    """Fatalities; ACLED writes 0 also where no figure is reported, so that 0 says nothing."""
    deaths = source.figures("fatalities")
    silent = (deaths == "0").to_numpy()
    if n := int(np.count_nonzero(silent)):
        message = ngettext(
            "{n} row has 0 fatalities, which ACLED also writes where none are reported; it was left blank.",
            "{n} rows have 0 fatalities, which ACLED also writes where none are reported; they were left blank.",
            n,
        )
        source.log.whole(message.format(n=number(n)), severity="notice", column="fatalities")
    return deaths.mask(pd.Series(silent, index=deaths.index), "")
