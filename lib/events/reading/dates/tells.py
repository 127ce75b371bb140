"""What the reader of dates says and asks, once a kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lib.config.crisis import CRISIS
from lib.events.problems import ProblemLog
from lib.events.questions import Question, QuestionError
from lib.events.reading.dates.calendars import Days, Spans
from lib.events.reading.dates.times import Timed
from lib.events.reading.distinct import Distinct, Mask
from lib.text import _, ngettext


def times(log: ProblemLog, cells: Distinct, timed: Timed, spans: Spans, moved: Mask) -> None:
    """Give a notice of hours left out, and of numbers that count days or seconds; ``moved`` were told by their zone."""
    read = spans.grain != ""
    by_number = timed.counted | timed.stamped
    cells.tell(
        log,
        (timed.seconds > 0) & read & ~by_number & ~moved,
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


def spans(log: ProblemLog, cells: Distinct, read: Mapping[str, Spans], columns: tuple[str, str]) -> None:
    """Give a notice of months, weeks and spans in one cell of ``columns`` (the first day's, the last day's)."""
    start, end = columns
    named = {name: Distinct(cells.cells, {name: cells.codes[name]}, cells.rows) for name in columns}
    # Both at once where they are read alike: it is said once a kind.
    alike = read[start] is read[end]
    both = Distinct(cells.cells, {name: cells.codes[name] for name in columns}, cells.rows)
    for name, own in ({start: both} if alike else named).items():
        _several_days(log, own, read[name])
    found = read[start]
    named[start].tell(
        log,
        (found.grain != "") & np.isnat(found.last),
        lambda n: ngettext(
            "'{value}' in row {row} names no last day; unless {end} does, the row is of its first day alone.",
            "{n} dates name no last day, as '{value}' in row {row}; unless {end} does, the row is of its first day "
            "alone.",
            n,
        ),
        "warning",
        end=end,
    )
    named[start].tell(
        log,
        (found.grain != "") & np.isnat(found.first),
        lambda n: ngettext(
            "'{value}' in row {row} names a last day only. Write the first day too.",
            "{n} dates name a last day only, as '{value}' in row {row}. Write the first day too.",
            n,
        ),
        "warning",
    )


def _several_days(log: ProblemLog, cells: Distinct, read: Spans) -> None:
    """Give a notice of months, weeks and spans."""
    coarse = np.isin(read.grain, ["month", "week"]) & ~np.isnat(read.last)
    cells.tell(
        log,
        coarse,
        lambda n: ngettext(
            "'{value}' in row {row} is a month or a week; it was read as all its days, with that precision.",
            "{n} dates are a month or a week, as '{value}' in row {row}; they were read as all its days, with that "
            "precision.",
            n,
        ),
    )
    cells.tell(
        log,
        read.both & (read.grain == "day"),
        lambda n: ngettext(
            "'{value}' in row {row} names a first and a last day; both were taken.",
            "{n} cells name a first and a last day, as '{value}' in row {row}; both were taken.",
            n,
        ),
    )


def doubtful(log: ProblemLog, cells: Distinct, which: Mask) -> None:
    """Give a warning of the days ``which``, which the file marks as not certain."""
    cells.tell(
        log,
        which,
        lambda n: ngettext(
            "'{value}' in row {row} is marked as not certain; it was read as the day that is written.",
            "{n} dates are marked as not certain, as '{value}' in row {row}; they were read as the days that are "
            "written.",
            n,
        ),
        "warning",
    )


def other_weekday(log: ProblemLog, cells: Distinct, which: Mask) -> None:
    """Warn about the days ``which``, whose weekday is another than the one that is written."""
    cells.tell(
        log,
        which,
        lambda n: ngettext(
            "The weekday of '{value}' in row {row} is not that of the day, which was read as written. Check which is "
            "right.",
            "The weekdays of {n} dates, as '{value}' in row {row}, are not those of the days, which were read as "
            "written. Check which are right.",
            n,
        ),
        "warning",
    )


def two_calendars(log: ProblemLog, cells: Distinct, both: Mask, apart: Mask, read: Spans) -> None:
    """Give a notice of the days in two calendars ``both``, and leave those unread whose two are not the same day."""
    cells.tell(
        log,
        both & ~apart,
        lambda n: ngettext(
            "'{value}' in row {row} names its day in two calendars; the one that is not Hijri was taken.",
            "{n} dates name their day in two calendars, as '{value}' in row {row}; the one that is not Hijri was "
            "taken.",
            n,
        ),
    )
    cells.tell(
        log,
        apart,
        lambda n: ngettext(
            "'{value}' in row {row} names two days that are not the same in the two calendars. Keep the right one.",
            "{n} dates name two days that are not the same in the two calendars, as '{value}' in row {row}. Keep the "
            "right one of each.",
            n,
        ),
        "warning",
    )
    read.first[apart] = read.last[apart] = np.datetime64("NaT")
    read.grain[apart] = ""


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


def time_zone(log: ProblemLog, cells: Distinct, other: Mask, answer: str, *, stored: bool = False) -> bool:
    """Ask whose day times in UTC count for, where the region's day is another, and say what becomes of them.

    Args:
        log: Is told.
        cells: The different cells.
        other: Which of them are of another day there.
        answer: ``file``, ``local``, or "" when it was not asked yet.
        stored: Whether no zone is named, and all are midnights of the region if they are in UTC.

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
        )
        if stored:
            words = _(
                "Times as '{value}' in row {row} name no zone, and each is midnight in the zone {zone} if it is in "
                "UTC, as programs store days. Which day do they count for?"
            )
        words = words.format(value=value, row=row, zone=zone)
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
