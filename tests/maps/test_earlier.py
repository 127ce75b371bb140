"""What was reported before the range: drawn faint, each thing once, under the same filters, and in no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib import layers
from lib.analysis import summary
from lib.events.query import DEFAULT_LAYERS, FIRST_DAY, OPENS_FROM, Query, in_range
from lib.events.store import Snapshot
from lib.layers import earlier
from lib.layers import flows as flow_layer
from lib.maps.state import state
from lib.maps.style import TOKENS
from lib.print.drawing import SHEETS, draw
from lib.print.words import context_lines
from lib.text import span
from tests.maps import colours
from tests.maps.test_style import seen_tints

WEEK = Query()
QUERIES = {
    "a week": WEEK,
    "a day": Query(start=date(2020, 2, 10), end=date(2020, 2, 10)),
    "narrowed": replace(WEEK, subkinds=frozenset({"airstrike"}), attribution=frozenset({"stated"})),
}


def struck(events, query, start, end):
    """Name and point of every place struck from one day to another, counted in the rows themselves."""
    rows = events.frame
    rows = rows.loc[(rows["kind"] == "strike") & rows["is_primary"] & rows["lat"].notna()]
    if query.subkinds:
        rows = rows.loc[rows["subkind"].isin(query.subkinds)]
    rows = rows.loc[in_range(rows, start, end)]
    return set(zip(rows["place"], rows["lat"].round(5), rows["lon"].round(5), strict=True))


@pytest.mark.parametrize("name", ["a week", "a day"])
def test_the_earlier_places_are_those_struck_before_the_range_and_not_in_it(name, events):
    query = QUERIES[name]
    found = earlier.strikes(events, query)
    at = set(zip(found["place"], found.geometry.y.round(5), found.geometry.x.round(5), strict=True))
    before = struck(events, query, FIRST_DAY, query.start - timedelta(1))
    assert at == before - struck(events, query, query.start, query.end)
    assert at


def test_filters_hold_for_what_is_faint(events):
    every, some = (earlier.strikes(events, QUERIES[name]) for name in ("a week", "narrowed"))
    assert 0 < some["strikes"].sum() < every["strikes"].sum()
    names = set(some["place"])
    assert names <= {place for place, *_at in struck(events, QUERIES["narrowed"], FIRST_DAY, OPENS_FROM - timedelta(1))}


def test_a_pair_of_places_is_strong_or_faint_and_never_both(events):
    query = Query(start=date(2020, 2, 5), end=date(2020, 2, 12))
    ends = ["origin_place", "place", "origin_lat", "origin_lon", "lat", "lon"]
    strong = flow_layer.flow_arrows(events, query)[ends]
    faint = earlier.flows(events, query)[ends]
    assert len(strong)
    assert len(faint)
    assert not set(strong.itertuples(index=False, name=None)) & set(faint.itertuples(index=False, name=None))


@pytest.mark.thorough
@pytest.mark.parametrize(
    "changes",
    [
        {"start": FIRST_DAY},
        {"layers": DEFAULT_LAYERS - {"earlier"}},
        {"layers": DEFAULT_LAYERS - {"strikes", "flows"}},
        {"kinds": frozenset({"control"})},
    ],
    ids=["from the first day on", "switched off", "without strikes and flows", "of other kinds"],
)
def test_nothing_is_faint_and_nothing_says_so(changes, events):
    query = replace(WEEK, **changes)
    assert earlier.before(query) is None
    assert earlier.in_words(query) == earlier.depicted(query) == ""
    drawing = draw(Snapshot(events, "0" * 12), query, SHEETS["1080p"])
    assert drawing.overlays["earlier_strikes"] == drawing.overlays["earlier_flows"] == 0
    assert not any("before" in words for words in drawing.legend if words.startswith(("Struck", "Movements")))


def test_what_is_faint_is_in_no_figure(events):
    with_them, without = WEEK, replace(WEEK, layers=DEFAULT_LAYERS - {"earlier"})
    drawn, bare = (layers.drawn(events, query) for query in (with_them, without))
    assert drawn == bare
    assert summary.figures(events, with_them).strikes == summary.figures(events, without).strikes


def test_the_line_under_a_title_the_state_and_the_legend_say_since_when(events):
    words = earlier.in_words(WEEK)
    assert words == f"{span(FIRST_DAY, OPENS_FROM - timedelta(1))}, faint"
    assert context_lines(events, WEEK, "whole")[0].endswith(words)
    assert state(Snapshot(events, "0" * 12), WEEK, "")["earlier"] == words
    drawing = draw(Snapshot(events, "0" * 12), WEEK, SHEETS["1080p"])
    assert "Struck before, 1 December 2019 to 27 February 2020: in no figure" in drawing.legend
    assert drawing.overlays["earlier_strikes"] == len(earlier.strikes(events, WEEK)) > 0


@pytest.mark.parametrize("what", ["strike", "flow"])
def test_faint_marks_stand_out_from_every_tint(what):
    look = TOKENS[what]["faint"]
    for tint in seen_tints().values():
        assert colours.contrast(colours.blend(look["colour"], tint, look["opacity"]), tint) >= 3.0


def test_faint_marks_are_smaller_than_strong_ones_and_never_numbered():
    strike = TOKENS["strike"]
    assert 3.0 <= strike["faint"]["unit_radius"] < strike["unit_radius"]
    assert strike["faint"]["max_radius"] <= 5.0
    assert TOKENS["flow"]["faint"]["most_width"] < TOKENS["flow"]["max_width"] / 2
