"""A picture of the map against a screenshot of the page: ``python -m bench.pictures``.

Both give a PNG of 1920 x 1080 of the same views. The picture is drawn in this process, warm: letters cut, front lines
computed. The screenshot is given the same: a warm server, and a browser in three states. Prints the table and writes
it to bench/RESULTS-pictures.md.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import serving
from lib.analysis import control
from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.events.table import DEFAULT_TABLE
from lib.exports.pictures import picture
from lib.print.drawing import SHEETS
from tests.browser.chromium import ARGUMENTS, install
from tests.browser.conftest import map_frame

RESULTS = Path(__file__).parent / "RESULTS-pictures.md"
VIEWPORT = {"width": 1920, "height": 1080}
VIEWS = (
    Query(start=date(2019, 12, 16), end=date(2019, 12, 31)),
    Query(start=date(2020, 1, 28), end=date(2020, 2, 15)),
    Query(start=date(2020, 2, 5), end=date(2020, 2, 12), lat=35.9, lon=36.7, zoom=10.5),
    Query(start=date(2019, 12, 1), end=date(2020, 3, 5)),
    Query(start=date(2020, 2, 27), end=date(2020, 3, 5)),
)
PATIENCE_MS = 120_000


def seconds(does: Callable[[], object]) -> float:
    """Measure the wall seconds of a call."""
    started = time.perf_counter()
    does()
    return time.perf_counter() - started


def shown(page: Page, address: str, query: Query) -> None:
    """Open a view and wait until its map is painted."""
    page.goto(f"{address}/?{urlencode(query.params())}")
    frame = map_frame(page)
    frame.wait_for_function("() => window.situation && window.situation.ready", timeout=PATIENCE_MS)


def cold(browsers: Callable[[], Browser], address: str, query: Query) -> None:
    """Take one screenshot with a browser started for it, as a script without a browser of its own would."""
    browser = browsers()
    page = browser.new_page(viewport=VIEWPORT)
    shown(page, address, query)
    page.screenshot()
    browser.close()


def opened(page: Page, address: str, query: Query) -> None:
    """Take a screenshot of another view in a browser and page that are open already."""
    shown(page, address, query)
    page.screenshot()


def screenshots(snapshot: Snapshot) -> dict[str, list[float]]:
    """Measure the seconds of each way to a screenshot, view by view; the server is warm."""
    took: dict[str, list[float]] = {"cold": [], "open": [], "only": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        # The server finds every front line computed, as the pictures do.
        for day in control.control_dates(snapshot.events):
            control.control_map(snapshot.events, day, Path(folder) / "cache")
        executable = install()

        def browsers() -> Browser:
            return playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)

        with serving("ours", DEFAULT_TABLE, Path(folder)) as (address, _pid, _started):
            browser = browsers()
            page = browser.new_page(viewport=VIEWPORT)
            opened(page, address, VIEWS[0])
            for query in VIEWS:
                took["open"].append(seconds(lambda query=query: opened(page, address, query)))
                took["only"].append(seconds(page.screenshot))
            browser.close()
            took["cold"] = [seconds(lambda query=query: cold(browsers, address, query)) for query in VIEWS]
    return took


def pictures(snapshot: Snapshot) -> list[float]:
    """Measure the seconds of each picture: first every one once, then each again, three times."""
    sheet = SHEETS["1080p"]
    for query in VIEWS:
        picture(snapshot, query, sheet, "png")
    return [
        median(seconds(lambda query=query: picture(snapshot, query, sheet, "png")) for _ in range(3)) for query in VIEWS
    ]


def report(ours: list[float], theirs: dict[str, list[float]]) -> str:
    """Write the measurements as a page of Markdown."""
    drawn = median(ours)
    ways = {
        "cold": "screenshot, browser started for it",
        "open": "screenshot, browser and page open, another view asked for",
        "only": "screenshot alone, the view already painted",
    }
    rows = [
        f"| {words} | {median(theirs[way]):.2f} | {max(theirs[way]):.2f} | {median(theirs[way]) / drawn:.1f} |"
        for way, words in ways.items()
    ]
    load = os.getloadavg()[0]
    made_with = f"Python {platform.python_version()}, matplotlib {version('matplotlib')}, {platform.machine()}"
    return "\n".join(
        [
            "# A picture against a screenshot of the same view",
            "",
            f"PNG of 1920 x 1080, {len(VIEWS)} views of the product's own table, seconds of wall clock.",
            "",
            "| way | median s | slowest s | times our picture |",
            "|---|---|---|---|",
            f"| **picture**, warm | {drawn:.2f} | {max(ours):.2f} | 1 |",
            *rows,
            "",
            "The last row makes no view: it copies what is on the screen, the least that any screenshot can cost.",
            "",
            f"{made_with}, {os.cpu_count()} cores, load {load:.1f} while measured.",
            "",
        ]
    )


def main() -> int:
    """Measure, print, and keep."""
    snapshot = current()
    words = report(pictures(snapshot), screenshots(snapshot))
    RESULTS.write_text(words, encoding="utf-8")
    sys.stdout.write(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
