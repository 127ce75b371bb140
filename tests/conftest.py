"""What many tests need: small event tables made from the few cells that matter, and the product's own table."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

# On a busy machine a process that gives way would be late, and its answer "come back later".
os.environ["IDLIB_MAP_NICENESS"] = "0"
# Tests draw many small tables; none of them drives the lines of the shipped one out.
os.environ["IDLIB_MAP_CACHE_VERSIONS"] = "1000"

from lib.events.schema import COLUMNS, SUBKINDS
from lib.events.table import EventTable, load, read

DEFAULTS: dict[str, dict[str, str]] = {
    "control": {"subkind": "change", "controller": "government", "geo_precision": "settlement"},
    "strike": {"subkind": "airstrike", "geo_precision": "settlement", "attribution": "stated"},
    "displacement": {"subkind": "flow", "metric": "displaced", "geo_precision": "settlement"},
    "milestone": {"subkind": "agreement"},
}


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows as an event table file; cells that a row leaves out get a sound value, or stay blank."""
    names = [column.name for column in COLUMNS]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for number, row in enumerate(rows):
        event_id = str(row.get("event_id", f"row-{number}"))
        start = row.get("date_start", "2020-01-15")
        sound = {
            "event_id": event_id,
            "kind": "strike",
            "date_start": start,
            "date_end": start,
            "date_precision": "day",
            "source": "Example Press: a report",
            "source_url": "https://example.org/a",
            "confidence": "high",
            "group_id": event_id,
            "is_primary": "true",
        }
        kind = str(row.get("kind", "strike"))
        writer.writerow(sound | DEFAULTS.get(kind, {"subkind": SUBKINDS[kind][0]}) | row)
    return out.getvalue().encode()


UNEXPLAINED = tuple(phase for phase in Phase if phase is not Phase.explain)
"""What Hypothesis does of an example that fails: it is made small, and not explained, which takes minutes."""

# A run of the tests tries the same examples each time, so that it fails for what was changed and for nothing else;
# `--hypothesis-profile search` looks for new ones.
SLOW = {"deadline": None, "phases": UNEXPLAINED, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("test", max_examples=25, derandomize=True, **SLOW)
settings.register_profile("search", max_examples=400, **SLOW)
settings.register_profile("faults", max_examples=1000, derandomize=True, **SLOW)
settings.load_profile("test")

SHARED_CACHE = "IDLIB_MAP_TEST_CACHE"
"""Environment variable with a folder in which several runs of the tests share what they compute."""


BROWSER = Path(__file__).parent / "browser"
"""Where the tests have a rule of their own."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make test` the first case of each test: what all of them show together is thorough."""
    asked = set()
    for item in items:
        if BROWSER not in item.path.parents:
            test = item.nodeid.partition("[")[0]
            if test in asked:
                item.add_marker(pytest.mark.thorough)
            asked.add(test)


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Front lines computed in tests are shared by all processes of a run, and kept away from the user's cache."""
    base = tmp_path_factory.getbasetemp()
    own = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    os.environ["IDLIB_MAP_CACHE"] = os.environ.get(SHARED_CACHE) or str(own / "front-lines")


@pytest.fixture
def make_table() -> Callable[..., EventTable]:
    """Build an event table from the cells that matter: ``make_table({"kind": "strike", …}, …)``."""
    return lambda *rows: read(as_csv(list(rows)), "events.csv")


@pytest.fixture(scope="session")
def events() -> EventTable:
    """The product's own table."""
    return load()
