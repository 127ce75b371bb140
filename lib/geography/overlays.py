"""What two agreements say, drawn over the front: the Sochi strip, the M4 corridor and the observation posts.

None of the three was ever published as a line or a point. What is drawn here is the agreements' wording laid on the
map, and every drawing says so: the strip follows the oldest contact line that can be computed and only where that
line is still the one of 2018; the corridor follows an approximate M4; a post stands at its village.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import ops

from lib.geography import basemap, places
from lib.wording import _

POSTS = places.GEO / "observation_posts.csv"
DEGREES = "EPSG:4326"
METRIC = "EPSG:32637"
"""UTM 37N: every distance here is measured in it."""
GRID = 1e-4
"""Coordinates for the browser are rounded to this many degrees, 11 m; the drawings are far coarser."""

STRIP_DEPTHS_KM = (15, 20)
"""Least and greatest depth of the demilitarised strip in the Sochi memorandum of 17 September 2018."""
CORRIDOR_KM = 6
"""Depth of the security corridor on each side of the M4 in the Moscow protocol of 5 March 2020."""
CORRIDOR_ENDS = ((36.76914, 35.860344), (36.167359, 35.781323))
"""Longitude and latitude of Tarnabah (OCHA C3908, "Trumba") and of Ayn al-Hur (OCHA C7211, "Ain al-Havr")."""

TAKEN_IN_2019 = (
    "C3207", "C7880", "C3188", "C3187", "C3197", "C7873", "C3209",  # from Qalaat al-Madiq to Kafr Nabudah, May
    "C3989", "C3463", "C3464", "C3029", "C3034", "C3987", "C4081",  # Al-Habit to Khan Shaykhun and Al-Tamanah, August
    "C4085", "C4007",  # Umm al-Khalakhil and Ajaz, November
)  # fmt: skip
"""P-codes of places that the baseline rows of the event table report as taken, or fought over, in 2019."""
MOVED_KM = 15.0
"""Contact line nearer than this to ground taken in 2019 is not the line of 2018: the strip is left out there."""
SNAP_M = 20.0
"""Corners of the strip lie on a grid this wide: far finer than the line, and coarse enough to stay sound."""
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


SOCHI_SOURCES = {
    "PA-X Peace Agreements Database: Memorandum on Stabilisation of the Situation in the Idlib De-escalation Area": (
        "https://test.pax.peaceagreements.org/agreements/2169"
    ),
    "Text of the memorandum in French": "https://zhraoui.blogspot.com/2018/09/l-accord-de-edlib.html",
    "Sputnik Afrique, 23 September 2018": "https://fr.sputniknews.africa/20180923/"
    "erdogan-declaration-ankara-moscou-decision-radicaux-quitter-idlib-1038202895.html",
}
MOSCOW_SOURCES = {
    "Voltaire Network: Additional Protocol to the Memorandum on Idlib (text)": (
        "https://www.voltairenet.org/article209431.html"
    ),
    "PA-X Peace Agreements Database": "https://pax.peaceagreements.org/agreements/2273",
    "TRT World, 21 April 2020 (ends of the joint patrol)": "https://www.trtworld.com/article/12795035",
}
"""Where each agreement stands: publisher and title, and the address."""


def sochi_strip(line: ContactLine) -> gpd.GeoDataFrame:
    """The demilitarised strip of the Sochi memorandum, as far as it can be drawn honestly.

    The memorandum gives a depth and no line. Measured from the contact line of ``line``, into the opposition's
    area, and only where no place within 15 km of that line is reported as taken in 2019.

    Args:
        line: The control map of the earliest date there is, 1 December 2019.

    Returns:
        depth_from_km, depth_to_km and geometry (WGS 84): up to 15 km, and the 15 to 20 km that the wording leaves
        open. Empty when the two sides do not meet, or nowhere but where the line moved.
    """
    sides = {"government", "opposition"}
    meets = line.front["side_a"].isin(sides) & line.front["side_b"].isin(sides)
    contact = line.front.loc[meets].to_crs(METRIC).union_all()
    held = line.areas.loc[line.areas["controller"] == "opposition"].to_crs(METRIC).union_all()
    inside = _only_areas(shapely.intersection(held, _beside_what_stayed(contact), grid_size=SNAP_M))
    rings = []
    nearer = shapely.Polygon()
    for depth in STRIP_DEPTHS_KM:
        reach = _only_areas(shapely.intersection(shapely.buffer(contact, depth * 1000), inside, grid_size=SNAP_M))
        rings.append(_only_areas(shapely.difference(reach, nearer, grid_size=SNAP_M)))
        nearer = reach
    frame = gpd.GeoDataFrame(
        {"depth_from_km": [0, STRIP_DEPTHS_KM[0]], "depth_to_km": list(STRIP_DEPTHS_KM), "geometry": rings},
        crs=METRIC,
    )
    return frame.loc[~frame.geometry.is_empty].to_crs(DEGREES).reset_index(drop=True)


def _beside_what_stayed(contact: shapely.Geometry) -> shapely.Geometry:
    """The ground whose nearest piece of the contact line lies away from what was taken in 2019, metres."""
    along = shapely.get_coordinates(shapely.segmentize(contact, STEP_KM * 1000))
    points = shapely.points(np.unique(along, axis=0))
    if len(points) < 2:  # noqa: PLR2004 - two points make the first border between two cells
        return shapely.Polygon()
    known = places.places()
    taken = known.loc[known["pcode"].isin(TAKEN_IN_2019) & known.geometry.notna()].to_crs(METRIC).union_all()
    stayed = shapely.distance(points, taken) > MOVED_KM * 1000
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(points), extend_to=shapely.buffer(contact, 1000 * max(STRIP_DEPTHS_KM)), ordered=True
        )
    )
    return shapely.union_all(cells[stayed])


def _only_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """``shape`` without the lines, slivers and crumbs (under 1 km²) that a cut can leave."""
    opened = shapely.buffer(shapely.buffer(shape, -5 * SNAP_M), 5 * SNAP_M)
    parts = shapely.get_parts(shapely.set_precision(shapely.simplify(opened, SNAP_M), SNAP_M))
    return shapely.multipolygons(parts[shapely.area(parts) > 1e6])  # noqa: PLR2004 - only an area has one


@lru_cache(maxsize=1)
def _patrolled_road() -> shapely.LineString:
    """The M4 from Ayn al-Hur to Tarnabah, metres."""
    roads = basemap.layer("highways").to_crs(METRIC)
    road = shapely.line_merge(roads.loc[roads["name"] == "M4"].union_all())
    ends = gpd.GeoSeries(gpd.points_from_xy(*zip(*CORRIDOR_ENDS, strict=True)), crs=DEGREES).to_crs(METRIC)
    return ops.substring(road, *sorted(shapely.line_locate_point(road, ends.to_numpy())))


@lru_cache(maxsize=1)
def m4_corridor() -> shapely.Geometry:
    """The security corridor of the Moscow protocol: 6 km each side of the M4, from Tarnabah to Ayn al-Hur.

    The protocol names the road and the depth; the ends are those of the joint patrols it provides for. Which of two
    villages called Ayn al-Hur is meant is not said: C7211, the one beside the M4, is our inference. The M4 is
    approximate (``data/geo/NOTICE.md``).

    Returns:
        A polygon in WGS 84 degrees, cut square at both ends and at the border of Syria.

    Raises:
        BaseLayerError: The road's or the country's file is missing or damaged.
    """
    beside = shapely.buffer(_patrolled_road(), CORRIDOR_KM * 1000, cap_style="flat")
    land = gpd.GeoSeries([basemap.syria()], crs=DEGREES).to_crs(METRIC).iloc[0]
    return gpd.GeoSeries([shapely.intersection(beside, land)], crs=METRIC).to_crs(DEGREES).iloc[0]


@lru_cache(maxsize=1)
def _posts() -> gpd.GeoDataFrame:
    try:
        frame = pd.read_csv(POSTS, dtype=str, keep_default_na=False, encoding="utf-8")
        lon, lat = pd.to_numeric(frame["lon"]), pd.to_numeric(frame["lat"])
        frame["post_no"] = frame["post_no"].astype(int)
        # A post known to a month is there from the month's last day on, as with reports of control.
        months = frame["established"].str.fullmatch(r"\d{4}-\d{2}")
        days = pd.to_datetime(frame["established"].where(~months, frame["established"] + "-01"), format="%Y-%m-%d")
        frame["set_up_by"] = days.where(~months, days + pd.offsets.MonthEnd(0))
        frame["encircled_on"] = pd.to_datetime(frame["encircled"].replace("", None), format="%Y-%m-%d")
    except (OSError, ValueError, KeyError) as error:
        message = _("{file} cannot be read ({error}); restore it from the repository.")
        raise places.PlacesError(message.format(file=POSTS.name, error=error)) from error
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat)).where(lat.notna() & lon.notna(), None)
    return gpd.GeoDataFrame(frame, geometry=points, crs=DEGREES)


def observation_posts(day: date) -> gpd.GeoDataFrame:
    """The twelve Turkish observation posts and how each stood at the end of ``day``.

    Args:
        day: The date.

    Returns:
        post_no, name, place, pcode, established (a day or a month, as far as known), set_up_by, encircled (ISO day
        or blank), encircled_precision (``day``, or ``by``: on that day or earlier), encircled_on, status
        (``planned``, ``active``, ``encircled``), source, source_url, encircled_source, encircled_url,
        status_2020_03_06, note … and geometry: the village's point in WGS 84 degrees, never the post's own; None
        for Shir Mughar, which no gazetteer read has. Source: data/geo/observation_posts.csv, row by row.

    Raises:
        PlacesError: The file is missing or damaged.
    """
    frame = _posts().copy()
    now = pd.Timestamp(day)
    status = np.where(frame["encircled_on"] <= now, "encircled", "active")
    frame["status"] = np.where(frame["set_up_by"] <= now, status, "planned")
    return frame


def _collection(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    kept = frame.set_geometry(shapely.set_precision(frame.geometry.to_numpy(), GRID, mode="pointwise"))
    collection: dict[str, Any] = kept.to_geo_dict(drop_id=True)
    return collection


def _inside(shape: shapely.Geometry) -> shapely.Point:
    """A point well inside the largest part."""
    parts = shapely.get_parts(shape)
    return shapely.get_point(shapely.maximum_inscribed_circle(parts[np.argmax(shapely.area(parts))], tolerance=0.01), 0)


def _drawing(
    areas: gpd.GeoDataFrame, anchor: shapely.Point, words: dict[str, Any], sources: dict[str, str]
) -> dict[str, Any]:
    return {
        "areas": _collection(areas),
        "anchor": [round(anchor.y, 4), round(anchor.x, 4)],
        **words,
        "sources": [{"source": source, "source_url": url} for source, url in sources.items()],
    }


def _strip_drawing(strip: gpd.GeoDataFrame) -> dict[str, Any] | None:
    if strip.empty:
        return None
    return _drawing(strip, _inside(strip.geometry.iloc[0]), _strip_words(), SOCHI_SOURCES)


def _strip_words() -> dict[str, Any]:
    return {
        "name": _("Demilitarised strip of 2018"),
        "title": _("Demilitarised strip of the Sochi memorandum, 17 September 2018"),
        "lines": [
            _("15\N{EN DASH}20 km deep, inside the de-escalation area, along the contact line of 2018."),
            _("Heavy weapons were to leave it by 10 October 2018, radical groups by 15 October 2018."),
        ],
        "note": _(
            "Its line was never published. This is the wording drawn from the line computed for 1 December 2019, and "
            "only where no ground nearby is reported as taken in 2019: it is left out in the south, from the Ghab "
            "plain to south-east Idlib."
        ),
    }


def _corridor_words() -> dict[str, Any]:
    return {
        "name": _("M4 security corridor"),
        "title": _("Security corridor along the M4, Moscow protocol of 5 March 2020"),
        "lines": [
            _("6 km deep north and 6 km deep south of the M4."),
            _("Joint patrols from 15 March 2020, from Trumba (Tarnabah) to Ain al-Havr (Ayn al-Hur)."),
        ],
        "note": _(
            "Approximate, as the course of the M4 is here. Two villages are called Ayn al-Hur; the one beside the M4 "
            "is taken, which is our inference. Details were left to the two defence ministries."
        ),
    }


def web_bundle(line: ContactLine | None) -> dict[str, Any]:
    """Everything a browser needs to draw the overlays, with the words and sources they open to.

    Args:
        line: The control map of the earliest date; None when there is none, and then there is no strip.

    Returns:
        JSON-ready. ``sochi_strip`` (null where it cannot be drawn) and ``m4_corridor``: areas (FeatureCollection),
        anchor [lat, lon] for the name, name, title, lines, note, sources [{source, source_url}]. ``posts``: one
        entry a post, dates as ISO text so that the browser tells the status at any day; lat and lon null where no
        point is known. ``posts_note``: what holds for all posts.

    Raises:
        BaseLayerError, PlacesError: A file of the base map or that of the posts is missing or damaged.
    """
    middle = shapely.line_interpolate_point(_patrolled_road(), 0.64, normalized=True)
    name_at = gpd.GeoSeries([middle], crs=METRIC).to_crs(DEGREES).iloc[0]
    corridor = gpd.GeoDataFrame({"depth_km": [CORRIDOR_KM]}, geometry=[m4_corridor()], crs=DEGREES)
    posts = _posts()
    located = posts.geometry.notna()
    points = pd.DataFrame({"lat": posts.geometry.y.round(5), "lon": posts.geometry.x.round(5)})
    points = points.astype(object).where(located, None)
    texts = ["name", "place", "established", "encircled", "encircled_precision", "source", "source_url"]
    texts += ["encircled_source", "encircled_url", "note"]
    numbered = posts[texts].assign(number=posts["post_no"].astype(object), **points)
    return {
        "sochi_strip": None if line is None else _strip_drawing(sochi_strip(line)),
        "m4_corridor": _drawing(corridor, name_at, _corridor_words(), MOSCOW_SOURCES),
        "posts": [{str(key): value for key, value in row.items()} for row in numbered.to_dict("records")],
        "posts_note": _("The point is the centre of the village, not the post: no source read gives a post's place."),
    }
