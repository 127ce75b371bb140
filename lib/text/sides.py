"""What sides do, each in a sentence of its own: gender, suffix and order of words differ from side to side.

A crisis that gives none of its own is told in sentences around the side's name.
"""

from __future__ import annotations

from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crisis.tables import Gain
from lib.text import _, ngettext, number, pgettext, sentence_case


def takes(side: str, what: str) -> str:
    """Say what a side takes, for the head of a title: "Government takes such a place and 4 others"."""
    known = CRISIS.side(side)
    if known.takes:
        return str(known.takes).format(what=what)
    return _("{who} takes {what}").format(who=sentence_case(str(known.name)), what=what)


def gains_ground(side: str, area: str, start: str, end: str) -> str:
    """Say how much ground a side gains between two days, as a title."""
    known = CRISIS.side(side)
    if known.gains:
        return str(known.gains).format(area=area, start=start, end=end)
    words = _("{who} gains {area} from {start} to {end}")
    return words.format(who=sentence_case(str(known.name)), area=area, start=start, end=end)


def won(side: str, settlements: int, *, every: bool = False) -> str:
    """Say how many settlements passed to a side, or became contested: "45 to the government", "all to …"."""
    if side == CONTESTED:
        if every:
            return _("all now contested")
        return ngettext("{n} now contested", "{n} now contested", settlements).format(n=number(settlements))
    known = CRISIS.side(side)
    n = pgettext("settlements that changed hands", "all") if every else number(settlements)
    if known.won:
        return str(known.won).format(n=n)
    return _("{n} to {side}").format(n=n, side=known.to)


def passed(gain: Gain, since: str = "") -> str:
    """Say in the legend to whom ground passed, and since when; ``since`` may be a placeholder."""
    if since:
        own = gain.passed_since
        return str(own).format(day=since) if own else _("Passed to {side} since {day}").format(side=gain.to, day=since)
    return str(gain.passed) if gain.passed else _("Passed to {side}").format(side=gain.to)
