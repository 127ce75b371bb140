"""What many tests need: small event tables made from the few cells that matter, and the product's own table."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from typing import Any

import pytest

from lib.events.schema import COLUMNS
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
        writer.writerow(sound | DEFAULTS[str(row.get("kind", "strike"))] | row)
    return out.getvalue().encode()


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Front lines computed in tests are kept for the session, away from the user's cache."""
    os.environ["IDLIB_MAP_CACHE"] = str(tmp_path_factory.mktemp("front-lines"))


@pytest.fixture
def make_table() -> Callable[..., EventTable]:
    """Build an event table from the cells that matter: ``make_table({"kind": "strike", …}, …)``."""
    return lambda *rows: read(as_csv(list(rows)), "events.csv")


@pytest.fixture(scope="session")
def events() -> EventTable:
    """The product's own table."""
    return load()
