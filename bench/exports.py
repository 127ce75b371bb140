"""Exports against the pages: twenty asked for at once, and what a change of the filter costs meanwhile.

Starts the product with a fresh cache, opens the situation page in Chromium, and times a change of the filter, from the
click to the painted map, first idle and then while twenty pictures are made. ``python -m bench.exports`` prints a table
and writes ``bench/RESULTS-exports.md``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx
from playwright.sync_api import Frame, Page, sync_playwright

from bench import downloads
from tests.browser.chromium import ARGUMENTS, installed
from tests.browser.conftest import map_frame, serving

RESULTS = Path(__file__).with_name("RESULTS-exports.md")
AT_ONCE = 20
CHANGES = 8
LIMIT = 2.0
"""A change of the filter may take so many times as long while exports are made."""
WARM_S = 180.0
PRESETS = ("January", "February")


def change(page: Page, frame: Frame, name: str) -> float:
    """Measure seconds from the click on a preset to the painted map."""
    before = frame.evaluate("window.situation.stamp")
    began = time.perf_counter()
    page.get_by_test_id("stSidebar").get_by_text(name, exact=True).click()
    frame.wait_for_function(
        "stamp => window.situation.ready && window.situation.stamp !== stamp", arg=before, timeout=120_000
    )
    return time.perf_counter() - began


def changes(page: Page, frame: Frame, until: list[Future[float]] | None = None) -> list[float]:
    """Measure several changes of the filter, in seconds; with ``until`` as long as one of these is not done."""
    taken: list[float] = []
    while len(taken) < CHANGES if until is None else not all(future.done() for future in until):
        taken.append(change(page, frame, PRESETS[len(taken) % len(PRESETS)]))
    return taken


def picture(address: str, day: int) -> float:
    """Measure seconds until a picture of its own for each ``day`` is there."""
    began = time.perf_counter()
    view = {"from": "2020-02-01", "to": f"2020-02-{day:02d}", "size": "1080p"}
    answer = httpx.get(f"{address}/export/map.png", params=view, timeout=600)
    answer.raise_for_status()
    return time.perf_counter() - began


def measure() -> list[str]:
    """Run it all; returns the lines of the table."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        frame = map_frame(page)
        frame.wait_for_function("window.situation.figures", timeout=WARM_S * 1000)
        cold = picture(address, 29)
        warm = [picture(address, day) for day in (28, 27, 26)]
        changes(page, frame)
        idle = changes(page, frame)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [pool.submit(picture, address, day) for day in range(2, 2 + AT_ONCE)]
            busy = changes(page, frame, asked)
            taken = [future.result() for future in asked]
        browser.close()
    quiet, loaded = statistics.median(idle), statistics.median(busy)
    return [
        "| what | measured |",
        "|---|---|",
        f"| first picture, the process begins with it | {cold:.1f} s |",
        f"| a picture, warm, over HTTP (median of {len(warm)}) | {statistics.median(warm):.2f} s |",
        f"| {AT_ONCE} pictures asked for at once: came | {len(taken)} |",
        f"| ... until the first and the last was there | {min(taken):.1f} s, {max(taken):.1f} s |",
        f"| change of the filter, idle (median of {len(idle)}) | {quiet * 1000:.0f} ms |",
        f"| ... while they were made (median of {len(busy)}) | {loaded * 1000:.0f} ms |",
        f"| ratio (at most {LIMIT:g}) | {loaded / quiet:.2f} |",
    ]


if __name__ == "__main__":
    table, taken = "\n".join(measure()), "\n".join(downloads.table())
    RESULTS.write_text(
        f"# Exports beside the pages\n\n`python -m bench.exports`, last run:\n\n{table}\n\n"
        f"{downloads.HEADING}\n\n{taken}\n",
        encoding="utf-8",
    )
    sys.stdout.write(f"{table}\n{taken}\n")
