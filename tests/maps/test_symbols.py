"""Circles, clusters and density are three drawings of one count: none adds or loses a strike."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest

from lib.events.query import SYMBOLS
from lib.maps.style import TOKENS, colour_distance, contrast
from tests.maps.test_web import in_node

VIEW = """
    const view = { scale: 256 * 2 ** 9, min: { x: 0, y: 0 }, max: { x: 900, y: 600 }, point: (lat, lon) => [lon, lat] };
"""
"""A view whose points are pixels; its scale is that of zoom 9."""


def items(*places):
    """Places as [x, y, strikes, worst precision], largest first."""
    return json.dumps([{"place": {"place": f"{x},{y}", "lat": y, "lon": x, "rows": []}, "count": n, "worst": w}
                       for x, y, n, w in places])  # fmt: skip


def merged(found, reach=40):
    style = json.dumps({"cluster": {"reach": reach}})
    return in_node(f"""
        {VIEW}
        const found = parts.clusters.merge({found}, view, {style});
        return found.map((one) => [one.x, one.count, one.worst, one.items.length]);
    """)


def test_places_that_would_lie_on_one_another_are_counted_together_at_the_largest():
    found = items((100, 100, 9, 1), (130, 100, 2, 1), (300, 100, 1, 1))
    assert merged(found) == [[100, 11, 1, 2], [300, 1, 1, 1]]


def test_no_strike_is_lost_in_merging_and_the_worst_precision_is_kept():
    places = [(37 * n % 400, 53 * n % 300, 1 + n % 7, n % 3) for n in range(80)]
    places.sort(key=lambda place: -place[2])
    clusters = merged(items(*places))
    assert sum(count for _x, count, _worst, _n in clusters) == sum(place[2] for place in places)
    assert sum(n for _x, _count, _worst, n in clusters) == len(places)
    assert max(worst for _x, _count, worst, _n in clusters) == 2


def test_dragging_the_map_merges_nothing_else():
    places = [(37 * n % 400, 53 * n % 300, 1 + n % 7, 1) for n in range(40)]
    places.sort(key=lambda place: -place[2])
    moved = [(x - 170, y + 90, n, w) for x, y, n, w in places]
    here, there = merged(items(*places)), merged(items(*moved))
    assert [rest for _x, *rest in here] == [rest for _x, *rest in there]


def surface(found, **style):
    look = json.dumps({"cell": 1, "radius_km": 10} | style)
    return in_node(f"""
        {VIEW}
        view.point = (lat, lon) => [lon, 300];
        const {{ values }} = parts.density.surface({found}, view, {look});
        return [values.reduce((a, b) => a + b, 0), values.reduce((a, b) => Math.max(a, b), 0)];
    """)


@pytest.mark.parametrize("lat", [35.0, 36.5])
def test_the_density_over_all_the_land_is_the_number_of_strikes(lat):
    total, _peak = surface(items((450, lat, 7, 1)))
    km_a_pixel = 40075.016686 * math.cos(math.radians(lat)) / (256 * 2**9)
    assert total / 100 * km_a_pixel**2 == pytest.approx(7, rel=0.01)


def test_one_strike_is_about_one_on_a_hundred_square_kilometres_where_it_fell():
    _total, peak = surface(items((450, 35.8, 1, 1)))
    assert peak == pytest.approx(3 / (math.pi * 10**2) * 100, rel=0.01)


def test_a_density_is_in_the_class_that_begins_at_or_below_it():
    program = "return [0.4, 0.5, 3.9, 4, 500].map((value) => parts.density.classOf(value, [0.5, 1, 2, 4]));"
    assert in_node(program) == [-1, 0, 2, 3, 3]


def test_each_class_has_a_colour_and_each_is_darker_than_the_one_before():
    density = TOKENS["density"]
    assert len(density["breaks"]) == len(density["colours"])
    light = [contrast(colour, "#ffffff") for colour in density["colours"]]
    assert light == sorted(light)
    assert density["breaks"] == sorted(density["breaks"])


@pytest.mark.parametrize("sight", ["full", "deuteranopia", "protanopia"])
def test_two_classes_side_by_side_are_told_apart_whoever_looks(sight):
    colours = TOKENS["density"]["colours"]
    assert all(colour_distance(*pair, sight) >= 8 for pair in pairwise(colours))


@pytest.mark.parametrize("symbols", SYMBOLS)
def test_the_legend_explains_what_is_drawn(symbols):
    program = f"""
        const context = {{ state: {{ symbols: "{symbols}" }} }};
        return parts.symbols.circles(context);
    """
    assert in_node(program) == (symbols != "density"), "a density has no circles to explain"
