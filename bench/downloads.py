"""Downloads of a million reports: until the first byte, until the last, and the memory of server and worker meanwhile.

Serves the product's routes, without its pages, on a table of made-up strikes (:mod:`bench.synthetic`), takes each file
once, and has the kernel tell the most memory that each process had. ``python -m bench.downloads [ROWS]`` prints the
table; ``python -m bench.exports`` writes it to ``bench/RESULTS-exports.md``. Linux alone has such a file system of
processes.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import synthetic

ROWS = 1_000_000
ENDINGS = ("csv", "geojson", "parquet", "gpkg", "xlsx")
VIEW = "from=2019-12-01&to=2020-03-05"
START_S = 600.0
SERVER = """
import sys
import uvicorn
from starlette.applications import Starlette
from lib.web.routes import ROUTES
uvicorn.run(Starlette(routes=list(ROUTES)), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""
BEFORE: dict[str, tuple[float, float, int, int, int]] = {}
"""What was measured before files were made by workers and sent from the disk: as :class:`Taken`, by format."""


HEADING = f"""## Downloads of {ROWS:,} reports

`python -m bench.downloads`, last run; {ROWS:,} made-up strikes beside the real rows. "server, more" is the most memory
that the server had above what it had before, "worker, most" all that the worker had, the table included."""


class Taken(NamedTuple):
    """One download: seconds to its first and last byte, its bytes, megabytes that server and workers took for it."""

    first_s: float
    last_s: float
    size: int
    server_mb: int
    worker_mb: int


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(table: Path, cache: Path) -> Iterator[tuple[int, int]]:
    """Serve a table; give the port and the server's process id."""
    port = free_port()
    limits = {"IDLIB_MAP_EXPORT_TIMEOUT": "1800", "IDLIB_MAP_EXPORT_TIMEOUT_PAGES": "1800"}
    environment = os.environ | limits | {"IDLIB_MAP_TABLE": str(table), "IDLIB_MAP_CACHE": str(cache)}
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], env=environment)  # noqa: S603  ours
    try:
        until = time.monotonic() + START_S
        while True:
            try:
                asked(port, "/healthz")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def asked(port: int, address: str) -> tuple[float, float, int]:
    """Take a file and throw it away; return seconds to its first and last byte, and its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1800)
    began = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    if answer.status != http.client.OK:
        raise OSError(answer.read().decode())
    size = len(answer.read(1))
    first = time.perf_counter() - began
    while piece := answer.read(1 << 20):
        size += len(piece)
    return first, time.perf_counter() - began, size


def memory_mb(process: int, name: str) -> int:
    """Return ``VmRSS`` or ``VmHWM`` of a process, megabytes."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def workers_of(server: int) -> list[int]:
    """Return the processes that a server has begun."""
    return [
        int(each) for task in Path(f"/proc/{server}/task").iterdir() for each in (task / "children").read_text().split()
    ]


def taken(port: int, server: int, ending: str) -> Taken:
    """Take a file, and look how much more memory the server had for it, and how much the workers had in all."""
    Path(f"/proc/{server}/clear_refs").write_text("5", encoding="ascii")
    before = memory_mb(server, "VmRSS")
    first, last, size = asked(port, f"/export/events.{ending}?{VIEW}")
    worker = max((memory_mb(each, "VmHWM") for each in workers_of(server)), default=0)
    return Taken(first, last, size, memory_mb(server, "VmHWM") - before, worker)


def measure(rows: int = ROWS) -> dict[str, Taken]:
    """Take each format once, of a table of ``rows`` strikes."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "events.csv"
        synthetic.write(rows, table)
        with served(table, Path(folder) / "cache") as (port, server):
            asked(port, "/export/events.txt?from=2020-03-05&to=2020-03-05")
            return {ending: taken(port, server, ending) for ending in ENDINGS}


def table(rows: int = ROWS) -> list[str]:
    """Measure, and return the lines of the table."""
    lines = [
        "| file | first byte | last byte | size | server, more | worker, most |",
        "|---|---|---|---|---|---|",
    ]
    for ending, found in measure(rows).items():
        kinds = [(ending, found)]
        if rows == ROWS and ending in BEFORE:
            kinds.append(("... before", Taken(*BEFORE[ending])))
        for name, each in kinds:
            lines.append(
                f"| {name} | {each.first_s:.2f} s | {each.last_s:.1f} s | {each.size / 1e6:,.0f} MB "
                f"| {each.server_mb:,} MB | {f'{each.worker_mb:,} MB' if each.worker_mb else 'none'} |"
            )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)) + "\n")
