"""Every page and what opens on it, held against WCAG 2.2 AA and good practice by axe-core: two widths, two themes."""

from __future__ import annotations

from typing import Any

import pytest

from lib.pages import PAGES
from tests.browser.conftest import DESKTOP, PHONE, READY, ROOT, faint, map_frame, patient
from tests.browser.spots import hand

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => ({ id, html, target })));
}"""
KNOWN = {
    "presentation-role-conflict": 'data-testid="stFileUploaderDropzone"',
    "color-contrast": "<p>Movements</p>",
}
"""Faults of Streamlit's own elements, by rule, and what is in the element's HTML: where files are dropped, a role and a
focus that contradict each other; the label of a control that is switched off, which WCAG exempts, as axe cannot tell.
"""
EXEMPT = {"target-size": 'class="situation-tick"'}
"""What WCAG exempts: a milestone on the clock is as wide as its day, which can be less than 24 px; the same milestones
are listed under the map, and in the light page."""
LOOKS = [(DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark"), (PHONE, "dark")]
NAMES = ["desktop", "phone", "desktop-dark", "phone-dark"]
SEEN_AS = pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=NAMES)
SEEN_AS_CORE = pytest.mark.parametrize(
    ("size", "scheme"),
    [pytest.param(*look, marks=pytest.mark.core if look[1] == "light" else ()) for look in LOOKS],
    ids=NAMES,
)


def faults(page) -> list[dict[str, Any]]:
    """What axe finds on a page and in all of its frames."""
    script = AXE.read_text(encoding="utf-8")
    for frame in page.frames:
        frame.evaluate(script)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return found


def ours(page) -> list[dict[str, Any]]:
    """Those that are neither known to be Streamlit's nor exempt, and the words that are too faint on their ground."""
    spared = KNOWN | EXEMPT
    found = [one for one in faults(page) if one["id"] not in spared or spared[one["id"]] not in one["html"]]
    return [*found, *faint(page)]


@SEEN_AS_CORE
@pytest.mark.parametrize("asked", PAGES, ids=lambda page: page.script)
def test_a_page_has_no_fault(watch_page, asked, size, scheme):
    page = watch_page(f"/{asked.path}", viewport=size, scheme=scheme)
    if asked.map:
        frame = map_frame(page)
        # While the clock waits for its days, nothing in it can be reached.
        frame.wait_for_function("!document.querySelector('.situation-clock') || situation.figures")
    page.locator("#root h1").first.wait_for()
    page.locator("#first-sight").wait_for(state="detached")
    assert not ours(page)


@SEEN_AS_CORE
@pytest.mark.parametrize("path", ["/light", "/embed"])
def test_a_page_of_our_own_has_no_fault(watch_page, path, size, scheme):
    page = watch_page(path, viewport=size, scheme=scheme)
    inside = page if path == "/embed" else page.wait_for_selector("iframe.map:not(.waiting)").content_frame()
    inside.wait_for_function(READY)
    assert not ours(page)


@SEEN_AS
def test_the_presentation_has_no_fault(watch_page, size, scheme):
    page = watch_page("/?view=present", viewport=size, scheme=scheme)
    map_frame(page)
    assert not ours(page)


@SEEN_AS_CORE
def test_an_open_popup_an_open_legend_and_an_open_place_have_no_fault(watch_page, size, scheme):
    page = watch_page("/", viewport=size, scheme=scheme)
    frame = map_frame(page)
    pointing = hand(page, frame)
    spot = pointing.free("strike")
    pointing.press(spot.x, spot.y)
    frame.locator("[data-popup] .situation-more").first.wait_for()
    assert not ours(page)
    frame.locator("[data-popup] .situation-more").first.click()
    frame.locator("section[data-part=near]").wait_for()
    assert not ours(page)
    page.keyboard.press("Escape")
    toggle = frame.locator(".situation-legend-toggle")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    frame.locator(".situation-legend-body").wait_for()
    assert not ours(page)


@SEEN_AS
def test_the_map_in_one_file_has_no_fault(chromium, one_file, size, scheme):
    with patient(chromium, size, offline=True, scheme=scheme) as context:
        page = context.new_page()
        page.goto(one_file.as_uri())
        page.wait_for_function(READY)
        assert not ours(page)


def test_what_is_known_of_streamlit_is_still_so(watch_page):
    found = []
    for path in ("/events", "/displacement"):
        page = watch_page(path)
        map_frame(page)
        page.locator("#first-sight").wait_for(state="detached")
        if path == "/events":
            page.locator("[data-testid=stFileUploaderDropzone]").wait_for()
        found += faults(page)
    for rule, part in KNOWN.items():
        assert any(one["id"] == rule and part in one["html"] for one in found), (
            f"{rule} is mended: take it off the list"
        )
