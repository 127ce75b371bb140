"""A proxy of a few lines, as others put one in front: one path of its host is the map's, and the rest is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import urlsplit

NOT_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Relay:
    """Hands on what is asked below ``front`` and ``path``, without ``front``; anything else is noted and 404.

    Attributes:
        address: Where it listens, without a path.
        outside: Paths that were asked for and are not the map's.
        passed: Paths that were.
    """

    def __init__(self, server: str, path: str, front: str = "") -> None:
        self.host, self.port = str(urlsplit(server).hostname), urlsplit(server).port
        self.path, self.front = path, front
        self.address = ""
        self.outside: list[str] = []
        self.passed: list[str] = []

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on the one request of a connection, and what follows where it becomes a web socket."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *rest = head.decode("latin-1").split("\r\n")
            method, target, version = first.split(" ")
            where = target.partition("?")[0]
            if where != self.front + self.path and not where.startswith(f"{self.front}{self.path}/"):
                self.outside.append(target)
                writer.write(NOT_THERE)
                return
            self.passed.append(where)
            lasting = any(line.lower().startswith("upgrade:") for line in rest)
            kept = [line for line in rest if lasting or not line.lower().startswith("connection:")]
            asked = [f"{method} {target.removeprefix(self.front)} {version}", "X-Forwarded-For: 192.0.2.7"]
            asked += [] if lasting else ["Connection: close"]
            inner_reader, inner = await asyncio.open_connection(self.host, self.port)
            inner.write("\r\n".join(asked + kept).encode("latin-1"))
            await asyncio.gather(_pump(reader, inner), _pump(inner_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # a browser opens connections that it does not use, and leaves others in the middle
        finally:
            writer.close()

    async def serve(self, listens: Event, ends: asyncio.Event) -> None:
        """Listen on the loopback until ``ends`` is set."""
        server = await asyncio.start_server(self._one, "127.0.0.1", 0, limit=1 << 20)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        listens.set()
        await ends.wait()
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@contextmanager
def relayed(server: str, path: str, front: str = "") -> Iterator[Relay]:
    """Put a relay in front of a server for as long as the block runs."""
    relay, loop, listens = Relay(server, path, front), asyncio.new_event_loop(), Event()
    ends = asyncio.Event()
    thread = Thread(target=lambda: loop.run_until_complete(relay.serve(listens, ends)), daemon=True)
    thread.start()
    assert listens.wait(30)
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join(10)
