"""A job of the queue: one call, for everyone who asked for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from lib.jobs.worker import Progress, Worker


class Job:
    """One call that is waiting, running or done, for everyone who asked for it.

    Attributes:
        started: Set when a worker takes it.
        result: Its outcome.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], key: str, client: str) -> None:
        self.function = function
        self.args = args
        self.key = key
        self.client = client
        self.timeout_s = 0.0
        self.wants_progress = False
        self.long = False
        self.tries = 1
        self.file = ""
        self.ends_alone = not key
        self.waiters = 1
        self.started = Event()
        self.result: Future[Any] = Future()
        self.worker: Worker | None = None
        self._steps: SimpleQueue[tuple[float, str] | None] = SimpleQueue()
        self.result.add_done_callback(lambda _done: self._steps.put(None))

    def report(self, share: float, what: str) -> None:
        """Note how far it has come."""
        self._steps.put((share, what))

    def follow(self, progress: Progress, every_s: float | None = None) -> Any:
        """Call ``progress`` in this thread with each step, and return the result when it is there.

        Args:
            progress: What it raises ends the following, not the job.
            every_s: Seconds after which the last step is told again when there is no new one.

        Raises:
            JobError: There is none.
        """
        step: tuple[float, str] | None = None
        while True:
            try:
                step = self._steps.get(timeout=every_s)
            except Empty:
                if step is None:
                    continue
            if step is None:
                return self.result.result()
            progress(*step)
