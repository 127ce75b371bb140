"""The results made last, as many as there is room for: bytes in memory, files on disk."""

from __future__ import annotations

from collections import OrderedDict

from lib.jobs.files import WrittenFile


class Results:
    """A cache by name of what jobs gave back, of which those used last stay. Not safe without a lock around it.

    Args:
        memory: Room for bytes.
        disk: Room for files, bytes.
    """

    def __init__(self, memory: int, disk: int) -> None:
        self._rooms: dict[type, int] = {bytes: memory, WrittenFile: disk}
        self._held: dict[type, OrderedDict[str, bytes | WrittenFile]] = {kind: OrderedDict() for kind in self._rooms}

    def get(self, key: str) -> bytes | WrittenFile | None:
        """Return the result of a name, and keep it longer; None where there is none."""
        for held in self._held.values():
            if key in held:
                held.move_to_end(key)
                return held[key]
        return None

    def add(self, key: str, value: object) -> None:
        """Keep a result, if it is of a kind that is kept and has a name, and let go of those not used for longest."""
        if not key or not isinstance(value, bytes | WrittenFile):
            return
        kind = type(value)
        held, room = self._held[kind], self._rooms[kind]
        if not room:
            return
        held[key] = value
        while sum(map(_size, held.values())) > room:
            held.popitem(last=False)

    def sizes(self) -> tuple[int, int]:
        """Return the bytes that are held in memory and on disk."""
        memory, disk = (sum(map(_size, self._held[kind].values())) for kind in (bytes, WrittenFile))
        return memory, disk


def _size(value: bytes | WrittenFile) -> int:
    return len(value) if isinstance(value, bytes) else value.size
