"""Insecurity Insight's incidents that affect aid, health care and education, as published on HDX.

One row an incident of any sort: only those with a weapon of a strike are strikes. Its figures are of the staff and
pupils it watches over, so they are least figures of civilians killed; its "location of incident" is a sort of building,
no place.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Source
from lib.events.mapping.vocabulary import word_of
from lib.events.reading.delimited import plain
from lib.events.reading.text import Text
from lib.text import _

NEEDED = frozenset({"Date", "Reported Perpetrator"})
_ENOUGH = 2
"""Columns of its own that a table has whose column of weapons has a name that others give too."""
_WEAPON = ("Weapon Carried/Used", "Weapon")
_IDS = ("SiND Event ID", "Event ID")
_NOTES = ("Event Description", "Event Public Description")
_BUILDINGS = ("Location of Incident", "Location of Event")
_WHO = ("Health Workers", "Aid Workers", "Educators", "Students")
COLUMNS = (
    "Date", "Country", "Country ISO", "Admin 1", "Latitude", "Longitude", "Geo Precision", "Reported Perpetrator",
    "Reported Perpetrator Name", *_WEAPON, *_IDS, *_NOTES, *_BUILDINGS,
    *(f"{who} {what}" for who in _WHO for what in ("Killed", "Injured")),
)  # fmt: skip
_COMMON = ("Country", "Admin 1", "Latitude", "Longitude")
_WEAPONS = (
    ("barrel_bomb", r"(?i)barrel"),
    ("cluster_munition", r"(?i)cluster"),
    ("drone", r"(?i)\bdrones?\b|\bUAVs?\b"),
    ("airstrike", r"(?i)aerial|air ?strike|air-?launched"),
    ("rocket", r"(?i)\brockets?\b"),
    ("shelling", r"(?i)artillery|mortar|\bshell|surface-?launched|tank"),
    ("airstrike_or_shelling", r"(?i)\bmissiles?\b"),
)
"""The first that fits counts: a missile may come from the air or the ground."""
# Coarser than a settlement only where it says so; a point of a whole country is none.
_PRECISION = (
    ("country", r"(?i)country"),
    ("governorate", r"(?i)admin|region|state|province|governorate|district|county"),
    ("settlement", r"(?i)city|town|village|exact|precise|neighbou?rhood|street|building|facility"),
)
_NEAR = tuple(name.lower() for name in (*CRISIS.country.names, *CRISIS.country.neighbours))


def convert(source: Source) -> Text:
    """Return every incident with a weapon of a strike as a strike; others are left out and told.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    elsewhere = ~source["Country"].str.lower().str.startswith(_NEAR).to_numpy(dtype=bool)
    elsewhere &= (source["Country"] != "").to_numpy()
    source.leave_out(elsewhere, "Country", _("'{value}' is not the country of this map."), _("another country"))
    weapon = _WEAPON[0] if source.has(_WEAPON[0]) else _WEAPON[1]
    kind = _first(source[weapon], _WEAPONS)
    other = (kind == "").to_numpy() & ~elsewhere
    words = _("'{value}' is no weapon of a strike from the air or by artillery.")
    source.leave_out(other, weapon, words, _("no strike"))
    precision = _first(source["Geo Precision"], _PRECISION)
    killed, injured = _least(source, "Killed"), _least(source, "Injured")
    ids = _either(source, _IDS)
    named = source["Reported Perpetrator Name"]
    _tell_least(source)
    return source.rows_of(
        {
            "event_id": ("insecurity-insight-" + ids).where(ids != "", ""),
            "kind": source.word("strike"),
            "subkind": kind,
            "date_start": source.dates("Date")["Date"],
            "admin1": source["Admin 1"],
            "lat": source.degrees("Latitude").mask(precision == "country", ""),
            "lon": source.degrees("Longitude").mask(precision == "country", ""),
            "geo_precision": precision,
            "actor": named.where(named != "", source["Reported Perpetrator"]),
            "target_kind": _targets(_either(source, _BUILDINGS)),
            "deaths_low": killed,
            "civilian_deaths_low": killed,
            "injured_low": injured,
            "source": source.word("Insecurity Insight: Security in Numbers Database"),
            "note": _either(source, _NOTES),
        },
        elsewhere | other,
    )


def is_incidents(names: frozenset[str]) -> bool:
    """Return whether plain column names are those of Insecurity Insight's incidents, older and of today."""
    own = {plain(name) for name in COLUMNS} - {plain(name) for name in (*NEEDED, *_WEAPON, *_COMMON)}
    known = plain(_WEAPON[0]) in names or (plain(_WEAPON[1]) in names and len(own & names) >= _ENOUGH)
    return known and names >= {plain(name) for name in NEEDED}


def _either(source: Source, names: tuple[str, ...]) -> pd.Series:
    """Return the first of several columns that is filled, row by row."""
    found = source[names[0]]
    for name in names[1:]:
        found = found.where(found != "", source[name])
    return found


def _first(text: pd.Series, patterns: tuple[tuple[str, str], ...]) -> pd.Series:
    """Return the word of the first pattern that each cell holds, "" where it holds none."""
    found = pd.Series("", index=text.index, dtype="str")
    for word, pattern in reversed(patterns):
        found = found.mask(text.str.contains(pattern), word)
    return found


def _least(source: Source, what: str) -> pd.Series:
    """Add up those killed or injured of the people watched over; blank where none: others may have been."""
    total = np.zeros(len(source.rows))
    for who in _WHO:
        total += pd.to_numeric(source.figures(f"{who} {what}"), errors="coerce").fillna(0).to_numpy(dtype=np.float64)
    text = pd.Series(total.astype(np.int64).astype(str), index=source.text.frame.index, dtype="str")
    return text.mask(total == 0, "")


def _tell_least(source: Source) -> None:
    message = _(
        "The figures are of staff and pupils only, so they were taken as the least number of people killed or injured; "
        "0 was left blank."
    )
    source.log.whole(message, severity="notice")


def _targets(text: pd.Series) -> pd.Series:
    """Return what was hit, from the sort of building."""
    known: dict[str, str] = {}
    for cell in text.unique().tolist():
        words = [word_of("target_kind", part) for part in re.split("[,;/]", cell)]
        known[cell] = ";".join(dict.fromkeys(word for word in words if word))
    return text.map(known).astype("str")
