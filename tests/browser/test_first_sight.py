"""What is seen before a page is there: words and a picture, without a script and on a poor line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lib.pages import PAGES
from lib.web import fonts
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE, free_port, map_frame, patient, serving

ICONS = "[data-testid='stIconMaterial']"


@pytest.mark.core
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.script)
def test_the_first_sight_goes_when_the_page_is_there_and_no_icon_in_use_is_cut(watch_page, page):
    seen = watch_page(f"/{page.path}")
    if page.map:
        map_frame(seen)
    expect(seen.locator("#first-sight")).to_have_count(0)
    expect(seen.locator("#root h1").first).to_be_visible()
    icons = set(seen.locator(ICONS).all_text_contents())
    assert icons
    assert icons <= fonts.icons()
    # The page, what it found if it says so, the days, and what the map is.
    assert page.script == "situation" or len(seen.title().split(" · ")) in {3, 4}, seen.title()


EARLY = "#first-sight iframe.map:not(.waiting)"


@pytest.fixture
def poor_line(chromium, server):
    """Open an address of the server on a line of 400 kbit/s and 400 ms; the page's scripts may be kept back."""
    with patient(chromium, DESKTOP) as context:

        def opened(path, *, scripts=True):
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            line = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
            session.send("Network.emulateNetworkConditions", {"offline": False, **line})
            if not scripts:
                page.route("**/static/js/**", lambda route: route.abort())
            page.goto(f"{server}{path}")
            return page

        yield opened


def test_on_a_poor_line_words_and_picture_are_there_while_streamlits_scripts_are_not(poor_line):
    page = poor_line("/?from=2020-02-25&to=2020-03-05", scripts=False)
    expect(page.locator("#first-sight h1")).to_be_visible()
    # A promise that is never kept would be waited for without an end.
    page.wait_for_function("document.querySelector('#first-sight img')?.naturalWidth === 720")


def test_on_a_poor_line_the_map_can_be_used_while_streamlits_scripts_are_not_there(poor_line):
    page = poor_line("/?from=2020-02-25&to=2020-03-05", scripts=False)
    early = page.wait_for_selector(EARLY).content_frame()
    assert early.evaluate("[situation.from, situation.to]") == ["2020-02-25", "2020-03-05"]
    early.locator("[data-kind=strike]").first.wait_for()
    expect(page.locator("#first-sight .progress").first).to_contain_text("Loading")
    assert page.locator("#root h1").count() == 0


def test_the_pages_map_looks_where_the_reader_has_moved_the_first_one_to(poor_line):
    page = poor_line("/?from=2020-02-25&to=2020-03-05")
    early = page.wait_for_selector(EARLY).content_frame()
    early.locator(".leaflet-control-zoom-in").click()
    there = early.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() =>"
        " requestAnimationFrame(() => done(situationMap.moved()))))"
    )
    frame = map_frame(page)
    assert frame.evaluate("situationMap.moved()") == pytest.approx(there, abs=0.01)


@pytest.mark.core
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_light_page_needs_no_script_and_fits(chromium, server, size, lang):
    context = chromium.new_context(viewport=size, java_script_enabled=False)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server}/light?from=2020-02-25&to=2020-03-05&lang={lang}")
        picture = page.locator("img")
        assert picture.bounding_box()["width"] <= size["width"]
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1]
        assert len([url for url in asked if not url.endswith("favicon.ico")]) == 2
        page.locator("#days ~ p a").first.click()
        expect(page.locator("h1")).to_be_visible()
        assert "/light?" in page.url
    finally:
        context.close()


def test_a_browser_without_scripts_comes_to_the_light_page(chromium, server):
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{server}/strikes?targets=hospital")
        page.wait_for_url("**/light?**targets=hospital**")
        expect(page.locator("h1")).to_be_visible()
    finally:
        context.close()


@pytest.mark.core
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_where_scripts_run_the_picture_gives_way_to_the_map_of_the_same_view(watch_page, size):
    page = watch_page("/light", viewport=size, from_="2020-02-25", to="2020-03-05", targets="hospital")
    grown = page.locator("iframe.map:not(.waiting)")
    expect(grown).to_be_visible()
    expect(page.locator(".picture img")).to_have_count(0)
    frame = grown.element_handle().content_frame()
    drawn = frame.evaluate("window.situation")
    assert (drawn["from"], drawn["to"]) == ("2020-02-25", "2020-03-05")
    assert drawn["drawn"]["strike_events"] == 3
    top = frame.evaluate("document.querySelector('#map_div').getBoundingClientRect().top")
    assert top == 0, "the figures stand beside the map, and no room is kept for them in it"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_map_of_the_light_page_answers_the_mouse_and_its_clock_moves(watch_page):
    page = watch_page("/embed", from_="2020-02-25", to="2020-03-05")
    page.wait_for_function("window.situation && window.situation.ready")
    strike = page.locator(".situation-strikes [data-kind='strike']").first
    name, box = strike.get_attribute("data-name"), strike.bounding_box()
    found = page.evaluate(
        "([x, y]) => window.situationMap.under(x, y)", [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    )
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    popup = page.locator("[data-popup]")
    expect(popup).to_be_visible()
    assert {"kind": "strike", "name": name} in found
    page.evaluate("window.situationMap.setRange('2020-02-01', '2020-02-05')")
    page.wait_for_function("window.situation.ready && window.situation.to === '2020-02-05'")


def test_a_map_alone_leads_to_the_full_page_of_its_view(watch_page):
    page = watch_page("/embed", from_="2020-02-25", to="2020-03-05", bogus="1")
    page.wait_for_function("window.situation && window.situation.ready")
    expect(page.locator("[data-key='address']")).to_contain_text("bogus")
    link = page.locator(".situation-full")
    assert link.get_attribute("href") == "./?from=2020-02-25&to=2020-03-05"
    with page.expect_popup() as opened:
        link.click()
    map_frame(opened.value)


@pytest.mark.parametrize("path", ["/", "/light", "/front_lines"])
def test_the_map_of_the_last_visit_opens_while_the_server_is_away_says_so_and_gives_way_to_it(chromium, tmp_path, path):
    port = free_port()
    context = chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.new_page()
        with serving(tmp_path, port=port) as address:
            page.goto(f"{address}{path}")
            page.wait_for_selector("html[data-map-kept]", state="attached")
            page.goto(f"{address}{path}?from=2020-02-25&to=2020-03-05")
            page.wait_for_selector("html[data-map-kept]", state="attached")
        page.goto(f"{address}/")
        page.wait_for_function("window.situation && window.situation.ready")
        assert page.evaluate("situation.drawn.strike_events") > 0
        assert page.evaluate("situation.drawn.flows") > 0
        said = page.locator("[data-key='kept']")
        expect(said).to_contain_text("No connection")
        box = said.bounding_box()
        hit = "([x, y]) => document.elementFromPoint(x, y).closest(\"[data-key='kept']\") !== null"
        assert page.evaluate(hit, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]), "it is seen"
        assert page.evaluate("[situation.from, situation.to]") == ["2020-02-25", "2020-03-05"]
        page.evaluate("window.situationMap.setRange('2020-02-01', '2020-02-05')")
        page.wait_for_function("window.situation.ready && window.situation.to === '2020-02-05'")
        with serving(tmp_path, port=port):
            page.wait_for_selector("#root h1")
            expect(page.locator("[data-key='kept']")).to_have_count(0)
    finally:
        context.close()


def test_what_a_map_alone_says_it_is_made_of_is_what_it_asks_for(watch_page):
    page = watch_page("/embed", from_="2020-02-25", to="2020-03-05", counter="OCHA", confidence="high,medium")
    page.wait_for_function("window.situation && window.situation.ready")
    for late in ("sequence.json", "clock.json"):
        page.wait_for_function(
            "late => performance.getEntriesByType('resource').some(({ name }) => name.includes(late))", arg=late
        )
    asked = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    base = page.evaluate("location.origin")
    parts = set(page.evaluate("JSON.parse(document.getElementById('order').textContent).parts"))
    made_of = {name.removeprefix(base) for name in asked if "/map/" in name or "/assets/" in name}
    assert made_of == {part.removeprefix(".") for part in parts}


def test_a_page_whose_map_does_not_come_is_reached_all_the_same(chromium, server):
    context = patient(chromium, DESKTOP)
    try:
        page = context.new_page()
        page.route("**/map/**/base.json", lambda route: route.abort())
        page.goto(f"{server}/")
        expect(page.locator("#first-sight")).to_have_count(0)
        assert page.locator("#root").get_attribute("inert") is None
    finally:
        context.close()
