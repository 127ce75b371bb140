"""What an engine answers beside what the frame of the same table gives: cell by cell, and row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from lib.analysis import daily
from lib.analysis.asking import ask_of, counted_table
from lib.analysis.listing import listing
from lib.analysis.range_index import FIGURES, WORST, index_of
from lib.events.query import Query
from lib.events.store.engine import NEWEST, OLDEST, EngineStore
from lib.events.table import EventTable
from tests.scale.filters import RANGES

PAGE = 7
"""Rows of a page in the comparison: many pages have an end in the middle of a day."""


@dataclass(frozen=True)
class Compared:
    """One table twice: as a frame, which is the reference, and held by an engine."""

    frame: EventTable
    store: EngineStore

    @cached_property
    def counted(self) -> EventTable:
        return counted_table(self.store, self.frame.name)

    def sums(self, query: Query) -> list[str]:
        """Say in which of all sums of a filter, of every day, the two differ."""
        expected, found = (cells(events, query) for events in (self.frame, self.counted))
        return [
            f"{name}: {len(expected[name])} cells, not {len(found[name])}"
            if len(expected[name]) != len(found[name])
            else f"{name}: other cells"
            for name in expected
            if not expected[name].equals(found[name])
        ]

    def rows(self, query: Query) -> list[str]:
        """Say whether the list of a view, its pages from either end, its number and its stream differ."""
        wrong = []
        for start, end in RANGES:
            asked = replace(query, start=start, end=end)
            expected = listing(self.frame, asked).frame(self.frame)
            names = expected["event_id"].tolist()
            ask = ask_of(self.store, self.counted, asked)
            if self.store.count(ask) != len(names):
                wrong.append(f"{start} to {end}: {self.store.count(ask)} rows, not {len(names)}")
            for order, listed in ((OLDEST, expected), (NEWEST, expected.iloc[::-1])):
                wrong += [f"{start} to {end}: {word}" for word in self._pages(ask, order, listed)]
        return wrong

    def _pages(self, ask, order, listed: pd.DataFrame) -> list[str]:
        after = None
        for at in range(0, 3 * PAGE, PAGE):
            page = self.store.rows(ask, order, after, PAGE)
            expected = listed.iloc[at : at + PAGE].reset_index(drop=True)
            if not page.equals(expected):
                return [f"the page from row {at} is another"]
            if page.empty:
                break
            after = tuple(page.iloc[-1][by.column] for by in order)
        return []

    def stream(self, query: Query) -> list[str]:
        """Say whether all rows of a view come in other order, number or with other values."""
        expected = listing(self.frame, query).frame(self.frame)["event_id"].tolist()
        ask = ask_of(self.store, self.counted, query)
        names = [name for batch in self.store.stream(ask) for name in batch.column("event_id").to_pylist()]
        return [] if names == expected else [f"a stream of {len(names)} rows, not {len(expected)} in their order"]


def cells(events: EventTable, query: Query) -> dict[str, pd.DataFrame]:
    """Every sum of a filter: what begins and ends on each day, of strikes, of places by precision, of publishers."""
    view, index = daily.view(events, query), index_of(events)
    made = {}
    for end in ("begun", "ended"):
        strikes, places, publishers = (getattr(tally, end) for tally in (view.strikes, view.places, view.publishers))
        made[f"strikes {end}"] = _frame({"day": strikes.day}, strikes.value, FIGURES)
        at = index.places.iloc[places.item // (WORST + 1)].reset_index(drop=True)
        keys = {"precision": places.item % (WORST + 1), "day": places.day}
        made[f"places {end}"] = _frame({**{name: at[name] for name in at}, **keys}, places.value, ("count",))
        named = np.array([*index.publishers, ""], dtype=object)[publishers.item]
        made[f"publishers {end}"] = _frame({"publisher": named, "day": publishers.day}, publishers.value, ("count",))
    return made


def _frame(keys, values, names) -> pd.DataFrame:
    frame = pd.DataFrame({**keys, **{name: values[:, at] for at, name in enumerate(names)}})
    frame = frame.loc[(frame[list(names)] != 0).any(axis=1)]
    return frame.sort_values(list(keys)).reset_index(drop=True)
