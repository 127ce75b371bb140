"""Every filter's every sum, list and number, of each engine beside the frame of the same table.

``python -m tests.scale.check`` does it on the table that comes with the map and on one of a million made-up strikes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import process_time

import pyarrow.parquet as pq

from bench.synthetic import synthetic
from lib.events.table import EventTable, load, read
from lib.events.typed import to_arrow
from tests.scale.compare import Compared
from tests.scale.engines import ENGINES
from tests.scale.filters import views

LISTED = ("together", "reports", "where", "targets", "near 4", "flow", "within_area 1")
"""Views whose lists are compared on the large table too; their sums are all."""


def tables(strikes: int) -> Iterator[tuple[str, EventTable]]:
    """The tables to compare: the map's own, and a made-up one."""
    yield "shipped", load()
    if strikes:
        data = synthetic(strikes).to_csv(index=False, lineterminator="\n").encode()
        yield f"{strikes:,} strikes", read(data, "synthetic.csv")


def main() -> int:
    """Compare; return 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.check", description=__doc__)
    parser.add_argument("--strikes", type=int, default=1_000_000, help="made-up strikes of the large table; 0 for none")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    asked = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for label, events in tables(asked.strikes):
            file = Path(folder) / "events.parquet"
            pq.write_table(to_arrow(events.frame), file)
            for name in asked.engines:
                began = process_time()
                with ExitStack() as opened:
                    both = Compared(events, ENGINES[name](file, opened))
                    wrong, right = compared(both, whole=label == "shipped")
                passed, failed = passed + right, failed + len(wrong)
                sys.stdout.write(f"{name}, {label}: {right} equal, {process_time() - began:.0f} s of CPU\n")
                sys.stdout.writelines(f"  {name}, {label}, {line}\n" for line in wrong)
                sys.stdout.flush()
    sys.stdout.write(f"{failed} failed, {passed} passed\n" if failed else f"{passed} passed\n")
    return int(bool(failed))


def compared(both: Compared, *, whole: bool) -> tuple[list[str], int]:
    """Compare all views of one table in one engine; ``whole``: the list of each view, not of some."""
    wrong: list[str] = []
    right = 0
    for name, query in views().items():
        asks = [("sums", both.sums)]
        if whole or name.startswith(LISTED):
            asks.append(("rows", both.rows))
        if name.startswith("together"):
            asks.append(("stream", both.stream))
        for what, ask in asks:
            found = ask(query)
            wrong += [f"{name}, {what}: {word}" for word in found]
            right += not found
    return wrong, right


if __name__ == "__main__":
    sys.exit(main())
