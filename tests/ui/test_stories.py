"""Stories as a reader works them: read a step, explore, go on, write one, bring one back."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from lib.events.query import Query
from lib.pages import PAGES
from lib.stories.address import packed
from lib.stories.shipped import shipped
from lib.stories.story import checked, read
from lib.stories.views import query_of
from lib.ui.stories.write import _UPLOADER
from tests.ui.conftest import opened, words

STORIES = next(page for page in PAGES if page.script == "stories")
STEPS = shipped()["offensive"].steps
HOSTILE = "<img src=x onerror=alert(1)> :material/home: $x$ [y](javascript:z)"


def at(step, **params):
    return opened(STORIES, story="offensive", step=str(step), **params)


def query(page) -> Query:
    return page.session_state["page_context"].query


def shows(page, step):
    """Whether the filter is what a step shows by itself."""
    return query(page) == query_of(STEPS[step - 1].view)


def address(page):
    return {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}


def test_a_step_shows_its_title_its_text_its_sources_and_its_view():
    page = at(5)
    assert not page.exception
    assert f"<h1>{STEPS[4].title}</h1>" in words(page)
    assert "Turkey answered with artillery and jets" in words(page)
    assert "almasdarnews.com" in words(page)
    assert shows(page, 5)
    assert address(page) == {"story": "offensive", "step": "5"}


@pytest.mark.thorough
def test_next_and_previous_take_the_view_of_their_step_and_the_address_follows():
    page = at(5)
    page.button(key="stories.next.read").click().run()
    assert shows(page, 6)
    assert address(page) == {"story": "offensive", "step": "6"}
    page.button(key="stories.previous.read").click().run()
    assert shows(page, 5)
    page.selectbox(key="stories.step").set_value(2).run()
    assert shows(page, 2)


@pytest.mark.thorough
def test_the_ends_of_a_story_lead_no_further():
    assert at(1).button(key="stories.previous.read").disabled
    assert at(len(STEPS)).button(key="stories.next.read").disabled


@pytest.mark.thorough
def test_who_explores_a_step_finds_that_again_and_the_next_step_brings_its_own():
    page = at(5)
    page.selectbox(key="end").set_value(date(2020, 2, 20)).run()
    there = address(page)
    assert (there["story"], there["step"], there["to"]) == ("offensive", "5", "2020-02-20")
    again = opened(STORIES, **{"from_": there.pop("from"), **there})
    assert query(again) == query(page)
    assert f"<h1>{STEPS[4].title}</h1>" in words(again)
    again.button(key="stories.next.read").click().run()
    assert shows(again, 6)


def test_another_page_takes_the_view_along():
    page = at(5).switch_page("strikes.py").run()
    assert not page.exception
    assert query(page) == query_of(STEPS[4].view)


def test_presented_the_step_stands_in_a_panel_with_the_storys_title_on_the_map():
    page = at(5, view="present")
    assert not page.exception
    assert words(page).count(f"<h1>{STEPS[4].title}</h1>") == 1
    page.button(key="stories.next.panel").click().run()
    assert query(page).view == "present"
    assert address(page)["step"] == "6"


def test_a_story_in_the_address_is_read_and_hostile_words_in_it_stay_words():
    story = checked({"title": HOSTILE, "steps": [{"title": HOSTILE, "text": HOSTILE}]}, "x")
    page = opened(STORIES, story=packed(story))
    assert not page.exception
    assert "<img" not in words(page)
    assert not [link for link in re.findall(r'href="([^"]*)', words(page)) if link.startswith("javascript")]


@pytest.mark.parametrize(
    ("params", "told"),
    [({"story": "nothing"}, "no story called"), ({"story": "z1.broken"}, "not whole"), ({"story": "draft"}, "draft")],
)
def test_a_story_that_cannot_be_opened_is_told_and_the_page_is_there(params, told):
    page = opened(STORIES, **params)
    assert not page.exception
    assert any(told in str(box.value).replace("\\", "") for box in page.error)
    assert page.button(key="stories.open.offensive")


def test_a_step_that_there_is_not_is_told_and_the_first_shown():
    page = at(99)
    assert any("steps 1 to" in str(box.value) for box in page.info)
    assert f"<h1>{STEPS[0].title}</h1>" in words(page)


def test_the_situation_page_offers_the_story_in_a_line_under_its_heading():
    said = words(opened())
    assert 'href="stories?story=offensive"' in said
    assert f"New here? The story of this crisis in {len(STEPS)} steps" in said
    assert 'href="stories?story=offensive&amp;lang=ar"' in words(opened(lang="ar"))


# ---- Writing


def begun():
    page = opened(STORIES, from_="2020-02-05", to="2020-02-12")
    return page.button(key="stories.write.begin").click().run()


def typed(page, name, text):
    field = page.text_area if name == "text" else page.text_input
    return field(key=f"stories.write.{name}").set_value(text).run()


def draft(page):
    return page.session_state["stories.draft"]


@pytest.mark.thorough
def test_a_story_is_written_and_read():
    page = typed(typed(typed(begun(), "title", "Mine"), "step_title", "First"), "text", "Some *text*")
    page.button(key="stories.write.add").click().run()
    page = typed(typed(page, "step_title", "Second"), "text", "More")
    page.button(key="stories.write.up").click().run()
    whole = draft(page).story()
    assert [str(step.title) for step in whole.steps] == ["Second", "First"]
    assert query_of(whole.steps[0].view).start == date(2020, 2, 5)
    page.button(key="stories.write.read").click().run()
    assert not page.exception
    assert address(page)["story"] == "draft"
    assert "<h1>Second</h1>" in words(page)
    page.button(key="stories.all").click().run()
    assert page.text_input(key="stories.write.title").value == "Mine"


@pytest.mark.thorough
def test_a_step_takes_the_view_as_it_is_or_that_of_a_link_and_a_bad_link_is_told():
    page = begun()
    page.selectbox(key="start").set_value(date(2020, 1, 20)).run()
    page.button(key="stories.write.take").click().run()
    assert query_of(draft(page).step["view"]).start == date(2020, 1, 20)
    typed(page, "link", "https://map.example/?from=2020-02-01&to=2020-02-03&lat=35.9&lon=36.8&zoom=11")
    assert query_of(draft(page).step["view"]).zoom == 11
    typed(page, "link", "https://map.example/?from=soon")
    assert any("cannot be used" in str(box.value) for box in page.error)
    assert query_of(draft(page).step["view"]).zoom == 11
    page.button(key="stories.write.show").click().run()
    assert query(page).start == date(2020, 2, 1)


def test_what_is_missing_is_told_until_the_story_can_be_handed_out():
    page = begun()
    assert any("step 1, text" in str(text.value) for text in page.text)
    page = typed(typed(typed(page, "title", "Mine"), "step_title", "First"), "text", "Text")
    assert page.button(key="stories.write.read")


def test_a_row_that_the_table_does_not_have_is_told():
    page = typed(begun(), "rows", "milestone-20200128-01, nobody-1")
    assert draft(page).step["rows"] == ["milestone-20200128-01", "nobody-1"]
    assert any("nobody" in str(caption.value) for caption in page.caption)


def test_hostile_words_of_a_draft_are_harmless():
    page = begun()
    for name in ("title", "step_title", "text", "rows", "link"):
        page = typed(page, name, HOSTILE)
    assert not page.exception
    assert "<img" not in words(page)


def brought(page, body, name="mine.json"):
    """Bring a file."""
    return page.file_uploader[-1].set_value((name, body, "application/json")).run()


def test_a_file_that_is_brought_is_the_draft_and_its_faults_are_told_one_by_one():
    page = opened(STORIES)
    bad = {"title": "x" * 121, "steps": [{"title": "One", "text": "T", "view": "from=soon"}]}
    page = brought(page, json.dumps(bad).encode(), "<b>.json")
    told = [str(box.value).replace("\\", "") for box in page.error]
    assert len(told) == 2
    assert all("<b>.json" in each for each in told)
    assert page.session_state[_UPLOADER] == 1
    good = checked({"title": "Brought", "steps": [{"title": "One", "text": "T"}]}, "x")
    page = brought(page, json.dumps({"title": "Brought", "steps": [{"title": "One", "text": "T"}]}).encode())
    assert not page.error
    assert draft(page).story() == good


def test_a_story_that_is_read_can_be_gone_on_with():
    page = at(3)
    page.session_state["stories.files"] = True
    page = page.run()
    page.button(key="stories.copy").click().run()
    assert draft(page).story() == read(json.dumps(
        {"title": draft(page).title, "steps": draft(page).steps}).encode(), "x")  # fmt: skip
    assert draft(page).story().title == shipped()["offensive"].title
    assert "story" not in address(page)


def test_another_page_and_back_keeps_the_draft():
    page = typed(begun(), "title", "Mine").switch_page("strikes.py").run().switch_page("stories.py").run()
    assert page.text_input(key="stories.write.title").value == "Mine"
