"""The story that comes with the crisis stands in the event table, word by number; other folders have none or theirs."""

from __future__ import annotations

import re

import pytest

from lib.config.language import LANGUAGES
from lib.config.paths import STORIES
from lib.stories import shipped
from lib.stories.asked import Asked, UnknownStoryError, asked, own_view, story_of
from lib.stories.cited import Source, sources, unknown
from lib.stories.story import StoryError, read, written
from lib.stories.views import query_of

NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.:]\d+)?")
"""A number of a text; that of a road ("M5") is a name."""
GROUPING = re.compile(r"(?<=\d)[.,\u202f](?=\d{3}(?!\d))")
"""What groups the digits of a number, in one language or another."""
ALL = [(name, at, step) for name, story in shipped.shipped().items() for at, step in enumerate(story.steps, 1)]
EVERY_STEP = pytest.mark.parametrize(("name", "at", "step"), ALL, ids=[f"{name}-{at}" for name, at, _step in ALL])


def numbers(text):
    """The numbers of a text, without what groups their digits and without zeros before them."""
    return {found.lstrip("0") or "0" for found in NUMBER.findall(GROUPING.sub("", text))}


def cells(events, rows):
    frame = events.frame.loc[events.frame["event_id"].isin(rows)].drop(columns="row")
    dated = frame.assign(**{name: frame[name].dt.strftime("%d %m %Y") for name in ("date_start", "date_end")})
    return " ".join(str(cell) for row in dated.astype(str).to_numpy() for cell in row)


def test_a_story_comes_with_the_crisis_and_is_offered_by_the_number_of_its_steps():
    (story,) = shipped.shipped().values()
    assert 8 <= len(story.steps) <= 10
    name, words = shipped.offer()
    assert name == "offensive"
    assert words.endswith(f"in {len(story.steps)} steps")


def test_the_files_are_written_as_the_product_writes_them():
    assert shipped.faults(STORIES) == []
    for path in shipped.files().values():
        assert written(read(path.read_bytes(), path.name)) == path.read_bytes()


@EVERY_STEP
def test_every_step_cites_rows_and_each_row_is_in_the_table(events, name, at, step):
    assert step.rows, (name, at)
    assert unknown(events, step.rows) == []
    assert sources(events, step.rows)


@EVERY_STEP
def test_every_number_of_a_text_stands_in_a_row_that_its_step_cites(events, name, at, step):
    known = numbers(cells(events, step.rows))
    for words in (*step.text.by_language.values(), *step.title.by_language.values()):
        assert numbers(words) <= known, (name, at)


@EVERY_STEP
def test_every_step_is_told_in_every_language_with_the_same_numbers(name, at, step):
    for words in (step.title, step.text):
        assert set(words.by_language) == set(LANGUAGES), (name, at)
        told = {lang: sorted(NUMBER.findall(GROUPING.sub("", text))) for lang, text in words.by_language.items()}
        assert all(numbers == told[LANGUAGES[0]] for numbers in told.values()), (name, at, told)


def test_a_number_that_no_row_has_would_be_found(events):
    row = ("milestone-20200209-01",)
    assert numbers("On 9 February, 600 sq km") <= numbers(cells(events, row))
    assert not numbers("700 sq km") <= numbers(cells(events, row))


@EVERY_STEP
def test_every_step_says_its_days_and_where_to_look(name, at, step):
    query = query_of(step.view)
    assert "from=" in step.view, (name, at)
    assert None not in {query.lat, query.lon, query.zoom}


def test_sources_stand_in_the_order_cited_once_and_only_those_of_the_web_are_linked(make_table):
    events = make_table(
        {"event_id": "b", "source": "B", "source_url": "https://b.example"},
        {"event_id": "a", "source": "A", "source_url": "javascript:alert(1)"},
        {"event_id": "c", "source": "B", "source_url": "https://b.example"},
    )
    assert sources(events, ("a", "b", "c", "none")) == (Source("A", ""), Source("B", "https://b.example"))
    assert unknown(events, ("a", "none")) == ["none"]


def test_a_crisis_without_stories_has_none_and_a_faulty_file_is_left_out_and_told(tmp_path, caplog):
    assert shipped.shipped(tmp_path / "none") == {}
    (tmp_path / "good.json").write_text('{"title": "Good", "steps": [{"title": "a", "text": "b"}]}')
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "draft.json").write_text('{"title": "x", "steps": [{"title": "a", "text": "b"}]}')
    (tmp_path / "No Name.json").write_text("{}")
    assert list(shipped.shipped(tmp_path)) == ["good"]
    assert "bad.json" in caplog.text
    told = shipped.faults(tmp_path)
    assert sum(fault.startswith("bad.json: ") for fault in told) == 1
    assert any(fault.startswith("draft.json: ") for fault in told)
    assert any("No Name.json" in fault and "small letters" in fault for fault in told)


def test_an_address_asks_for_a_step_by_name_and_number():
    found = asked({"story": "offensive", "step": "3"})
    assert (found.at, found.note, found.name) == (3, "", "offensive")
    assert asked({"from": "2020-02-05"}) is None


@pytest.mark.parametrize("step", ["0", "99", "-1", "two", "1.5", "٣", "9" * 400])
def test_a_step_that_there_is_not_is_the_first_with_a_note(step):
    found = asked({"story": "offensive", "step": step})
    assert isinstance(found, Asked)
    assert found.at == 1
    assert found.note


def test_a_name_that_no_story_has_is_told_with_those_there_are():
    with pytest.raises(UnknownStoryError, match=r"“nothing”.*offensive"):
        story_of("nothing")
    with pytest.raises(UnknownStoryError):
        story_of("../../etc/passwd")
    with pytest.raises(StoryError):
        story_of("z1.broken")


def test_the_view_of_a_step_keeps_the_language_and_the_kind_of_view_of_its_reader():
    given = {"story": "offensive", "step": "2", "lang": "ar", "view": "present", "from": "2020-03-01"}
    view = own_view(given)
    assert (view.lang, view.view) == ("ar", "present")
    assert view.start == query_of(story_of("offensive").steps[1].view).start
    assert own_view({"story": "nothing"}) is None
    assert own_view({}) is None
