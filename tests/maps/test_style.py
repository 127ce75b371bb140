"""The look, held to what readers can see: contrast, colour-blind sight, and sizes that say what they mean."""

from itertools import combinations

import pytest

from lib.events.schema import CONTROLLERS
from lib.maps import sizes, style
from lib.maps.style import TOKENS
from tests.maps import colours

SIGHTS = ("full", "deuteranopia", "protanopia")
APART = 8.0
"""CIE76 units between two areas side by side: more than three just noticeable differences."""


def seen_tints():
    control = TOKENS["control"]
    land = TOKENS["ground"]["land"]
    return {name: colours.blend(control[name]["tint"], land, control["opacity"]) for name in CONTROLLERS}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("first", "second"), list(combinations(CONTROLLERS, 2)))
def test_two_sides_are_told_apart_by_tint_whoever_looks(first, second, sight):
    tints = seen_tints()
    assert colours.colour_distance(tints[first], tints[second], sight) >= APART


def test_two_sides_are_told_apart_without_any_colour():
    patterns = [TOKENS["control"][name]["pattern"] for name in CONTROLLERS]
    assert len(set(patterns)) == len(CONTROLLERS)


@pytest.mark.parametrize("name", CONTROLLERS)
def test_lines_and_symbols_stand_out_from_every_tint(name):
    tint = seen_tints()[name]
    for ink in (TOKENS["front"]["colour"], TOKENS["strike"]["fill"], TOKENS["flow"]["colour"]):
        assert colours.contrast(ink, tint) >= 3.0


@pytest.mark.parametrize("name", CONTROLLERS)
def test_the_name_of_an_area_can_be_read_on_its_tint(name):
    assert colours.contrast(TOKENS["control"][name]["ink"], seen_tints()[name]) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_strikes_and_flows_are_never_taken_for_each_other(sight):
    assert colours.colour_distance(TOKENS["strike"]["fill"], TOKENS["flow"]["colour"], sight) >= 40


@pytest.mark.parametrize("sight", SIGHTS)
def test_ground_gained_by_either_side_is_told_apart_by_colour_too(sight):
    for first, second in combinations([look["colour"] for look in TOKENS["gained"].values()], 2):
        assert colours.colour_distance(first, second, sight) >= 3 * APART


def test_ground_that_passed_to_each_side_has_a_sign_of_its_own_in_one_colour_too():
    signs = [look["kind"] for look in TOKENS["gained"].values()]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize("name", CONTROLLERS)
@pytest.mark.parametrize("overlay", ["strip", "corridor"])
def test_the_edge_and_the_name_of_an_overlay_stand_out_from_every_tint(overlay, name):
    tint = seen_tints()[name]
    look = TOKENS[overlay]
    assert colours.contrast(look["edge"]["colour"], colours.blend(look["fill"], tint, look["opacity"])) >= 3.0
    assert colours.contrast(look["name"]["colour"], colours.blend(look["fill"], tint, look["opacity"])) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_two_overlays_are_never_taken_for_each_other(sight):
    edges = [TOKENS[name]["edge"]["colour"] for name in ("strip", "corridor")]
    assert colours.colour_distance(*edges, sight) >= 40


def test_a_line_that_one_side_claims_differs_from_the_earlier_line_by_more_than_dashes():
    assert TOKENS["front"]["width"] >= 2 * TOKENS["earlier_front"]["width"]
    assert TOKENS["stretch"]["one_sided_dash"] != TOKENS["earlier_front"]["dash"]


@pytest.mark.parametrize("look", ["country", "governorate", "border", "site"])
def test_small_names_can_be_read_on_their_halo_and_on_land(look):
    colour = TOKENS["label"][look]["colour"]
    assert colours.contrast(colour, TOKENS["halo"]["colour"]) >= 4.5
    assert colours.contrast(colour, TOKENS["ground"]["land"]) >= 4.5


def test_no_name_on_the_map_is_smaller_than_eleven_pixels():
    label = TOKENS["label"]
    sizes_of_names = [
        *(rank["size"] for rank in TOKENS["town"]["ranks"]),
        *(look["size"] for look in label.values() if isinstance(look, dict) and "size" in look),
        TOKENS["control"]["name_size"], TOKENS["shield"]["size"], TOKENS["post"]["text_size"],
        TOKENS["unassessed"]["pill"]["size"], TOKENS["own"]["text_size"],
    ]  # fmt: skip
    assert min(sizes_of_names) >= 11
    assert [rank["size"] for rank in TOKENS["town"]["ranks"]] == sorted(
        (rank["size"] for rank in TOKENS["town"]["ranks"]), reverse=True
    )


def test_the_hatch_on_what_is_not_assessed_and_the_words_on_it_can_be_seen():
    look, land = TOKENS["unassessed"], TOKENS["ground"]["land"]
    assert colours.contrast(colours.blend(look["hatch"]["colour"], land, look["hatch"]["opacity"]), land) >= 3.0
    assert colours.contrast(look["pill"]["text"], look["pill"]["fill"]) >= 4.5
    assert colours.contrast(look["pill"]["edge"], look["pill"]["fill"]) >= 3.0


def test_the_number_in_a_strike_circle_can_be_read():
    strike = TOKENS["strike"]
    assert colours.contrast(strike["text"], strike["fill"]) >= 4.5


def test_road_shields_can_be_read():
    assert colours.contrast(TOKENS["shield"]["text"], TOKENS["shield"]["fill"]) >= 4.5


def test_a_circle_has_twice_the_area_for_twice_the_strikes():
    assert sizes.strike_radius(8) ** 2 == pytest.approx(2 * sizes.strike_radius(4) ** 2)


def test_a_circle_never_outgrows_the_map():
    assert sizes.strike_radius(10_000) == TOKENS["strike"]["max_radius"]


def test_more_people_make_a_wider_arrow_within_limits():
    flow = TOKENS["flow"]
    widths = [sizes.flow_width(persons) for persons in (0, 100, 10_000, 100_000, 5_000_000)]
    assert widths == sorted(widths)
    assert widths[0] == flow["min_width"]
    assert widths[-1] == flow["max_width"]


def test_colours_are_written_in_full_everywhere():
    def written(value):
        if isinstance(value, dict):
            for one in value.values():
                yield from written(one)
        elif isinstance(value, str) and value.startswith("#"):
            yield value

    for colour in written(TOKENS):
        assert len(colours.rgb(colour)) == 3


def test_a_colour_in_another_notation_is_refused():
    with pytest.raises(ValueError, match="#rrggbb"):
        colours.rgb("red")


def test_black_on_white_has_the_highest_contrast():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_paper_sizes_are_three_quarters_of_screen_sizes():
    assert style.points(4) == 3
