"""A lock that one process of a machine holds at a time, and that goes with it, however it ends."""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path
from typing import IO, Any

fcntl: Any = None
msvcrt: Any = None
with contextlib.suppress(ImportError):
    fcntl = importlib.import_module("fcntl")
with contextlib.suppress(ImportError):  # Windows alone has it
    msvcrt = importlib.import_module("msvcrt")


def hold(path: Path) -> IO[bytes] | None:
    """Take the lock that a file stands for, which is made if it is not there.

    Returns:
        The open file: the lock holds until it is closed. None where another process holds it, or another open file
        of this one.

    Raises:
        OSError: The file cannot be opened.
    """
    file = path.open("ab")
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        file.close()
        return None
    return file
