"""Whether latitude and longitude stand where they should: by the places a table names, and by the region's land.

A whole table that looks exchanged is asked about once; single rows are named and lose their point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Question, QuestionError, overruled_by_file
from lib.events.reading.coordinates.degrees import Bools, Floats
from lib.geography.swapped_coordinates import MOST, Evidence, Named, evidence
from lib.text import _, enumerated, number

_LISTED = 5
_SEVERAL = 3
"""Points that look exchanged and are no chance, where no place that the rows name is on the side of what is written."""


@dataclass(frozen=True)
class Points:
    """The points of a table, in the order of its rows.

    Attributes:
        lat: Latitudes as written, WGS 84 degrees; NaN where there is none.
        lon: Longitudes, likewise.
        ordered: Whether the file itself says which of the two is which.
        text: The cells, to show.
        rows: Row numbers in the file.
        column: The column to name.
    """

    lat: Floats
    lon: Floats
    ordered: Bools
    text: pd.Series
    rows: npt.NDArray[np.int64]
    column: str


def exchange(points: Points, named: Named, answer: str, log: ProblemLog) -> tuple[Bools, Bools]:
    """Return which points are to be exchanged, and which are lost because they look exchanged.

    Args:
        points: The points.
        named: What the rows say besides.
        answer: What the owner has said: ``written``, ``exchanged`` or "".
        log: Is told of each point lost, and of points that only may be exchanged.

    Raises:
        QuestionError: Most of the points look exchanged, or nothing tells which of two numbers is the latitude.
    """
    n = len(points.lat)
    filled = np.isfinite(points.lat) & np.isfinite(points.lon)
    turned, lost = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    known = np.flatnonzero(filled)
    if not len(known):
        return turned, lost
    found = evidence(named.of(known), points.lat[known], points.lon[known])
    loose = ~points.ordered[known]
    if loose.any():
        turned[known[loose]] = _order(points, known, found, loose, answer, log)
    certain, possible = found.certain & ~loose, found.possible & ~loose
    sure = ~loose
    if _is_whole(certain, possible, found, sure):
        if not answer:
            raise QuestionError(_question(points, known, certain | possible, found.apart))
        if answer == "exchanged":
            turned[known[sure & ~found.named]] = True
        return turned, lost
    if answer == "exchanged":
        turned[known[certain]] = True
    elif answer != "written":
        lost[known[certain]] = True
        apart = np.full(n, np.nan)
        apart[known] = found.apart
        log.cells(
            _("exchanged"), points.rows, lost, points.text, lambda at: _looks_exchanged(apart[at]), column=points.column
        )
    if answer != "written":
        doubtful = np.zeros(n, dtype=bool)
        doubtful[known[possible]] = True
        words = _(
            "'{value}' lies outside the country, but in it with latitude and longitude exchanged. It was read as "
            "written."
        )
        log.cells(_("exchanged?"), points.rows, doubtful, points.text, words, column=points.column)
    return turned, lost


def _is_whole(certain: Bools, possible: Bools, found: Evidence, sure: Bools) -> bool:
    """Tell whether most of a table looks exchanged, so that its columns are."""
    total, suspect = int(sure.sum()), int((certain | possible).sum())
    if not suspect or suspect <= MOST * total:
        return False
    # One certain row among others that are right is a slip of its own.
    alone = suspect == total
    if suspect >= _SEVERAL and not (found.named & sure).any():
        return True
    return (bool(certain.any()) and (suspect > 1 or alone)) or (alone and not (found.named & sure).any())


def _order(  # noqa: PLR0913, PLR0917  everything that may tell
    points: Points, known: npt.NDArray[np.intp], found: Evidence, loose: Bools, answer: str, log: ProblemLog
) -> Bools:
    """Return which points of two bare numbers have the longitude first.

    What one row shows holds for all, as for dates: a row that lies where its name is known, or where points may lie, in
    one order only. Whether a point is in the country or at sea shows nothing: next to the border both orders do. What
    rows show goes before an answer.

    Raises:
        QuestionError: Nothing shows it, or rows show both.
    """
    n = int(loose.sum())
    written = (found.named & ~found.named_exchanged) | (found.box & ~found.box_exchanged)
    other = (found.named_exchanged & ~found.named) | (found.box_exchanged & ~found.box)
    one, two = bool((written & loose).any()), bool((other & loose).any())
    if answer:
        if two not in {one, answer == "exchanged"}:
            _tell_overruled(points, known[(written | other) & loose], answer, log)
            return np.full(n, two)
        return np.full(n, answer == "exchanged")
    if one != two or not (found.box | found.box_exchanged)[loose].any():
        return np.full(n, two)
    raise QuestionError(_which_first(points, known[loose]))


def _tell_overruled(points: Points, deciding: npt.NDArray[np.intp], answer: str, log: ProblemLog) -> None:
    """Warn that the owner's answer is not what rows show, and was not followed."""
    words = _("{overruled}: '{value}' in row {row} lies where it should in the other order only.")
    at = deciding[0]
    said = words.format(
        overruled=overruled_by_file("points", answer), value=shown(str(points.text.iloc[at])), row=points.rows[at]
    )
    log.whole(said, severity="warning", column=log.called.get(points.column, points.column))


def _looks_exchanged(apart: float) -> str:
    """Say why a point is not taken, ``apart`` metres from the place named (NaN where none is known)."""
    if np.isfinite(apart):
        words = _(
            "'{value}': latitude and longitude look exchanged: the point is {km} km from the place named, and right "
            "when exchanged. Exchange them. The point was left blank."
        )
        return words.replace("{km}", number(apart / 1000))
    return _(
        "'{value}': latitude and longitude look exchanged: the point is outside the country or the region, and inside "
        "when exchanged. Exchange them. The point was left blank."
    )


def _question(points: Points, known: npt.NDArray[np.intp], suspect: Bools, apart: Floats) -> Question:
    rows = known[suspect]
    listed = enumerated(str(points.rows[at]) for at in rows[:_LISTED]) + (", …" if len(rows) > _LISTED else "")
    words = _(
        "Latitude and longitude look exchanged in {n} of {all} rows ({rows}), as '{value}': they lie outside the "
        "country or the region, and inside when exchanged. How are they to be read?"
    )
    if np.isfinite(apart[suspect]).any():
        words = _(
            "Latitude and longitude look exchanged in {n} of {all} rows ({rows}), as '{value}': they lie some {km} km "
            "from the places named, and right when exchanged. How are they to be read?"
        ).replace("{km}", number(float(np.nanmedian(apart[suspect])) / 1000))
    return Question(
        "points",
        words.format(
            n=number(len(rows)), all=number(len(known)), rows=listed, value=shown(str(points.text.iloc[rows[0]]))
        ),
        (("written", _("as they are written")), ("exchanged", _("exchanged: the file has them the wrong way round"))),
    )  # fmt: skip


def _which_first(points: Points, rows: npt.NDArray[np.intp]) -> Question:
    words = _("Points as '{value}' can be read in two ways. Which comes first?")
    choices = (("written", _("the latitude (north)")), ("exchanged", _("the longitude (east)")))
    return Question("points", words.format(value=shown(str(points.text.iloc[rows[0]]))), choices)
