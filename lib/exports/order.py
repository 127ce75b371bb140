"""What an export is asked for besides the view: its size, extent, title, note, dates and pages.

One declared table, :data:`EXPORT_PARAMETERS`, names each of these address parameters with its reader, its meaning and
the formats that use it. Unlike the address of a page, an export takes no value it cannot use: it says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Final

from lib.events import address
from lib.events.problems import shown
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.exports.sizes import LIGHT, MOVING, SIZES
from lib.print.sheet import EXTENTS, SHEETS, Sheet, SheetError, check
from lib.text import _, day, enumerated, number

MEDIA_TYPES: Final = {
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "html": "text/html",
    "report": "application/pdf",
    "compare-png": "image/png",
    "compare-pdf": "application/pdf",
    "compare-pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""What an export can be, and its media type. ``report`` is the situation report of one page, a PDF; ``webp`` a picture
small enough for a poor line, of one size; what begins with ``compare-`` sets two periods side by side."""
COMPARED: Final = {fmt: fmt.removeprefix("compare-") for fmt in MEDIA_TYPES if fmt.startswith("compare-")}
"""The formats of two periods side by side, and the endings of their files."""
MAPS: Final = tuple(fmt for fmt in MEDIA_TYPES if fmt not in {"report", *COMPARED})
"""The formats of the map of one range."""
SINGLE: Final = frozenset({"png", "svg", "webp", "report", "html", *COMPARED})
"""Formats that hold one page."""
ANIMATED: Final = frozenset({"gif", "mp4"})
SHEETED: Final = frozenset({"png", "pdf", "svg", "gif", "mp4", "compare-png", "compare-pdf"})
"""Formats whose size can be chosen."""

STORY_FORMATS: Final = ("pptx", "pdf", "html")
"""What a story can be exported as."""

USUAL_SIZE: Final = {
    "png": "1080p", "pdf": "a4-landscape", "svg": "a4-landscape", "gif": "540p", "mp4": "720p",
    "compare-pdf": "a4-landscape",
}  # fmt: skip

MOST_PAGES: Final = 32
"""Most pages of one file; every week of the table on three layers each is 45, and is refused with a sentence."""
MOST_FRAMES: Final = 60
FRAMES_BY_ITSELF: Final = {"gif": 32, "mp4": MOST_FRAMES}
"""The same of a film whose dates nobody chose."""
MOST_MOVING_PIXELS: Final = 1_000_000
"""Largest frame of an animation: a GIF of sixty larger ones is too large to send."""
WEEK: Final = 7
MAX_TEXT: Final = 300  # characters of a title or note

EVERY: Final = {"daily": 1, "weekly": WEEK}
"""Words for dates that follow one another, and the days between them."""
RANGES: Final = ("period", "running")
PAGES: Final = ("together", "layers")


class OrderError(ValueError):
    """An export that cannot be made as asked; the message is one sentence for the user."""


@dataclass(frozen=True)
class Order:
    """What is asked for besides the view; blank means the format's own choice.

    ``size`` is a name of :data:`lib.exports.sizes.SIZES` or WIDTHxHEIGHT in pixels, ``dates`` ``daily``, ``weekly`` or
    ISO days separated by commas, ``range`` one of :data:`RANGES`, ``pages`` one of :data:`PAGES`.
    """

    size: str = ""
    extent: str = ""
    title: str = ""
    note: str = ""
    dates: str = ""
    range: str = ""
    pages: str = ""

    def params(self) -> dict[str, str]:
        """Return the address parameters that ask for this; blank ones are left out."""
        return {field.name: text for field in fields(self) if (text := getattr(self, field.name))}


@dataclass(frozen=True)
class ExportParameter:
    """One parameter of an export: its name, how to read it, its meaning, and the formats that use it."""

    name: str
    read: Callable[[str], str]
    meaning: str
    formats: frozenset[str]


@dataclass(frozen=True)
class Page:
    """One page, slide or frame: what it shows, and of which layer alone (blank: all that are on)."""

    query: Query
    layer: str = ""


def _size(text: str) -> str:
    if text in SIZES:
        return text
    if not (found := re.fullmatch(r"(\d{1,6})[x\N{MULTIPLICATION SIGN}](\d{1,6})", text, re.ASCII)):
        raise OrderError(
            _("There is no size '{text}'; choose one of {names}, or write WIDTHxHEIGHT in pixels.").format(
                text=shown(text, 30), names=enumerated(SHEETS | MOVING)
            )
        )
    width, height = (int(side) for side in found.groups())
    try:
        check(Sheet(width, height))
    except SheetError as error:
        raise OrderError(str(error)) from error
    return f"{width}x{height}"


def _word(name: str, words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            sentence = _("{name} cannot be '{text}'; choose one of {words}.")
            raise OrderError(sentence.format(name=name, text=shown(text, 30), words=enumerated(words)))
        return text

    return read


def _one_line(name: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        # Line ends and the signs that turn the direction of what follows have no place in one line of text.
        line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
        if len(line) > MAX_TEXT:
            sentence = _("The {name} has {n} characters; {most} fit.")
            raise OrderError(sentence.format(name=name, n=number(len(line)), most=MAX_TEXT))
        return line

    return read


def _dates(text: str) -> str:
    if text in EVERY:
        return text
    days = sorted({_day(part.strip()) for part in text.split(",") if part.strip()})
    if not days:
        raise OrderError(_("dates is 'daily', 'weekly', or days as YYYY-MM-DD separated by commas."))
    return ",".join(d.isoformat() for d in days)


def _day(text: str) -> date:
    try:
        asked = address.day(text)
    except ValueError as error:
        words = _("'{text}' is not a day; write it as YYYY-MM-DD.")
        raise OrderError(words.format(text=shown(text, 30))) from error
    if not FIRST_DAY <= asked <= LAST_DAY:
        words = _("{day} lies outside the days the map covers, {first} to {last}.")
        raise OrderError(words.format(day=asked, first=day(FIRST_DAY), last=day(LAST_DAY)))
    return asked


_DRAWN = frozenset({"png", "pdf", "svg", "pptx", "gif", "mp4", "report", *COMPARED})

_PLACED = _DRAWN | {"webp"}

EXPORT_PARAMETERS: Final = (
    ExportParameter("size", _size, "size by name, or WIDTHxHEIGHT in pixels", SHEETED),
    ExportParameter("extent", _word("extent", EXTENTS), f"part of the map: {enumerated(EXTENTS)}", _PLACED),
    ExportParameter("title", _one_line("title"), "title instead of the one written from the figures", _DRAWN),
    ExportParameter("note", _one_line("note"), "a line of your own under the title", _DRAWN),
    ExportParameter(
        "dates", _dates, "last days of several pages or frames: `daily`, `weekly`, or days", frozenset(_DRAWN - SINGLE)
    ),
    ExportParameter(
        "range",
        _word("range", RANGES),
        "days of each page: `period` since the page before, or `running` from the first day",
        frozenset(_DRAWN - SINGLE),
    ),
    ExportParameter(
        "pages", _word("pages", PAGES), "`layers`: a page each for front lines, displacement, strikes",
        frozenset({"pdf", "pptx"}),
    ),
)  # fmt: skip
"""Every parameter of an export that a page does not have."""


def read_order(params: Mapping[str, str], fmt: str) -> Order:
    """Read what an address or a command asks of an export in ``format``.

    Args:
        params: Parameters as text; names that are not declared are left alone.
        fmt: A key of :data:`MEDIA_TYPES`.

    Raises:
        OrderError: The format, or the value of a parameter, cannot be used; the message says what can.
    """
    if fmt not in MEDIA_TYPES:
        words = _("There is no format '{text}'; choose one of {names}.")
        raise OrderError(words.format(text=shown(fmt, 30), names=enumerated(MEDIA_TYPES)))
    read = {}
    for parameter in EXPORT_PARAMETERS:
        text = params.get(parameter.name, "").strip()
        if not text:
            continue
        if fmt not in parameter.formats:
            words = _("An export as {format} has no {name}; leave it out, or choose one of {formats}.")
            names = enumerated(name for name in MEDIA_TYPES if name in parameter.formats)
            raise OrderError(words.format(format=fmt, name=parameter.name, formats=names))
        read[parameter.name] = parameter.read(text)
    return Order(**read)


def sheet_of(order: Order, query: Query, fmt: str, link: str = "") -> Sheet:
    """Return the sheet that an order asks for, in the format's usual size when it names none.

    Raises:
        OrderError: The size cannot be had in this format, or the extent has no place to show.
    """
    name = order.size or USUAL_SIZE.get(fmt, "1080p")
    if fmt == "webp":
        sheet = LIGHT
    elif name in SIZES:
        sheet = SIZES[name]
    else:
        width, _by, height = name.partition("x")
        sheet = Sheet(int(width), int(height))
    if fmt in ANIMATED:
        pixels = sheet.pixels
        if pixels[0] * pixels[1] > MOST_MOVING_PIXELS:
            words = _("A frame of {width} x {height} pixels is too large for an animation; ask for 720p or smaller.")
            raise OrderError(words.format(width=pixels[0], height=pixels[1]))
    if order.extent == "place" and not query.place:
        raise OrderError(_("The extent 'place' needs a place: name a settlement, or choose another extent."))
    return replace(sheet, extent=order.extent or "view", title=order.title or None, note=order.note, link=link)


def pages_of(order: Order, query: Query, fmt: str) -> tuple[Page, ...]:
    """List what each page, slide or frame of an export shows, in order.

    Raises:
        OrderError: There would be none, or too many.
    """
    if fmt in SINGLE:
        return (Page(query),)
    days = _days(order, query, fmt)
    most = MOST_FRAMES if fmt in ANIMATED else MOST_PAGES
    layers = LAYER_PAGES if order.pages == "layers" else ("",)
    if len(days) * len(layers) > most:
        words = _("That would be {n} pages or frames; at most {most} fit. Ask for fewer dates or a shorter range.")
        raise OrderError(words.format(n=number(len(days) * len(layers)), most=most))
    running = (order.range or ("running" if fmt in ANIMATED else "period")) == "running"
    starts = [query.start, *(query.start if running else last + timedelta(days=1) for last in days[:-1])]
    dated = [replace(query, start=start, end=end) for start, end in zip(starts, days, strict=True)]
    return tuple(Page(only(each, layer), layer) for each in dated for layer in layers)


def _days(order: Order, query: Query, fmt: str) -> list[date]:
    """Return the last day of each page. What lies outside the range is said, since it would be missed."""
    length = (query.end - query.start).days + 1
    if not order.dates and fmt in ANIMATED:
        # The clock day by day, or in as many frames as a file may have; the last day is always among them.
        step = -(-length // FRAMES_BY_ITSELF[fmt])
    elif not order.dates:
        return [query.end]
    elif order.dates in EVERY:
        step = EVERY[order.dates]
    else:
        asked = [date.fromisoformat(text) for text in order.dates.split(",")]
        if outside := [d for d in asked if not query.start <= d <= query.end]:
            words = _("{day} lies outside the range {first} to {last}; move the range or leave it out.")
            raise OrderError(words.format(day=outside[0], first=query.start, last=query.end))
        return asked
    ends = [query.end - timedelta(days=back) for back in range(0, length, step)]
    return sorted(ends)


LAYER_PAGES: Final = ("front", "flows", "strikes")
"""Pages of one layer each, in the order they are shown."""
_OFF: Final = {"front": {"flows", "strikes"}, "flows": {"strikes"}, "strikes": {"flows"}}


def only(query: Query, layer: str) -> Query:
    """Return ``query`` with one of the three subjects on the map; who holds what stays under each."""
    if not layer:
        return query
    return replace(query, layers=(query.layers | {layer}) - _OFF[layer])
