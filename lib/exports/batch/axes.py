"""The axes of a batch: what each varies, and the words that stand for many values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
AREA: Final = "within_area"
BETWEEN: Final = "/"
"""What stands between the first and the last day of a period."""


@dataclass(frozen=True)
class LeftOut:
    """An area that a word stands for and that no file can be made of: its name, and a sentence that says why."""

    area: str
    why: str


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
    if key == AREA and isinstance(value, str):
        if value not in LEVELS:
            raise axes.unusable(key, _("it is {words}, or a list").format(words=", ".join(LEVELS)))
        if not (codes := every(value)):
            raise axes.unusable(key, _("the outline of none of them is known"))
        return [{key: code} for code in codes]
    return [{key: text} for text in axes.alternatives(key)]


def left_out(axes: Table) -> tuple[LeftOut, ...]:
    """Return the areas that a word of the axes stands for and whose outline is not known."""
    level = axes.given.get(AREA)
    if not isinstance(level, str) or level not in LEVELS:
        return ()
    return tuple(LeftOut(name, axes.without(AREA, name)) for _code, name, known in _areas_of(level) if not known)


def every(level: str) -> tuple[str, ...]:
    """Return the P-codes, or else names, of all areas of a level whose outline is known, in order of their names."""
    return tuple(text for text, _name, known in _areas_of(level) if known)


@cache
def _areas_of(level: str) -> list[tuple[str, str, bool]]:
    """List all areas of a level: P-code or else name, name, and whether its outline is known."""
    known = areas.subdistricts()
    code, name = LEVELS[level]
    listed = known[["admin1", name, code]].drop_duplicates().sort_values(["admin1", name])
    texts = listed[code].where(listed[code] != "", listed[name])
    return [(text, called, _has_ground(text)) for text, called in zip(texts, listed[name], strict=True)]


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
