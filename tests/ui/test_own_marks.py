"""Marks of one's own as the pages take them: from an address, from what the map sends, from a file; and taken off."""

from __future__ import annotations

import pytest

from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.events.query import Query
from lib.events.store import current
from lib.maps.state import state
from lib.ui.filters import own_marks as filter_own_marks
from tests.ui.conftest import words

HERE = [36.8, 35.86]
MARKS = own_marks.written([Mark("point", (tuple(HERE),), "A *b* <i>"), Mark("box", ((36.5, 35.8), (36.6, 35.9)))])


def query_of(page):
    return page.session_state["page_context"].query


def sent(**changes):
    """What the map sends of one mark."""
    return {"n": 3, "list": [{"kind": "point", "text": "Here", "at": [HERE]} | changes]}


@pytest.fixture
def told(monkeypatch):
    """Hand the filter what the map sends when its reader has put marks on it."""

    def tell(value, before=""):
        kept = {filter_own_marks.FIELD: before, filter_own_marks.NOTE: ""}
        monkeypatch.setattr(filter_own_marks.st, "session_state", kept)
        filter_own_marks.told(value, lambda: None)
        return kept

    return tell


@pytest.mark.thorough
def test_marks_of_an_address_are_shown_as_a_chip_apart_from_filters_and_taken_off(open_page):
    page = open_page(marks=MARKS)
    assert query_of(page).marks == MARKS
    assert [str(caption.value) for caption in page.caption if "Narrowed" in str(caption.value)] == []
    assert any(caption.value == "Drawn on the map" for caption in page.caption)
    chip = page.button(key="chip-marks")
    assert "2 marks of the author" in chip.label
    page = chip.click().run()
    assert not page.exception
    assert query_of(page).marks == ""
    assert "marks" not in page.query_params


@pytest.mark.thorough
def test_a_mark_is_listed_in_the_side_bar_as_plain_text_and_deleted_there(open_page):
    page = open_page(marks=MARKS)
    page.session_state["own_marks_open"] = True
    page.run()
    button = page.button(key="own_marks_delete_0")
    assert "\\*b\\*" in button.label, "not as Markdown"
    page = button.click().run()
    assert own_marks.marks_of(query_of(page).marks) == (Mark("box", ((36.5, 35.8), (36.6, 35.9))),)
    assert page.query_params["marks"] == query_of(page).marks


def test_marks_that_cannot_be_used_are_told_and_the_page_goes_on(open_page):
    page = open_page(marks="pAA.-")
    assert not page.exception
    assert query_of(page).marks == ""
    assert any("a mark lies beyond what the map covers" in str(box.value) for box in page.info)


def test_what_the_map_sends_becomes_the_marks(told):
    kept = told(sent(text="two\nlines\u202e"))
    assert own_marks.marks_of(kept[filter_own_marks.FIELD]) == (Mark("point", (tuple(HERE),), "two lines"),)
    assert kept[filter_own_marks.TOLD] == 3


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"n": "x", "list": 7},
        {"n": 1, "list": [None]},
        sent(kind="moon"),
        sent(at=[[1e999, "nan"]]),
        sent(at=[[0, 0]]),
        sent(at=[HERE] * 30),
        sent(kind="text", text=""),
        {"n": 1, "list": sent()["list"] * 500},
    ],
)
def test_whatever_a_browser_sends_is_marks_or_a_sentence(told, value):
    kept = told(value, before=MARKS)
    assert kept[filter_own_marks.FIELD] == MARKS
    assert "cannot be used" in kept[filter_own_marks.NOTE]
    # The side bar may be out of sight: the map says so as well.
    assert kept[filter_own_marks.REFUSED] == kept[filter_own_marks.NOTE]


def test_what_is_no_telling_at_all_changes_nothing(told):
    assert told(None, before=MARKS)[filter_own_marks.FIELD] == MARKS


def test_the_map_is_told_the_marks_and_whether_a_link_holds_them():
    few = state(current(), Query(marks=MARKS), "title", marked=4)["own_marks"]
    assert (few["n"], few["handed"]) == (4, True)
    assert few["list"][0] == {
        "kind": "point", "text": "A *b* <i>", "lines": ["A *b* <i>"], "at": [[35.86, 36.8]],
    }  # fmt: skip
    many = own_marks.written([Mark("point", (tuple(HERE),), "word " * 11 + str(n)) for n in range(30)])
    assert len(many) > own_marks.SHORT
    assert not state(current(), Query(marks=many), "title")["own_marks"]["handed"]


def test_the_page_says_nothing_else_because_of_a_mark(open_page):
    plain, marked = open_page(), open_page(marks=MARKS)
    assert words(plain).count("strike") == words(marked).count("strike")
