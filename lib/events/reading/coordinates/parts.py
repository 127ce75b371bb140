"""Degrees, minutes and seconds in one number, where the name of the column says that its cells are written so."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from lib.config.crisis import CRISIS
from lib.events.problems import shown
from lib.events.questions import Question, QuestionError
from lib.events.reading.coordinates.candidates import Candidate, Table
from lib.events.reading.coordinates.degrees import Bools, Floats
from lib.geography.swapped_coordinates import in_box
from lib.text import _

_SECONDS: Final = re.compile(r"\b(?:dms|d+mmss(?:\.s+)?|dd\.mmss)\b", re.IGNORECASE)
"""Names of columns whose numbers may be 35.5150 for 35°51'50\"."""
_MINUTES: Final = re.compile(r"\b(?:ddm|dmm|d+mm\.m+)\b", re.IGNORECASE)
"""Names of columns whose numbers may be 3551.84 for 35°51.84'."""
_SIXTY, _HUNDRED = 60.0, 100.0
_HAIR = 1e-6


def read_parts(one: Candidate, table: Table) -> Candidate:
    """Return the points of a pair of columns, read as their names say where that gives points of the region.

    Raises:
        QuestionError: They may be decimal degrees as well.
    """
    titles = [table.grid.header[at] for at in one.columns]
    fine = one.kept & one.there
    if not fine.any():
        return one
    x, y = one.x[fine], one.y[fine]
    if all(map(_MINUTES.search, titles)) and (found := _each(_of_minutes(x), _of_minutes(y))) is not None:
        _take(one, fine, found, table)
    elif all(map(_SECONDS.search, titles)) and (found := _each(_of_seconds(x), _of_seconds(y))) is not None:
        at = int(np.flatnonzero(fine)[0])
        if not table.answers.degrees:
            raise QuestionError(_question(str(one.text.iloc[at]), found[1][0], found[0][0]))
        if table.answers.degrees == "parts":
            _take(one, fine, found, table)
    return one


def _each(x: Floats | None, y: Floats | None) -> tuple[Floats, Floats] | None:
    """Return both where there are both, and all lie in the region."""
    if x is None or y is None or not in_box(y, x, CRISIS.boxes.region).all():
        return None
    return x, y


def _of_minutes(values: Floats) -> Floats | None:
    """Return degrees of numbers as 3551.84 (35°51.84'); None where they can be none."""
    degrees, minutes = np.divmod(values, _HUNDRED)
    return None if (minutes >= _SIXTY).any() or (degrees < 1).any() else degrees + minutes / _SIXTY


def _of_seconds(values: Floats) -> Floats | None:
    """Return degrees of numbers as 35.5150 (35°51'50"); None where they can be none, or have no parts."""
    degrees = np.floor(values + _HAIR)
    minutes, rest = np.divmod((values - degrees) * _HUNDRED + _HAIR, 1.0)
    seconds = np.maximum(rest * _HUNDRED - _HAIR * _HUNDRED, 0.0)
    if (minutes >= _SIXTY).any() or (seconds >= _SIXTY).any() or not ((values - degrees) > _HAIR).any():
        return None
    return degrees + minutes / _SIXTY + seconds / _SIXTY**2


def _take(one: Candidate, fine: Bools, found: tuple[Floats, Floats], table: Table) -> None:
    one.x[fine], one.y[fine] = found
    one.kept &= ~fine
    at = int(np.flatnonzero(fine)[0])
    words = _("The coordinates were read as degrees, minutes and seconds in one number ({value} is {read}).")
    read = f"{one.y[at]:.6f}, {one.x[at]:.6f}"
    table.log.whole(words.format(value=shown(str(one.text.iloc[at])), read=read), severity="notice", column=table.title)


def _question(value: str, lat: float, lon: float) -> Question:
    words = _(
        "The names of the columns say degrees, minutes and seconds; '{value}' is then {read}. Or are these decimal "
        "degrees?"
    )
    choices = (
        ("parts", _("degrees, minutes and seconds: {read}").format(read=f"{lat:.4f}, {lon:.4f}")),
        ("decimal", _("decimal degrees, as written")),
    )
    return Question("degrees", words.format(value=shown(value), read=f"{lat:.4f}, {lon:.4f}"), choices)
