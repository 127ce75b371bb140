"""Files that workers write and the server sends: on disk while somebody needs them, and gone with the last who does.

All lie in one folder of this process among the system's temporary files (``TMPDIR``). A process that was killed leaves
its folder behind without its lock, and the next one to begin takes it away.
"""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path
from typing import IO, Final

from lib.config import file_lock

PREFIX: Final = "situation-files-"
LOCK: Final = "lock"


class WrittenFile:
    """A file that a worker has written; it is taken off the disk when nobody holds this any more.

    Attributes:
        path: Where it lies.
        size: Its bytes.

    Raises:
        OSError: There is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        weakref.finalize(self, remove, path)


def place(ending: str) -> Path:
    """Return where a file may be written: in a folder of its own, as its writer may need others beside it."""
    return Path(tempfile.mkdtemp(dir=_folder())) / f"file.{ending}"


def remove(path: Path) -> None:
    """Take a file of :func:`place` off the disk, and whatever its writer has left beside it."""
    shutil.rmtree(path.parent, ignore_errors=True)


@cache
def _folder() -> Path:
    """Make the folder of this process, and take those of processes that were killed away."""
    sweep(Path(tempfile.gettempdir()))
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = file_lock.hold(made / LOCK)
        # Another process that sweeps may have had the lock first, and the folder with it.
        if lock is not None and (made / LOCK).exists():
            atexit.register(_end, made, lock)
            return made


def _end(folder: Path, lock: IO[bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.close()


def sweep(parent: Path) -> None:
    """Remove the folders in ``parent`` whose process is gone: those whose lock can be had."""
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if (folder / LOCK).is_file() and (lock := file_lock.hold(folder / LOCK)) is not None:
                with lock:
                    shutil.rmtree(folder, ignore_errors=True)
