"""The reports of a list folded by what they are of: a line a thing, with its counted report at the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.listing import Listing, by_day
from lib.events.choices import SORTS
from lib.events.table import EventTable
from lib.events.table_cache import TableCache

Codes = npt.NDArray[np.int32]

MOST_LISTED = 60
"""Reports of one thing that are listed under it."""
FIGURES = {"killed": "civilian_deaths", "deaths": "deaths", "injured": "injured", "persons": "persons"}
"""What a list may be sorted by that is a figure, and the columns that hold its two ends."""
SAYS = "civilian_deaths"
"""The figure whose range over all reports of a strike is told."""


@dataclass(frozen=True, eq=False)
class Things:
    """The rows of a table by the thing that they report.

    ``code`` is the thing of each row. ``rows`` are all rows by position, thing by thing: its counted report first, then
    the others in order of days. ``begins`` is where the rows of each thing begin, and at its end their number.
    ``when`` is the place of each row of the table in order of days.
    """

    code: Codes
    rows: Codes
    begins: npt.NDArray[np.int64]
    when: Codes

    @property
    def heads(self) -> Codes:
        """The counted report of each thing, by position."""
        return self.rows[self.begins[:-1]]

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many reports there are of each thing."""
        return np.diff(self.begins)


_THINGS: TableCache[Things] = TableCache(2)
_SORTED: TableCache[Codes] = TableCache(2 * len(SORTS))


@dataclass(frozen=True, eq=False)
class Folded:
    """The things that a list reports.

    ``things`` are their codes in the order asked for, ``inside`` is which rows of the table are in the list,
    ``counted`` how many of these are counted, and ``headless`` of how many things only second reports are in the list.
    """

    things: Codes
    inside: npt.NDArray[np.bool_]
    counted: int
    headless: int

    def __len__(self) -> int:
        return len(self.things)


@dataclass(frozen=True, eq=False)
class FoldedPage:
    """Some things of a list, in its order.

    ``heads`` has the counted report of each, with every column of the table, whether or not it is in the list.
    ``things`` has a row a thing: ``reports`` and ``listed`` (how many there are of it, and how many of them are in the
    list), ``shown`` (whether the counted one is in the list), and of the civilians killed in a strike, over all of its
    reports, ``given`` (how many give a figure), ``low`` and ``high`` (the least and the most that any gives; NaN where
    none does). ``reports`` has those in the list, counted one first, at most :data:`MOST_LISTED` a thing, with the
    row of ``things`` they belong to as ``thing``.
    """

    heads: pd.DataFrame
    things: pd.DataFrame
    reports: pd.DataFrame


def things_of(events: EventTable) -> Things:
    """Return the rows of a table by thing, found on first use; not to be changed."""
    return _THINGS.get_or_compute(events, "things", lambda: _things(events))


def _things(events: EventTable) -> Things:
    frame = events.frame
    code, known = pd.factorize(frame["group_id"])
    when = np.empty(len(frame), dtype=np.int32)
    when[by_day(events)] = np.arange(len(frame), dtype=np.int32)
    rows = np.lexsort((when, ~frame["is_primary"].to_numpy(), code))
    begins = np.searchsorted(code[rows], np.arange(len(known) + 1))
    return Things(code.astype(np.int32), rows.astype(np.int32), begins.astype(np.int64), when)


def folded(events: EventTable, found: Listing, sort: str) -> Folded:
    """Return the things that a list reports, sorted over the whole list by what their counted reports say.

    Args:
        events: The event table.
        found: The list.
        sort: One of :data:`lib.events.choices.SORTS`. Figures go from the largest, by their upper end and then their
            lower; what gives none comes last. Ties are in order of days.
    """
    things = things_of(events)
    order = _SORTED.get_or_compute(events, sort, lambda: _sorted(events.frame, things, sort))
    inside = np.zeros(len(events.frame), dtype=bool)
    inside[found.positions] = True
    listed = np.zeros(len(order), dtype=bool)
    listed[things.code[found.positions]] = True
    counted = int(events.frame["is_primary"].to_numpy()[found.positions].sum())
    return Folded(order[listed[order]], inside, counted, int((listed & ~inside[things.heads]).sum()))


def _sorted(frame: pd.DataFrame, things: Things, sort: str) -> Codes:
    heads = things.heads
    when = things.when[heads]
    if sort == "oldest":
        order = np.argsort(when)
    elif sort == "newest":
        order = np.argsort(-when)
    elif sort == "reports":
        order = np.lexsort((when, -things.sizes))
    elif sort in FIGURES:
        low, high = (frame[f"{FIGURES[sort]}_{end}"].iloc[heads] for end in ("low", "high"))
        least, most = (
            one.fillna(other).fillna(-1).to_numpy(dtype=np.int64) for one, other in ((low, high), (high, low))
        )
        order = np.lexsort((when, -least, -most))
    else:
        names = frame["source"] if sort == "source" else _destinations(frame)
        order = np.lexsort((when, _alphabetical(names.iloc[heads])))
    return order.astype(np.int32)


def _destinations(frame: pd.DataFrame) -> pd.Series:
    """Return the place of each row, of a flow the one that people came to, or where it is blank the one they left."""
    return frame["place"].where(frame["place"] != "", frame["origin_place"])


def _alphabetical(names: pd.Series) -> npt.NDArray[np.int64]:
    """Return numbers in the order of names, whatever the case; blanks come last."""
    code, known = pd.factorize(names)
    place = pd.factorize(pd.Series(known, dtype="str").str.casefold(), sort=True)[0].astype(np.int64)
    place[pd.Series(known, dtype="str").to_numpy(dtype=object) == ""] = len(place)
    return place[code]


def page_of(events: EventTable, view: Folded, start: int, stop: int) -> FoldedPage:
    """Return the things from ``start`` up to ``stop`` of a folded list, with their reports."""
    things = things_of(events)
    codes = view.things[start:stop]
    heads, sizes = things.heads[codes], things.sizes[codes]
    slices = (things.rows[things.begins[at] : things.begins[at + 1]] for at in codes)
    rows = np.concatenate([np.zeros(0, dtype=np.int32), *slices])
    thing = np.repeat(np.arange(len(codes)), sizes)
    inside = view.inside[rows]
    facts = pd.DataFrame(
        {
            "reports": sizes,
            "listed": np.bincount(thing[inside], minlength=len(codes)),
            "shown": view.inside[heads],
            **_said(events.frame, rows, thing, len(codes)),
        }
    )
    kept, of = rows[inside], thing[inside]
    few = pd.Series(of).groupby(of).cumcount().to_numpy() < MOST_LISTED
    reports = events.frame.iloc[kept[few]].assign(thing=of[few])
    return FoldedPage(events.frame.iloc[heads], facts, reports)


def _said(frame: pd.DataFrame, rows: Codes, thing: npt.NDArray[np.intp], n: int) -> dict[str, pd.Series]:
    """Find how many reports of each of ``n`` things give the figure told, and the least and the most they give."""
    ends = frame[[f"{SAYS}_low", f"{SAYS}_high"]].iloc[rows].astype("float64")
    least, most = ends.min(axis=1).to_numpy(), ends.max(axis=1).to_numpy()
    told = pd.DataFrame({"least": least, "most": most, "thing": thing}).groupby("thing")
    found = told.agg(given=("least", "count"), low=("least", "min"), high=("most", "max")).reindex(range(n))
    return {"given": found["given"].fillna(0).astype(int), "low": found["low"], "high": found["high"]}


def place_of(events: EventTable, view: Folded, row: int) -> int | None:
    """Find where in a folded list the thing stands that a row of the table reports; None when it is not in it."""
    at = np.flatnonzero(view.things == things_of(events).code[row])
    return int(at[0]) if len(at) else None
