"""A running server and a real Chromium; every page under test fails on a bad answer, a console error or a stranger."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Playwright, expect, sync_playwright

from lib.events.query import FIRST_DAY, LAYERS, OPENS_TO, Query
from lib.events.store import current
from lib.exports.standalone import standalone
from tests.browser.chromium import ARGUMENTS, installed

ROOT = Path(__file__).resolve().parents[2]
FAILURES = Path(__file__).parent / "failures"
HOST = "127.0.0.1"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
IN_ONE_FILE = Query(start=date(2020, 1, 15), end=date(2020, 3, 5), layers=frozenset(LAYERS) - {"online", "sochi_strip"})
"""View of the map in one file."""
ALL_DAYS = {"from_": FIRST_DAY.isoformat(), "to": OPENS_TO.isoformat()}
"""Parameters of :func:`watch_page` for all days up to the last that a page opens with."""
READY = "window.situation && window.situation.ready"
PATIENCE_MS = 120_000
"""How long a test waits for what must come: it measures nothing, and the machine may have much else to do."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make test` the first case of each test that is marked core, to `make thorough` that of every other."""
    asked = set()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            test = item.nodeid.partition("[")[0]
            if test in asked:
                item.add_marker(pytest.mark.each_case)
            if item.get_closest_marker("core") is None or test in asked:
                item.add_marker(pytest.mark.thorough)
            asked.add(test)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, table: Path | None = None, port: int = 0, **settings: str) -> Iterator[str]:
    """Serve the product as `make run` does, with the cache of the tests; gives its address. Its log is in folder."""
    port = port or free_port()
    environment = os.environ | settings
    if table is not None:
        environment |= {"IDLIB_MAP_TABLE": str(table)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [*command, "--server.address", HOST, "--server.port", str(port)],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            for line in process.stdout:  # Streamlit prints its address once it listens
                if str(port) in line:
                    break
            else:
                pytest.fail(f"the server did not start: {(folder / 'log.txt').read_text()[-2000:]}")
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Address of the product with its own table."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def serve(tmp_path) -> Iterator[Callable[[Path], str]]:
    """Serve another table for one test; the server outlives the test's pages, which would miss it."""
    with ExitStack() as servers:
        yield lambda table: servers.enter_context(serving(tmp_path, table))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed()
    if path is None:
        pytest.fail("No Chromium: run `make browser`")
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


def launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture(scope="session")
def one_file(tmp_path_factory) -> Path:
    """Path of the map in one file, with every layer that needs no network."""
    path = tmp_path_factory.mktemp("stick") / "map.html"
    path.write_text(standalone(current(), IN_ONE_FILE), encoding="utf-8")
    return path


def patient(
    chromium: Browser,
    viewport: dict[str, int],
    *,
    touch: bool = False,
    offline: bool = False,
    scheme: Literal["light", "dark"] = "light",
) -> BrowserContext:
    """Make a profile that waits as long as a busy machine needs."""
    # A page under test asks the server under test: nothing comes from what an earlier test had the browser keep.
    context = chromium.new_context(
        viewport=viewport, has_touch=touch, offline=offline, color_scheme=scheme, service_workers="block"
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="session")
def profiles(chromium, server) -> Callable[..., BrowserContext]:
    """Give the browser's profile for a size of window; all tests share it, and with it the scripts once loaded."""
    opened: dict[tuple[int, int, bool, str], BrowserContext] = {}

    def profile(viewport: dict[str, int], *, touch: bool, scheme: Literal["light", "dark"]) -> BrowserContext:
        key = (viewport["width"], viewport["height"], touch, scheme)
        if key not in opened:
            opened[key] = patient(chromium, viewport, touch=touch, scheme=scheme)
            opened[key].add_init_script(FORGET)
            # A page that stays keeps the process of the pages, and the scripts that it has compiled.
            opened[key].new_page().goto(f"{server}/readyz")
        return opened[key]

    return profile


FORGET = """try {
    if (window === window.top && !sessionStorage.getItem("opened")) localStorage.clear();
    sessionStorage.setItem("opened", "yes");
} catch { /* an empty page has no store */ }"""
"""A new tab finds nothing that an earlier test left in the browser's store."""


FAINT = "() => " + Path(__file__).with_name("faint.js").read_text(encoding="utf-8").partition("() => ")[2].rstrip("\n;")


def faint(page: Page) -> list[object]:
    """Give the words of a page and its frames that are too faint on their ground, as they are painted."""
    return [word for frame in page.frames for word in frame.evaluate(FAINT)]


class Watch:
    """Notes what went wrong on a page while a test ran."""

    def __init__(self, page: Page, host: str) -> None:
        self.faults: list[str] = []
        self.strangers: list[str] = []
        self.host = host
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def _said(self, message) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _answered(self, response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def _failed(self, request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a page that is left takes its open requests with it
            self.faults.append(f"{request.failure} {request.url}")

    def _asked(self, request) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https", "ws", "wss"} and where.netloc != self.host:
            self.strangers.append(request.url)


@pytest.fixture
def watch_page(server, serve, chromium, profiles, request) -> Iterator[Callable[..., Page]]:  # noqa: ARG001  outlive pages
    """Open a page and watch it; at the end of the test nothing may have failed. A failure leaves a screenshot.

    What a test does to the whole browser (goes offline, grants a permission) it does in a profile of its own:
    ``alone=True``.
    """
    opened: list[tuple[Page, Watch]] = []
    own: list[BrowserContext] = []

    def open_page(
        path: str = "/",
        *,
        viewport: dict[str, int] | None = None,
        touch: bool = False,
        alone: bool = False,
        scheme: Literal["light", "dark"] = "light",
        address: str = server,
        **params: str,
    ) -> Page:
        size = viewport or DESKTOP
        make = partial(patient, chromium) if alone else profiles
        context = make(size, touch=touch, scheme=scheme)
        if alone:
            own.append(context)
        page = context.new_page()
        opened.append((page, Watch(page, urlsplit(address).netloc)))
        query = {name.rstrip("_"): value for name, value in params.items()}
        page.goto(f"{address}{path}" + (f"?{urlencode(query)}" if query else ""))
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, (page, watch) in enumerate(opened):
        if failed or watch.faults or watch.strangers:
            FAILURES.mkdir(exist_ok=True)
            name = "".join(sign if sign.isalnum() else "-" for sign in request.node.name)
            page.screenshot(path=FAILURES / f"{name}-{number}.png")
    for page in {page for one, _watch in opened for page in one.context.pages if page.url != f"{server}/readyz"}:
        page.close()
    for context in own:
        context.close()
    assert not [fault for _page, watch in opened for fault in watch.faults]
    assert not [stranger for _page, watch in opened for stranger in watch.strangers]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):  # noqa: ARG001
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


def map_frame(page: Page) -> Frame:
    """The map's own frame, once its first state is painted."""
    element = page.wait_for_selector('iframe[src*="streamlit_folium"]')
    frame = element.content_frame()
    assert frame is not None
    # What waits in the empty page that a frame begins with is lost when the frame's own page comes.
    frame.wait_for_url("**/streamlit_folium.st_folium/**", wait_until="commit")
    frame.wait_for_function(READY)
    page.wait_for_selector("#first-sight", state="detached")
    return frame


def painted(frame: Frame, after: str) -> dict:
    """What the map has drawn, once a state other than the one stamped ``after`` is painted."""
    frame.wait_for_function("stamp => window.situation.stamp && window.situation.stamp !== stamp", arg=after)
    return frame.evaluate("window.situation")
