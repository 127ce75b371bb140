"""Fifty readers at once, and half an hour of it: ``python -m bench.load [--soak MINUTES]``.

Each reader opens the first page as a browser does (its HTML, the stream of the page, the map's data), and changes the
period every eight seconds. Measured are the first run of a page and the change of the filter, from its message until
the server says that the page has run: for one reader alone, for all of them in the same run, and for all of them with
two processes behind HAProxy. The soak lets them read on in one process, and notes its memory, open files and threads.
The readers take their part of the two cores too. Prints the tables and writes them to bench/RESULTS-load.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
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
PATIENCE_S = 60.0
SAMPLE_S = 10.0
DATA = re.compile(r"/map/[\w-]+/[\w./-]+\.json[^\"'\s<>]*")
"""An address of the map's data in the HTML of the page."""


@dataclass
class Seen:
    """What readers met: seconds of first runs and of changes, and what went wrong."""

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sample:
    """The server at a moment: seconds since the start of the soak, memory in MB, open files, threads."""

    at: float
    memory: float
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int, began: float) -> Sample:
        """Read what the kernel knows of a process."""
        folder = Path(f"/proc/{pid}")
        status = dict(line.split(":", 1) for line in (folder / "status").read_text("utf-8").splitlines())
        memory = int(status["VmRSS"].split()[0]) / 1024
        return cls(time.perf_counter() - began, memory, len(list((folder / "fd").iterdir())), int(status["Threads"]))


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
    """Be one reader until the time is over: one change each ``EVERY_S``, at a beat of the reader's own."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as web:
        reader = Reader(address, web, seen)
        try:
            await asyncio.sleep(number / READERS * EVERY_S)
            await reader.open()
            turn, beat = number, time.perf_counter()
            while (beat := max(beat + EVERY_S, time.perf_counter())) < until:
                await asyncio.sleep(beat - time.perf_counter())
                turn += 1
                await reader.change(WINDOWS[turn % len(WINDOWS)])
            await reader.close()
        except (OSError, TimeoutError, httpx.HTTPError, websockets.WebSocketException) as error:
            seen.errors.append(f"{type(error).__name__}: {error}")


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


async def together(address: str, pids: Sequence[int], seconds: float) -> tuple[Seen, list[Sample]]:
    """Let all readers read for some time, and watch the first of the server's processes meanwhile."""
    seen, samples, began = Seen(), list[Sample](), time.perf_counter()
    reading = [asyncio.create_task(read(address, seen, n, began + seconds)) for n in range(READERS)]
    while time.perf_counter() - began < seconds:
        samples.append(Sample.of(pids[0], began))
        await asyncio.sleep(min(SAMPLE_S, max(began + seconds - time.perf_counter(), 0.01)))
    await asyncio.gather(*reading)
    return seen, samples


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
        cells = [_told(own)]
        for seen in many.values():
            cells += [_told(getattr(seen, key)), f"{p95(getattr(seen, key)) / p95(own):.1f} ×"]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    errors = " | ".join(f"{len(seen.errors)} | " for seen in many.values())
    return [*rows, f"| errors | {len(one.errors)} | {errors}|", ""]


def _told(values: list[float]) -> str:
    return f"median {median(values):.2f} s, p95 {p95(values):.2f}, worst {max(values):.2f} (n {len(values)})"


def soak_of(samples: list[Sample], seen: Seen) -> list[str]:
    """Write how the last five minutes of a soak compare with its first five, after a minute for all to arrive."""
    begin, end = samples[0].at + 60.0, samples[-1].at
    first = [sample for sample in samples if begin <= sample.at <= begin + 300.0]
    last = [sample for sample in samples if sample.at >= end - 300.0]
    rows = ["| | first five minutes | last five | change |", "|---|---|---|---|"]
    for name, key in (("memory, MB", "memory"), ("open files", "files"), ("threads", "threads")):
        before, after = (sum(getattr(s, key) for s in part) / len(part) for part in (first, last))
        rows.append(f"| {name} | {before:.0f} | {after:.0f} | {(after / before - 1) * 100:+.1f} % |")
    told = f"{len(seen.changes):,} changes, median {median(seen.changes):.2f} s, p95 {p95(seen.changes):.2f}"
    return [*rows, "", f"{told}; {len(seen.errors)} errors.", ""]


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
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--soak", type=float, default=30.0, help="minutes of the soak; 0 for none")
    minutes = options.parse_args().soak
    text = [
        "# Many readers, measured",
        "",
        f"Python {platform.python_version()}, streamlit {version('streamlit')}; two cores, shared with the server.",
        f"{READERS} readers for {LOAD_S:.0f} s, a change each {EVERY_S:.0f} s. Written by `make load`.",
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
            many, _samples = asyncio.run(together(address, [pid], LOAD_S))
            busy = (cpu_s([pid]) - before) / LOAD_S
        with behind_haproxy(folder) as (address, processes):
            await_ready(address)
            two, _samples = asyncio.run(together(address, [each.pid for each in processes.values()], LOAD_S))
        text += table_of(one, {f"{READERS} readers": many, f"{READERS} readers, two processes behind HAProxy": two})
        text += [f"{READERS} readers keep one process busy for {busy * 100:.0f} % of one core.", ""]
        # Half an hour before the rest is known.
        print("\n".join(text), flush=True)  # noqa: T201 (the command's output)
        soak = None
        if minutes:
            with serving("ours", DEFAULT_TABLE, folder) as (address, pid, _at):
                await_ready(address)
                soak = asyncio.run(together(address, [pid], minutes * 60.0))
    rest = [f"As many readers for {minutes:.0f} minutes, one process:", "", *soak_of(soak[1], soak[0])] if soak else []
    met = (one, many, two, *(soak[:1] if soak else ()))
    rest += [f"- {error}" for error in sorted({error for seen in met for error in seen.errors})[:20]]
    RESULTS.write_text("\n".join([*text, *rest]).rstrip() + "\n", encoding="utf-8")
    print("\n".join(rest))  # noqa: T201 (the command's output)


if __name__ == "__main__":
    main()
