"""Behind a proxy that gives the map one path of its host, the map is all there, and asks nothing beside that path."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PATIENCE_MS, READY, map_frame, patient, serving
from tests.browser.relay import relayed

PATH = "/maps/here"
VIEW = "from=2020-02-20&to=2020-03-05"


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """Address of a server whose addresses begin with a path, without that."""
    folder = tmp_path_factory.mktemp("below")
    with serving(folder, STREAMLIT_SERVER_BASE_URL_PATH=PATH.strip("/")) as address:
        yield address


@pytest.fixture(params=["", "/tools"], ids=["one path", "another in front, which the proxy takes away"])
def relay(below, request):
    with relayed(below, PATH, request.param) as made:
        yield made


@pytest.fixture
def page(chromium, relay):
    """A page of the first view; what its browser says of faults is looked at in the end."""
    faults = []
    context = patient(chromium, DESKTOP)
    page = context.new_page()
    page.on("response", lambda answer: answer.status >= 400 and faults.append(f"{answer.status} {answer.url}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{relay.address}{relay.front}{PATH}/?{VIEW}")
    yield page
    context.close()
    assert not faults
    assert not relay.outside


def test_the_map_draws_a_symbol_opens_and_its_files_come(page, relay):
    frame = map_frame(page)
    frame.wait_for_function(READY)
    frame.locator(".situation-strikes [data-key]").first.press("Enter")
    expect(frame.locator("[data-popup]")).to_be_visible()
    link = page.locator('a[href*="export/map.html"]').first
    with page.expect_download() as started:
        link.click()
    assert started.value.url.startswith(f"{relay.address}{relay.front}{PATH}/export/map.html?")
    assert started.value.failure() is None
    assert any(where.endswith("/_stcore/stream") for where in relay.passed)
    assert any("/map/" in where and where.endswith("sequence.json") for where in relay.passed)


def test_other_pages_are_reached_and_lead_nowhere_else(page, relay):
    inside = f"{relay.address}{relay.front}{PATH}/"
    map_frame(page)
    page.get_by_role("link", name="Briefing", exact=True).click()
    page.wait_for_url(f"{inside}briefing*")
    expect(page.locator(".im-link input").first).to_have_value(re.compile(rf"^{re.escape(inside)}export/map\.png\?"))
    hrefs = page.evaluate("[...document.links].map(({href}) => href)")
    ours = [href for href in hrefs if href.startswith(relay.address)]
    assert len(ours) > 20
    assert not [href for href in ours if not href.startswith(inside)]
    with urlopen(page.locator('.im-files a[href*="map.svg"]').evaluate("({href}) => href"), timeout=240) as answer:
        assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
    page.goto(f"{inside}events?{VIEW}")
    expect(page.locator("#root h1").first).to_be_visible()


def test_the_map_is_kept_for_a_day_without_a_server(chromium, relay):
    context = chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.new_page()
        address = f"{relay.address}{relay.front}{PATH}/light?{VIEW}"
        page.goto(address)
        page.wait_for_selector("html[data-map-kept]", state="attached")
        context.set_offline(True)
        page.goto(address)
        page.wait_for_function(READY)
        assert not relay.outside
    finally:
        context.close()
