"""The map in one file, opened from a disk with the network switched off."""

from __future__ import annotations

from datetime import date

import pytest

from lib.analysis import summary
from lib.events.query import Query
from lib.exports.standalone import standalone
from lib.maps import layers
from lib.maps.snapshot import current
from tests.browser.conftest import DESKTOP, READY, Watch

WEEKS = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("stick") / "map.html"
    path.write_text(standalone(current(), WEEKS), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium, file):
    context = chromium.new_context(viewport=DESKTOP, offline=True)
    page = context.new_page()
    watch = Watch(page, "")
    page.goto(file.as_uri())
    page.wait_for_function(READY)
    yield page
    context.close()
    assert not watch.faults
    assert not watch.strangers


def test_it_draws_what_the_table_holds_and_its_clock_moves(opened, events):
    assert opened.evaluate("window.situation.drawn") == pytest.approx(layers.drawn(events, WEEKS), abs=0.1)
    opened.evaluate("window.situationMap.setRange('2019-12-01', '2019-12-20')")
    december = Query(end=date(2019, 12, 20))
    shown = opened.evaluate("window.situation")
    assert shown["drawn"] == pytest.approx(layers.drawn(events, december), abs=0.1)
    assert shown["figures"]["strikes"] == summary.figures(events, december).strikes


def test_a_symbol_opens_to_its_sources(opened):
    opened.locator(".situation-strikes [data-key]").first.press("Enter")
    popup = opened.locator(".leaflet-popup-content")
    popup.locator("a").first.wait_for()
    assert "civilians killed" in popup.inner_text()
