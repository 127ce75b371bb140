"""The figures of a view in words: the same rows on the page, on a slide and in the situation report."""

from __future__ import annotations

from typing import NamedTuple

from lib.analysis.summary import Figures, displaced_basis
from lib.events.query import Query
from lib.wording import _, between, day, ngettext, number


class FigureRow(NamedTuple):
    """One figure: its value, what it is, and what it rests on."""

    value: str
    name: str
    basis: str


def figure_rows(counted: Figures, query: Query) -> list[FigureRow]:
    """The figures of a view, in the order they are shown."""
    unseen = counted.strikes_without_point
    silent = counted.civilians.silent
    changed = counted.changed["place"].nunique()
    return [
        FigureRow(
            number(counted.strikes),
            _("strikes reported"),
            ngettext("a cited selection; {n} has no point", "a cited selection; {n} have no point", unseen).format(
                n=number(unseen)
            )
            if unseen
            else _("a cited selection, not all there were"),
        ),
        FigureRow(
            between(counted.civilians.low, counted.civilians.high),
            _("civilians reported killed"),
            ngettext("{n} strike with no figure", "{n} strikes with no figure", silent).format(n=number(silent)),
        ),
        FigureRow(
            between(counted.displaced.low, counted.displaced.high),
            _("people displaced"),
            displaced_basis(counted.displaced),
        ),
        FigureRow(number(changed), _("settlements changed hands"), _("end of the range against its eve")),
        FigureRow(
            _("{n} km").format(n=number(counted.front_km)), _("front line, computed"), day(query.end, short=True)
        ),
    ]
