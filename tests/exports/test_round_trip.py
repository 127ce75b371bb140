"""What is downloaded and brought again is the same, cell by cell and type by type, in every format."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.events.importing import import_table
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.questions import Answers
from lib.events.reading.coordinates.writing import with_basis
from lib.events.reading.signs import MAY_BE_ARABIC, MAY_BE_TWICE
from lib.events.schema import ATTRIBUTIONS, NAMES, NORTH, SOUTH, TARGET_KINDS
from lib.events.store import Snapshot
from lib.events.table import EventTable, read
from lib.exports.tables import write
from tests.conftest import as_csv

BRINGABLE = ("csv", "xlsx", "geojson", "gpkg", "parquet")
EVERYTHING = Query(start=FIRST_DAY, end=LAST_DAY)


def downloaded(events: EventTable, ending: str, query: Query = EVERYTHING) -> bytes:
    return b"".join(write(Snapshot(events, "version"), query, ending, "https://map.example"))


def in_one_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[list(NAMES)].sort_values("event_id", kind="stable").reset_index(drop=True)


def assert_the_same(before: EventTable, data: bytes, ending: str) -> None:
    # Points anywhere in the box are meant: some of them look exchanged, which its reader would be asked about.
    brought = import_table(data, f"events.{ending}", Answers(points="written")).table
    assert not [problem for problem in brought.problems if problem.severity != "notice"]
    # A file that is brought says where its points are from.
    wanted = in_one_order(with_basis(before.frame))
    pd.testing.assert_frame_equal(in_one_order(brought.frame), wanted, check_exact=True)


@pytest.fixture
def everything(events) -> Query:
    """The whole table, the days before the map's included."""
    return Query(start=events.frame["date_start"].min().date(), end=events.frame["date_end"].max().date())


@pytest.mark.thorough
@pytest.mark.parametrize("ending", BRINGABLE)
def test_the_whole_table_comes_back_as_it_went(events, everything, ending):
    assert_the_same(events, downloaded(events, ending, everything), ending)


def test_a_csv_is_read_the_same_by_the_map_itself(events, everything):
    again = read(downloaded(events, "csv", everything), "events.csv")
    assert not [problem for problem in again.problems if problem.severity != "notice"]
    pd.testing.assert_frame_equal(in_one_order(again.frame), in_one_order(events.frame), check_exact=True)


HOSTILE = [
    "=1+1", '=HYPERLINK("https://evil.example","x")', "+49 30", "-5", "@SUM(A1)", "'=quoted", "''-twice", "'plain",
    "'", "007", "1e5", "1.50", "2020-01-05", "03/04/2020", "true", "FALSE", "NA", "null", "None", "nan", "#N/A",
    "a,b;c\td|e", 'say "no"', "two\nlines", "_x0041_", "_x005F_", "&amp; <b>", "</t></is>", '{"a": 1}', "[1, 2]",
    "سراقب", "معرة النعمان", "İdlib ğ", "\N{RIGHT-TO-LEFT MARK}x", "🕊", "e\u0301", "\u00e9", "in  side", "\\",
    "\\n",    "\N{FULLWIDTH EQUALS SIGN}1", "a\u00a0b", "%s {0} {{x}}", "x" * 40_000,
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("ending", BRINGABLE)
def test_text_that_looks_like_something_else_stays_text(ending):
    texts = [text for text in HOSTILE if len(text) <= 32_767 or ending != "xlsx"]
    rows = [
        {"event_id": f"id-{n}", "place": text, "note": text, "actor": text, "source": f"P: {text}"}
        for n, text in enumerate(texts)
    ]
    before = read(as_csv(rows), "events.csv")
    assert len(before.frame) == len(texts)
    assert_the_same(before, downloaded(before, ending), ending)


@pytest.mark.parametrize("ending", BRINGABLE)
def test_names_of_rows_that_look_like_numbers_or_formulas_keep_their_form(ending):
    names = ["007", "7.0", "1e3", "=A1", "-1", "2020-01-05", "True", "١٢٣"]
    before = read(as_csv([{"event_id": name, "group_id": name} for name in names]), "events.csv")
    assert_the_same(before, downloaded(before, ending), ending)


@pytest.mark.thorough
def test_text_too_long_for_a_cell_is_cut_in_excel_alone():
    before = read(as_csv([{"note": "n" * 40_000}]), "events.csv")
    lengths = {
        ending: import_table(downloaded(before, ending), f"events.{ending}").table.frame["note"].str.len().tolist()
        for ending in BRINGABLE
    }
    assert lengths.pop("xlsx") == [32_767]
    assert set(map(tuple, lengths.values())) == {(40_000,)}


def written(value: float | None) -> str:
    return "" if value is None else repr(value)


LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands for what was lost before; a table that holds it is told so, with every file it comes from."""
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co"), exclude_characters=LOST)
    | st.sampled_from("=+-@'\"\n,;\t<&_x"),
    max_size=30,
).filter(lambda text: not MAY_BE_TWICE.search(text.encode()) and not MAY_BE_ARABIC.search(text.encode()))
"""Nor what looks like UTF-8 that was taken for something else: it is undone or named, as the reader is tested for."""
FIGURES = st.none() | st.integers(0, 99_999_999)
ROWS = st.fixed_dictionaries({
    "place": TEXT, "place_ar": TEXT | st.sampled_from(["سراقب", "إدلب"]), "note": TEXT, "actor": TEXT,
    "point": st.none() | st.tuples(st.floats(SOUTH, NORTH), st.floats(35.0, 42.0)),
    "deaths": FIGURES, "more": st.none() | st.integers(0, 99), "attribution": st.sampled_from(["", *ATTRIBUTIONS]),
    "targets": st.lists(st.sampled_from(TARGET_KINDS), unique=True, max_size=3),
    "start": st.dates(FIRST_DAY, LAST_DAY), "source_date": st.sampled_from(["", "2020", "2020-02", "2020-02-29"]),
})  # fmt: skip


def cells(number: int, drawn: dict) -> dict:
    low, more = drawn["deaths"], drawn["more"]
    lat, lon = drawn["point"] or (None, None)
    return {
        "event_id": f"{string.ascii_letters[number % 52]}{number}",
        "place": drawn["place"], "place_ar": drawn["place_ar"], "note": drawn["note"], "actor": drawn["actor"],
        "lat": written(lat), "lon": written(lon), "date_start": drawn["start"].isoformat(),
        "deaths_low": "" if low is None else low,
        "deaths_high": "" if low is None or more is None else min(low + more, 99_999_999),
        "attribution": drawn["attribution"], "target_kind": ";".join(drawn["targets"]),
        "source_date": drawn["source_date"],
    }  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("ending", BRINGABLE)
@settings(max_examples=settings.default.max_examples * 2 // 5)
@given(drawn=st.lists(ROWS, min_size=1, max_size=6))
def test_whatever_a_table_holds_comes_back(ending, drawn):
    before = read(as_csv([cells(number, row) for number, row in enumerate(drawn)]), "events.csv")
    assert_the_same(before, downloaded(before, ending), ending)
