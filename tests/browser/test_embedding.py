"""The map in the page of somebody else: the whole of it is seen, in every language, whatever the size of its frame."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Frame, expect

from lib.light.snippet import FRAMES
from lib.text import LANGUAGES
from tests.browser.conftest import HOST, READY, Watch, patient, serving

SIZES = ((640, 420), (390, 844), (1366, 768))
VIEW = "from=2020-01-28&to=2020-02-15"
PARTS = (
    ".situation-title", ".situation-full", ".situation-legend", ".situation-foot", ".situation-strip",
    ".situation-clock",
)  # fmt: skip
"""What a framed map has around the ground: title, link out, legend, sources, figures, clock."""
SEEN = """(parts) => {
    const inside = ({ left, top, right, bottom }) =>
        right > left && bottom > top && left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    const faults = [];
    const boxes = parts.map((part) => document.querySelector(part)?.getBoundingClientRect());
    parts.forEach((part, i) => {
        if (!boxes[i] || !inside(boxes[i])) faults.push(`${part} is not whole in the frame`);
    });
    const apart = (one, other) => one.right <= other.left + 1 || other.right <= one.left + 1
        || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
    parts.forEach((part, i) => parts.slice(i + 1).forEach((other, j) => {
        const [one, two] = [boxes[i], boxes[i + 1 + j]];
        if (one && two && !apart(one, two)) faults.push(`${part} lies on ${other}`);
    }));
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push("the frame scrolls");
    return faults;
}"""


@contextmanager
def elsewhere(folder: Path, body: str) -> Iterator[str]:
    """Serve a page of somebody else, on another port; gives its address."""
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>'
    head += '<link rel="icon" href="data:,">'
    (folder / "index.html").write_text(f'{head}<body style="margin:0">{body}</body></html>', encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer((HOST, 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def framed(page, selector: str = "iframe") -> Frame:
    """The map in a frame, once it is painted and has its figures."""
    element = page.wait_for_selector(selector)
    # A browser paints no frame of another server that is out of sight.
    element.scroll_into_view_if_needed()
    frame = element.content_frame()
    frame.wait_for_function(READY)
    frame.wait_for_function("situation.figures")
    return frame


@pytest.mark.core
@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_frame_of_another_page_the_whole_is_seen_and_nothing_lies_on_anything(chromium, server, tmp_path, lang):
    frames = "".join(
        f'<iframe title="{width}" width="{width}" height="{height}" style="border:0;display:block" '
        f'src="{server}/embed?{VIEW}&amp;lang={lang}"></iframe>'
        for width, height in SIZES
    )
    context = patient(chromium, {"width": 1400, "height": 900})
    try:
        with elsewhere(tmp_path, frames) as address:
            page = context.new_page()
            watch = Watch(page, server.removeprefix("http://"))
            page.goto(address)
            for width, _height in SIZES:
                frame = framed(page, f'iframe[title="{width}"]')
                assert frame.evaluate(SEEN, PARTS) == [], f"{width} in {lang}"
                assert frame.evaluate("situation.drawn.front_km") > 0
                assert frame.locator(".situation-legend-toggle").get_attribute("aria-expanded") == "false"
                link = frame.locator(".situation-full").get_attribute("href")
                assert link.startswith(f"./?{VIEW}")
                assert frame.locator(".situation-full").get_attribute("target") == "_blank"
            assert not watch.faults
            assert all(stranger.startswith(address) for stranger in watch.strangers)
    finally:
        context.close()


def test_the_map_in_one_file_runs_in_a_frame_of_another_page_and_asks_no_server(chromium, server, tmp_path):
    context = patient(chromium, {"width": 1000, "height": 700})
    source = f"{server}/export/map.html?{VIEW}&amp;inline=1"
    try:
        with elsewhere(tmp_path, f'<iframe title="map" width="960" height="600" src="{source}"></iframe>') as address:
            page = context.new_page()
            watch = Watch(page, server.removeprefix("http://"))
            page.goto(address)
            frame = framed(page)
            assert frame.evaluate("situation.drawn.strike_events") > 0
            assert frame.evaluate("self.origin") == "null", "it is a page of nobody's"
            frame.evaluate("situationMap.setRange('2020-02-01', '2020-02-05')")
            frame.wait_for_function("situation.ready && situation.to === '2020-02-05'")
            assert (
                frame.evaluate("performance.getEntriesByType('resource').filter(({name}) => /^http/.test(name))") == []
            )
            assert not watch.faults
    finally:
        context.close()


def test_where_the_server_lets_nobody_frame_it_a_page_elsewhere_gets_nothing_and_its_own_does(chromium, tmp_path):
    context = patient(chromium, {"width": 1000, "height": 700})
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    try:
        with serving(tmp_path, IDLIB_MAP_FRAME_ANCESTORS="none") as server:
            with elsewhere(folder, f'<iframe title="map" src="{server}/embed?{VIEW}"></iframe>') as address:
                page = context.new_page()
                with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
                    page.goto(address)
            page.goto(f"{server}/light?{VIEW}")
            framed(page, "iframe.map:not(.waiting)")
    finally:
        context.close()


def test_briefing_shows_the_frame_as_it_will_look_in_its_own_size_once_it_is_scrolled_to(watch_page):
    page = watch_page("/briefing", from_="2020-02-05", to="2020-02-12")
    box = page.locator(".im-frame")
    box.wait_for(state="attached")
    frame = box.locator("iframe")
    expect(frame).to_have_attribute("title", re.compile(r"\bFeb\w* 2020"))
    assert frame.get_attribute("src") is None
    box.scroll_into_view_if_needed()
    inside = framed(page, ".im-frame iframe")
    assert inside.evaluate("[situation.from, situation.to]") == ["2020-02-05", "2020-02-12"]
    assert frame.bounding_box()["height"] == FRAMES["column"].height
    code = page.locator("[data-testid=stCode] code").inner_text()
    assert f'src="{page.evaluate("location.origin")}/embed?from=2020-02-05&amp;to=2020-02-12&amp;lang=en"' in code
