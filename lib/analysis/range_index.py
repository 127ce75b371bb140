"""Prefix sums by day and filter cell: any count of a range in O(places), independent of the number of events.

The sums are made once per table, in one vectorised pass: by filter cell (a kind, sub-kind, confidence and basis of the
day that occur together), by item (a place and precision, or a publisher) and by day (:mod:`lib.analysis.tally`). A
filter picks cells, a range picks days; what either costs depends on places and days, never on the number of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.source_facets import SourceFacets, source_facets
from lib.analysis.tally import DAYS, Bools, Ints, Tally, days_of
from lib.events import publishers
from lib.events.schema import GEO_PRECISIONS
from lib.events.table import SUMS, EventTable
from lib.events.table_cache import TableCache

WORST = len(GEO_PRECISIONS) - 1
"""Rank of the coarsest precision, which an unknown word counts as; ``exact`` is 0."""
FIGURES = ("count", "without_point", "given", "low", "high", "unsure", "unsure_killed", "coarse")
"""What is summed of strikes: primary reports; those no map can draw; those whose source gives a figure of civilians
killed; and that figure's two ends, persons; reports of low confidence; and the upper end of their figure, persons; and
those located to a sub-district or wider."""
COARSE_FROM = GEO_PRECISIONS.index("subdistrict")
"""Rank from which a point stands for more than a settlement."""
TABLES_KEPT = 2
POINT_DIGITS = 5
"""Decimals of a degree by which points are told apart: about a metre."""


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
        """Return the :data:`FIGURES` of the strikes that overlap the days from ``first`` to ``last``."""
        begun, ended = self._running
        total = begun[last] - (ended[first - 1] if first else 0)
        return dict(zip(FIGURES, total.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Items:
    """What each row of the table counts as, for sums over any choice of rows.

    ``publisher`` and ``place`` (place * number of precisions + precision) are items; ``place`` is -1 where no map can
    draw the row. ``figures`` has shape (rows, number of :data:`FIGURES`), ``strike`` says which rows are primary
    strikes, ``rows`` how many reports each stands for.
    """

    publisher: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    figures: npt.NDArray[np.int32]
    strike: Bools
    rows: npt.NDArray[np.int32]

    def view(self, start: npt.NDArray[np.int16], end: npt.NDArray[np.int16], keep: Bools, credited: Bools) -> View:
        """Return the sums over the rows to ``keep``; ``credited`` are the rows whose publishers are counted.

        All of them overlap the days covered.
        """
        strikes = np.flatnonzero(keep & self.strike)
        drawn = strikes[self.place[strikes] >= 0]
        rows = np.flatnonzero(credited)

        def tally(at: npt.NDArray[np.intp], item: npt.NDArray[np.int32], value: Ints) -> Tally:
            return Tally.over(item.astype(np.int64), start[at].astype(np.int64), end[at].astype(np.int64), value)

        return View(
            tally(strikes, np.zeros(len(strikes), dtype=np.int32), self.figures[strikes].astype(np.int64)),
            tally(drawn, self.place[drawn], self._reports(drawn)),
            tally(rows, self.publisher[rows], self._reports(rows)),
        )

    def _reports(self, at: npt.NDArray[np.intp]) -> Ints:
        reports: Ints = self.rows[at, np.newaxis].astype(np.int64)
        return reports


@dataclass(frozen=True, eq=False)
class RangeIndex:
    """An event table as integers and sums.

    ``start``, ``end`` (day numbers, cut to those covered; ``start`` is :data:`DAYS` where the row lies outside) and
    ``cell`` have one value per row of the table. ``cells`` has kind, subkind, confidence and date_basis of each cell;
    ``facets`` what the filters of strikes alone look at, ``items`` what each row counts as.
    ``places`` has place, lat and lon (WGS 84 degrees), in order of name, of the places that located strikes name: each
    name and point once.
    """

    cells: pd.DataFrame
    cell: npt.NDArray[np.int16]
    start: npt.NDArray[np.int16]
    end: npt.NDArray[np.int16]
    facets: SourceFacets
    items: Items
    places: pd.DataFrame
    at_place: tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]
    """Rows of located primary strikes in order of place, and where each place's rows begin."""
    publishers: tuple[str, ...]
    whole: View
    non_primary_rows: npt.NDArray[np.int32]
    """Rows that are not primary."""


_INDEXES: TableCache[RangeIndex] = TableCache(TABLES_KEPT)


def index_of(events: EventTable) -> RangeIndex:
    """Return the index of a table, made on first use and cached for the last :data:`TABLES_KEPT` tables."""
    return _INDEXES.get_or_compute(events, "range index", lambda: _index(events.frame, events.sums))


def _index(frame: pd.DataFrame, sums: pd.DataFrame | None) -> RangeIndex:
    """Pass over a table once. Text becomes integers first, column by column; sums are made of these alone.

    ``sums`` says what each row stands for (:attr:`lib.events.table.EventTable.sums`).
    """
    rows, given, low, high, most = (counted(frame) if sums is None else sums).to_numpy(dtype=np.int64).T
    start, end = days_of(frame)
    cell, cells = _cells(frame)
    n = len(cells)
    inside = start < DAYS
    publisher, names = _publishers(frame)
    by_publisher = _tally(publisher * n + cell, start, end, rows[:, np.newaxis], inside)

    strikes = inside & frame["is_primary"].to_numpy() & (cells["kind"] == "strike").to_numpy()[cell]
    located = (frame["lat"].notna() & frame["lon"].notna()).to_numpy()
    unsure = (cells["confidence"] == "low").to_numpy()[cell]
    rank = pd.Index(GEO_PRECISIONS).get_indexer(pd.Index(frame["geo_precision"]))
    coarse = located & ((rank < 0) | (rank >= COARSE_FROM))
    figures = np.stack([rows, rows * ~located, given, low, high, rows * unsure, unsure * most, rows * coarse], axis=1)
    totals = _tally(cell.astype(np.int64), start, end, figures, strikes)

    drawn = np.flatnonzero(strikes & located)
    code, points = _points(frame[["place", "lat", "lon"]].iloc[drawn])
    word = rank[drawn]
    at = code * (WORST + 1) + np.where(word < 0, WORST, word)
    at_places = Tally.over(at * n + cell[drawn], start[drawn], end[drawn], rows[drawn, np.newaxis])
    order = np.argsort(code, kind="stable")
    return RangeIndex(
        cells,
        cell.astype(np.int16),
        start.astype(np.int16),
        end.astype(np.int16),
        source_facets(frame),
        _items(publisher, drawn, at, figures, strikes, rows),
        points,
        (drawn[order].astype(np.int32), np.searchsorted(code[order], np.arange(len(points) + 1))),
        names,
        View(totals, at_places, by_publisher),
        np.flatnonzero(~frame["is_primary"].to_numpy()).astype(np.int32),
    )


def _points(rows: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Find which place each row is at, by name and point, and the places in order of name: place, lat, lon.

    A name alone is no place: two villages of one name lie apart, and a table may leave the name blank.
    """
    rounded = rows.round({"lat": POINT_DIGITS, "lon": POINT_DIGITS})
    codes = np.stack([pd.factorize(rounded[name], sort=True)[0] for name in rounded.columns], axis=1)
    _known, first, code = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    places = rounded.iloc[first].reset_index(drop=True).astype({"place": object})
    return code.reshape(-1).astype(np.int64), places


def _items(  # noqa: PLR0913, PLR0917  as much as is known of a row
    publisher: Ints, drawn: npt.NDArray[np.intp], at: Ints, figures: Ints, strikes: Bools, rows: Ints
) -> Items:
    place = np.full(len(publisher), -1, dtype=np.int32)
    place[drawn] = at
    return Items(publisher.astype(np.int32), place, figures.astype(np.int32), strikes, rows.astype(np.int32))


def _tally(item: Ints, start: Ints, end: Ints, value: Ints, keep: Bools) -> Tally:
    return Tally.over(item[keep], start[keep], end[keep], value[keep])


def _cells(frame: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Find the filter cell of each row, and what the cells are."""
    columns = ("kind", "subkind", "confidence", "date_basis")
    codes, words = zip(*(pd.factorize(frame[name]) for name in columns), strict=True)
    shape = [max(len(word), 1) for word in words]
    present, cell = np.unique(np.ravel_multi_index(codes, shape), return_inverse=True)
    at = np.unravel_index(present, shape)
    named = {name: np.asarray(word, dtype=object)[i] for name, word, i in zip(columns, words, at, strict=True)}
    return cell.astype(np.int64), pd.DataFrame(named, dtype="str")


def _publishers(frame: pd.DataFrame) -> tuple[Ints, tuple[str, ...]]:
    """Return the publisher of each row as an integer, and their names in order."""
    code, sources = publishers.coded(frame)
    which, known = pd.factorize(publishers.publishers(sources).to_numpy(dtype=object), sort=True)
    return which[code].astype(np.int64), tuple(str(name) for name in known)


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what each row of a table stands for by itself, columns :data:`lib.events.table.SUMS`."""
    low, high = frame["civilian_deaths_low"], frame["civilian_deaths_high"]
    least, most = low.fillna(0).to_numpy(np.int64), high.fillna(low).fillna(0).to_numpy(np.int64)
    given = (low.notna() | high.notna()).to_numpy(np.int64)
    one = np.ones(len(frame), dtype=np.int64)
    values = (one, given, least, most, np.maximum(least, most))
    return pd.DataFrame(dict(zip(SUMS, values, strict=True)))
