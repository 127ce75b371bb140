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
        strikes, without_point, low, high and silent (civilians), coarse (strikes), unsure (strikes, killed, displaced,
        changed), displaced (low, high, first day, last day; all None
        when no two totals cover the range), changed.
    """

    def count(sums: list[list[int]]) -> int:
        return sum(sums[0][: last + 1]) - sum(sums[1][:first])

    strikes, civilians = body["strikes"], body["strikes"]["civilians"]
    *displaced, doubted = _displaced(body["displaced"], first, last)
    changed, doubtful = _changed(body["changes_by_place"], first, last)
    number, given = count(strikes["count"]), count(civilians["given"])
    low, high = (count(civilians[name]) if given else None for name in ("low", "high"))
    return {
        "strikes": number,
        "without_point": count(strikes["without_point"]),
        "low": low,
        "high": None if low is None or high is None else max(low, high),
        "silent": number - given,
        "coarse": count(strikes["coarse"]),
        "unsure": {name: count(sums) for name, sums in strikes["unsure"].items()}
        | {"displaced": doubted, "changed": doubtful},
        "displaced": tuple(displaced),
        "changed": changed,
    }


def _displaced(displaced: dict[str, Any], first: int, last: int) -> tuple[int | bool | None, ...]:
    """Low, high, first and last day, and whether a total behind it is of low confidence."""
    found = _difference(displaced["totals"], first, last)
    low, high, _since, until, _unsure = found
    most = low if high is None else high
    inside = [
        (low, high, since, end, bool(unsure))
        for since, end, low, high, unsure in displaced["others"]
        if first <= since and end <= last
        and (until is None or (end > until and (high if low is None else low) > (most or 0)))
    ]  # fmt: skip
    return inside[-1] if inside else found


def _difference(totals: list[list[Any]], first: int, last: int) -> tuple[int | bool | None, ...]:
    nothing = (None, None, None, None, False)
    known = [total for total in totals if total[0] <= last]
    before = [total for total in totals if total[0] < first]
    if len(known) == len(before):
        return nothing
    day, low, high, unsure = known[-1]
    if not before:
        return low, high, 0, day, bool(unsure)
    since, earlier_low, earlier_high, earlier_unsure = before[-1]
    least = None if low is None or earlier_high is None else low - earlier_high
    most = None if high is None or earlier_low is None else high - earlier_low
    if (least or 0 if most is None else most) < 0:
        return nothing
    return (None if least is None else max(least, 0)), most, since + 1, day, bool(unsure or earlier_unsure)


def _changed(by_place: list[list[Any]], first: int, last: int) -> tuple[int, int]:
    """How many places changed hands, and of how many a report of low confidence says so."""
    during = ((place, [row for row in rows if first <= row[0] <= last]) for place, rows in by_place)
    found = [(place, rows[-1][3]) for place, rows in during if rows and rows[0][1] and rows[0][1] != rows[-1][2]]
    return len({place for place, _unsure in found}), len({place for place, unsure in found if unsure})
