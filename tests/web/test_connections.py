"""A small answer does not wait for the one before it to be confirmed."""

from __future__ import annotations

import asyncio
import socket
from asyncio import base_events

import pytest

from lib.web.connections import send_at_once


async def accepted(family: int, address: str) -> int:
    """Whether the server's end of a connection sends at once, where the server's socket names no protocol."""
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.bind((address, 0))
    found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(answer, sock=listening):
        _reader, writer = await asyncio.open_connection(*listening.getsockname()[:2])
        try:
            return await asyncio.wait_for(found, 20)
        finally:
            writer.close()


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_connection_sends_at_once_whatever_its_socket_says_of_itself(monkeypatch, family, address):
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    send_at_once()
    try:
        assert asyncio.run(accepted(family, address)) != 0
    except OSError:
        assert family == socket.AF_INET6, "a machine may have no address of IPv6"
