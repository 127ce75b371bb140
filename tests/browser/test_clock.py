"""The clock in a real browser: it moves everything together, asks nobody, and counts as the page does."""

from __future__ import annotations

import random
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.analysis import summary
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.maps import layers
from tests.browser.conftest import PHONE, map_frame, painted

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
    frame.wait_for_function("window.situation.figures", timeout=60_000)
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


KEYS = [
    ("ArrowLeft", "2020-02-19"),
    ("Shift+ArrowRight", "2020-02-27"),
    ("PageDown", "2020-02-13"),
    ("Home", "2020-01-10"),
    ("End", "2020-03-08"),
]


@pytest.mark.parametrize(("key", "to"), KEYS)
def test_the_last_day_is_moved_by_the_keyboard_and_said_in_words(watch_page, key, to):
    page = watch_page()
    frame = clocked(page)
    before = moved(frame, "2020-01-10", "2020-02-20")
    asked = asked_of(page)
    handle = frame.get_by_role("slider", name="Last day")
    handle.press(key)
    assert painted(frame, before["stamp"])["to"] == to
    year, month, day = to.split("-")
    names = {"01": "January", "02": "February", "03": "March"}
    assert handle.get_attribute("aria-valuetext") == f"{int(day)} {names[month]} {year}"
    assert asked == []


def test_playing_goes_on_day_by_day_until_it_is_paused(watch_page):
    page = watch_page()
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


def test_space_plays_and_pauses(watch_page):
    frame = clocked(watch_page())
    handle = frame.get_by_role("slider", name="First day")
    handle.press(" ")
    frame.get_by_role("button", name="Pause").wait_for()
    handle.press(" ")
    frame.get_by_role("button", name="Play").wait_for()


def test_a_window_slides_when_it_is_played(watch_page):
    frame = clocked(watch_page())
    moved(frame, "2020-01-10", "2020-01-16")
    frame.get_by_role("button", name="One day on").click()
    frame.wait_for_function("window.situation.from === '2020-01-11' && window.situation.to === '2020-01-17'")
    frame.get_by_role("button", name="Grow").click()
    frame.get_by_role("button", name="One week on").click()
    frame.wait_for_function("window.situation.from === '2020-01-11' && window.situation.to === '2020-01-24'")


def test_typed_dates_move_the_clock(watch_page):
    frame = clocked(watch_page())
    frame.locator("input[aria-label='First day']").fill("2020-01-20")
    frame.locator("input[aria-label='Last day']").fill("2020-02-11")
    frame.wait_for_function("window.situation.from === '2020-01-20' && window.situation.to === '2020-02-11'")


def test_a_typed_date_outside_the_table_is_brought_inside_and_said(watch_page):
    frame = clocked(watch_page())
    field = frame.locator("input[aria-label='Last day']")
    field.fill("2031-02-11")
    field.press("Enter")
    frame.wait_for_function("window.situation.to === '2020-03-08'")
    assert "8 March 2020" in frame.locator(".situation-clock-note").inner_text()
    assert field.input_value() == "2020-03-08"


def test_the_copied_link_gives_the_exact_moment(watch_page):
    page = watch_page()
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
    assert not frame.get_by_role("button", name="Apply to the page").is_visible()


def test_without_a_connection_the_clock_goes_on(watch_page, events):
    page = watch_page()
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
    frame.locator(".leaflet-popup-content a").first.wait_for()
    (address,) = [url for url in asked if "/reports.json" in url]
    assert "from=2020-03-05&to=2020-03-05" in address


def test_a_day_without_a_report_says_so(watch_page):
    frame = clocked(watch_page(kinds="strike"))
    moved(frame, "2019-12-10", "2019-12-10")
    frame.get_by_text("Nothing of the chosen layers is reported on 10 December").wait_for()


def test_the_clock_fits_a_phone_and_answers_a_finger(watch_page):
    page = watch_page(viewport=PHONE)
    frame = clocked(page)
    assert frame.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    frame.locator(".situation-days").scroll_into_view_if_needed()
    box = bars(frame)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    before = moved(frame, "2019-12-11", "2020-02-20")
    point = {"pointerId": 1, "pointerType": "touch", "isPrimary": True, "bubbles": True}
    days = frame.locator(".situation-days")
    at = days.evaluate("(e) => { const r = e.getBoundingClientRect(); return [r.left, r.top + 20, r.width]; }")
    days.evaluate("(e) => { e.setPointerCapture = () => {}; }")
    for name, day in (("pointerdown", 82), ("pointermove", 60), ("pointermove", 50), ("pointerup", 50)):
        days.dispatch_event(name, point | {"clientX": at[0] + at[2] * day / DAYS, "clientY": at[1]})
    assert painted(frame, before["stamp"])["to"] == "2020-01-19"


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
