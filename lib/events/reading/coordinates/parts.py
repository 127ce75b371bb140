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
from lib.geography.swapped_coordinates import MOST, in_box
from lib.text import _

_SECONDS: Final = re.compile(r"(?<![^\W_])(?:dms|d+\.?mmss)(?![^\W_])", re.IGNORECASE)
"""Names of columns whose numbers may be 35.5150 for 35°51'50\"."""
_MINUTES: Final = re.compile(r"(?<![^\W_])(?:ddm|d+mm\.m+)(?![^\W_])", re.IGNORECASE)
"""Names of columns whose numbers may be 3551.84 for 35°51.84'."""
_SIXTY, _HUNDRED = 60.0, 100.0
_HAIR = 1e-6


def read_parts(one: Candidate, table: Table) -> Candidate:
    """Return the points of a pair of columns, read as their names say where that gives points of the region.

    Raises:
        QuestionError: They may be decimal degrees as well.
    """
    titles = [table.grid.header[at] for at in one.columns]
    minutes, seconds = (all(map(pattern.search, titles)) for pattern in (_MINUTES, _SECONDS))
    # A point of nought and nought is none, whatever it is written in.
    fine = one.kept & one.there & ((one.x != 0) | (one.y != 0))
    if not fine.any() or not (minutes or seconds):
        return one
    apart = _of_minutes if minutes else _of_seconds
    found = np.full((2, len(one.x)), np.nan)
    found[:, fine] = apart(one.x[fine]), apart(one.y[fine])
    there = in_box(found[1], found[0], CRISIS.boxes.region)
    # A slip or a point elsewhere in some rows tells nothing of the others; minutes beyond 60 tell of all.
    if np.isnan(found[:, fine]).any() or there[fine].mean() <= MOST:
        return one
    at = int(np.flatnonzero(there)[0])
    if seconds and not minutes and not table.answers.degrees:
        raise QuestionError(_question(str(one.text.iloc[at]), found[1][at], found[0][at]))
    if minutes or table.answers.degrees == "parts":
        _take(one, fine, (found[0][fine], found[1][fine]), table)
    return one


def _of_minutes(values: Floats) -> Floats:
    """Return degrees of numbers as 3551.84 (35°51.84'); NaN for what can be none."""
    degrees, minutes = np.divmod(values, _HUNDRED)
    found: Floats = np.where((minutes >= _SIXTY) | (degrees < 1), np.nan, degrees + minutes / _SIXTY)
    return found


def _of_seconds(values: Floats) -> Floats:
    """Return degrees of numbers as 35.5150 (35°51'50"); NaN for what can be none."""
    degrees = np.floor(values + _HAIR)
    minutes, rest = np.divmod((values - degrees) * _HUNDRED + _HAIR, 1.0)
    seconds = np.maximum(rest * _HUNDRED - _HAIR * _HUNDRED, 0.0)
    whole = degrees + minutes / _SIXTY + seconds / _SIXTY**2
    found: Floats = np.where((minutes >= _SIXTY) | (seconds >= _SIXTY), np.nan, whole)
    return found


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
