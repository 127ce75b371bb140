"""Streamlit's own files leave the server packed, and are the same files."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.config.crisis import CRISIS
from lib.config.paths import DATA, ROOT
from lib.events.store import current
from lib.web import fonts
from lib.web.installed import FRAME_ADDRESS, STREAMLIT
from lib.web.static_files import FOREVER, StaticFiles, static_files

FILES = static_files()


async def passed_on(_request) -> PlainTextResponse:
    return PlainTextResponse("passed on")


@pytest.fixture(params=["", "idlib/map"])
def client(request, answer_below):
    answer_below(request.param)
    inner = Starlette(routes=[Route("/{rest:path}", passed_on)])
    with TestClient(StaticFiles(inner), base_url=f"http://test/{request.param}") as made:
        yield made


def test_every_script_and_style_sheet_of_the_page_and_of_the_frame_is_among_them():
    page = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    asked = {part.split('"')[0] for part in page.split('="./static/')[1:]}
    assert {f"static/{name}" for name in asked if name.endswith((".js", ".css"))} <= FILES.keys()
    assert f"{FRAME_ADDRESS}/index.html" in FILES


@pytest.mark.parametrize("how", ["br", "gzip", "identity"])
def test_a_packed_file_is_the_file(client, how):
    for name in [next(iter(FILES)), f"{FRAME_ADDRESS}/index.html", "static/css/" + css_name()]:
        answer = client.get(name, headers={"accept-encoding": how})
        assert answer.status_code == 200
        assert answer.content == FILES[name].path.read_bytes()
        assert answer.headers.get("content-encoding", "identity") == how
        assert answer.headers["content-type"].partition(";")[0] == FILES[name].media_type


def css_name() -> str:
    return next(path.name for path in (STREAMLIT / "static" / "css").iterdir())


def test_a_name_that_holds_a_hash_is_kept_for_ever_and_no_other():
    assert all(file.keep == FOREVER for name, file in FILES.items() if name.startswith("static/js/"))
    assert FILES[f"{FRAME_ADDRESS}/index.html"].keep != FOREVER


@pytest.mark.parametrize(
    "path", ["", "static/js/none.js", "static/../../secret.js", "static/media/balloon-0.png", "component/x/index.html"]
)
def test_all_else_goes_on_to_streamlit(client, path):
    assert client.get(path).text == "passed on"


def test_other_methods_go_on_to_streamlit(client):
    assert client.post(next(iter(FILES))).status_code == 405


def test_the_cut_fonts_are_served_in_place_of_the_whole_once_they_are_cut(client):
    fonts.make()
    for what, path in fonts.files().items():
        answer = client.get(f"static/media/{path.name}")
        assert answer.content == fonts.cut(what)
        assert len(answer.content) < path.stat().st_size / 5
        headers = {"if-none-match": answer.headers["etag"]}
        assert client.get(f"static/media/{path.name}", headers=headers).status_code == 304


def test_no_font_is_cut_that_this_version_of_streamlit_does_not_have():
    assert set(fonts.files()) == set(fonts.NAMES), "Streamlit's fonts have other names now: see lib/web/fonts.py"


@pytest.fixture(scope="module")
def cut_fonts(tmp_path_factory):
    fonts.make()
    folder = tmp_path_factory.mktemp("fonts")
    for what in fonts.NAMES:
        (folder / what).write_bytes(fonts.cut(what) or b"")
    return {what: TTFont(folder / what) for what in fonts.NAMES}


def test_the_cut_font_has_every_letter_of_the_table_the_places_and_our_words_that_the_whole_has(cut_fonts):
    sources = [*DATA.rglob("*.csv"), *DATA.rglob("*.toml"), *(ROOT / "lib" / "text").rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.stat().st_size < 20_000_000]
    texts += current().events.frame.select_dtypes("string").stack().unique().tolist()
    needed = {ord(sign) for text in [*texts, str(CRISIS.title)] for sign in text}
    whole = set(TTFont(fonts.files()["text"]).getBestCmap())
    lost = needed & whole - set(cut_fonts["text"].getBestCmap())
    # Accents written apart, and scripts that the pages are not in, come from the reader's own fonts.
    assert not [chr(sign) for sign in lost if not 0x300 <= sign <= 0x52F]


def test_every_icon_in_use_is_still_a_ligature_and_no_other_is(cut_fonts):
    letters = cut_fonts["icons"].getBestCmap()
    spelled = {
        (first, *one.Component)
        for table in fonts._ligatures(cut_fonts["icons"])
        for first, ligatures in table.items()
        for one in ligatures
    }
    whole = TTFont(fonts.files()["icons"])
    glyphs = {name: sign for sign, name in whole.getBestCmap().items()}
    known = {
        "".join(chr(glyphs[part]) for part in (first, *one.Component))
        for table in fonts._ligatures(whole)
        for first, ligatures in table.items()
        for one in ligatures
        if all(part in glyphs for part in (first, *one.Component))
    }
    wanted = {tuple(letters[ord(sign)] for sign in name) for name in fonts.icons() & known}
    assert spelled == wanted
    assert len(wanted) > 60
