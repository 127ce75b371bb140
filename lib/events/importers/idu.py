"""IDMC's Internal Displacement Updates: one row a figure of people displaced in an event.

Only displacement by conflict is of this map. A figure of the role "Triangulation" is one by which IDMC checks another,
so it is never added up. A row of several locations has no point of its own.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Mask, Source
from lib.events.reading.grid import Grid
from lib.events.reading.text import Text
from lib.text import _

COLUMNS = (
    "id", "country", "iso3", "latitude", "longitude", "role", "displacement_type", "qualifier", "figure",
    "displacement_date", "displacement_start_date", "displacement_end_date", "event_name", "standard_info_text",
    "standard_popup_text", "sources", "source_url", "locations_name", "locations_accuracy", "locations_type",
)  # fmt: skip
NEEDED = frozenset({"id", "figure", "qualifier", "displacement_type", "displacement_start_date"})
COUNTER = "IDMC"
_OWN = tuple(name.lower() for name in CRISIS.country.names)
_PRECISION = (
    (r"(?i)adm(?:in)? ?(?:level )?0|country", "country"),
    (r"(?i)adm(?:in)? ?(?:level )?1|state|region|province", "governorate"),
    (r"(?i)adm(?:in)? ?(?:level )?2|county|district", "governorate"),
    (r"(?i)adm(?:in)? ?(?:level )?[34]|locality|town|neighbou?rhood|point|exact", "settlement"),
)


def convert(source: Source) -> Text:
    """Return every figure of displacement by conflict as a flow, or a return where its text says so.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    without = _left_out(source)
    persons = source.figures("figure")
    days = source.dates("displacement_start_date", "displacement_end_date")
    back = source["standard_info_text"].str.contains(r"(?i)\breturn(?:s|ed)?\b")
    several = source["locations_name"].str.contains(";", regex=False)
    origin = (source["locations_type"].str.lower() == "origin") & ~several
    here = ~origin & ~several
    precision = _precision(source, several)
    lat, lon = source.degrees("latitude"), source.degrees("longitude")
    blank = several | (precision == "country")
    qualifier = source["qualifier"].str.lower()
    return source.rows_of(
        {
            "event_id": ("idmc-" + source["id"]).where(source["id"] != "", ""),
            "kind": source.word("displacement"),
            "subkind": source.word("flow").mask(back, "return"),
            "date_start": days["displacement_start_date"],
            "date_end": days["displacement_end_date"],
            "place": source["locations_name"].mask(origin, ""),
            "lat": lat.where(here & ~blank, ""),
            "lon": lon.where(here & ~blank, ""),
            "geo_precision": precision.mask(origin, ""),
            "origin_place": source["locations_name"].where(origin, ""),
            "origin_lat": lat.where(origin & ~blank, ""),
            "origin_lon": lon.where(origin & ~blank, ""),
            "origin_precision": precision.where(origin, ""),
            "persons_low": persons.mask(qualifier.str.contains("less than|at most|up to"), ""),
            "persons_high": persons.mask(qualifier.str.contains("more than|at least"), ""),
            "counter": source.word(COUNTER),
            "metric": source.word("displaced").mask(back, "returned"),
            "source": "IDMC: " + source["sources"].where(source["sources"] != "", _("internal displacement update")),
            "source_url": source["source_url"],
            "note": _note(source),
        },
        without,
    )


def with_one_point(grid: Grid) -> Grid:
    """Return IDMC's table without its ``centroid``, which is its latitude and longitude once more, in that order."""
    places = grid.places()
    at = places.get("centroid")
    if at is None:
        return grid
    if {"latitude", "longitude"} <= places.keys():
        return grid.without(at)
    return replace(grid, header=tuple("latlon" if n == at else name for n, name in enumerate(grid.header)))


def _left_out(source: Source) -> Mask:
    """Leave out rows of another country, of disasters, and of figures that only check another; return which."""
    country = source["country"].str.lower()
    elsewhere = source.leave_out(
        (country != "") & ~country.str.startswith(_OWN), "country",
        _("'{value}' is not the country of this map."), _("another country"),
    )  # fmt: skip
    other = (source["displacement_type"].str.lower() != "conflict").to_numpy(dtype=bool) & ~elsewhere
    words = _("'{value}' is no displacement by conflict.")
    source.leave_out(other, "displacement_type", words, _("no displacement by conflict"))
    checks = (source["role"].str.lower() == "triangulation").to_numpy(dtype=bool) & ~elsewhere & ~other
    words = _("'{value}' is a figure by which IDMC checks another; it is not added up.")
    source.leave_out(checks, "role", words, _("checks another figure"))
    return elsewhere | other | checks


def _precision(source: Source, several: pd.Series) -> pd.Series:
    """Return how exact a point is: coarser than a settlement where IDMC says so, representative if of several."""
    found = source.blank()
    for pattern, word in reversed(_PRECISION):
        found = found.mask(source["locations_accuracy"].str.contains(pattern), word)
    return found.mask(several, "representative")


def _note(source: Source) -> pd.Series:
    """Return IDMC's own words, without the marks of its web page."""
    text = source["standard_popup_text"].where(source["standard_popup_text"] != "", source["standard_info_text"])
    return text.str.replace(r"<[^>]{0,500}>", " ", regex=True).str.replace(r"\s+", " ", regex=True).str.strip()
