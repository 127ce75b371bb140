"""What one cell says of days: one day, a month, a week, a span with one or two ends.

Only the shape is read here. Whether 05/03 is in March or May, and what day a Hijri date is, is settled for all cells
of a file together (:mod:`lib.events.reading.dates.calendars`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from lib.events.reading.dates.words import HIJRI, MONTH, canonical, weekday_in, without_era, without_weekday

LONGEST = 90
"""Letters of a cell that may be a date; a longer one is a sentence."""
_TWELVE = 12
_TO = "(?:to|until|till|til|through|thru|au|a|ile|الي|حتي)"
_AND = "(?:and|et|و|ve)"
_BETWEEN = re.compile(rf"(?:from|between|du|entre|من|بين|ما بين) ?(.+?) (?:(?:{_TO}|{_AND})(?= |\d)) ?(.+)")
_AMONG = re.compile(r" (?:tarihleri )?arasi(?:nda)?$")
_SPLIT = re.compile(rf" {_TO} | ?(?:\.\.+|→|~) ?| ?- ?| ?/ ?")
_FROM = re.compile(
    r"(?:from|since|as(?: of| from)?|starting(?: on| from)?|beginning|after and including|depuis|a partir d[eu]|des"
    r"|منذ|من|ابتداء من|اعتبارا من) (.+)"
)
_ONWARD = re.compile(
    r"(.+?) ?(?:onwards?|and later|and onwards?|[- ]+(?:present|ongoing|now|today|to date|continuing)|(?<=.) ?-"
    r"|(?:to|until|till) (?:present|now|today|date)|/|(?: tarihinden|'?[dt][ea]n) (?:beri|itibaren|bu yana))"
)
_UNTIL = re.compile(
    r"(?:until|till|up to|to|through|jusqu'?a?u?|حتي|الي|لغايه|-|/) ?(.+)|(.+?)(?: tarihine|'?[yn]?[ea]) kadar"
)
_DUAL = re.compile(r" ?(?:الموافق(?: ل)?|موافق|مطابق|corresponding to|equivalent to|correspondant a[ux]?|\(|=|,) ?")
"""Between a day and the same day in another calendar."""
_WEEK_FROM = re.compile(
    r"(?:w/c|week (?:commencing|beginning|starting|from)|week|semaine (?:du|commencant)|(?:ال)?اسبوع) (.+)"
    r"|(.+?)(?: ile baslayan)? haftasi"
)
_WEEK_TO = re.compile(r"(?:w/e|week (?:ending|ended|to)|semaine (?:finissant|se terminant)) (.+)")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "اول": 1, "ثاني": 2, "ثالث": 3, "رابع": 4}
_QUARTER = re.compile(
    r"(?:(?:q|t|quarter|trimestre|ceyrek) ?(?P<a>[1-4])|(?P<b>[1-4])\.? ?(?:quarter|trimestre|ceyrek)"
    r"|(?:ال)?ربع (?:ال)?(?P<c>اول|ثاني|ثالث|رابع))[-/, ]*(?P<year>\d{4})"
    r"|(?P<before>\d{4})[-/, ]*(?:(?:q|t|quarter|trimestre|ceyrek) ?(?P<d>[1-4])|(?P<e>[1-4])\.? ?ceyrek)"
)
_APART = 400
"""Years between two numbers of one day that make them of two calendars."""
_HALF_YEAR = 6


class Form(StrEnum):
    """How a day is written; ``x`` and ``y`` of an :class:`End` are what is named here."""

    DAY = "month, day"
    ISO = "month, day in numbers behind the year"
    SLASHED = "two numbers in either order"
    MONTH = "month"
    SHORT = "month, and two digits that are a year or a day"
    TENTH = "month 1, or 10 whose 0 was dropped"
    WEEK = "ISO week, day of the week or 0"


class End(NamedTuple):
    """One end of what a cell names.

    ``short`` is whether the year has two digits, which ``year`` then holds; ``hijri`` whether the cell calls it Hijri;
    ``compact`` whether it is six digits without a sign between them.
    """

    form: Form
    year: int
    x: int
    y: int = 0
    short: bool = False
    hijri: bool = False
    compact: bool = False


class Reading(NamedTuple):
    """What a cell names: from ``first`` to ``last``, either of them None where the cell leaves that end open.

    ``week`` is 1 where the day is the first of a week, -1 where it is the last. ``beside`` is the same day in the Hijri
    calendar. ``doubt`` is whether the cell marks it as not certain. ``weekday`` is the one it names, Monday 0, or -1.
    """

    first: End | None
    last: End | None
    week: int = 0
    beside: End | None = None
    doubt: bool = False
    weekday: int = -1


_SEP = r" ?[-/. ] ?"
_YEAR = r"(?P<year>\d{4}|\d{2}y?)"
_FULL = r"(?P<year>\d{4}|\d{2}y)"
_NAMED = rf"(?P<sign>[{MONTH}{HIJRI}])(?P<month>\d\d)"
_DAY = r"(?P<day>\d{1,2})"
_WEEK = r"(?:week|wk|w|semaine|sem|hafta|(?:ال)?اسبوع)\.? ?(?:no\.? ?|n°? ?|#)?"
_SHAPES = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?P<year>\d{4})(?P<sep>[-/.]| )(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})", Form.ISO),
        (r"(?P<year>(?:19|20)\d\d)(?P<month>\d{2})(?P<day>\d{2})", Form.DAY),
        (r"(?P<x>\d{2})(?P<y>\d{2})(?P<year>(?:19|20)\d\d)", Form.SLASHED),
        (r"(?P<x>\d{2})(?P<y>\d{2})(?P<year>\d{2})", Form.SLASHED),
        (r"(?P<x>\d{1,2}) ?(?P<sep>[-/.\\]| ) ?(?P<y>\d{1,2}) ?(?P=sep) ?(?P<year>\d{4}|\d{2})", Form.SLASHED),
        (rf"{_DAY}[-/., ]*{_NAMED}[-/., ]*{_YEAR}", Form.DAY),
        (rf"{_NAMED}[-/. ]*{_DAY}(?: ?, ?|[-/. ]+){_YEAR}", Form.DAY),
        (rf"(?P<year>\d{{4}})[-/., ]*{_NAMED}[-/. ]*{_DAY}", Form.DAY),
        (rf"{_NAMED}[-/., ]*{_FULL}", Form.MONTH),
        (rf"(?P<year>\d{{4}})[-/., ]*{_NAMED}", Form.MONTH),
        (r"(?!\d{4}\.1$)(?P<year>\d{4}) ?[-/.] ?(?P<month>\d{1,2})", Form.MONTH),
        (r"(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})", Form.MONTH),
        (r"(?P<year>\d{4})-?w(?P<x>\d{2})(?:-?(?P<y>[1-7]))?", Form.WEEK),
        (rf"(?P<year>\d{{4}})[-/, ]*{_WEEK} ?(?P<x>\d{{1,2}})", Form.WEEK),
        (rf"(?:{_WEEK} ?(?P<x>\d{{1,2}})|(?P<y>)(?P<z>\d{{1,2}})\. ?hafta)[-/, ]+(?P<year>\d{{4}})", Form.WEEK),
    )
)
_SHORT = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"{_NAMED} ?[-/. ]? ?(?P<year>\d{{2}})", Form.SHORT),
        (r"(?P<month>\d{1,2}) ?[-/] ?(?P<year>\d{2})", Form.SHORT),
    )
)
"""What has a second meaning, and is looked for in a whole cell only."""
_TENTH = re.compile(r"(?P<year>\d{4})\.(?P<month>1)")
_DAY_OF = re.compile(_DAY)
_DAY_MONTH = re.compile(rf"{_DAY}[-/., ]*{_NAMED}")
_MONTH_DAY = re.compile(rf"{_NAMED}[-/. ]*{_DAY}")
_MONTH_OF = re.compile(_NAMED)
_TWO = re.compile(r"(?P<x>\d{1,2})(?P<sep>[-/.])(?P<y>\d{1,2})")
_SPAN_IN_MONTH = re.compile(rf"{_NAMED} ?(?P<day>\d{{1,2}}) ?- ?(?P<to>\d{{1,2}})(?: ?, ?| ){_YEAR}")
_SPAN_IN_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})\.? ?- ?(?P<to>\d{1,2})(?P<sep>[/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})"
)


def read_cell(cell: str) -> Reading | None:
    """Return what a cell names, or None when it names no day in a form that is known."""
    if len(cell) > LONGEST:
        return None
    words = canonical(cell)
    text = words.text
    if not any(sign.isdigit() for sign in text):
        return None
    reading = _reading(text) or _reading(without_weekday(text)) or _of_two_meanings(text)
    if reading is None:
        return None
    if words.hijri and reading.beside is None:
        first, last = (end and end._replace(hijri=True) for end in reading[:2])
        reading = reading._replace(first=first, last=last)
    return reading._replace(doubt=words.doubt, weekday=weekday_in(text) if reading.first == reading.last else -1)


def _reading(text: str) -> Reading | None:
    text = _AMONG.sub("", text)
    if one := _single(text):
        return Reading(one, one)
    if found := _quarter(text) or _week(text) or _dual(text):
        return found
    if between := _BETWEEN.fullmatch(text):
        return _joined(between[1], between[2])
    spans = {_joined(text[: mark.start()], text[mark.end() :], mark[0]) for mark in _SPLIT.finditer(text)}
    spans = (spans | {_in_month(text)}) - {None}
    if spans:
        return spans.pop() if len(spans) == 1 else None
    return _open(text)


def _open(text: str) -> Reading | None:
    """Read a span of which only one end is named."""
    for pattern in (_FROM, _ONWARD):
        if (found := pattern.fullmatch(text)) and (first := _single(found[1])):
            return Reading(first, None)
    if (found := _UNTIL.fullmatch(text)) and (last := _single(found[1] or found[2])):
        return Reading(None, last)
    return None


def _of_two_meanings(text: str) -> Reading | None:
    """Read what is a month, or something else: Feb-20, 01/20, 2021.1."""
    for pattern, form in (*_SHORT, (_TENTH, Form.TENTH)):
        if found := pattern.fullmatch(text):
            end = _end(found.groupdict(), form)
            return Reading(end, end) if end and 1 <= end.x <= _TWELVE else None
    return None


def _quarter(text: str) -> Reading | None:
    """Read a quarter of a year, as its first and last month."""
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    quarter = _QUARTERS[next(str(parts[name]) for name in "abcde" if parts[name])]
    first = End(Form.MONTH, int(parts["year"] or parts["before"]), 3 * quarter - 2)
    return Reading(first, first._replace(x=3 * quarter))


def _week(text: str) -> Reading | None:
    """Read a week that is named by its first or last day."""
    for pattern, week in ((_WEEK_TO, -1), (_WEEK_FROM, 1)):
        if found := pattern.fullmatch(text):
            day = _single(next(filter(None, found.groups())))
            if day and day.form in {Form.DAY, Form.ISO, Form.SLASHED}:
                return Reading(day, day, week)
    return None


def _dual(text: str) -> Reading | None:
    """Read a day that is written in our calendar and in the Hijri one."""
    for mark in _DUAL.finditer(text):
        sides = (without_era(text[: mark.start()]), without_era(text[mark.end() :]))
        first, last = (_single(side) for side, _called in sides)
        if first and last and (found := _of_two_calendars(first, last)):
            return found
    return None


def _of_two_calendars(first: End, last: End) -> Reading | None:
    """Return the one of two ends that is of our calendar, with the other beside it; None where both are of one."""
    if first.short or last.short or abs(first.year - last.year) < _APART:
        return None
    ours, other = (first, last) if first.year > last.year else (last, first)
    return Reading(ours, ours, 0, other._replace(hijri=True))


def _single(text: str) -> End | None:
    """Read one day, month or week."""
    text = text.strip(" ,")
    for candidate in dict.fromkeys((text, without_weekday(text))):
        for pattern, form in _SHAPES:
            if found := pattern.fullmatch(candidate):
                return _end(found.groupdict(), form)
    return None


def _end(parts: dict[str, str | None], form: Form) -> End | None:
    written = str(parts["year"])
    year, short = int(written.rstrip("y")), len(written) <= len("00y")
    x = int(parts.get("month") or parts.get("x") or parts.get("z") or 0)
    y = int(parts.get("day") or parts.get("y") or 0)
    if form is Form.MONTH and not 1 <= x <= _TWELVE:
        return None
    compact = form is Form.SLASHED and short and "sep" not in parts
    return End(form, year, x, y, short, parts.get("sign") == HIJRI, compact)


def _joined(left: str, right: str, mark: str = "-") -> Reading | None:
    """Read the span between what stands on the two sides of a sign; what the left leaves out, the right one has."""
    last = _single(without_era(right)[0])
    if last is None:
        return None
    first = _single(without_era(left)[0]) or _completed(left.strip(" ,"), last)
    if first is not None and (found := _of_two_calendars(first, last)):
        return found
    if first is None or (mark.strip() == "/" and left.isdigit() and first.y + 1 != last.y):
        return None  # 5/6 February is a night; 5/9 February says nothing of the days between
    return Reading(first, last)


def _completed(left: str, last: End) -> End | None:
    """Complete the first day of a span whose year, or month and year, stand only at its last day."""
    if last.form is Form.DAY and _DAY_OF.fullmatch(left):
        return last._replace(y=int(left))
    if last.form is Form.SLASHED:
        found = _TWO.fullmatch(left)
        return last._replace(x=int(found["x"]), y=int(found["y"])) if found else None
    for pattern, form in ((_DAY_MONTH, Form.DAY), (_MONTH_DAY, Form.DAY), (_MONTH_OF, Form.MONTH)):
        found = pattern.fullmatch(left)
        if found and form is last.form:
            month, day = int(found["month"]), int(found.groupdict().get("day") or 0)
            # From 28 December to 3 January: the year is that of the last day.
            before = (month, day) > (last.x, last.y)
            if before and last.x + _TWELVE - month > _HALF_YEAR:
                return None  # from 5 February to 3 January: a slip, or of two years that are not written
            return last._replace(x=month, y=day, year=last.year - before)
    return None


def _in_month(text: str) -> Reading | None:
    """Read a span within a month that is named once: February 5-9, 5-9/2."""
    for pattern in (_SPAN_IN_MONTH, _SPAN_IN_NUMBERS):
        if found := pattern.fullmatch(text):
            first = _end(found.groupdict(), Form.DAY)
            return Reading(first, first._replace(y=int(found["to"]))) if first else None
    return None
