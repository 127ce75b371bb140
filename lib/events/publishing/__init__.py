"""Data coarsened for publication: whether this request gives out such alone, and what is said of them in words.

Whoever runs the map can set it for everything (``IDLIB_MAP_SAFE``); else an address asks for it (``safe=1``). The table
itself is coarsened, once (:mod:`lib.events.publishing.table`), and :mod:`lib.events.store` hands out no other while it
is on: what is drawn, counted, searched or written downstream never sees a fine point.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from lib.config.crisis import CRISIS
from lib.config.settings import settings
from lib.text import _, enumerated, ngettext, number, sentence_case
from lib.text.vocabulary import in_words

NAME: Final = "safe"
"""The address parameter."""
YES, NO = "1", "0"
SUFFIX: Final = "-safe"
"""What the version of a coarsened table, and of all that is made from it, ends in."""
COARSENED: Final = frozenset({"strike", "displacement"})
"""The kinds of report whose places, figures and texts are coarsened."""
_ASKED: ContextVar[bool] = ContextVar("coarsened data asked for", default=False)


@dataclass(frozen=True)
class Coarseness:
    """How coarse a table is: the side of the squares that its points stand for, km; 0 for sub-districts."""

    grid_km: int = 0


def coarseness() -> Coarseness:
    """Return how coarse what is published is, as the settings have it."""
    return Coarseness(settings().safe_grid_km)


def is_forced() -> bool:
    """Return whether whoever runs the map lets coarsened data alone out."""
    return bool(settings().safe)


def ask(*, wanted: bool) -> None:
    """Ask for coarsened data, or for data as they are, in this request and what it starts."""
    _ASKED.set(wanted)


def is_on() -> bool:
    """Return whether this request gives out coarsened data alone."""
    return is_forced() or _ASKED.get()


def wanted_by(values: list[str]) -> bool:
    """Return whether an address asks for coarsened data, by all values it gives :data:`NAME`.

    In doubt it does: a value that cannot be read, or two that contradict each other, open nothing.
    """
    return any(value not in {"", NO} for value in values)


def read(text: str) -> bool:
    """Read the value of an address.

    Raises:
        ValueError: It is neither 0 nor 1, or it is 0 where coarsened data alone are given out.
    """
    if text not in {YES, NO}:
        raise ValueError(_("it must be 0 or 1"))
    if text == NO and is_forced():
        raise ValueError(_("whoever runs this map gives out coarsened data alone"))
    return text == YES


def write(wanted: bool) -> str:
    """Write the value for an address."""
    return YES if wanted else NO


def short() -> str:
    """Say in a few words, as part of a line, that data are coarsened, and to what."""
    km = coarseness().grid_km
    if not km:
        return _("coarsened for publication: places by sub-district, numbers of people in bands")
    words = _("coarsened for publication: places by squares of {km} km, numbers of people in bands")
    return words.format(km=number(km))


def line() -> str:
    """Say the same as a sentence of its own."""
    return f"{sentence_case(short())}."


def in_full() -> str:
    """Say in sentences what of the data is coarsened, what is left out, and what is as reported."""
    km = coarseness().grid_km
    where = (
        _("Strikes and displacement lie at the point of their sub-district, and bear its name.")
        if not km
        else ngettext(
            "Strikes and displacement lie in the middle of a square of {n} km, and bear its number.",
            "Strikes and displacement lie in the middle of a square of {n} km, and bear its number.",
            km,
        ).format(n=number(km))
    )
    sensitive = [in_words(kind) for kind in CRISIS.publishing.sensitive_targets]
    return " ".join([
        line(),
        where,
        _("Each number of people is a band that holds the reported one; sums are of the bands' ends, hold the true "
          "sum, and are wider than it."),
        *([_("These targets count as other: {kinds}.").format(kinds=enumerated(sensitive))] if sensitive else []),
        _("Notes, titles and addresses of sources, and names that few reports share are left out."),
        _("Days, numbers of reports, and reports of who holds a place are not coarsened."),
    ])  # fmt: skip
