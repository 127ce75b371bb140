"""Small event tables for tests: sound rows, and a file made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from lib.events.schema import NAMES

STRIKE = {
    "event_id": "s1", "kind": "strike", "subkind": "airstrike", "date_start": "2020-02-05", "date_end": "2020-02-05",
    "date_precision": "day", "place": "Saraqib", "place_ar": "سراقب", "lat": "35.864", "lon": "36.8",
    "geo_precision": "settlement", "target_kind": "market;school", "deaths_low": "2", "deaths_high": "4",
    "source": "A newspaper: a title", "source_url": "https://example.org/1", "source_date": "2020-02",
    "n_sources": "2", "confidence": "high", "group_id": "s1", "is_primary": "true", "note": "Seen, and told.",
}  # fmt: skip
CONTROL = {
    "event_id": "c1", "kind": "control", "subkind": "change", "date_start": "2020-01-28", "date_end": "2020-01-28",
    "place": "Maarat al-Numan", "lat": "35.643", "lon": "36.668", "controller": "government",
    "previous_controller": "opposition", "source": "A newspaper: a title", "is_primary": "true",
}  # fmt: skip
FLOW = {
    "event_id": "d1", "kind": "displacement", "subkind": "flow", "date_start": "2020-02-01", "date_end": "2020-02-07",
    "place": "Dana", "lat": "36.21", "lon": "36.77", "origin_place": "Ariha", "origin_lat": "35.81",
    "origin_lon": "36.6", "persons_low": "1000", "persons_high": "1500", "counter": "OCHA", "metric": "displaced",
    "source": "OCHA: a report", "is_primary": "true",
}  # fmt: skip


def strike(**cells: str) -> dict[str, str]:
    """A sound strike with some cells changed; a new ``event_id`` brings a group of its own."""
    row = {**STRIKE, **cells}
    if "group_id" not in cells:
        row["group_id"] = row["event_id"]
    return row


def text_of(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = NAMES, separator: str = ",") -> str:
    """A file of ``rows``, with a header, as a spreadsheet writes it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def file_of(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = NAMES, separator: str = ",") -> bytes:
    """The same in UTF-8."""
    return text_of(rows, columns, separator).encode()
