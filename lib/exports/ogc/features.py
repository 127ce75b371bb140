"""Features as GeoJSON: a page of a collection, or one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import shapely

from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.geodata.typed import typed
from lib.exports.ogc.asked import Items
from lib.exports.ogc.collections import Collection
from lib.exports.ogc.found import Found

MOST_BYTES: Final = 8_000_000
"""A page ends with the feature that takes it over so many bytes, however many were asked for; others follow."""
AT_A_TIME: Final = 200
"""Features written before it is looked whether the page is long enough."""


@dataclass(frozen=True)
class Page:
    """Features of a collection from one on.

    Attributes:
        features: Each as GeoJSON.
        matched: How many there are in all.
        offset: How many come before.
        limit: How many were asked for.
    """

    features: list[str]
    matched: int
    offset: int
    limit: int

    @property
    def following(self) -> int | None:
        """How many come before the next page; None where this is the last."""
        after = self.offset + len(self.features)
        return after if self.features and after < self.matched else None

    @property
    def preceding(self) -> int | None:
        """How many come before the page before this one; None where this is the first."""
        return max(0, min(self.offset, self.matched) - self.limit) if self.offset else None

    def json(self, links: list[dict[str, str]]) -> bytes:
        """Write a feature collection."""
        told = {"numberMatched": self.matched, "numberReturned": len(self.features), "links": links}
        head = f'{{"type":"FeatureCollection",{json.dumps(told, ensure_ascii=False)[1:-1]},"features":[\n'
        return (head + ",\n".join(self.features) + "\n]}\n").encode()


def page_of(snapshot: Snapshot, collection: Collection, items: Items) -> Page:
    """Write the features of a page."""
    found = collection.find(snapshot.events, items.query)
    at = found.matching(items.box, items.days)
    written: list[str] = []
    size = 0
    last = min(items.offset + items.limit, len(at))
    for start in range(items.offset, last, AT_A_TIME):
        for feature in _features(found.taken(at[start : min(start + AT_A_TIME, last)]), collection):
            if size >= MOST_BYTES:
                return Page(written, len(at), items.offset, items.limit)
            written.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":"), default=str))
            size += len(written[-1])
    return Page(written, len(at), items.offset, items.limit)


def feature_of(snapshot: Snapshot, collection: Collection, name: str) -> dict[str, Any] | None:
    """Return the feature of a name; None where there is none."""
    found = collection.find(snapshot.events, Query()).at(name)
    return None if found is None else _features(found, collection)[0]


def _features(found: Found, collection: Collection) -> list[dict[str, Any]]:
    rows = typed(found.frame, collection.columns()).to_pylist()
    return [
        {
            "type": "Feature",
            "id": name,
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
            "properties": row,
        }
        for name, shape, row in zip(found.names(), found.drawn(), rows, strict=True)
    ]
