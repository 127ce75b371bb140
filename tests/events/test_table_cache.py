"""What is computed from a table is computed once, bounded, and goes with the table, in every cache there is."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import weakref
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest

import lib
from lib.analysis import (
    control,
    daily,
    displacement,
    folded,
    ground,
    inside_area,
    listing,
    place_history,
    summary,
    text_search,
)
from lib.analysis.displacement import distance as displacement_distance
from lib.analysis.displacement import origin_destination
from lib.analysis.strikes import distance as strike_distance
from lib.events import publishing
from lib.events.store import guest, lookup, published
from lib.events.table import read
from lib.events.table_cache import TableCache
from lib.exports.ogc.collections import COLLECTIONS
from lib.layers.data import control_sources
from lib.layers.sequence import sequence
from lib.maps.clock import clock
from lib.pages import PAGES
from lib.print import control as print_control
from lib.print import symbols as print_symbols
from lib.ui.method import quality as method_quality
from lib.web import feeds, front_page, map_answers
from tests.conftest import as_csv
from tests.queries import all_days

ROWS = [
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "a", "lat": 35.4, "lon": 36.5},
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "b", "lat": 36.1, "lon": 36.6,
     "controller": "opposition"},
    {"kind": "control", "date_start": "2020-02-01", "place": "b", "lat": 36.1, "lon": 36.6},
    {"kind": "strike", "place": "b", "lat": 36.1, "lon": 36.6},
    {"kind": "displacement", "origin_place": "a", "origin_lat": 35.4, "origin_lon": 36.5, "place": "b", "lat": 36.1,
     "lon": 36.6, "persons_low": 10, "persons_high": 10, "counter": "own"},
]  # fmt: skip


def caches():
    """Every cache of the product, by module and name."""
    for module in pkgutil.walk_packages(lib.__path__, "lib."):
        if not module.name.endswith("__main__"):
            loaded = importlib.import_module(module.name)
            for name, value in vars(loaded).items():
                if isinstance(value, TableCache) and value.__class__ is TableCache:
                    yield f"{module.name}.{name}", value


def use_all_of(mine):
    """Ask of a table what pages, maps, pictures and files ask."""
    events, query = mine.events, all_days(near="front")
    for name in ("strikes", "flows", "clock", "own"):
        map_answers.packed_answer(mine, name, ())
    map_answers.packed_answer(mine, "find", (("q", "b"),))
    front_page.packed_page(mine, PAGES[0], {}, "")
    assert summary.figures(events, all_days()).strikes == 1
    assert sequence(events)
    assert clock(events, all_days())
    assert len(daily.publishers(events, query))
    daily.mask(events, query)
    assert len(control.area_over_time(events))
    control.measured(events, date(2020, 2, 1))
    control.changes_between(events, date(2019, 12, 10), date(2020, 2, 1))
    assert ground.passed(events, date(2019, 12, 10), date(2020, 2, 1))
    assert displacement.flow_counters(events) == ["own"]
    displacement.totals(events)
    displacement_distance.camps_and_front(events, date(2020, 2, 1))
    folded.folded(events, listing.listing(events, all_days()), "killed")
    origin_destination.models(events, all_days())
    assert len(strike_distance.distances(events, "front").km)
    text_search.find(events, "airstrike")
    place_history.point_history(events, 36.5, 35.9)
    print_control.control_view(events, all_days(end=date(2020, 2, 1)))
    print_control.control_view(events, all_days(compare=date(2019, 12, 10)))
    print_symbols.symbols(events, all_days())
    around = all_days(end=date(2020, 2, 1), within_area="box_36.3_35.2_36.8_36.3")
    assert summary.figures(events, around).strikes == 1
    inside_area.changes_between(events, date(2019, 12, 10), date(2020, 2, 1), around)
    inside_area.sides(events, date(2020, 2, 1), around.within_area)
    method_quality.overview(events)
    assert len(control_sources(events, all_days(), ""))
    assert len(COLLECTIONS["areas"].find(events, all_days()).frame)
    assert feeds.made(mine, "changes.json", "en", "")
    publishing.ask(wanted=True)
    assert published(mine).events.coarse is not None
    publishing.ask(wanted=False)


@pytest.mark.thorough
def test_nothing_of_a_table_is_left_in_any_cache_when_its_session_ends():
    every = dict(caches())
    mine = guest(read(as_csv(ROWS), "mine.csv"))
    version = mine.version
    use_all_of(mine)
    assert {name for name, cache in every.items() if not cache.holds(version)} == set(), "every cache was used"
    frame = weakref.ref(mine.events.frame)
    del mine
    gc.collect()
    assert frame() is None, "something computed from the table holds it"
    assert lookup(version) is None
    assert {name for name, cache in every.items() if cache.holds(version)} == set()


def test_what_is_kept_is_bounded_and_made_once(make_table):
    cache, made = TableCache(2), []
    table, other = make_table({"place": "Binnish"}), make_table({"place": "Ariha"})
    for key in ("a", "a", "b", "c", "a"):
        assert cache.get_or_compute(table, key, lambda key=key: made.append(key) or key) == key
    assert made == ["a", "b", "c", "a"], "the one not asked for longest had to go"
    assert cache.get_or_compute(other, "a", lambda: "another table") == "another table"
    same_name = replace(table, frame=table.frame.copy())
    assert cache.get_or_compute(same_name, "a", lambda: "other rows") == "other rows"


def test_two_who_ask_at_once_wait_for_one_answer_and_a_failure_is_not_kept(make_table):
    cache, made, table = TableCache(2), [], make_table({"place": "Binnish"})
    threads = [Thread(target=cache.get_or_compute, args=(table, "a", lambda: made.append(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]

    def fail():
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        cache.get_or_compute(table, "b", fail)
    assert cache.get_or_compute(table, "b", lambda: "mended") == "mended"
