"""What the panel of a place says, and the search that leads to it: plain text, ready for JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from lib.analysis.place_record import place_record
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.geography import places
from lib.maps import place_panel
from tests.queries import all_days

VIEW = Query(start=date(2020, 2, 1), end=date(2020, 2, 15), place="Saraqib")


def test_a_panel_has_every_part_and_is_json(events):
    told = place_panel.panel(events, VIEW)
    assert [part["id"] for part in told["parts"]] == ["held", "strikes", "moves", "near", "links"]
    assert json.loads(json.dumps(told, allow_nan=False))["title"] == "Saraqib"


def test_a_panel_says_that_it_tells_all_days_and_its_figures_are_of_them(events):
    told = place_panel.panel(events, VIEW)
    whole = place_panel.panel(events, replace(VIEW, start=FIRST_DAY, kinds=frozenset(), actor="Nobody"))
    assert told == whole
    assert "whatever the map is narrowed to" in told["note"]
    struck = next(part for part in told["parts"] if part["id"] == "strikes")
    assert sum(count for _day, count in struck["days"]) == len(place_record(events, "Saraqib", VIEW.end).struck)
    assert struck["heading"].startswith(str(sum(count for _day, count in struck["days"])))


def test_the_newest_strikes_come_first(events):
    struck = next(part for part in place_panel.panel(events, VIEW)["parts"] if part["id"] == "strikes")
    days = [report["start"] for report in struck["reports"]]
    assert days == sorted(days, reverse=True)


def test_the_spells_follow_each_other_without_a_gap(events):
    held = next(part for part in place_panel.panel(events, VIEW)["parts"] if part["id"] == "held")
    for one, following in zip(held["spells"], held["spells"][1:], strict=False):
        assert one["to"] + 1 == following["from"]
    assert held["spells"][-1]["to"] is None


def test_the_link_lists_the_place_over_all_days(events):
    (link,) = next(part for part in place_panel.panel(events, VIEW)["parts"] if part["id"] == "links")["links"]
    assert link["address"].startswith("events?")
    assert f"from={FIRST_DAY}" in link["address"]
    assert f"to={LAST_DAY}" in link["address"]
    assert "place=Saraqib" in link["address"]


def test_of_a_place_that_nobody_knows_it_says_so(events):
    told = place_panel.panel(events, replace(VIEW, place="Xyzzyville"))
    assert told["parts"] == []
    assert "Xyzzyville" in told["note"]


@pytest.mark.parametrize("words", ["saraqib", "Sarakib", "سراقب", "C3985"])
def test_the_search_forgives_spelling_and_takes_arabic(events, words):
    found = place_panel.found(events, all_days(search=words))["places"]
    known = set(places.places()["place"])
    assert found
    assert {one["place"] for one in found} <= known
    if words != "C3985":
        assert found[0]["place"] == "Saraqib"


@pytest.mark.parametrize("name", ["<img src=x>", "</script>", "\u202e", "{{x}}", "a" * 300, "%00"])
def test_whatever_is_asked_for_comes_back_as_text_alone(events, name):
    told = place_panel.panel(events, replace(VIEW, place=name))
    assert told["title"] == name
    json.dumps(told, allow_nan=False)


def test_a_place_that_the_table_alone_has_is_found_too(events):
    frame = events.frame.copy()
    frame.loc[frame["place"] == "Saraqib", "place"] = "Zzyx al-Wad"
    own = replace(events, frame=frame, version="own-names")
    found = [one["place"] for one in place_panel.found(own, all_days(search="zzyx"))["places"]]
    assert "Zzyx al-Wad" in found
    assert "Zzyx al-Wad" not in [one["place"] for one in place_panel.found(events, all_days(search="zzyx"))["places"]]
