"""Computed maps of control on disk, so that each date is computed once for a version of the data.

An entry is used only if its name matches data, method, region and date; :mod:`lib.config.disk_cache` says when its
content is.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lib.analysis.front import areas as front_areas
from lib.analysis.front import band as front_band
from lib.analysis.front import extents as front_extents
from lib.analysis.front import field as front_field
from lib.analysis.front import kriging as front_kriging
from lib.analysis.front import line as front_line
from lib.analysis.front import margins as front_margins
from lib.analysis.front import stretches as front_stretches
from lib.analysis.front.line import Drawing
from lib.config import disk_cache
from lib.config.crs import DEGREES, METRIC
from lib.config.disk_cache import folder_of
from lib.config.settings import settings
from lib.geography import basemap, places, world

FRAMES = ("areas", "front", "band", "stretches")
"""The tables of a drawing."""
MAX_VERSIONS = settings().cache_versions
"""Combinations of data, method and region kept on disk, the most recently used ones."""


@dataclass(frozen=True)
class Key:
    """What a computed map depends on.

    Attributes:
        version: Hash of data, method and region: the folder.
        day: The control date: the file.
    """

    version: str
    day: date

    @classmethod
    def of(cls, data: str, region: shapely.Geometry, day: date) -> Key:
        """Make the key of a map of ``day`` from data of version ``data`` for ``region``."""
        parts = (data.encode(), method_version().encode(), shapely.to_wkb(region))
        return cls(hashlib.sha256(b"\0".join(parts)).hexdigest()[:20], day)

    def path(self, folder: Path) -> Path:
        """Return where the map lies in the cache directory."""
        return folder / self.version / f"{self.day.isoformat()}.json"


@cache
def method_version() -> str:
    """Hash the code that computes a drawing and the geometry library under it."""
    modules = (
        front_areas, front_band, front_extents, front_field, front_kriging, front_line, front_margins, front_stretches,
    )  # fmt: skip
    sources = [Path(str(module.__file__)).read_bytes() for module in modules]
    shore = (world.COARSE,) if basemap.OF_THE_WORLD else ()
    given = (front_line.SIDES, sorted(front_line.FRONT), METRIC, sorted(places.radius_of().items()), *shore)
    sources += [Path(__file__).read_bytes(), shapely.geos_version_string.encode(), repr(given).encode()]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()[:12]


def read(key: Key, cache_dir: Path | None = None) -> Drawing | None:
    """Read the stored drawing; return None when there is none that can be trusted."""
    try:
        path = key.path(folder_of(cache_dir))
        body = disk_cache.read(path)
        if body is None:
            return None
        parts = json.loads(body)
        reasons = np.array(parts["reasons"], dtype=object)
        areas, front, band, stretches = (_frame(parts[name]) for name in FRAMES)
        os.utime(path.parent)  # the version is in use: others go before it
        return Drawing(areas, front, band, stretches, reasons)
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError):
        return None


def holds(key: Key, cache_dir: Path | None = None) -> bool:
    """Return whether there is a stored drawing, whole as it was written."""
    path = key.path(folder_of(cache_dir))
    there = disk_cache.read(path) is not None
    with contextlib.suppress(OSError):
        os.utime(path.parent)  # the version is in use: others go before it
    return there


def write(key: Key, drawing: Drawing, cache_dir: Path | None = None) -> None:
    """Store a drawing; if that is not possible, do nothing."""
    parts = {name: _as_json(getattr(drawing, name)) for name in FRAMES}
    body = json.dumps({**parts, "reasons": [str(reason) for reason in drawing.reasons]}).encode()
    target = key.path(folder_of(cache_dir))
    new = not target.parent.exists()
    if disk_cache.write(target, body) and new:
        with contextlib.suppress(OSError):
            _drop_old(folder_of(cache_dir), key.version)


def _drop_old(folder: Path, current: str) -> None:
    """Remove the versions beyond the ``MAX_VERSIONS`` used last; only folders and files this module wrote."""
    versions = [path for path in folder.iterdir() if _is_version(path) and path.name != current]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in versions[MAX_VERSIONS - 1 :]:
        for entry in (*old.glob("????-??-??.json"), *old.glob("*.part")):
            entry.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            old.rmdir()


def _is_version(path: Path) -> bool:
    """Return whether a path is a folder named as :class:`Key` names them."""
    return len(path.name) == 20 and set(path.name) <= set("0123456789abcdef") and path.is_dir()  # noqa: PLR2004


def _as_json(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Turn a frame into JSON values: the columns, and the geometry as well-known binary in base 64."""
    shapes = [base64.b64encode(shape).decode("ascii") for shape in shapely.to_wkb(frame.geometry.to_numpy())]
    rest = {name: frame[name].tolist() for name in frame.columns if name != "geometry"}
    kinds = {name: str(frame[name].dtype) for name in rest}
    return {"order": list(frame.columns), "columns": rest, "kinds": kinds, "geometry": shapes}


def _frame(parts: dict[str, Any]) -> gpd.GeoDataFrame:
    """Put together the frame that :func:`_plain` took apart."""
    shapes = shapely.from_wkb(np.array([base64.b64decode(shape) for shape in parts["geometry"]], dtype=object))
    columns = {name: pd.Series(values, dtype=parts["kinds"][name]) for name, values in parts["columns"].items()}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=DEGREES)[parts["order"]]
