"""What is said when the gazetteer's point takes the place of one in the file that could not be used."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lib.events.importing import Imported
from lib.events.problems import ProblemLog, joined
from lib.geography.geocoding import unusable_replaced
from lib.text import _


def tell_replaced(imported: Imported, places: pd.DataFrame) -> Imported:
    """Return ``imported`` with a warning for each row whose point could not be used and that gets its place's own.

    Args:
        imported: What became of a file.
        places: What :func:`lib.geography.geocoding.geocode` knows of its places without a point.
    """
    frame = imported.table.frame
    which = unusable_replaced(frame, places)
    if not which.any():
        return imported
    log = ProblemLog(imported.table.name)
    named = frame["place"].where(frame["place"] != "", frame["place_ar"]).where(
        lambda name: name != "", frame["pcode"].where(frame["pcode"] != "", frame["admin3"])
    )  # fmt: skip
    words = _("The point of the file could not be used; that of '{value}' in the gazetteer was. Correct lat and lon.")
    log.cells(_("point of the gazetteer used"), frame["row"].to_numpy(), which, named, words, column="lat")
    told = replace(imported.table, problems=joined(imported.table.problems, log.problems()))
    return replace(imported, table=told)
