"""What a batch has made and what lies in its folder: each file's key, checksum and title, in a file beside them.

The key of a file covers all that it is made of. A file is kept where its key is the same and its bytes are still those
that were written; anything else is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from lib import __version__
from lib.events.store import Snapshot
from lib.exports.batch.plan import Item
from lib.exports.code import code_version
from lib.maps import assets

MANIFEST: Final = "manifest.json"
"""Account of the files of a folder; no view may be called so."""
PART: Final = ".part"


@dataclass(frozen=True)
class Made:
    """A file that was made: what it was made of, the hash of its bytes, and its title."""

    key: str
    sha256: str
    title: str = ""


_FIELDS: Final = tuple(field.name for field in fields(Made))


def key_of(snapshot: Snapshot, item: Item) -> str:
    """Return what names everything that a file depends on: data, product, and what is asked for."""
    asked = (sorted(item.query.params().items()), sorted(item.order.params().items()), item.format, item.link)
    of = item.layer
    layer = (of.name, of.dates, of.tagged, sorted(of.query.params().items())) if of else ()
    # The map in one file holds the scripts as well.
    code = (__version__, code_version(), assets.version() if item.format == "html" else "")
    return _hashed(repr((snapshot.version, snapshot.events.version, code, asked, layer)).encode())


class Folder:
    """The folder of a batch and its account. Nothing in it is believed before it is checked.

    Args:
        path: The folder, which is made if it is not there.

    Raises:
        OSError: It cannot be made.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.files = _read(path / MANIFEST)

    def holds(self, name: str, key: str) -> bool:
        """Return whether a file of this key lies there as it was written."""
        known = self.files.get(name)
        return known is not None and known.key == key and self.content(name) is not None

    def content(self, name: str) -> bytes | None:
        """Return a file that is as it was written; None where there is none."""
        known = self.files.get(name)
        with contextlib.suppress(OSError):
            body = (self.path / name).read_bytes()
            if known is not None and _hashed(body) == known.sha256:
                return body
        return None

    def put(self, name: str, body: bytes, key: str, title: str = "") -> None:
        """Write a file whole or not at all, and then its account.

        Raises:
            OSError: It cannot be written.
        """
        _write(self.path / name, body)
        self.files[name] = Made(key, _hashed(body), title)
        self.account()

    def remove(self, name: str) -> None:
        """Take a file of the account off the disk.

        Raises:
            OSError: It cannot be removed.
        """
        (self.path / name).unlink(missing_ok=True)
        self.files.pop(name, None)
        self.account()

    def account(self) -> None:
        """Write the account."""
        files = {name: asdict(made) for name, made in sorted(self.files.items())}
        write_json(self.path / MANIFEST, {"files": files})


def write_json(path: Path, value: object) -> None:
    """Write a file of JSON whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    _write(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def _write(path: Path, body: bytes) -> None:
    aside = path.with_name(f".{path.name}{PART}")
    try:
        with aside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _read(path: Path) -> dict[str, Made]:
    """Read an account; what cannot be used of it counts as not there, and its files are made again."""
    try:
        listed: Any = json.loads(path.read_bytes())["files"].items()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    found = {}
    for name, given in listed:
        # A name with a folder in it would lead out of this one.
        if Path(name).name == name and name != MANIFEST and isinstance(given, dict):
            texts = [text for field in _FIELDS if isinstance(text := given.get(field), str)]
            if len(texts) == len(_FIELDS):
                found[name] = Made(*texts)
    return found


def _hashed(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
