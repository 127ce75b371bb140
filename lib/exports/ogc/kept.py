"""Rows of every control date on disk, since making them takes seconds: made once, read by every process after it.

Not for a table of a reader's own, of which nothing is written to disk, and not for a part of the ground.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import geopandas as gpd
import pyarrow as pa

from lib.config import disk_cache
from lib.events.store import snapshot_of
from lib.events.table import EventTable

FILES: Final = 16
"""Files kept on disk, the most recently used ones: one a collection and version of the data."""


def rows(events: EventTable, name: str, make: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return the rows of a layer on every control date: those on disk, or else those that are made now and kept there.

    Args:
        events: The event table.
        name: The layer.
        make: Makes the rows, for the whole of the ground.
    """
    if events.private:
        return make()
    path = _folder() / f"{snapshot_of(events).version}-{name}.parquet"
    found = _read(path)
    if found is None:
        found = make()
        out = io.BytesIO()
        found.to_parquet(out, index=False, compression="zstd")
        if disk_cache.write(path, out.getvalue()):
            _tidy()
    return found


def _folder() -> Path:
    return disk_cache.folder_of() / "collections"


def _read(path: Path) -> gpd.GeoDataFrame | None:
    """Read rows; return None where there are none that can be trusted."""
    body = disk_cache.read(path)
    if body is None:
        return None
    try:
        found = gpd.read_parquet(io.BytesIO(body))
    except (ValueError, pa.ArrowException):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # in use: others go before it
    return found


def _tidy() -> None:
    with contextlib.suppress(OSError):
        files = sorted(_folder().glob("*.parquet"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in files[FILES:]:
            old.unlink(missing_ok=True)
