"""A crisis as a whole: the tables of ``crisis.toml`` together."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final

from pydantic.dataclasses import dataclass

from lib.config.crisis.agreements import Agreement
from lib.config.crisis.fields import STRICT, Crs, Slug, TimeZone, Words
from lib.config.crisis.publishing import Publishing
from lib.config.crisis.tables import (
    Areas,
    Assessed,
    Border,
    Boxes,
    Comparison,
    Counters,
    Country,
    Examples,
    Gain,
    Hdx,
    MapName,
    Party,
    Pcodes,
    Period,
    Preset,
    Side,
    TurningPoint,
)
from lib.config.paths import SHIPPED

CONTESTED: Final = "contested"
"""What a place is that no side holds alone; no side of any crisis may be called so."""


@dataclass(frozen=True, config=STRICT)
class Crisis:
    """All that is known of a crisis besides its table and its base layers."""

    title: Words
    place: Words
    crisis: Words
    slug: Slug
    metric_crs: Crs
    time_zone: TimeZone
    period: Period
    boxes: Boxes
    sides: tuple[Side, ...]
    country: Country
    areas: Areas
    counters: Counters
    examples: Examples
    assessed: Assessed | None = None
    border: Border | None = None
    pcodes: Pcodes | None = None
    headline: tuple[str, ...] = ()
    presets: tuple[Preset, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    gains: tuple[Gain, ...] = ()
    parties: tuple[Party, ...] = ()
    map_names: tuple[MapName, ...] = ()
    locator_names: tuple[MapName, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    hdx: Hdx | None = None
    publishing: Publishing = field(default_factory=Publishing)
    folder: Path = field(default=SHIPPED)

    def side(self, identifier: str) -> Side:
        """Return the side called ``identifier`` in the event table.

        Raises:
            KeyError: There is none.
        """
        return {side.id: side for side in self.sides}[identifier]

    def ended_by(self, day: date) -> dict[str, date]:
        """Return the sides that hold nothing any more at the end of a day, each with the day it ended."""
        return {side.id: side.ends for side in self.sides if side.ends is not None and side.ends <= day}

    def comparison_on(self, day: date | None) -> Comparison | None:
        """Return what is compared with by name on a day; None where no name is given to it."""
        return next((named for named in self.comparisons if named.day == day), None)

    def agreements_of(self, kind: str) -> tuple[Agreement, ...]:
        """Return the agreements that drew a ``strip``, a ``corridor`` or ``posts``."""
        return tuple(agreement for agreement in self.agreements if agreement.kind == kind)

    @property
    def fades(self) -> dict[str, tuple[float, float]]:
        """Edges of the region toward which what is assessed fades out: from which degree, and where nothing is left.

        By ``west``, ``south``, ``east`` and ``north``; none where the crisis gives no such limits.
        """
        names = ("west", "south", "east", "north")
        begins = {name: getattr(self.assessed, name, None) for name in names}
        return {name: (at, getattr(self.boxes.region, name)) for name, at in begins.items() if at is not None}

    @property
    def is_shipped(self) -> bool:
        """Whether it is the one that comes with the product."""
        return self.folder == SHIPPED

    @property
    def last_turn(self) -> date:
        """The last turning point's day; the last day that a page opens with where there is none."""
        return max((point.day for point in self.turning_points), default=self.period.opens_to)

    @property
    def fronts(self) -> frozenset[tuple[str, str]]:
        """Pairs of sides whose line is a front, each in the order of the legend."""
        order = [side.id for side in self.sides]
        pairs = {(side.id, other) for side in self.sides for other in side.faces}
        return frozenset((a, b) if order.index(a) < order.index(b) else (b, a) for a, b in pairs)
