"""The page of reports as an analyst works it: search, open, check on the map, compare, take away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from lib.analysis.listing import listing
from tests.browser.conftest import ALL_DAYS, PHONE, map_frame, painted
from tests.conftest import as_csv
from tests.queries import all_days

LAPTOP = {"width": 1366, "height": 768}
LINES = ".im-reports tbody"
OPENS = "th[scope=row] [data-ask]"


def rows_said(page: Page) -> int:
    """How many reports the heading says the view has."""
    words = page.locator(".im-heading h1").inner_text()
    return int(words.split()[0].replace(",", ""))


def search(page: Page, text: str, n: int) -> None:
    """Search, and wait until the heading says ``n`` reports."""
    box = page.get_by_placeholder("Search")
    box.fill(text)
    box.press("Enter")
    expect(page.locator(".im-heading h1")).to_contain_text(f"{n:,} report")


def grouped(events, size: int):
    """The counted report of a group of ``size`` located strikes."""
    rows = events.strikes.loc[events.strikes["lat"].notna()]
    sizes = rows.groupby("group_id")["event_id"].transform("size")
    return rows.loc[(sizes == size) & rows["is_primary"]].iloc[0]


def count(events, **params) -> int:
    return len(listing(events, all_days(**params)).positions)


def test_a_search_in_english_or_arabic_leaves_its_rows_and_stands_in_the_address(watch_page, events):
    page = watch_page("/events", **ALL_DAYS)
    map_frame(page)
    assert rows_said(page) == count(events)
    search(page, "سراقب", count(events, search="سراقب"))
    page.wait_for_url("**/events?*q=*")
    expect(page.get_by_text("Read as the name of: Saraqib")).to_be_visible()
    search(page, "saraqeb", count(events, search="saraqeb"))


def test_a_search_that_finds_nothing_says_so(watch_page):
    page = watch_page("/events", **ALL_DAYS, q="qqzzxxy")
    expect(page.get_by_text("No report passes")).to_be_visible()
    expect(page.get_by_role("button", name="Download")).to_be_disabled()
    map_frame(page)


def test_a_line_that_is_clicked_opens_with_its_address_and_the_map_goes_there(watch_page, events):
    first = listing(events, all_days(kinds=frozenset({"strike"}))).frame(events).iloc[0]
    page = watch_page("/events", **ALL_DAYS, kinds="strike")
    frame = map_frame(page)
    stamp, loaded = frame.evaluate("window.situation.stamp"), page.evaluate("performance.timeOrigin")
    line = page.locator(LINES).filter(has=page.locator(f'[data-ask="id:{first["event_id"]}"]'))
    line.locator(OPENS).click()
    painted(frame, stamp)
    page.wait_for_url(f"**id={first['event_id']}*")
    assert "kinds=strike" in page.url
    assert page.evaluate("performance.timeOrigin") == loaded, "the page is not loaded anew"
    assert frame.evaluate("window.map.getCenter().lat") == pytest.approx(first["lat"], abs=0.01)
    assert frame.evaluate("window.situation.mounts") == 1
    assert frame.locator(".situation-chosen circle").count() >= 2
    expect(page.locator(".im-side")).to_contain_text(first["source"])
    expect(page.locator(f"{LINES}.im-chosen {OPENS}")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".im-side")).to_have_count(0)


def test_a_line_is_opened_and_closed_by_keyboard_and_the_focus_stays(watch_page):
    page = watch_page("/events", **ALL_DAYS, kinds="strike")
    map_frame(page)
    opens = page.locator(f"{LINES} {OPENS}").nth(2)
    asked = opens.get_attribute("data-ask")
    opens.focus()
    page.keyboard.press("Enter")
    page.locator(".im-side").wait_for()
    same = "asked => document.activeElement.getAttribute('data-ask') === asked"
    page.wait_for_function(same, arg=asked)
    page.keyboard.press("Enter")
    page.locator(".im-side").wait_for(state="detached")
    page.wait_for_function(same, arg=asked)


@pytest.mark.core
def test_the_reports_of_one_thing_unfold_by_mouse_and_by_keyboard(watch_page, events):
    row = grouped(events, 5)
    page = watch_page("/events", **ALL_DAYS, kinds="strike", where=row["place"])
    map_frame(page)
    line = page.locator(LINES).filter(has=page.locator(f'{OPENS}[data-ask="id:{row["event_id"]}"]'))
    summary, reports = line.locator("summary"), line.locator("li")
    expect(summary).to_contain_text("5 reports")
    expect(reports.first).to_be_hidden()
    summary.click()
    expect(reports).to_have_count(5)
    expect(reports.first).to_be_visible()
    expect(reports.first).to_contain_text("counted")
    expect(reports.nth(1)).to_contain_text("second report")
    summary.focus()
    page.keyboard.press("Space")
    expect(reports.first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(reports.first).to_be_visible()


def test_a_sort_puts_the_largest_of_all_pages_first_and_stands_in_the_address(watch_page, events):
    strikes = events.primary.loc[events.primary["kind"] == "strike"]
    most = strikes.loc[strikes["date_start"] <= "2020-03-05", "civilian_deaths_high"].max()
    page = watch_page("/events", **ALL_DAYS, kinds="strike")
    map_frame(page)
    page.get_by_role("button", name="civilians killed").click()
    page.wait_for_url("**sort=killed*")
    killed = page.locator(f"{LINES} [data-column=civilians]").first
    expect(killed).to_contain_text(f"{most}")
    expect(page.locator("th[data-column=civilians]")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="date", exact=True).click()
    page.wait_for_function("!location.search.includes('sort=')")
    expect(page.locator("th[data-column=when]")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("kinds", ["strike", "displacement", "control", "milestone", "strike,control"])
def test_on_a_laptop_what_is_asked_first_is_seen_without_scrolling_sideways(watch_page, kinds):
    page = watch_page("/events", **ALL_DAYS, viewport=LAPTOP, kinds=kinds)
    map_frame(page)
    page.locator(LINES).first.wait_for()
    room = page.locator(".st-key-reports_list")
    assert room.evaluate("list => list.scrollWidth - list.clientWidth") <= 0
    cut = "cells => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.outerHTML)"
    assert page.locator(".im-reports :is(td[data-column], th)").evaluate_all(cut) == []


def test_on_a_phone_a_thing_is_a_card_with_all_that_is_asked_first(watch_page, events):
    row = grouped(events, 5)
    page = watch_page("/events", **ALL_DAYS, viewport=PHONE, kinds="strike", where=row["place"])
    map_frame(page)
    card = page.locator(LINES).filter(has=page.locator(f'{OPENS}[data-ask="id:{row["event_id"]}"]'))
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    for column in ("when", "place", "civilians", "source"):
        part = card.locator(f"[data-column={column}]")
        assert part.bounding_box()["x"] + part.bounding_box()["width"] <= box["x"] + box["width"]
        expect(part).to_be_visible()
    expect(page.locator(".im-reports thead")).to_be_hidden()
    card.locator("summary").click()
    expect(card.locator("li")).to_have_count(5)
    expect(card.locator("li").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_link_to_a_report_shows_all_reports_of_the_thing_and_where_they_differ(watch_page, events):
    row = grouped(events, 5)
    page = watch_page("/events", **ALL_DAYS, id=row["event_id"])
    side = page.locator(".im-side")
    side.wait_for()
    expect(side.locator("thead th")).to_have_count(6)
    differing = side.locator("tr.im-differs")
    assert differing.count()
    expect(differing.first).to_contain_text("≠")
    told = [cell.strip() for cell in differing.first.locator("td").all_inner_texts()]
    assert len({cell for cell in told if cell != "–"}) > 1
    frame = map_frame(page)
    assert frame.evaluate("window.map.getCenter().lng") == pytest.approx(row["lon"], abs=0.01)
    expect(page.locator(".st-key-one_report code")).to_contain_text(f"/events?id={row['event_id']}")


def test_a_report_that_the_filter_leaves_out_opens_and_says_so(watch_page, events):
    row = grouped(events, 3)
    page = watch_page("/events", **ALL_DAYS, id=row["event_id"], kinds="milestone")
    page.locator(".im-side").wait_for()
    expect(page.get_by_text("leaves this report out")).to_be_visible()


def test_a_report_nobody_has_is_said_in_a_sentence(watch_page):
    page = watch_page("/events", **ALL_DAYS, id="<b>no such</b>")
    expect(page.get_by_text("which this table does not have")).to_be_visible()
    expect(page.get_by_text("<b>no such</b>")).to_be_visible()
    map_frame(page)


def test_a_click_on_a_place_lists_its_reports(watch_page, events):
    page = watch_page("/events", **ALL_DAYS, kinds="strike")
    frame = map_frame(page)
    # A circle of several places lists them instead.
    symbol = frame.locator(".situation-strikes [data-key]:not([aria-label*=' places'])").first
    symbol.press("Enter")
    button = page.get_by_role("button", name=re.compile("^Only "))
    button.wait_for()
    place = button.inner_text().removeprefix("Only ").removesuffix("×").strip()
    n = count(events, place=place, kinds=frozenset({"strike"}))
    expect(page.locator(".im-heading h1")).to_contain_text(f"{n:,} report")
    assert n >= 1
    expect(frame.locator(".leaflet-popup")).to_have_count(0)
    assert frame.evaluate("window.situation.mounts") == 1
    button.click()
    expect(page.locator(".im-heading h1")).to_contain_text(f"{count(events, kinds=frozenset({'strike'})):,} report")


def test_moving_the_map_asks_nothing_of_the_page(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    frame = map_frame(page)
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    address = page.url
    frame.evaluate("window.map.setView([35.9, 36.6], 10, {animate: false})")
    frame.wait_for_function("window.map.getZoom() === 10")
    assert (sent, page.url) == ([], address)


def test_what_is_downloaded_is_what_is_listed(watch_page, events):
    page = watch_page("/events", **ALL_DAYS, q="hospital")
    map_frame(page)
    wanted = listing(events, all_days(search="hospital")).frame(events)["event_id"].tolist()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    assert [row["event_id"] for row in csv.DictReader(io.StringIO(text))] == wanted
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel", exact=True).click()
    assert zipfile.ZipFile(download.value.path()).testzip() is None
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_address_for_scripts_gives_the_same_rows(watch_page, events):
    page = watch_page("/events", **ALL_DAYS, q="hospital", kinds="strike")
    map_frame(page)
    page.get_by_role("button", name="Download").click()
    address = page.get_by_test_id("stPopoverBody").locator("code").inner_text()
    answer = page.request.get(address)
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert len(rows) == count(events, search="hospital", kinds=frozenset({"strike"}))


def test_columns_are_chosen_by_the_reader(watch_page):
    page = watch_page("/events", **ALL_DAYS, q="saraqib")
    heads = page.locator(".im-reports thead th")
    heads.first.wait_for()
    assert "in Arabic" not in heads.all_inner_texts()
    page.get_by_role("button", name="Columns", exact=True).click()
    chooser = page.get_by_test_id("stPopoverBody")
    chooser.get_by_role("button", name="what is reported", exact=True).click()
    expect(heads.filter(has_text="what is reported")).to_have_count(0)
    chooser.get_by_role("button", name="in Arabic").click()
    expect(heads.filter(has_text="in Arabic")).to_have_count(1)


@pytest.mark.parametrize("viewport", [None, {"width": 1280, "height": 720}, PHONE], ids=["desktop", "laptop", "phone"])
def test_the_map_and_the_list_are_there_at_once_and_nothing_runs_over_the_edge(watch_page, viewport):
    page = watch_page("/events", **ALL_DAYS, viewport=viewport)
    map_frame(page)
    size = page.viewport_size
    chart = page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    first = page.locator(LINES).first
    first.wait_for()
    box = first.bounding_box()
    assert chart["y"] + chart["height"] <= size["height"]
    assert chart["x"] + chart["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    assert box["x"] + box["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_list_words_and_own_table_stand_below_each_other(watch_page, viewport):
    page = watch_page("/events", **ALL_DAYS, viewport=viewport)
    map_frame(page)
    page.get_by_text("sorting sorts all pages").wait_for()
    column = [
        page.locator(".st-key-reports_list"),
        page.get_by_text("folded under it"),
        page.get_by_role("heading", name="Bring your own table"),
    ]
    boxes = [part.bounding_box() for part in column]
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]


def test_nothing_of_a_hostile_report_runs_when_it_is_opened(watch_page, serve, tmp_path):
    markup = "<img src=x onerror=window.top.hacked=1><script>window.top.hacked=1</script>"
    row = {"note": markup, "actor": markup, "place": markup, "lat": "35.7", "lon": "36.6", "group_id": "g"}
    table = tmp_path / "events.csv"
    table.write_bytes(
        as_csv(
            [
                row | {"event_id": "a", "source": f"{markup}: x", "source_url": 'https://example.org/"><b>'},
                row
                | {"event_id": "b", "is_primary": "false", "source": f"[x](javascript:1) {markup}", "deaths_low": "1"},
            ]
        )
    )
    page = watch_page("/events", **ALL_DAYS, address=serve(table), id="b", q="img")
    side = page.locator(".im-side")
    side.wait_for()
    expect(side).to_contain_text("onerror=window.top.hacked")
    expect(side.locator("img, script, b")).to_have_count(0)
    expect(page.locator("a[href^=javascript]")).to_have_count(0)
    map_frame(page)
    assert page.evaluate("window.hacked") is None


def test_an_open_report_is_not_covered_by_the_list(watch_page, events):
    page = watch_page("/events", **ALL_DAYS, id=grouped(events, 5)["event_id"])
    map_frame(page)
    page.locator(".im-side").wait_for()
    page.locator(".im-reports").wait_for()
    caption = page.get_by_text("are counted, the others").bounding_box()
    below = page.locator(".st-key-one_report").bounding_box()
    assert caption["y"] + caption["height"] <= below["y"] + 1
