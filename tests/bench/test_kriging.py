"""Leaving each place out of the map's kriging at once is the same as solving without it."""

import numpy as np
import pytest

from bench.kriging import estimate, without_each
from lib.analysis.front.kriging import shares


@pytest.fixture
def places():
    random = np.random.default_rng(7)
    xy = random.uniform(0, 50_000, (40, 2))
    return xy, (xy[:, 0] + random.normal(0, 8_000, 40) > 25_000).astype(np.intp)


def test_leaving_a_place_out_is_the_same_as_solving_without_it(places):
    xy, side = places
    estimates, without = without_each(xy, side, 2)
    for number in (0, 11, 39):
        others = np.arange(len(xy)) != number
        expected = shares(xy[[number]], xy[others], side[others], 2)[:, 0]
        assert estimates[number] == pytest.approx(expected)
        assert estimate(xy[[number]], xy, without(number))[:, 0] == pytest.approx(expected)
