"""A line in stretches of a few kilometres, each with its width and the places that support it."""

import itertools

import numpy as np
import pytest
import shapely

from lib.analysis.front.stretches import LONGEST, NARROWEST, WIDEST, cut


def row(x, step=2_000.0, north=40_000.0):
    return np.array([[x, y] for y in np.arange(0.0, north + 1, step)])


def upright(length):
    return shapely.LineString([(0, 0), (0, length)])


@pytest.mark.parametrize("length", [6_001.0, 13_000.0, 29_999.0, 40_000.0])
def test_a_long_line_falls_into_stretches_of_three_to_six_kilometres(length):
    found = shapely.length([s.line for s in cut(upright(length), row(-1_000.0), row(1_000.0))])
    assert found.sum() == pytest.approx(length)
    assert found.min() >= LONGEST / 2
    assert found.max() <= LONGEST + 1e-6


def test_a_short_line_is_one_stretch():
    (only,) = cut(upright(900.0), row(-1_000.0), row(1_000.0))
    assert only.line.length == pytest.approx(900)


def test_stretches_follow_each_other_without_a_gap():
    found = cut(upright(20_000.0), row(-1_000.0), row(1_000.0))
    ends = [(s.line.coords[-1], t.line.coords[0]) for s, t in itertools.pairwise(found)]
    assert all(a == pytest.approx(b) for a, b in ends)


def test_every_part_of_a_line_in_two_parts_has_its_own_stretches():
    line = shapely.MultiLineString([[(0, 0), (0, 7_000)], [(0, 20_000), (0, 22_000)]])
    assert len(cut(line, row(-1_000.0), row(1_000.0))) == 3


def test_the_line_around_an_enclave_is_cut_too():
    ring = shapely.Point(0, 20_000).buffer(3_000).exterior
    found = cut(ring, np.array([[0.0, 20_000.0]]), row(9_000.0))
    assert shapely.length([s.line for s in found]).sum() == pytest.approx(ring.length)
    assert len(found) == 4


def test_the_width_follows_the_gap_between_the_places_within_its_limits():
    def width(gap):
        return np.mean([s.width.mean() for s in cut(upright(20_000.0), row(-gap / 2, 100.0), row(gap / 2, 100.0))])

    assert width(200.0) == pytest.approx(NARROWEST)
    assert width(4_000.0) == pytest.approx(2_000.0, rel=0.01)
    assert width(60_000.0) == pytest.approx(WIDEST)


def test_a_stretch_is_supported_by_the_places_beside_it_and_by_no_others():
    first, *_, last = cut(upright(40_000.0), row(-1_000.0), row(1_000.0, step=5_000.0))
    assert first.support[0].tolist() == [0, 1, 2, 3]
    assert last.support[0].tolist() == [17, 18, 19, 20]
    assert last.near[1] in last.support[1].tolist() == [7, 8]
