"""The files a reader's browser loads, all served by this product: our own and the installed Leaflet's.

Addresses carry a hash of the content (``?v=``), so that a browser may keep a file for ever and still never shows an
old one after an upgrade.
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path, PurePosixPath

import xstatic.pkg.leaflet

from lib.geography import basemap

OURS = Path(__file__).parent
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
SERVED_SUFFIXES = {".js", ".css", ".png", ".svg", ".webp"}


def _path(name: str) -> Path | None:
    """The file behind ``/assets/<name>``; None when there is none, or when ``name`` tries to leave the folders."""
    if name == "relief":
        return basemap.relief().path
    wanted = PurePosixPath(name)
    if wanted.is_absolute() or ".." in wanted.parts or wanted.suffix not in SERVED_SUFFIXES:
        return None
    return next((path for folder in (OURS, LEAFLET) if (path := folder / wanted).is_file()), None)


@lru_cache(maxsize=64)
def asset(name: str) -> tuple[bytes, str] | None:
    """Content and media type of ``/assets/<name>``; None when there is no such file."""
    path = _path(name)
    if path is None:
        return None
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return path.read_bytes(), media_type


@lru_cache(maxsize=64)
def asset_url(name: str) -> str:
    """Address of an asset, with the hash of its content.

    Raises:
        FileNotFoundError: There is no such asset.
    """
    found = asset(name)
    if found is None:
        message = f"There is no asset called {name!r}; is everything in requirements.txt installed?"
        raise FileNotFoundError(message)
    return f"/assets/{name}?v={hashlib.sha256(found[0]).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def version() -> str:
    """One hash over our own assets: changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(OURS.glob("*.[jc]s*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
