"""What becomes of the rows and cells of an event table, sound or not."""

from __future__ import annotations

import logging

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from lib.events import schema
from lib.events.problems import MAX_DETAILS
from lib.events.table import EventTable, read
from tests.events.tables import CONTROL, FLOW, STRIKE, file_of, strike, text_of


def table(*rows: dict[str, str]) -> EventTable:
    events = read(file_of(rows), "events.csv")
    schema.event_schema().validate(events.frame, lazy=True)
    return events


def only(events: EventTable) -> str:
    """The one problem of a table."""
    assert len(events.problems) == 1, [str(problem) for problem in events.problems]
    return str(events.problems[0])


def test_sound_rows_of_every_kind_load_without_a_word():
    events = table(STRIKE, CONTROL, FLOW)
    assert events.problems == ()
    assert len(events.strikes) == len(events.control) == len(events.displacement) == 1
    assert events.milestones.empty
    assert len(events.primary) == events.rows_read == 3


def test_cells_come_back_typed():
    row = table(STRIKE).frame.iloc[0]
    assert row["date_start"] == pd.Timestamp(2020, 2, 5)
    assert (row["lat"], row["lon"]) == (35.864, 36.8)
    assert (row["deaths_low"], row["deaths_high"], row["n_sources"]) == (2, 4, 2)
    assert row["place_ar"] == "سراقب"
    assert bool(row["is_primary"]) is True
    assert row["row"] == 2


def test_a_blank_figure_stays_blank_and_is_never_nought():
    frame = table(strike(deaths_low="", deaths_high="")).frame
    assert frame["deaths_low"].isna().all()
    assert frame["injured_high"].isna().all()


def test_a_blank_text_is_an_empty_string():
    frame = table(strike(note="")).frame
    text = [column.name for column in schema.COLUMNS if column.dtype == "str"]
    assert not frame[text].isna().any().any()


@pytest.mark.parametrize("column", ["event_id", "kind", "subkind", "date_start", "source"])
def test_a_row_without_what_every_row_needs_is_left_out_and_named(column):
    rows = [strike(), {**strike(event_id="s2", group_id="s2"), column: ""}]
    events = table(*rows)
    assert list(events.frame["event_id"]) == ["s1"]
    assert only(events).startswith(f"events.csv, row 3, column {column}: The cell is blank.")
    assert events.problems[0].severity == "error"


@pytest.mark.parametrize("date", ["31.12.19", "2020-02-30", "2020-1-5", "yesterday", "20200105"])
def test_a_date_that_is_none_leaves_the_row_out_and_says_how_to_write_it(date):
    events = table(strike(date_start=date))
    assert events.frame.empty
    assert only(events) == (
        f"events.csv, row 2, column date_start: '{date}' is not a date; write it as YYYY-MM-DD. The row was left out."
    )


@pytest.mark.parametrize("date", ["2010-12-31", "2031-01-01", "0001-01-01", "9999-12-31"])
def test_a_date_outside_the_years_of_the_war_is_refused(date):
    assert "between 2011 and 2030" in only(table(strike(date_start=date)))


def test_a_blank_last_day_is_the_first_day_without_a_word():
    events = table(strike(date_end="", date_precision=""))
    assert events.problems == ()
    assert (events.frame["date_end"] == events.frame["date_start"]).all()
    assert list(events.frame["date_precision"]) == ["day"]


@pytest.mark.parametrize("end", ["2020-02-04", "soon", "2031-01-01"])
def test_a_bad_last_day_becomes_the_first_day_and_is_told(end):
    events = table(strike(date_end=end))
    assert (events.frame["date_end"] == events.frame["date_start"]).all()
    assert f"column date_end: '{end}'" in only(events)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("deaths_low", "about 5"), ("deaths_low", "-1"), ("deaths_low", "1.5"), ("deaths_high", "9" * 40),
        ("injured_low", "1,000"), ("confidence", "sure"), ("geo_precision", "near"), ("source_date", "2020-13"),
        ("source_date", "February"), ("n_sources", "two"), ("source_url", "javascript:alert(1)"),
        ("source_url", "www.example.org"), ("source_url", "https://example.org/a (cut short)"),
        ("previous_controller", "nobody"), ("controller", "nobody"), ("is_primary", "maybe"), ("attribution", "sure"),
    ],
)  # fmt: skip
def test_a_bad_cell_a_row_can_do_without_is_left_blank_and_told_once(column, value):
    events = table(strike(**{column: value}))
    assert list(events.frame["event_id"]) == ["s1"]
    assert f"row 2, column {column}: '{value[:60]}" in only(events)
    assert events.problems[0].severity == "warning"
    if column != "is_primary":
        cell = events.frame[column].iloc[0]
        assert pd.isna(cell) or cell == ""


def test_a_control_row_without_a_controller_it_can_name_is_left_out():
    events = table(
        CONTROL, {**CONTROL, "event_id": "c2", "controller": ""}, {**CONTROL, "event_id": "c3", "controller": "x"}
    )
    assert list(events.frame["event_id"]) == ["c1"]
    assert [(problem.row, problem.severity) for problem in events.problems] == [(3, "error"), (4, "error")]


def test_a_word_close_to_a_known_one_is_suggested():
    assert "did you mean 'airstrike'?" in only(table(strike(subkind="airstrik")))


def test_a_subkind_of_another_kind_leaves_the_row_out():
    assert "does not belong to the kind" in only(table(strike(subkind="ceasefire")))


def test_words_may_have_capitals_blanks_and_hyphens():
    events = table(strike(kind="Strike", subkind="Barrel bomb", confidence="HIGH", target_kind="Market; school;"))
    assert events.problems == ()
    row = events.frame.iloc[0]
    assert (row["subkind"], row["confidence"], row["target_kind"]) == ("barrel_bomb", "high", "market;school")


def test_an_unknown_word_of_a_list_is_dropped_and_the_others_stay():
    events = table(strike(target_kind="windmill;school"))
    assert list(events.frame["target_kind"]) == ["school"]
    assert "'windmill;school'" in only(events)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("35.8", ""), ("", "36.8"), ("91", "36.8"), ("x", "36.8"), ("36.8", "-3.6"), ("35,8", "36.8"),
        ("nan", "36.8"), ("inf", "36.8"), ("55.75", "37.61"),
    ],
)  # fmt: skip
def test_half_a_point_or_one_outside_the_region_is_no_point(lat, lon):
    events = table(strike(lat=lat, lon=lon))
    assert events.frame[["lat", "lon"]].isna().all(axis=None)
    only(events)


def test_a_low_figure_above_the_high_one_blanks_both():
    events = table(strike(deaths_low="9", deaths_high="3"))
    assert events.frame[["deaths_low", "deaths_high"]].isna().all(axis=None)
    assert "'9' is more than deaths_high" in only(events)


def test_of_two_rows_with_one_name_the_first_is_kept_and_named_in_the_message():
    events = table(strike(note="first"), CONTROL, strike(note="second"))
    assert list(events.strikes["note"]) == ["first"]
    assert "row 4, column event_id: 's1' is the name of row 2 already" in only(events)


def test_a_row_left_out_does_not_take_its_name_with_it():
    events = table(strike(date_start="x"), strike(note="sound"))
    assert list(events.frame["note"]) == ["sound"]


def test_a_group_without_a_primary_row_takes_its_first_and_says_so():
    events = table(strike(is_primary="false", group_id="g"), strike(event_id="s2", is_primary="no", group_id="g"))
    assert list(events.frame["is_primary"]) == [True, False]
    assert "row 2, column is_primary: No row of the group 'g' is primary" in only(events)


def test_a_group_with_two_primary_rows_keeps_the_first():
    events = table(strike(group_id="g"), strike(event_id="s2", group_id="g", is_primary="1"))
    assert list(events.frame["is_primary"]) == [True, False]
    assert "row 3" in only(events)


def test_a_lone_row_is_primary_and_a_group_of_its_own_unless_it_says_otherwise():
    events = table(strike(group_id="", is_primary=""))
    assert events.problems == ()
    assert list(events.frame["group_id"]) == ["s1"]
    assert list(events.frame["is_primary"]) == [True]


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "{value} {0} %s", 'a\nb, "c"', "@SUM(A1)"])
def test_text_stays_as_it_is_for_those_who_show_it_to_escape(text):
    events = table(strike(note=text))
    assert events.problems == ()
    assert list(events.frame["note"]) == [text]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\x85"])
def test_characters_that_cannot_be_seen_are_taken_out_with_a_notice(character):
    events = table(strike(note=f"so{character}und"))
    assert list(events.frame["note"]) == ["sound"]
    assert events.problems[0].severity == "notice"
    assert character not in only(events)


def test_a_message_shows_a_long_cell_cut_and_on_one_line():
    message = only(table(strike(deaths_low="many\n" * 100)))
    assert len(message) < 250
    assert "\n" not in message


def test_a_flood_of_one_problem_is_told_a_hundred_times_and_then_counted():
    events = table(*(strike(event_id=f"s{n}", confidence="sure", deaths_low="x") for n in range(250)))
    told = [problem for problem in events.problems if problem.row is not None]
    assert len(told) == 2 * MAX_DETAILS
    assert [problem.count for problem in events.problems if problem.row is None] == [150, 150]


@pytest.mark.thorough
def test_the_version_follows_the_data():
    assert table(STRIKE).version == table(STRIKE).version != table(CONTROL).version
    assert len(table(STRIKE).version) == 12


NASTY = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", '"', '""', ",", "\n", "\r", "\x00", "=1", "-1", "1e400", "nan", "NaT", "2020-02-30", "é", "٣"]
    ),
)
BREAK = st.tuples(st.sampled_from(schema.NAMES), NASTY)


@pytest.mark.thorough
@given(broken=st.lists(st.lists(BREAK, min_size=1, max_size=4), max_size=6))
def test_sound_rows_survive_whatever_stands_in_the_cells_of_others(broken):
    rows = []
    for number, cells in enumerate(broken):
        rows += [strike(event_id=f"sound {number}"), {**strike(event_id=f"broken {number}"), **dict(cells)}]
    rows.append(strike(event_id="sound last"))
    # A broken row may join the group of a sound one, never take its name: names of sound rows come first in the file.
    rows.sort(key=lambda row: not row["event_id"].startswith("sound"))
    events = table(*rows)
    sound = {row["event_id"] for row in rows if row["event_id"].startswith("sound")}
    assert sound <= set(events.frame["event_id"])
    assert events.left_out == sum(problem.row is not None for problem in _one_a_row(events))


def _one_a_row(events: EventTable) -> list:
    """One error for each row left out, however many it has."""
    return list({problem.row: problem for problem in events.problems if problem.severity == "error"}.values())


@pytest.mark.thorough
@given(data=st.data())
def test_no_damage_to_a_file_raises_or_surprises(data):
    whole = text_of([STRIKE, CONTROL, FLOW, strike(event_id="s2", note='a "quoted", note\nof two lines')]).encode()
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40))
    damaged = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + cut :]
    _expect_no_surprise(damaged)


@pytest.mark.thorough
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_raise_or_surprise(data):
    _expect_no_surprise(data)
    _expect_no_surprise(",".join(schema.NAMES).encode() + b"\n" + data)


def _expect_no_surprise(data: bytes) -> None:
    """A table comes back that keeps the schema, by the planned ways only (the last resort logs an exception)."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append
    logger = logging.getLogger("lib.events.table")
    logger.addHandler(handler)
    try:
        events = read(data, "events.csv")
    finally:
        logger.removeHandler(handler)
    assert not records, records[0].exc_text or records[0].exc_info
    schema.event_schema().validate(events.frame, lazy=True)


@pytest.mark.parametrize(
    "name", ["uninjured_low", "non_injured_low", "not_injured_low", "preinjured_low", "exinjured_low"]
)
def test_a_column_is_never_taken_for_its_opposite(name):
    table = read(file_of([{**STRIKE, name: "9"}], columns=[*STRIKE, name]), "a.csv")
    assert table.frame["injured_low"].isna().all()
    assert "did you mean" not in " ".join(problem.message for problem in table.problems)


@pytest.mark.parametrize("name", ["ijured_low", "injurd_low"])
def test_a_column_with_a_slip_is_still_taken_for_the_one_it_means(name):
    table = read(file_of([{**STRIKE, name: "9"}], columns=[*STRIKE, name]), "a.csv")
    assert list(table.frame["injured_low"]) == [9]


@pytest.mark.parametrize(
    ("column", "word", "near"),
    [("controller", "Non-government", ""), ("controller", "anti-government", ""), ("subkind", "no airstrike", ""),
     ("subkind", "bombardement", "airstrike_or_shelling"), ("subkind", "air strike (Russian)", "airstrike"),
     ("subkind", "airstrke", "airstrike")],
)  # fmt: skip
def test_a_word_is_suggested_by_what_it_means_and_never_by_its_opposite(column, word, near):
    row = strike(subkind=word) if column == "subkind" else {**CONTROL, "controller": word}
    said = " ".join(problem.message for problem in read(file_of([row]), "a.csv").problems)
    assert ("did you mean" in said) == bool(near), said
    assert not near or f"did you mean '{near}'" in said


def test_more_civilians_dead_than_dead_are_named_and_kept():
    events = table(strike(deaths_low="2", deaths_high="3", civilian_deaths_low="5", civilian_deaths_high="5"))
    assert "'5' civilians dead are more than all the dead of the same row (3)" in only(events)
    assert list(events.frame["civilian_deaths_low"]) == [5]
    table(strike(deaths_low="2", deaths_high="5", civilian_deaths_low="5", civilian_deaths_high="5"))
