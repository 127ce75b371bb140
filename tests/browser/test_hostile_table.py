"""A table that tries to run something in the reader's browser is shown as the text it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ALL_DAYS, map_frame, serving
from tests.conftest import as_csv

MARKUP = '<img src=x onerror="window.top.hacked=1"><script>window.top.hacked=1</script>'
SCRIPT_LINK = "javascript:window.top.hacked=1"
PLACES = [MARKUP, "{{'map_div'}} & 'quoted' \"twice\"", "</script><script>window.top.hacked=1</script>", "__proto__"]

STRIKES = [
    {"kind": "strike", "place": place, "lat": 35.7 + n / 10, "lon": 36.6, "note": MARKUP, "actor": MARKUP,
     "source": f"{MARKUP}: [a]({SCRIPT_LINK})", "source_url": 'https://example.org/"><b>'}
    for n, place in enumerate(PLACES)
]  # fmt: skip
OTHERS = [
    {"kind": "milestone", "note": f"{MARKUP}: {MARKUP}", "source_url": SCRIPT_LINK},
    {"kind": "strike", "event_id": MARKUP, "subkind": MARKUP},
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": MARKUP, "lat": 35.4, "lon": 36.5},
    {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "place": "b", "lat": 36.1, "lon": 36.5,
     "controller": "opposition"},
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    table = folder / "events.csv"
    table.write_bytes(as_csv([*STRIKES, *OTHERS]))
    with serving(folder, table) as address:
        yield address


@pytest.mark.core
def test_nothing_of_a_table_runs_in_the_browser(watch_page, hostile_server):
    page = watch_page(address=hostile_server, **ALL_DAYS)
    frame = map_frame(page)
    assert frame.evaluate("window.situation.drawn.strike_places") == len(PLACES)
    for number in range(len(PLACES)):
        frame.locator(".situation-strikes [data-key]").nth(number).press("Enter")
        popup = frame.locator(".leaflet-popup-content")
        popup.get_by_text("onerror").first.wait_for()
        expect(popup.locator("img, script")).to_have_count(0)
        frame.locator(".leaflet-popup").press("Escape")
        popup.wait_for(state="detached")
    assert page.evaluate("window.hacked") is None
    expect(page.locator("a[href^='javascript']")).to_have_count(0)


def test_the_reports_page_shows_a_hostile_table_as_text(watch_page, hostile_server):
    page = watch_page("/events", address=hostile_server, **ALL_DAYS)
    reports = page.locator(".im-reports")
    reports.get_by_text("onerror").first.wait_for()
    expect(reports.locator("img, script")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_a_problem_of_the_table_is_said_as_text(watch_page, hostile_server):
    page = watch_page(address=hostile_server, **ALL_DAYS)
    map_frame(page)
    page.get_by_text("in the event table").first.click()
    told = page.get_by_test_id("stText").first
    told.wait_for()
    expect(told).to_contain_text("<img", use_inner_text=True)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("content", [b"", b"event_id,kind\n", b"\x00\x01\x02PK"], ids=["empty", "headless", "binary"])
def test_a_table_that_holds_nothing_leaves_a_map_and_a_sentence(watch_page, serve, tmp_path, content):
    table = tmp_path / "events.csv"
    table.write_bytes(content)
    page = watch_page(address=serve(table))
    frame = map_frame(page)
    assert frame.evaluate("window.situation.drawn.strike_events") == 0
    expect(page.get_by_test_id("stAlert").first).to_contain_text("No event could be loaded", use_inner_text=True)
