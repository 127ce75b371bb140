"""A hand on the map of a page that points at degrees, and not at what is drawn there."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import map_frame

FRAME = 'iframe[src*="streamlit_folium"]'
POINT = """([lat, lon]) => {
    const at = window.map.latLngToContainerPoint([lat, lon]);
    const box = window.map.getContainer().getBoundingClientRect();
    return [at.x + box.left, at.y + box.top];
}"""


class HandAtDegrees:
    """A mouse or a finger on the map of a page."""

    def __init__(self, page: Page, *, touch: bool = False) -> None:
        self.page, self.touch = page, touch
        self.frame = map_frame(page)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """A point of the map as one of the page, CSS pixels."""
        x, y = self.frame.evaluate(POINT, [lat, lon])
        box = self.page.locator(FRAME).bounding_box()
        assert box is not None
        return x + box["x"], y + box["y"]

    def press(self, lon: float, lat: float) -> None:
        """Click or tap a point of the map."""
        press = self.page.touchscreen.tap if self.touch else self.page.mouse.click
        press(*self.at(lon, lat))
