"""The first visit, from an empty browser: bytes by owner, and when words, picture and map are there.

``python -m bench.first_sight`` measures the full page and the light page on a throttled line (400 kbit/s and 400 ms,
as Chromium's own tools make it, and once through a relay on the wire) and unthrottled, beside an empty page of
Streamlit in a process that loads nothing else and one GeoJSON map of the same table. Prints the tables and writes them
to bench/RESULTS-first-sight.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from bench.browser import serving
from lib.events.table import DEFAULT_TABLE
from lib.web import warmup
from tests.browser.chromium import ARGUMENTS, install
from tests.browser.conftest import HOST, free_port

RESULTS = Path(__file__).parent / "RESULTS-first-sight.md"
BYTES_A_SECOND, LATENCY_MS = 50_000, 400
VISITS = 5
"""Unthrottled visits of each page; their median counts."""
PATIENCE_S = 180.0
VIEWPORT = {"width": 1366, "height": 768}
OWNERS = (("/static/", "Streamlit"), ("/component/", "Streamlit"), ("/map/", "data"), ("/assets/", "ours"))
"""Whose a request is, by what its path holds; all else is the page itself with its picture."""

WORDS = "document.body && document.body.innerText.trim().length > 40"
HEADING = '!!document.querySelector(\'#root h1, [data-testid="stMain"] h1, [data-testid="stMarkdownContainer"]\')'
PICTURE = "(i => !!i && i.complete && i.naturalWidth > 0)(document.querySelector('#first-sight img, .picture img'))"


@dataclass
class Visit:
    """When things were there, milliseconds after the address was asked for, and what came over the line."""

    marks: dict[str, float] = field(default_factory=dict)
    bytes: Counter[str] = field(default_factory=Counter)
    requests: int = 0


def painted(page: Page) -> bool:
    """Return whether a map is painted, in the page or in a frame of it."""
    script = "Boolean(window.situation && window.situation.ready)"
    try:
        return any(frame.evaluate(script) for frame in page.frames if frame.url.startswith("http"))
    except Error:  # the first map's frame goes when the page is there: to be asked again
        return False


def visit(context: BrowserContext, address: str, until: dict[str, Callable[[Page], bool]], *, slow: bool) -> Visit:
    """Open an address and note when each of ``until`` holds first."""
    page, seen = context.new_page(), Visit()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        limits = {"latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    urls: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: _count(seen, urls.get(event["requestId"], ""), event))
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=PATIENCE_S * 1000)
    while until.keys() - seen.marks.keys() and time.perf_counter() - began < PATIENCE_S:
        for name in until.keys() - seen.marks.keys():
            if until[name](page):
                seen.marks[name] = (time.perf_counter() - began) * 1000
        page.wait_for_timeout(10)
    page.wait_for_timeout(12_000 if slow else 2_500)  # what comes after the map counts as well
    page.close()
    return seen


def _count(seen: Visit, url: str, event: dict) -> None:
    if not url.startswith("http"):
        return
    owner = next((name for part, name in OWNERS if part in urlsplit(url).path), "the page")
    seen.bytes[owner] += int(event["encodedDataLength"])
    seen.requests += event["encodedDataLength"] > 0  # what the browser had kept was not asked for


@contextmanager
def fresh(browser: Browser, accepted: str = "") -> Iterator[BrowserContext]:
    """Give a browser that knows nothing, which reads only some encodings."""
    context = browser.new_context(viewport=VIEWPORT)
    if accepted:
        context.set_extra_http_headers({"Accept-Encoding": accepted})
    yield context
    context.close()


@contextmanager
def relay(port: int) -> Iterator[int]:
    """Carry bytes to a port as a poor line does: each way half the latency, and no faster than it in all."""
    loop, own = asyncio.new_event_loop(), free_port()
    free_at = {"up": 0.0, "down": 0.0}

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(4096):
                # All connections share the line, each way.
                free_at[way] = max(free_at[way], loop.time()) + len(data) / BYTES_A_SECOND
                await asyncio.sleep(free_at[way] - loop.time())
                if writer.is_closing():  # the page that it was for is closed
                    break
                loop.call_later(LATENCY_MS / 2000, writer.write, data)
            await asyncio.sleep(LATENCY_MS / 1000)
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(LATENCY_MS / 1000)
        server_reader, server_writer = await asyncio.open_connection(HOST, port)
        await asyncio.gather(carry(reader, server_writer, "up"), carry(server_reader, writer, "down"))

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(asyncio.start_server(accept, HOST, own))
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    time.sleep(0.2)
    # Its thread ends with the process: what is still under way is nobody's any more.
    yield own


FULL: dict[str, Callable[[Page], bool]] = {
    "words": lambda page: bool(page.evaluate(WORDS)),
    "picture": lambda page: bool(page.evaluate(PICTURE)) or painted(page),
    "map": painted,
    "page": lambda page: painted(page) and not page.evaluate("Boolean(document.getElementById('first-sight'))"),
}
"""What is waited for on the full page and on the light one."""


HEAD = f"""# The first visit, measured

An empty browser of {VIEWPORT["width"]} x {VIEWPORT["height"]}, a server that is prepared; `python -m bench.first_sight`
writes this anew.

A poor line, {BYTES_A_SECOND * 8 // 1000} kbit/s and {LATENCY_MS} ms; what comes until twelve seconds after the map
counts:

"""


def throttled(browser: Browser, address: str, port: int) -> list[str]:
    """Measure the poor line: full and light page, brotli and gzip, a second visit, and the wire."""
    rows = [
        "| page | line | MB | requests | words | picture | map | all of the page | bytes by owner |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, path in (("full page", "/"), ("light page", "/light")):
        for accepted in ("", "gzip"):
            with fresh(browser, accepted) as context:
                first = visit(context, address + path, FULL, slow=True)
                rows.append(_row(f"{name}, {accepted or 'brotli'}", "throttled", first))
                if not accepted:
                    again = visit(context, address + path, FULL, slow=True)
                    rows.append(_row(f"{name}, second visit", "throttled", again))
        with relay(port) as other, fresh(browser) as context:
            rows.append(
                _row(f"{name}, brotli", "relay", visit(context, f"http://{HOST}:{other}{path}", FULL, slow=False))
            )
    return rows


def _row(name: str, line: str, seen: Visit) -> str:
    marks = " | ".join(f"{seen.marks[mark] / 1000:.1f} s" if mark in seen.marks else "–" for mark in FULL)
    owners = ", ".join(f"{owner} {size / 1000:.0f} kB" for owner, size in seen.bytes.most_common())
    total = sum(seen.bytes.values()) / 1e6
    return f"| {name} | {line} | {total:.2f} | {seen.requests} | {marks} | {owners} |"


def unthrottled(browser: Browser, served: dict[str, str]) -> list[str]:
    """Measure a good line: medians, each beside the first words of an empty page in a process of its own."""
    empty: dict[str, Callable[[Page], bool]] = {"there": lambda page: bool(page.evaluate(HEADING))}
    waits = {
        "empty page": empty, "one GeoJSON map": {"there": _leaflet_painted},
        "full page": {"there": painted}, "light page": {"there": painted},
    }  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in waits}
    for _turn in range(VISITS):
        for name, until in waits.items():
            with fresh(browser) as context:
                found[name].append(visit(context, served[name], until, slow=False).marks.get("there", float("nan")))
    base = median(found["empty page"])
    rows = ["| page | there, median | to an empty page |", "|---|---|---|"]
    return rows + [
        f"| {name} | {median(times):.0f} ms | {median(times) / base:.2f} × |" for name, times in found.items()
    ]


def _leaflet_painted(page: Page) -> bool:
    script = "Boolean(window.benchWindow)"
    return any(frame.evaluate(script) for frame in page.frames if frame.url.startswith("http"))


def main() -> int:
    """Measure, print and write."""
    path = install()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        os.environ["IDLIB_MAP_CACHE"] = str(folder / "cache")
        warmup.pack_files()
        warmup.compute_front_lines()
        warmup.make_pictures()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with (
            serving("ours", DEFAULT_TABLE, folder) as (ours, _pid, _at),
            serving("bare", DEFAULT_TABLE, folder) as (bare, _bare_pid, _bare_at),
            serving("geojson", DEFAULT_TABLE, folder) as (geojson, _geo_pid, _geo_at),
        ):
            with fresh(browser) as context:
                visit(context, ours, FULL, slow=False)
            served = {"empty page": bare, "one GeoJSON map": geojson, "full page": ours, "light page": f"{ours}/light"}
            tables = (throttled(browser, ours, urlsplit(ours).port or 0), unthrottled(browser, served))
        browser.close()
    text = (
        HEAD + "\n".join(tables[0]) + f"\n\nA good line, medians of {VISITS} visits:\n\n" + "\n".join(tables[1]) + "\n"
    )
    sys.stdout.write(text)
    RESULTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
