"""Whose reports a view shows, in one sentence."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.text import _, ngettext, number

MOST_PUBLISHERS: Final = 8
"""Publishers named; the others are counted."""


def sources_line(publishers: pd.Series, of_layers: tuple[str, ...] = ()) -> str:
    """Say who published what a view shows, the most frequent by name.

    Args:
        publishers: Rows a publisher, most first, as :func:`lib.analysis.daily.publishers` counts them.
        of_layers: Publishers of layers with rows of their own, all of whom are named.
    """
    names = list(dict.fromkeys([*publishers.index[:MOST_PUBLISHERS], *of_layers]))
    named = ", ".join(names)
    others = len(publishers.index.difference(names))
    if others:
        named += " " + ngettext("and {n} other publisher", "and {n} other publishers", others).format(n=number(others))
    return _("Sources: {names}.").format(names=named or _("none"))
