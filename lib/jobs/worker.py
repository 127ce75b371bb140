"""A worker: one process of low priority that runs one function call after the other, within limits."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any, Final, cast

from lib.jobs.child import ERROR, PROGRESS
from lib.jobs.errors import JobTimeoutError, WorkerLostError

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[2]
MODULE: Final = "lib.jobs.child"

Progress = Callable[[float, str], None]
"""Is told how far a job has come, 0 to 1, and what is being done."""


@dataclass(frozen=True)
class Limits:
    """What a worker's process may take.

    Attributes:
        niceness: How much it gives way to other processes, 0 to 19.
        memory_bytes: Address space it may ask for; 0 is no limit. Not enforced on Windows.
        max_jobs: Jobs after which it is replaced, whatever its libraries have piled up.
        start_s: Seconds allowed for it to begin and to import what its first job needs, on top of that job's own.
        prepare: ``module:function`` that the process calls when it begins; a queue then keeps one ready.
        environment: Variables of its environment, and their values.
    """

    niceness: int = 10
    memory_bytes: int = 0
    max_jobs: int = 300
    start_s: float = 120.0
    prepare: str = ""
    environment: tuple[tuple[str, str], ...] = ()


class _GoneError(Exception):
    """The process has ended without an answer."""


class Worker:
    """A process for jobs, started with the first and replaced after ``limits.max_jobs``, or when it fails."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._killed: subprocess.Popen[bytes] | None = None

    def run(
        self, function: Callable[..., Any], *args: object, timeout_s: float, progress: Progress | None = None
    ) -> Any:
        """Call ``function`` in the process and return its result.

        Args:
            function: A function of a module, that the process can import; takes ``progress`` as well if that is given.
            args: Its arguments; they and the result are pickled.
            timeout_s: Seconds it may take, by the clock on the wall: the process gives way to others.
            progress: Is called in this thread with each step that the function reports.

        Raises:
            JobTimeoutError: It took longer, and was killed.
            WorkerFailedError: It failed; the log says why.
            WorkerLostError: Its process was killed or crashed; the log says by what.
            JobError: Whatever of these the function raised.
        """
        process = self._running()
        late = Event()
        patience = timeout_s + (self.limits.start_s if self._jobs == 0 else 0.0)
        guard = Timer(patience, _end_late, (process, late))
        guard.daemon = True
        guard.start()
        self._jobs += 1
        answered = False
        try:
            kind, value = _call(process, (function, args, progress is not None, patience), progress)
            answered = True
        except _GoneError as error:
            if late.is_set():
                raise JobTimeoutError(timeout_s) from error
            if process is not self._killed:
                how = _end_of(process)
                logger.error("a worker has ended in the middle of %s: %s", function.__name__, how)  # noqa: TRY400  no trace of ours tells more
            raise WorkerLostError from error
        finally:
            guard.cancel()
            # Also when ``progress`` raised: what the process still has to say is nobody's answer.
            if not answered or self._jobs >= self.limits.max_jobs:
                self.close()
        if kind == ERROR:
            raise value
        return value

    def start(self) -> None:
        """Begin the process ahead of its first job."""
        self._running()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._jobs = 0
            limits = (*map(str, (self.limits.niceness, self.limits.memory_bytes, os.getpid())), self.limits.prepare)
            # One thread each: linear algebra on every core would slow the pages.
            alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
            environment = os.environ | alone | dict(self.limits.environment) | {"PYTHONPATH": str(ROOT)}
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                (sys.executable, "-m", MODULE, *limits), cwd=ROOT, env=environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=None if sys.platform == "win32" else 0,
            )  # fmt: skip
        return self._process

    @property
    def pid(self) -> int | None:
        """The id of the process; None where there is none."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def close(self) -> None:
        """End the process. It has nothing to tidy up: an orderly end would only take as long as its libraries take."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                cast("IO[bytes]", pipe).close()

    def kill(self) -> None:
        """End the process from another thread; the job that it runs fails."""
        process = self._process
        if process is not None:
            self._killed = process
            _kill(process)
            process.wait()


def _call(process: subprocess.Popen[bytes], call: tuple[Any, ...], progress: Progress | None) -> tuple[str, Any]:
    calls, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        pickle.dump(call, calls, protocol=5)
        calls.flush()
    except OSError as error:
        raise _GoneError from error
    while True:
        kind, value = _receive(answers)
        if kind != PROGRESS:
            return kind, value
        if progress is not None:
            progress(*value)


def _receive(answers: IO[bytes]) -> tuple[str, Any]:
    try:
        kind, value = pickle.load(answers)  # noqa: S301  our own process wrote it
    except (
        Exception
    ) as error:  # a process that ends in the middle of an answer leaves a pickle that breaks off anywhere
        raise _GoneError from error
    return kind, value


def _end_late(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end_of(process: subprocess.Popen[bytes]) -> str:
    """Say how a process ended."""
    try:
        status = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "it no longer answers"
    if status >= 0:
        return f"status {status}"
    try:
        return f"signal {signal.Signals(-status).name}"
    except ValueError:
        return f"signal {-status}"
