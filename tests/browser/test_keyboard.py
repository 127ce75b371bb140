"""By keyboard: every page, its map, and all that is drawn on it; names and headings that lead a screen reader."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from lib.config.crisis import CRISIS
from lib.events.query import FIRST_DAY
from lib.maps.style import TOKENS
from lib.pages import PAGES, title
from tests.browser.conftest import ROOT, map_frame
from tests.maps.colours import contrast

MAPS = pytest.mark.parametrize("path", [f"/{page.path}" for page in PAGES if page.map])
WHOLE = {"from_": "2019-12-01", "to": "2020-03-05"}
MOST_STOPS = 40
FRAME = 'iframe[src*="streamlit_folium"]'
STOPPED = """() => {
    const e = document.activeElement;
    const layer = e.closest("[data-layer]");
    return { layer: layer ? layer.dataset.layer : "", key: e.dataset.key || "", what: e.outerHTML.slice(0, 90) };
}"""
IN_FRAME = f"document.activeElement === document.querySelector('{FRAME}')"
LAYERS_DRAWN = """() => [...document.querySelectorAll(".situation-symbols [data-layer]")].map((e) => e.dataset.layer)"""
KEYS = """(layer) => [...document.querySelectorAll(`[data-layer="${layer}"] [data-key]`)].map((e) => e.dataset.key)"""


def ready(page):
    """The map's frame, once its clock can be used too."""
    frame = map_frame(page)
    frame.wait_for_function("!document.querySelector('.situation-clock') || situation.figures")
    return frame


def stops(page, frame):
    """Where Tab stops in the frame of a map, from its beginning to its end."""
    frame.locator(".situation-skip button").first.focus()
    found = [frame.evaluate(STOPPED)]
    while len(found) < 200:
        page.keyboard.press("Tab")
        if not page.evaluate(IN_FRAME):
            break
        found.append(frame.evaluate(STOPPED))
    return found


@MAPS
def test_tab_stops_once_a_layer_and_comes_through_the_map_in_forty_steps(watch_page, path):
    page = watch_page(path, **WHOLE)
    frame = ready(page)
    drawn = frame.evaluate(LAYERS_DRAWN)
    found = stops(page, frame)
    assert len(found) <= MOST_STOPS, [stop["what"] for stop in found]
    assert [stop["layer"] for stop in found if stop["layer"]] == drawn
    first = next(i for i, stop in enumerate(found) if stop["layer"])
    assert all(stop["layer"] for stop in found[first : first + len(drawn)]), "what else there is comes before or after"


@pytest.mark.parametrize("layer", ["strikes", "flows", "sites"])
def test_arrow_keys_reach_every_symbol_of_a_layer(watch_page, layer):
    page = watch_page("/", from_="2020-02-05", to="2020-02-12")
    frame = ready(page)
    keys = frame.evaluate(KEYS, layer)
    assert len(keys) > 3
    go = "(key) => document.querySelector(`[data-key='${key}']`).focus()"
    frame.evaluate(go, keys[-1])
    page.keyboard.press("Home")
    known = [frame.evaluate(STOPPED)["key"]]
    assert known == keys[:1]
    for key in known:
        for way in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
            frame.evaluate(go, key)
            page.keyboard.press(way)
            to = frame.evaluate(STOPPED)["key"]
            if to not in known:
                known.append(to)
    assert set(known) == set(keys)


def test_a_symbol_that_the_keyboard_comes_to_is_seen_with_its_ring_and_its_tip(watch_page):
    page = watch_page("/", **WHOLE)
    frame = ready(page)
    frame.evaluate("window.map.setView([35.9, 36.6], 12, {animate: false})")
    frame.locator('[data-layer="strikes"] [tabindex="0"]').focus()
    for key in ("End", "Home", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        focused = frame.evaluate("document.activeElement.getAttribute('aria-label')")
        box = frame.locator('[data-layer="strikes"] :focus circle').first.bounding_box()
        sea, legend = frame.locator("#map_div").bounding_box(), frame.locator(".situation-legend").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert sea["x"] < x < sea["x"] + sea["width"]
        assert sea["y"] < y < sea["y"] + sea["height"]
        assert x > legend["x"] + legend["width"] or y < legend["y"]
        ring = frame.locator(".situation-focus circle").last.bounding_box()
        assert ring["x"] + ring["width"] / 2 == pytest.approx(x, abs=1)
        expect(frame.locator(".situation-frame > .situation-tip strong")).to_have_text(focused.split(". ")[0])


def test_the_ring_of_a_symbol_stands_out_from_every_ground(watch_page):
    page = watch_page("/", **WHOLE)
    frame = ready(page)
    frame.locator('[data-layer="strikes"] [tabindex="0"]').focus()
    page.keyboard.press("End")
    pens = frame.locator(".situation-focus circle").evaluate_all("all => all.map((e) => getComputedStyle(e).stroke)")
    white, ink = (hexadecimal(colour) for colour in pens)
    assert contrast(white, ink) >= 3
    assert all(contrast(ink, TOKENS["control"][side.id]["tint"]) >= 3 for side in CRISIS.sides)


@MAPS
def test_skip_the_map_comes_first_and_lands_after_the_map(watch_page, path):
    page = watch_page(path)
    frame = ready(page)
    assert frame.locator(".situation-skip").bounding_box()["width"] <= 1, "out of sight"
    skip = frame.get_by_role("button", name="Skip the map")
    skip.focus()
    assert skip.bounding_box()["height"] >= 24, "it is seen once the keyboard is on it"
    page.keyboard.press("Enter")
    after = f"""document.querySelector('{FRAME}').compareDocumentPosition(document.activeElement)
        & Node.DOCUMENT_POSITION_FOLLOWING"""
    assert page.evaluate(after)


def test_go_to_the_symbols_goes_to_the_first_of_them(watch_page):
    page = watch_page("/", **WHOLE)
    frame = ready(page)
    frame.get_by_role("button", name="Go to the symbols").press("Enter")
    stopped = frame.evaluate(STOPPED)
    assert stopped["layer"] == frame.evaluate(LAYERS_DRAWN)[0]


def hexadecimal(colour):
    """A colour as a browser computes it, as #rrggbb."""
    numbers = [int(float(part)) for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    return "#" + "".join(f"{n:02x}" for n in numbers)


RING = """() => {
    const opaque = (colour) => !/rgba\\([^)]*, 0(\\.\\d+)?\\)|transparent/.test(colour);
    const painted = (element) => getComputedStyle(element).backgroundColor;
    // What lies under a point of the window: the uppermost ground that hides all below it.
    const ground = ([x, y]) => document.elementsFromPoint(x, y).map(painted).find(opaque);
    const active = document.activeElement;
    const told = (element, style) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const [offset, width] = [parseFloat(style.outlineOffset), parseFloat(style.outlineWidth)];
        const by = offset < 0 ? -offset / 2 : -(offset + width + 1);
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const around = [[left + by, y], [right - by, y], [x, top + by], [x, bottom - by]];
        // A shadow that is wider than the ring is its ground.
        const [, shade, wide] = style.boxShadow.match(/^(rgba?\\([^)]*\\)) 0px 0px 0px ([\\d.]+)px/) ?? [];
        const halo = shade && opaque(shade) && parseFloat(wide) > offset + width ? [shade] : null;
        return { colour: style.outlineColor, grounds: halo ?? around.map(ground).filter(Boolean) };
    };
    for (let e = active; e && e !== document.body; e = e.parentElement) {
        for (const style of [getComputedStyle(e), getComputedStyle(e, "::after")]) {
            const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            if (drawn) return { what: active.outerHTML.slice(0, 120), ...told(e, style) };
        }
    }
    return { what: active.outerHTML.slice(0, 300), colour: "", grounds: [] };
}"""
"""Gives the ring around what has the focus, and the grounds on which it is seen."""
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def assert_seen(ring):
    """The ring is drawn, and stands out from every ground around it."""
    assert ring["colour"], f"no ring: {ring['what']}"
    assert ring["grounds"], ring["what"]
    for ground in ring["grounds"]:
        assert contrast(hexadecimal(ring["colour"]), hexadecimal(ground)) >= 3, (ring["what"], ring["colour"], ground)


@SCHEMES
@pytest.mark.parametrize("page_of", PAGES, ids=lambda one: one.script)
def test_where_the_keyboard_is_can_be_seen_on_every_control_of_a_page(watch_page, page_of, scheme):
    page = watch_page(f"/{page_of.path}", scheme=scheme)
    if page_of.map:
        ready(page)
    page.locator("#root h1").first.wait_for()
    page.locator("#first-sight").wait_for(state="detached")
    seen = 0
    for _ in range(70):
        page.keyboard.press("Tab")
        tag = page.evaluate("document.activeElement.tagName")
        if tag in ("IFRAME", "BODY"):
            break
        # A grid of Streamlit's draws the cell that has the focus on its own canvas.
        if page.evaluate("Boolean(document.activeElement.closest('[data-testid=stDataFrame]'))"):
            continue
        assert_seen(page.evaluate(RING))
        seen += 1
    assert seen > 10


@SCHEMES
@MAPS
def test_where_the_keyboard_is_can_be_seen_on_every_control_of_a_map(watch_page, path, scheme):
    page = watch_page(path, scheme=scheme, **WHOLE)
    frame = ready(page)
    frame.locator(".situation-skip button").first.focus()
    seen = 0
    while page.evaluate(IN_FRAME):
        # A symbol's ring is drawn on the map, whose ground is the same by day and by night.
        if not frame.evaluate(STOPPED)["layer"]:
            assert_seen(frame.evaluate(RING))
            seen += 1
        page.keyboard.press("Tab")
    assert seen > 5


@pytest.mark.parametrize("page_of", PAGES, ids=lambda one: one.script)
def test_a_page_is_called_by_its_name_and_its_finding_and_its_headings_go_down_step_by_step(watch_page, page_of):
    page = watch_page(f"/{page_of.path}")
    if page_of.map:
        frame = ready(page)
    heading = page.locator("#root h1").first
    heading.wait_for()
    page.locator("#first-sight").wait_for(state="detached")
    finding = heading.inner_text()
    page.wait_for_function("finding => document.title.includes(finding)", arg=finding)
    assert page.title().startswith(title(page_of))
    assert page.evaluate("document.documentElement.lang") == "en"
    if page_of.map:
        names = page.locator(FRAME).evaluate_all("frames => frames.map((frame) => frame.title)")
        assert all(name.startswith("Map: ") for name in names)
        assert len(set(names)) == len(names), "several maps of a page are told apart"
        # A page that sets views side by side, or begins with a list of them, has a heading of its own.
        assert page_of.script in {"compare", "stories"} or names == [f"Map: {finding}"]
        assert frame.evaluate("document.documentElement.lang") == "en"
    levels = page.locator("#root :is(h1, h2, h3, h4)").evaluate_all("all => all.map((e) => Number(e.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_below_the_map_there_are_headings_to_jump_to(watch_page):
    page = watch_page("/")
    ready(page)
    page.locator(".im-footer").wait_for()
    assert page.locator("#root h2").all_inner_texts() == [
        "In words", "Figures", "Milestones", "Take away", "Sources and limits",
    ]  # fmt: skip


TABLE_FOLLOWS = """(chart) => {
    const tables = [...document.querySelectorAll(".im-table table, [data-testid=stDataFrame]")];
    return tables.some((e) => chart.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


CHARTS = (
    ("/front_lines", "Area over time", 1),
    ("/displacement", "Totals", 1),
    (f"/displacement?from={FIRST_DAY}", "Shelter and returns", 1),
    ("/strikes", "Worst days", 1),
    ("/?within_area=box_36.5_35.8_36.9_36.0", "In this area: ", 2),
)
"""Every chart: its page, the part of that page in which it stands, and how many stand there."""


@pytest.mark.parametrize(("path", "part", "charts"), CHARTS, ids=lambda value: str(value).strip("/? :"))
def test_every_chart_says_what_it_shows_and_has_its_table(watch_page, path, part, charts):
    page = watch_page(path)
    ready(page)
    if "within_area" in path:
        page.locator("summary", has_text=part).click()
    else:
        chosen = page.get_by_role("radiogroup", name="Below the map").get_by_role("radio", name=part)
        chosen.click()
        expect(chosen).to_be_checked()
    drawn = page.get_by_test_id("stVegaLiteChart")
    expect(drawn).to_have_count(charts)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    said = drawn.evaluate_all("all => all.map((e) => e.outerHTML.includes('as in the table below'))")
    assert said == [True] * charts
    assert drawn.evaluate_all(f"all => all.map({TABLE_FOLLOWS})") == [True] * charts


def test_the_table_of_charts_has_every_chart_of_the_pages():
    written = [path.read_text(encoding="utf-8") for path in (ROOT / "lib" / "ui").rglob("*.py")]
    assert sum(text.count("st.altair_chart(") for text in written) == sum(charts for _path, _part, charts in CHARTS)
