"""Two periods side by side: every figure of each, and what may be said of their difference.

Period A is the range of a view, period B is named by ``b_start`` and ``b_end``; everything else that the view asks for
holds for both. A difference is B less A, and there is one only where two figures are of the same thing: ranges that
overlap have none, nor have figures of days that are not their period's or of different numbers of days, nor what one
of them does not report. How it is said stands in :mod:`lib.analysis.side_by_side.words`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from lib.analysis import control, ground, summary
from lib.analysis.comparison import previous
from lib.analysis.figure_rows import is_notable
from lib.analysis.summary import Figures
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.table import EventTable

GAINED: Final = "gained_"
"""Begins the key of the ground that one party to the fighting gained."""
STRIKES, PERSONS, SETTLEMENTS, KM2, KM = "strikes", "persons", "settlements", "km²", "km"
"""Units of the figures."""
STEP_KM2: Final = -1
"""Ground is given in tens of square kilometres, as everywhere: the line is not known better."""


@dataclass(frozen=True)
class Value:
    """One figure of one period.

    ``low`` and ``high`` are its ends, both the same where it is exact, None where it is not reported; ``since`` and
    ``until`` the first and the last day that it stands for, None where there are none; ``counter`` is who counted, ""
    where that makes no difference.
    """

    low: int | None
    high: int | None
    since: date | None
    until: date | None
    counter: str = ""


class Verdict(StrEnum):
    """What may be said of the difference between two figures."""

    KNOWN = "known"
    OVERLAP = "overlap"
    UNLIKE = "unlike"
    MISSING = "missing"


@dataclass(frozen=True)
class Difference:
    """The second figure less the first: its ends, both the same where it is exact; None unless it is known."""

    verdict: Verdict
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Row:
    """One figure of both periods.

    ``key`` names it, as :mod:`lib.analysis.figure_rows` does where it is there too; ``unit`` is what it counts or
    measures; ``unsure`` is what of each rests on reports of low confidence, where that is more than a tenth of either.
    """

    key: str
    unit: str
    a: Value
    b: Value
    difference: Difference
    unsure: tuple[int, int] | None = None


View = tuple[Query, Figures]
"""A period and its figures."""


def periods(query: Query) -> tuple[Query, Query]:
    """Return the views of the two periods that a view asks for, each with its days as its range.

    Where it names no second period, that is as many days before the range; where the map does not cover these, as many
    after it; where neither, the first half of the range is set beside its second. Of a second period with one end it
    has as many days as the range, as far as the map covers them.
    """
    # Each of the maps is of its own days: what lies before them is on the other, or would be read as if it were.
    layers = query.layers - {"earlier"}
    plain = replace(query, b_start=None, b_end=None, compare=None, mode=Query().mode, layers=layers)
    days = query.end - query.start
    if query.b_start is not None or query.b_end is not None:
        start = query.b_start or max((query.b_end or LAST_DAY) - days, FIRST_DAY)
        return plain, replace(plain, start=start, end=query.b_end or min(start + days, LAST_DAY))
    return _before(plain) or _after(plain) or _halves(plain)


def _before(query: Query) -> tuple[Query, Query] | None:
    before = previous(query)
    return None if before is None else (query, before)


def _after(query: Query) -> tuple[Query, Query] | None:
    length = query.end - query.start + timedelta(days=1)
    if query.end + length > LAST_DAY:
        return None
    return query, replace(query, start=query.start + length, end=query.end + length)


def _halves(query: Query) -> tuple[Query, Query]:
    """Return both halves of the range; of an odd number of days the first day is in neither."""
    half = timedelta(days=((query.end - query.start).days + 1) // 2)
    if not half:
        return query, query
    middle = query.end - half
    return replace(query, start=middle - half + timedelta(days=1), end=middle), replace(
        query, start=middle + timedelta(days=1)
    )


def rows(events: EventTable, a: Query, b: Query) -> tuple[Row, ...]:
    """Count both periods, and say of each figure how the second differs from the first.

    Only figures of the kinds of report that the view shows; what each means is told at
    :class:`lib.analysis.summary.Figures`.

    Args:
        events: The event table.
        a: The view of the first period.
        b: The view of the second period.
    """
    first, second = summary.figures(events, a), summary.figures(events, b)
    made: list[Row] = []
    if a.has_kind("strike"):
        made += _of_strikes((a, first), (b, second))
    if a.has_kind("displacement"):
        made.append(_of_displacement((a, first), (b, second)))
    if a.has_kind("control"):
        made += _of_control(events, (a, first), (b, second))
    return tuple(made)


def _of_strikes(a: View, b: View) -> list[Row]:
    days = a[0], b[0]
    struck = _unsure(*((some.unsure.strikes, some.strikes) for _asked, some in (a, b)))
    killed = _unsure(*((some.unsure.killed, some.civilians.high or 0) for _asked, some in (a, b)))
    return [
        _row("strikes", STRIKES, days, *_values(a, b, lambda f: (f.strikes, f.strikes)), unsure=struck),
        _row("civilians", PERSONS, days, *_values(a, b, lambda f: (f.civilians.low, f.civilians.high)), unsure=killed),
        _row("silent", STRIKES, days, *_values(a, b, lambda f: (f.civilians.silent, f.civilians.silent))),
    ]


def _of_displacement(a: View, b: View) -> Row:
    """Set the totals side by side, each with the days that it stands for; one of low confidence is so as a whole."""
    found = [some.displaced for _asked, some in (a, b)]
    first, second = (Value(one.low, one.high, one.since, one.until, one.counter) for one in found)
    weak = _unsure(*((one.high or 0 if one.unsure else 0, one.high or 0) for one in found))
    return _row("displaced", PERSONS, (a[0], b[0]), first, second, unsure=weak)


def _of_control(events: EventTable, a: View, b: View) -> list[Row]:
    """Set changes of control, ground and front side by side; nothing of them where nobody is known to hold anything."""
    days, known = (a[0], b[0]), control.control_dates(events)
    if not known:
        blank = Value(None, None, None, None)
        return [_row(key, unit, days, blank, blank) for key, unit in (("changed", SETTLEMENTS), ("front", KM))]
    unsure = _unsure(*((some.unsure_changed, _changed(some)) for _asked, some in (a, b)))
    passed = [_passed(events, asked, known[0]) for asked in days]
    first, second = (
        Value(km, km, asked.end, asked.end) for asked, some in (a, b) for km in [round(some.front_km) or None]
    )
    return [
        _row("changed", SETTLEMENTS, days, *_values(a, b, lambda f: (_changed(f), _changed(f))), unsure=unsure),
        *(_row(f"{GAINED}{gain.id}", KM2, days, *(each[gain.id] for each in passed)) for gain in CRISIS.gains),
        Row("front", KM, first, second, difference(first, second)),
    ]


def _passed(events: EventTable, asked: Query, known: date) -> dict[str, Value]:
    """Measure the ground that passed to each party on the days after the first on which holders are ``known``."""
    since = max(asked.start, known + timedelta(days=1))
    if since > asked.end:
        return {gain.id: Value(None, None, None, None) for gain in CRISIS.gains}
    areas = ground.passed(events, since, asked.end)
    return {name: Value(_tens(area.low), _tens(area.high), since, asked.end) for name, area in areas.items()}


def _values(a: View, b: View, ends: Callable[[Figures], tuple[int | None, int | None]]) -> tuple[Value, Value]:
    """Return a figure of both periods, which stands for all their days."""
    first, second = (Value(*ends(some), asked.start, asked.end) for asked, some in (a, b))
    return first, second


def _changed(counted: Figures) -> int:
    return counted.changed["place"].nunique()


def _tens(area: float) -> int:
    return int(round(area, STEP_KM2))


def _unsure(*each: tuple[int, int]) -> tuple[int, int] | None:
    """Return what is unsure of two figures, each given with the whole; None where it need not be said of either."""
    a, b = (part for part, _whole in each)
    return (a, b) if any(is_notable(*one) for one in each) else None


def _row(  # noqa: PLR0913  a figure, what it is counted of, and both its values
    key: str, unit: str, days: tuple[Query, Query], a: Value, b: Value, *, unsure: tuple[int, int] | None = None
) -> Row:
    return Row(key, unit, a, b, difference(a, b, days), unsure)


def difference(a: Value, b: Value, days: tuple[Query, Query] | None = None) -> Difference:
    """Say how a figure of the second period differs from that of the first.

    Args:
        a: The figure of the first period.
        b: That of the second.
        days: Both periods, for a figure that is counted over days; None for one of a day, such as the last one.
    """
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Difference(Verdict.MISSING)
    if a.counter != b.counter or not _like_for_like(a, b, days):
        return Difference(Verdict.UNLIKE)
    exact = a.low == a.high and b.low == b.high
    if not exact and a.low <= b.high and b.low <= a.high:
        return Difference(Verdict.OVERLAP)
    return Difference(Verdict.KNOWN, b.low - a.high, b.high - a.low)


def _like_for_like(a: Value, b: Value, days: tuple[Query, Query] | None) -> bool:
    """Return whether two figures stand for their periods, which have as many days."""
    if days is None:
        return True
    stands = all((v.since, v.until) == (asked.start, asked.end) for v, asked in zip((a, b), days, strict=True))
    return stands and len({asked.end - asked.start for asked in days}) == 1
