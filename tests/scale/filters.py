"""Views that every engine is asked for: each filter of rows by itself, with what makes it hard, and several at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.events.choices import NOT_KNOWN, NOT_STATED
from lib.events.query import FIRST_DAY, LAST_DAY, Query

_AREA = "box_36.5_35.8_36.9_36.1"

BY_FILTER: dict[str, tuple[dict[str, Any], ...]] = {
    "kinds": ({"kinds": frozenset({"strike"})}, {"kinds": frozenset({"control", "milestone"})}, {"kinds": frozenset()}),
    "subkinds": ({"subkinds": frozenset({"airstrike", "rocket"})}, {"subkinds": frozenset({"flow", "drone"})}),
    "confidence": ({"confidence": frozenset({"high"})}, {"confidence": frozenset()}),
    "date_basis": ({"date_basis": frozenset({"inferred"})}, {"date_basis": frozenset({NOT_KNOWN, "stated"})}),
    "attribution": ({"attribution": frozenset({"contested"})}, {"attribution": frozenset({"unknown", "alleged"})}),
    "actor": ({"actor": "rUSSIAn"}, {"actor": "nobody of this name"}, {"actor": "%"}),
    "targets": ({"targets": frozenset({"hospital", "market"})}, {"targets": frozenset({NOT_STATED})}),
    "casualties": ({"casualties": "figure"}, {"casualties": "killed"}),
    "reports": (
        {"reports": "primary", "attribution": frozenset({"stated"}), "actor": "russia"},
        {"reports": "primary", "casualties": "killed", "targets": frozenset({"school", NOT_STATED})},
        {"reports": "any", "attribution": frozenset({"stated"}), "targets": frozenset({"hospital"})},
    ),
    "where": ({"where": "saraqib"}, {"where": "سراقب"}, {"where": "as-Saraqib"}, {"where": "İDLİB"}, {"where": "!!!"}),
    "near": (
        {"near": "camps"}, {"near": "crossings", "within": 10.0}, {"near": "border"}, {"near": "front"},
        {"near": "hospitals", "within": 2.0}, {"near": "schools", "within": 1.0},
    ),
    "within": ({"near": "front", "within": 20.0}, {"near": "camps", "within": 0.5}),
    "area": ({"area": "SY070301"}, {"area": "Dana"}, {"area": "nowhere of this name"}),
    "flow": (
        {"area": "SY070301", "flow": "in"}, {"area": "SY070301", "flow": "out"}, {"area": "Harim", "flow": "between"},
    ),
    "within_area": ({"within_area": _AREA}, {"within_area": _AREA, "flow": "in"}),
}  # fmt: skip
"""Views by the filter of rows that they try; all of them over all days."""

TOGETHER: tuple[dict[str, Any], ...] = (
    {},
    {
        "kinds": frozenset({"strike", "control"}),
        "subkinds": frozenset({"airstrike", "shelling", "change"}),
        "confidence": frozenset({"high", "medium"}),
        "attribution": frozenset({"stated", "alleged"}),
        "actor": "russia",
        "where": "idlib",
    },
    {
        "within_area": _AREA,
        "near": "front",
        "within": 30.0,
        "casualties": "figure",
        "date_basis": frozenset({"stated"}),
    },
)
"""No filter, and several at once."""

RANGES = ((FIRST_DAY, LAST_DAY), (date(2020, 2, 24), date(2020, 3, 5)), (date(2020, 1, 15), date(2020, 1, 15)))
"""All days, some, and one: a report of a week overlaps a day in its middle."""


def views() -> dict[str, Query]:
    """Every view over all days, under a name."""
    named = {
        f"{name} {at}": values for name, tried in BY_FILTER.items() for at, values in enumerate(tried, start=1)
    } | {f"together {at}": values for at, values in enumerate(TOGETHER)}
    return {name: Query(start=FIRST_DAY, end=LAST_DAY, **values) for name, values in named.items()}
