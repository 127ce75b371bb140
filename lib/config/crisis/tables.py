"""The tables of ``crisis.toml`` as frozen dataclasses. What each field is for stands in ``docs/crisis.md`` too."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic.dataclasses import dataclass

from lib.config.crisis.fields import (
    STRICT,
    Area,
    Colour,
    CountryCode,
    Days,
    FileName,
    Identifier,
    Latitude,
    Longitude,
    Pattern,
    Positive,
    Share,
    Words,
    Year,
    sentence,
)

if TYPE_CHECKING:
    Taking: TypeAlias = Words
    Gaining: TypeAlias = Words
    Winning: TypeAlias = Words
    Since: TypeAlias = Words
else:
    Taking, Gaining = sentence("what"), sentence("area", "start", "end")
    Winning, Since = sentence("n"), sentence("day")


@dataclass(frozen=True, config=STRICT)
class Period:
    """The days of the crisis.

    ``first`` and ``last`` are the ends of the clock, ``opens_to`` the last day of the range that a page opens with and
    ``opens_days`` how many days it has, ``dated`` the date written into files that are made, ``years`` the years a date
    in a table may lie in.
    """

    first: date
    last: date
    opens_to: date
    dated: date
    years: tuple[Year, Year]
    opens_days: Days = 7

    @property
    def opens_from(self) -> date:
        """First day of the range that a page opens with; the first of all where these are fewer days."""
        return max(self.first, self.opens_to - timedelta(days=self.opens_days - 1))

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, config=STRICT)
class Preset:
    """A range of days that readers ask for by name."""

    name: Words
    first: date
    last: date


@dataclass(frozen=True, config=STRICT)
class Comparison:
    """A day before the period that the front line may be compared with by name; ``note`` says what its line is."""

    name: Words
    day: date
    note: Words


@dataclass(frozen=True, config=STRICT)
class TurningPoint:
    """A day after which the absence of change is said to be after it."""

    day: date
    name: Words


@dataclass(frozen=True, config=STRICT)
class Boxes:
    """Where things lie, west, south, east and north in WGS 84 degrees.

    ``region``: where control is computed. ``start``: what the map shows whole at first, ``picture``: a picture.
    ``points``: where a point may lie. ``base``: what the base layers cover. ``limits``: out of this the map cannot be
    dragged. ``centres``: where an address may centre it. ``locator``: the small map on a picture. ``border``: the
    print extent of that name.
    """

    region: Area
    start: Area
    picture: Area
    points: Area
    base: Area
    limits: Area
    centres: Area
    locator: Area
    border: Area


@dataclass(frozen=True, config=STRICT)
class Assessed:
    """Where what is assessed ends before the country does: toward which edges of the region it fades out.

    ``west``, ``south``, ``east`` and ``north`` are the degree from which on tints and lines grow fainter; at the
    region's edge of that name nothing is left of them. One that is not given does not fade: control ends there at a
    coast or a border.
    """

    west: Longitude | None = None
    south: Latitude | None = None
    east: Longitude | None = None
    north: Latitude | None = None


@dataclass(frozen=True, config=STRICT)
class Side:
    """Who can hold ground.

    ``id`` is the word of the event table; ``name``, ``to`` (after "to", "by"), ``held`` (on its area) and ``legend``
    are words. ``tint`` fills its area under ``pattern``, ``ink`` draws its ``mark`` (``hollow``: its outline).
    ``faces`` are the sides its line with which is a front, ``camp`` whom it fights beside. ``bounded``: its area ends
    inside the map. ``takes_in``: people are displaced into it. ``arrows_avoid``: arrows bend around it. ``spellings``
    are what else it is called in tables that are brought. ``takes`` ({what}), ``gains`` ({area}, {start}, {end}) and
    ``won`` ({n}) are sentences of titles; made of ``name`` and ``to`` where they are not given. ``ends`` is the day
    from whose evening on it holds nothing.
    """

    id: Identifier
    name: Words
    to: Words
    held: Words
    legend: Words
    tint: Colour
    ink: Colour
    pattern: Literal["none", "dots", "lines", "crosses"]
    mark: Literal["circle", "square", "triangle"]
    camp: Identifier
    hollow: bool = False
    faces: tuple[str, ...] = ()
    bounded: bool = True
    takes_in: bool = True
    arrows_avoid: bool = False
    spellings: tuple[str, ...] = ()
    takes: Taking | None = None
    gains: Gaining | None = None
    won: Winning | None = None
    ends: date | None = None


@dataclass(frozen=True, config=STRICT)
class Gain:
    """Ground that passed from some sides to others between two dates, and how it is hatched.

    ``passed`` and ``passed_since`` are the legend's sentences for it; made of ``to`` where they are not given.
    """

    id: Identifier
    lost_by: tuple[str, ...]
    won_by: tuple[str, ...]
    to: Words
    leans: Literal["right", "left", "level", "upright"]
    colour: Colour
    width: Positive
    opacity: Share
    passed: Words | None = None
    passed_since: Since | None = None


@dataclass(frozen=True, config=STRICT)
class Party:
    """With whom a publisher may be aligned; ``camp`` is whom it then speaks for, "" for nobody.

    ``names`` begin the words by which reports name its forces.
    """

    id: Identifier
    name: Words
    camp: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Counters:
    """Whose figures of displacement are shown until a reader asks for another's.

    ``since`` is the day that its running totals count from; the first of the period where it is not given.
    """

    totals: str
    flows: str
    since: date | None = None


@dataclass(frozen=True, config=STRICT)
class Areas:
    """Names of the whole area: ``whole`` as tables write it, ``whole_short`` and ``reach`` in words.

    ``places_from`` says whose names and points of places are used, ``spellings`` how areas are also spelled.
    """

    whole: tuple[str, ...]
    whole_short: Words
    places_from: Words
    reach: Words
    spellings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class Country:
    """The country of the crisis, as tables of others write it.

    ``code`` is ISO 3166-1 alpha-3. ``own_side`` is the side that is its own government. ``neighbours`` are countries
    whose events may be meant too.
    """

    code: CountryCode
    name: Words
    names: tuple[str, ...]
    own_side: str = ""
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Pcodes:
    """P-codes of the country: their prefix, the lengths of the areas' from the coarsest on, and the settlements'."""

    prefix: str
    lengths: tuple[int, ...]
    settlement: Pattern


@dataclass(frozen=True, config=STRICT)
class Border:
    """The border that people flee to: its base layer, its words, and on which side of it the other country lies."""

    layer: FileName
    name: Words
    near: Words
    country: str
    side: Literal["north", "south", "east", "west"]


@dataclass(frozen=True, config=STRICT)
class MapName:
    """Words written at a point of the map."""

    text: Words
    lat: Latitude
    lon: Longitude


@dataclass(frozen=True, config=STRICT)
class Hdx:
    """The UN's workbook of movements on HDX: who counts, how it is cited and where, the governorates as it writes them.

    ``always`` are those that every sheet names.
    """

    counter: str
    source: str
    url: str
    governorates: tuple[str, ...]
    always: tuple[str, ...]


@dataclass(frozen=True, config=STRICT)
class Examples:
    """What hints in fields and the documentation of addresses name."""

    place: str
    search: str
    words: str
    area: str
    area_between: str
    counter: str
    actor: str
    report: str
    centre: tuple[Longitude, Latitude]
    day: date
