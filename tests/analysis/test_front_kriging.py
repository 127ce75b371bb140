"""The estimate keeps to the places and does not count what repeats itself."""

import numpy as np
import pytest

from lib.analysis.front import kriging as front_kriging


@pytest.fixture
def places():
    random = np.random.default_rng(7)
    xy = random.uniform(0, 50_000, (40, 2))
    return xy, (xy[:, 0] + random.normal(0, 8_000, 40) > 25_000).astype(np.intp)


def shares(samples, xy, side, n_sides=2):
    return front_kriging.shares(np.asarray(samples, dtype=float), xy, side, n_sides)


def test_at_a_place_the_estimate_is_what_the_place_says(places):
    xy, side = places
    found = shares(xy, xy, side)
    assert found[side, np.arange(len(xy))] == pytest.approx(1, abs=0.02)


def test_the_shares_of_a_point_add_up_to_one(places):
    xy, side = places
    samples = np.random.default_rng(1).uniform(-20_000, 70_000, (200, 2))
    assert shares(samples, xy, side, 3).sum(axis=0) == pytest.approx(1)


def test_between_two_places_the_sides_are_equal_half_way():
    xy, side = np.array([[0.0, 0.0], [10_000.0, 0.0]]), np.array([0, 1])
    middle = shares([[5_000.0, 0.0], [5_000.0, 3_000.0]], xy, side)
    assert middle == pytest.approx(0.5)


def test_five_villages_in_one_spot_hardly_count_more_than_one():
    east = [[10_000.0, 0.0]]
    one = np.array([[0.0, 0.0], *east])
    five = np.array([[0.0, 0.0], [-150.0, 100.0], [-150.0, -100.0], [-250.0, 50.0], [-200.0, -50.0], *east])
    at = [[5_000.0, 0.0]]
    alone = shares(at, one, np.array([0, 1]))[0, 0]
    together = shares(at, five, np.array([0, 0, 0, 0, 0, 1]))[0, 0]
    assert together == pytest.approx(alone, abs=0.03)


def test_a_side_that_holds_every_place_holds_everything(places):
    xy, _ = places
    assert shares([[90_000.0, 0.0]], xy, np.zeros(len(xy), dtype=np.intp), 1) == pytest.approx(1)


def test_a_single_place_holds_everything():
    assert shares([[9.0, 9.0]], np.zeros((1, 2)), np.array([0]), 1) == pytest.approx(1)


def test_two_places_in_the_same_spot_can_be_solved_for():
    xy = np.array([[0.0, 0.0], [0.0, 0.0], [9_000.0, 0.0]])
    assert np.isfinite(shares([[3_000.0, 0.0]], xy, np.array([0, 1, 1]))).all()
