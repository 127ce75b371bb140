"""What of a filter concerns strikes alone: attribution, actor, target, casualties and place.

Each looks at what the source says and no further: attribution as the row has it, a contested one never resolved to a
side; a target that no source states is a choice of its own; a blank figure is not a zero.

What sources say is asked of a strike, of which there may be several reports: it passes when one of them says so. Who
struck and how sure that is are one statement, so one report has to make it. ``reports=primary`` asks the counted report
alone. Where a strike was is asked of each report by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.choices import CASUALTIES, NOT_STATED
from lib.events.query import Query
from lib.events.schema import ATTRIBUTIONS
from lib.geography.spelling import plain

DEATHS = ("deaths_low", "deaths_high", "civilian_deaths_low", "civilian_deaths_high")
FIGURES = (*DEATHS, "injured_low", "injured_high")
WHERE = ("place", "place_ar", "admin1", "admin2", "admin3", "pcode")
"""Columns in which a place is looked for."""
COLUMNS = ("attribution", "actor", "target_kind", *FIGURES, *WHERE)
"""All that these filters look at, besides the kind."""

Bools = npt.NDArray[np.bool_]


def restricts_attribution(query: Query) -> bool:
    """Return whether ``query`` asks for some attributions and not for all."""
    return bool(query.attribution) and query.attribution != frozenset(ATTRIBUTIONS)


def asks_sources(query: Query) -> bool:
    """Return whether ``query`` leaves out any strike for what its sources say."""
    return bool(restricts_attribution(query) or query.targets or query.actor or query.casualties != CASUALTIES[0])


def is_active(query: Query) -> bool:
    """Return whether ``query`` leaves out any strike by the filters of strikes alone."""
    return asks_sources(query) or bool(query.where) or query.near != "any"


def statements(frame: pd.DataFrame, query: Query) -> list[Bools]:
    """Mark the reports that say what ``query`` asks of the sources of a strike, one array per question.

    Args:
        frame: Reports of strikes with at least the :data:`COLUMNS` that ``query`` asks about.
        query: The filter.
    """
    asked: list[Bools] = []
    if restricts_attribution(query) or query.actor:
        asked.append(_attributed(frame, query))
    if query.targets:
        asked.append(_holding(frame["target_kind"], lambda targets: bool(_targets(targets) & query.targets)))
    if query.casualties == "figure":
        asked.append(frame[list(FIGURES)].notna().any(axis=1).to_numpy(dtype=bool))
    elif query.casualties == "killed":
        asked.append((frame[list(DEATHS)].max(axis=1).fillna(0) > 0).to_numpy(dtype=bool))
    return asked


def somewhere(frame: pd.DataFrame, query: Query) -> Bools:
    """Mark the rows whose place or administrative area has a name that holds ``query.where``, however it is spelled."""
    if not query.where:
        return np.ones(len(frame), dtype=bool)
    words = plain(query.where)
    if not words:
        return np.zeros(len(frame), dtype=bool)
    found: Bools = np.any([_holding(frame[name], lambda text: words in plain(text)) for name in WHERE], axis=0)
    return found


def _attributed(frame: pd.DataFrame, query: Query) -> Bools:
    keep = np.ones(len(frame), dtype=bool)
    if restricts_attribution(query):
        keep &= frame["attribution"].replace("", "unknown").isin(query.attribution).to_numpy()
    if query.actor:
        asked: Final = query.actor.casefold()
        keep &= _holding(frame["actor"], lambda actor: asked in actor.casefold())
    return keep


def _targets(text: str) -> frozenset[str]:
    return frozenset(text.split(";")) if text else frozenset({NOT_STATED})


def _holding(column: pd.Series, test: Callable[[str], bool]) -> Bools:
    """Mark the cells that pass ``test``, asked once for each different text."""
    codes, texts = pd.factorize(column)
    answers: Bools = np.fromiter((test(str(text)) for text in texts), dtype=bool, count=len(texts))
    found: Bools = answers[codes] if len(texts) else np.zeros(len(column), dtype=bool)
    return found
