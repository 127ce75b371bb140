"""An export as it is handed to another process: what is to be made, and how the two speak.

Each message is a length of four bytes, a JSON object, and in an answer the bytes of the file.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

LENGTH: Final = struct.Struct(">I")
REFUSED, LACKING, BROKEN, MADE = "refused", "lacking", "broken", "made"
"""What can become of a job: not possible as asked, not possible here, failed, made."""


@dataclass(frozen=True)
class Job:
    """One export as plain text: what can be sent to another process, and what names it."""

    query: dict[str, str]
    order: dict[str, str]
    format: str
    link: str
    table: str
    """Version of the event table it is to be made from."""
    version: str
    """Version of the data that is written on it."""

    def as_message(self) -> dict[str, Any]:
        """The job as it is sent."""
        return asdict(self)


def send(out: IO[bytes], message: dict[str, Any], body: bytes = b"") -> None:
    """Write one message, its length first."""
    head = json.dumps(message | {"length": len(body)}).encode()
    out.write(LENGTH.pack(len(head)) + head)
    out.write(body)
    out.flush()


def receive(given: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None when the other side has gone."""
    length = given.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    head = given.read(*LENGTH.unpack(length))
    try:
        message: dict[str, Any] = json.loads(head)
    except ValueError:
        return None
    body = given.read(message["length"])
    return (message, body) if len(body) == message["length"] else None
