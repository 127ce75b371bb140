"""UCDP's Georeferenced Event Dataset: one row an event of deadly violence (CC BY 4.0).

Meanings are those of the GED codebook. GED has no column for the weapon: only what a headline says is taken, any
other event is a strike of kind "unknown", and the report says that it may have been fighting on the ground.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Mask, Source, chosen
from lib.events.reading.text import Text
from lib.text import _, ngettext, number

HEADER = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The columns in GED's own order; some of its monthly releases come without this row."""
NEEDED = frozenset({"id", "type_of_violence", "where_coordinates", "date_start", "deaths_civilians", "best"})
OLDER = {"best_est": "best", "high_est": "high", "low_est": "low"}
"""Columns that older releases call otherwise."""
MONTHLY = frozenset({"month_start", "region", "civilian_deaths", "combatant_deaths"})
"""Columns of UCDP's sums by month and governorate, which are no events."""
_DATE_PRECISION = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "month"}
# GED's 2 is within about 25 km of a point and its 3 a district, which the event table's words do not have: each
# takes the next coarser one. 5 to 7 are lines, countries and seas: no point of them may be drawn.
_WHERE = {"1": "settlement", "2": "subdistrict", "3": "governorate", "4": "governorate", "6": "country"}
_NO_POINT = ("5", "6", "7")
_WEAPONS = (
    ("barrel_bomb", r"(?i)barrel bombs?"),
    ("cluster_munition", r"(?i)cluster (?:bomb|munition)s?"),
    ("drone", r"(?i)\bdrones?\b|\bUAVs?\b"),
    ("airstrike", r"(?i)air ?strikes?|air raids?|warplanes?|airstrikes?|bombing raids?"),
    ("shelling", r"(?i)\bshell(?:s|ed|ing)?\b|artillery|mortars?"),
    ("rocket", r"(?i)\brockets?\b"),
)
_NEAR = tuple(name.lower() for name in (*CRISIS.country.names, *CRISIS.country.neighbours))
_ONE_SIDED = "3"


def convert(source: Source) -> Text:
    """Convert every event in or near the country to a strike of the kind its headline names, else "unknown".

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*HEADER)
    elsewhere = ~source["country"].str.lower().str.startswith(_NEAR).to_numpy(dtype=bool)
    elsewhere &= (source["country"] != "").to_numpy()
    source.leave_out(elsewhere, "country", _("'{value}' is not the country of this map."), _("another country"))
    days = source.dates("date_start", "date_end", "source_date")
    kind = _weapon(source, elsewhere)
    no_point = source["where_prec"].isin(_NO_POINT)
    low, high = source.figures("low"), source.figures("high")
    civilians = _civilians(source)
    publisher = source["source_office"].where(source["source_office"] != "", source["source_original"])
    one_sided = source["type_of_violence"] == _ONE_SIDED
    ids = source["id"]
    return source.rows_of(
        {
            "event_id": ("ucdp-" + ids).where(ids != "", ""),
            "kind": source.word("strike"),
            "subkind": kind,
            "date_start": days["date_start"],
            "date_end": days["date_end"],
            "date_precision": chosen(source["date_prec"], _DATE_PRECISION),
            "place": source["where_coordinates"],
            "admin1": source["adm_1"].str.replace(r"(?i)\s+(?:governorate|province)$", "", regex=True),
            "admin2": source["adm_2"].str.replace(r"(?i)\s+district$", "", regex=True),
            "lat": source.degrees("latitude").mask(no_point, ""),
            "lon": source.degrees("longitude").mask(no_point, ""),
            "geo_precision": chosen(source["where_prec"], _WHERE),
            # Between two armed sides GED does not say who killed; violence against civilians has one doer.
            "actor": source["side_a"].where(one_sided, ""),
            "deaths_low": low,
            "deaths_high": high,
            "civilian_deaths_low": civilians[0],
            "civilian_deaths_high": civilians[1],
            "source": "UCDP GED: " + publisher.where(publisher != "", _("georeferenced event")),
            "source_date": days["source_date"].where(days["source_date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}"), ""),
            "note": _note(source),
        },
        elsewhere,
    )


def headless(cells: tuple[str, ...]) -> bool:
    """Tell whether a first row is one of GED's own rows, from a release without the names of the columns."""
    row = dict(zip(HEADER, cells, strict=False))
    return (
        len(cells) == len(HEADER)
        and row["type_of_violence"].strip() in {"1", "2", "3"}
        and row["year"].strip().isdigit()
        and row["date_prec"].strip() in {"1", "2", "3", "4", "5"}
    )


def _weapon(source: Source, elsewhere: Mask) -> pd.Series:
    """Return what each headline names, "unknown" where it names nothing; report how many these are."""
    headline = source["source_headline"] + " " + source["source_article"]
    kind = source.word("unknown")
    for word, pattern in reversed(_WEAPONS):
        kind = kind.mask(headline.str.contains(pattern), word)
    if n := int(np.count_nonzero((kind == "unknown").to_numpy() & ~elsewhere)):
        message = ngettext(
            "GED has no column for the weapon: {n} row whose headline names none is of the kind 'not known', and may "
            "be fighting on the ground rather than a strike.",
            "GED has no column for the weapon: {n} rows whose headline names none are of the kind 'not known', and may "
            "be fighting on the ground rather than strikes.",
            n,
        )
        source.log.whole(message.format(n=number(n)), severity="notice", column="source_headline")
    return kind


def _civilians(source: Source) -> tuple[pd.Series, pd.Series]:
    """Return civilian deaths, low and high; where the standing of some dead is not known, only the least is said."""
    known, unknown = source.figures("deaths_civilians"), source.figures("deaths_unknown")
    open_ended = ~unknown.isin(["", "0"])
    return known.mask(open_ended & (known == "0"), ""), known.mask(open_ended, "")


def _note(source: Source) -> pd.Series:
    best = source.figures("best")
    parts = (
        ("Parties: " + source["dyad_name"] + ". ").where(source["dyad_name"] != "", ""),
        ("Best estimate of deaths: " + best + ". ").where(best != "", ""),
        ("Where: " + source["where_description"] + ". ").where(source["where_description"] != "", ""),
        source["source_headline"],
    )
    return (parts[0] + parts[1] + parts[2] + parts[3]).str.strip()
