"""What a file is written to that is sent before it is finished: it gives away what it has, and only counts on."""

from __future__ import annotations

import io
import zipfile


class Pipe(io.RawIOBase):
    """A file that can only be written to; :meth:`taken` empties it."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written so far, those given away included."""
        return self._written

    def write(self, data: bytes) -> int:  # type: ignore[override]  # whoever writes here writes bytes
        """Keep ``data`` until it is taken."""
        self._waiting.append(bytes(data))
        self._written += len(data)
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def entry(name: str) -> zipfile.ZipInfo:
    """Make an archive member that carries no time: the same view gives the same bytes."""
    made = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made
