"""An engine counts and lists as the frame of the same table does, whatever is asked of it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from lib.analysis import daily
from lib.events.query import ROW_FILTERS
from lib.events.store import engine
from lib.events.store.asked import Ask
from lib.events.store.engine import NEWEST, OLDEST
from lib.events.typed import SCHEMA, to_arrow
from tests.queries import all_days
from tests.scale.compare import Compared
from tests.scale.engines import EMBEDDED
from tests.scale.filters import BY_FILTER, views

VIEWS = views()


@pytest.fixture(scope="module", params=EMBEDDED)
def both(request, events, tmp_path_factory):
    """The product's own table as a frame and in an engine."""
    file = tmp_path_factory.mktemp("engine") / "events.parquet"
    pq.write_table(to_arrow(events.frame), file)
    return Compared(events, EMBEDDED[request.param](file, ExitStack()))


def held(table, tmp_path):
    """A small table in an engine."""
    file = tmp_path / "events.parquet"
    pq.write_table(to_arrow(table.frame), file)
    return Compared(table, EMBEDDED["DuckDB"](file, ExitStack()))


def test_every_filter_of_rows_is_compared():
    assert set(BY_FILTER) == set(ROW_FILTERS)


@pytest.mark.parametrize("name", [name for name in VIEWS if not name.startswith("near")])
def test_every_sum_of_a_filter_is_that_of_the_frame(both, name):
    assert both.sums(VIEWS[name]) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name in VIEWS if name.startswith("near")])
def test_every_sum_of_what_was_near_is_that_of_the_frame(both, name):
    assert both.sums(VIEWS[name]) == []


@pytest.mark.parametrize("name", ["together 1", "reports 3", "where 2", "flow 2", "within_area 2", "kinds 3"])
def test_pages_and_counts_of_a_filter_are_those_of_the_frame(both, name):
    assert both.rows(VIEWS[name]) == []


def test_a_stream_has_every_row_in_the_order_of_days_and_every_cell(both):
    assert both.stream(VIEWS["together 0"]) == []
    [batch] = both.store.stream(both.store.ask(all_days()))
    assert batch.schema == SCHEMA


def test_a_stream_comes_in_parts_and_whoever_stops_reading_leaves_the_engine_free(both, monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 100)
    assert both.stream(VIEWS["kinds 2"]) == []
    parts = both.store.stream(both.store.ask(all_days()))
    assert next(parts).num_rows == 100
    parts.close()
    assert both.store.count(both.store.ask(all_days())) > 100


def test_what_is_no_strike_comes_whole_and_typed(both, events):
    small = events.frame.loc[events.frame["kind"] != "strike"].reset_index(drop=True)
    assert both.store.small().equals(small)
    assert list(both.store.small().dtypes) == list(events.frame.dtypes)


def test_a_cube_stands_for_every_strike(both, events):
    cube = both.store.cube()
    assert list(cube.frame.dtypes) == list(events.frame.dtypes)
    named = events.frame["kind"] == "strike"
    inside = daily.index_of(events).start < daily.DAYS
    covered = (named & (inside | (events.frame["target_kind"] != ""))).sum()
    assert cube.sums["rows"].sum() == covered


def test_an_engine_that_counts_otherwise_is_found_out(both):
    view = VIEWS["together 0"]
    broken = Compared(both.frame, both.store)
    sums = both.counted.sums.assign(rows=both.counted.sums["rows"] + 1)
    broken.__dict__["counted"] = replace(both.counted, version="broken", sums=sums)
    assert {word.split(":")[0] for word in broken.sums(view)} >= {"strikes begun", "places ended", "publishers begun"}


def test_the_statements_of_all_reports_of_a_strike_are_kept_apart_in_the_cube(make_table, tmp_path):
    def strike(event_id, group, actor, **more):
        return {"event_id": event_id, "group_id": group, "actor": actor, "place": "Saraqib", "lat": 35.86, "lon": 36.8,
                "is_primary": str(event_id == group).lower()} | more  # fmt: skip

    table = make_table(
        strike("a", "a", "one"), strike("a2", "a", "two"), strike("a3", "a", "three"), strike("a4", "a", "four"),
        strike("b", "b", "one"), strike("b2", "b", "two"), strike("b3", "b", "three", attribution="alleged"),
        strike("b4", "b", "four"), strike("c", "c", "one"), strike("c2", "c", "four"), strike("d", "d", "one"),
    )  # fmt: skip
    both = held(table, tmp_path)
    for actor in ("one", "two", "three", "four", "none"):
        for attribution in (frozenset(), frozenset({"alleged"})):
            for reports in ("any", "primary"):
                view = all_days(actor=actor, attribution=attribution, reports=reports)
                assert both.sums(view) == [], view
                assert both.rows(view) == [], view


def test_a_table_without_rows_or_without_strikes_has_an_empty_cube(make_table, tmp_path):
    for table in (make_table(), make_table({"kind": "milestone"})):
        both = held(table, tmp_path)
        assert both.store.cube().frame.empty
        assert both.sums(all_days()) == []
        assert both.sums(all_days(actor="x", where="y")) == []
        assert both.rows(all_days(actor="x", where="y")) == []


def test_quotes_and_signs_of_sql_in_a_filter_are_text(make_table, tmp_path):
    odd = """O'Brien"; DROP TABLE events; -- 100%_"""
    table = make_table({"event_id": "odd", "actor": odd, "place": odd}, {"event_id": "plain", "actor": "100"})
    both = held(table, tmp_path)
    for view in (all_days(actor="'brien"), all_days(where="o'brien"), all_days(place=odd), all_days(actor="%_")):
        assert both.rows(view) == []
        assert both.sums(replace(view, place="")) == []


def test_a_page_begins_behind_the_key_before_it_and_not_at_a_number(both):
    ask = Ask(all_days())
    first = both.store.rows(ask, OLDEST, None, 5)
    key = tuple(first.iloc[-1][by.column] for by in OLDEST)
    assert not set(both.store.rows(ask, OLDEST, key, 5)["event_id"]) & set(first["event_id"])
    assert list(both.store.rows(ask, NEWEST, key, 50)["event_id"]) == list(first["event_id"])[3::-1]
