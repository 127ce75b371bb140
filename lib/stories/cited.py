"""Whose reports a step cites: the sources of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from lib.events.table import EventTable


@dataclass(frozen=True)
class Source:
    """Publisher and title of a report, and its address on the web; "" where it has none."""

    name: str
    address: str


def sources(events: EventTable, rows: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources of some rows of the event table in their order, each once; unknown rows are passed over."""
    named = _rows(events, rows)
    pairs = zip(named["source"].astype(str), named["source_url"].astype(str), strict=True)
    made = (Source(source.strip(), url if _is_web(url) else "") for source, url in pairs)
    return tuple(dict.fromkeys(source for source in made if source.name))


def unknown(events: EventTable, rows: Sequence[str]) -> list[str]:
    """Return those of some rows that the event table does not have."""
    known = set(_rows(events, rows)["event_id"])
    return [row for row in rows if row not in known]


def _rows(events: EventTable, rows: Sequence[str]) -> pd.DataFrame:
    """Return rows by ``event_id``, in the order asked for."""
    found = events.frame.loc[events.frame["event_id"].isin(rows), ["event_id", "source", "source_url"]]
    order = {row: at for at, row in enumerate(rows)}
    return found.sort_values("event_id", key=lambda ids: ids.map(order), kind="stable")


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        return False
