"""An area of one's own drawn with a real mouse and a finger, brought as a file, and seen on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lib.analysis import summary
from lib.events import own_area
from lib.events.query import Query, parse
from lib.events.store import current
from tests.browser.conftest import DESKTOP, PHONE, map_frame
from tests.browser.hand_at_degrees import HandAtDegrees
from tests.events.test_area_files import BOXES, geojson, geopackage

BOX = "box_36.5_35.8_36.9_36.1"
HINT = ".situation-drawing-hint"
OUTLINE = ".situation-own_area path"
VIEW = "[map.getCenter().lat, map.getCenter().lng, map.getZoom()]"


class Drawing(HandAtDegrees):
    """A page whose reader is about to draw."""

    def begin(self, words):
        page = self.page
        if self.touch:
            page.get_by_test_id("stExpandSidebarButton").click()
        button = page.get_by_role("button", name=words)
        if not button.is_visible():
            page.get_by_text("Area of my own", exact=True).click()
        button.click()
        self.frame.locator(HINT).wait_for()

    def area(self):
        """The area in the address, once there is one."""
        self.page.wait_for_url(lambda address: "within_area=" in address)
        text = self.page.evaluate("new URL(location.href).searchParams.get('within_area')")
        self.frame.locator(OUTLINE).first.wait_for()
        assert parse({"within_area": text})[1] == ()
        return own_area.area_of(text)


@pytest.fixture
def drawing(watch_page):
    return lambda path="/", **params: Drawing(watch_page(path, viewport=DESKTOP, **params))


def test_a_rectangle_is_dragged_and_the_page_narrows_to_it(drawing):
    at = drawing(from_="2020-02-01", to="2020-02-20")
    at.begin("Draw a rectangle")
    view = at.frame.evaluate(VIEW)
    at.page.mouse.move(*at.at(36.5, 36.1))
    at.page.mouse.down()
    at.page.mouse.move(*at.at(36.7, 36.0), steps=4)
    at.page.mouse.move(*at.at(36.9, 35.8), steps=4)
    at.page.mouse.up()
    area = at.area()
    west, south, east, north = area.degrees.bounds
    assert (west, south, east, north) == pytest.approx((36.5, 35.8, 36.9, 36.1), abs=0.01)
    expect(at.frame.locator(HINT)).to_have_count(0)
    text = at.page.evaluate("new URL(location.href).searchParams.get('within_area')")
    query, _notes = parse({"from": "2020-02-01", "to": "2020-02-20", "within_area": text})
    counted = summary.figures(current().events, query)
    same = "n => window.situation.figures && window.situation.figures.strikes === n"
    at.frame.wait_for_function(same, arg=counted.strikes)
    assert at.frame.evaluate("window.situation.figures.front_km") == pytest.approx(counted.front_km, abs=0.06)
    assert at.frame.evaluate("window.situation.figures.changed") == counted.changed["place"].nunique()
    expect(at.page.locator(".im-heading")).to_contain_text("inside the area drawn")
    assert at.frame.evaluate(VIEW) == view, "the map stays"
    expect(at.frame.locator("[data-popup]")).to_have_count(0)


def test_two_corners_that_are_clicked_are_a_rectangle_too(drawing):
    at = drawing()
    at.begin("Draw a rectangle")
    at.press(36.9, 35.8)
    expect(at.frame.locator(HINT)).to_contain_text("opposite")
    at.press(36.5, 36.1)
    assert at.area().degrees.bounds == pytest.approx((36.5, 35.8, 36.9, 36.1), abs=0.01)


@pytest.mark.parametrize("end", ["first corner", "double click", "Enter", "button"])
def test_a_polygon_is_clicked_corner_by_corner(drawing, end):
    at = drawing(kinds="strike")
    at.begin("Draw a polygon")
    view = at.frame.evaluate(VIEW)
    corners = [(36.4, 35.6), (37.0, 35.7), (36.7, 36.2)]
    for corner in corners:
        at.press(*corner)
    if end == "first corner":
        at.press(*corners[0])
    elif end == "double click":
        at.page.mouse.dblclick(*at.at(36.5, 36.1))
        corners.append((36.5, 36.1))
    elif end == "Enter":
        at.page.keyboard.press("Enter")
    else:
        at.frame.get_by_role("button", name="Finish").click()
    area = at.area()
    drawn = own_area.area_of(own_area.read(own_area.polygon_code([corners])))
    both = area.degrees.intersection(drawn.degrees)
    # To the pixel, of which there are few in a degree.
    assert both.area / drawn.degrees.union(area.degrees).area > 0.94
    expect(at.frame.locator("[data-popup]")).to_have_count(0)
    assert at.frame.evaluate(VIEW) == view, "the map stays where it was drawn"


@pytest.mark.parametrize("shape", ["Draw a rectangle", "Draw a polygon"])
def test_escape_leaves_the_drawing_and_the_map_is_as_before(drawing, shape):
    at = drawing(kinds="strike")
    at.begin(shape)
    at.press(36.4, 35.6)
    at.page.keyboard.press("Escape")
    expect(at.frame.locator(HINT)).to_have_count(0)
    expect(at.page.get_by_text("Now draw on the map")).to_have_count(0)
    assert "within_area" not in at.page.url
    assert at.frame.evaluate("map.dragging.enabled() && map.doubleClickZoom.enabled() && map.boxZoom.enabled()")
    # And again, from the same button.
    at.begin(shape)
    at.page.keyboard.press("Escape")
    expect(at.frame.locator(HINT)).to_have_count(0)


def test_a_finger_taps_a_polygon_and_a_rectangle(watch_page):
    at = Drawing(watch_page("/", viewport=PHONE, touch=True, kinds="strike"), touch=True)
    at.begin("Draw a polygon")
    for corner in [(36.3, 35.6), (36.9, 35.7), (36.6, 36.0)]:
        at.press(*corner)
    at.frame.get_by_role("button", name="Finish").tap()
    assert at.area().holds([36.6], [35.8]).all()


def test_a_link_goes_to_the_area_unless_it_names_a_view(watch_page):
    def centre(**params):
        frame = map_frame(watch_page("/", kinds="strike", within_area="SY070301", **params))
        frame.locator(OUTLINE).first.wait_for(state="attached")
        return frame.evaluate("[map.getCenter().lng, map.getCenter().lat]")

    middle = own_area.area_of("SY070301").degrees.envelope.centroid
    assert centre() == pytest.approx([middle.x, middle.y], abs=0.12)
    assert centre(lat="35.6", lon="36.4", zoom="9") == pytest.approx([36.4, 35.6], abs=0.01)


@pytest.mark.parametrize("path", ["/front_lines", "/displacement", "/strikes", "/events"])
def test_every_map_draws_the_outline_and_says_where(watch_page, path):
    page = watch_page(path, within_area=BOX, from_="2020-02-01", to="2020-02-20")
    frame = map_frame(page)
    frame.locator(OUTLINE).first.wait_for(state="attached")
    expect(page.locator(".im-heading")).to_contain_text("the area drawn")
    expect(frame.locator(".situation-legend")).to_contain_text("The area drawn")


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_a_file_with_areas_is_brought_and_one_of_them_used(watch_page, tmp_path, kind):
    page = watch_page("/")
    map_frame(page)
    page.get_by_text("Area of my own", exact=True).click()
    data = geojson(BOXES) if kind == "geojson" else geopackage(tmp_path, BOXES)
    section = page.get_by_test_id("stSidebar")
    section.locator("input[type=file]").set_input_files(
        {"name": f"areas.{kind}", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Use this area").click()
    page.wait_for_url(lambda address: "within_area=poly_" in address)
    text = page.evaluate("new URL(location.href).searchParams.get('within_area')")
    area = own_area.area_of(text)
    assert list(area.holds([36.6, 36.6, 36.6], [36.1, 35.5, 35.8])) == [True, True, False]
    assert Query(within_area=text).params()["within_area"] == text


def test_a_file_that_cannot_be_used_says_so(watch_page):
    page = watch_page("/")
    map_frame(page)
    page.get_by_text("Area of my own", exact=True).click()
    page.get_by_test_id("stSidebar").locator("input[type=file]").set_input_files(
        {"name": "areas.geojson", "mimeType": "application/geo+json", "buffer": b"{"}
    )
    expect(page.get_by_text("The file is damaged, or no GeoJSON or GeoPackage.")).to_be_visible()
    assert "within_area" not in page.url
