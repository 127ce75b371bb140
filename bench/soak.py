"""Half an hour of fifty readers: ``python -m bench.soak [--minutes MINUTES]``.

The readers of :mod:`bench.load` read on in one process; noted are its memory, open files and threads, and how the last
five minutes differ from the first five. Prints the table and writes it to bench/RESULTS-soak.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.browser import serving
from bench.load import EVERY_S, READERS, Seen, await_ready, together, told
from lib.events.table import DEFAULT_TABLE

RESULTS = Path(__file__).parent / "RESULTS-soak.md"
SAMPLE_S = 10.0
ARRIVING_S, PART_S = 60.0, 300.0
"""A minute for all to arrive, and the length of the parts that are compared."""


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


async def soak(address: str, pid: int, seconds: float) -> tuple[Seen, list[Sample]]:
    """Let all readers read for some time, and watch the server's process meanwhile."""
    samples, began = list[Sample](), time.perf_counter()
    reading = asyncio.create_task(together(address, seconds))
    while time.perf_counter() - began < seconds:
        samples.append(Sample.of(pid, began))
        await asyncio.sleep(min(SAMPLE_S, max(began + seconds - time.perf_counter(), 0.01)))
    return await reading, samples


def compared(samples: list[Sample]) -> list[str]:
    """Write how the last five minutes of a soak compare with its first five, after a minute for all to arrive."""
    begin, end = samples[0].at + ARRIVING_S, samples[-1].at
    first = [sample for sample in samples if begin <= sample.at <= begin + PART_S]
    last = [sample for sample in samples if sample.at >= end - PART_S]
    rows = ["| | first five minutes | last five | change |", "|---|---|---|---|"]
    for name, key in (("memory, MB", "memory"), ("open files", "files"), ("threads", "threads")):
        before, after = (sum(getattr(s, key) for s in part) / len(part) for part in (first, last))
        rows.append(f"| {name} | {before:.0f} | {after:.0f} | {(after / before - 1) * 100:+.1f} % |")
    return rows


def main() -> None:
    """Measure, print, and write the results."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=30.0, help="how long the readers read")
    minutes = options.parse_args().minutes
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["IDLIB_MAP_CACHE"] = str(folder / "cache")
        with serving("ours", DEFAULT_TABLE, folder) as (address, pid, _at):
            await_ready(address)
            seen, samples = asyncio.run(soak(address, pid, minutes * 60.0))
    how = f"a change each {EVERY_S:.0f} s on the average. Written by `make load`."
    text = [
        "# Half an hour of many readers, measured",
        "",
        f"Python {platform.python_version()}, streamlit {version('streamlit')}; two cores, shared with the server.",
        f"{READERS} readers for {minutes:.0f} minutes, one process, {how}",
        "",
        *compared(samples),
        "",
        f"{len(seen.changes):,} changes: {told(seen.changes)}; {len(seen.errors)} errors.",
        *(f"- {error}" for error in sorted(set(seen.errors))[:20]),
    ]
    RESULTS.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
    print("\n".join(text))  # noqa: T201 (the command's output)


if __name__ == "__main__":
    main()
