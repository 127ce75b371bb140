"""A story: what a file may hold, how its faults are told, and that it comes back as it was, as file and as address."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from hashlib import sha512

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.config.language import LANGUAGES
from lib.stories import address, story, views
from lib.stories.address import packed, unpacked
from lib.stories.story import Step, Story, StoryError, checked, read, values, written

STEP = {"title": "Saraqib", "text": "It was *taken*.", "view": "from=2020-02-05&to=2020-02-12", "rows": ["a-1"]}
PLAIN = {"title": "A story", "steps": [STEP]}

SIGNS = st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\u200f\u200d")
LINES = st.text(SIGNS, min_size=1, max_size=120).filter(str.strip)
TEXTS = st.text(st.one_of(SIGNS, st.just("\n")), min_size=1, max_size=300).filter(str.strip)


def words(text):
    """Words in one language, or in some."""
    return text | st.fixed_dictionaries({LANGUAGES[0]: text}, optional=dict.fromkeys(LANGUAGES[1:], text))


VIEWS = st.sampled_from(["", "from=2020-02-05&to=2020-02-12", "kinds=strike", "lat=35.9&lon=36.8&zoom=10"])
ROWS = st.lists(st.text("abc-019", min_size=1, max_size=12), max_size=4)
STEPS = st.fixed_dictionaries({"title": words(LINES), "text": words(TEXTS)}, optional={"view": VIEWS, "rows": ROWS})
STORIES = st.fixed_dictionaries({"title": words(LINES), "steps": st.lists(STEPS, min_size=1, max_size=4)})


def file_of(value):
    return json.dumps(value).encode()


def faults_of(value):
    with pytest.raises(StoryError) as refused:
        checked(value, "mine.json")
    return refused.value.faults


@given(STORIES)
def test_a_story_comes_back_from_its_file_and_is_written_as_it_was_read(plain):
    made = checked(plain, "mine.json")
    body = written(made)
    assert read(body, "mine.json") == made
    assert written(read(body, "mine.json")) == body


@given(STORIES)
def test_a_story_comes_back_from_its_address_or_is_said_to_be_too_long(plain):
    made = checked(plain, "mine.json")
    try:
        code = packed(made)
    except StoryError as error:
        refused = str(error)
    else:
        assert len(code) <= address.LONGEST
        assert unpacked(code) == made
        return
    assert "hand out its file" in refused


NAMES = st.sampled_from(["title", "steps", "text", "x"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner),
)


@given(st.binary(max_size=300) | ANYTHING.map(file_of))
def test_whatever_a_file_holds_it_is_a_story_or_refused_in_sentences(body):
    try:
        read(body, "mine.json")
    except StoryError as error:
        told = error.faults
    else:
        return
    assert told
    assert all(fault.startswith("mine.json: ") and fault.endswith(".") for fault in told)


def long_text(n):
    return PLAIN | {"steps": [STEP | {"text": "x" * n}]}


@pytest.mark.parametrize(
    "most",
    [PLAIN | {"steps": [STEP] * 20}, PLAIN | {"title": "x" * 120}, long_text(1200),
     PLAIN | {"steps": [STEP | {"rows": ["a"] * 20}]}],
    ids=["steps", "title", "text", "rows"],
)  # fmt: skip
def test_as_much_as_may_be_there_is_taken(most):
    assert values(checked(most, "mine.json")) == most


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (PLAIN | {"steps": [STEP] * 21}, "mine.json: steps: there are 21; there can be 1 to 20."),
        (PLAIN | {"steps": []}, "steps: there are 0"),
        (PLAIN | {"title": "x" * 121}, "mine.json: title: it has 121 characters, and 120 fit."),
        (long_text(1201), "step 1, text: it has 1,201 characters, and 1,200 fit."),
        (PLAIN | {"title": " "}, "title: it is blank"),
        (PLAIN | {"title": "two\nlines"}, "title: it holds characters that cannot be printed"),
        (PLAIN | {"title": "turned \u202e round"}, "title: it holds characters that cannot be printed"),
        (PLAIN | {"title": {"ar": "قصة"}}, "title: it has to be text, or a table by language"),
        (PLAIN | {"title": {"en": "a", "xx": "b"}}, "title: it has to be text, or a table by language"),
        (PLAIN | {"title": 5}, "title: it has to be text"),
        ({"steps": [STEP]}, "mine.json: title: it is missing; add it."),
        (PLAIN | {"colour": "red"}, "colour: it means nothing here; leave it out."),
        (PLAIN | {"steps": [STEP, STEP | {"colour": 1}]}, "step 2, colour: it means nothing here"),
        (PLAIN | {"steps": ["x"]}, "step 1: it has to be a table"),
        (PLAIN | {"steps": [STEP | {"view": "from=soon"}]}, "step 1, view: "),
        (PLAIN | {"steps": [STEP | {"view": "form=2020-02-05"}]}, "did you mean"),
        (PLAIN | {"steps": [STEP | {"view": "lang=ar"}]}, "lang is for the reader to choose"),
        (PLAIN | {"steps": [STEP | {"view": "from=2020-02-05&from=2020-02-06"}]}, "more than once"),
        (PLAIN | {"steps": [STEP | {"view": "where=" + "x" * 6000}]}, "longer than 6000 characters"),
        (PLAIN | {"steps": [STEP | {"view": 7}]}, "step 1, view: it has to be text."),
        (PLAIN | {"steps": [STEP | {"rows": ["a", 5]}]}, "step 1, rows, entry 2: it has to be text."),
        (PLAIN | {"steps": [STEP | {"rows": "a"}]}, "step 1, rows: it has to be a list."),
        (PLAIN | {"steps": [STEP | {"rows": ["a"] * 21}]}, "step 1, rows: there are 21"),
        ([PLAIN], "it has to be a table"),
    ],
)
def test_a_fault_is_told_with_file_step_and_entry(value, told):
    (fault,) = faults_of(value)
    assert told in fault


def test_each_fault_is_told_and_a_flood_of_them_is_counted():
    two = faults_of({"steps": [STEP | {"text": ""}]})
    assert len(two) == 2
    many = faults_of({"title": "x", "steps": [{"title": 1, "text": 1, "view": 1, "rows": [1]}] * 20})
    assert len(many) == story.MOST_FAULTS + 1
    assert "more faults" in many[-1]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe{", "UTF-8"),
        (b"{", "line 1, column 2"),
        (b'{"title": "a", "title": "b", "steps": []}', "\u201ctitle\u201d stands there twice"),
        (b'{"title": NaN}', "not JSON as a story has it"),
        (b"[" * 150_000, "not JSON"),
        (b'{"title": ' + b"9" * 50_000 + b"}", "not JSON"),
        (b'{"title": "\\ud800", "steps": [{"title": "a", "text": "b"}]}', "cannot be printed"),
        (b" " * 200_001, "200,001 bytes, and 200,000 fit"),
    ],
    ids=["no text", "no JSON", "twice", "NaN", "deep", "a long number", "half a sign", "too large"],
)
def test_what_is_no_file_of_a_story_is_refused_in_a_sentence(body, told):
    with pytest.raises(StoryError, match=told.replace("(", r"\(")) as refused:
        read(body, "mine.json")
    assert len(refused.value.faults) == 1


def test_line_ends_of_another_system_are_line_ends():
    made = read(file_of(PLAIN | {"steps": [STEP | {"text": "one\r\n\r\ntwo"}]}), "mine.json")
    assert str(made.steps[0].text) == "one\n\ntwo"


def bomb(n):
    return address.MARK + base64.urlsafe_b64encode(zlib.compress(b" " * n, 9)).decode().rstrip("=")


def test_an_address_that_would_unpack_to_megabytes_is_refused_and_not_unpacked(monkeypatch):
    code = bomb(1_000_000)
    assert len(code) <= address.LONGEST
    monkeypatch.setattr(address, "read", lambda *_read: pytest.fail("it was unpacked"))
    with pytest.raises(StoryError, match="not whole"):
        unpacked(code)


@pytest.mark.parametrize(
    "code",
    ["", "z1.", "z1.?", "z1.AAAA", "z1.=", packed(checked(PLAIN, "x"))[:-4], packed(checked(PLAIN, "x")) + "AAAA",
     "z1." + "A" * 1800, "z2.AAAA"],
)  # fmt: skip
def test_an_address_that_is_cut_or_made_up_is_refused_in_a_sentence(code):
    with pytest.raises(StoryError, match="not whole"):
        unpacked(code)


def test_a_long_story_has_no_address_and_its_file_is_named_instead():
    noise = [b"".join(sha512(b"%d %d" % (n, part)).digest() for part in range(12)) for n in range(20)]
    steps = tuple(Step(f"{n}", base64.b64encode(noise[n]).decode()) for n in range(20))
    with pytest.raises(StoryError, match="hand out its file"):
        packed(Story("Long", tuple(replace(step, view="") for step in steps)))


def test_a_link_gives_the_view_it_leads_to_whatever_its_page_and_language():
    view = "from=2020-02-05&to=2020-02-12&amp;lat=35.9&lon=36.8&zoom=10"
    link = f"https://map.example/strikes?{view}&lang=ar&view=present"
    assert views.pasted(link) == "from=2020-02-05&to=2020-02-12&lat=35.9&lon=36.8&zoom=10"
    assert views.query_of(views.pasted(link)).zoom == 10


@pytest.mark.parametrize(
    ("link", "told"),
    [("", "no view"), ("https://map.example/", "no view"), ("https://map.example/?lang=ar", "no view"),
     ("http://[", "not a link"), ("?from=soon", "asks for from"), ("javascript:alert(1)", "no view"),
     ("?" + "&".join(f"a{n}=1" for n in range(200)), "longer|more than")],
)  # fmt: skip
def test_a_link_without_a_view_that_can_be_used_is_told(link, told):
    with pytest.raises(ValueError, match=told):
        views.pasted(link)
