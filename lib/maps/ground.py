"""The JSON of the base map, which every map is drawn on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd

from lib.geography import basemap, places
from lib.text import language, told


def base(relief_url: str, origins: Iterable[str] = ()) -> dict[str, Any]:
    """Return the base map: land, water, roads, borders, and the towns with their label ranks.

    ``origins`` are names of areas that people left: these and places are told in the reader's language too.
    """
    relief = basemap.relief()
    return basemap.web_bundle() | {
        "towns": _rows(places.labels()),
        "relief": None
        if relief is None
        else {
            "url": relief_url,
            "bounds": relief.bounds,
            "flat": basemap.RELIEF_FLAT,
            "noise": basemap.RELIEF_NOISE,
        },
        "attribution": basemap.attribution(),
        "names": {name: own for name in origins if (own := told(name)) != name} | places.local_names(language.get()),
    }


def settlements() -> dict[str, Any]:
    """Return the smaller places, which only a near map names, as the towns of the base map."""
    return {"towns": _rows(places.settlements())}


def _rows(known: gpd.GeoDataFrame) -> list[list[Any]]:
    """List name in the reader's language, latitude, longitude and rank of places."""
    names, at = places.spoken(known, language.get()), known.geometry
    return [list(row) for row in zip(names, at.y.round(5), at.x.round(5), known["rank"], strict=True)]
