"""What is said when the gazetteer gives a point against what the file says: of its point, its name or its P-code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.events.importing import Imported
from lib.events.problems import ProblemLog, joined
from lib.geography.geocoding import codes_in_doubt, unusable_replaced
from lib.text import _


def tell_replaced(imported: Imported, places: pd.DataFrame) -> Imported:
    """Return ``imported`` with a warning for each row that gets a point against what it says, or none for its P-code.

    That is: a point of the file could not be used; the P-code is of another place than the name or the governorate; the
    gazetteer does not know the P-code.

    Args:
        imported: What became of a file.
        places: What :func:`lib.geography.geocoding.geocode` knows of its places without a point.
    """
    frame = imported.table.frame
    which = unusable_replaced(frame, places)
    other, strange = codes_in_doubt(frame, places)
    if not (which | other | strange).any():
        return imported
    log = ProblemLog(imported.table.name)
    rows = frame["row"].to_numpy(dtype=np.int64)
    named = frame["place"].where(frame["place"] != "", frame["place_ar"]).where(
        lambda name: name != "", frame["pcode"].where(frame["pcode"] != "", frame["admin3"])
    )  # fmt: skip
    words = _("The point of the file could not be used; that of '{value}' in the gazetteer was. Correct lat and lon.")
    log.cells(_("point of the gazetteer used"), rows, which, named, words, column="lat")
    said = frame["pcode"]
    for name in ("place", "place_ar", "admin1"):
        said = said + (", " + frame[name]).where(frame[name] != "", "")
    words = _(
        "'{value}': the P-code is of another place than the name or the governorate. The point of the P-code was used; "
        "correct what is wrong."
    )
    log.cells(_("another P-code"), rows, other, said, words, column="pcode")
    words = _("The gazetteer does not know the P-code '{value}'; it gave no point. Correct it, or write lat and lon.")
    log.cells(_("unknown P-code"), rows, strange, frame["pcode"], words, column="pcode")
    told = replace(imported.table, problems=joined(imported.table.problems, log.problems()))
    return replace(imported, table=told)
