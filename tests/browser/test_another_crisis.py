"""A made-up crisis on another continent in a real browser: its own sides, days and ground, on every page with a map."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import map_frame, serving
from tests.data import elsewhere

SHIPPED_NAMES = ("Idlib", "Syria", "Turk", "Saraqib")


@pytest.fixture(scope="module")
def altiplano(tmp_path_factory):
    base = tmp_path_factory.mktemp("altiplano")
    folder = elsewhere.make(base / "crisis")
    with serving(base, IDLIB_MAP_CRISIS=str(folder)) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/front_lines", "/displacement", "/strikes", "/events"])
def test_every_page_with_a_map_draws_it_and_speaks_of_no_other(watch_page, altiplano, path):
    page = watch_page(path, address=altiplano)
    frame = map_frame(page)
    shown = frame.evaluate("window.situation")
    assert (shown["from"], shown["to"]) == ("2031-07-09", "2031-07-15")
    assert shown["drawn"]["control_areas"] == 3
    assert shown["drawn"]["front_km"] > 0
    said = page.locator("body").inner_text() + frame.locator("body").inner_text()
    expect(frame.locator(".situation-legend")).to_contain_text("Held by river (reported)")
    assert [name for name in SHIPPED_NAMES if name in said] == []
