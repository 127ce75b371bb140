"""The zones of a modelled split: places that the published sums name, and what is left of the areas around them.

A published sum names an area at either end: a town, a sub-district, a governorate, or the whole area. Zones are
the smallest pieces that every sum can be made of. A governorate that no sum divides is divided into the sub-districts
that reports name in it, at the same end of a movement: as an origin in the same days, as a destination in these or in
the month on either side, since arrivals are named late. Left out is ground held by a side that takes in no displaced
people, when the window began for an origin, when it ended for a destination.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lib.analysis import control
from lib.analysis.displacement import NOT_STATED, WHOLE_NAMES, has_number
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.query import in_range
from lib.events.table import EventTable
from lib.geography import areas, places
from lib.text import _

Chain = tuple[str, ...]
"""Where an end lies: governorate, district, sub-district, settlement, as far as known; empty for anywhere."""
GOVERNORATE, DISTRICT, SUBDISTRICT, SETTLEMENT = 1, 2, 3, 4
"""How long the chain of an area of each level is."""
OTHER_SIDE = tuple(side.id for side in CRISIS.sides if not side.takes_in)
"""Who holds ground that people are not taken to have fled from or to."""
HINT_DAYS = timedelta(days=31)
"""How long before and after a window a report may name a destination in it."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Zone:
    """A piece of the map at one end of a movement.

    ``chain`` is the area it lies in; ``rest`` says that it is what is left of that area beside other zones. ``lat``
    and ``lon`` are WGS 84 degrees, not a number where it has no point.
    """

    chain: Chain
    rest: bool
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Side:
    """The zones of one end, and the areas that published sums name there."""

    zones: tuple[Zone, ...]
    named: frozenset[Chain]

    def inside(self, chain: Chain) -> Bools:
        """Mark the zones that lie in an area, shape (n,)."""
        return np.array([zone.chain[: len(chain)] == chain for zone in self.zones], dtype=bool)

    def knows(self, chain: Chain) -> bool:
        """Return whether an area is made up of whole zones."""
        return chain in self.named or any(zone.chain == chain and not zone.rest for zone in self.zones)

    def metres(self) -> Floats:
        """Return the points of the zones in the metric CRS, shape (n, 2); not a number where there is none."""
        points = gpd.GeoSeries(
            gpd.points_from_xy([zone.lon for zone in self.zones], [zone.lat for zone in self.zones]), crs=DEGREES
        )
        known = np.isfinite([zone.lat for zone in self.zones])
        metres = np.full((len(self.zones), 2), np.nan)
        if known.any():
            metres[known] = shapely.get_coordinates(points[known].to_crs(METRIC).to_numpy())
        return metres


def ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Find where the two ends of displacement rows lie.

    Returns:
        origin and destination on the index of ``rows``: a :data:`Chain`, or None where the report names no area of
        which it is known what belongs to it ("the south of it").
    """
    named = {"origin": ("origin_pcode", "origin_place"), "destination": ("pcode", "place")}
    return pd.DataFrame(
        {end: _chains(rows[code], rows[place]) for end, (code, place) in named.items()}, index=rows.index, dtype=object
    )


def _chains(pcode: pd.Series, name: pd.Series) -> pd.Series:
    # Each different end is looked at once, however many rows name it.
    both = pd.DataFrame({"pcode": pcode, "name": name})
    which = both.groupby(["pcode", "name"], sort=False).ngroup().to_numpy()
    each = both.drop_duplicates().reset_index(drop=True)
    found = areas.chains(each["pcode"], each["name"])
    chains = [tuple(part for part in row if part) for row in found.itertuples(index=False, name=None)]
    whole = (each["pcode"] == "") & each["name"].isin(WHOLE_NAMES)
    known = np.empty(len(each), dtype=object)
    known[:] = [chain if chain or anywhere else None for chain, anywhere in zip(chains, whole, strict=True)]
    return pd.Series(known[which] if len(each) else known, index=pcode.index, dtype=object)


def published(rows: pd.DataFrame) -> pd.DataFrame:
    """Return flow rows with a number and a counter; add ``origin`` and ``destination`` of :func:`ends`, ``persons``.

    Second reports and parts of a larger figure are among them: a model counts nobody, it must fit what is published.
    ``persons`` is the middle of a range.
    """
    rows = rows.loc[has_number(rows) & ~rows["counter"].isin(["", NOT_STATED])]
    low = rows["persons_low"].fillna(rows["persons_high"])
    high = rows["persons_high"].fillna(rows["persons_low"])
    middle = ((low.astype(float) + high.astype(float)) / 2).rename("persons")
    return pd.concat([rows, ends(rows), middle], axis=1)


def sides(events: EventTable, sums: pd.DataFrame, rows: pd.DataFrame) -> tuple[Side, Side] | None:
    """Choose the zones of origin and of destination that the sums of one counter and window are made of.

    Args:
        events: The event table, for who held what at the end of the window.
        sums: Rows of :func:`published` of one counter and window whose two ends are known.
        rows: All flow rows, which say where people left from and arrived in those days.

    Returns:
        Both sides; None when the sums tell too little to be split: fewer than two, or all of one end the same.
    """
    if len(sums) < 2:  # noqa: PLR2004 - one sum alone says nothing of who went where
        return None
    start, end = sums["date_start"].iloc[0].date(), sums["date_end"].iloc[0].date()
    left = ends(rows.loc[in_range(rows, start, end)])["origin"].dropna()
    arrived = ends(rows.loc[in_range(rows, start - HINT_DAYS, end + HINT_DAYS)])["destination"].dropna()
    names = _names(events.displacement)
    origin = _side(frozenset(sums["origin"]), frozenset(left), names, _other_side(events, start))
    destination = _side(frozenset(sums["destination"]), frozenset(arrived), names, _other_side(events, end))
    if len(origin.zones) < 2 or len(destination.zones) < 2:  # noqa: PLR2004
        return None
    return origin, destination


def _side(
    named: frozenset[Chain], hints: frozenset[Chain], names: dict[Chain, str], closed: shapely.Geometry | None
) -> Side:
    zones: list[Zone] = []
    for area in sorted(named):
        if any(other != area and other[: len(area)] == area for other in named):
            zones.append(_zone(area, names, rest=True))
        else:
            parts = [_zone(part, names) for part in _parts(area, hints)]
            zones += [part for part in parts if _open(part, closed)] or [_zone(area, names, rest=not area)]
    return Side(tuple(zones), named)


def _parts(area: Chain, hints: frozenset[Chain]) -> list[Chain]:
    """List the sub-districts, or else districts, in a governorate or district that reports name."""
    if len(area) not in (GOVERNORATE, DISTRICT):
        return []
    inside = {hint[:SUBDISTRICT] for hint in hints if len(hint) > len(area) and hint[: len(area)] == area}
    fine = {hint for hint in inside if len(hint) == SUBDISTRICT}
    coarse = {hint for hint in inside - fine if not any(other[:DISTRICT] == hint for other in fine)}
    return sorted(fine | coarse)


def _zone(chain: Chain, names: dict[Chain, str], *, rest: bool = False) -> Zone:
    name = names.get(chain) or _called(chain)
    if rest:
        where = _("elsewhere in {area}").format(area=name) if chain else _("elsewhere")
        return Zone(chain, rest, where, np.nan, np.nan)
    point = _point(chain)
    return Zone(chain, rest, name, point.y, point.x) if point else Zone(chain, rest, name, np.nan, np.nan)


def _called(chain: Chain) -> str:
    words = {
        GOVERNORATE: _("{name} governorate"),
        DISTRICT: _("{name} district"),
        SUBDISTRICT: _("{name} sub-district"),
    }
    return words.get(len(chain), "{name}").format(name=chain[-1]) if chain else _("anywhere")


def _names(rows: pd.DataFrame) -> dict[Chain, str]:
    """Return what the event table calls the areas that it gives by P-code."""
    both = [("origin_pcode", "origin_place"), ("pcode", "place")]
    parts = [rows[list(pair)].set_axis(["pcode", "place"], axis=1) for pair in both]
    coded = pd.concat(parts).query("pcode != ''").drop_duplicates("pcode")
    chains = _chains(coded["pcode"], coded["place"])
    return {chain: name for chain, name in zip(chains, coded["place"], strict=True) if chain}


def _point(chain: Chain) -> shapely.Point | None:
    """Find where an arrow to a zone ends: the town, or the seat of the sub-district or district (WGS 84 degrees)."""
    known = areas.subdistricts()
    if len(chain) == SETTLEMENT:
        settled = places.places()
        hit = settled.loc[(settled["place"] == chain[3]) & settled.geometry.notna()]
    elif len(chain) == SUBDISTRICT:
        hit = known.loc[(known[list(areas.CHAIN[:3])] == list(chain)).all(axis=1)]
    elif len(chain) == DISTRICT:
        hit = known.loc[(known[["admin1", "admin2"]] == list(chain)).all(axis=1) & known["pcode"].str.endswith("00")]
    else:
        return None
    return None if hit.empty else hit.geometry.iloc[0]


def _other_side(events: EventTable, day: date) -> shapely.Geometry | None:
    """Return the ground that :data:`OTHER_SIDE` held at the end of a day; None when not known."""
    if not control.control_dates(events):
        return None
    held = control.control_map(events, day).areas
    return held.loc[held["controller"].isin(OTHER_SIDE)].union_all()


def _open(zone: Zone, closed: shapely.Geometry | None) -> bool:
    """Return whether a zone lies off the ground that is left out; one without a point cannot be told to lie on it."""
    return closed is None or not np.isfinite(zone.lat) or not bool(shapely.contains_xy(closed, zone.lon, zone.lat))
