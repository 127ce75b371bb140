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
    ".situation-title", ".situation-full", ".situation-legend", ".situation-foot", ".situation-strip", ".situation-clock",
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
FRONT = """async () => {
    const { lines } = await (await fetch(JSON.parse(document.getElementById("order").textContent).data
        .find((address) => address.includes("/control/")))).json();
    return lines;
}"""


@contextmanager
def elsewhere(folder: Path, body: str) -> Iterator[str]:
    """Serve a page of somebody else, on another port; gives its address."""
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>'
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


def framed(page) -> Frame:
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_function(READY)
    frame.wait_for_function("situation.figures")
    return frame
