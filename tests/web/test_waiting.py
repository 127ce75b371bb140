"""What waits for the front lines ends with them, with its reader and with the server."""

from __future__ import annotations

import asyncio
import signal
from threading import Event, Timer

import pytest

from lib.web import waiting


class Reader:
    """A request whose reader leaves when the event is set."""

    def __init__(self) -> None:
        self.left = Event()

    async def is_disconnected(self) -> bool:
        return self.left.is_set()


@pytest.fixture
def events(monkeypatch):
    """The lines still to come, and a server that runs."""
    ready, stopping = Event(), Event()
    monkeypatch.setattr(waiting, "LINES_READY", ready)
    monkeypatch.setattr(waiting, "STOPPING", stopping)
    monkeypatch.setattr(waiting, "PATIENCE_S", 60.0)
    return ready, stopping


def waited(reader: Reader) -> None:
    asyncio.run(asyncio.wait_for(waiting.lines_ready(reader), timeout=20))


def test_a_wait_ends_when_the_lines_are_there(events):
    Timer(0.3, events[0].set).start()
    waited(Reader())
    assert events[0].is_set()


@pytest.mark.usefixtures("events")
def test_a_wait_ends_when_its_reader_leaves():
    reader = Reader()
    Timer(0.3, reader.left.set).start()
    with pytest.raises(waiting.GoneError):
        waited(reader)


def test_a_wait_ends_when_patience_does(events, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.1)
    waited(Reader())
    assert not events[0].is_set()


def test_a_wait_ends_when_the_server_is_told_to_stop(events):
    told = []
    before = signal.signal(signal.SIGTERM, lambda *_: told.append("the server's own handler"))
    try:
        waiting.on_stop(events[1].set)
        Timer(0.3, signal.raise_signal, [signal.SIGTERM]).start()
        with pytest.raises(waiting.GoneError):
            waited(Reader())
    finally:
        signal.signal(signal.SIGTERM, before)
    assert told == ["the server's own handler"]
