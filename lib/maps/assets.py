"""The files a reader's browser loads, all served by this product: our own and the installed Leaflet's.

Addresses carry a hash of the content (``?v=``), so that a browser may keep a file for ever and still never shows an
old one after an upgrade. Our own are one script with its source map, and one style sheet (:mod:`lib.maps.bundle`).
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path, PurePosixPath

import xstatic.pkg.leaflet

from lib.geography import basemap
from lib.maps import bundle

LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
SERVED_SUFFIXES = {".js", ".css", ".png", ".svg", ".webp"}


def _path(name: str) -> Path | None:
    """Find the file behind ``/assets/<name>``; None when there is none, or when ``name`` tries to leave the folder."""
    if name == "relief":
        relief = basemap.relief()
        return None if relief is None else relief.path
    wanted = PurePosixPath(name)
    if wanted.is_absolute() or ".." in wanted.parts or wanted.suffix not in SERVED_SUFFIXES:
        return None
    path = LEAFLET / wanted
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


@lru_cache(maxsize=64)
def asset(name: str) -> tuple[bytes, str] | None:
    """Return content and media type of ``/assets/<name>``; None when there is no such file."""
    if name == bundle.SCRIPT:
        comment = f"//# sourceMappingURL={bundle.SOURCE_MAP}?v={_hash(bundle.script()[1].encode())}\n"
        return (bundle.script()[0] + comment).encode(), "text/javascript"
    if name == bundle.SOURCE_MAP:
        return bundle.script()[1].encode(), "application/json"
    if name == bundle.SHEET:
        return bundle.sheet().encode(), "text/css"
    path = _path(name)
    if path is None:
        return None
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return path.read_bytes(), media_type


@lru_cache(maxsize=64)
def asset_url(name: str) -> str:
    """Return the address of an asset, with the hash of its content.

    Raises:
        FileNotFoundError: There is no such asset.
    """
    found = asset(name)
    if found is None:
        message = f"There is no asset called {name!r}; is everything in requirements.txt installed?"
        raise FileNotFoundError(message)
    return f"/assets/{name}?v={_hash(found[0])}"


@lru_cache(maxsize=1)
def version() -> str:
    """Return one hash over our own script, loader and style sheet: changes when any of them does."""
    return _hash("\n".join((bundle.script()[0], bundle.loader(), bundle.sheet())).encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
