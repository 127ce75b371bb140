"""Files that are dear to make and may be made again at any time, on disk, each under its own checksum.

A cache must never change what is shown: an entry is used only if its content matches its checksum; anything else is
made again. No cache directory, a full disk, a file from elsewhere: all that only means that nothing is cached.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import platformdirs

from lib.config.settings import settings


def folder_of(cache_dir: Path | None = None) -> Path:
    """Return the cache directory: the one given, or IDLIB_MAP_CACHE, or the user's."""
    if cache_dir is not None:
        return cache_dir
    return settings().cache or Path(platformdirs.user_cache_dir("idlib-situation-map")) / "control"


def read(path: Path) -> bytes | None:
    """Return the content of an entry; None when there is none that can be trusted."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if checksum == _checksum(body) else None


def write(path: Path, body: bytes) -> bool:
    """Store an entry, whole or not at all; return whether that was possible."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside its place and moved there in one step: a reader sees the whole file or none.
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(_checksum(body) + b"\n" + body)
        Path(temporary).replace(path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        return False
    return True


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
