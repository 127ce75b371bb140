"""The process behind a worker, which :mod:`lib.jobs.worker` starts.

``python -m lib.jobs.child NICENESS MEMORY_BYTES SERVER [MODULE:FUNCTION]``; SERVER is the id of the process that began
it, and the function is called before the first job, for what takes long to import.

The kernel holds its limits: it ends the process when the server is gone, however that ended, when a job takes more time
of the processor than it may, and refuses it memory beyond what is given.

It takes one call after the other from standard input and answers on standard output, both pickled, until the input
ends. What is called, and with what, comes from the server alone; a hostile file is no more than bytes among it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, Final

from lib.jobs.errors import JobError, WorkerFailedError

resource: Any = None
with contextlib.suppress(ImportError):  # Windows has none, and then no limits
    resource = importlib.import_module("resource")

MARGIN_S: Final = 150.0
"""What a job may take beyond its time: to begin, and to be ended by the server, which says why."""
PROGRESS, RESULT, ERROR = "progress", "result", "error"
"""What a message of the answer holds: how far the job has come, its result, or a :class:`JobError`."""


def main(niceness: int, memory_bytes: int, server: int, prepare: str = "") -> None:
    """Answer calls until there are no more; 0 bytes of memory is no limit, and a blank function is not called."""
    if hasattr(os, "nice"):
        os.nice(niceness)
    _end_with_the_server(server)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what a reader brought is never written to disk
    if memory_bytes:
        _limit_memory(memory_bytes)
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not end up between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def send(kind: str, value: object) -> None:
        pickle.dump((kind, value), answers, protocol=5)
        answers.flush()

    if prepare:
        _prepare(prepare)
    while True:
        try:
            function, args, reports_progress, timeout_s = pickle.load(calls)  # noqa: S301  the server wrote it
        except EOFError:
            return
        _limit_time(timeout_s)
        progress: dict[str, Callable[[float, str], None]] = (
            {"progress": lambda share, what: send(PROGRESS, (share, what))} if reports_progress else {}
        )
        send(*_outcome(function, args, progress))
        del function, args


def _prepare(name: str) -> None:
    """Call a function given as MODULE:FUNCTION; a job that lacks what failed here will fail by itself."""
    module, _colon, function = name.partition(":")
    try:
        getattr(importlib.import_module(module), function)()
    except Exception:  # noqa: BLE001  the job that comes has to be answered all the same
        traceback.print_exc()


def _outcome(function: Callable[..., Any], args: tuple[Any, ...], progress: dict[str, Any]) -> tuple[str, object]:
    """Call ``function`` and return what to answer; an unforeseen error goes to the log alone."""
    try:
        return RESULT, function(*args, **progress)
    except JobError as error:
        return ERROR, error
    except Exception:  # noqa: BLE001  no client may be left without an answer
        traceback.print_exc()
        return ERROR, WorkerFailedError()


def _end_with_the_server(server: int) -> None:
    """Have the kernel end this process when the thread of ``server`` that began it is gone; Linux alone can."""
    set_signal_at_parents_death = 1
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(set_signal_at_parents_death, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != server:
            raise SystemExit  # it went before the kernel was told


def _limit_memory(size: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_time(timeout_s: float) -> None:
    """Have the kernel end this process after more time of the processors than a job can need within its time."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    more = (timeout_s + MARGIN_S) * (os.cpu_count() or 1)
    limit = int(used.ru_utime + used.ru_stime + more) + 1
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the server has gone
        main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5])
