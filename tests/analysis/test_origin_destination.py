"""A modelled split fits every published sum it uses, never mixes counters, and says what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lib.analysis.displacement import origin_destination
from lib.analysis.displacement.origin_destination import TOLERANCE
from lib.events.query import DEFAULT_LAYERS, Query
from lib.layers.modelled import drawable, shown
from lib.layers.modelled import modelled as payload
from tests.queries import all_days

ARIHA, SARAQIB, DANA, AZAZ, IDLIB, ALEPPO = "SY070500", "SY070003", "SY070301", "SY020400", "SY07", "SY02"


def published(persons, origin="", destination="", counter="HNAP", start="2020-02-01", end="2020-02-29", **more):
    """A published sum between two areas by P-code; blank is the whole area."""
    return {
        "kind": "displacement", "subkind": "flow", "metric": "displaced", "date_start": start, "date_end": end,
        "date_precision": "month", "origin_place": f"area {origin}" if origin else "north-west Syria",
        "origin_pcode": origin, "place": f"area {destination}" if destination else "north-west Syria",
        "pcode": destination, "geo_precision": "subdistrict" if destination else "", "persons_low": persons,
        "persons_high": persons, "counter": counter, **more,
    }  # fmt: skip


MONTH = (
    published(1000),
    published(300, origin=ARIHA),
    published(500, origin=SARAQIB),
    published(600, destination=DANA),
    published(100, destination=AZAZ),
)


@pytest.fixture(scope="module")
def shipped(events):
    return origin_destination.models(events, all_days())


@pytest.mark.thorough
def test_every_published_sum_that_is_used_is_reproduced_to_one_percent(shipped):
    assert len(shipped) >= 3
    for model in shipped:
        used = model.sums.loc[model.sums["used"]]
        assert len(used) >= 2
        assert (used["residual"].abs() <= TOLERANCE).all(), (model.counter, model.start)


def test_the_cells_themselves_add_up_to_the_sums_that_name_their_ends(make_table):
    (model,) = origin_destination.models(make_table(*MONTH), all_days())
    cells = model.cells
    by_origin = cells.groupby("origin_place")["persons"].sum()
    by_place = cells.groupby("place")["persons"].sum()
    assert by_origin[f"area {SARAQIB}"] == pytest.approx(500, rel=TOLERANCE)
    assert by_origin[f"area {ARIHA}"] == pytest.approx(300, rel=TOLERANCE)
    assert by_place[f"area {DANA}"] == pytest.approx(600, rel=TOLERANCE)
    assert cells["persons"].sum() == pytest.approx(1000, rel=TOLERANCE)


def test_what_the_sums_leave_over_goes_to_and_from_elsewhere_and_is_not_drawn(make_table):
    (model,) = origin_destination.models(make_table(*MONTH), all_days())
    left_over = model.cells.loc[model.cells["origin_place"] == "elsewhere", "persons"].sum()
    assert left_over == pytest.approx(200, rel=TOLERANCE)
    assert "elsewhere" not in set(drawable(model, all_days())["origin_place"])


def test_the_nearer_of_two_equal_places_gets_more(make_table):
    rows = (
        published(1000, origin=ARIHA),
        published(1000, origin=SARAQIB),
        published(1000, destination="SY070000"),  # Idlib, beside Ariha
        published(1000, destination=AZAZ),
    )
    (model,) = origin_destination.models(make_table(*rows), all_days())
    persons = model.cells.set_index(["origin_place", "place"])["persons"]
    assert persons[f"area {ARIHA}", "area SY070000"] > persons[f"area {SARAQIB}", "area SY070000"]


def test_a_figure_lies_in_the_range_of_the_other_weights(shipped):
    for model in shipped:
        cells = model.cells
        assert (cells["persons_low"] <= cells["persons"]).all()
        assert (cells["persons"] <= cells["persons_high"]).all()


def test_a_sum_that_contradicts_the_others_is_left_out_and_told(make_table):
    wrong = published(900, destination=DANA, is_primary="false", group_id="row-3", event_id="wrong")
    (model,) = origin_destination.models(make_table(*MONTH, wrong), all_days())
    told = model.sums.set_index("event_id")
    assert not told.loc["wrong", "used"]
    assert "contradicts" in told.loc["wrong", "why"]
    assert told.loc["row-3", "used"]
    assert abs(told.loc["row-3", "residual"]) <= TOLERANCE


def test_another_counter_is_shown_beside_it_and_never_used(make_table):
    other = published(5000, destination=DANA, counter="CCCM", event_id="other")
    table = make_table(*MONTH, other)
    (model,) = origin_destination.models(table, all_days())
    told = model.sums.set_index("event_id").loc["other"]
    assert not told["used"]
    assert told["modelled"] == pytest.approx(600, rel=TOLERANCE)
    assert model.cells["persons"].sum() == pytest.approx(1000, rel=TOLERANCE)


def test_one_counter_at_a_time_is_in_view(events):
    for query in (all_days(), Query(start=date(2020, 2, 1), end=date(2020, 2, 29)), all_days(counter="HNAP")):
        assert len({model.counter for model in origin_destination.in_view(events, query)}) == 1
    assert origin_destination.in_view(events, all_days(counter="HNAP"))[0].counter == "HNAP"


def test_sums_of_ends_that_are_no_areas_make_no_model(make_table):
    vague = {"origin_pcode": "", "origin_place": "southern Idlib", "pcode": "", "place": "areas near the border"}
    rows = [published(persons, counter="Response Coordinators") | vague for persons in (100, 200)]
    assert origin_destination.models(make_table(*rows), all_days()) == ()


def test_a_governorate_is_split_over_the_sub_districts_that_reports_name(make_table):
    hint = published("", origin=SARAQIB, destination=DANA, counter="WFP")
    rows = (published(1000, origin=IDLIB, destination=IDLIB), published(400, origin=IDLIB, destination=ALEPPO))
    hints = (hint, published("", origin=ARIHA, destination="SY070302", counter="WFP"))
    (model,) = origin_destination.models(make_table(*rows, *hints), all_days())
    inside = model.cells.loc[model.cells["place"] != f"area {ALEPPO}"]
    assert set(inside["origin_place"]) == {f"area {SARAQIB}", f"area {ARIHA}"}
    assert inside["persons"].sum() == pytest.approx(1000, rel=TOLERANCE)


def test_nobody_is_modelled_to_move_from_a_sub_district_to_itself(shipped):
    for model in shipped:
        fine = model.cells.loc[model.cells["origin"].map(len) >= 3]
        assert not (fine["origin"] == fine["destination"]).any()


def test_an_area_filter_picks_cells_and_changes_no_figure(events):
    whole = {(m.counter, m.start): m for m in origin_destination.models(events, all_days())}
    into = replace(all_days(), area=DANA, flow="in")
    for model in origin_destination.models(events, into):
        cells = origin_destination.cells_of(model, into)
        assert len(cells)
        assert {chain[:3] for chain in cells["destination"]} == {("Idlib", "Harim", "Dana")}
        same = whole[model.counter, model.start].cells.loc[cells.index, "persons"]
        assert np.allclose(same, cells["persons"])


def test_the_map_receives_no_modelled_flow_without_two_points(events):
    for window in payload(events, all_days())["windows"]:
        for flow in window["flows"]:
            assert all(np.isfinite(flow[name]) for name in ("lat", "lon", "origin_lat", "origin_lon"))
            assert flow["low"] <= flow["persons"] <= flow["high"]


def test_the_map_adds_up_windows_of_one_counter_and_nothing_when_the_layer_is_off(events):
    on = all_days(layers=DEFAULT_LAYERS | {"modelled"})
    drawn = shown(events, on).flows.set_index(["origin_place", "place"])
    months = [
        model.cells.set_index(["origin_place", "place"])["persons"] for model in origin_destination.in_view(events, on)
    ]
    pair = drawn.index[0]
    assert drawn.loc[pair, "persons"] == pytest.approx(sum(month.get(pair, 0.0) for month in months))
    assert shown(events, all_days()).flows.empty


def test_a_filter_without_displacement_has_no_model(events):
    assert origin_destination.models(events, all_days(kinds=frozenset({"strike"}))) == ()
