"""A reader's own table of a million rows: seconds, memory, and how soon a small one is there.

Writes a made-up ACLED export (:mod:`bench.acled`), reads it as an upload is read, through
:func:`lib.events.uploads.import_in_subprocess`, and asks the system for the most memory that the process of the reading
had. ``python -m bench.imports`` prints a table and writes ``bench/RESULTS-imports.md``.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench.acled import acled, write
from lib.events import uploads
from lib.events.questions import Answers

RESULTS = Path(__file__).with_name("RESULTS-imports.md")
ROWS = 1_000_000
MOST_S = 60.0
MOST_MB = 1500.0
MEGABYTE = 1_000_000


def _measured(data: bytes, ready_s: float) -> dict[str, float]:
    """Return what reading a file takes, with a process that has had ``ready_s`` seconds to get ready."""
    uploads.QUEUE.prepare()
    time.sleep(ready_s)
    before = _resident()
    began = time.perf_counter()
    parsed = uploads.import_in_subprocess(data, "acled.csv", Answers(), lambda _share, _what: None)
    seconds = time.perf_counter() - began
    after = _resident()
    # The process is ended, and waited for, just after its answer.
    time.sleep(1)
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "rows": float(parsed.imported.table.rows_read),
        "taken": float(len(parsed.imported.table.frame)),
        "peak": child.ru_maxrss * 1024 / MEGABYTE,
        "cpu": child.ru_utime + child.ru_stime,
        "server": (after - before) / MEGABYTE,
    }


def _resident() -> int:
    """Return bytes of memory that this process has (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def apart(data: bytes, ready_s: float) -> dict[str, float]:
    """Return :func:`_measured` in a process of its own, so that the memory of one file is not counted to another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found: dict[str, float] = pool.apply(_measured, (data, ready_s))
    return found


def measure() -> list[str]:
    """Run it all; returns the lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acled.csv"
        write(ROWS, path)
        data = path.read_bytes()
    large = apart(data, 20.0)
    small = apart(acled(300).to_csv(index=False).encode(), 20.0)
    cold = apart(acled(300).to_csv(index=False).encode(), 0.0)
    return [
        "| what | measured | at most |",
        "|---|---|---|",
        f"| rows, size of the file | {large['rows']:,.0f}, {len(data) / MEGABYTE:.0f} MB | |",
        f"| read, checked and handed over, by the clock | {large['seconds']:.0f} s | {MOST_S:.0f} s |",
        f"| ... time of the processor | {large['cpu']:.0f} s | |",
        f"| most memory of the process that reads | {large['peak']:,.0f} MB | {MOST_MB:,.0f} MB |",
        f"| what the server has more afterwards: {large['taken']:,.0f} rows taken | {large['server']:.0f} MB | |",
        f"| a file of 300 rows, a process stands ready | {small['seconds']:.1f} s | 1 s |",
        f"| ... none does, the first after a long time | {cold['seconds']:.1f} s | |",
    ]


def main() -> None:
    """Measure, print and write."""
    table = "\n".join(measure())
    load = os.getloadavg()[0]
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.0f} at the end."
    how = (
        "A made-up ACLED export is read as an upload is, in a process of its own of lower priority. Memory is the most "
        "that the system gave that process (`ru_maxrss`); the server's is its own growth, with the rows it then holds."
    )
    text = f"# Reading a table of a reader's own\n\n`python -m bench.imports`, last run: {where}\n\n{how}\n\n{table}\n"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(table + "\n")


if __name__ == "__main__":
    main()
