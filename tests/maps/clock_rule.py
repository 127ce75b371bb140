"""The rule by which the browser makes the figures of a range from the clock's data, written once more."""

from __future__ import annotations

from typing import Any


def figures(body: dict[str, Any], first: int, last: int) -> dict[str, Any]:
    """The figures of a range of days, made of a :func:`clock` alone: the rule that the browser follows.

    Args:
        body: What :func:`clock` gave.
        first: First day of the range, a day number.
        last: Last day of the range.

    Returns:
        strikes, without_point, low, high and silent (civilians), unsure (strikes, killed),
        displaced (low, high, first day, last day; all None
        when no two totals cover the range), changed.
    """

    def count(sums: list[list[int]]) -> int:
        return sum(sums[0][: last + 1]) - sum(sums[1][:first])

    strikes, civilians = body["strikes"], body["strikes"]["civilians"]
    number, given = count(strikes["count"]), count(civilians["given"])
    low, high = (count(civilians[name]) if given else None for name in ("low", "high"))
    return {
        "strikes": number,
        "without_point": count(strikes["without_point"]),
        "low": low,
        "high": None if low is None or high is None else max(low, high),
        "silent": number - given,
        "unsure": {name: count(sums) for name, sums in strikes["unsure"].items()},
        "displaced": _displaced(body["displaced"], first, last),
        "changed": _changed(body["changes_by_place"], first, last),
    }


def _displaced(displaced: dict[str, Any], first: int, last: int) -> tuple[int | None, ...]:
    found = _difference(displaced["totals"], first, last)
    low, high, _since, until = found
    most = low if high is None else high
    inside = [
        (low, high, since, end)
        for since, end, low, high in displaced["others"]
        if first <= since and end <= last
        and (until is None or (end > until and (high if low is None else low) > (most or 0)))
    ]  # fmt: skip
    return inside[-1] if inside else found


def _difference(totals: list[list[Any]], first: int, last: int) -> tuple[int | None, ...]:
    nothing = (None, None, None, None)
    known = [total for total in totals if total[0] <= last]
    before = [total for total in totals if total[0] < first]
    if len(known) == len(before):
        return nothing
    day, low, high = known[-1]
    if not before:
        return low, high, 0, day
    since, earlier_low, earlier_high = before[-1]
    least = None if low is None or earlier_high is None else low - earlier_high
    most = None if high is None or earlier_low is None else high - earlier_low
    if (least or 0 if most is None else most) < 0:
        return nothing
    return (None if least is None else max(least, 0)), most, since + 1, day


def _changed(by_place: list[list[Any]], first: int, last: int) -> int:
    during = ((place, [row for row in rows if first <= row[0] <= last]) for place, rows in by_place)
    return len({place for place, rows in during if rows and rows[0][1] and rows[0][1] != rows[-1][2]})
