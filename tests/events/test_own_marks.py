"""The text of marks of an author's own: what it stands for, what bounds it, and that nobody's words can do harm."""

from __future__ import annotations

import base64
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.config.crisis import CRISIS
from lib.events import mark_files, own_marks
from lib.events.own_marks import Mark
from lib.events.query import Query, parse

west, south, east, north = CRISIS.boxes.region
HERE, THERE = (36.8, 35.86), (36.6, 35.7)
corners = st.tuples(
    st.integers(round(west * 1e4), round(east * 1e4)), st.integers(round(south * 1e4), round(north * 1e4))
).map(lambda at: (at[0] / 1e4, at[1] / 1e4))
words = st.text(max_size=own_marks.MOST_TEXT).map(own_marks.tidied)


def some(kind, least, most):
    return st.builds(
        Mark, st.just(kind), st.lists(corners, min_size=least, max_size=most, unique=True).map(tuple), words
    )


marks = st.lists(
    some("point", 1, 1)
    | some("line", 2, own_marks.MOST_CORNERS)
    | some("arrow", 2, 2)
    | some("box", 2, 2).filter(lambda mark: all(a != b for a, b in zip(*mark.at, strict=True)))
    | some("text", 1, 1).filter(lambda mark: set(mark.text) - own_marks.JOINERS),
    max_size=6,
)


def upright(mark):
    """A box has its south-west corner first, however it was drawn."""
    if mark.kind != "box":
        return mark
    lons, lats = zip(*mark.at, strict=True)
    return Mark("box", ((min(lons), min(lats)), (max(lons), max(lats))), mark.text)


@given(marks)
def test_marks_come_back_from_an_address_as_they_were(drawn):
    code = own_marks.written(drawn)
    assert re.fullmatch(r"[A-Za-z0-9_.-]*", code), "no sign of it has to be escaped in an address"
    query, notes = parse({"marks": code})
    assert not notes
    assert list(own_marks.marks_of(query.marks)) == [upright(mark) for mark in drawn]
    assert parse(query.params())[0] == query


@given(marks.filter(bool))
def test_marks_come_back_from_a_file_as_they_were(drawn):
    kept = own_marks.written(drawn)
    data = mark_files.written(own_marks.marks_of(kept))
    assert mark_files.read(data) == (kept, "")
    assert mark_files.written(own_marks.marks_of(mark_files.read(data)[0])) == data


@given(st.text(max_size=5000) | st.text(alphabet="pltab.-_AZaz09", max_size=80))
def test_any_other_text_is_a_sentence_and_never_a_crash(text):
    query, notes = parse({"marks": text})
    assert bool(notes) == (query.marks == "" and text != "")
    assert all("marks" in note and note.isprintable() for note in notes)


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_a_file_of_anything_is_marks_or_a_sentence(data):
    with pytest.raises(ValueError, match=r"\w"):
        mark_files.read(data)


@given(st.text(max_size=400))
def test_words_are_tidied_to_what_an_address_takes(text):
    tidy = own_marks.tidied(text)
    assert len(tidy) <= own_marks.MOST_TEXT
    assert own_marks.tidied(tidy) == tidy
    own_marks.written([Mark("point", (HERE,), tidy)])


def coded(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


SHAPE = own_marks.written([Mark("point", (HERE,))]).split(".", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("moon", "not whole"),
        (f"x{SHAPE[1:]}.-", "no kind"),
        (f"{SHAPE}.", "words of a mark cannot be read"),
        (f"{SHAPE}.!", "words of a mark cannot be read"),
        (f"{SHAPE}._w", "words of a mark cannot be read"),
        (f"{SHAPE}.A", "words of a mark cannot be read"),
        (f"{SHAPE}.{coded('x' * 61)}", "more than 60 characters"),
        (f"{SHAPE}.{coded('a' + chr(0x202E) + 'b')}", "cannot be printed"),
        (f"{SHAPE}.{coded('a' + chr(0x200F) + 'b')}", "cannot be printed"),
        (f"{SHAPE}.{coded('a' + chr(0x2066) + 'b')}", "cannot be printed"),
        (f"{SHAPE}.{coded('a' + chr(0) + 'b')}", "cannot be printed"),
        (f"{SHAPE}.{coded('a' + chr(10) + 'b')}", "cannot be printed"),
        (f"{SHAPE}.{coded('a' + chr(0x301) * 20)}", "cannot be printed"),
        (f"t{SHAPE[1:]}.-", "has no words"),
        (f"l{SHAPE[1:]}.-", "too few or too many corners"),
        (f"l{SHAPE[1:]}AA.-", "begins and ends at one place"),
        (f"b{SHAPE[1:]}AA.-", "encloses no ground"),
        (f"{SHAPE}AA.-", "too few or too many corners"),
        ("p.-", "too few or too many corners"),
        ("pAA.-", "beyond what the map covers"),
        ("p________________.-", "corners cannot be read"),
        (".".join([f"{SHAPE}.-"] * 41), "more than 40 marks"),
        ("x" * 4001, "longer than 4,000"),
        (".".join([f"{SHAPE}.{coded('ق' * 60)}"] * 24), "longer than 4,000"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_used_says_why(text, why):
    query, notes = parse({"marks": text})
    assert query.marks == ""
    assert why in " ".join(notes)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n lines\t", "two lines"),
        ("turned \u202eround", "turned round"),
        ("a\x00b", "a b"),
        ("x" * 100, "x" * 60),
        ("e\u0301", "\u00e9"),
        ("q" + "\u0323" * 30, "q" + "\u0323" * 4),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("<b>&amp; {{ x }}", "<b>&amp; {{ x }}"),
    ],
)
def test_words_that_are_typed_are_one_short_line_in_which_nothing_is_hidden(typed, kept):
    assert own_marks.tidied(typed) == kept
    assert unicodedata.is_normalized("NFC", kept)


def test_marks_narrow_nothing_and_count_for_nothing():
    marked = Query(marks=own_marks.written([Mark("point", (HERE,), "x")]))
    assert marked.row_params() == Query().row_params()
    assert marked.rows_alone() == Query().rows_alone()


def feature(shape, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def test_a_file_of_another_tool_gives_its_points_lines_and_rectangles_and_says_what_it_does_not():
    ring = [[36.5, 35.8], [36.9, 35.8], [36.9, 36.1], [36.5, 36.1], [36.5, 35.8]]
    triangle = [[36.5, 35.8], [36.9, 35.8], [36.9, 36.1], [36.5, 35.8]]
    features = [
        feature("Point", [*HERE, 7], name="A\u202eplace"),
        feature("LineString", [HERE, THERE], mark="arrow", text="there"),
        feature("Polygon", [ring]),
        feature("Polygon", [triangle]),
        feature("MultiPoint", [HERE]),
        {"type": "Feature", "geometry": None},
    ]
    code, left = mark_files.read(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert own_marks.marks_of(code) == (
        Mark("point", (HERE,), "A place"),
        Mark("arrow", (HERE, THERE), "there"),
        Mark("box", ((36.5, 35.8), (36.9, 36.1))),
    )
    assert left == "3 shapes of the file are no marks."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[" * 100_000, "no GeoJSON"),
        (b"\xff\xfe", "no GeoJSON"),
        (b"x" * 200_001, "larger than 200 kB"),
        (b'{"features": []}', "holds no points"),
        (json.dumps({"features": [feature("Point", [0, 0])]}).encode(), "beyond what the map covers"),
        (json.dumps({"features": [feature("Point", [1e999, True])]}).encode(), "holds no points"),
        (json.dumps({"features": [feature("Point", [10**400, 36])]}).encode(), "holds no points"),
        (json.dumps({"features": [feature("Point", HERE)] * 41}).encode(), "more than 40 marks"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data, why):
    with pytest.raises(ValueError, match=why):
        mark_files.read(data)
