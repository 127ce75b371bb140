"""What the notes of the shipped table say agrees with its columns, and every publisher it names is listed."""

from __future__ import annotations

import csv

import pandas as pd

from lib.analysis.control import sources
from lib.config import paths
from lib.events.publishers import publishers

NO_DAY = (
    r"page undated|\bday inferred|date inferred|day of its loss was not found|no report found names the village on"
    r"|Recapture day not|[Dd]ate approximate|day not stated|day taken as"
)
"""How a note says that the source does not state the day of the row."""
TAKEN = r"reported as taken from this side on (\d{4}-\d\d-\d\d)"
"""How a note of a baseline names the day of the first loss."""


def test_a_row_whose_note_says_that_its_day_is_inferred_says_so_in_its_column_too(events):
    rows = events.frame.loc[events.frame["subkind"] != "baseline"]
    doubtful = rows.loc[rows["note"].str.contains(NO_DAY) & ~rows["note"].str.contains("gives the day")]
    assert len(doubtful)
    assert doubtful.loc[doubtful["date_basis"] != "inferred", "event_id"].tolist() == []


def test_the_day_that_the_note_of_a_baseline_names_is_that_of_the_first_loss(events):
    rows = events.control.loc[events.control["is_primary"]]
    first_day = pd.Timestamp("2019-12-01")
    baseline = rows.loc[(rows["subkind"] == "baseline") & (rows["date_start"] == first_day)]
    named = pd.to_datetime(baseline["note"].str.extract(TAKEN, expand=False).dropna())
    held = baseline.loc[named.index, ["event_id", "place", "controller"]].assign(named=named)
    lost = rows.loc[(rows["subkind"] == "change") & (rows["date_start"] > first_day)]
    lost = held.merge(lost, on="place", suffixes=("", "_lost")).query("controller != controller_lost")
    lost = lost.sort_values("date_start", kind="stable").drop_duplicates("event_id")
    assert len(lost) > 100
    within = lost["named"].between(lost["date_start"], lost["date_end"])
    assert lost.loc[~within, "event_id"].tolist() == []


def test_every_publisher_of_the_shipped_table_is_listed_once(events):
    named = publishers(events.frame)
    listed = sources.publishers().index
    assert sorted(set(named[named != ""].str.casefold()) - set(listed)) == []
    with paths.PUBLISHERS.open(encoding="utf-8", newline="") as file:
        names = [row["publisher"].casefold() for row in csv.DictReader(file)]
    assert len(names) == len(set(names))
