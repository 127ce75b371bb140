"""Text as it goes over a line: packed with brotli and with gzip, and the better of the two that a browser reads.

What stays for long (Streamlit's scripts, the map's data) is packed as small as it goes by the process that warms the
cache, and kept on disk under the hash of its content; what is asked for before is packed quickly. Browsers read brotli
over https and from their own machine alone, so both are needed.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import brotli
from starlette.requests import Request
from starlette.responses import Response

from lib.config import disk_cache

QUICK: Final = (5, 6)
"""Brotli's quality and gzip's level for an answer that somebody waits for."""
SMALLEST: Final = (11, 9)
"""The same for what is packed beforehand."""
WIDE: Final = 24
"""Base 2 logarithm of brotli's window: the largest there is, so that a large script is seen whole."""
LARGE: Final = 1_000_000
"""Bytes from which brotli's best quality takes seconds for a gain that few see."""
KEPT: Final = 2000
"""Files kept on disk, the most recently used ones."""


@dataclass(frozen=True)
class Packed:
    """A text ready to be sent.

    Attributes:
        tag: Hash of the text.
        size: Its bytes when unpacked.
        brotli: It, packed.
        gzip: It, packed.
        smallest: Whether it is packed as small as it goes.
    """

    tag: str
    size: int
    brotli: bytes
    gzip: bytes
    smallest: bool

    def plain(self) -> bytes:
        """Return the text itself."""
        return gzip.decompress(self.gzip)


def pack(data: bytes) -> Packed:
    """Return ``data`` packed: as small as it goes if that was done before, else quickly."""
    tag = _tag(data)
    return _stored(tag, len(data)) or _packed(tag, data, QUICK, smallest=False)


def pack_smallest(data: bytes) -> Packed:
    """Return ``data`` packed as small as it goes, and keep that on disk for :func:`pack`; up to a second a megabyte."""
    packed = pack(data)
    if packed.smallest:
        with contextlib.suppress(OSError):
            os.utime(_path(packed.tag))  # in use: others go before it
        return packed
    quality, level = SMALLEST
    packed = _packed(packed.tag, data, (quality if len(data) < LARGE else quality - 2, level), smallest=True)
    disk_cache.write(_path(packed.tag), len(packed.brotli).to_bytes(4) + packed.brotli + packed.gzip)
    return packed


def keep_as(name: str, packed: Packed) -> None:
    """Keep on disk which text a name stands for, so that it need not be made again to be found by :func:`kept_as`."""
    disk_cache.write(_named(name), f"{packed.tag} {packed.size}".encode())


def kept_as(name: str) -> Packed | None:
    """Return the text that was kept under a name, packed as small as it goes; None where there is none, or no more."""
    stored = disk_cache.read(_named(name))
    if stored is None:
        return None
    tag, _blank, size = stored.decode().partition(" ")
    for path in (_named(name), _path(tag)):
        with contextlib.suppress(OSError):
            os.utime(path)  # in use: others go before it
    return _stored(tag, int(size))


def tidy() -> None:
    """Remove what has not been used for longest, beyond :data:`KEPT` files."""
    try:
        files = sorted(_folder().iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _packed(tag: str, data: bytes, effort: tuple[int, int], *, smallest: bool) -> Packed:
    quality, level = effort
    small = brotli.compress(data, mode=brotli.MODE_TEXT, quality=quality, lgwin=WIDE)
    return Packed(tag, len(data), small, gzip.compress(data, level, mtime=0), smallest)


def _stored(tag: str, size: int) -> Packed | None:
    """Return what :func:`pack_smallest` kept of a text of ``size`` bytes."""
    stored = disk_cache.read(_path(tag))
    if stored is None:
        return None
    at = int.from_bytes(stored[:4])
    return Packed(tag, size, stored[4 : 4 + at], stored[4 + at :], smallest=True)


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


def _folder() -> Path:
    return disk_cache.folder_of() / "packed"


def _path(tag: str) -> Path:
    return _folder() / tag


def _named(name: str) -> Path:
    return _folder() / f"name-{_tag(name.encode())}"


def encoding(accepted: str) -> str:
    """Return the best encoding of those that an ``Accept-Encoding`` header allows: ``br``, ``gzip`` or ``identity``."""
    allowed: dict[str, float] = {}
    for part in accepted.split(","):
        name, _semicolon, rest = part.strip().partition(";")
        allowed[name.strip().casefold()] = _quality(rest)
    others = allowed.get("*", 0.0)
    quality = {name: allowed.get(name, others) for name in ("br", "gzip")}
    best = max(quality, key=lambda name: (quality[name], name == "br"))
    return best if quality[best] > 0 else "identity"


def _quality(text: str) -> float:
    name, _equals, value = text.strip().partition("=")
    if name.strip().casefold() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if value.strip().replace(".", "", 1).isdecimal() else 0.0
    except ValueError:
        return 0.0


def answer(request: Request, packed: Packed, media_type: str, headers: dict[str, str], status: int = 200) -> Response:
    """Answer with a packed text in the best encoding that the client reads, or 304 where it has it already."""
    how = encoding(request.headers.get("accept-encoding", ""))
    etag = f'"{packed.tag}"' if how == "identity" else f'"{packed.tag}-{how}"'
    vary = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    headers = headers | {"Vary": vary, "ETag": etag}
    if status == 200 and known(request.headers.get("if-none-match", ""), etag):  # noqa: PLR2004  what HTTP calls success
        return Response(status_code=304, headers=headers)
    if how == "identity":
        # Said, so that Streamlit's own compression leaves it alone.
        said = {"Content-Encoding": "identity"} if "gzip" in request.headers.get("accept-encoding", "") else {}
        return Response(packed.plain(), status, headers | said, media_type)
    body = packed.brotli if how == "br" else packed.gzip
    return Response(body, status, headers | {"Content-Encoding": how}, media_type)


def as_it_is(request: Request, data: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with what is compressed in itself (a picture, a font), or 304 where the client has it already."""
    etag = f'"{_tag(data)}"'
    if known(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers | {"ETag": etag})
    return Response(data, media_type=media_type, headers=headers | {"ETag": etag})


def known(if_none_match: str, etag: str) -> bool:
    """Return whether a client has the answer of ``etag`` already: it may name several, weak ones too, or ``*``."""
    given = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in given or etag.removeprefix("W/") in given


def has_it(request: Request, headers: dict[str, str]) -> bool:
    """Return whether a client has the answer already, by its tag or else by the time of its last change."""
    if "if-none-match" in request.headers:
        return known(request.headers["if-none-match"], headers["ETag"])
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (ValueError, TypeError):
        return False


def picture_path(name: str) -> Path:
    """Return where a picture that was made beforehand lies on disk."""
    return _folder() / f"{name}.webp"
