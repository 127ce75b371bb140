"""Answers leave the server at once; a small one would wait forty milliseconds for the browser to confirm its head.

A socket holds a second small packet back until the first is confirmed, and a browser confirms late. asyncio switches
that off for sockets that say that they are TCP's; those that Streamlit makes do not say so.
"""

from __future__ import annotations

import socket
from asyncio import base_events


def send_at_once() -> None:
    """Have every connection of this process send small packets without delay; to be called before the server starts."""
    base_events._set_nodelay = _without_delay  # type: ignore[attr-defined]  # noqa: SLF001  asyncio has no other way


def _without_delay(connection: socket.socket) -> None:
    if connection.family in {socket.AF_INET, socket.AF_INET6} and connection.type == socket.SOCK_STREAM:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
