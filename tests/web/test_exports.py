"""The export routes: the picture of an address, bounded, named by what it shows, and polite about what it cannot do."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.events import own_marks
from lib.events.own_marks import Mark
from lib.exports import encoder as encoding
from lib.exports.order import EXPORT_PARAMETERS
from lib.jobs.errors import JobTimeoutError, QueueFullError, WorkerFailedError
from lib.web import exports
from lib.web.inline import INLINE
from lib.web.routes import ROUTES
from tests.test_docs import ROOT

VIEW = "from=2020-02-05&to=2020-02-06&size=854x480"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES))) as made:
        yield made


def raising(error):
    def submit(*_args, **_named):
        raise error

    return submit


@pytest.fixture(scope="module")
def picture(client):
    return client.get(f"/export/map.png?{VIEW}")


def test_the_picture_of_an_address_has_the_size_asked_for(picture):
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(picture.content)).size == (854, 480)
    assert "idlib-map-2020-02-05-2020-02-06.png" in picture.headers["content-disposition"]


def test_whoever_has_the_picture_already_is_told_so_without_drawing(client, picture, monkeypatch):
    monkeypatch.setattr(exports.QUEUE, "submit", lambda *_args, **_named: pytest.fail("it was drawn again"))
    turned = "&".join(reversed(VIEW.split("&")))
    again = client.get(f"/export/map.png?{turned}", headers={"if-none-match": picture.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.thorough
@pytest.mark.parametrize("other", ["&title=Mine", "&to=2020-02-07", "&lang=fr", "&extent=front"])
def test_another_view_has_another_name(client, picture, other):
    view = VIEW.replace("&to=2020-02-06", "") if "&to=" in other else VIEW
    answer = client.get(f"/export/map.png?{view}{other}", headers={"if-none-match": picture.headers["etag"]})
    assert answer.status_code == 200
    assert answer.headers["etag"] != picture.headers["etag"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("map.png?size=0x0", "0 × 0"),
        ("map.png?size=50000x50000", "50000"),
        ("map.png?from=soon", "from"),
        ("map.png?extent=moon", "moon"),
        ("map.png?dates=weekly", "pdf"),
        ("map.pdf?dates=tomorrow", "YYYY-MM-DD"),
        ("map.pdf?dates=daily&from=2019-12-01", "pages"),
        ("map.html?size=4k", "size"),
        ("report.pdf?size=4k", "size"),
        ("map.gif?size=4k", "720p"),
    ],
)
def test_a_bad_parameter_gets_422_with_a_sentence(client, address, told):
    answer = client.get(f"/export/{address}")
    assert answer.status_code == 422
    assert told in answer.json()["error"]


def test_an_unknown_format_is_404_and_names_those_there_are(client):
    answer = client.get("/export/map.docx")
    assert answer.status_code == 404
    assert "pptx" in answer.json()["error"]


def test_mp4_without_ffmpeg_is_501_and_says_so(client, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(encoding.imageio_ffmpeg, "get_ffmpeg_exe", raising(RuntimeError("no binary")))
    monkeypatch.setattr(encoding.shutil, "which", lambda _name: None)
    answer = client.get("/export/map.mp4?from=2020-02-05&to=2020-02-06")
    assert answer.status_code == 501
    assert "GIF" in answer.json()["error"]


def test_a_full_queue_is_503_and_says_when_to_ask_again(client, monkeypatch):
    monkeypatch.setattr(exports.QUEUE, "submit", raising(QueueFullError(40, 61)))
    answer = client.get("/export/map.png?from=2020-01-01")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "61")
    assert answer.json()["error"] == "40 exports are waiting already; ask again in a moment."


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [(JobTimeoutError(120), 503, "longer than 120 seconds"), (WorkerFailedError("secret"), 500, "log says why")],
)
def test_an_export_that_fails_is_answered_with_a_sentence_that_gives_nothing_away(
    client, monkeypatch, error, status, told
):
    monkeypatch.setattr(exports.QUEUE, "submit", raising(error))
    answer = client.get("/export/map.png?from=2020-01-01")
    assert answer.status_code == status
    assert told in answer.json()["error"]
    assert "secret" not in answer.text


@pytest.mark.thorough
def test_a_title_cannot_break_out_of_a_drawing(client):
    answer = client.get(f"/export/map.svg?{VIEW}&title=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "script" not in answer.headers["content-security-policy"]


def test_the_link_in_the_margin_names_the_asked_host_and_no_unsound_one(client, monkeypatch):
    made = []
    monkeypatch.setattr(exports, "name_of", lambda task: made.append(task.link) or "x")
    for headers in ({"host": "map.example:8501"}, {"host": "a b<script>"}):
        client.get(f"/export/map.png?{VIEW}", headers=headers | {"if-none-match": '"x"'})
    monkeypatch.setenv("IDLIB_MAP_ADDRESS", "https://maps.example/idlib/")
    client.get(f"/export/map.png?{VIEW}", headers={"if-none-match": '"x"'})
    view = "?from=2020-02-05&to=2020-02-06"
    assert made == [f"http://map.example:8501/{view}", "", f"https://maps.example/idlib/{view}"]


def test_every_parameter_of_an_export_is_documented_with_its_meaning():
    text = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    for parameter in (*EXPORT_PARAMETERS, INLINE):
        assert f"| `{parameter.name}` | {parameter.meaning} |" in text


def test_the_map_in_one_file_is_handed_over_or_shown_in_a_frame_with_its_scripts_and_nothing_else(client, monkeypatch):
    monkeypatch.setattr(exports, "known", lambda *_asked: True)
    days = "from=2020-02-05&to=2020-02-06"
    handed = client.get(f"/export/map.html?{days}").headers
    assert handed["content-disposition"].startswith("attachment")
    monkeypatch.setenv("IDLIB_MAP_FRAME_ANCESTORS", "https://a.example")
    shown = client.get(f"/export/map.html?{days}&inline=1").headers
    assert shown["content-disposition"].startswith("inline")
    assert shown["etag"] == handed["etag"], "it is the same file"
    policy = dict(rule.strip().partition(" ")[::2] for rule in shown["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self' https://a.example"
    assert "allow-scripts" in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"], "it cannot reach this server"
    assert "connect-src" not in policy


@pytest.mark.parametrize(
    "asked", ["map.html?inline=yes", "map.html?inline=0", "map.png?inline=1", "report.pdf?inline=1"]
)
def test_what_cannot_be_shown_so_is_refused_with_a_sentence(client, asked):
    answer = client.get(f"/export/{asked}")
    assert answer.status_code == 422
    assert "inline" in answer.json()["error"]


@pytest.mark.parametrize("fmt", ["png", "pdf", "svg", "pptx", "html"])
def test_a_mark_that_cannot_be_used_is_refused_with_a_sentence(client, fmt):
    refused = client.get(f"/export/map.{fmt}?from=2020-02-05&to=2020-02-06&marks=pAA.-")
    assert refused.status_code == 422
    assert "a mark lies beyond what the map covers" in refused.text


@pytest.mark.thorough
def test_marks_of_an_address_are_in_its_picture(client, picture):
    marked = own_marks.written([Mark("box", ((36.4, 35.5), (37.0, 36.1)), "Here")])
    other = client.get(f"/export/map.png?{VIEW}&marks={marked}")
    assert other.status_code == 200
    assert other.content != picture.content
    assert other.headers["etag"] != picture.headers["etag"]
