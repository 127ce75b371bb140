"""Types of the entries of ``crisis.toml``, each with its check: words by language, boxes, colours, projections."""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pyproj import CRS
from pyproj.exceptions import CRSError

from lib.config.catalogue import of_crisis
from lib.config.language import LANGUAGES, language

STRICT: Final = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
"""Of every table: an entry that is not declared is a fault."""


class Text:
    """Words of the file in the languages they are given in; ``str()`` says them in the reader's.

    A language that the file does not give is looked for in the catalogue of the crisis; else they are said in English.
    """

    def __init__(self, words: str | dict[str, str]) -> None:
        self.by_language = {LANGUAGES[0]: words} if isinstance(words, str) else dict(words)

    def __str__(self) -> str:
        given = self.by_language.get(language.get())
        return of_crisis(language.get()).gettext(self.by_language[LANGUAGES[0]]) if given is None else given

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.by_language == other.by_language

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))

    def __repr__(self) -> str:
        return f"Text({self.by_language!r})"


class Box(NamedTuple):
    """West, south, east and north, WGS 84 degrees."""

    west: float
    south: float
    east: float
    north: float


def _text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str) and value.strip():
        return Text(value)
    if isinstance(value, dict) and LANGUAGES[0] in value and all(str(each).strip() for each in value.values()):
        if unknown := set(value) - set(LANGUAGES):
            raise ValueError(f"{sorted(unknown)} is no language of the product ({', '.join(LANGUAGES)})")
        return Text(value)
    raise ValueError(f"words are text, or a table by language that has '{LANGUAGES[0]}'")


def _box(value: Box) -> Box:
    if not (-180 <= value.west < value.east <= 180 and -85 <= value.south < value.north <= 85):  # noqa: PLR2004  degrees
        raise ValueError("a box is [west, south, east, north] in degrees, west before east and south before north")
    return value


def _metric(value: str) -> str:
    try:
        crs = CRS.from_user_input(value)
    except CRSError as error:
        raise ValueError(f"'{value}' is no coordinate reference system") from error
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        raise ValueError(f"'{value}' does not measure in metres")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"'{value}' is no regular expression ({error})") from error
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"'{value}' is no time zone; write its name as Etc/UTC") from error
    return value


def _matching(pattern: str, what: str) -> AfterValidator:
    """Check that a text matches ``pattern`` as a whole; ``what`` says what it should have been."""

    def matched(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"'{value}' is not {what}")
        return value

    return AfterValidator(matched)


Words = Annotated[Text, BeforeValidator(_text)]


def sentence(*names: str) -> object:
    """Make the type of a sentence of words into which ``names`` are filled, each in its braces."""

    def filled(words: Text) -> Text:
        for text in words.by_language.values():
            try:
                found = {name for _text, name, _how, _as in Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise ValueError(f"'{text}' has a brace too many or too few") from error
            if found != set(names):
                raise ValueError(f"'{text}' has to hold {', '.join(f'{{{name}}}' for name in names)}, and nothing else")
        return words

    return Annotated[Text, BeforeValidator(_text), AfterValidator(filled)]


Area = Annotated[Box, AfterValidator(_box)]
Crs = Annotated[str, AfterValidator(_metric)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Colour = Annotated[str, _matching(r"#[0-9a-f]{6}", "a colour as #1a2b3c")]
Identifier = Annotated[str, _matching(r"[a-z][a-z0-9_]*", "a name of small letters, digits and _")]
Slug = Annotated[str, _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "small letters and digits, with - between them")]
CountryCode = Annotated[str, _matching(r"[A-Z]{3}", "an ISO code as SYR")]
WebAddress = Annotated[str, _matching(r"https?://\S+", "a web address")]
Pattern = Annotated[str, AfterValidator(_pattern)]
FileName = Annotated[str, _matching(r"[A-Za-z0-9_]+(\.[a-z]+)?", "the name of a file in geo")]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Days = Annotated[int, Field(ge=1, le=3660)]
"""A number of days that a range may have."""
Year = Annotated[int, Field(ge=1700, le=2200)]
"""A year that a date of a table can be kept in."""
