"""What a large table costs: read once, taken by the next process, and counted by an engine.

``python -m bench.scale`` measures it on the table that comes with the map and on made-up ones, each step in a process
of its own, and writes RESULTS-scale.md. CPU seconds are user and system time of that process with nothing else counted;
of what it imports, nothing is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

import pyarrow.parquet as pq

from bench.synthetic import write
from lib.config.paths import ROOT
from lib.config.settings import variable
from lib.events import kept, table
from lib.events.typed import to_arrow
from tests.scale.engines import ENGINES

RESULTS = ROOT / "bench" / "RESULTS-scale.md"
SIZES = (0, 1_000_000)
"""Made-up strikes; 0 is the table that comes with the map."""


def _read(path: Path) -> int:
    return len(table.load(path).frame)


def _kept(path: Path) -> int:
    return len(kept.load(path).frame)


def _cube(path: Path) -> int:
    with ExitStack() as opened:
        return len(ENGINES["DuckDB"](path.with_suffix(".parquet"), opened).cube().frame)


STEPS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "read": ("the file read, nothing kept", _read),
    "first": ("the file read and kept as Parquet", _kept),
    "next": ("the same by the next process", _kept),
    "cube": ("the cube by DuckDB, of Parquet (rows: of the cube)", _cube),
}


def step(name: str, path: Path) -> None:
    """Do one step and print rows, CPU seconds and peak memory, MB, as JSON."""
    began = process_time()
    rows = STEPS[name][1](path)
    spent = process_time() - began
    sys.stdout.write(json.dumps([rows, spent, getrusage(RUSAGE_SELF).ru_maxrss / 1024]))


def measured(path: Path, folder: Path) -> list[str]:
    """Do all steps of one table, each in a process of its own; return the lines of a Markdown table."""
    lines = []
    for name, (words, _run) in STEPS.items():
        if name == "cube":
            pq.write_table(to_arrow(kept.load(path).frame), path.with_suffix(".parquet"))
        done = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-m", "bench.scale", "--step", name, str(path)],
            env=os.environ | {variable("cache"): str(folder)}, capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        rows, spent, memory = json.loads(done.stdout)
        lines.append(f"| {words} | {rows:,} | {spent:.2f} | {memory:,.0f} |")
        sys.stdout.write(lines[-1] + "\n")
    return lines


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="Measure what a large table costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="made-up strikes of each table")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("file", type=Path, nargs="?", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        step(asked.step, asked.file)
        return
    told = [
        "# What a large table costs",
        "",
        "`python -m bench.scale`; CPU seconds without imports, peak memory with them.",
    ]
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.csv"
            os.environ[variable("cache")] = folder
            if size:
                write(size, path)
            else:
                path.write_bytes(table.DEFAULT_TABLE.read_bytes())
            told += ["", f"## {size:,} made-up strikes" if size else "## The table that comes with the map", ""]
            told += ["| step | rows | CPU, s | memory, MB |", "|---|---|---|---|"]
            told += measured(path, Path(folder))
    RESULTS.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
