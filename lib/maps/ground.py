"""The JSON of the base map, which every map is drawn on."""

from __future__ import annotations

from typing import Any

from lib.geography import basemap, places


def base(relief_url: str) -> dict[str, Any]:
    """Return the base map: land, water, roads, borders, and the towns with their label ranks."""
    towns = places.labels()
    relief = basemap.relief()
    return basemap.web_bundle() | {
        "towns": [
            list(town)
            for town in zip(
                towns["place"], towns.geometry.y.round(5), towns.geometry.x.round(5), towns["rank"], strict=True
            )
        ],
        "relief": None
        if relief is None
        else {
            "url": relief_url,
            "bounds": relief.bounds,
            "flat": basemap.RELIEF_FLAT,
            "noise": basemap.RELIEF_NOISE,
        },
        "attribution": basemap.attribution(),
    }
