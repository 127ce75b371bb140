"""Uploads stay in memory: what a reader brings is never written to disk, not even for a moment."""

from __future__ import annotations

from typing import Final

from starlette.formparsers import MultiPartParser

from lib.events.reading.delimited import MAX_BYTES

MARGIN: Final = 1024 * 1024
"""What an upload holds besides the file."""


def keep_in_memory() -> None:
    """Have the server take an upload into memory as a whole; by itself it writes all over one megabyte to a file.

    Streamlit refuses what is larger than ``server.maxUploadSize`` while it arrives (``app.py`` sets it to the same
    limit), so memory stays bounded.
    """
    MultiPartParser.spool_max_size = MAX_BYTES + MARGIN
