"""The product in a real browser against other ways of showing the same table: ``python -m bench.browser``.

For each size of table, in one run and one Chromium: (a) a change of the filter until the map is repainted, (b) the
brush dragged over the whole range, (c) bytes on the wire, (d) memory, (e) cold start to first map. Prints the table and
writes it to bench/RESULTS.md. A variant that cannot finish says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import Browser, CDPSession, Error, Frame, Page, sync_playwright

from bench.synthetic import synthetic
from bench.variants.windows import WINDOWS
from lib.events.table import DEFAULT_TABLE
from tests.browser.chromium import ARGUMENTS, install
from tests.browser.conftest import HOST, free_port, map_frame

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "RESULTS.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
CHANGES = 32
PATIENCE_MS = 60_000
"""How long one change, or one first map, may take before the variant counts as not finishing."""
VARIANTS = ("floor", "ours", "geojson", "deck", "bare", "shell")
SCRIPTS = {"ours": "app.py", "bare": "bench/variants/bare.py"}
"""What is served, where it is not the variants' own application."""
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
"""deck.gl alone needs WebGL, and gets it in software; the others draw as on a machine with no graphics card."""
BUDGET_S = 60.0
"""How long the changes of one variant may take together; one that needs longer is stopped and says so."""
VIEWPORT = {"width": 1440, "height": 900}


@dataclass
class Result:
    """What was measured of one variant at one size; None where it did not finish."""

    changes_ms: list[float] = field(default_factory=list)
    first_ms: float | None = None
    cold_ms: float | None = None
    frames_ms: list[float] = field(default_factory=list)
    first_bytes: int | None = None
    clock_bytes: int | None = None
    change_bytes: float | None = None
    heap_first: float | None = None
    heap_last: float | None = None
    server_mb: float | None = None
    mounts: int | None = None
    failed: str = ""


@contextmanager
def serving(variant: str, table: Path, folder: Path) -> Iterator[tuple[str, int, float]]:
    """Serve one variant; gives its address, its process id and when it was started."""
    port = free_port()
    environment = os.environ | {
        "IDLIB_MAP_TABLE": str(table),
        "IDLIB_MAP_CACHE": str(folder / "cache"),
        "BENCH_VARIANT": variant,
        "PYTHONPATH": str(ROOT),
    }
    script = SCRIPTS.get(variant, "bench/variants/app.py")
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--server.address", HOST, "--server.port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://{HOST}:{port}"
        _await_health(address, process)
        yield address, process.pid, started
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await_health(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


class Wire:
    """Counts the bytes that reach the browser, Streamlit's own files apart."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0
        self._ours: set[str] = set()
        session.send("Network.enable")
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _answered(self, event: dict) -> None:
        path = event["response"]["url"].split("/", 3)[-1]
        if not path.startswith(("static/", "_stcore/")) and path:
            self._ours.add(event["requestId"])

    def _finished(self, event: dict) -> None:
        if event["requestId"] in self._ours:
            self.bytes += int(event["encodedDataLength"])

    def _frame(self, event: dict) -> None:
        self.bytes += len(event["response"]["payloadData"]) * 3 // 4  # base64


def _rss_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _heap_mb(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


REST_MS = 4_000
"""The clock prepares its shapes while the browser rests; heap is compared after that."""
CLICK = """name => {
  const pill = [...document.querySelectorAll('button')].find((b) => b.innerText.trim() === name);
  window.benchStart = performance.timeOrigin + performance.now();
  pill.click();
}"""
OUTER_PAINTED = """name => new Promise((done) => {
  const look = () => {
    const stamp = document.querySelector('#bench-stamp');
    if (stamp && stamp.dataset.window === name) {
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())));
    } else setTimeout(look, 5);
  };
  look();
})"""
OURS_PAINTED = """stamp => new Promise((done) => {
  const look = () => window.situation.ready && window.situation.stamp !== stamp
    ? done(performance.timeOrigin + performance.now()) : setTimeout(look, 5);
  look();
})"""
GEOJSON_PAINTED = """name => new Promise((done) => {
  const look = () => window.benchWindow === name
    ? done(performance.timeOrigin + performance.now()) : setTimeout(look, 5);
  look();
})"""


def _inner(page: Page) -> Frame:
    element = page.wait_for_selector('iframe[src*="streamlit_folium"]', timeout=PATIENCE_MS)
    frame = element.content_frame()
    assert frame is not None
    return frame


def _first_paint(variant: str, page: Page) -> Frame | None:
    """Wait until the variant shows its first map; gives the map's frame where there is one."""
    if variant == "ours":
        return map_frame(page)
    frame = None
    if variant == "geojson":
        frame = _inner(page)
        frame.wait_for_function("window.benchWindow", timeout=PATIENCE_MS)
    if variant == "deck":
        page.wait_for_selector("canvas", timeout=PATIENCE_MS)
    page.evaluate(OUTER_PAINTED, WINDOWS[-1])
    page.get_by_text(WINDOWS[0], exact=True).wait_for(timeout=PATIENCE_MS)
    return frame


def _change(variant: str, page: Page, frame: Frame | None, name: str) -> float:
    """Click a window and wait until it is painted; milliseconds from the click."""
    before = frame.evaluate("window.situation.stamp") if variant == "ours" and frame else ""
    page.evaluate(CLICK, name)
    if variant == "ours" and frame:
        painted = frame.evaluate(OURS_PAINTED, before)
    elif variant == "geojson" and frame:
        painted = frame.evaluate(GEOJSON_PAINTED, name)
    else:
        painted = page.evaluate(OUTER_PAINTED, name)
    return float(painted - page.evaluate("window.benchStart"))


BRUSH = """async () => {
  const frames = [];
  const day = (n) => new Date(Date.UTC(2019, 11, 1) + n * 864e5).toISOString().slice(0, 10);
  let last = null;
  const next = () => new Promise((r) => requestAnimationFrame(r));
  for (let n = 0; n <= 95; n += 1) {
    window.situationMap.setRange(day(0), day(n));
    const now = await next();
    if (last !== null) frames.push(now - last);
    last = now;
  }
  for (let n = 0; n <= 80; n += 1) {
    window.situationMap.setRange(day(n), day(n + 14));
    const now = await next();
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""


def measure(variant: str, table: Path, browser: Browser, folder: Path) -> Result:
    """Measure everything about one variant at one size."""
    result = Result()
    try:
        with serving(variant, table, folder) as (address, pid, started):
            context = browser.new_context(viewport=VIEWPORT)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            session = context.new_cdp_session(page)
            wire = Wire(session)
            opened = time.perf_counter()
            page.goto(address)
            frame = _first_paint(variant, page)
            now = time.perf_counter()
            result.first_ms, result.cold_ms = (now - opened) * 1000, (now - started) * 1000
            result.first_bytes = wire.bytes
            if variant == "ours" and frame:
                frame.wait_for_function("window.situation.figures", timeout=3 * PATIENCE_MS)
                result.clock_bytes = wire.bytes
                page.wait_for_timeout(REST_MS)
            begun = time.perf_counter()
            for number in range(CHANGES):
                if time.perf_counter() - begun > BUDGET_S:
                    result.failed = f"{number} of {CHANGES} changes in {BUDGET_S:.0f} s"
                    break
                result.changes_ms.append(_change(variant, page, frame, WINDOWS[number % len(WINDOWS)]))
                if number == 0:
                    result.heap_first = _heap_mb(session)
                    at_first = wire.bytes
            result.heap_last = _heap_mb(session)
            result.change_bytes = (wire.bytes - at_first) / (CHANGES - 1)
            if variant == "ours" and frame:
                result.frames_ms = frame.evaluate(BRUSH)
                result.mounts = frame.evaluate("window.situation.mounts")
            result.server_mb = _rss_mb(pid)
            context.close()
    except (Error, RuntimeError, AssertionError) as error:
        result.failed = str(error).splitlines()[0][:80]
    return result


def _ms(values: list[float], share: float | None = None) -> str:
    if not values:
        return "–"
    return f"{median(values) if share is None else float(np.quantile(values, share)):,.0f} ms"


def _number(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value:,.0f} {unit}"


def _times(ratio: float) -> str:
    return "–" if np.isnan(ratio) else f"{ratio:.2f} ×"


def table_rows(n: int, results: dict[str, Result]) -> list[str]:
    """Write the lines of one size: a row per variant, with its ratio to the floor and to ours."""
    middles = {
        name: median(result.changes_ms) if result.changes_ms else float("nan") for name, result in results.items()
    }
    lines = []
    for variant, result in results.items():
        ratios = " | ".join(_times(middles[variant] / middles[other]) for other in ("floor", "ours"))
        finished = len(result.changes_ms) == CHANGES
        note = "" if finished else f" (did not finish: {result.failed or 'too slow'})"
        growth = "–"
        if result.heap_first and result.heap_last:
            growth = f"{result.heap_first:,.1f} → {result.heap_last:,.1f} MB"
        clock = f" ({result.clock_bytes / 1000:,.0f} kB with the clock)" if result.clock_bytes else ""
        lines.append(
            f"| {n:,} | {variant}{note} | {_ms(result.changes_ms)} | {_ms(result.changes_ms, 0.95)} | "
            f"{ratios} | {_number(result.first_ms, 'ms')} | "
            f"{_number(result.cold_ms, 'ms')} | {_number((result.first_bytes or 0) / 1000, 'kB')}{clock} | "
            f"{_number((result.change_bytes or 0) / 1000, 'kB')} | {growth} | {_number(result.server_mb, 'MB')} |"
        )
    return lines


def frame_rows(n: int, result: Result) -> str:
    """Write the line of one size about the brush."""
    frames = result.frames_ms
    if not frames:
        return f"| {n:,} | – | – | – | {result.mounts or '–'} |"
    rate = 1000 / float(np.mean(frames))
    return f"| {n:,} | {rate:.0f} | {_ms(frames, 0.95)} | {max(frames):,.0f} ms | {result.mounts} |"


def machine() -> str:
    """Say what the figures were measured on."""
    names = ("streamlit", "streamlit-folium", "folium", "pydeck", "pandas", "playwright")
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, software rendering."


HEADING = (
    "| events | variant | change, median | p95 | to floor | to ours | first map | cold start to first map "
    "| first load | a change | heap, change 1 → 32 | server |"
)


def main() -> None:
    """Measure every size and variant, print the table, and write it to bench/RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    arguments = parser.parse_args()
    lines = [
        "# The map in the browser, measured", "", machine(), "",
        f"Medians of {CHANGES} changes; the same windows for all. `floor` is the rerun of an empty page with the",
        "product's modules loaded, on Streamlit as it ships; `geojson` is streamlit-folium with one GeoJSON for each",
        "change, `deck` is st.pydeck_chart (its figure ends when the page has its new data and two frames have passed:",
        "a lower bound). Part of the floor is Streamlit's search for garbage among the modules after each run.",
        "The product spares itself that (lib/web/memory.py), so two lower floors are given as well: `bare` is an empty",
        "page in a process that loads nothing else, `shell` an empty page of the product, with its navigation and its",
        "filter and nothing to search.", "",
        HEADING,
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    brush = ["", "The brush dragged over the whole range, all layers on:", "",
             "| events | frames a second | p95 frame | worst | map built |", "|---|---|---|---|---|"]  # fmt: skip
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=ARGUMENTS)
        with_webgl = [*(argument for argument in ARGUMENTS if argument != "--disable-gpu"), *WEBGL]
        webgl = playwright.chromium.launch(executable_path=install(), args=with_webgl)
        for n in arguments.sizes:
            folder = Path(name) / str(n)
            folder.mkdir()
            table = folder / "events.csv"
            synthetic(n).to_csv(table, index=False)
            results = {
                variant: measure(variant, table, webgl if variant == "deck" else browser, folder)
                for variant in VARIANTS
            }
            lines += table_rows(n, results)
            brush.append(frame_rows(n, results["ours"]))
            sys.stdout.write("\n".join([*table_rows(n, results), brush[-1]]) + "\n")
            sys.stdout.flush()
        browser.close()
        webgl.close()
    RESULTS.write_text("\n".join([*lines, *brush]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{DEFAULT_TABLE.name}: written to {RESULTS.name}\n")


if __name__ == "__main__":
    main()
