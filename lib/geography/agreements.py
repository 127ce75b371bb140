"""What agreements drew over the front: strips along the contact line, corridors along a road, observation posts.

Hardly one of them was ever published as a line or a point. What is drawn here is an agreement's wording laid on the
map, and every drawing says so: a strip follows the contact line of the agreement's own day, or the oldest one that can
be computed, and then only where that is still the line agreed on; a corridor follows an approximate road; a post stands
at its village. Which agreements there are, their words and their sources stand in ``crisis.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import ops

from lib.config import paths
from lib.config.crisis import CRISIS
from lib.config.crisis.agreements import Agreement, Corridor, Posts, Strip
from lib.config.crs import DEGREES, METRIC
from lib.geography import basemap, places
from lib.text import _

GRID = 1e-4
"""Coordinates for the browser are rounded to this many degrees, 11 m; the drawings are far coarser."""
SNAP_M = 20.0
"""Corners of a strip lie on a grid this wide: far finer than the line, and coarse enough to stay sound."""
STEP_KM = 0.5
"""Spacing of the points along the contact line that tell a moved stretch from one that stayed."""


class ContactLine(Protocol):
    """The part of a control map that the strip is measured from, WGS 84 degrees."""

    @property
    def as_of(self) -> date:
        """The date of the map."""

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """controller, geometry."""

    @property
    def front(self) -> gpd.GeoDataFrame:
        """side_a, side_b, geometry."""


def strip(terms: Strip, line: ContactLine) -> gpd.GeoDataFrame:
    """Return a strip along the contact line, as far as it can be drawn honestly.

    An agreement gives a depth and no line. Measured from the contact line of ``line``, into the area of one side; where
    that is the line of a later day than the agreement's own, only where no place near it is named as moved since.

    Args:
        terms: The strip.
        line: The control map of :func:`line_day`.

    Returns:
        depth_from_km, depth_to_km and geometry (WGS 84): up to the least depth, and what the wording leaves open beyond
        it. Empty when the two sides do not meet, or nowhere but where the line moved.
    """
    sides = {terms.inside, terms.against}
    meets = line.front["side_a"].isin(sides) & line.front["side_b"].isin(sides)
    contact = line.front.loc[meets].to_crs(METRIC).union_all()
    held = line.areas.loc[line.areas["controller"] == terms.inside].to_crs(METRIC).union_all()
    inside = held
    if not is_of_its_day(terms, line):
        inside = _only_areas(shapely.intersection(held, _beside_what_stayed(terms, contact), grid_size=SNAP_M))
    rings = []
    nearer = shapely.Polygon()
    for depth in terms.depths_km:
        reach = _only_areas(shapely.intersection(shapely.buffer(contact, depth * 1000), inside, grid_size=SNAP_M))
        rings.append(_only_areas(shapely.difference(reach, nearer, grid_size=SNAP_M)))
        nearer = reach
    frame = gpd.GeoDataFrame(
        {"depth_from_km": [0, terms.depths_km[0]], "depth_to_km": list(terms.depths_km), "geometry": rings}, crs=METRIC
    )
    return frame.loc[~frame.geometry.is_empty].to_crs(DEGREES).reset_index(drop=True)


def line_day(terms: Strip, first: date) -> date:
    """Return the day whose contact line a strip follows in a table whose first known day is ``first``."""
    return max(first, terms.line_day or first)


def is_of_its_day(terms: Strip, line: ContactLine) -> bool:
    """Return whether a contact line is that of the strip's own day."""
    return terms.line_day is not None and line.as_of <= terms.line_day


def _beside_what_stayed(terms: Strip, contact: shapely.Geometry) -> shapely.Geometry:
    """Compute the ground whose nearest piece of the contact line lies away from where it moved, in metres."""
    along = shapely.get_coordinates(shapely.segmentize(contact, STEP_KM * 1000))
    points = shapely.points(np.unique(along, axis=0))
    if len(points) < 2:  # noqa: PLR2004 - two points make the first border between two cells
        return shapely.Polygon()
    known = places.places()
    moved = known.loc[known["pcode"].isin(terms.moved) & known.geometry.notna()].to_crs(METRIC).union_all()
    # Nothing is known to have moved where the distance is to an empty geometry: it is no number then.
    stayed = ~(shapely.distance(points, moved) <= terms.moved_km * 1000)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(points), extend_to=shapely.buffer(contact, 1000 * max(terms.depths_km)), ordered=True
        )
    )
    return shapely.union_all(cells[stayed])


def _only_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Return ``shape`` without the lines, slivers and crumbs (under 1 km²) that a cut can leave."""
    opened = shapely.buffer(shapely.buffer(shape, -5 * SNAP_M), 5 * SNAP_M)
    parts = shapely.get_parts(shapely.set_precision(shapely.simplify(opened, SNAP_M), SNAP_M))
    return shapely.multipolygons(parts[shapely.area(parts) > 1e6])  # noqa: PLR2004 - only an area has one


@lru_cache(maxsize=8)
def _along(terms: Corridor) -> shapely.LineString:
    """Cut out the road of a corridor between its ends, in metres."""
    roads = basemap.layer("highways").to_crs(METRIC)
    road = shapely.line_merge(roads.loc[roads["name"] == terms.road].union_all())
    ends = gpd.GeoSeries(gpd.points_from_xy(*zip(*terms.ends, strict=True)), crs=DEGREES).to_crs(METRIC)
    return ops.substring(road, *sorted(shapely.line_locate_point(road, ends.to_numpy())))


@lru_cache(maxsize=8)
def corridor(terms: Corridor) -> shapely.Geometry:
    """Return the land on both sides of a road, as an agreement describes it.

    Returns:
        A polygon in WGS 84 degrees, cut square at both ends and at the border of the country.

    Raises:
        BaseLayerError: The road's or the country's file is missing or damaged.
    """
    beside = shapely.buffer(_along(terms), terms.depth_km * 1000, cap_style="flat")
    land = gpd.GeoSeries([basemap.country()], crs=DEGREES).to_crs(METRIC).iloc[0]
    return gpd.GeoSeries([shapely.intersection(beside, land)], crs=METRIC).to_crs(DEGREES).iloc[0]


@lru_cache(maxsize=8)
def _posts(terms: Posts) -> gpd.GeoDataFrame:
    try:
        frame = pd.read_csv(paths.GEO / terms.file, dtype=str, keep_default_na=False, encoding="utf-8")
        lon, lat = pd.to_numeric(frame["lon"]), pd.to_numeric(frame["lat"])
        frame["post_no"] = frame["post_no"].astype(int)
        # A post known to a month is there from the month's last day on, as with reports of control.
        months = frame["established"].str.fullmatch(r"\d{4}-\d{2}")
        days = pd.to_datetime(frame["established"].where(~months, frame["established"] + "-01"), format="%Y-%m-%d")
        frame["set_up_by"] = days.where(~months, days + pd.offsets.MonthEnd(0))
        frame["encircled_on"] = pd.to_datetime(frame["encircled"].replace("", None), format="%Y-%m-%d")
    except (OSError, ValueError, KeyError) as error:
        message = _("{file} cannot be read ({error}); restore it from the repository.")
        raise places.PlacesError(message.format(file=terms.file, error=error)) from error
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat)).where(lat.notna() & lon.notna(), None)
    return gpd.GeoDataFrame(frame, geometry=points, crs=DEGREES)


def posts(terms: Posts, day: date) -> gpd.GeoDataFrame:
    """Return the observation posts of an agreement and how each stood at the end of ``day``.

    Args:
        terms: The posts.
        day: The date.

    Returns:
        post_no, name, place, pcode, established (a day or a month, as far as known), set_up_by, encircled (ISO day
        or blank), encircled_precision (``day``, or ``by``: on that day or earlier), encircled_on, status
        (``planned``, ``active``, ``encircled``), source, source_url, encircled_source, encircled_url, note … and
        geometry: the village's point in WGS 84 degrees, never the post's own; None for a village that no gazetteer
        read has. Source: the file, row by row.

    Raises:
        PlacesError: The file is missing or damaged.
    """
    frame = _posts(terms).copy()
    now = pd.Timestamp(day)
    status = np.where(frame["encircled_on"] <= now, "encircled", "active")
    frame["status"] = np.where(frame["set_up_by"] <= now, status, "planned")
    return frame


def _collection(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    kept = frame.set_geometry(shapely.set_precision(frame.geometry.to_numpy(), GRID, mode="pointwise"))
    collection: dict[str, Any] = kept.to_geo_dict(drop_id=True)
    return collection


def _inside(shape: shapely.Geometry) -> shapely.Point:
    """Find a point well inside the largest part."""
    parts = shapely.get_parts(shape)
    return shapely.get_point(shapely.maximum_inscribed_circle(parts[np.argmax(shapely.area(parts))], tolerance=0.01), 0)


def _drawing(agreement: Agreement, areas: gpd.GeoDataFrame, line: ContactLine | None) -> dict[str, Any]:
    """Return an area as the browser has it, with the words and sources it opens to."""
    anchor, terms = _anchor(agreement, areas), agreement.strip
    of_its_day = terms is not None and line is not None and is_of_its_day(terms, line)
    note = (terms.note_of_day if terms and of_its_day else None) or agreement.note
    return {
        "id": agreement.id,
        "kind": agreement.kind,
        "areas": _collection(areas),
        "anchor": [round(anchor.y, 4), round(anchor.x, 4)],
        "name": str(agreement.name),
        "legend": str(agreement.legend),
        "title": str(agreement.title),
        "lines": [str(line) for line in agreement.lines],
        "note": str(note),
        "sources": [{"source": cited.source, "source_url": cited.url} for cited in agreement.sources],
    }


def areas_of(agreement: Agreement, line: ContactLine | None) -> gpd.GeoDataFrame:
    """Return the areas that an agreement drew: depth_from_km and geometry, WGS 84 degrees.

    Args:
        agreement: A strip or a corridor; posts have no area.
        line: The control map that a strip follows; None when there is none, and then there is no strip.
    """
    if agreement.strip is not None and line is not None:
        return strip(agreement.strip, line)
    if agreement.corridor is not None:
        terms = agreement.corridor
        return gpd.GeoDataFrame({"depth_from_km": [0]}, geometry=[corridor(terms)], crs=DEGREES)
    return gpd.GeoDataFrame({"depth_from_km": []}, geometry=[], crs=DEGREES)


def _anchor(agreement: Agreement, areas: gpd.GeoDataFrame) -> shapely.Point:
    """Find where the name of an area stands, WGS 84 degrees."""
    if agreement.corridor is None:
        return _inside(areas.geometry.iloc[0])
    middle = shapely.line_interpolate_point(_along(agreement.corridor), agreement.corridor.name_at, normalized=True)
    return gpd.GeoSeries([middle], crs=METRIC).to_crs(DEGREES).iloc[0]


def _listed(agreement: Agreement, terms: Posts) -> list[dict[str, Any]]:
    """List the posts of an agreement as the browser has them, dates as ISO text: they tell the status at any day."""
    frame = _posts(terms)
    located = frame.geometry.notna()
    points = pd.DataFrame({"lat": frame.geometry.y.round(5), "lon": frame.geometry.x.round(5)})
    points = points.astype(object).where(located, None)
    texts = ["name", "place", "established", "encircled", "encircled_precision", "source", "source_url"]
    texts += ["encircled_source", "encircled_url", "note"]
    numbered = frame[texts].assign(number=frame["post_no"].astype(object), layer=agreement.id, **points)
    return [{str(key): value for key, value in row.items()} for row in numbered.to_dict("records")]


def _post_words(agreement: Agreement, terms: Posts) -> dict[str, str]:
    """Return what is said of the posts of an agreement."""
    return {
        "legend": str(agreement.legend),
        "legend_encircled": str(terms.legend_encircled),
        "encircled_on": str(terms.encircled_on),
        "encircled_by": str(terms.encircled_by),
        "note": str(agreement.note),
    }


def web_bundle(line: ContactLine | None, own: Mapping[str, ContactLine] | None = None) -> dict[str, Any]:
    """Return everything a browser needs to draw the agreements, with the words and sources they open to.

    Args:
        line: The control map of the earliest date; None when there is none, and then there is no strip.
        own: By id of an agreement, the control map that it follows instead.

    Returns:
        JSON-ready. ``areas``: one entry for each that can be drawn: id, kind, areas (FeatureCollection), anchor
        [lat, lon] for the name, name, legend, title, lines, note, sources [{source, source_url}]. ``posts``: one entry
        for each post, ``layer`` its agreement's id; lat and lon null where no point is known. ``words``: by id of an
        agreement, the words of its posts: legend, legend_encircled, encircled_on, encircled_by, note.

    Raises:
        BaseLayerError, PlacesError: A file of the base map or that of the posts is missing or damaged.
    """
    lines = {each.id: (own or {}).get(each.id, line) for each in CRISIS.agreements if each.posts is None}
    drawn = [(each, areas_of(each, lines[each.id])) for each in CRISIS.agreements if each.posts is None]
    stand = [(each, each.posts) for each in CRISIS.agreements if each.posts is not None]
    return {
        "areas": [_drawing(each, areas, lines[each.id]) for each, areas in drawn if len(areas)],
        "posts": [post for each, terms in stand for post in _listed(each, terms)],
        "words": {each.id: _post_words(each, terms) for each, terms in stand},
    }
