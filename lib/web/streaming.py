"""Answers that are never held as a whole: made piece by piece as their reader takes them, or sent from a file.

A reader who leaves ends what is made for them.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import closing

from starlette.responses import FileResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from lib.jobs.files import WrittenFile
from lib.web.threads import in_thread


class Pieces(StreamingResponse):
    """An answer whose pieces are made one after another, few at once whoever asks, and no more once its reader left.

    Args:
        pieces: The pieces; closed when the answer ends, however it ends.
        media_type: What they are.
        headers: What is said with them.
        squeezed: Whether they are sent as gzip.
    """

    def __init__(
        self, pieces: Iterator[bytes], media_type: str, headers: dict[str, str], *, squeezed: bool = False
    ) -> None:
        self.pieces = _squeezed(_plain(pieces)) if squeezed else _plain(pieces)
        more = {"Content-Encoding": "gzip"} if squeezed else {}
        super().__init__(_in_turn(self.pieces), media_type=media_type, headers=headers | more)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.pieces.close()


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the pieces. A place among those at work is held for a piece, never while a slow line takes it."""
    while (piece := await in_thread("pieces", next, pieces, None)) is not None:
        if piece:
            yield piece


def _plain(pieces: Iterator[bytes]) -> Generator[bytes]:
    """Pass the pieces on; to close this is to close what makes them."""
    yield from pieces


def _squeezed(pieces: Generator[bytes]) -> Generator[bytes]:
    gzip_format = 31
    packer = zlib.compressobj(level=6, wbits=gzip_format)
    with closing(pieces):
        for piece in pieces:
            yield packer.compress(piece)
    yield packer.flush()


class SentFile(FileResponse):
    """A file that a worker has written, sent from the disk: whole, or the parts of it that are asked for.

    Args:
        file: The file, held until it is sent.
        media_type: What it is.
        headers: What is said with it, its ETag among them.
    """

    def __init__(self, file: WrittenFile, media_type: str, headers: dict[str, str]) -> None:
        self.file = file
        super().__init__(file.path, headers=headers, media_type=media_type, stat_result=file.path.stat())
