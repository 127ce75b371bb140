"""Fifty readers at once: ``python -m bench.load``.

Each reader opens the first page as a browser does (its HTML, the stream of the page, the map's data), and changes the
period every eight seconds on the average, at moments of the reader's own: people do not click in step. Measured are the
first run of a page and the change of the filter, from its message until the server says that the page has run: for one
reader alone, for all of them in the same run, and for all of them with two processes behind HAProxy; and, as the worst
that can come, the change of all of them in the same moment. The readers take their part of the two cores too. Prints
the tables and writes them to bench/RESULTS-load.md. Half an hour of it is :mod:`bench.soak`.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

import httpx2 as httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.browser import serving
from bench.variants.windows import WINDOWS
from lib.events.table import DEFAULT_TABLE
from tests.deploy.two_processes import behind_haproxy

RESULTS = Path(__file__).parent / "RESULTS-load.md"
READERS, LOAD_S, EVERY_S = 50, 170.0, 8.0
ALONE = 20
"""Changes of the reader who is alone."""
BURSTS = 5
"""How often all readers change in the same moment."""
PATIENCE_S = 60.0
DATA = re.compile(r"/map/[\w-]+/[\w./-]+\.json[^\"'\s<>]*")
"""An address of the map's data in the HTML of the page."""


@dataclass
class Seen:
    """What readers met: seconds of first runs and of changes, and what went wrong."""

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


FAILURES = (OSError, TimeoutError, httpx.HTTPError, websockets.WebSocketException)
"""What can go wrong for a reader."""


class Reader:
    """One reader's page: its connection, and the pills that choose a period."""

    def __init__(self, address: str, web: httpx.AsyncClient, seen: Seen) -> None:
        self._address, self._web, self._seen = address, web, seen
        self._pills = ""
        self._stream: websockets.ClientConnection

    async def open(self) -> None:
        """Open the page, and load what its map asks for."""
        began = time.perf_counter()
        page = (await self._web.get("/")).raise_for_status()
        uri = self._address.replace("http", "ws", 1) + "/_stcore/stream"
        protocol = websockets.Subprotocol("streamlit")
        # The cookie that a proxy has set keeps all that one browser asks with one process.
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._web.cookies.jar)
        self._stream = await websockets.connect(
            uri,
            subprotocols=[protocol],
            max_size=None,
            ping_interval=None,
            additional_headers={"Cookie": cookies} if cookies else None,
        )
        await self._run(BackMsg(rerun_script=ClientState()))
        self._seen.first.append(time.perf_counter() - began)
        for address in sorted(set(DATA.findall(unescape(page.text)))):
            asked = time.perf_counter()
            (await self._web.get(address)).raise_for_status()
            self._seen.data.append(time.perf_counter() - asked)

    async def change(self, period: str) -> None:
        """Choose another period."""
        chosen = BackMsg()
        state = chosen.rerun_script.widget_states.widgets.add()
        state.id = self._pills
        state.string_array_value.data.append(period)
        began = time.perf_counter()
        await self._run(chosen)
        self._seen.changes.append(time.perf_counter() - began)

    async def close(self) -> None:
        """Close the tab."""
        await self._stream.close()

    async def _run(self, message: BackMsg) -> None:
        """Send what the browser would, and read until the page has run."""
        await self._stream.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while True:
                body = await self._stream.recv()
                said = ForwardMsg.FromString(body if isinstance(body, bytes) else body.encode())
                self._look(said)
                if said.WhichOneof("type") == "script_finished":
                    return

    def _look(self, said: ForwardMsg) -> None:
        element = said.delta.new_element if said.WhichOneof("type") == "delta" else None
        kind = element.WhichOneof("type") if element is not None else ""
        if element is not None and kind == "exception":
            self._seen.errors.append(element.exception.message)
        options = element.button_group.options if element is not None and kind == "button_group" else ()
        if element is not None and {option.content for option in options} >= set(WINDOWS):
            self._pills = element.button_group.id


async def read(address: str, seen: Seen, number: int, until: float) -> None:
    """Be one reader until the time is over; between two changes passes ``EVERY_S``, give or take half of it."""
    # Another reader has other moments, and another run of this has the same.
    moments = random.Random(number)  # noqa: S311  nothing is kept secret by it
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as web:
        reader = Reader(address, web, seen)
        try:
            await asyncio.sleep(number / READERS * EVERY_S)
            await reader.open()
            turn, due = number, time.perf_counter()
            while (due := max(due + moments.uniform(0.5, 1.5) * EVERY_S, time.perf_counter())) < until:
                await asyncio.sleep(due - time.perf_counter())
                turn += 1
                await reader.change(WINDOWS[turn % len(WINDOWS)])
            await reader.close()
        except FAILURES as error:
            seen.errors.append(f"{type(error).__name__}: {error}")


async def in_step(address: str) -> Seen:
    """Let all readers open the page, and then change the period in the same moment, several times."""
    seen = Seen()
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as web:
        readers = [Reader(address, web, seen) for _number in range(READERS)]
        try:
            for reader in readers:
                await reader.open()
            for turn in range(BURSTS):
                await asyncio.gather(*(reader.change(WINDOWS[turn % len(WINDOWS)]) for reader in readers))
            for reader in readers:
                await reader.close()
        except FAILURES as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
    return seen


async def alone(address: str) -> Seen:
    """Measure one reader, who changes the period as soon as the page has run."""
    seen = Seen()
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as web:
        reader = Reader(address, web, seen)
        await reader.open()
        for turn in range(ALONE):
            await reader.change(WINDOWS[turn % len(WINDOWS)])
        await reader.close()
    return seen


async def together(address: str, seconds: float) -> Seen:
    """Let all readers read for some time."""
    seen, until = Seen(), time.perf_counter() + seconds
    await asyncio.gather(*(read(address, seen, number, until) for number in range(READERS)))
    return seen


def cpu_s(pids: Sequence[int]) -> float:
    """Return the seconds that processes have computed so far."""
    ticks = 0
    for pid in pids:
        spent = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(spent[11]) + int(spent[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def await_ready(address: str) -> None:
    """Wait until the server has computed its front lines.

    Raises:
        TimeoutError: That takes more than five minutes.
    """
    until = time.monotonic() + 300.0
    while httpx.get(f"{address}/readyz").status_code != httpx.codes.OK:
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.5)


def p95(values: list[float]) -> float:
    """Return the value that 95 in 100 do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def table_of(one: Seen, many: dict[str, Seen]) -> list[str]:
    """Write what one reader met, and all of them, by what served them."""
    heads = [name for served in many for name in (served, "p95 to one's p95")]
    rows = [f"| | one reader | {' | '.join(heads)} |", f"|---|---|{'---|' * len(heads)}"]
    for name, key in (("first run of a page", "first"), ("filter change", "changes"), ("map data", "data")):
        own = getattr(one, key)
        cells = [told(own)]
        for seen in many.values():
            cells += [told(getattr(seen, key)), f"{p95(getattr(seen, key)) / p95(own):.1f} ×"]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    errors = " | ".join(f"{len(seen.errors)} | " for seen in many.values())
    return [*rows, f"| errors | {len(one.errors)} | {errors}|", ""]


def told(values: list[float]) -> str:
    """Write median, p95 and worst of some times in seconds."""
    return f"median {median(values):.2f} s, p95 {p95(values):.2f}, worst {max(values):.2f} (n {len(values)})"


def costs(folder: Path) -> list[str]:
    """Write what a change costs the server, with Streamlit's search for garbage after each run and as it is served."""
    spent = {}
    for looks in ("true", "false"):
        os.environ["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = looks
        with serving("ours", DEFAULT_TABLE, folder) as (address, pid, _at):
            await_ready(address)
            asyncio.run(alone(address))
            before = cpu_s([pid])
            asyncio.run(alone(address))
            spent[looks] = (cpu_s([pid]) - before) / (ALONE + 1)
    del os.environ["STREAMLIT_RUNNER_POST_SCRIPT_GC"]
    before, after = (f"{spent[looks] * 1000:.0f} ms" for looks in ("true", "false"))
    ratio = spent["false"] / spent["true"]
    words = f"A change costs the server {after} of computing, {ratio:.2f} × of what it costs where Streamlit looks for"
    return [f"{words} garbage after each run ({before}; `runner.postScriptGC`).", ""]


def main() -> None:
    """Measure, print, and write the results."""
    text = [
        "# Many readers, measured",
        "",
        f"Python {platform.python_version()}, streamlit {version('streamlit')}; two cores, shared with the server.",
        f"{READERS} readers for {LOAD_S:.0f} s, a change each {EVERY_S:.0f} s on the average. Written by `make load`.",
        "",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["IDLIB_MAP_CACHE"] = str(folder / "cache")
        text += costs(folder)
        with serving("ours", DEFAULT_TABLE, folder) as (address, pid, _at):
            await_ready(address)
            one = asyncio.run(alone(address))
            before = cpu_s([pid])
            many = asyncio.run(together(address, LOAD_S))
            busy = (cpu_s([pid]) - before) / LOAD_S
            burst = asyncio.run(in_step(address))
        with behind_haproxy(folder) as (address, _processes):
            await_ready(address)
            two = asyncio.run(together(address, LOAD_S))
    text += table_of(one, {f"{READERS} readers": many, f"{READERS} readers, two processes behind HAProxy": two})
    text += [f"{READERS} readers keep one process busy for {busy * 100:.0f} % of one core.", ""]
    text += [f"All {READERS} change in the same moment, {BURSTS} times, one process: {told(burst.changes)}."]
    text += [
        f"- {error}" for error in sorted({error for seen in (one, many, burst, two) for error in seen.errors})[:20]
    ]
    RESULTS.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
    print("\n".join(text))  # noqa: T201 (the command's output)


if __name__ == "__main__":
    main()
