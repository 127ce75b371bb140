"""A city holds the ground it covers: its report stands along its edge, as far as nobody else is reported there."""

import numpy as np
import pytest
import shapely

from lib.analysis import control
from lib.analysis.control import sharing
from lib.analysis.front import extents
from lib.analysis.front import line as front_line
from lib.geography import places

LAND = shapely.box(-50_000.0, -50_000.0, 50_000.0, 50_000.0)


def test_a_place_without_an_extent_has_no_edge():
    points, owner = extents.edges(np.array([[0.0, 0.0], [9_000.0, 0.0]]), np.zeros(2), LAND)
    assert len(points) == len(owner) == 0


def test_the_edge_of_a_city_runs_around_it_at_its_radius():
    points, owner = extents.edges(np.array([[0.0, 0.0], [30_000.0, 0.0]]), np.array([4_000.0, 0.0]), LAND)
    assert len(points) == extents.EDGE_POINTS
    assert (owner == 0).all()
    assert np.hypot(*points.T) == pytest.approx(4_000.0)


def test_a_place_at_the_citys_edge_speaks_for_the_ground_there():
    neighbour = [0.0, 5_000.0]
    points, _owner = extents.edges(np.array([[0.0, 0.0], neighbour]), np.array([4_000.0, 0.0]), LAND)
    assert 0 < len(points) < extents.EDGE_POINTS
    to_neighbour = np.hypot(*(points - neighbour).T)
    assert (to_neighbour >= np.hypot(*points.T)).all()


def test_no_point_of_an_edge_lies_off_the_land():
    coast = shapely.box(-1_000.0, -50_000.0, 50_000.0, 50_000.0)
    points, _owner = extents.edges(np.array([[0.0, 0.0]]), np.array([4_000.0]), coast)
    assert len(points)
    assert (points[:, 0] >= -1_000.0).all()


def test_a_city_with_an_extent_holds_more_ground_than_the_same_city_as_a_point():
    lon, lat = np.meshgrid(np.linspace(36.3, 36.9, 4), np.linspace(35.5, 36.0, 4))
    lon, lat = np.append(lon.ravel(), [36.6, 36.62]), np.append(lat.ravel(), [35.75, 35.75])
    holder = ["government"] * 16 + ["opposition"] * 2
    region = shapely.box(36.2, 35.4, 37.0, 36.1)

    def held(radius):
        drawn = front_line.draw(lon, lat, holder, region, radius=np.append(np.zeros(17), radius))
        return drawn.areas.set_index("controller").area_km2["opposition"]

    assert held(5_000.0) > held(0.0)


def test_the_extent_in_the_gazetteer_is_the_one_that_is_drawn(events):
    state = control.control_on(events, control.control_dates(events)[-1])
    reach = sharing.radius_m(state)
    known = places.places().set_index("pcode")["city_km2"]
    cities = state.loc[reach > 0]
    assert len(cities) == (known != "").sum() > 0
    area = known.loc[cities["pcode"]].astype(float).to_numpy()
    assert np.pi * reach[reach > 0] ** 2 / 1e6 == pytest.approx(area)
