"""Two periods side by side in words: the same rows on the page, on a picture, on a slide and in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lib.analysis.side_by_side import GAINED, KM, KM2, Difference, Row, Value, Verdict
from lib.analysis.summary import not_narrowed_note
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.strike_nouns import strikes_noun
from lib.text import _, between, day, enumerated, joined, ngettext, number, pgettext, span, square_km
from lib.text import told as translated

MINUS, PLUS_MINUS = "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"


class Line(NamedTuple):
    """One figure in words: that of each period, what it is with what has to be said of it, and the difference."""

    a: str
    name: str
    note: str
    b: str
    difference: str
    key: str


def lines(rows: Sequence[Row], query: Query) -> list[Line]:
    """Write each figure of :func:`lib.analysis.side_by_side.rows`; ``query`` is the view of either period."""
    return [
        Line(
            a=value(row.a, row.unit),
            name=name(row.key, query),
            note=note(row, query),
            b=value(row.b, row.unit),
            difference=differs(row),
            key=row.key,
        )
        for row in rows
    ]


def name(key: str, query: Query) -> str:
    """Name a figure: what is counted, for both periods."""
    if key.startswith(GAINED):
        side = next(str(gain.to) for gain in CRISIS.gains if gain.id == key.removeprefix(GAINED))
        return _("passed to {side}").format(side=side)
    return {
        "strikes": _("{strikes} reported").format(strikes=strikes_noun(query)),
        "civilians": _("civilians reported killed"),
        "silent": _("strikes without a figure"),
        "displaced": _("people displaced"),
        "changed": _("settlements changed hands"),
        "front": _("front line at the end, computed"),
    }[key]


def value(given: Value, unit: str) -> str:
    """Write a figure with its unit; "not reported" where it is blank."""
    if given.low is None and given.high is None:
        return _("not reported")
    if unit == KM2:
        return square_km(given.low or 0, given.high or 0)
    written = between(given.low, given.high)
    return _("{n} km").format(n=written) if unit == KM else written


def differs(row: Row) -> str:
    """Write the second figure less the first, with its sign, or why there is no difference."""
    words = {
        Verdict.OVERLAP: _("ranges overlap"),
        Verdict.UNLIKE: _("not like for like"),
        Verdict.MISSING: _("not reported"),
    }
    return words.get(row.difference.verdict) or _with_unit(_signed(row.difference), row.unit)


def _signed(by: Difference) -> str:
    low, high = by.low or 0, by.high or 0
    if low == high:
        return _sign(low)
    return _("{low} to {high}").format(low=_sign(low), high=_sign(high))


def _sign(n: int) -> str:
    return f"{MINUS if n < 0 else '+' if n else PLUS_MINUS}{number(abs(n))}"


def _with_unit(text: str, unit: str) -> str:
    return {KM2: _("{n} km²"), KM: _("{n} km")}.get(unit, "{n}").format(n=text)


def note(row: Row, query: Query) -> str:
    """Say what has to be known of a figure: days and counter of its own, and what of it is of low confidence."""
    of_totals = (_windows(row), not_narrowed_note(query)) if row.key == "displaced" else ()
    return joined(part for part in (*of_totals, _unsure(row)) if part)


def _unsure(row: Row) -> str:
    if row.unsure is None:
        return ""
    words = _("of low confidence: {a} in A, {b} in B")
    if row.key == "civilians":
        words = _("by reports of low confidence: up to {a} in A, up to {b} in B")
    a, b = row.unsure
    return words.format(a=number(a), b=number(b))


def _windows(row: Row) -> str:
    """Say who counted, and the days that each total stands for; "" where there are none."""
    counters = list(dict.fromkeys(each.counter for each in (row.a, row.b) if each.counter))
    days = [_days(each.since, each.until) for each in (row.a, row.b)]
    if not any(days):
        return ""
    a, b = (each or pgettext("days", "none") for each in days)
    return _("{who}: {a} | {b}").format(who=enumerated(map(translated, counters)), a=a, b=b)


def _days(since: date | None, until: date | None) -> str:
    return "" if since is None or until is None else span(since, until, short=True)


def finding(rows: Sequence[Row], a: Query, b: Query) -> str:
    """Write a title: the ground that passed to who gained most of it in either period, else strikes, else displaced.

    Each figure stands with its days.
    """
    days = {"days_a": span(a.start, a.end, short=True), "days_b": span(b.start, b.end, short=True)}
    by_key = {row.key: row for row in rows}
    ground = [row for row in rows if row.key.startswith(GAINED) and _most(row)]
    if ground:
        largest = max(ground, key=_most)
        side = next(gain.to for gain in CRISIS.gains if gain.id == largest.key.removeprefix(GAINED))
        words = _("{a} passed to {side} ({days_a}), {b} ({days_b})")
        return words.format(a=value(largest.a, KM2), b=value(largest.b, KM2), side=side, **days)
    if "strikes" in by_key:
        words = _("{a} {strikes} reported ({days_a}), {b} ({days_b})")
        row = by_key["strikes"]
        return words.format(a=value(row.a, ""), b=value(row.b, ""), strikes=strikes_noun(a), **days)
    moved = by_key.get("displaced")
    if moved is not None and all(_days(each.since, each.until) for each in (moved.a, moved.b)):
        own = {"days_a": _days(moved.a.since, moved.a.until), "days_b": _days(moved.b.since, moved.b.until)}
        words = _("{a} people reported displaced ({days_a}), {b} ({days_b})")
        return words.format(a=value(moved.a, ""), b=value(moved.b, ""), **own)
    return _("{days_a} beside {days_b}").format(**days)


def _most(row: Row) -> int:
    return max(row.a.high or 0, row.b.high or 0)


def lengths(a: Query, b: Query) -> str:
    """Say how many days both periods have, and what follows where it is not as many."""
    first, second = ((each.end - each.start).days + 1 for each in (a, b))
    if first == second:
        words = ngettext("Two periods of {n} day side by side", "Two periods of {n} days side by side", first)
        return words.format(n=number(first))
    counts = (ngettext("{n} day", "{n} days", n).format(n=number(n)) for n in (first, second))
    words = _("A has {a}, B has {b}: what is counted over days is not like for like")
    return words.format(**dict(zip("ab", counts, strict=True)))


def period(letter: str, query: Query) -> str:
    """Name a period: its letter and its days."""
    return f"{letter} {span(query.start, query.end, short=True)}"


def front_on(query: Query) -> str:
    """Name the day that the front of a period is of."""
    return _("front on {day}").format(day=day(query.end, short=True))
