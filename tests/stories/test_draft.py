"""A story while it is written: steps that move, words in several languages, and what is still missing."""

from __future__ import annotations

import pytest

from lib.config.language import language
from lib.stories.draft import Draft, said
from lib.stories.story import StoryError, checked


def draft():
    steps = [{"title": f"Step {n}", "text": "Text", "rows": [f"r{n}"]} for n in range(3)]
    return Draft.of(checked({"title": {"en": "Mine", "ar": "قصتي"}, "steps": steps}, "x"))


def titles(mine):
    return [said(step["title"]) for step in mine.steps]


def test_a_draft_of_a_story_is_that_story_and_shares_nothing_with_it():
    mine = draft()
    whole = mine.story()
    mine.write("title", "Another")
    mine.cite("x, y\nz")
    assert str(whole.steps[0].title) == "Step 0"
    assert whole.steps[0].rows == ("r0",)
    assert mine.story().steps[0].rows == ("x", "y", "z")


def test_steps_move_as_far_as_there_are_others():
    mine = draft()
    mine.move(-1)
    assert titles(mine) == ["Step 0", "Step 1", "Step 2"]
    mine.move(1)
    assert (titles(mine), mine.at) == (["Step 1", "Step 0", "Step 2"], 1)


def test_a_step_is_added_after_the_one_worked_on_and_at_most_twenty_there_are():
    mine = draft()
    mine.add("kinds=strike")
    assert (mine.at, mine.step["view"], len(mine.steps)) == (1, "kinds=strike", 4)
    for _each in range(30):
        mine.add("")
    assert (len(mine.steps), mine.full) == (20, True)


def test_the_last_step_that_is_taken_out_leaves_a_blank_one():
    mine = draft()
    for _each in range(5):
        mine.delete()
    assert titles(mine) == [""]
    assert mine.at == 0


def test_words_change_in_the_language_in_which_they_are_shown_and_the_others_stay():
    mine = draft()
    token = language.set("ar")
    try:
        assert said(mine.title) == "قصتي"
        mine.entitle("أخرى")
        mine.write("title", "عنوان")
    finally:
        language.reset(token)
    assert mine.title == {"en": "Mine", "ar": "أخرى"}
    assert mine.step["title"] == "عنوان"


def test_what_is_missing_is_told_step_by_step():
    with pytest.raises(StoryError) as missing:
        Draft.begun("").story()
    assert len(missing.value.faults) == 3
    assert any("step 1, text" in fault for fault in missing.value.faults)
