"""The figures of a view in words: the same rows on the page, on a picture, on a slide and in the situation report."""

from __future__ import annotations

from typing import NamedTuple

from lib.analysis.summary import Figures, displaced_basis, displaced_name
from lib.events import narrowing
from lib.events.query import Query
from lib.events.strike_nouns import strikes_noun
from lib.text import _, between, day, joined, ngettext, number, pgettext


class FigureRow(NamedTuple):
    """One figure: its value, what it is with its days where they are not the range's, what it rests on, and its kind.

    ``key`` names the figure, as the browser's strip does.
    """

    value: str
    name: str
    basis: str
    key: str


KINDS_OF_FIGURES = {
    "strikes": "strike",
    "civilians": "strike",
    "displaced": "displacement",
    "changed": "control",
    "front": "control",
}
"""The figures in the order they are shown, and the kind of report that each is counted of."""


def figure_rows(counted: Figures, query: Query) -> list[FigureRow]:
    """List the figures of a view, in the order they are shown; of a kind that the view leaves out there is none."""
    shown = [key for key, kind in KINDS_OF_FIGURES.items() if query.has_kind(kind)]
    made = {row.key: row for row in _every(counted, query)}
    return [made[key] for key in shown]


def _every(counted: Figures, query: Query) -> list[FigureRow]:
    changed = counted.changed["place"].nunique()
    strikes = strikes_noun(query, counted.strikes)
    return [
        FigureRow(
            number(counted.strikes),
            _("{strikes} reported").format(strikes=strikes),
            _also(
                selection(counted.strikes_without_point, query),
                coarse_inside(counted.strikes_coarse, query),
                _unsure(counted.unsure.strikes, counted.strikes),
            ),
            "strikes",
        ),
        FigureRow(
            between(counted.civilians.low, counted.civilians.high),
            _("civilians reported killed"),
            _also(_without_figure(counted), _unsure_killed(counted)),
            "civilians",
        ),
        FigureRow(
            between(counted.displaced.low, counted.displaced.high),
            displaced_name(counted.displaced, query),
            displaced_basis(counted.displaced, query),
            "displaced",
        ),
        FigureRow(
            number(changed),
            ngettext("settlement changed hands", "settlements changed hands", changed),
            _also(
                _("against the day before the range"),
                narrowing.where(query),
                _unsure(counted.unsure_changed, changed),
            ),
            "changed",
        ),
        FigureRow(
            _("{n} km").format(n=number(counted.front_km)) if counted.front_km else pgettext("front line", "none"),
            _("front line, computed"),
            _also(day(query.end, short=True), narrowing.where(query)),
            "front",
        ),
    ]


def is_notable(part: int, whole: int) -> bool:
    """Return whether what is unsure of a figure has to be said with it: more than a tenth."""
    return part * 10 > whole


def _also(*basis: str) -> str:
    return joined(part for part in basis if part)


def _without_figure(counted: Figures) -> str:
    silent = counted.civilians.silent
    words = ngettext("{n} strike with no figure", "{n} strikes with no figure", silent)
    return words.format(n=number(silent)) if counted.strikes else ""


def _unsure(part: int, whole: int) -> str:
    return _("{n} of low confidence").format(n=number(part)) if is_notable(part, whole) else ""


def _unsure_killed(counted: Figures) -> str:
    unsure = counted.unsure.killed
    notable = is_notable(unsure, counted.civilians.high or 0)
    return _("up to {n} by reports of low confidence").format(n=number(unsure)) if notable else ""


def coarse_inside(coarse: int, query: Query) -> str:
    """Say how many strikes lie in an area of the reader's own by a point that stands for more than a settlement."""
    if not coarse or not query.within_area:
        return ""
    words = ngettext(
        "{n} of them is located to a sub-district or wider",
        "{n} of them are located to a sub-district or wider",
        coarse,
    )
    return words.format(n=number(coarse))


def selection(unseen: int, query: Query) -> str:
    """Say what a count of strikes leaves out; ``unseen`` is how many of them have no point."""
    narrowed = narrowing.strikes_besides_the_noun(query)
    passing = _("only those that pass the filter") if narrowing.narrows_strikes(query) else _("a cited selection")
    whole = narrowed or passing
    if not unseen:
        return whole
    words = ngettext("{whole}; {n} has no point", "{whole}; {n} have no point", unseen)
    return words.format(whole=whole, n=number(unseen))
