"""A small answer does not wait for the one before it to be confirmed."""

from __future__ import annotations

import asyncio
import socket
from asyncio import base_events

from lib.web.connections import send_at_once


async def accepted() -> int:
    """Whether the server's end of a connection sends at once, where the server's socket names no protocol."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(answer, sock=listening):
        _reader, writer = await asyncio.open_connection(*listening.getsockname())
        try:
            return await asyncio.wait_for(found, 20)
        finally:
            writer.close()


def test_a_connection_sends_at_once_whatever_its_socket_says_of_itself(monkeypatch):
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    send_at_once()
    assert asyncio.run(accepted()) != 0
