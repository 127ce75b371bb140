"""What of a filter concerns strikes alone: attribution, actor, target, casualties and place.

Each looks at what the source says and no further: attribution as the row has it, a contested one never resolved to a
side; a target that no source states is a choice of its own; a blank figure is not a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.schema import ATTRIBUTIONS, TARGET_KINDS
from lib.geography.spelling import plain

if TYPE_CHECKING:
    from lib.events.query import Query

NOT_STATED = "not_stated"
"""The choice among the targets that stands for strikes whose source names no target."""
TARGETS = (*TARGET_KINDS, NOT_STATED)
CASUALTIES = ("any", "figure", "killed")
"""Every strike; those whose source gives a figure of persons killed or injured; those with someone reported killed."""

DEATHS = ("deaths_low", "deaths_high", "civilian_deaths_low", "civilian_deaths_high")
FIGURES = (*DEATHS, "injured_low", "injured_high")
WHERE = ("place", "place_ar", "admin1", "admin2", "admin3", "pcode")
"""Columns in which a place is looked for."""
COLUMNS = ("attribution", "actor", "target_kind", *FIGURES, *WHERE)
"""All that these filters look at, besides the kind."""

Bools = npt.NDArray[np.bool_]


def narrows(query: Query) -> bool:
    """Whether ``query`` leaves out any strike by these filters."""
    restricted = query.attribution and query.attribution != frozenset(ATTRIBUTIONS)
    return bool(restricted or query.targets or query.actor or query.where or query.casualties != CASUALTIES[0])


def passes(frame: pd.DataFrame, query: Query) -> Bools:
    """Which strikes pass.

    Args:
        frame: Rows of strikes with at least the :data:`COLUMNS` that ``query`` asks about.
        query: The filter.

    Returns:
        One value a row.
    """
    keep = np.ones(len(frame), dtype=bool)
    if query.attribution:
        keep &= frame["attribution"].replace("", "unknown").isin(query.attribution).to_numpy()
    if query.targets:
        keep &= _holding(frame["target_kind"], lambda targets: bool(_targets(targets) & query.targets))
    if query.actor:
        asked = query.actor.casefold()
        keep &= _holding(frame["actor"], lambda actor: asked in actor.casefold())
    if query.where:
        keep &= _somewhere(frame, query.where)
    if query.casualties == "figure":
        keep &= frame[list(FIGURES)].notna().any(axis=1).to_numpy()
    elif query.casualties == "killed":
        keep &= (frame[list(DEATHS)].max(axis=1).fillna(0) > 0).to_numpy(dtype=bool)
    return keep


def _targets(text: str) -> frozenset[str]:
    return frozenset(text.split(";")) if text else frozenset({NOT_STATED})


def _somewhere(frame: pd.DataFrame, asked: str) -> Bools:
    """Rows whose place or administrative area bears a name that holds ``asked``, however it is spelled."""
    words = plain(asked)
    if not words:
        return np.zeros(len(frame), dtype=bool)
    found: Bools = np.any([_holding(frame[name], lambda text: words in plain(text)) for name in WHERE], axis=0)
    return found


def _holding(column: pd.Series, test: Callable[[str], bool]) -> Bools:
    """Which cells pass ``test``, asked once for each different text."""
    codes, texts = pd.factorize(column)
    answers: Bools = np.fromiter((test(str(text)) for text in texts), dtype=bool, count=len(texts))
    found: Bools = answers[codes] if len(texts) else np.zeros(len(column), dtype=bool)
    return found
