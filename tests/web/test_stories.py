"""A story by its address: a name or the story itself, a sentence for what cannot be had, a page that can do no harm."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.exports.order import STORY_FORMATS
from lib.pages import PAGES
from lib.stories.address import packed
from lib.stories.asked import PATH, own_view
from lib.stories.shipped import shipped
from lib.stories.story import checked
from lib.web import exports
from lib.web.addresses import Addresses
from lib.web.installed import STREAMLIT
from lib.web.routes import ROUTES

STEP = {"title": "One", "text": "Text <b>", "view": "from=2020-02-05&to=2020-02-06"}
CODE = packed(checked({"title": "Mine", "steps": [STEP]}, "x"))


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES)), base_url="http://map.example") as made:
        yield made


def test_the_page_of_stories_is_the_one_whose_address_asks_for_steps():
    assert [page.path for page in PAGES if page.script == "stories"] == [PATH]


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("story.pptx?story=nothing", 404, "There is no story called \u201cnothing\u201d. There is: offensive."),
        ("story.html?story=../../etc", 404, "no story called"),
        ("story.docx?story=offensive", 404, "pptx, pdf, html"),
        ("story.pdf", 422, "story="),
        ("story.pdf?story=z1.AAAA", 422, "not whole"),
        ("story.pdf?story=offensive&from=2020-02-05", 422, "leave \u201cfrom\u201d out"),
        ("story.pdf?story=offensive&lang=xx", 422, "lang"),
    ],
)
def test_what_cannot_be_had_is_told_in_a_sentence(client, asked, status, told):
    answer = client.get(f"/export/{asked}")
    assert answer.status_code == status
    assert told in answer.json()["error"]


def test_every_format_of_the_story_that_comes_with_the_crisis_is_asked_of_a_worker(client, monkeypatch):
    tasks = []
    monkeypatch.setattr(exports, "name_of", lambda task: tasks.append(task) or "x")
    for fmt in STORY_FORMATS:
        known = {"if-none-match": '"x"'}
        answer = client.get(f"/export/story.{fmt}?story=offensive&lang=ar&utm_source=mail", headers=known)
        assert answer.status_code == 304
    assert [task.format for task in tasks] == list(STORY_FORMATS)
    assert {task.link for task in tasks} == {"http://map.example/stories?story=offensive&lang=ar"}
    assert {task.query["lang"] for task in tasks} == {"ar"}


@pytest.mark.thorough
def test_a_story_in_the_address_is_made_and_its_page_belongs_to_nobody(client):
    answer = client.get("/export/story.html", params={"story": CODE})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert 'filename="idlib-story-own.html"' in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("inline")
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "Text &lt;b&gt;" in answer.text
    again = client.get("/export/story.html", params={"story": CODE}, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_another_text_is_another_file(client, monkeypatch):
    names = []
    real = exports.name_of
    monkeypatch.setattr(exports, "name_of", lambda task: names.append(real(task)) or "x")
    for text in ("Text", "Another"):
        code = packed(checked({"title": "Mine", "steps": [STEP | {"text": text}]}, "x"))
        client.get("/export/story.pdf", params={"story": code}, headers={"if-none-match": '"x"'})
    assert len(set(names)) == 2


def test_the_light_page_offers_the_story_as_a_page(client):
    n = len(shipped()["offensive"].steps)
    text = client.get("/light").text
    assert 'href="./export/story.html?story=offensive&amp;lang=en"' in text
    assert f"The story of this crisis in {n} steps" in text


def test_the_first_sight_of_a_step_is_of_the_steps_own_days():
    async def nothing(_scope, _receive, _send):
        pytest.fail("the page is ours")

    asked = {"story": "offensive", "step": "5"}
    view = own_view(asked)
    html = TestClient(Addresses(nothing, STREAMLIT / "index.html")).get(f"/{PATH}", params=asked).text
    assert f"from={view.start}&amp;to={view.end}" in html
