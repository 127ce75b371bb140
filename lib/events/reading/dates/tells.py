"""What the reader of dates says and asks, once a kind."""

from __future__ import annotations

import numpy as np

from lib.config.crisis import CRISIS
from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.events.reading.dates.calendars import Days, Spans
from lib.events.reading.dates.times import Timed
from lib.events.reading.distinct import Distinct, Mask
from lib.text import _, ngettext


def times(log: ProblemLog, cells: Distinct, timed: Timed, spans: Spans) -> None:
    """Give a notice of hours left out, and of numbers that count days or seconds."""
    read = spans.grain != ""
    by_number = timed.counted | timed.stamped
    cells.tell(
        log,
        (timed.seconds > 0) & read & ~by_number,
        lambda n: ngettext(
            "The hour of '{value}' in row {row} was left out: the day counts, as the file writes it.",
            "The hours of {n} dates, as '{value}' in row {row}, were left out: the day counts, as the file writes it.",
            n,
        ),
    )
    for which, words in (
        (timed.counted, lambda n: ngettext(
            "The number '{value}' in row {row} is a spreadsheet's count of days; it was read as {day}.",
            "{n} numbers are a spreadsheet's count of days; '{value}' in row {row} was read as {day}.", n)),
        (timed.stamped, lambda n: ngettext(
            "The number '{value}' in row {row} counts the seconds since the beginning of 1970; it was read as {day}.",
            "{n} numbers count the seconds since the beginning of 1970; '{value}' in row {row} was read as {day}.", n)),
    ):  # fmt: skip
        if which.any():
            cells.tell(log, which, words, day=_day_of_first(cells, which, spans.first))


def spans(log: ProblemLog, cells: Distinct, read: Spans, columns: tuple[str, str]) -> None:
    """Give a notice of months, weeks and spans in one cell of ``columns`` (the first day's, the last day's)."""
    start, end = columns
    own = Distinct(cells.cells, {name: cells.codes[name] for name in columns}, cells.rows)
    open_end = (read.grain != "") & np.isnat(read.last)
    coarse = np.isin(read.grain, ["month", "week"]) & ~open_end
    own.tell(
        log,
        coarse,
        lambda n: ngettext(
            "'{value}' in row {row} is a month or a week; it was read as all its days, with that precision.",
            "{n} dates are a month or a week, as '{value}' in row {row}; they were read as all its days, with that "
            "precision.",
            n,
        ),
    )
    own.tell(
        log,
        read.both & (read.grain == "day"),
        lambda n: ngettext(
            "'{value}' in row {row} names a first and a last day; both were taken.",
            "{n} cells name a first and a last day, as '{value}' in row {row}; both were taken.",
            n,
        ),
    )
    first = Distinct(cells.cells, {start: cells.codes[start]}, cells.rows)
    first.tell(
        log,
        open_end,
        lambda n: ngettext(
            "'{value}' in row {row} names no last day; unless {end} does, the row is of its first day alone.",
            "{n} dates name no last day, as '{value}' in row {row}; unless {end} does, the row is of its first day "
            "alone.",
            n,
        ),
        "warning",
        end=end,
    )


def calendar(cells: Distinct, which: Mask, days: Days) -> Question:
    """Return the question whether the cells ``which``, which would be ``days``, are Hijri dates."""
    _column, row, value = cells.first(which)
    words = _(
        "Dates as '{value}' in row {row} look like the Hijri calendar, where that is {day}; by the sighting of the "
        "moon it may be a day off. Are they to be converted?"
    )
    choices = (
        ("hijri", _("they are Hijri dates: convert them")),
        ("gregorian", _("they are slips: leave them unread")),
    )
    return Question("calendar", words.format(value=value, row=row, day=_day_of_first(cells, which, days)), choices)


def converted(log: ProblemLog, cells: Distinct, which: Mask, days: Days) -> None:
    """Give a notice of the Hijri dates ``which``, read as ``days``."""
    which = which & ~np.isnat(days)
    if not which.any():
        return
    cells.tell(
        log,
        which,
        lambda n: ngettext(
            "The Hijri date '{value}' in row {row} was read as {day} (calendar of Umm al-Qura); by the sighting of the "
            "moon it may be a day off.",
            "{n} Hijri dates were converted (calendar of Umm al-Qura), '{value}' in row {row} to {day}; by the "
            "sighting of the moon they may be a day off.",
            n,
        ),
        day=_day_of_first(cells, which, days),
    )


def time_zone(log: ProblemLog, cells: Distinct, other: Mask, answer: str) -> bool:
    """Ask whose day times in UTC count for, where the region's day is another, and say what becomes of them.

    Args:
        log: Is told.
        cells: The different cells.
        other: Which of them are of another day there.
        answer: ``file``, ``local``, or "" when it was not asked yet.

    Returns:
        Whether the region's day is to be taken.

    Raises:
        QuestionError: Nobody has said.
    """
    if not other.any():
        return False
    zone = CRISIS.time_zone
    if not answer:
        _column, row, value = cells.first(other)
        words = _(
            "Times as '{value}' in row {row} are in UTC, and of another day in the zone {zone}. Which day do they "
            "count for?"
        ).format(value=value, row=row, zone=zone)
        choices = (("local", _("the day in the zone {zone}").format(zone=zone)), ("file", _("the day as written")))
        raise QuestionError(Question("time_zone", words, choices))
    if answer != "local":
        return False
    cells.tell(
        log,
        other,
        lambda n: ngettext(
            "The time '{value}' in row {row} is in UTC; its day is the next or the last in the zone {zone}, which was "
            "taken.",
            "{n} times in UTC, as '{value}' in row {row}, are of another day in the zone {zone}, which was taken.",
            n,
        ),
        zone=zone,
    )
    return True


def _day_of_first(cells: Distinct, which: Mask, days: Days) -> str:
    """Return the day of the first of some cells, as YYYY-MM-DD."""
    for codes in cells.codes.values():
        if which[codes].any():
            return str(days[codes[int(which[codes].argmax())]])
    return ""
