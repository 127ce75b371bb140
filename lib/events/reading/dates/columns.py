"""The date columns of one file, read together: what one cell shows about the order holds for all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, QuestionError
from lib.events.reading.dates import asks, tells
from lib.events.reading.dates.calendars import Order, Spans, disagreeing, ends_of, spans_of
from lib.events.reading.dates.cells import Reading, read_cell
from lib.events.reading.dates.exchanged import righted
from lib.events.reading.dates.headers import YEAR_DAY, order_in
from lib.events.reading.dates.order import orders_of
from lib.events.reading.dates.times import Timed, without_time
from lib.events.reading.dates.weekdays import contradicted
from lib.events.reading.dates.written import Written
from lib.events.reading.distinct import Distinct, Mask
from lib.events.reading.fold import fold
from lib.events.reading.numbers import LONGEST_UNKNOWN, UNKNOWN

Columns = Mapping[str, pd.Series]
_ISO = r"(?:1[7-9]|2\d)\d{2}-\d{2}-\d{2}"
_SOUND = r"(?:1[7-9]|2\d)\d{2}-(?:0\d|1[0-2])-\d{2}"
_DAY = 24 * 3600
_SEVERAL = 3
"""Different midnights that are no chance."""


@dataclass
class Dates:
    """Reads the date columns of one file.

    Attributes:
        answers: What the owner has said.
        log: Is told what was read in a way that its owner may want to know of, once a kind.
        real: By column, which of its cells were real dates in a workbook that holds others as text.
        since_1904: Whether the workbook counts its days from the beginning of 1904.
        headers: By column, its name in the file, which may state an order.
    """

    answers: Answers
    log: ProblemLog
    real: Mapping[str, Mask]
    since_1904: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def iso(self, columns: Columns, rows: npt.NDArray[np.int64], months: tuple[str, ...] = ()) -> dict[str, pd.Series]:
        """Return the columns with every day as YYYY-MM-DD; any other cell is left as it is.

        Args:
            columns: Cells of text by name of the column.
            rows: Their row numbers.
            months: Columns that may hold a month, as YYYY-MM.

        Raises:
            QuestionError: Something has two meanings, and nothing in the file tells which.
        """
        read = self._read(columns, rows)
        if read is None:
            return dict(columns)
        made = {name: read.iso(name, months=name in months) for name in columns}
        first = next(iter(columns))
        return made | {first: read.kept(first, made[first])}

    def spans(
        self, columns: Columns, rows: npt.NDArray[np.int64], start: str, end: str, precision: str
    ) -> dict[str, pd.Series]:
        """Return the columns as :meth:`iso` does, with a span in one cell in the two columns of first and last day.

        Args:
            columns: Cells of text by name of the column, those of ``precision`` among them.
            rows: Their row numbers.
            start: The column of the first day.
            end: That of the last day; filled from the first where it is blank there.
            precision: How exact the days are; filled where it is blank and only a month or week is written.

        Raises:
            QuestionError: As :meth:`iso`.
        """
        dates = {name: text for name, text in columns.items() if name != precision}
        read = self._read(dates, rows)
        if read is None:
            return dict(columns)
        made = {name: read.iso(name, months=True) for name in dates if name not in {start, end}}
        begin, finish = read.of(start), read.of(end)
        blank = (read.text(end) == "").to_numpy(dtype=bool)
        empty = (read.text(start) == "").to_numpy(dtype=bool) & finish.both
        first = np.where(empty, finish.first, begin.first)
        wider = begin.both | np.isin(begin.grain, ["month", "week"])
        last = np.where(blank & wider, begin.last, finish.last)
        # "Since" in the column of the last day says nothing of it; "until" in that of the first, nothing of that.
        made[start] = read.kept(start, _written(read.text(start), first))
        made[end] = _written(read.text(end), last)
        coarse = np.where(np.isin(begin.grain, ["month", "week"]), begin.grain, "")
        coarse = np.where((coarse == "") & np.isin(finish.grain, ["month", "week"]), finish.grain, coarse)
        given = columns[precision]
        made[precision] = given.mask((given == "") & (coarse != ""), pd.Series(coarse, index=given.index, dtype="str"))
        tells.spans(self.log, read.cells, read.spans, (start, end))
        return made

    def _read(self, columns: Columns, rows: npt.NDArray[np.int64]) -> _Read | None:
        """Read what the cells name; None when all of them are days as YYYY-MM-DD, or blank."""
        said = {name: order_in(self.headers.get(name, "")) for name in columns}
        if not any(_odd(text).any() or said[name] == YEAR_DAY for name, text in columns.items()):
            return None
        columns = righted(columns, self.real, rows, self.answers.excel_dates, self.log, since_1904=self.since_1904)
        cells = Distinct.of(columns, rows)
        text = cells.cells
        brief = text[(text.str.len() <= LONGEST_UNKNOWN).to_numpy(dtype=bool)]
        unknown = brief[[fold(cell) in UNKNOWN for cell in brief]]
        text = text.mask(text.index.isin(unknown.index), "") if len(unknown) else text
        timed = without_time(text, since_1904=self.since_1904)
        made: dict[str, Spans] = {}
        for names, spans in self._spans(timed, cells, said):
            own = Distinct(cells.cells, {name: cells.codes[name] for name in names}, rows)
            counted, of_the_region = self._of_the_region(timed, spans, own)
            tells.times(self.log, own, timed, counted, of_the_region)
            made |= dict.fromkeys(names, counted)
        return _Read(cells, text, made)

    def _spans(self, timed: Timed, cells: Distinct, said: Mapping[str, str]) -> list[tuple[tuple[str, ...], Spans]]:
        """Read the days of all columns; returns them for the columns of each order."""
        codes, different = pd.factorize(timed.days)
        days = pd.Series(different, dtype="str")
        plain = days.str.fullmatch(_ISO).to_numpy(dtype=bool)
        readings = [None if sound else read_cell(day) for day, sound in zip(days, plain, strict=True)]
        ends = ends_of(readings)
        lunar = ends["hijri"].astype(bool)
        agreed = self._agreed(ends, len(days), codes, cells)
        written = Written(days, ends if agreed else ends[~lunar], codes.astype(np.int64), cells)
        by_order: dict[Order, tuple[Spans, Mask]] = {}

        def read(order: Order) -> Spans:
            if order not in by_order:
                made = spans_of(ends, len(days), order, hijri=agreed)
                _add_plain(made, days, plain, order)
                by_order[order] = made, disagreeing(readings, made, order)
            return by_order[order][0]

        def late(orders: Mapping[str, Order]) -> int:
            first, *others = ((read(order).first[written.codes][cells.codes[name]]) for name, order in orders.items())
            return sum(int(np.count_nonzero(first > other)) for other in others)

        orders = orders_of(written, said, self.answers.date_order, self.log, late)
        unread = np.all([read(order).grain == "" for order in orders.values()], axis=0)
        asks.tell_short(self.log, written, set(orders.values()), unread)
        weekdays = np.array([-1 if each is None else each.weekday for each in readings], dtype=np.int64)
        weekdays[ends.loc[lunar, "cell"].to_numpy(dtype=np.int64)] = -1  # by the sighting of the moon a day off
        found = []
        for order in dict.fromkeys(orders.values()):
            names = tuple(name for name, own in orders.items() if own == order)
            own_cells = Distinct(cells.cells, {name: cells.codes[name] for name in names}, cells.rows)
            spans = read(order).take(written.codes)
            tells.two_calendars(
                self.log, own_cells, _where(readings, "beside")[codes], by_order[order][1][codes], spans
            )
            tells.other_weekday(self.log, own_cells, contradicted(weekdays, read(order))[codes])
            if agreed:
                tells.converted(self.log, own_cells, written.holding(ends[lunar]), spans.first)
            found.append((names, spans))
        tells.doubtful(self.log, cells, _where(readings, "doubt")[codes])
        return found

    def _agreed(self, ends: pd.DataFrame, n: int, codes: npt.NDArray[np.int64], cells: Distinct) -> bool:
        """Tell whether there are Hijri dates and their owner wants them converted."""
        lunar = ends["hijri"].astype(bool)
        if not lunar.any() or self.answers.calendar:
            return bool(lunar.any()) and self.answers.calendar == "hijri"
        # To show one, those of two numbers only where there is no other.
        for order in ("", "day", "month"):
            found = ~np.isnat(spans_of(ends[lunar], n, Order(order, order), hijri=True).first)[codes]
            if found.any():
                break
        which = pd.Series(codes).isin(ends.loc[lunar, "cell"]).to_numpy(dtype=bool)
        days = spans_of(ends, n, Order(order, order), hijri=True).take(codes).first
        raise QuestionError(tells.calendar(cells, found if found.any() else which, days))

    def _of_the_region(self, timed: Timed, spans: Spans, cells: Distinct) -> tuple[Spans, Mask]:
        """Count times in UTC for the day of the region, where the owner wants that; returns also which these are."""
        # Midnights alone are days, whatever zone a program wrote behind them.
        none = np.zeros(len(timed.utc), dtype=bool)
        midnight = timed.seconds % _DAY == 0
        of_day = (spans.grain == "day") & ~spans.both
        utc = timed.utc & of_day
        bare = ~timed.utc & of_day & (timed.seconds >= 0)
        stored = not utc.any() and _are_midnights(timed, spans, bare)
        utc = bare if stored else utc
        if not (utc & ~midnight).any():
            return spans, none
        at = np.flatnonzero(utc)
        days = _local(timed, spans, at).normalize().to_numpy().astype("datetime64[D]")
        other = np.zeros(len(utc), dtype=bool)
        other[at] = days != spans.first[at]
        if not tells.time_zone(self.log, cells, other, self.answers.time_zone, stored=stored):
            return spans, none
        spans.first[at] = spans.last[at] = days
        return spans, other


def _local(timed: Timed, spans: Spans, at: npt.NDArray[np.intp]) -> pd.DatetimeIndex:
    """Return the moments of some cells, taken for UTC, by the clocks of the region."""
    moments = pd.DatetimeIndex(spans.first[at].astype("datetime64[s]") + timed.seconds[at].astype("timedelta64[s]"))
    return moments.tz_localize("UTC").tz_convert(ZoneInfo(CRISIS.time_zone)).tz_localize(None)


def _are_midnights(timed: Timed, spans: Spans, bare: Mask) -> bool:
    """Tell whether hours without a zone are all midnights of the region as a program stores them, in UTC."""
    at = np.flatnonzero(bare)
    if len(at) < _SEVERAL or not (timed.seconds[at] % _DAY).any():
        return False
    local = _local(timed, spans, at)
    return bool((local == local.normalize()).all())


@dataclass(frozen=True)
class _Read:
    """What the different cells of some columns name."""

    cells: Distinct
    texts: pd.Series
    spans: Mapping[str, Spans]

    def of(self, column: str) -> Spans:
        return self.spans[column].take(self.cells.codes[column])

    def text(self, column: str) -> pd.Series:
        return self.cells.column(column, self.texts)

    def kept(self, column: str, made: pd.Series) -> pd.Series:
        """Return ``made`` with the words for not known that the column holds, where a day is needed: they are named."""
        given = self.cells.column(column, self.cells.cells)
        return made.mask(made == "", given)

    def iso(self, column: str, *, months: bool) -> pd.Series:
        spans = self.spans[column]
        one = (spans.grain == "day") & ~spans.both & (spans.first == spans.last)
        texts = _written(self.texts, np.where(one, spans.first, np.datetime64("NaT")))
        if months:
            month = (spans.grain == "month") & ~spans.both & ~np.isnat(spans.last)
            month &= spans.first.astype("datetime64[M]") == spans.last.astype("datetime64[M]")
            texts = _written(texts, np.where(month, spans.first, np.datetime64("NaT")), unit="M")
        return self.cells.column(column, texts)


def _where(readings: Sequence[Reading | None], mark: str) -> Mask:
    """Return which of the readings have a mark."""
    return np.fromiter((bool(each and getattr(each, mark)) for each in readings), dtype=bool, count=len(readings))


def _add_plain(read: Spans, days: pd.Series, plain: Mask, order: Order) -> None:
    """Write the days that stand as YYYY-MM-DD, or as YYYY-DD-MM where the order says so."""
    shape = "%Y-%d-%m" if order.iso == "day" else "%Y-%m-%d"
    sound = pd.to_datetime(days.where(plain, ""), format=shape, errors="coerce")
    iso = sound.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
    found = plain & ~np.isnat(iso)
    read.first[found] = read.last[found] = iso[found]
    read.grain[found] = "day"


def _odd(text: pd.Series) -> Mask:
    """Return which cells are neither blank nor a day as YYYY-MM-DD."""
    return ((text != "") & ~text.str.fullmatch(_SOUND)).to_numpy(dtype=bool)


def _written(text: pd.Series, days: npt.NDArray[np.datetime64], unit: Literal["D", "M"] = "D") -> pd.Series:
    """Write a day into every cell of ``text`` for which there is one."""
    there = np.flatnonzero(~np.isnat(days))
    if len(there):
        text = text.copy()
        codes, different = pd.factorize(days[there])
        named: npt.NDArray[np.datetime64] = np.asarray(different, dtype="datetime64[D]")
        text.iloc[there] = np.datetime_as_string(named, unit=unit)[codes]
    return text


def is_month(text: str) -> bool:
    """Tell whether ``text`` is a month of this century, written YYYY-MM."""
    return re.fullmatch(r"20\d{2}-(?:0[1-9]|1[0-2])", text) is not None
