"""An event table as integers and sums by day: every count of a range without looking at the events again.

The sums are made once a table, in one vectorised pass: by filter cell (a kind, sub-kind and confidence that occur
together), by item (a place and precision, or a publisher) and by day (:mod:`lib.analysis.tally`). A filter picks
cells, a range picks days; what either costs depends on places and days, never on the number of events.

Only the filters of strikes or of displacement alone (:mod:`lib.events.strike_filter`, :mod:`lib.events.flow_filter`)
look at the events again, once a filter, and then at integers: each event has a facet, one of the different things that
sources say of attribution, target, casualties and places, and the filter is asked of facets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.kept import Kept
from lib.analysis.tally import DAYS, Bools, Ints, Tally, days_of, span_of
from lib.events import flow_filter, strike_filter
from lib.events.query import Query, passes_grades
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import EventTable

WORST = len(GEO_PRECISIONS) - 1
"""Rank of the coarsest precision, which an unknown word counts as; ``exact`` is 0."""
FIGURES = ("count", "without_point", "given", "low", "high")
"""What is summed of strikes: primary reports; those no map can draw; those whose source gives a figure of civilians
killed; and that figure's two ends, persons."""
ENDS = ("pcode", "place", "origin_pcode", "origin_place")
"""Columns that the filters of displacement look at."""
TABLES_KEPT = 2
FILTERS_KEPT = 32


@dataclass(frozen=True, eq=False)
class View:
    """The sums of one table under one filter."""

    strikes: Tally
    """One item, all :data:`FIGURES`."""
    places: Tally
    """Located strikes; the item is place * number of precisions + precision."""
    publishers: Tally
    """Rows of every kind, primary or not; the item is the publisher."""

    @cached_property
    def _running(self) -> tuple[Ints, Ints]:
        begun, ended = self.strikes.by_day()
        return np.cumsum(begun, axis=0), np.cumsum(ended, axis=0)

    def figures(self, first: int, last: int) -> dict[str, int]:
        """The :data:`FIGURES` of the strikes that overlap the days from ``first`` to ``last``."""
        begun, ended = self._running
        total = begun[last] - (ended[first - 1] if first else 0)
        return dict(zip(FIGURES, total.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Facets:
    """The different things that sources say of strikes and movements, and which of them each row of the table says.

    ``said`` has kind and the columns that the filters of strikes and of displacement look at; its first row stands for
    what is neither.
    """

    said: pd.DataFrame
    code: npt.NDArray[np.int32]

    def allowed(self, query: Query) -> Bools | None:
        """Which facets pass the filters of strikes or displacement alone; None when these leave nothing out."""
        passing = None
        for kind, own in (("strike", strike_filter), ("displacement", flow_filter)):
            if own.narrows(query):
                passing = np.ones(len(self.said), dtype=bool) if passing is None else passing
                at = np.flatnonzero((self.said["kind"] == kind).to_numpy())
                passing[at] = own.passes(self.said.iloc[at], query)
        return passing


@dataclass(frozen=True, eq=False)
class Items:
    """What each row of the table counts as, for sums over any choice of rows.

    ``publisher`` and ``place`` (place * number of precisions + precision) are items; ``place`` is -1 where no map can
    draw the row. ``figures`` has shape (rows, number of :data:`FIGURES`), ``strike`` says which rows are primary
    strikes.
    """

    publisher: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    figures: npt.NDArray[np.int32]
    strike: Bools

    def view(self, start: npt.NDArray[np.int16], end: npt.NDArray[np.int16], keep: Bools) -> View:
        """The sums over the rows to ``keep``, all of which overlap the days covered."""
        strikes = np.flatnonzero(keep & self.strike)
        drawn = strikes[self.place[strikes] >= 0]
        rows = np.flatnonzero(keep)
        one = np.ones((len(rows), 1), dtype=np.int64)

        def tally(at: npt.NDArray[np.intp], item: npt.NDArray[np.int32], value: Ints) -> Tally:
            return Tally.over(item.astype(np.int64), start[at].astype(np.int64), end[at].astype(np.int64), value)

        return View(
            tally(strikes, np.zeros(len(strikes), dtype=np.int32), self.figures[strikes].astype(np.int64)),
            tally(drawn, self.place[drawn], one[: len(drawn)]),
            tally(rows, self.publisher[rows], one),
        )


@dataclass(frozen=True, eq=False)
class Ledger:
    """An event table as integers and sums.

    ``start``, ``end`` (day numbers, cut to those covered; ``start`` is :data:`DAYS` where the row lies outside) and
    ``cell`` have one value a row of the table. ``cells`` has kind, subkind and confidence of each filter cell;
    ``facets`` what the filters of strikes alone look at, ``items`` what each row counts as.
    ``places`` has place, lat and lon (WGS 84 degrees), in order of name, of the places that located strikes name.
    """

    cells: pd.DataFrame
    cell: npt.NDArray[np.int16]
    start: npt.NDArray[np.int16]
    end: npt.NDArray[np.int16]
    facets: Facets
    items: Items
    places: pd.DataFrame
    at_place: tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]
    """Rows of located primary strikes in order of place, and where each place's rows begin."""
    publishers: tuple[str, ...]
    whole: View
    second: npt.NDArray[np.int32]
    """Rows that are not primary."""

    def view(self, query: Query) -> View:
        """The sums under the filters of ``query`` that are not time."""
        cells, facets = self._allowed(query)
        return self._views(cells.tobytes(), None if facets is None else facets.tobytes())

    def _allowed(self, query: Query) -> tuple[Bools, Bools | None]:
        """Which filter cells pass the filters of ``query`` that are not time, and which facets; None when all do."""
        return passes_grades(self.cells, query), self.facets.allowed(query)

    def _passing(self, query: Query, rows: npt.NDArray[np.int32]) -> Bools:
        """Which of some rows pass the filters of ``query`` that are not time."""
        cells, facets = self._allowed(query)
        passing: Bools = cells[self.cell[rows]]
        return passing if facets is None else passing & facets[self.facets.code[rows]]

    @cached_property
    def _views(self) -> Callable[[bytes, bytes | None], View]:
        return lru_cache(maxsize=FILTERS_KEPT)(self._view)

    def _view(self, allowed: bytes, facets: bytes | None) -> View:
        cells = np.frombuffer(allowed, dtype=bool)
        if facets is None:
            whole = self.whole
            return View(whole.strikes.cells(cells), whole.places.cells(cells), whole.publishers.cells(cells))
        keep = cells[self.cell] & np.frombuffer(facets, dtype=bool)[self.facets.code] & (self.start < DAYS)
        return self.items.view(self.start, self.end, keep)

    def strikes_at(self, place: str, query: Query) -> npt.NDArray[np.int32]:
        """Rows, as positions in the table, of the located primary strikes at a place in a query's range and filter."""
        names = self.places["place"].to_numpy()
        at = int(np.searchsorted(names, place)) if len(names) else 0
        if at == len(names) or names[at] != place:
            return np.zeros(0, dtype=np.int32)
        rows, begins = self.at_place
        rows = rows[begins[at] : begins[at + 1]]
        first, last = span_of(query)
        return rows[self._passing(query, rows) & (self.start[rows] <= last) & (self.end[rows] >= first)]


_LEDGERS: Kept[Ledger] = Kept(TABLES_KEPT)


def ledger(events: EventTable) -> Ledger:
    """The table as integers and sums, made on first use and kept for the last :data:`TABLES_KEPT` tables."""
    return _LEDGERS.of(events, "ledger", lambda: _ledger(events.frame))


def view(events: EventTable, query: Query) -> View:
    """The sums of a table under the filters of ``query`` that are not time."""
    return ledger(events).view(query)


def publishers(events: EventTable, query: Query) -> pd.Series:
    """How many rows of the range and filter each publisher gave, primary or not; most first, then by name.

    A publisher is what a source names before its colon.
    """
    book = ledger(events)
    counted = book.view(query).publishers.in_range(*span_of(query), len(book.publishers))[:, 0]
    found = np.flatnonzero(counted)
    order = found[np.argsort(-counted[found], kind="stable")]
    return pd.Series(counted[order], index=[book.publishers[item] for item in order], dtype="int64")


def _ledger(frame: pd.DataFrame) -> Ledger:
    """One pass over a table. Text becomes integers first, column by column; sums are made of these alone."""
    start, end = days_of(frame)
    cell, cells = _cells(frame)
    n = len(cells)
    inside = start < DAYS
    publisher, names = _publishers(frame["source"])
    by_publisher = _tally(publisher * n + cell, start, end, np.ones((len(frame), 1), dtype=np.int64), inside)

    strikes = inside & frame["is_primary"].to_numpy() & (cells["kind"] == "strike").to_numpy()[cell]
    located = (frame["lat"].notna() & frame["lon"].notna()).to_numpy()
    low, high, given = _toll(frame)
    figures = np.stack([np.ones(len(frame), dtype=np.int64), ~located, given, low, high], axis=1)
    totals = _tally(cell.astype(np.int64), start, end, figures, strikes)

    drawn = np.flatnonzero(strikes & located)
    code, place = pd.factorize(frame["place"].iloc[drawn], sort=True)
    word = pd.Index(GEO_PRECISIONS).get_indexer(pd.Index(frame["geo_precision"].iloc[drawn]))
    at = code * (WORST + 1) + np.where(word < 0, WORST, word)
    at_places = Tally.over(at * n + cell[drawn], start[drawn], end[drawn], np.ones((len(drawn), 1), dtype=np.int64))
    first = np.unique(code, return_index=True)[1]
    points = frame[["lat", "lon"]].iloc[drawn[first]].reset_index(drop=True)
    points.insert(0, "place", np.asarray(place, dtype=object))
    order = np.argsort(code, kind="stable")
    return Ledger(
        cells,
        cell.astype(np.int16),
        start.astype(np.int16),
        end.astype(np.int16),
        _facets(frame),
        _items(publisher, drawn, at, figures, strikes),
        points,
        (drawn[order].astype(np.int32), np.searchsorted(code[order], np.arange(len(place) + 1))),
        names,
        View(totals, at_places, by_publisher),
        np.flatnonzero(~frame["is_primary"].to_numpy()).astype(np.int32),
    )


def _items(publisher: Ints, drawn: npt.NDArray[np.intp], at: Ints, figures: Ints, strikes: Bools) -> Items:
    place = np.full(len(publisher), -1, dtype=np.int32)
    place[drawn] = at
    return Items(publisher.astype(np.int32), place, figures.astype(np.int32), strikes)


def _facets(frame: pd.DataFrame) -> Facets:
    """What the rows say, each different thing once; the figures count only by whether they are given, and whether 0."""
    columns = list(dict.fromkeys(["kind", *strike_filter.COLUMNS, *ENDS]))
    rows = np.flatnonzero(frame["kind"].isin(["strike", "displacement"]).to_numpy())
    said = frame[columns].iloc[rows]
    said = said.assign(**{name: said[name].clip(upper=1) for name in strike_filter.FIGURES})
    # One integer a column first: rows are then compared as integers.
    codes = np.stack([pd.factorize(said[name], use_na_sentinel=False)[0] for name in columns], axis=1)
    group = pd.DataFrame(codes).groupby(list(range(codes.shape[1])), sort=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    neither = said.iloc[:0].reindex([-1])
    text = [name for name in columns if name not in strike_filter.FIGURES]
    neither[text] = neither[text].fillna("")
    code = np.zeros(len(frame), dtype=np.int32)
    code[rows] = group + 1
    return Facets(pd.concat([neither, said.iloc[first]], ignore_index=True), code)


def _tally(item: Ints, start: Ints, end: Ints, value: Ints, keep: Bools) -> Tally:
    return Tally.over(item[keep], start[keep], end[keep], value[keep])


def _cells(frame: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """The filter cell of each row, and what the cells are."""
    columns = ("kind", "subkind", "confidence")
    codes, words = zip(*(pd.factorize(frame[name]) for name in columns), strict=True)
    shape = [max(len(word), 1) for word in words]
    present, cell = np.unique(np.ravel_multi_index(codes, shape), return_inverse=True)
    at = np.unravel_index(present, shape)
    named = {name: np.asarray(word, dtype=object)[i] for name, word, i in zip(columns, words, at, strict=True)}
    return cell.astype(np.int64), pd.DataFrame(named, dtype="str")


def _publishers(source: pd.Series) -> tuple[Ints, tuple[str, ...]]:
    """The publisher of each row as an integer, and their names in order."""
    code, sources = pd.factorize(source)
    names: Sequence[str] = [text.split(":", 1)[0].strip() for text in sources]
    which, known = pd.factorize(np.asarray(names, dtype=object), sort=True)
    return which[code].astype(np.int64), tuple(str(name) for name in known)


def _toll(frame: pd.DataFrame) -> tuple[Ints, Ints, Bools]:
    """Civilians reported killed, low and high, and whether a figure is given; 0 where none is."""
    low, high = frame["civilian_deaths_low"], frame["civilian_deaths_high"]
    given = (low.notna() | high.notna()).to_numpy()
    least, most = low.fillna(0), high.fillna(low).fillna(0)
    return least.to_numpy(np.int64), most.to_numpy(np.int64), given
