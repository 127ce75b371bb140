"""An area of the reader's own: how an address writes it, what ground it is, and how it is said in words.

It is a sub-district or district, by P-code or name, or a shape that somebody drew or brought::

    box_0.5_1.8_0.9_2.1     a rectangle: west, south, east and north, WGS 84 degrees
    poly_wxBgiBgOAgHgO      one ring or several, joined by full stops

A ring is written as the differences of its corners in ten-thousandths of a degree, longitude before latitude, each as
five bits a sign, the lowest first, of the alphabet that addresses leave alone: an encoded polyline. A point lies inside
where it is inside an odd number of the rings, so that a ring within another is a hole. The text is all there is:
nothing is kept of an area but what its address says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lib.config.crs import DEGREES, METRIC
from lib.events import address, polyline
from lib.events.polyline import DECIMALS, Corners
from lib.geography import areas, basemap, outlines
from lib.geography.places import PlacesError
from lib.text import _, ngettext, number

BOX, POLYGON = "box_", "poly_"
RING: Final = "."
"""What stands between two rings of a polygon."""
MOST_CORNERS: Final = 60
MOST_SIGNS: Final = 600
"""Longest text of an area, in characters."""
LEAST_KM2: Final = 0.01
"""An area smaller than this is a slip."""
STRAIGHT: Final = 0.02
"""Degrees between corners that are added to straight sides, so that they stay straight in any projection."""

Ring = Corners
"""Corners of which the first is not repeated at the end."""


@dataclass(frozen=True, eq=False)
class Area:
    """The ground that a text stands for.

    Attributes:
        degrees: A polygon or several, WGS 84 degrees.
        metres: The same in the metric CRS.
        drawn: Whether it is a shape of the reader's own; a named area's outline is approximate.
    """

    degrees: shapely.Geometry
    metres: shapely.Geometry
    drawn: bool

    @property
    def km2(self) -> float:
        """Its size."""
        return float(shapely.area(self.metres)) / 1e6

    def holds(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Mark the points (WGS 84 degrees) that lie inside or on its edge; a missing one never does."""
        x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        west, south, east, north = shapely.bounds(self.degrees)
        # NaN compares false. Most points lie outside the box, and are not looked at again.
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        inside = np.zeros(len(x), dtype=bool)
        inside[near] = shapely.intersects_xy(self.degrees, x[near], y[near])
        return inside


def read(text: str) -> str:
    """Return the text of an area as addresses write it: a P-code where there is one, else the shape.

    Raises:
        ValueError: It stands for no area, or for one that cannot be used; the message is a clause that says why.
    """
    if len(text) > MOST_SIGNS:
        raise ValueError(
            ngettext("it is longer than {n} character", "it is longer than {n} characters", MOST_SIGNS).format(
                n=number(MOST_SIGNS)
            )
        )
    written = _written(text)
    area_of(written)
    return written


def _written(text: str) -> str:
    if text.startswith(BOX):
        return box_code(*_sides(text))
    if text.startswith(POLYGON):
        return polygon_code(_decoded(text))
    return _code_of(text)


@lru_cache(maxsize=64)
def area_of(text: str) -> Area:
    """Return the ground that a text of :func:`read` stands for.

    Raises:
        ValueError: It stands for none.
    """
    if text.startswith((BOX, POLYGON)):
        rings = [_corners_of_box(*_sides(text))] if text.startswith(BOX) else _decoded(text)
        shape = shape_of(rings)
        return _area(shape, gpd.GeoSeries([shapely.segmentize(shape, STRAIGHT)], crs=DEGREES).to_crs(METRIC).iloc[0])
    metres = outlines.outline(_chain(text))
    if metres is None:
        raise ValueError(_("no settlement of it is known, so its outline is not"))
    return _area(gpd.GeoSeries([metres], crs=METRIC).to_crs(DEGREES).iloc[0], metres, drawn=False)


def _area(degrees: shapely.Geometry, metres: shapely.Geometry, *, drawn: bool = True) -> Area:
    shapely.prepare(degrees)
    # The first question makes the index, which threads then share.
    shapely.intersects_xy(degrees, 0.0, 0.0)
    area = Area(degrees, metres, drawn)
    if area.km2 < LEAST_KM2:
        raise ValueError(_("it encloses no ground"))
    return area


def shape_of(rings: Sequence[Ring]) -> shapely.Geometry:
    """Return the ground that lies inside an odd number of rings, WGS 84 degrees; sides may cross.

    Raises:
        ValueError: It has too few or too many corners, reaches beyond the map, or lies outside its region.
    """
    if not rings or min(map(len, rings)) < 3:  # noqa: PLR2004  fewer corners enclose nothing
        raise ValueError(_("a polygon has three corners or more"))
    if sum(map(len, rings)) > MOST_CORNERS:
        raise ValueError(
            ngettext("it has more than {n} corner", "it has more than {n} corners", MOST_CORNERS).format(
                n=number(MOST_CORNERS)
            )
        )
    every = np.array([corner for ring in rings for corner in ring], dtype=float)
    if not shapely.intersects_xy(basemap.EXTENT, every[:, 0], every[:, 1]).all():
        raise ValueError(_("it reaches beyond what the map covers"))
    # A ring whose sides cross is the ground that these go around.
    whole = [only_ground(shapely.make_valid(shapely.Polygon(ring))) for ring in rings]
    shape = whole[0]
    for other in whole[1:]:
        shape = only_ground(shapely.symmetric_difference(shape, other))
    if shapely.is_empty(shape):
        raise ValueError(_("it encloses no ground"))
    if not shapely.intersects(shape, basemap.AREA_OF_INTEREST):
        raise ValueError(_("it lies outside the area of the map"))
    return shape


def corners(code: str) -> int:
    """Return how many corners a polygon's text has."""
    return sum(map(len, _decoded(code)))


def only_ground(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape, without the lines and points that making it valid leaves."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004  areas have two


def box_code(west: float, south: float, east: float, north: float) -> str:
    """Write a rectangle, WGS 84 degrees."""
    return BOX + "_".join(f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".") for value in (west, south, east, north))


def polygon_code(rings: Sequence[Ring]) -> str:
    """Write rings as a polygon."""
    return POLYGON + RING.join(polyline.encoded(ring) for ring in rings)


def in_words(text: str) -> str:
    """Say where something lies that lies inside: "in the sub-district of that name", "inside the area drawn"."""
    if text.startswith((BOX, POLYGON)):
        return _("inside the area drawn")
    chain = _chain(text)
    words = _("in {area} sub-district") if len(chain) == len(areas.CHAIN) - 1 else _("in {area} district")
    return words.format(area=chain[-1])


def name_of(text: str) -> str:
    """Name the area itself: a sub-district or district with that word, or "the area drawn"."""
    if text.startswith((BOX, POLYGON)):
        return _("the area drawn")
    chain = _chain(text)
    words = _("{area} sub-district") if len(chain) == len(areas.CHAIN) - 1 else _("{area} district")
    return words.format(area=chain[-1])


def plain_name(text: str) -> str:
    """Return the name of a district or sub-district in the gazetteer, the same in every language; "area" of a shape."""
    return "area" if text.startswith((BOX, POLYGON)) else _chain(text)[-1]


def _chain(text: str) -> tuple[str, ...]:
    """Return the names from the governorate down to a district or sub-district.

    Raises:
        ValueError: There is none of that name or code.
    """
    try:
        chain = areas.named(address.line(text))
    except PlacesError as error:
        raise ValueError(_("the names of areas cannot be read")) from error
    if len(chain) not in (2, 3):  # a governorate has one name, a settlement four
        raise ValueError(_("no district or sub-district of that name is known"))
    return chain


def _code_of(text: str) -> str:
    """Return the P-code of the area that a text names; the text itself where it has none."""
    chain = _chain(text)
    known = areas.subdistricts()
    column, level = (("admin2_pcode", "admin2"), ("pcode", "admin3"))[len(chain) - 2]
    found = known.loc[(known["admin1"] == chain[0]) & (known["admin2"] == chain[1]) & (known[level] == chain[-1])]
    return str(found[column].iloc[0]) or text


def _sides(text: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a rectangle's text."""
    try:
        numbers = [round(float(part), DECIMALS) for part in text.removeprefix(BOX).split("_")]
    except (ValueError, OverflowError):
        numbers = []
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):  # noqa: PLR2004  a rectangle's sides
        raise ValueError(_("a rectangle is written box_west_south_east_north, in degrees"))
    west, south, east, north = numbers
    if not (west < east and south < north):
        raise ValueError(_("west lies before east and south before north"))
    return west, south, east, north


def _corners_of_box(west: float, south: float, east: float, north: float) -> Ring:
    return (west, south), (east, south), (east, north), (west, north)


def _decoded(text: str) -> list[Ring]:
    """Return the rings of a polygon's text."""
    return [polyline.decoded(part) for part in text.removeprefix(POLYGON).split(RING)]
