"""The briefing page and the presentation view in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from lib.config.language import LANGUAGES
from tests.browser.conftest import ALL_DAYS, DESKTOP, PHONE, map_frame

SHOWN = "(image) => image.complete && image.naturalWidth > 0"
WEEK = {"from_": "2020-02-05", "to": "2020-02-12"}
RESTS = "(to) => window.situation.ready && window.situation.to === to"


def drawn(page):
    """The preview, once the picture is there."""
    image = page.locator(".im-preview img").first
    image.wait_for()
    page.wait_for_function(f"() => ({SHOWN})(document.querySelector('.im-preview img'))", timeout=240_000)
    return image


def asked_by(locator, attribute):
    address = urlsplit(locator.get_attribute(attribute))
    return address.path.removeprefix("."), {name: value[0] for name, value in parse_qs(address.query).items()}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["laptop", "phone"])
def test_the_page_shows_the_picture_itself_in_the_shape_of_its_file(watch_page, viewport):
    page = watch_page("/briefing", viewport=viewport, **WEEK)
    image = drawn(page)
    width, height = image.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    assert width / height == pytest.approx(16 / 9, rel=0.01)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_chosen_is_in_the_picture_the_files_and_the_address(watch_page):
    page = watch_page("/briefing", **WEEK)
    drawn(page)
    title = page.get_by_label("Title")
    title.fill("For <b>Tuesday</b> & after")
    title.press("Enter")
    page.wait_for_url("**title=For*")
    page.get_by_role("radio", name="Front", exact=True).click()
    page.wait_for_url("**extent=front*")
    image = page.locator('.im-preview img[src*="extent=front"]')
    image.wait_for()
    expected = {"from": "2020-02-05", "to": "2020-02-12", "title": "For <b>Tuesday</b> & after", "extent": "front"}
    assert asked_by(image, "src") == ("/export/map.png", expected | {"size": "1080p-preview"})
    for name, path in (("Slides", "map.pptx"), ("Situation report", "report.pdf"), ("PDF", "map.pdf")):
        assert asked_by(page.locator(".im-files a", has_text=name).first, "href")[0].startswith("/export/")
        expect(page.locator(f'.im-files a[href^="./export/{path}?"]')).to_have_count(1)
    drawn(page)


def test_a_link_brings_the_choices_back(watch_page):
    page = watch_page("/briefing", **WEEK, title="Kept", note="As it was", size="a4-portrait", dates="weekly")
    page.locator(".im-thumbs img").first.wait_for()
    expect(page.get_by_label("Title")).to_have_value("Kept")
    expect(page.get_by_label("Note")).to_have_value("As it was")
    expect(page.locator(".im-thumbs li")).to_have_count(2)
    path, asked = asked_by(page.locator(".im-files a", has_text="Slides"), "href")
    assert path == "/export/map.pptx"
    assert (asked["dates"], asked["title"], asked.get("size")) == ("weekly", "Kept", None)


def test_the_link_to_the_picture_is_copied_whole(watch_page):
    page = watch_page("/briefing", alone=True, **WEEK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawn(page)
    page.locator(".im-link", has_text="Link to the picture").get_by_role("button").click()
    page.get_by_text("Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/export/map.png?from=2020-02-05&to=2020-02-12")
    assert page.request.get(link + "&size=854x480").status == 200


def test_the_part_of_the_map_that_the_reader_moved_to_can_be_chosen(watch_page):
    page = watch_page(alone=True, **WEEK)
    frame = map_frame(page)
    box = frame.frame_element().bounding_box()
    at = (box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] - 120, at[1] + 60, steps=8)
    page.mouse.up()
    page.wait_for_function("() => sessionStorage.getItem('situation.last_view')")
    zoom = frame.evaluate("window.situationMap.moved()[2]")
    page.mouse.wheel(0, -200)
    frame.wait_for_function("(zoom) => window.situationMap.moved()[2] > zoom", arg=zoom)
    rests = "(at) => JSON.parse(sessionStorage.getItem('situation.last_view')).zoom > at"
    page.wait_for_function(rests, arg=zoom)
    lat, lon, zoom = frame.evaluate("window.situationMap.moved()")
    seen = {"lat": f"{lat:.4f}".rstrip("0"), "lon": f"{lon:.4f}".rstrip("0"), "zoom": f"{zoom:g}"}

    page.get_by_role("link", name="Briefing", exact=True).click()
    usual = page.get_by_role("radio", name="Usual", exact=True)
    expect(usual).to_be_checked()
    drawn(page)
    assert "lat" not in asked_by(page.locator(".im-preview img").first, "src")[1]
    page.get_by_role("radio", name="As on my map now", exact=True).click()
    image = page.locator('.im-preview img[src*="lat="]')
    image.wait_for()
    expected = {"from": "2020-02-05", "to": "2020-02-12"} | seen
    assert asked_by(image, "src") == ("/export/map.png", expected | {"size": "1080p-preview"})
    page.wait_for_url("**lat=*")
    assert {name: value[0] for name, value in parse_qs(urlsplit(page.url).query).items()} == expected
    drawn(page)
    # Another part gives the view up again.
    usual.click()
    page.wait_for_url(lambda url: "lat=" not in url)
    page.locator('.im-preview img:not([src*="lat="])').wait_for()


def test_a_page_whose_map_nobody_moved_offers_no_part_that_a_map_was_moved_to(watch_page):
    page = watch_page(alone=True, **WEEK)
    map_frame(page)
    page.get_by_role("link", name="Briefing", exact=True).click()
    drawn(page)
    expect(page.get_by_role("radio", name="Usual", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="As on my map now", exact=True)).to_have_count(0)


def test_a_pack_of_too_many_pages_is_said_on_the_page(watch_page):
    page = watch_page("/briefing", **ALL_DAYS, dates="weekly", pages="layers")
    page.get_by_text("at most 32 fit").first.wait_for()


def covered(page, frame):
    """Whether the map's frame fills the window."""
    box = frame.frame_element().bounding_box()
    size = page.viewport_size
    return (box["x"], box["y"], box["width"], box["height"]) == (0, 0, size["width"], size["height"])


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("path", ["/", "/front_lines"])
def test_presenting_leaves_only_the_map_with_title_dates_legend_and_sources(watch_page, path, viewport):
    page = watch_page(path, viewport=viewport, view="present", **WEEK)
    frame = map_frame(page)
    assert covered(page, frame)
    expect(frame.locator(".situation-title strong")).to_contain_text("Saraqib", use_inner_text=True)
    expect(frame.locator(".situation-title span")).to_contain_text("5–12 Feb 2020", use_inner_text=True)
    expect(frame.locator(".situation-foot")).to_contain_text("Sources:", use_inner_text=True)
    expect(frame.locator(".situation-legend")).to_be_visible()
    for hidden in (".situation-clock", ".situation-figures", ".situation-tools", ".leaflet-control-zoom"):
        expect(frame.locator(hidden).first).not_to_be_visible()
    title, sea = frame.locator(".situation-title").bounding_box(), frame.locator("#map_div").bounding_box()
    assert title["y"] + title["height"] <= sea["y"] + 1
    assert sea["y"] + sea["height"] <= viewport["height"] + 1


def test_arrow_keys_step_through_the_days_and_the_title_follows(watch_page):
    page = watch_page(view="present", **WEEK)
    frame = map_frame(page)
    frame.wait_for_function("window.situation.figures")
    page.keyboard.press("ArrowRight")
    frame.wait_for_function(RESTS, arg="2020-02-13")
    page.keyboard.press("Shift+ArrowRight")
    frame.wait_for_function(RESTS, arg="2020-02-20")
    page.keyboard.press("ArrowLeft")
    frame.wait_for_function(RESTS, arg="2020-02-19")
    page.wait_for_url("**to=2020-02-19*")
    frame.wait_for_function("document.querySelector('.situation-title strong')")
    assert "view=present" in page.url


def test_arrow_keys_step_on_a_map_without_a_clock_too(watch_page):
    page = watch_page("/front_lines", view="present", **WEEK)
    frame = map_frame(page)
    page.keyboard.press("ArrowLeft")
    frame.wait_for_function(RESTS, arg="2020-02-11")
    assert covered(page, frame)


@pytest.mark.parametrize("path", ["/", "/front_lines"])
def test_escape_leaves_the_presentation(watch_page, path):
    page = watch_page(path, view="present", **WEEK)
    map_frame(page)
    page.keyboard.press("Escape")
    page.wait_for_function("!window.location.search.includes('view=')")
    page.get_by_role("link", name="Situation").wait_for()
    assert "from=2020-02-05" in page.url


CUT = """() => [...document.querySelectorAll("[data-testid=stMain] [role=radiogroup]")].flatMap((group) => {
    const { left, right } = group.parentElement.getBoundingClientRect();
    const beyond = (box) => box.left < left - 1 || box.right > right + 1;
    return [...group.children].filter((one) => beyond(one.getBoundingClientRect())).map((one) => one.textContent);
})"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["laptop", "phone"])
def test_no_choice_of_the_page_is_cut(watch_page, lang, viewport):
    page = watch_page("/briefing", viewport=viewport, lang=lang)
    page.locator(".st-key-briefing-extent [role=radio]").first.wait_for()
    assert page.evaluate(CUT) == []
