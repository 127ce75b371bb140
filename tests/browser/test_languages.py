"""Every page in every language: no English words of ours, nothing wider than the window, nothing cut, read its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect

from lib.config import catalogue
from lib.config.language import LANGUAGES, SPOKEN, speaking
from lib.config.paths import EVENTS, GEO, PUBLISHED, PUBLISHERS, QUIET_DAYS
from lib.events.query import LAYERS
from lib.events.store import current
from lib.exports.standalone import standalone
from lib.pages import PAGES
from lib.text import _
from tests.browser.conftest import DESKTOP, IN_ONE_FILE, PHONE, READY, ROOT, map_frame, patient
from tools.messages import sources

READ = "() => " + (ROOT / "tests/browser/spoken.js").read_text(encoding="utf-8").partition("() => ")[2].rstrip("\n;")
OURS = ("/light", "/embed")
PATHS = (*(f"/{page.path}" for page in PAGES), *OURS)
WITH_A_MAP = {f"/{page.path}" for page in PAGES if page.map}
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
TRANSLATED = LANGUAGES[1:]
IN_EVERY_LANGUAGE = pytest.mark.parametrize("lang", TRANSLATED)
ON_EVERY_PAGE = pytest.mark.parametrize("path", PATHS)
AT_EVERY_WIDTH = pytest.mark.parametrize("width", WIDTHS)

ENGLISH = {"the", "and", "of", "with", "from", "is", "are", "by", "this", "which", "for", "to", "was", "were", "has",
           "have", "that", "their", "where", "it", "shown", "all", "not", "no", "in", "on", "at"}  # fmt: skip
ALSO_THEIRS = {"ar": set(), "tr": {"at", "on", "has", "in"}, "fr": {"on", "are", "has", "not", "by"}}
"""English words that the language has too."""
STREAMLIT = {"Skip to main content", "Open", "Link to heading", "Download as CSV", "Show/hide columns", "Search",
             "Fullscreen", "Close fullscreen", "Main menu", "Deploy", "Running...", "Stop", "Copy to clipboard",
             "Upload", "Browse files", "Clear value", "Press Enter to apply", "Choose an option", "Next page",
             "Previous page"}  # fmt: skip
"""Words of Streamlit's own elements, which it has no translation of."""
AS_THEY_ARE = re.compile(
    r"GeoPackage|GeoJSON|GeoParquet|Parquet|KML|KMZ|CSV|XLSX|PDF|PPTX|PNG|SVG|GIF|MP4|WebM|Natural Earth|GSHHG|"
    r"GeoNames|OpenStreetMap contributors|NOAA GLOBE|ODbL[\w. -]*|CC[ -]BY[\w. -]*|Copernicus[\w -]*|https?://\S+|"
    r"[\w.-]+@[\w.]+"
)
"""Formats of files, licences and where the base map is from."""


METHODS = ("method.md", *(f"method.{lang}.md" for lang in TRANSLATED))


@cache
def names_of_the_data() -> re.Pattern[str]:
    """What stands in the tables in English and is shown as it is: names, titles of sources, notes."""
    found = set()
    for path in (EVENTS, PUBLISHED, PUBLISHERS, QUIET_DAYS, *sorted(GEO.glob("*.csv"))):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in table.columns:
            found |= {" ".join(cell.split()) for cell in table[column].unique() if re.search("[A-Za-z]{3}", cell)}
    return re.compile("|".join(re.escape(cell) for cell in sorted(found | titles_of_works(), key=len, reverse=True)))


def titles_of_works() -> set[str]:
    """What the page on the method cites in its own language: what a translation emphasises as the original does."""
    method, *others = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in METHODS)
    emphasised = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", method))
    return {words for words in emphasised if any(f"*{words}*" in other for other in others)}


@cache
def translated(lang: str) -> set[str]:
    """Messages that the language says in other words, of more than one word."""
    found = set()
    both = ((sources.of_product(), catalogue.of_product(lang)), (sources.of_crisis(), catalogue.of_crisis(lang)))
    for template, known in both:
        for message in template:
            words = message.id if isinstance(message.id, str) else ""
            said = known.pgettext(message.context, words) if message.context else known.gettext(words)
            if said != words and re.search(r"[A-Za-z]{4}", words):
                found.add(words)
    return found


def english_in(said: list[list[str]], lang: str) -> list[str]:
    """The words of ours among what a page says that are English."""
    words = ENGLISH - ALSO_THEIRS[lang]
    found = []
    for text, where in said:
        left = AS_THEY_ARE.sub(" ", names_of_the_data().sub(" ", text))
        counted = [word for word in re.findall(r"[A-Za-z']+", left) if word.lower() in words]
        exactly = text in translated(lang) and (" " in text or not names_of_the_data().fullmatch(text))
        if text not in STREAMLIT and (exactly or len(counted) > 1):
            found.append(f"{where}: {text}")
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def kept() -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    """What was read of a page stays for the other tests of it."""
    return {}


@pytest.fixture
def read(watch_page, kept) -> Callable[..., list[dict[str, Any]]]:
    """Read a page and its frames in a language, at a width."""

    def of(path: str, lang: str, width: str = "desktop") -> list[dict[str, Any]]:
        if (path, lang, width) not in kept:
            page = watch_page(path, viewport=WIDTHS[width], lang=lang)
            there = [frame for frame in whole(page, path).frames if frame.url not in {"", "about:blank"}]
            kept[path, lang, width] = [frame.evaluate(READ) for frame in there]
        return kept[path, lang, width]

    return of


def whole(page, path: str):
    """The page once it and its map are there."""
    if path in OURS:
        inside = page if path == "/embed" else page.wait_for_selector("iframe.map:not(.waiting)").content_frame()
        inside.wait_for_function(READY)
        return page
    if path in WITH_A_MAP:
        map_frame(page).wait_for_function("!document.querySelector('.situation-clock') || situation.figures")
    page.locator("#root h1").first.wait_for()
    page.locator("#first-sight").wait_for(state="detached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    return page


@IN_EVERY_LANGUAGE
@ON_EVERY_PAGE
def test_a_page_says_nothing_of_ours_in_english(read, path, lang):
    assert [words for part in read(path, lang) for words in english_in(part["said"], lang)] == []


@IN_EVERY_LANGUAGE
@ON_EVERY_PAGE
@AT_EVERY_WIDTH
def test_nothing_is_wider_than_the_window_and_nothing_is_cut(read, path, lang, width):
    for part in read(path, lang, width):
        assert part["wider"] <= 0
        assert part["cut"] == []


@pytest.mark.core
@pytest.mark.parametrize("lang", LANGUAGES[::-1])
@ON_EVERY_PAGE
def test_a_page_and_its_frames_are_set_as_their_language_is_read(read, path, lang):
    for part in read(path, lang):
        assert (part["lang"], part["dir"]) == (lang, SPOKEN[lang].direction)


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if SPOKEN[lang].from_right])
def test_the_clock_runs_from_left_to_right_with_its_buttons_where_words_do_not(watch_page, lang):
    page = watch_page("/embed", lang=lang)
    page.wait_for_function(READY)
    page.wait_for_function("situation.figures")
    buttons = page.locator(".situation-clock button").evaluate_all(
        "all => all.filter(one => one.checkVisibility())"
        ".map(one => [one.textContent.trim(), one.getBoundingClientRect().x])"
    )
    transport = [sign for sign, _x in sorted(buttons, key=lambda one: one[1]) if sign in {"«", "‹", "▶", "›", "»"}]
    assert transport == ["«", "‹", "▶", "›", "»"]
    handles = page.locator(".situation-clock [role=slider]")
    days = handles.evaluate_all(
        "all => all.map(one => [Number(one.getAttribute('aria-valuenow')), one.getBoundingClientRect().x])"
    )
    assert days == sorted(days)
    assert days[0][1] < days[-1][1]


@pytest.mark.core
@pytest.mark.parametrize("lang", LANGUAGES[::-1])
def test_the_side_bar_is_seen_until_it_is_folded_away(watch_page, lang):
    page = whole(watch_page("/briefing", lang=lang), "/briefing")
    first = page.get_by_test_id("stSidebar").get_by_test_id("stWidgetLabel").first
    expect(first).to_be_visible()
    expect(first).to_be_in_viewport()
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    if SPOKEN[lang].from_right:
        expect(first).to_be_hidden()
    else:
        expect(first).not_to_be_in_viewport()


OPENED = {"strike", "flow", "camp", "crossing", "post"}
"""Kinds of symbols, each of which opens to a popup of its own."""
ALL_LAYERS = ",".join(sorted(set(LAYERS) - {"online"}))


@IN_EVERY_LANGUAGE
@AT_EVERY_WIDTH
def test_what_a_map_opens_to_says_nothing_of_ours_in_english_and_is_not_cut(watch_page, lang, width):
    page = watch_page("/embed", viewport=WIDTHS[width], lang=lang, layers=ALL_LAYERS)
    page.wait_for_function(READY)
    page.wait_for_function("situation.figures")
    kinds = OPENED & set(
        page.locator(".situation-symbol[data-kind]").evaluate_all("all => all.map(e => e.dataset.kind)")
    )
    assert kinds == OPENED
    for kind in sorted(kinds):
        page.locator(f'.situation-symbol[data-kind="{kind}"]').first.press("Enter")
        page.locator("[data-popup] a").first.wait_for()
        assert_all_in(page.evaluate(READ), lang)
        page.locator("[data-popup] .leaflet-popup-close-button").press("Enter")
        page.locator("[data-popup]").wait_for(state="detached")


@IN_EVERY_LANGUAGE
@AT_EVERY_WIDTH
def test_the_panel_of_a_place_says_nothing_of_ours_in_english(watch_page, lang, width):
    page = watch_page("/", viewport=WIDTHS[width], lang=lang, place="Saraqib", layers=ALL_LAYERS)
    frame = map_frame(page)
    frame.locator(".situation-place section[data-part=near]").wait_for()
    assert_all_in(frame.evaluate(READ), lang)


@IN_EVERY_LANGUAGE
@AT_EVERY_WIDTH
def test_what_an_address_has_wrong_is_told_in_its_language(watch_page, lang, width):
    wrong = {"from_": "2020-02-99", "kinds": "wrong", "near": "moon", "zoom": "far", "story": "no", "unheard": "of"}
    page = watch_page("/", viewport=WIDTHS[width], lang=lang, **wrong)
    map_frame(page)
    page.get_by_test_id("stAlert").first.wait_for()
    for frame in page.frames:
        assert_all_in(frame.evaluate(READ), lang)


def assert_all_in(part: dict[str, Any], lang: str) -> None:
    """Nothing that was read of a frame is English of ours, cut, or wider than the window."""
    assert english_in(part["said"], lang) == []
    assert part["cut"] == []
    assert part["wider"] <= 0


BACKWARDS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const left = (node, start, end) => {
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, end);
        const [box] = range.getClientRects();
        return box && box.width ? box : null;
    };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest("script, style, code")) continue;
        for (const hit of node.data.matchAll(/(\\d[\\d.,]*)([\\u2013-])(\\d[\\d.,]*)/g)) {
            const second = hit.index + hit[1].length + hit[2].length;
            const boxes = [left(node, hit.index, hit.index + 1), left(node, second, second + 1)];
            if (boxes.every(Boolean) && Math.abs(boxes[0].y - boxes[1].y) < 4 && boxes[0].x > boxes[1].x)
                found.push(node.data.trim());
        }
    }
    return found;
}"""
"""Ranges of figures whose second number stands left of the first, as they are painted.

Days with their months are words, read from the right: between them stands a dash with room around it."""


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if SPOKEN[lang].from_right])
@ON_EVERY_PAGE
def test_ranges_are_painted_from_low_to_high_where_words_are_read_from_the_right(watch_page, path, lang):
    page = whole(watch_page(path, lang=lang), path)
    assert [words for frame in page.frames for words in frame.evaluate(BACKWARDS)] == []


@pytest.mark.parametrize("lang", LANGUAGES[::-1])
def test_the_first_column_of_a_table_stands_where_the_language_begins_a_line(watch_page, lang):
    page = whole(watch_page("/strikes", lang=lang), "/strikes")
    heads = page.locator("[data-testid=stDataFrame] [role=columnheader]")
    heads.first.wait_for(state="attached")
    names = heads.evaluate_all("all => all.map((e) => e.textContent.trim())")
    with speaking(lang):
        first, second = names.index(_("killed, low")), names.index(_("killed, high"))
    assert (first > second) == SPOKEN[lang].from_right


@AT_EVERY_WIDTH
@pytest.mark.parametrize("lang", LANGUAGES[::-1])
def test_the_map_in_one_file_is_set_as_its_language_is_read(chromium, tmp_path, lang, width):
    path = tmp_path / "map.html"
    with speaking(lang):
        path.write_text(standalone(current(), replace(IN_ONE_FILE, lang=lang)), encoding="utf-8")
    with patient(chromium, WIDTHS[width], offline=True) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.wait_for_function(READY)
        part = page.evaluate(READ)
    assert (part["lang"], part["dir"], part["cut"]) == (lang, SPOKEN[lang].direction, [])
    assert part["wider"] <= 0
    if lang in TRANSLATED:
        assert english_in(part["said"], lang) == []
