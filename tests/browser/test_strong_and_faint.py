"""What is drawn strong and what faint in a real browser: apart on the screen, at its own place, with its own days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from lib.events.query import FIRST_DAY, OPENS_FROM, OPENS_TO, Query
from lib.layers import earlier
from tests.browser.conftest import ALL_DAYS, map_frame
from tests.browser.spots import FRAMES, first_reports, hand
from tests.browser.test_clock import asked_of, clocked, moved

RANGES = [
    (OPENS_FROM, OPENS_TO),
    (date(2020, 2, 9), date(2020, 2, 15)),
    (date(2020, 1, 1), date(2020, 1, 31)),
    (FIRST_DAY, OPENS_TO),
]
HEADING = ".im-heading p:not(.im-offer)"
ZOOMS = (8, 9, 9.5, 10, 11, 12, 13)
CIRCLES = """() => [...document.querySelectorAll('.situation-symbols [data-kind=strike]')].map((element) => {
    const circles = [...element.querySelectorAll('circle')];
    const number = (circle, name) => Number(circle.getAttribute(name) || 0);
    // An arc is a line around the circle: how far it reaches, it says by its end.
    const arcs = [...element.querySelectorAll('.situation-arc')].map((arc) => {
        const radius = Number(arc.getAttribute('d').match(/A([\\\\d.]+)/)[1]);
        return radius + number(arc, 'stroke-width') / 2;
    });
    const reach = circles.map((circle) => number(circle, 'r') + number(circle, 'stroke-width') / 2);
    const [first] = circles;
    const faint = element.hasAttribute('data-faint');
    return [number(first, 'cx'), number(first, 'cy'), Math.max(...reach, ...arcs), faint];
})""".replace("\\\\", "\\")


@pytest.mark.parametrize("symbols", ["circles", "clusters"])
def test_no_two_circles_or_rings_touch_at_any_zoom(watch_page, symbols):
    frame = clocked(watch_page("/strikes", symbols=symbols))
    for start, end in RANGES:
        moved(frame, start, end)
        frame.locator(".situation-symbols:not(.situation-moving)").wait_for(state="attached")
        for zoom in ZOOMS:
            frame.evaluate("zoom => window.map.setView([35.9, 36.7], zoom, {animate: false})", zoom)
            frame.evaluate(FRAMES)
            circles = frame.evaluate(CIRCLES)
            assert circles
            gaps = [
                ((x - u) ** 2 + (y - v) ** 2) ** 0.5 - r - s
                for n, (x, y, r, _faint) in enumerate(circles)
                for u, v, s, _other in circles[:n]
            ]
            # What is drawn is written to a tenth of a pixel.
            assert min(gaps, default=1) > 0.5, (start, end, zoom)
            assert any(faint for *_at, faint in circles) == (start > FIRST_DAY)


def open_at(at, selector):
    """Press the middle of the first symbol of a selector that lies free, and give its key."""
    keys = set(at.frame.locator(selector).evaluate_all("all => all.map((e) => e.dataset.key)"))
    spot = next(spot for spot in at.spots() if spot.key in keys and spot.topmost)
    at.press(spot.x, spot.y)
    return spot


def test_a_ring_opens_to_the_reports_of_the_days_it_stands_for(watch_page):
    page = watch_page("/", layers="strikes,earlier")
    at = hand(page, map_frame(page))
    at.look(35.8, 36.7, 11)
    asked = asked_of(page)
    spot = open_at(at, ".situation-earlier [data-kind=strike][data-faint]")
    popup = at.frame.locator("[data-popup]")
    popup.locator("a, .situation-entry").first.wait_for()
    assert (popup.get_attribute("data-kind"), popup.get_attribute("data-name")) == ("strike", spot.name)
    for button in popup.locator(".situation-entry button[aria-expanded=false]").all():
        button.click()
    popup.locator("a").first.wait_for()
    days = [parse_qs(urlsplit(url).query) for url in asked if "/reports.json" in url]
    before = str(OPENS_FROM - timedelta(days=1))
    assert days
    assert all((one["from"], one["to"]) == ([str(FIRST_DAY)], [before]) for one in days)
    expect(popup).to_contain_text("reported strike", use_inner_text=True)


def test_a_circle_of_the_range_opens_to_the_reports_of_the_range(watch_page):
    page = watch_page("/", layers="strikes")
    at = hand(page, map_frame(page))
    at.look(35.95, 36.7, 12)
    asked = asked_of(page)
    spot = open_at(at, ".situation-strikes [data-kind=strike]")
    popup = at.frame.locator("[data-popup]")
    popup.wait_for()
    assert popup.get_attribute("data-name") == spot.name
    first_reports(popup)
    days = [parse_qs(urlsplit(url).query) for url in asked if "/reports.json" in url]
    assert days
    assert all((one["from"], one["to"]) == ([str(OPENS_FROM)], [str(OPENS_TO)]) for one in days)


def test_a_circle_of_several_places_lists_them_and_each_opens(watch_page):
    page = watch_page("/", **ALL_DAYS, layers="strikes")
    at = hand(page, map_frame(page))
    at.look(35.85, 36.7, 9)
    labels = at.frame.locator(".situation-strikes [data-kind=strike]").evaluate_all(
        "all => all.map((e) => [e.dataset.key, e.getAttribute('aria-label')])"
    )
    several = {key: label for key, label in labels if re.search(r"at \d+ places", label)}
    spot = next(spot for spot in at.spots() if spot.key in several and spot.topmost)
    at.press(spot.x, spot.y)
    popup = at.frame.locator("[data-popup]")
    entries = popup.locator(".situation-entry")
    entries.first.wait_for()
    told = re.match(r"(\d+) reported strikes at (\d+) places", several[spot.key])
    n, places = (int(found) for found in told.groups())
    assert entries.count() == places
    expect(popup.locator("h2")).to_have_text(f"{n} reported strikes at {places} places")
    counted = [int(re.search(r"(\d+) reported strike", text)[1]) for text in entries.all_inner_texts()]
    assert sum(counted) == n
    assert counted == sorted(counted, reverse=True)
    entries.nth(1).get_by_role("button").click()
    entries.nth(1).locator("a").first.wait_for()


def test_what_is_faint_is_told_counted_apart_and_can_be_switched_off(watch_page, events):
    frame = clocked(watch_page())
    shown = frame.evaluate("window.situation")
    assert shown["overlays"]["earlier_strikes"] == len(earlier.strikes(events, Query()))
    legend = frame.locator(".situation-legend")
    expect(legend).to_contain_text("before, in no figure", use_inner_text=True)
    legend.get_by_role("button", name="More").click()
    expect(legend).to_contain_text("Struck before, 1 December to 27 February", use_inner_text=True)
    assert frame.locator("[data-faint]").count() > 0
    off = clocked(watch_page(layers="control,front,strikes,flows"))
    bare = off.evaluate("window.situation")
    assert bare["overlays"]["earlier_strikes"] == 0
    assert off.locator("[data-faint]").count() == 0
    assert {name: bare["drawn"][name] for name in ("strike_places", "strike_events", "flows")} == {
        name: shown["drawn"][name] for name in ("strike_places", "strike_events", "flows")
    }


def test_the_heading_says_since_when_and_a_range_from_the_first_day_has_nothing_faint(watch_page):
    page = watch_page()
    map_frame(page)
    expect(page.locator(HEADING)).to_contain_text(earlier.in_words(Query()))
    whole = watch_page(**ALL_DAYS)
    assert map_frame(whole).locator("[data-faint]").count() == 0
    expect(whole.locator(HEADING)).not_to_contain_text("faint")


RING_IN_PASSING = """async ([from, to]) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const rings = [...document.querySelectorAll(".situation-earlier [data-kind=strike] circle")];
    const inside = ({ left, right, top, bottom }) => left > 60 && right < innerWidth - 60 && top > 200 && bottom < 400;
    const ring = rings.map((one) => one.getBoundingClientRect()).find(inside);
    await window.situationMap.setRange("2020-01-01", "2020-01-03");
    window.situationMap.setRange(from, to);
    await frame();
    await frame();
    const moving = Boolean(document.querySelector(".situation-moving"));
    const canvas = document.querySelector(".leaflet-situation-motion-pane canvas");
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    const area = [ring.left - box.left, ring.top - box.top, ring.width, ring.height];
    const at = area.map((one) => Math.round(one * ratio));
    const { data } = canvas.getContext("2d").getImageData(...at);
    return [moving, data.some((value, i) => i % 4 === 3 && value > 100)];
}"""


def test_rings_are_painted_while_the_clock_moves(watch_page):
    frame = clocked(watch_page(layers="strikes,earlier"))
    frame.evaluate("window.map.setView([35.8, 36.7], 11, {animate: false})")
    frame.evaluate(FRAMES)
    assert frame.evaluate(RING_IN_PASSING, [str(OPENS_FROM), str(OPENS_TO)]) == [True, True]


def test_a_flow_too_short_for_an_arrow_is_told_in_the_legend_until_one_is_near_enough(watch_page):
    frame = clocked(watch_page(from_="2020-02-03", to="2020-02-15", layers="flows"))
    arrows = ".situation-flows [data-kind=flow]"
    frame.evaluate("window.map.setView([36.1, 36.7], 8, {animate: false})")
    legend = frame.locator(".situation-legend")
    expect(legend).to_contain_text("Too short to draw", use_inner_text=True)
    far = frame.locator(arrows).count()
    frame.evaluate("window.map.setView([36.1, 36.7], 12, {animate: false})")
    frame.evaluate(FRAMES)
    assert frame.locator(arrows).count() > far
    assert frame.evaluate("window.situation.drawn.flows") >= frame.locator(arrows).count()
