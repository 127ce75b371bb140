"""The map in one file, opened from a disk with the network switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.analysis import summary
from lib.events.query import FIRST_DAY
from tests.browser.conftest import DESKTOP, IN_ONE_FILE, READY, Watch, patient
from tests.browser.spots import first_reports


@pytest.fixture
def opened(chromium, one_file):
    context = patient(chromium, DESKTOP, offline=True)
    page = context.new_page()
    watch = Watch(page, "")
    page.goto(one_file.as_uri())
    page.wait_for_function(READY)
    yield page
    context.close()
    assert not watch.faults
    assert not watch.strangers


def test_it_draws_what_the_table_holds_and_its_clock_moves(opened, events):
    assert opened.evaluate("window.situation.drawn") == pytest.approx(layers.drawn(events, IN_ONE_FILE), abs=0.1)
    opened.evaluate("window.situationMap.setRange('2019-12-01', '2019-12-20')")
    december = replace(IN_ONE_FILE, start=FIRST_DAY, end=date(2019, 12, 20))
    shown = opened.evaluate("window.situation")
    assert shown["drawn"] == pytest.approx(layers.drawn(events, december), abs=0.1)
    assert shown["figures"]["strikes"] == summary.figures(events, december).strikes


def test_a_symbol_opens_to_its_sources(opened):
    opened.locator(".situation-strikes [data-key]").first.press("Enter")
    popup = opened.locator(".leaflet-popup-content")
    first_reports(popup)
    expect(popup).to_contain_text("civilians killed", use_inner_text=True)
