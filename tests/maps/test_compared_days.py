"""The front line may be compared with days before the period, as far back as the table knows who held what."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY, LAST_DAY, parse
from lib.layers import sequence
from lib.maps import precompute, state
from lib.ui import front_lines
from tests.queries import all_days

EARLIER = FIRST_DAY - timedelta(days=400)
"""A day before the period on which a table may begin."""


@pytest.fixture(scope="module")
def with_history(events):
    """The table, with a baseline of an earlier day of the same places beside its own."""
    rows = events.frame
    first = rows.loc[(rows["kind"] == "control") & (rows["subkind"] == "baseline") & rows["is_primary"]]
    day = pd.Timestamp(EARLIER)
    early = first.assign(event_id="early-" + first["event_id"], group_id="", date_start=day, date_end=day)
    frame = pd.concat([early.assign(group_id=early["event_id"]), rows], ignore_index=True)
    return replace(events, frame=frame, version=f"{events.version}-early")


def test_an_address_may_ask_for_a_day_before_the_period():
    query, notes = parse({"compare": EARLIER.isoformat()})
    assert (query.compare, notes) == (EARLIER, ())
    assert parse({"compare": (LAST_DAY + timedelta(days=1)).isoformat()})[1]


def test_a_day_before_all_reports_is_said_to_be_unknown_and_not_compared_with(events):
    first = min(FIRST_DAY, control.control_dates(events)[0])
    asked = all_days(compare=first - timedelta(days=1))
    assert state.too_early(events, asked)
    assert state.compared_day(events, asked) == state.day_before(events, asked)
    for fine in (None, first, LAST_DAY):
        assert not state.too_early(events, all_days(compare=fine))


def test_with_an_earlier_baseline_the_day_is_compared_with_and_offered(with_history):
    asked = all_days(compare=EARLIER)
    assert not state.too_early(with_history, asked)
    assert state.compared_day(with_history, asked) == EARLIER
    offered = front_lines.earlier_days(with_history, EARLIER)
    assert EARLIER in offered
    named = {each.day: str(each.name) for each in CRISIS.comparisons if each.day >= EARLIER}
    assert named.items() <= offered.items()
    assert max(offered) < FIRST_DAY


def test_a_named_day_that_the_table_does_not_know_is_not_offered(events):
    first = control.control_dates(events)[0]
    offered = front_lines.earlier_days(events, FIRST_DAY)
    assert not [day for day in offered if day < first]


@pytest.mark.thorough
def test_the_clock_stays_within_the_period(events, with_history):
    day_before = FIRST_DAY - timedelta(days=1)
    dates = control.dates_since(with_history, day_before)
    assert dates[0] <= day_before
    assert dates[1:] == [day for day in control.control_dates(with_history) if day > day_before]
    assert sequence.sequence(events)["dates"][-1] <= (LAST_DAY - FIRST_DAY).days


def test_every_line_is_computed_beforehand_once_those_of_the_period_first(with_history):
    order = precompute.order(with_history)
    assert sorted(order) == control.control_dates(with_history)
    period = control.dates_since(with_history, FIRST_DAY - timedelta(days=1))
    assert order[: len(period)] == period[::-1]


def test_what_is_compared_with_by_name_says_what_its_line_is():
    for named in CRISIS.comparisons:
        assert CRISIS.comparison_on(named.day) == named
        assert str(named.note)
    assert CRISIS.comparison_on(None) is None
