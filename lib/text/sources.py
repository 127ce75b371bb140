"""Whose reports a view shows, and what a view does not know, in sentences."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.text import _, day, enumerated, ngettext, number, pgettext

MOST_PUBLISHERS: Final = 8
"""Publishers named; the others are counted."""


def sources_line(publishers: pd.Series, of_layers: tuple[str, ...] = ()) -> str:
    """Say who published what a view shows, the most frequent by name.

    Args:
        publishers: Rows a publisher, most first, as :func:`lib.analysis.daily.publishers` counts them.
        of_layers: Publishers of layers with rows of their own, all of whom are named.
    """
    return _("Sources: {names}.").format(names=_named(publishers, of_layers))


def limits(publishers: pd.Series, data_version: str, end: date, attribution: str, coarse: str = "") -> tuple[str, ...]:
    """Say under a page who published what it shows, what it does not know, and what it is no statement of.

    Args:
        publishers: As for :func:`sources_line`.
        data_version: Version of the data shown.
        end: Last day of the view.
        attribution: Where the base map comes from.
        coarse: How the data are coarsened for publication; "" where they are as reported.
    """
    reported = _(
        "Reported events only: a quiet day on the map is not a quiet day on the ground. Points are settlement "
        "centres, not impact sites. Strikes are a cited selection; blank figures are not zero."
    )
    if coarse:
        reported = _(
            "Reported events only: a quiet day on the map is not a quiet day on the ground. Strikes are a cited "
            "selection; blank figures are not zero."
        )
    return (
        *filter(None, (coarse,)),
        _("Sources of this view: {names}.").format(names=_named(publishers)),
        reported,
        _("Boundaries and lines are approximate and imply no endorsement."),
        _("Base map: {names}. Data version {version}, as of {day}.").format(
            names=attribution, version=data_version, day=day(end)
        ),
    )


def _named(publishers: pd.Series, of_layers: tuple[str, ...] = ()) -> str:
    names = list(dict.fromkeys([*publishers.index[:MOST_PUBLISHERS], *of_layers]))
    named = enumerated(names)
    others = len(publishers.index.difference(names))
    if others:
        named += " " + ngettext("and {n} other publisher", "and {n} other publishers", others).format(n=number(others))
    return named or pgettext("publishers", "none")
