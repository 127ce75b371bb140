"""The clock in a real browser: it moves everything together, asks nobody, and counts as the page does."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from lib import layers
from lib.analysis import summary
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from tests.browser.conftest import ALL_DAYS, PHONE, map_frame, painted
from tests.browser.spots import first_reports

DAYS = (LAST_DAY - FIRST_DAY).days + 1
THIRTY_FRAMES = """() => new Promise((resolve) => {
    let left = 30;
    const next = () => (left-- ? requestAnimationFrame(next) : resolve());
    next();
})"""
MOVED = "(range) => window.situationMap.setRange(range[0], range[1]).then(() => window.situation)"


def clocked(page):
    """The map's frame, once its clock runs."""
    frame = map_frame(page)
    frame.wait_for_function("window.situation.figures")
    return frame


def moved(frame, start, end):
    return frame.evaluate(MOVED, [str(start), str(end)])


def asked_of(page):
    """Addresses asked for from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def expected(events, query):
    counted = summary.figures(events, query)
    return {
        "strikes": counted.strikes,
        "civilians_low": counted.civilians.low,
        "civilians_high": counted.civilians.high,
        "displaced_low": counted.displaced.low,
        "displaced_high": counted.displaced.high,
        "changed": counted.changed["place"].nunique(),
        "front_km": round(counted.front_km, 1),
    }


def moments(count):
    chance = random.Random(20200305)  # noqa: S311  the same moments each time, nothing secret
    pairs = (sorted(chance.choices(range(DAYS), k=2)) for _ in range(count))
    return [tuple(FIRST_DAY + timedelta(days=day) for day in pair) for pair in pairs]


def bars(frame):
    return frame.locator(".situation-days").bounding_box()


def x_of(frame, day):
    box = bars(frame)
    return box["x"] + box["width"] * day / DAYS


def test_at_twenty_moments_the_clock_draws_and_counts_what_the_table_holds(watch_page, events):
    frame = clocked(watch_page())
    for start, end in moments(20):
        shown = moved(frame, start, end)
        query = Query(start=start, end=end)
        assert (shown["from"], shown["to"]) == (str(start), str(end))
        assert shown["drawn"] == pytest.approx(layers.drawn(events, query)), query
        assert shown["figures"] == expected(events, query), query


def test_a_filter_reaches_the_clock(watch_page, events):
    params = {"subkinds": "airstrike", "confidence": "high"}
    frame = clocked(watch_page(**params))
    query = Query(
        start=date(2020, 1, 3),
        end=date(2020, 2, 6),
        subkinds=frozenset({"airstrike"}),
        confidence=frozenset({"high"}),
    )
    shown = moved(frame, query.start, query.end)
    assert shown["drawn"] == pytest.approx(layers.drawn(events, query))
    assert shown["figures"] == expected(events, query)


@pytest.mark.core
@pytest.mark.parametrize("end", ["first", "last"])
def test_dragging_an_end_of_the_brush_moves_the_map_and_asks_nobody(watch_page, end):
    page = watch_page()
    frame = clocked(page)
    before = moved(frame, "2019-12-11", "2020-02-20")
    asked = asked_of(page)
    y = bars(frame)["y"] + 20
    day = 10 if end == "first" else 82
    page.mouse.move(x_of(frame, day), y)
    page.mouse.down()
    page.mouse.move(x_of(frame, 40), y, steps=12)
    page.mouse.up()
    shown = painted(frame, before["stamp"])
    assert shown["from" if end == "first" else "to"] == ("2020-01-10" if end == "first" else "2020-01-09")
    assert shown["from" if end == "last" else "to"] == before["from" if end == "last" else "to"]
    assert shown["drawn"] != before["drawn"]
    assert asked == []


def test_the_range_is_dragged_as_a_whole(watch_page):
    page = watch_page()
    frame = clocked(page)
    before = moved(frame, "2019-12-11", "2019-12-30")
    y = bars(frame)["y"] + 20
    page.mouse.move(x_of(frame, 20), y)
    page.mouse.down()
    page.mouse.move(x_of(frame, 50), y, steps=12)
    page.mouse.up()
    shown = painted(frame, before["stamp"])
    assert (shown["from"], shown["to"]) == ("2020-01-10", "2020-01-29")


def test_the_last_day_is_moved_by_the_keyboard_and_said_in_words(watch_page):
    page = watch_page()
    frame = clocked(page)
    before = moved(frame, "2020-01-10", "2020-02-20")
    asked = asked_of(page)
    handle = frame.get_by_role("slider", name="Last day")
    handle.press("Shift+ArrowRight")
    assert painted(frame, before["stamp"])["to"] == "2020-02-27"
    assert handle.get_attribute("aria-valuetext") == "27 February 2020"
    assert asked == []


@pytest.mark.core
def test_playing_goes_on_day_by_day_until_it_is_paused(watch_page):
    page = watch_page(**ALL_DAYS)
    frame = clocked(page)
    asked = asked_of(page)
    frame.get_by_label("Speed").select_option("10")
    frame.get_by_role("button", name="Play").click()
    frame.wait_for_function("window.situation.from === '2019-12-01' && window.situation.to > '2019-12-04'")
    frame.wait_for_function("window.situation.to > '2019-12-07' && window.situation.to < '2020-03-01'")
    frame.get_by_role("button", name="Pause").click()
    frame.wait_for_function("window.situation.ready")
    stopped = frame.evaluate("window.situation.to")
    frame.evaluate(THIRTY_FRAMES)
    assert frame.evaluate("window.situation.to") == stopped
    assert asked == []


PAUSES = """async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const play = document.querySelector(".situation-play");
    const late = [];
    for (let wait = 1; wait <= 14; wait += 1) {
        // On a slow machine days pass between frames: each time from the start, or the clock would run out and stand.
        await window.situationMap.setRange("2019-12-02", "2019-12-03");
        play.click();
        for (let i = 0; i < 12 + wait; i += 1) await frame();
        play.click();
        const held = window.situation.to;
        for (let i = 0; i < 4; i += 1) await frame();
        if (window.situation.to !== held) late.push(wait);
    }
    return late;
}"""


def test_played_from_the_days_that_a_page_opens_with_the_clock_goes_through_all(watch_page):
    frame = clocked(watch_page())
    frame.get_by_label("Speed").select_option("10")
    frame.get_by_role("button", name="Play").click()
    frame.wait_for_function("window.situation.from >= '2019-12-02' && window.situation.from < '2020-02-01'")
    first, last = (date.fromisoformat(day) for day in frame.evaluate("[situation.from, situation.to]"))
    assert (last - first).days == 6


def test_a_pause_holds_the_day_that_is_shown_whatever_waits_for_the_next_frame(watch_page):
    """A day comes every few frames: pausing after each number of them meets one that is asked for and not yet drawn."""
    frame = clocked(watch_page(from_="2019-12-02", to="2019-12-03"))
    frame.get_by_label("Speed").select_option("10")
    assert frame.evaluate(PAUSES) == []


def day_field(frame, label):
    return frame.get_by_role("combobox", name=label)


def test_chosen_days_move_the_clock(watch_page):
    frame = clocked(watch_page())
    day_field(frame, "First day").select_option(label="20 Jan 2020")
    day_field(frame, "Last day").select_option(label="11 Feb 2020")
    frame.wait_for_function("window.situation.from === '2020-01-20' && window.situation.to === '2020-02-11'")


WRITTEN = """() => {
    const texts = [document.body.innerText];
    document.querySelectorAll("input").forEach((input) => texts.push(input.value));
    return texts.join(" ");
}"""
NUMBERED = re.compile(r"\d{4}-\d\d-\d\d|\b\d\d?/\d\d?/\d{4}")


def test_every_date_in_the_frame_of_the_map_is_in_words(watch_page):
    frame = clocked(watch_page(from_="2020-02-09", to="2020-02-15"))
    assert NUMBERED.findall(frame.evaluate(WRITTEN)) == []
    expect(frame.locator("input[type=date]")).to_have_count(0)
    expect(frame.locator(".situation-range")).to_have_text("9\u201315 February 2020", use_inner_text=True)
    moved(frame, "2019-12-26", "2020-02-26")
    assert NUMBERED.findall(frame.evaluate(WRITTEN)) == []


WHOLE_TEXT = """() => {
    const range = document.querySelector(".situation-range");
    const words = document.createRange();
    words.selectNodeContents(range);
    const text = words.getBoundingClientRect();
    const bar = document.querySelector(".situation-clock").getBoundingClientRect();
    const others = [...document.querySelectorAll(".situation-now button, .situation-choices > *")];
    const boxes = others.map((one) => one.getBoundingClientRect()).filter((box) => box.width);
    const beside = (box) => box.left >= text.right || box.right <= text.left;
    const meets = (box) => !beside(box) && box.top < text.bottom && box.bottom > text.top;
    return {
        cut: range.scrollWidth > range.clientWidth || range.scrollHeight > range.clientHeight,
        out: text.left < bar.left || text.right > bar.right || text.top < bar.top || text.bottom > bar.bottom,
        over: boxes.some(meets),
        bold: Number(getComputedStyle(range).fontWeight) >= 700,
    };
}"""
FINE = {"cut": False, "out": False, "over": False, "bold": True}
LONGEST = [("2020-02-09", "2020-02-15"), ("2019-12-26", "2020-02-26")]


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1280, 720), (390, 844), (844, 390)], ids=str)
def test_the_range_in_words_is_never_cut(watch_page, size):
    frame = clocked(watch_page(viewport={"width": size[0], "height": size[1]}))
    assert frame.evaluate(WHOLE_TEXT) == FINE
    # On a phone on its side the clock lies below the window until the page is moved.
    frame.frame_element().evaluate("(element) => element.scrollIntoView({block: 'end'})")
    for first, last in LONGEST:
        moved(frame, first, last)
        frame.get_by_role("button", name="Apply to the page").wait_for()
        assert frame.evaluate(WHOLE_TEXT) == FINE, (first, last)
    frame.get_by_role("button", name="Play").click()
    frame.get_by_role("button", name="Pause").click()
    assert frame.evaluate(WHOLE_TEXT) == FINE


def test_the_copied_link_gives_the_exact_moment(watch_page):
    page = watch_page(alone=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame = clocked(page)
    moved(frame, "2020-01-10", "2020-01-16")
    frame.evaluate("window.map.setView([35.9, 36.6], 10, {animate: false})")
    frame.get_by_role("button", name="Copy link").click()
    frame.get_by_text("The link was copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    told = parse_qs(urlsplit(link).query)
    assert {name: told[name] for name in ("from", "to", "lat", "lon", "zoom")} == {
        "from": ["2020-01-10"], "to": ["2020-01-16"], "lat": ["35.9000"], "lon": ["36.6000"], "zoom": ["10"],
    }  # fmt: skip


def test_the_page_follows_the_clock_when_it_is_told_to(watch_page):
    page = watch_page()
    frame = clocked(page)
    moved(frame, "2020-01-10", "2020-02-05")
    frame.get_by_role("button", name="Apply to the page").click()
    frame.wait_for_function("window.situation.ready && !window.situation.stamp.includes('@')")
    shown = frame.evaluate("window.situation")
    assert (shown["from"], shown["to"], shown["mounts"]) == ("2020-01-10", "2020-02-05", 1)
    assert "from=2020-01-10&to=2020-02-05" in page.url
    expect(frame.get_by_role("button", name="Apply to the page")).not_to_be_visible()


def test_without_a_connection_the_clock_goes_on(watch_page, events):
    page = watch_page(alone=True)
    frame = clocked(page)
    page.context.set_offline(True)
    shown = moved(frame, "2020-01-20", "2020-02-15")
    assert shown["drawn"] == pytest.approx(layers.drawn(events, Query(start=date(2020, 1, 20), end=date(2020, 2, 15))))


def test_what_rests_can_be_opened_with_the_days_of_the_clock(watch_page):
    page = watch_page(layers="strikes")
    frame = clocked(page)
    moved(frame, "2020-03-05", "2020-03-05")
    frame.locator(".situation-symbols:not(.situation-moving)").wait_for(state="attached")
    asked = asked_of(page)
    frame.locator(".situation-strikes [data-key]").first.press("Enter")
    first_reports(frame.locator(".leaflet-popup-content"))
    (address,) = [url for url in asked if "/reports.json" in url]
    assert "from=2020-03-05&to=2020-03-05" in address


@pytest.mark.core
def test_the_clock_fits_a_phone_and_answers_a_finger(watch_page):
    page = watch_page(viewport=PHONE, touch=True)
    frame = clocked(page)
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    frame.locator(".situation-days").scroll_into_view_if_needed()
    box = bars(frame)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    moved(frame, "2019-12-11", "2020-02-20")
    finger = page.context.new_cdp_session(page)
    y = bars(frame)["y"] + 20
    for name, day in (("touchStart", 82), ("touchMove", 60), ("touchMove", 50)):
        touched = [{"x": x_of(frame, day), "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": touched})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    frame.wait_for_function("window.situation.to === '2020-01-19'")


PASSING = """async (ranges) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = document.querySelector(".leaflet-situation-lines-pane canvas");
  const shown = () => {
    const [box, map] = [canvas, document.querySelector(".leaflet-container")].map((one) => one.getBoundingClientRect());
    const ratio = canvas.width / box.width;
    const at = [map.left - box.left, map.top - box.top, map.width, map.height];
    return canvas.getContext("2d").getImageData(...at.map((length) => Math.round(length * ratio))).data;
  };
  const differing = [];
  for (const [from, to] of ranges) {
    window.situationMap.setRange(from, to);
    await frame();
    await frame();
    const passing = shown();
    while (document.querySelector(".situation-moving")) await frame();
    await frame();
    await frame();
    const resting = shown();
    const ink = (data, i, channel) => (channel < 3 ? (data[i + channel] * data[i + 3]) / 255 : data[i + 3]);
    const apart = (i, channel) => Math.abs(ink(resting, i, channel) - ink(passing, i, channel)) > 16;
    const differs = (i) => [0, 1, 2, 3].some((channel) => apart(i, channel));
    let count = 0;
    for (let i = 0; i < resting.length; i += 4) count += differs(i);
    differing.push(count);
  }
  return differing;
}"""


GRIPS = """async (days) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const [end, shade] = [".situation-end-last", ".situation-shade"].map((name) => document.querySelector(name));
  const wide = document.querySelector(".situation-days").clientWidth;
  const found = [];
  for (const [day, iso] of days) {
    window.situationMap.setRange(days[0][1], iso);
    await frame();
    const passing = end.classList.contains("situation-passing");
    const at = parseFloat(passing ? shade.style.getPropertyValue("--grip-last") : end.style.left);
    found.push([day, (at / wide) * 99 - 1, passing]);
  }
  return found;
}"""


def test_the_grip_is_where_the_range_ends_in_every_frame_of_a_move(watch_page):
    frame = clocked(watch_page())
    days = [[day, str(date(2019, 12, 1) + timedelta(days=day))] for day in range(40, 70)]
    found = frame.evaluate(GRIPS, days)
    assert [at for _day, at, _passing in found] == pytest.approx([day for day, _at, _passing in found], abs=0.01)
    assert any(passing for _day, _at, passing in found)
    frame.wait_for_function("!document.querySelector('.situation-passing')")
    last = frame.locator(".situation-end-last")
    assert last.get_attribute("aria-valuenow") == "69"


FEW = 10
"""Pixels that may differ by more than rounding, of three quarters of a million; a line left behind is hundreds."""


def test_what_is_drawn_in_passing_is_what_is_drawn_at_rest(watch_page):
    """While the clock moves only what differs from the frame before is drawn anew: nothing may be left behind."""
    frame = clocked(watch_page())
    ranges = [[str(start), str(end)] for start, end in moments(12)]
    left_behind = frame.evaluate(PASSING, ranges)
    assert len(left_behind) == len(ranges)
    assert max(left_behind) < FEW, left_behind
