"""The base map: land, borders, water, roads and relief, read from the small files in ``data/geo``.

The files are built by :mod:`tools.base_layers`; where they come from, under which licence and
how exact they are stands in ``data/geo/NOTICE.md``. All coordinates are WGS 84 degrees (EPSG:4326).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from lib.config import paths
from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES
from lib.geography import world
from lib.text import _, enumerated

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FOLDER = paths.GEO

AREA_OF_INTEREST = shapely.box(*CRISIS.boxes.region)
"""What the map is about; control is computed in here only."""

EXTENT = shapely.box(*CRISIS.boxes.base)
"""What the base layers cover: more than the area of interest, so that a wide screen shows no edge."""

RELIEF_FILE = "relief.webp"
RELIEF_BOUNDS_FILE = "relief.json"
RELIEF_FLAT, RELIEF_NOISE = 128, 2
"""Grey of flat ground in the relief, and how far from it the picture's own compression may lie: darker is shade,
lighter is light, each of twice that opacity."""

PUBLIC_DOMAIN = "public domain"
LGPL = "LGPL-3.0-or-later"
ODBL = "ODbL-1.0"


class BaseLayerError(RuntimeError):
    """A file of the base map is missing or damaged; the message names the file and what to do."""


@dataclass(frozen=True)
class BaseLayer:
    """One declared layer of the base map.

    Attributes:
        name: What :func:`layer` calls it.
        file: File name in ``data/geo``.
        licence: SPDX identifier, or "public domain".
        attribution: Whom a map that shows it must name.
        columns: Properties that every feature carries.
    """

    name: str
    file: str
    licence: str
    attribution: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Relief:
    """The hillshade picture: black and white ink of varying opacity over nothing, in Web Mercator.

    Attributes:
        path: The picture.
        bounds: West, south, east, north in WGS 84 degrees. Rows are evenly spaced in EPSG:3857, so a
            Leaflet ``imageOverlay`` lines up as it is; a plot in degrees must warp it first.
    """

    path: Path
    bounds: tuple[float, float, float, float]


_NAMES = ("name_en", "name_ar", "name_tr")

LAYERS: dict[str, BaseLayer] = {
    declared.name: declared
    for declared in (
        BaseLayer("countries", "countries.geojson", PUBLIC_DOMAIN, "Natural Earth", ("code", *_NAMES)),
        BaseLayer("country", "country.geojson", PUBLIC_DOMAIN, "Natural Earth", ("code",)),
        BaseLayer("border", "border.geojson", PUBLIC_DOMAIN, "Natural Earth", ("approximate",)),
        BaseLayer("borders", "borders.geojson", PUBLIC_DOMAIN, "Natural Earth", ("between",)),
        BaseLayer("coast", "coast.geojson", PUBLIC_DOMAIN, "Natural Earth", ()),
        BaseLayer(
            "governorates",
            "governorates.geojson",
            PUBLIC_DOMAIN,
            "Natural Earth",
            ("kind", "country", *_NAMES),
        ),
        BaseLayer("rivers", "rivers.geojson", LGPL, "GSHHG", ("rank", *_NAMES)),
        BaseLayer("lakes", "lakes.geojson", LGPL, "GSHHG", ("source", *_NAMES)),
        BaseLayer("roads", "roads.geojson", ODBL, "\N{COPYRIGHT SIGN} OpenStreetMap contributors", ()),
        BaseLayer(
            "highways",
            "highways.geojson",
            ODBL,
            "\N{COPYRIGHT SIGN} OpenStreetMap contributors",
            ("name", "approximate"),
        ),
        BaseLayer("neighbours", "neighbours.geojson", PUBLIC_DOMAIN, "Natural Earth", ("code",)),
    )
}
"""Every vector layer by name, in drawing order from the ground up."""

WORLD = BaseLayer("world", "world.geojson", PUBLIC_DOMAIN, "Natural Earth", ("code", *_NAMES))
"""All countries, coarse: what :mod:`lib.geography.world` cuts layers out of."""

WEB_LAYERS = tuple(name for name in LAYERS if name not in {"country", "neighbours"})
"""The layers a browser draws. ``country`` only clips the control areas, ``neighbours`` is for the locator on paper."""


def _trouble(file: str, problem: str) -> BaseLayerError:
    return BaseLayerError(
        _("The base map file data/geo/{file} {problem}: run `make geo` to build it again.").format(
            file=file, problem=problem
        )
    )


def _text(file: str) -> str:
    try:
        return (FOLDER / file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise _trouble(file, _("is missing")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _trouble(file, _("cannot be read")) from error


OF_THE_WORLD = not (FOLDER / LAYERS["countries"].file).exists() and not CRISIS.is_shipped
"""Whether the crisis brings no base layers of its own, so that the world's countries are drawn."""


@lru_cache(maxsize=len(LAYERS))
def _collection(name: str) -> dict[str, Any]:
    """Parse the file of a layer, checked for what every user of it relies on."""
    declared = LAYERS[name]
    if OF_THE_WORLD:
        return dict(world.layer(name, declared.columns).to_geo_dict(drop_id=True))
    try:
        parsed = json.loads(_text(declared.file))
        complete = bool(parsed["features"]) and all(
            set(declared.columns) <= set(feature["properties"]) and feature["geometry"]["coordinates"]
            for feature in parsed["features"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _trouble(declared.file, _("is damaged")) from error
    if not complete:
        raise _trouble(declared.file, _("lacks features or columns"))
    return dict(parsed)


@lru_cache(maxsize=len(LAYERS))
def _frame(name: str) -> gpd.GeoDataFrame:
    if OF_THE_WORLD:
        return world.layer(name, LAYERS[name].columns)
    try:
        return gpd.GeoDataFrame.from_features(_collection(name)["features"], crs=DEGREES)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _trouble(LAYERS[name].file, _("is damaged")) from error


def layer(name: str) -> gpd.GeoDataFrame:
    """Read a layer of the base map.

    Args:
        name: One of :data:`LAYERS`.

    Returns:
        A frame of the caller's own (changing it does no harm), EPSG:4326, with at least the layer's declared
        columns. ``governorates`` mixes lines (``kind == "line"``) and label points (``kind == "label"``).

    Raises:
        BaseLayerError: If the file is missing or damaged.
        KeyError: If no such layer is declared.
    """
    if name not in LAYERS:
        message = f"No base layer {name!r}; there are: {enumerated(LAYERS)}."
        raise KeyError(message)
    return _frame(name).copy()


@lru_cache(maxsize=1)
def country() -> BaseGeometry:
    """Return the country inside :data:`EXTENT` (EPSG:4326) in the source's full detail: what control areas are cut to.

    Raises:
        BaseLayerError: If the file is missing or damaged.
    """
    return shapely.union_all(_frame("country").geometry.to_numpy())


@lru_cache(maxsize=1)
def border() -> BaseGeometry:
    """Return the border that people flee to, inside :data:`EXTENT`, as one line, west to east (EPSG:4326).

    It is exactly the line the two countries' polygons share. Approximate: a median 0.9 km off the official one.

    Raises:
        BaseLayerError: If the file is missing or damaged.
    """
    return shapely.union_all(_frame("border").geometry.to_numpy())


@lru_cache(maxsize=1)
def relief() -> Relief | None:
    """Return the hillshade and where it lies; None for a crisis that brings no base layers of its own.

    Raises:
        BaseLayerError: If the picture or the file with its bounds is missing or damaged.
    """
    if OF_THE_WORLD:
        return None
    try:
        west, south, east, north = (float(edge) for edge in json.loads(_text(RELIEF_BOUNDS_FILE))["bounds"])
    except (ValueError, KeyError, TypeError) as error:
        raise _trouble(RELIEF_BOUNDS_FILE, _("is damaged")) from error
    path = FOLDER / RELIEF_FILE
    if not path.is_file():
        raise _trouble(RELIEF_FILE, _("is missing"))
    # A WebP file says so in its first twelve bytes; anything else would be a silent hole in the map.
    with path.open("rb") as picture:
        head = picture.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise _trouble(RELIEF_FILE, _("is damaged"))
    return Relief(path, (west, south, east, north))


def _drawable(feature: dict[str, Any]) -> dict[str, Any]:
    """Return ``feature`` without the properties that say nothing."""
    properties = {key: value for key, value in feature["properties"].items() if value not in ("", None)}
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"]}


def web_bundle() -> dict[str, dict[str, Any]]:
    """Collect everything a browser needs to draw the base map, but for the relief.

    Returns:
        Layer name to GeoJSON FeatureCollection, JSON-ready, in drawing order; coordinates in WGS 84 degrees
        with four decimals (11 m). ``around`` is the land beyond what the layers cover. Empty properties are left
        out. The geometries are shared: not to be changed.

    Raises:
        BaseLayerError: If a file is missing or damaged.
    """
    found = {name: _collection(name) for name in WEB_LAYERS} | {"around": world.around().to_geo_dict(drop_id=True)}
    return {
        name: {"type": "FeatureCollection", "features": [_drawable(feature) for feature in collection["features"]]}
        for name, collection in found.items()
    }


def attribution() -> str:
    """Return the line of credits that every map with this base must carry."""
    if OF_THE_WORLD:
        return _("Base: {sources}").format(sources=WORLD.attribution)
    sources = [declared.attribution for declared in LAYERS.values()]
    return _("Base: {sources}").format(sources=enumerated(dict.fromkeys([*sources, "NOAA GLOBE", "GeoNames"])))
