"""IOM's Displacement Tracking Matrix, as its API and HDX give it: people present in an area on the day of a round.

A stock, never a flow: rounds are never added up. Areas have no point here.
"""

from __future__ import annotations

import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.importers.source import Source
from lib.events.reading.text import Text
from lib.text import _

COLUMNS = (
    "operation", "admin0Name", "admin0Pcode", "admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode",
    "numPresentIdpInd", "reportingDate", "roundNumber", "assessmentType", "displacementReason",
    "idpOriginAdmin1Name", "idpOriginAdmin2Name",
)  # fmt: skip
NEEDED = frozenset({"numPresentIdpInd", "reportingDate", "admin0Name"})
COUNTER = "IOM DTM"
_OWN = tuple(name.lower() for name in CRISIS.country.names)


def convert(source: Source) -> Text:
    """Return the people present in each area on the day of each round.

    Raises:
        QuestionError: Day and month cannot be told apart.
    """
    source.take(*COLUMNS)
    elsewhere = ~source["admin0Name"].str.lower().str.startswith(_OWN).to_numpy(dtype=bool)
    source.leave_out(elsewhere, "admin0Name", _("'{value}' is not the country of this map."), _("another country"))
    persons = source.figures("numPresentIdpInd")
    silent = (persons == "").to_numpy() & ~elsewhere
    source.leave_out(silent, "numPresentIdpInd", _("The figure is blank."), _("no figure"))
    days = source.dates("reportingDate")["reportingDate"]
    first, second = source["admin1Name"], source["admin2Name"]
    area = second.where(second != "", first)
    code = source["admin2Pcode"].where(source["admin2Pcode"] != "", source["admin1Pcode"])
    origin = source["idpOriginAdmin2Name"].where(source["idpOriginAdmin2Name"] != "", source["idpOriginAdmin1Name"])
    # One area may have several rows a round, by reason or origin: rows are told apart by their number.
    numbers = pd.Series(source.rows.astype(str), index=area.index, dtype="str")
    level = source.word("governorate").mask(area == "", "country")
    return source.rows_of(
        {
            "event_id": "dtm-" + code + "-" + days + "-" + numbers,
            "kind": source.word("displacement"),
            "subkind": source.word("stock"),
            "date_start": days,
            "place": area.where(area != "", source["admin0Name"]),
            "pcode": code,
            "admin1": first,
            "admin2": second,
            "geo_precision": level,
            "origin_place": origin,
            "origin_precision": level.where(origin != "", ""),
            "persons_low": persons,
            "persons_high": persons,
            "counter": source.word(COUNTER),
            "metric": source.word("still_displaced"),
            "source": ("IOM DTM: " + source["operation"] + ", round " + source["roundNumber"]).str.strip(" ,:"),
            "note": ("Reason: " + source["displacementReason"] + ".").where(source["displacementReason"] != "", ""),
        },
        elsewhere | silent,
    )
