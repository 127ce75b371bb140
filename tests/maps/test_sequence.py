"""Control over time in one answer is, day by day, the control map of that day on a grid of ten metres."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import control
from lib.analysis.tally import DAYS
from lib.events.query import FIRST_DAY
from lib.layers import sequence
from lib.layers.arcs import Pool, share
from lib.layers.control import control_on
from tests.maps.sequence_rule import decode
from tests.queries import all_days

pytestmark = pytest.mark.thorough

"""A table is read for each example: the first of a process takes longer than the rest."""

NEAR = 1.5 * sequence.GRID
"""Degrees: half the grid's diagonal, and a little for shapes that vanish on it."""
DATES = [date(2019, 12, 1), date(2020, 1, 28), date(2020, 2, 15), date(2020, 3, 8)]


@pytest.fixture(scope="module")
def body(events):
    return json.loads(json.dumps(sequence.sequence(events), allow_nan=False))


def shapes(collection):
    return gpd.GeoDataFrame.from_features(collection, crs="EPSG:4326")


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("layer", list(sequence.LAYERS))
def test_every_layer_of_a_day_is_that_of_the_control_map(events, body, day, layer):
    whole = getattr(control.control_map(events, day), layer)
    decoded = shapes(decode(body, (day - FIRST_DAY).days)[layer])
    assert len(decoded) == len(whole) > 0
    names = sequence.columns_of(whole, layer)
    told = sequence.for_json(whole, names)
    key = [name for name in told.columns if name != sequence.AGE]

    def listed(frame, geometry):
        rows = frame[key].astype(str).agg("|".join, axis=1)
        points = [tuple(np.round(point, 2)) for point in shapely.get_coordinates(shapely.centroid(geometry))]
        return sorted(zip(rows, points, geometry, strict=True), key=lambda one: one[:2])

    for (name, _a, mine), (other, _b, theirs) in zip(
        listed(decoded, decoded.geometry.to_numpy()), listed(told, whole.geometry.to_numpy()), strict=True
    ):
        assert name == other
        assert shapely.hausdorff_distance(boundary(mine), boundary(theirs)) <= NEAR


def boundary(shape):
    return shape.boundary if shape.area else shape


@pytest.mark.parametrize("day", DATES, ids=str)
def test_figures_dates_and_places_are_those_of_the_days_own_answer(events, body, day):
    alone = json.loads(json.dumps(control_on(events, all_days(end=day))))
    decoded = decode(body, (day - FIRST_DAY).days)
    assert {name: decoded[name] for name in ("as_of", "front_km")} == {n: alone[n] for n in ("as_of", "front_km")}
    assert sorted(decoded["places"]) == sorted(alone["places"])
    ages = [sorted(f["properties"]["age_days"] for f in one["stretches"]["features"]) for one in (decoded, alone)]
    assert ages[0] == ages[1]


def test_every_day_has_one_area_a_side_and_a_front(events, body):
    for number in range(0, DAYS, 7):
        decoded = decode(body, number)
        sides = [feature["properties"]["controller"] for feature in decoded["areas"]["features"]]
        assert len(sides) == len(set(sides)) >= 4
        assert decoded["as_of"] == control.snap(events, FIRST_DAY + timedelta(days=number)).isoformat()


def test_dates_long_before_the_clock_are_not_sent(events, body):
    before = FIRST_DAY - timedelta(days=1)
    assert control.control_dates(events)[0] < before
    sent = [FIRST_DAY + timedelta(days=number) for number in body["dates"]]
    assert sent == [
        control.snap(events, before),
        *(day for day in control.control_dates(events) if day > before),
    ]


def test_all_dates_together_are_small(body):
    raw = json.dumps(body, separators=(",", ":")).encode()
    assert len(gzip.compress(raw, 6)) < 400_000


def test_a_table_without_control_has_an_empty_sequence(make_table):
    empty = sequence.sequence(make_table({"kind": "strike"}))
    assert (empty["dates"], empty["arcs"], empty["places"]) == ([], [], [])


SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]


def ring(points, first=0):
    turned = points[first:] + points[:first]
    return np.array([*turned, turned[0]])


def test_a_ring_that_begins_elsewhere_or_runs_backwards_is_the_same_arc():
    pool = Pool()
    share([ring(SQUARE), ring(SQUARE, 2), ring(SQUARE[::-1], 1)], pool)
    assert len(pool.arcs) == 1


def test_what_two_neighbours_share_stands_once():
    pool = Pool()
    right = [(4, 0), (8, 0), (8, 4), (4, 4)]
    share([ring(SQUARE), ring(right)], pool)
    assert sum(len(arc) // 2 - 1 for arc in pool.arcs) == 7, "eight edges, one of them shared"


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9)
        .map(lambda points: [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]])
        .filter(lambda points: len(points) > 1),
        min_size=1,
        max_size=6,
    )
)
def test_arcs_put_together_are_the_lines_they_were_cut_from(lines):
    pool = Pool()
    numbers = share([np.array(line) for line in lines], pool)
    arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) for arc in pool.arcs]
    for line, some in zip(lines, numbers, strict=True):
        runs = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in some]
        assert all((a[-1] == b[0]).all() for a, b in pairwise(runs))
        again = [tuple(point) for point in np.concatenate([runs[0], *(run[1:] for run in runs[1:])]).tolist()]
        if line[0] == line[-1]:
            at = again.index(line[0])
            turned = [*again[at:-1], *again[:at], line[0]]
            assert turned == line or edges(again) == edges(line)
        else:
            assert again == line


def edges(points):
    return sorted(pairwise(points))
