"""Where on the screen the symbols of the map are drawn, read off the drawing itself, and a hand that points there."""

from __future__ import annotations

from typing import Any, NamedTuple

from playwright.sync_api import Frame, Locator, Page

SPOTS = """(margin) => {
    const OVER = ".situation-foot, .situation-legend, .situation-tools, .situation-title, .situation-search, "
        + ".leaflet-control";
    const map = document.querySelector(".leaflet-container").getBoundingClientRect();
    const root = document.querySelector(".situation-symbols");
    const toScreen = root.getScreenCTM();
    const screen = ([x, y]) => {
        const point = new DOMPoint(x, y).matrixTransform(toScreen);
        return [point.x, point.y];
    };
    const points = (path) => {
        const pairs = path.getAttribute("d").match(/-?[\\d.]+,-?[\\d.]+/g);
        return pairs.map((pair) => pair.split(",").map(Number));
    };
    // An arrow is its outline, one side out and the other back, or its middle line: a third of the way along it.
    const along = (path) => {
        const found = points(path);
        if (!path.getAttribute("d").endsWith("Z")) return found[Math.floor(found.length / 3)];
        const at = Math.floor(found.length / 6);
        const [left, right] = [found[at], found[found.length - 1 - at]];
        return [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
    };
    const middle = (shape) => {
        const box = shape.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const place = (element) => {
        const shape = element.querySelector("path, circle, rect");
        const long = ["flow", "modelled"].includes(element.dataset.kind);
        return long ? screen(along(shape)) : middle(shape);
    };
    const front = root.querySelector('[data-kind="front"]');
    const line = () => {
        front.focus({ preventScroll: true });
        const shown = document.querySelector(".situation-hover path");
        const found = shown ? points(shown) : [];
        front.blur();
        // At its ends a stretch meets the next one, and either may be meant.
        const ends = [found[0], found[found.length - 1]];
        const inner = ([x, y]) => ends.every((end) => Math.hypot(end[0] - x, end[1] - y) > 12);
        return found.filter(inner).map(screen);
    };
    const symbols = [...root.querySelectorAll(".situation-symbol[data-kind]")];
    const kept = symbols.map((element) => ({ element, at: place(element) }));
    if (front) line().forEach((at) => kept.push({ element: front, at }));
    return kept.map(({ element, at: [x, y] }) => {
        const top = document.elementFromPoint(x, y);
        const inside = x > map.left + 1 && x < map.right - 1 && y > map.top + 1 && y < map.bottom - 1;
        const furniture = (dx, dy) => {
            const found = document.elementFromPoint(x + dx, y + dy);
            return !found || !found.closest(".leaflet-container") || Boolean(found.closest(OVER));
        };
        // A finger is wider than a point: where it meets a button as well, the browser takes the button.
        const around = [[0, 0], [margin, 0], [-margin, 0], [0, margin], [0, -margin]];
        const covered = !inside || around.some((by) => furniture(...by));
        const owner = top && top.closest(".situation-symbol");
        const bare = element.dataset.kind === "front" && !owner;
        return {
            kind: element.dataset.kind, name: element.dataset.name, key: element.dataset.key, x, y,
            seen: !covered, topmost: !covered && (owner === element || bare),
        };
    });
}"""

FRAMES = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
LOOKS = (
    [36.05, 36.7, 10], [35.8, 36.6, 10], [36.2, 36.75, 11], [35.85, 36.5, 9], [36.0, 36.6, 8], [35.6, 36.75, 12],
    [36.3, 36.95, 12], [35.75, 36.8, 12],
)  # fmt: skip
"""Centres and zooms among which each kind of symbol is found lying free."""


class Spot(NamedTuple):
    """One symbol and a point (CSS pixels of its frame) at which it is drawn."""

    kind: str
    name: str
    key: str
    x: float
    y: float
    seen: bool
    topmost: bool


class Hand:
    """A mouse or a finger on the map of a page; the map may be the page itself."""

    def __init__(self, page: Page, frame: Frame, *, touch: bool = False) -> None:
        self.page = page
        self.frame = frame
        self.touch = touch

    def look(self, lat: float, lon: float, zoom: float) -> None:
        """Turn the map, and wait until it is drawn there."""
        self.frame.evaluate("at => window.map.setView([at[0], at[1]], at[2], {animate: false})", [lat, lon, zoom])
        self.frame.evaluate(FRAMES)

    def spots(self) -> list[Spot]:
        """Every symbol in view that nothing but symbols covers."""
        found = [Spot(**spot) for spot in self.frame.evaluate(SPOTS, 16 if self.touch else 0)]
        return [spot for spot in found if spot.seen]

    def free(self, kind: str) -> Spot | None:
        """A symbol of a kind that lies on top where it is drawn, wherever it takes to look."""
        for look in LOOKS:
            self.look(*look)
            for spot in self.spots():
                if spot.kind == kind and spot.topmost:
                    return spot
        return None

    def under(self, spot: Spot) -> list[tuple[str, str]]:
        """What the map says a click there would open."""
        asked = [spot.x, spot.y, self.touch]
        return [(one["kind"], one["name"]) for one in self.frame.evaluate("at => situationMap.under(...at)", asked)]

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """A point of the frame as one of the page."""
        if self.frame == self.page.main_frame:
            return x, y
        left, top = self.frame.frame_element().evaluate(
            "(e) => { const box = e.getBoundingClientRect(); return [box.left + e.clientLeft, box.top + e.clientTop]; }"
        )
        return left + x, top + y

    def point(self, spot: Spot) -> None:
        """Move the mouse there."""
        self.page.mouse.move(*self.on_page(spot.x, spot.y))

    def press(self, x: float, y: float) -> None:
        """Click or tap a point of the frame."""
        press = self.page.touchscreen.tap if self.touch else self.page.mouse.click
        press(*self.on_page(x, y))

    def opened(self) -> dict[str, Any]:
        """The open popup: kind, name, and (kind, name) of all it tells of."""
        popup = self.frame.locator("[data-popup]")
        popup.wait_for()
        listed = popup.locator("[data-kind]").evaluate_all("all => all.map((e) => [e.dataset.kind, e.dataset.name])")
        kind, name = popup.get_attribute("data-kind"), popup.get_attribute("data-name")
        return {"kind": kind, "name": name, "listed": [tuple(one) for one in listed] or [(kind, name)]}

    def close(self) -> None:
        """Close the popup, and wait until it is gone."""
        self.frame.locator("[data-popup] .situation-reports").press("Escape")
        self.frame.locator("[data-popup]").wait_for(state="detached")


def first_reports(popup: Locator) -> None:
    """Wait for the reports of the first thing that a popup tells of; of several places it is a list, folded."""
    popup.locator("a, .situation-entry").first.wait_for()
    folded = popup.locator(".situation-entry button[aria-expanded=false]")
    if folded.count():
        folded.first.click()
    popup.locator("a").first.wait_for()


def hand(page: Page, frame: Frame, *, touch: bool = False) -> Hand:
    """A hand on the map of a frame, all of which is brought into the window."""
    if frame != page.main_frame:
        frame.frame_element().scroll_into_view_if_needed()
    return Hand(page, frame, touch=touch)
