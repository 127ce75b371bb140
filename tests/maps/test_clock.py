"""The clock's data give, for every range and by the browser's rule, the figures that the page gives."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pytest

from lib.analysis import control, displacement, summary
from lib.analysis.tally import DAYS
from lib.events.query import FIRST_DAY, LAST_DAY, Query, in_range
from lib.events.schema import CONFIDENCES, KINDS, SUBKINDS
from lib.layers import sequence
from lib.maps import clock
from tests.analysis.changed_hands import changed_hands
from tests.maps.clock_rule import figures
from tests.queries import all_days


def moments(n, seed):
    """Ranges and filters as readers may choose them."""
    rng = np.random.default_rng(seed)

    def some(words, *sizes):
        return frozenset(rng.choice(words, size=rng.choice(sizes), replace=False).tolist())

    areas = ["", "", "box_36.3_35.5_36.9_36.0", "SY070301"]

    def moment():
        first, last = sorted(rng.integers(DAYS, size=2).tolist())
        return Query(
            start=FIRST_DAY + timedelta(days=first),
            end=FIRST_DAY + timedelta(days=last),
            kinds=some(KINDS, 3, 4),
            confidence=some(CONFIDENCES, 1, 2, 3),
            subkinds=some(SUBKINDS["strike"], 0, 2),
            within_area=str(rng.choice(areas)),
        )

    return [moment() for _ in range(n)]


def days(query):
    return (query.start - FIRST_DAY).days, (query.end - FIRST_DAY).days


@pytest.fixture(scope="module")
def lines(events):
    return sequence.sequence(events)


@pytest.mark.thorough
@pytest.mark.parametrize("query", moments(20, seed=4), ids=lambda q: f"{q.start}..{q.end}")
def test_the_browsers_figures_are_those_of_the_page(events, lines, query):
    first, last = days(query)
    body = json.loads(json.dumps(clock.clock(events, query)))
    told = figures(body, first, last)
    page = summary.figures(events, query)
    assert (told["strikes"], told["without_point"]) == (page.strikes, page.strikes_without_point)
    assert (told["low"], told["high"], told["silent"]) == (
        page.civilians.low,
        page.civilians.high,
        page.civilians.silent,
    )
    assert told["unsure"] == {
        "strikes": page.unsure.strikes,
        "killed": page.unsure.killed,
        "displaced": page.displaced.unsure,
        "changed": page.unsure_changed,
    }
    since, until = ((day - FIRST_DAY).days if day else None for day in (page.displaced.since, page.displaced.until))
    assert told["displaced"] == (page.displaced.low, page.displaced.high, since, until)
    assert told["changed"] == page.changed["place"].nunique()
    assert told["coarse"] == page.strikes_coarse
    known = body["front_km"] or list(zip(lines["dates"], lines["front_km"], strict=True))
    km = [km for day, km in known if day <= last][-1]
    assert km == pytest.approx(page.front_km, abs=0.05)


def test_settlements_changed_agree_for_every_week(events):
    body = clock.clock(events, all_days())
    for first in range(0, DAYS - 7, 3):
        start, end = FIRST_DAY + timedelta(days=first), FIRST_DAY + timedelta(days=first + 6)
        changed = control.net_changes(events, start, end)
        assert figures(body, first, first + 6)["changed"] == changed["place"].nunique()


def test_the_bars_of_the_histogram_are_what_a_day_holds(events):
    body = clock.clock(events, all_days())
    begun, ended = body["flows"]
    moved = displacement.all_flows(events, all_days())
    for number in (0, 10, 58, DAYS - 1):
        day = FIRST_DAY + timedelta(days=number)
        assert sum(begun[: number + 1]) - sum(ended[:number]) == in_range(moved, day, day).sum()
        assert body["changes"][number] == len(changed_hands(events, day, day))
    assert sum(body["changes"]) == len(changed_hands(events, FIRST_DAY, LAST_DAY))


def test_milestones_have_a_title_and_a_source_and_come_in_order(events):
    told = clock.clock(events, all_days())["milestones"]
    assert told == sorted(told, key=lambda one: one["day"])
    assert all(one["title"] and one["source"] for one in told)
    assert clock.clock(events, all_days(kinds=frozenset({"strike"})))["milestones"] == []


def test_a_blank_toll_is_silence_and_not_zero_in_the_browser_too(make_table):
    body = clock.clock(make_table({"kind": "strike"}), all_days())
    told = figures(body, 0, DAYS - 1)
    assert (told["strikes"], told["low"], told["high"], told["silent"]) == (1, None, None, 1)


def test_a_table_without_rows_makes_a_clock_that_shows_nothing(make_table):
    told = figures(json.loads(json.dumps(clock.clock(make_table(), all_days()))), 0, DAYS - 1)
    assert (told["strikes"], told["changed"], told["displaced"]) == (0, 0, (None, None, None, None))
