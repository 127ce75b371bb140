"""No place lies in ground drawn as another side's without carrying a mark that says so, on the map and on paper."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lib.analysis import control
from lib.analysis.control import areas as control_areas
from lib.analysis.front import line as front_line
from lib.analysis.front.line import Reason, to_metres
from lib.layers import control as control_layer
from lib.print import control as print_control
from tests.queries import all_days


@pytest.fixture(scope="module")
def maps(events):
    return [control.control_map(events, day) for day in control.control_dates(events)]


def strays(drawn):
    """The located places in the ground of another side, whatever the map says of them."""
    located = drawn.places.loc[drawn.places.geometry.notna()]
    older = drawn.exceptions.loc[drawn.exceptions["reason"] == Reason.OLDER, "event_id"]
    points = to_metres(located.geometry.to_numpy())
    areas = dict(zip(drawn.areas["controller"], to_metres(drawn.areas.geometry.to_numpy()), strict=True))
    nowhere = shapely.Polygon()
    own = np.array([areas.get(side, nowhere) for side in located["controller"]])
    inside = shapely.dwithin(points, shapely.union_all(list(areas.values())), 1.0)
    away = inside & ~shapely.dwithin(points, own, 1.0)
    return {event for event in located.loc[away, "event_id"] if event not in set(older)}


@pytest.mark.thorough
def test_on_every_date_a_place_lies_in_its_own_area_or_carries_the_mark(maps):
    for drawn in maps:
        marked = drawn.places.loc[control_areas.drawn_apart(drawn)]
        assert set(marked["event_id"]) == strays(drawn)


@pytest.mark.thorough
def test_every_marked_place_has_a_reason(maps):
    for drawn in maps:
        marked = drawn.places.loc[control_areas.drawn_apart(drawn), "event_id"]
        assert set(marked) <= set(drawn.exceptions["event_id"])


@pytest.mark.thorough
def test_what_the_browser_and_paper_are_given_is_the_same_mark(events, maps):
    busiest = max(maps, key=lambda drawn: control_areas.drawn_apart(drawn).sum())
    query = all_days(end=busiest.as_of)
    marked = set(busiest.places.loc[control_areas.drawn_apart(busiest), "place"])
    assert marked
    sent = control_layer.control_on(events, query)["places"]
    assert {row[0] for row in sent if row[5]} == marked
    assert set(print_control.control_view(events, query).apart["place"]) == marked


def test_a_place_alone_among_those_of_the_other_side_is_marked_and_its_neighbours_are_not():
    points = [(36.4 + 0.1 * n, 35.5 + 0.1 * m) for n in range(5) for m in range(5)]
    holder = ["government"] * len(points)
    holder[12] = "opposition"
    region = shapely.box(36.2, 35.4, 37.0, 36.0)
    lon, lat = (np.array(values) for values in zip(*points, strict=True))
    drawing = front_line.draw(lon, lat, holder, region)
    places = gpd.GeoDataFrame(
        {"event_id": [f"e{n}" for n in range(len(points))], "controller": holder},
        geometry=gpd.points_from_xy(lon, lat),
        crs=4326,
    )
    odd = drawing.reasons != ""
    exceptions = places.loc[odd].assign(reason=drawing.reasons[odd])
    drawn = control.ControlMap(
        date(2020, 1, 1), places, drawing.areas, drawing.front, drawing.band, drawing.stretches, exceptions
    )
    assert np.flatnonzero(control_areas.drawn_apart(drawn)).tolist() == [12]
