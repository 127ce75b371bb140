"""What an address of the service asks for; what cannot be used, or means nothing there, is an error with a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from lib.analysis import displacement
from lib.config.language import LANGUAGES
from lib.events import publishing
from lib.events.address import repeated, shown
from lib.events.query import PARAMETERS, Query, parse
from lib.events.store import Snapshot
from lib.exports.ogc.collections import Collection
from lib.exports.ogc.found import Box, Days
from lib.text import _, either, enumerated, number

Given = TypeVar("Given")
FORMATS: Final = ("json", "html")
EVERYWHERE: Final = ("f", "lang", publishing.NAME)
"""Parameters of every address of the service."""
PAGED: Final = ("bbox", "datetime", "limit", "offset", "version")
"""Parameters of the items of a collection, beside the filters."""
LIMIT: Final = 1000
"""Features of a page where the address does not say."""
MOST: Final = 10_000
"""Features of a page at most; who asks for more is given so many, as the standard has it."""
OPEN: Final = frozenset({"", ".."})
MOST_DIGITS: Final = 12
_TIME: Final = r"T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})"
_MOMENT: Final = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}({_TIME})?", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,3})?\s*", re.ASCII | re.IGNORECASE)
_CORNERS: Final = {4: (0, 1, 2, 3), 6: (0, 1, 3, 4)}
"""Where west, south, east and north stand in a box of four numbers and in one of six, which has heights too."""


class AskedError(Exception):
    """The address asks for what cannot be used; the message is one sentence for its author."""


@dataclass(frozen=True)
class Items:
    """Which features of a collection are asked for.

    Attributes:
        query: The filters.
        box: The box that they touch; None for everywhere.
        days: The days that they touch; None for all.
        limit: Features of the page at most.
        offset: Features before it.
    """

    query: Query
    box: Box | None
    days: Days | None
    limit: int
    offset: int


def check_names(params: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    """Make sure that an address has no parameter that means nothing there, and none with two values.

    Raises:
        AskedError: It has.
    """
    for name in params:
        if name not in allowed:
            hint = _("Days are asked for with datetime.") if name in {"from", "to"} and "datetime" in allowed else ""
            words = _("The parameter \u201c{name}\u201d means nothing here; there are {known}.")
            if not allowed:
                words = _("The parameter \u201c{name}\u201d means nothing here; this address takes none.")
            raise AskedError(f"{words.format(name=shown(name), known=enumerated(allowed))} {hint}".strip())
    if twice := repeated(params):
        words = _("The address gives \u201c{name}\u201d more than once, with different values.")
        raise AskedError(words.format(name=shown(twice[0])))
    if (lang := params.get("lang", "")) and lang not in LANGUAGES:
        raise AskedError(_unusable("lang", lang, _("it must be {words}").format(words=either(LANGUAGES))))
    if coarse := params.get(publishing.NAME, ""):
        try:
            publishing.read(coarse)
        except ValueError as error:
            raise AskedError(_unusable(publishing.NAME, coarse, str(error))) from error


def format_of(params: Mapping[str, str], accept: str) -> str:
    """Return ``json`` or ``html``: what ``f`` names, else what an ``Accept`` header ranks higher, else JSON.

    Raises:
        AskedError: ``f`` names neither.
    """
    if given := params.get("f", ""):
        if given not in FORMATS:
            words = _("it must be {words}").format(words=either(FORMATS))
            raise AskedError(_unusable("f", given, words))
        return given
    weights = {"json": 0.0, "html": 0.0}
    for part in accept.split(",")[:20]:
        kind, _semicolon, rest = part.strip().casefold().partition(";")
        found = re.search(r"q=([\d.]{1,5})", rest)
        try:
            weight = float(found.group(1)) if found else 1.0
        except ValueError:
            weight = 0.0
        for name, weighed in weights.items():
            if name in kind:
                weights[name] = max(weighed, weight)
    return "html" if weights["html"] > weights["json"] else "json"


def read_items(collection: Collection, params: Mapping[str, str], snapshot: Snapshot, limit: int = LIMIT) -> Items:
    """Read which features are asked for, of a page of ``limit`` where the address does not say.

    Raises:
        AskedError: A value or a name cannot be used.
    """
    check_names(params, names_of(collection))
    filters = {name: params[name] for name in (*collection.filters, "lang", publishing.NAME) if params.get(name)}
    query, notes = parse(filters)
    if notes:
        raise AskedError(" ".join(notes))
    if query.counter and query.counter not in displacement.flow_counters(snapshot.events):
        raise AskedError(displacement.unknown_counter(snapshot.events, query.counter))
    if (version := params.get("version", "")) and version != snapshot.version:
        raise AskedError(
            _("The data have changed since the first page was asked for; begin with the first page again.")
        )
    return Items(
        query,
        _read("bbox", params, _box),
        _read("datetime", params, read_days),
        min(_whole("limit", params, 1, limit), MOST),
        _whole("offset", params, 0, 0),
    )


def names_of(collection: Collection) -> tuple[str, ...]:
    """Return the names of all parameters of the items of a collection."""
    return (*EVERYWHERE, *PAGED, *collection.filters)


def _read(name: str, params: Mapping[str, str], read: Callable[[str], Given]) -> Given | None:
    text = params.get(name, "").strip()
    if name not in params:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise AskedError(_unusable(name, text, str(error))) from error


def _unusable(name: str, text: str, why: str) -> str:
    words = _("The address asks for {name} = \u201c{value}\u201d, which cannot be used: {why}.")
    return words.format(name=name, value=shown(text), why=why)


def _whole(name: str, params: Mapping[str, str], least: int, default: int) -> int:
    text = params.get(name, "")
    if name not in params:
        return default
    if not (text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS and int(text) >= least):
        why = _("it must be a whole number from {least}").format(least=number(least))
        raise AskedError(_unusable(name, text, why))
    return int(text)


def _box(text: str) -> Box:
    parts = text.split(",")
    if len(parts) not in _CORNERS:
        raise ValueError(_("it must be four numbers separated by commas: west, south, east, north"))
    if not all(map(_NUMBER.fullmatch, parts)):
        raise ValueError(_("it is not a number"))
    values = [float(part) for part in parts]
    west, south, east, north = (values[at] for at in _CORNERS[len(parts)])
    inside = -180 <= min(west, east) <= max(west, east) <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004  degrees
    if not all(map(math.isfinite, values)) or not inside:
        raise ValueError(_("longitudes go from -180 to 180, latitudes from -90 to 90, the southern one first"))
    return west, south, east, north


def read_days(text: str) -> Days:
    """Return the days of a moment or an interval of RFC 3339, ``..`` or nothing for an open end.

    Raises:
        ValueError: It is neither.
    """
    begin, slash, end = text.partition("/")
    if not slash:
        return _day(begin), _day(begin)
    days = tuple(None if part in OPEN else _day(part) for part in (begin, end))
    since, until = days
    if since is None and until is None:
        raise ValueError(_("at least one end must be a day"))
    if since is not None and until is not None and since > until:
        raise ValueError(_("its first day lies after its last"))
    return since, until


def _day(text: str) -> date:
    if not _MOMENT.fullmatch(text):
        raise ValueError(_("it must be a day as YYYY-MM-DD, or two with a stroke between them, .. for an open end"))
    try:
        return datetime.fromisoformat(text.upper()).date()
    except ValueError as error:
        raise ValueError(_("there is no such day")) from error


def parameter_meanings() -> dict[str, str]:
    """Return what each filter means, by its name in an address."""
    return {parameter.name: parameter.meaning for parameter in PARAMETERS}
