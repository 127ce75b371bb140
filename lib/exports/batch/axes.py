"""The axes of a batch: what each varies, and the words that stand for many values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Final

from lib.events import address, own_area
from lib.events.store import Snapshot
from lib.exports.batch.fields import DAYS, Table
from lib.exports.order import EVERY
from lib.geography import areas
from lib.geography.places import places
from lib.geography.search import search
from lib.text import _

Values = dict[str, str]
"""Parameters of a view, by name, as an address writes them."""
LEVELS: Final = {"districts": ("admin2_pcode", "admin2"), "sub-districts": ("pcode", "admin3")}
"""Words for all areas of a level, and the columns of their P-codes and names."""
BETWEEN: Final = "/"
"""What stands between the first and the last day of a period."""


def multiplied(axes: Table, view: Values, days: Callable[[Values], tuple[date, date]]) -> Iterator[Values]:
    """Yield a view once for each combination of the values of all axes, the first axis changing slowest.

    Args:
        axes: The axes.
        view: What the combinations are added to.
        days: Gives the first and last day of a view, which an axis of days divides.

    Raises:
        PlanError: A value means nothing.
    """
    ways = [_along(axes, key, days(view)) for key in axes.given]
    for combination in product(*ways):
        made = dict(view)
        for values in combination:
            made |= values
        yield made


def _along(axes: Table, key: str, days: tuple[date, date]) -> list[Values]:
    value = axes.given[key]
    if key == DAYS:
        return _periods(axes, days)
    if key == "within_area" and isinstance(value, str):
        if value not in LEVELS:
            raise axes.unusable(key, _("it is {words}, or a list").format(words=", ".join(LEVELS)))
        return [{key: code} for code in every(value)]
    return [{key: text} for text in axes.alternatives(key)]


@cache
def every(level: str) -> tuple[str, ...]:
    """Return the P-codes, or else names, of all areas of a level whose outline is known, in order of their names."""
    known = areas.subdistricts()
    code, name = LEVELS[level]
    listed = known[["admin1", name, code]].drop_duplicates().sort_values(["admin1", name])
    return tuple(text for text in listed[code].where(listed[code] != "", listed[name]) if _has_ground(text))


def _has_ground(text: str) -> bool:
    try:
        own_area.read(text)
    except ValueError:
        return False
    return True


def _periods(axes: Table, days: tuple[date, date]) -> list[Values]:
    """Divide the days of a view: each week from its first day on, each day, or the periods that are listed."""
    value = axes.given[DAYS]
    if isinstance(value, str) and value in EVERY:
        step, (first, last) = timedelta(days=EVERY[value]), days
        starts = [first + n * step for n in range((last - first) // step + 1)]
        return [_period(start, min(start + step - timedelta(days=1), last)) for start in starts]
    if isinstance(value, str):
        raise axes.unusable(DAYS, _("it is {words}, or a list").format(words=", ".join(EVERY)))
    return [_read_period(axes, text) for text in axes.alternatives(DAYS)]


def _period(first: date, last: date) -> Values:
    return {"from": first.isoformat(), "to": last.isoformat()}


def _read_period(axes: Table, text: str) -> Values:
    first, _between, last = text.partition(BETWEEN)
    try:
        return _period(address.day(first), address.day(last or first))
    except ValueError as error:
        raise axes.unusable(DAYS, _("a period is written as its first and last day, YYYY-MM-DD/YYYY-MM-DD")) from error


def check_places(table: Table, values: Values, snapshot: Snapshot) -> None:
    """Make sure that the places and areas that a view names are known: by the gazetteer, or by the event table.

    Raises:
        PlanError: One is not; the sentence says which may have been meant.
    """
    if (area := values.get("area", "")) and not areas.named(area):
        raise table.unusable("area", _("no area of that name is known"))
    place = values.get("place", "")
    if not place or place in set(places()["place"]) or (snapshot.events.frame["place"] == place).any():
        return
    near = search(place, 1)["place"].tolist()
    words = _("the gazetteer has no {place}; is {name} meant") if near else _("the gazetteer has no {place}")
    raise table.unusable("place", words.format(place=place[:60], name=near[0] if near else ""))
