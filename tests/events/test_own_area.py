"""The text of an area of one's own: what it stands for, how it is written, and that no text can stop the page."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events import own_area
from lib.events.query import PARAMETERS, Query, parse
from lib.geography import basemap

BOX = "box_36.5_35.8_36.9_36.1"
TRIANGLE = [(36.5, 35.8), (36.9, 35.8), (36.7, 36.1)]
BOW_TIE = [(36.5, 35.8), (36.9, 36.1), (36.9, 35.8), (36.5, 36.1)]

west, south, east, north = CRISIS.boxes.region
units = st.tuples(
    st.integers(round(west * 1e4), round(east * 1e4)), st.integers(round(south * 1e4), round(north * 1e4))
)
rings = st.lists(units.map(lambda at: (at[0] / 1e4, at[1] / 1e4)), min_size=3, max_size=20)


@given(st.lists(rings, min_size=1, max_size=3))
def test_corners_come_back_from_an_address_as_they_were_to_four_decimals(shape):
    code = own_area.polygon_code(shape)
    assert re.fullmatch(r"poly_[A-Za-z0-9_.-]+", code), "no sign of it has to be escaped in an address"
    assert own_area._decoded(code) == shape


@given(st.lists(rings, min_size=1, max_size=3))
def test_a_text_that_is_taken_is_read_back_the_same_and_is_short(shape):
    query, notes = parse({"within_area": own_area.polygon_code(shape)})
    if notes:
        assert query.within_area == ""
        return
    assert len(query.within_area) <= own_area.MOST_SIGNS
    assert own_area.read(query.within_area) == query.within_area
    assert shapely.is_valid(own_area.area_of(query.within_area).degrees)


@given(st.text(max_size=700) | st.text(max_size=80).map("poly_".__add__) | st.text(max_size=80).map("box_".__add__))
def test_any_other_text_is_a_sentence_and_never_a_crash(text):
    query, notes = parse({"within_area": text})
    assert bool(notes) == (query.within_area == "" and text != "")
    assert all("within_area" in note and note.isprintable() for note in notes)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nowhere of this name", "no district or sub-district of that name"),
        ("SY07", "no district or sub-district of that name"),
        ("box_36.5_35.8_36.9", "box_west_south_east_north"),
        ("box_36.9_35.8_36.5_36.1", "west lies before east"),
        ("box_nan_35.8_36.9_36.1", "box_west_south_east_north"),
        ("box_-1e999_35.8_36.9_36.1", "box_west_south_east_north"),
        ("box_6.5_35.8_36.9_36.1", "beyond what the map covers"),
        ("box_34.3_34.0_34.4_34.1", "outside the area of the map"),
        ("box_36.5_35.8_36.5001_35.8001", "encloses no ground"),
        ("poly_", "three corners or more"),
        ("poly_!", "corners cannot be read"),
        ("poly_ggg", "corners cannot be read"),
        ("poly_" + "_" * 300, "corners cannot be read"),
        ("poly_" + "A" * 590, "more than 60 corners"),
        ("x" * 601, "longer than 600"),
        (own_area.polygon_code([[(36.5, 35.8), (36.6, 35.9), (36.7, 36.0)]]), "encloses no ground"),
        (own_area.polygon_code([[(36.5, 35.8), (36.6, 35.9)]]), "three corners or more"),
    ],
)
def test_a_text_that_cannot_be_used_says_why(text, why):
    query, notes = parse({"within_area": text})
    assert query.within_area == ""
    assert why in " ".join(notes)


def test_a_ring_within_another_is_a_hole_and_sides_that_cross_go_around_two_grounds():
    hole = [(36.65, 35.85), (36.75, 35.85), (36.7, 35.95)]
    area = own_area.area_of(own_area.read(own_area.polygon_code([TRIANGLE, hole])))
    assert list(area.holds([36.7, 36.6], [35.87, 35.85])) == [False, True]
    tie = own_area.area_of(own_area.read(own_area.polygon_code([BOW_TIE])))
    assert list(tie.holds([36.55, 36.85, 36.7, 36.7], [35.95, 35.95, 35.82, 36.08])) == [True, True, False, False]


def test_the_edge_lies_inside_and_a_missing_point_nowhere():
    area = own_area.area_of(BOX)
    assert list(area.holds([36.5, 36.9, np.nan, 36.7, 36.91], [35.8, 36.0, 36.0, np.nan, 36.0])) == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_an_area_on_the_ground_has_the_size_of_its_sides():
    area = own_area.area_of(BOX)
    box = gpd.GeoSeries([shapely.segmentize(shapely.box(36.5, 35.8, 36.9, 36.1), 0.001)], crs=DEGREES)
    assert area.km2 == pytest.approx(float(box.to_crs(METRIC).area.iloc[0]) / 1e6, rel=1e-4)


@pytest.mark.parametrize(
    ("asked", "kept", "words"),
    [
        ("SY070301", "SY070301", "in Dana sub-district"),
        ("sy070301", "SY070301", "in Dana sub-district"),
        ("SY0703", "SY0703", "in Harim district"),
        (BOX, BOX, "inside the area drawn"),
        ("box_36.50_35.80000_36.9_36.1", BOX, "inside the area drawn"),
    ],
)
def test_an_area_has_one_text_and_is_said_in_words(asked, kept, words):
    query, notes = parse({"within_area": asked})
    assert not notes
    assert query.within_area == kept
    assert own_area.in_words(kept) == words


def test_every_named_area_has_an_outline_that_holds_what_lies_in_it():
    area = own_area.area_of("SY070301")
    assert not area.drawn
    assert shapely.within(area.degrees, shapely.buffer(basemap.country(), 0.01))
    assert 50 < area.km2 < 1000


def test_the_examples_of_the_parameter_do_what_they_say():
    [parameter] = [each for each in PARAMETERS if each.name == "within_area"]
    found, nothing, unusable = (example.split("=", 1)[1] for example in parameter.examples)
    assert own_area.area_of(parameter.read(found)).km2 > own_area.area_of(parameter.read(nothing)).km2
    with pytest.raises(ValueError, match="no district"):
        parameter.read(unusable)
    assert Query().within_area == ""
