"""A table that an engine holds, and what it can be asked: sums for any filter, pages of rows, streams and counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from threading import RLock
from typing import Any, Final, NamedTuple, Protocol

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from lib.events.query import Query
from lib.events.store import cube as cubes
from lib.events.store.asked import STRIKE, Ask, asking, events_of, where
from lib.events.typed import SCHEMA, to_frame

BATCH: Final = 50_000
"""Rows of a stream that are in memory at a time."""


class By(NamedTuple):
    """One of the columns that a list is in order of; no value of it is null."""

    column: str
    descending: bool = False


OLDEST: Final = (By("date_end"), By("date_start"), By("event_id"))
NEWEST: Final = tuple(By(by.column, descending=True) for by in OLDEST)

Order = tuple[By, ...]
Key = tuple[Any, ...]
"""The values that a row has in the columns of an order."""


class Cube(NamedTuple):
    """A table by all that filters look at (:mod:`lib.events.store.cube`): rows of an event table, and their sums."""

    frame: pd.DataFrame
    sums: pd.DataFrame


class Store(Protocol):
    """What a table can be asked, whoever answers."""

    def version(self) -> str:
        """Return what changes exactly when the rows do."""

    def small(self) -> pd.DataFrame:
        """Return every row that is no strike, as the frame of an event table, in the order of the table."""

    def cube(self) -> Cube:
        """Return the strikes by all that filters look at."""

    def ask(self, query: Query, *, spots: pd.DataFrame | None = None, others: tuple[str, ...] | None = None) -> Ask:
        """Make an ask of a view (:class:`lib.events.store.asked.Ask`)."""

    def rows(self, ask: Ask, order: Order = OLDEST, after: Key | None = None, limit: int = 50) -> pd.DataFrame:
        """Return the first ``limit`` rows of a view that come after a key in an order, as an event table's frame."""

    def stream(self, ask: Ask) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a view, oldest first, in the types of :data:`lib.events.typed.SCHEMA`."""

    def count(self, ask: Ask) -> int:
        """Return how many rows a view leaves."""


class EngineStore:
    """A table of an engine that Ibis speaks to. One question at a time is put to its connection."""

    def __init__(self, table: ir.Table, version: str) -> None:
        """Take a table in the columns of the event table and ``row``; ``version`` names the rows it has now."""
        self._table = events_of(table)
        self._version = version
        self._asking = RLock()

    def version(self) -> str:
        """Return what changes exactly when the rows do."""
        return self._version

    def small(self) -> pd.DataFrame:
        """Return every row that is no strike, as the frame of an event table, in the order of the table."""
        table = self._table
        return to_frame(self._arrow(table.filter(table.kind != STRIKE).order_by("row")))

    @cached_property
    def _statements(self) -> pd.DataFrame:
        return cubes.numbered(self._plain(cubes.statements_of(self._table)), "said")

    @cached_property
    def _localities(self) -> pd.DataFrame:
        return cubes.numbered(self._plain(cubes.localities_of(self._table)), "locality")

    def cube(self) -> Cube:
        """Return the strikes by all that filters look at."""
        sources = cubes.publishers_of(self._plain(cubes.sources_of(self._table)))
        counted = self._plain(cubes.cube(self._table, self._statements, self._localities, sources))
        return Cube(*cubes.as_events(counted, self._statements, self._localities))

    def ask(self, query: Query, *, spots: pd.DataFrame | None = None, others: tuple[str, ...] | None = None) -> Ask:
        """Make an ask of a view: the questions of its filters are put to each different statement and place."""
        statements, localities = self._statements.drop(columns="said"), self._localities.drop(columns="locality")
        return asking(query, statements, localities, spots=spots, others=others)

    def rows(self, ask: Ask, order: Order = OLDEST, after: Key | None = None, limit: int = 50) -> pd.DataFrame:
        """Return the first ``limit`` rows of a view that come after a key in an order, as an event table's frame."""
        return to_frame(self._arrow(self._page(ask, order, after, limit)))

    def _page(self, ask: Ask, order: Order, after: Key | None, limit: int) -> ir.Table:
        found = where(self._table, ask)
        if after is not None:
            found = found.filter(_beyond(found, order, after))
        return found.order_by(_ordered(found, order)).limit(limit)

    def stream(self, ask: Ask) -> Iterator[pa.RecordBatch]:
        """Yield all rows of a view, oldest first, in the types of :data:`lib.events.typed.SCHEMA`."""
        # Page by page: whoever stops reading leaves no query open, and no engine has to hold an answer.
        after: Key | None = None
        while True:
            page = self._arrow(self._page(ask, OLDEST, after, BATCH))
            if page.num_rows:
                yield from page.combine_chunks().to_batches()
            if page.num_rows < BATCH:
                return
            after = tuple(page.column(by.column)[-1].as_py() for by in OLDEST)

    def count(self, ask: Ask) -> int:
        """Return how many rows a view leaves."""
        with self._asking:
            return int(where(self._table, ask).count().execute())

    def _plain(self, rows: ir.Table) -> pd.DataFrame:
        with self._asking:
            frame: pd.DataFrame = rows.to_pyarrow().to_pandas()
        return frame

    def _arrow(self, rows: ir.Table) -> pa.Table:
        with self._asking:
            return rows.to_pyarrow().select(SCHEMA.names).cast(SCHEMA)


def _ordered(rows: ir.Table, order: Order) -> list[ir.Value]:
    return [ibis.desc(rows[by.column]) if by.descending else ibis.asc(rows[by.column]) for by in order]


def _beyond(rows: ir.Table, order: Order, key: Key) -> ir.BooleanValue:
    """Ask for what comes after a key: behind it in one column, and level with it in all before."""
    found: Any = ibis.literal(value=False)
    level: Any = ibis.literal(value=True)
    for by, value in zip(order, key, strict=True):
        column = rows[by.column]
        found |= level & (column < value if by.descending else column > value)
        level &= column == value
    return found
