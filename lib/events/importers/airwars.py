"""Airwars' civilian harm incidents, as a table with English column names: one row an incident.

Airwars numbers its codes anew over time, so a row is named by ``airwars_id``. Its grading says how well an incident is
sourced; "contested" and "discounted" are its own words for a dispute, and are kept as such.
"""

from __future__ import annotations

import pandas as pd

from lib.events.importers.source import Source, chosen
from lib.events.reading.text import Text
from lib.text import _

COLUMNS = (
    "airwars_code", "airwars_id", "incident_date", "date_type", "date_range_end", "location_en", "location_ar",
    "governorate", "latitude", "longitude", "accuracy", "gaz_pcode", "gaz_lat", "gaz_lon", "military_actor",
    "strike_type", "civilian_harm_grading", "civilians_killed_min", "civilians_killed_max", "civilians_injured_min",
    "civilians_injured_max", "n_sources", "published", "incident_url",
)  # fmt: skip
NEEDED = frozenset({"airwars_id", "incident_date", "strike_type", "civilians_killed_min"})
KINDS = {
    "airstrike": "airstrike",
    "artillery": "shelling",
    "airstrike and/or artillery": "airstrike_or_shelling",
    "drone strike": "drone",
    "": "unknown",
    "unknown": "unknown",
}
_GRADES = {"confirmed": "high", "fair": "medium", "weak": "low", "contested": "low", "discounted": "low"}
_DISPUTED = ("contested", "discounted")
# Nothing is drawn finer than the settlement it belongs to, however exactly it was located.
_ACCURACY = dict.fromkeys(
    ("exact_location", "nearby_landmark", "neighbourhood_area", "street", "village", "town", "city"), "settlement"
) | {"subdistrict": "subdistrict", "district": "governorate", "province_governorate": "governorate"}


def convert(source: Source) -> Text:
    """Convert the incidents from the air or by artillery into strikes; leave out and report the others.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    kind = chosen(source["strike_type"], KINDS)
    ground = source.leave_out(
        kind == "", "strike_type", _("'{value}' is no strike from the air or by artillery."), _("no strike")
    )
    days = source.dates("incident_date", "date_range_end", "published")
    own = source["latitude"] != ""
    grade = source["civilian_harm_grading"].str.lower()
    disputed = grade.isin(_DISPUTED)
    ids = source["airwars_id"]
    codes = source["airwars_code"].where(source["airwars_code"] != "", ids)
    accuracy = chosen(source["accuracy"], _ACCURACY)
    return source.rows_of(
        {
            "event_id": ("airwars-" + ids).where(ids != "", ""),
            "kind": source.word("strike"),
            "subkind": kind,
            "date_start": days["incident_date"],
            "date_end": days["date_range_end"],
            "place": source["location_en"],
            "place_ar": source["location_ar"],
            "pcode": source["gaz_pcode"],
            "admin1": source["governorate"],
            "lat": source.degrees("latitude").where(own, source.degrees("gaz_lat")),
            "lon": source.degrees("longitude").where(own, source.degrees("gaz_lon")),
            "geo_precision": accuracy.where(own, source.word("settlement").where(source["gaz_lat"] != "", accuracy)),
            "actor": source["military_actor"],
            "attribution": source.word("contested").where(disputed, ""),
            "civilian_deaths_low": source.figures("civilians_killed_min"),
            "civilian_deaths_high": source.figures("civilians_killed_max"),
            "injured_low": source.figures("civilians_injured_min"),
            "injured_high": source.figures("civilians_injured_max"),
            "source": "Airwars: civilian harm incident " + codes,
            "source_url": source["incident_url"],
            "source_date": days["published"].str.slice(0, 10),
            "confidence": chosen(source["civilian_harm_grading"], _GRADES),
            "note": _note(source),
        },
        ground,
    )


def _note(source: Source) -> pd.Series:
    grade, sources = source["civilian_harm_grading"], source["n_sources"]
    graded = ("Airwars grades it " + grade.str.lower() + ". ").where(grade != "", "")
    listed = ("Airwars lists " + sources + " sources. ").where(sources != "", "")
    return (graded + listed).str.strip()
