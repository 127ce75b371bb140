"""The version of what makes files: its code, its libraries, and what of the data the data version leaves out."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from lib import exports, stories
from lib.config.paths import PUBLISHED, QUIET_DAYS

LIBRARIES: Final = ("matplotlib", "pillow", "pyarrow", "pyogrio", "pypdf", "python-pptx")
"""Libraries that write files."""


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hash what makes exports; the rest is part of the data version (:mod:`lib.events.store`)."""
    digest = hashlib.sha256()
    folders = [Path(str(package.__file__)).parent for package in (exports, stories)]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html"})
    for file in (*files, *(path for path in (PUBLISHED, QUIET_DAYS) if path.is_file())):
        digest.update(file.name.encode() + file.read_bytes())
    digest.update(repr([version(name) for name in LIBRARIES]).encode())
    return digest.hexdigest()
