"""The table knows who held what long before the clock begins; that tells of the past and changes nothing after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.analysis import control, summary
from lib.analysis.control import state as control_state
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.table import EventTable
from lib.maps import clock
from tests.queries import all_days


def with_rows(events: EventTable, kept: pd.Series, name: str) -> EventTable:
    """The table with some of its rows only."""
    return replace(events, frame=events.frame.loc[kept].reset_index(drop=True), version=f"{events.version}-{name}")


def baselines(events: EventTable) -> pd.DataFrame:
    """Primary rows that describe a day: event_id, date_start and controller among others."""
    rows = events.control
    return rows.loc[rows["is_primary"] & (rows["subkind"] == "baseline")]


def later_baseline(events: EventTable) -> pd.Timestamp:
    return baselines(events)["date_start"].max()


@pytest.fixture(scope="module")
def without_later_baseline(events):
    """The table as if the newest of its baselines had never been written."""
    frame = events.frame
    again = (frame["kind"] == "control") & (frame["subkind"] == "baseline")
    return with_rows(events, ~(again & (frame["date_start"] == later_baseline(events))), "replayed")


@pytest.fixture(scope="module")
def without_history(events):
    """The table as if nobody had reported anything of control before the clock begins."""
    frame = events.frame
    past = (frame["kind"] == "control") & (frame["date_end"] < pd.Timestamp(FIRST_DAY))
    return with_rows(events, ~past, "of-the-period")


def holders(events: EventTable, day: pd.Timestamp) -> pd.Series:
    """Who holds each place at the end of a day, by what makes two rows reports of one place."""
    reports = control_state.reports_of(events)
    key_of = pd.Series(reports["key"].to_numpy(object), index=reports["event_id"].to_numpy(object))
    on = control.control_on(events, day.date())
    return pd.Series(on["controller"].to_numpy(object), index=key_of[on["event_id"]].to_numpy(object))


def test_the_table_has_a_state_well_before_the_clock_begins(events):
    assert baselines(events)["date_start"].min() < later_baseline(events)
    assert control.control_dates(events)[0] < FIRST_DAY


def test_the_changes_since_the_first_baseline_lead_to_the_later_one_place_by_place(events, without_later_baseline):
    day = later_baseline(events)
    replayed = holders(without_later_baseline, day)
    reports = control_state.reports_of(events)
    said = reports.loc[reports["is_baseline"].to_numpy(dtype=bool) & (reports["since"] == day)]
    told = pd.Series(said["controller"].to_numpy(object), index=said["key"].to_numpy(object))
    both = told.index.intersection(replayed.index)
    assert len(both) > len(told) / 2
    differ = both[(replayed[both] != told[both]).to_numpy()]
    assert list(differ) == []


def test_a_change_takes_a_place_from_the_side_that_the_report_before_it_gives_it_to(events):
    reports = control_state.reports_of(events)
    change = ~reports["is_baseline"].to_numpy(dtype=bool)
    before = reports.groupby("key", sort=False)["controller"].shift().fillna("").to_numpy(object)
    named = reports["previous_controller"].to_numpy(object)
    wrong = change & (before != "") & (named != "") & (named != before)
    assert list(reports["event_id"].to_numpy(object)[np.flatnonzero(wrong)]) == []


def test_no_place_is_taken_by_the_side_that_holds_it(events):
    reports = control_state.reports_of(events)
    change = ~reports["is_baseline"].to_numpy(dtype=bool)
    before = reports.groupby("key", sort=False)["controller"].shift().to_numpy(object)
    again = change & (before == reports["controller"].to_numpy(object))
    assert list(reports["event_id"].to_numpy(object)[np.flatnonzero(again)]) == []


def test_what_lies_before_the_clock_changes_nothing_that_the_clock_counts(events, without_history):
    assert clock.clock(events, all_days()) == clock.clock(without_history, all_days())


@pytest.mark.thorough
def test_settlements_changed_and_the_list_of_events_are_those_of_the_range_alone(events, without_history):
    found, alone = (control.net_changes(table, FIRST_DAY, LAST_DAY) for table in (events, without_history))
    pd.testing.assert_frame_equal(found, alone)
    counted, of_the_period = (summary.figures(table, all_days()) for table in (events, without_history))
    assert len(counted.changed) == len(of_the_period.changed)
    assert (counted.strikes, counted.displaced) == (of_the_period.strikes, of_the_period.displaced)
