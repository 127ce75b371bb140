"""The date columns of one file, read together: what one cell shows about the order holds for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.config.crisis import CRISIS
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, QuestionError
from lib.events.reading.dates import tells
from lib.events.reading.dates.calendars import Spans, ends_of, spans_of
from lib.events.reading.dates.cells import read_cell
from lib.events.reading.dates.exchanged import righted
from lib.events.reading.dates.order import order_of
from lib.events.reading.dates.times import Timed, without_time
from lib.events.reading.distinct import Distinct, Mask
from lib.events.reading.fold import fold
from lib.events.reading.numbers import LONGEST_UNKNOWN, UNKNOWN

Columns = Mapping[str, pd.Series]
_ISO = r"(?:1[7-9]|2\d)\d{2}-\d{2}-\d{2}"
_DAY = 24 * 3600


@dataclass
class Dates:
    """Reads the date columns of one file.

    Attributes:
        answers: What the owner has said.
        log: Is told what was read in a way that its owner may want to know of, once a kind.
        real: By column, which of its cells were real dates in a workbook that holds others as text.
        since_1904: Whether the workbook counts its days from the beginning of 1904.
    """

    answers: Answers
    log: ProblemLog
    real: Mapping[str, Mask]
    since_1904: bool = False

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
        return dict(columns) if read is None else {n: read.iso(n, months=n in months) for n in columns}

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
        made[start] = _written(read.text(start), first)
        made[end] = _written(read.text(end), last)
        coarse = np.where(np.isin(begin.grain, ["month", "week"]), begin.grain, "")
        coarse = np.where((coarse == "") & np.isin(finish.grain, ["month", "week"]), finish.grain, coarse)
        given = columns[precision]
        made[precision] = given.mask((given == "") & (coarse != ""), pd.Series(coarse, index=given.index, dtype="str"))
        tells.spans(self.log, read.cells, read.spans, (start, end))
        return made

    def _read(self, columns: Columns, rows: npt.NDArray[np.int64]) -> _Read | None:
        """Read what the cells name; None when all of them are days as YYYY-MM-DD, or blank."""
        if not any(_odd(text).any() for text in columns.values()):
            return None
        columns = righted(columns, self.real, rows, self.answers.excel_dates, self.log)
        cells = Distinct.of(columns, rows)
        text = cells.cells
        brief = text[(text.str.len() <= LONGEST_UNKNOWN).to_numpy(dtype=bool)]
        unknown = brief[[fold(cell) in UNKNOWN for cell in brief]]
        text = text.mask(text.index.isin(unknown.index), "") if len(unknown) else text
        timed = without_time(text, since_1904=self.since_1904)
        spans = self._spans(timed, cells)
        spans = self._of_the_region(timed, spans, cells)
        tells.times(self.log, cells, timed, spans)
        return _Read(cells, text, spans)

    def _spans(self, timed: Timed, cells: Distinct) -> Spans:
        codes, days = pd.factorize(timed.days)
        plain = pd.Series(days, dtype="str").str.fullmatch(_ISO).to_numpy(dtype=bool)
        odd = [None if sound else read_cell(day) for day, sound in zip(days, plain, strict=True)]
        ends = ends_of(odd)
        day_of = pd.Series(codes)
        lunar = ends["hijri"].astype(bool)
        agreed = self._agreed(ends, len(days), codes, cells)
        order = order_of(ends if agreed else ends[~lunar], day_of, cells, self.answers.date_order, self.log)
        read = spans_of(ends, len(days), order.long, order.short, hijri=agreed)
        if agreed:
            which = day_of.isin(ends.loc[lunar, "cell"]).to_numpy(dtype=bool)
            tells.converted(self.log, cells, which, read.take(codes).first)
        sound = pd.to_datetime(pd.Series(days, dtype="str").where(plain, ""), format="%Y-%m-%d", errors="coerce")
        iso = sound.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
        found = plain & ~np.isnat(iso)
        read.first[found] = read.last[found] = iso[found]
        read.grain[found] = "day"
        return read.take(codes.astype(np.int64))

    def _agreed(self, ends: pd.DataFrame, n: int, codes: npt.NDArray[np.int64], cells: Distinct) -> bool:
        """Tell whether there are Hijri dates and their owner wants them converted."""
        lunar = ends["hijri"].astype(bool)
        if not lunar.any() or self.answers.calendar:
            return bool(lunar.any()) and self.answers.calendar == "hijri"
        # To show one, those of two numbers only where there is no other.
        for order in ("", "day", "month"):
            found = ~np.isnat(spans_of(ends[lunar], n, order, order, hijri=True).first)[codes]
            if found.any():
                break
        which = pd.Series(codes).isin(ends.loc[lunar, "cell"]).to_numpy(dtype=bool)
        days = spans_of(ends, n, order, order, hijri=True).take(codes).first
        raise QuestionError(tells.calendar(cells, found if found.any() else which, days))

    def _of_the_region(self, timed: Timed, spans: Spans, cells: Distinct) -> Spans:
        """Count times in UTC for the day of the region, where the owner wants that."""
        # Midnights alone are days, whatever zone a program wrote behind them.
        midnight = timed.seconds % _DAY == 0
        utc = timed.utc & (spans.grain == "day") & ~spans.both
        if not (utc & ~midnight).any():
            return spans
        at = np.flatnonzero(utc)
        moments = pd.DatetimeIndex(spans.first[at].astype("datetime64[s]") + timed.seconds[at].astype("timedelta64[s]"))
        local = moments.tz_localize("UTC").tz_convert(ZoneInfo(CRISIS.time_zone)).tz_localize(None).normalize()
        days = local.to_numpy().astype("datetime64[D]")
        other = np.zeros(len(utc), dtype=bool)
        other[at] = days != spans.first[at]
        if tells.time_zone(self.log, cells, other, self.answers.time_zone):
            spans.first[at] = spans.last[at] = days
        return spans


@dataclass(frozen=True)
class _Read:
    """What the different cells of some columns name."""

    cells: Distinct
    texts: pd.Series
    spans: Spans

    def of(self, column: str) -> Spans:
        return self.spans.take(self.cells.codes[column])

    def text(self, column: str) -> pd.Series:
        return self.cells.column(column, self.texts)

    def iso(self, column: str, *, months: bool) -> pd.Series:
        one = (self.spans.grain == "day") & ~self.spans.both & (self.spans.first == self.spans.last)
        texts = _written(self.texts, np.where(one, self.spans.first, np.datetime64("NaT")))
        if months:
            month = (self.spans.grain == "month") & ~self.spans.both & ~np.isnat(self.spans.last)
            month &= self.spans.first.astype("datetime64[M]") == self.spans.last.astype("datetime64[M]")
            texts = _written(texts, np.where(month, self.spans.first, np.datetime64("NaT")), unit="M")
        return self.cells.column(column, texts)


def _odd(text: pd.Series) -> Mask:
    """Return which cells are neither blank nor a day as YYYY-MM-DD."""
    return ((text != "") & ~text.str.fullmatch(_ISO)).to_numpy(dtype=bool)


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
