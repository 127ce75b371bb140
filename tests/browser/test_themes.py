"""The page in the reader's theme, dark or light, chosen in Streamlit's menu or by their system; measured as painted."""

from __future__ import annotations

import re

import pytest

from lib.maps.palette import COLOURS
from tests.browser.conftest import DESKTOP, PHONE, READY, faint, map_frame
from tests.maps.colours import contrast

PAINTED = """() => {
    const canvas = document.querySelector(".situation-days canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add([...data.slice(i, i + 3)].join());
    return [...seen];
}"""
"""Gives the opaque colours on the canvas of the clock."""
GROUND = "getComputedStyle(document.querySelector({!r})).backgroundColor"


def hexed(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def paper(theme: str) -> str:
    return COLOURS["paper"][theme == "dark"]


def assert_theme(page, frame, theme: str) -> None:
    """The page, what lies over it, the map's frame and the bars of its clock are of one theme, and all can be read."""
    frame.wait_for_function(f"getComputedStyle(document.documentElement).colorScheme === '{theme}'")
    page.wait_for_function(f"getComputedStyle(document.documentElement).colorScheme === '{theme}'")
    assert hexed(page.evaluate(GROUND.format("[data-testid=stApp]"))) == paper(theme)
    assert hexed(frame.evaluate(GROUND.format(".situation-clock"))) == paper(theme)
    painted = {hexed(colour) for colour in frame.evaluate(PAINTED)}
    side, alarm = (COLOURS[name][theme == "dark"] for name in ("side", "alarm"))
    assert {side, alarm} <= painted
    assert contrast(side, alarm) >= 3
    assert not faint(page)


def choose(page, theme: str) -> None:
    page.locator("[data-testid=stMainMenu] button").click()
    page.get_by_role("menuitemradio", name=theme.title()).click()
    page.keyboard.press("Escape")
    page.get_by_role("menuitemradio").first.wait_for(state="detached")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_reader_s_choice_goes_before_their_system_on_the_page_and_in_its_map(watch_page, system, chosen, size):
    page = watch_page("/", alone=True, viewport=size, scheme=system)
    frame = map_frame(page)
    page.locator("#first-sight").wait_for(state="detached")
    frame.wait_for_function("situation.figures")
    assert_theme(page, frame, system)
    choose(page, chosen)
    assert_theme(page, frame, chosen)
    # And before Streamlit is there, which alone knows the choice.
    page.route("**/static/js/**", lambda _route: None)
    page.reload(wait_until="commit")
    page.locator("#first-sight h1").wait_for()
    assert hexed(page.evaluate(GROUND.format("#first-sight"))) == paper(chosen)


@pytest.mark.parametrize("kept", ["", "Dark", '"Sepia"', '{"name": "Dark"}', "null"])
def test_what_the_browser_keeps_in_place_of_a_theme_is_none(watch_page, kept):
    page = watch_page("/method", alone=True, scheme="light")
    page.locator("#first-sight").wait_for(state="detached")
    page.evaluate("(kept) => localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, kept)", kept)
    page.route("**/static/js/**", lambda _route: None)
    page.reload(wait_until="commit")
    page.locator("#first-sight h1").wait_for()
    assert hexed(page.evaluate(GROUND.format("#first-sight"))) == paper("light")


def test_the_clock_takes_the_system_s_new_theme_while_it_is_open(watch_page):
    page = watch_page("/embed", alone=True)
    page.wait_for_function(READY)
    page.wait_for_function("situation.figures")
    day = page.evaluate(PAINTED)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("matchMedia('(prefers-color-scheme: dark)').matches")
    assert COLOURS["alarm"][0] in {hexed(colour) for colour in day}
    assert COLOURS["alarm"][1] in {hexed(colour) for colour in page.evaluate(PAINTED)}
    assert not faint(page)


def test_the_ground_of_the_map_is_the_same_by_day_and_by_night(watch_page):
    grounds = []
    for scheme in ("light", "dark"):
        page = watch_page("/embed", scheme=scheme)
        page.wait_for_function(READY)
        grounds.append(page.evaluate(GROUND.format(".leaflet-container")))
    assert grounds[0] == grounds[1]


def test_an_address_that_is_not_there_can_be_read_in_the_dark(chromium, server):
    with chromium.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{server}/nothing-of-this-name", wait_until="load")
        assert not faint(page)
