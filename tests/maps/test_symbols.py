"""The colours of a density: each class darker than the one before, and told apart whoever looks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lib.maps.style import TOKENS
from tests.maps.colours import colour_distance, contrast


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
