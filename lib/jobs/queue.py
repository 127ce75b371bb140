"""A fair, bounded queue of jobs in front of a few workers.

Clients take turns. Of two workers or more long work never takes the last, so that short work need not wait for it.
What is asked for twice at the same time is done once, and results made last are cached. A job whose process was lost is
tried once more.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Condition, Event, Thread, current_thread
from typing import Any, Final

from lib.jobs.errors import QueueFullError, WorkerLostError
from lib.jobs.worker import Limits, Progress, Worker

ESTIMATED_S: Final = 3.0
"""How long one that waits has to wait for each before it, roughly."""


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


@dataclass(frozen=True)
class Bounds:
    """What a queue may hold.

    Attributes:
        waiting: Jobs that may wait.
        per_client: How many of them one client may have asked for.
        cache_bytes: Room for results that are bytes, the last ones.
        idle_s: A worker that has had nothing to do for so many seconds is ended: it holds the table in memory.
    """

    waiting: int = 96
    per_client: int = 40
    cache_bytes: int = 0
    idle_s: float = 300.0


class JobQueue:
    """Jobs waiting for a worker. Clients take turns, each with its own in the order it asked."""

    def __init__(self, workers: int, limits: Limits | None = None, bounds: Bounds | None = None) -> None:
        self._workers, self._limits, self._bounds = workers, limits or Limits(), bounds or Bounds()
        self._changed = Condition()
        self._waiting: OrderedDict[str, deque[Job]] = OrderedDict()
        self._known: dict[str, Job] = {}
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._threads: list[Thread] = []
        self._running: set[Worker] = set()
        self._long = 0

    def submit(  # noqa: PLR0913  what tells one job from another
        self,
        function: Callable[..., Any],
        *args: object,
        client: str,
        timeout_s: float,
        key: str = "",
        wants_progress: bool = False,
        long: bool = False,
        tries: int = 1,
    ) -> Job:
        """Take a place in the queue, or share that of whoever asked for the same.

        Args:
            function: A function of a module, to be called by a worker.
            args: Its arguments.
            client: Who asks; clients take turns.
            timeout_s: Seconds it may take once it is begun.
            key: What tells this job from all others: the same key, the same result. Blank is like no other.
            wants_progress: Whether the function takes ``progress``, and the job is to report it.
            long: Whether it takes long; such work leaves one worker to all other.
            tries: How often it is begun, at most, where its process is lost in the middle of it.

        Raises:
            QueueFullError: Too many wait already.
        """
        job = Job(function, args, key, client)
        job.timeout_s, job.wants_progress, job.long, job.tries = timeout_s, wants_progress, long, tries
        with self._changed:
            if key in self._cache:
                self._cache.move_to_end(key)
                job.result.set_result(self._cache[key])
                return job
            if key in self._known:
                self._known[key].waiters += 1
                return self._known[key]
            self._refuse_when_full(client)
            if key:
                self._known[key] = job
            self._waiting.setdefault(client, deque()).append(job)
            self._ensure_workers()
            self._changed.notify_all()
            return job

    def _refuse_when_full(self, client: str) -> None:
        waiting = sum(len(jobs) for jobs in self._waiting.values())
        own = len(self._waiting.get(client, ()))
        if waiting >= self._bounds.waiting or own >= self._bounds.per_client:
            ahead = own if own >= self._bounds.per_client else waiting
            raise QueueFullError(ahead, round(ahead * ESTIMATED_S / self._workers) + 1)

    def leave(self, job: Job) -> None:
        """Give up waiting for a job. What nobody waits for any more is not begun.

        One that runs goes on if it has a key, as its result is cached for the next; otherwise it is killed.
        """
        with self._changed:
            job.waiters -= 1
            if job.waiters > 0:
                return
            jobs = self._waiting.get(job.client)
            if jobs is not None and job in jobs:
                jobs.remove(job)
                if not jobs:
                    del self._waiting[job.client]
                self._known.pop(job.key, None)
                job.result.cancel()
            elif not job.key and job.worker is not None:
                job.worker.kill()

    def close(self) -> None:
        """End what runs, and begin nothing that waits: the server stops."""
        with self._changed:
            waiting = [job for jobs in self._waiting.values() for job in jobs]
            self._waiting.clear()
            running = list(self._running)
        for job in waiting:
            job.result.cancel()
        for worker in running:
            worker.kill()

    def prepare(self) -> None:
        """Have a worker ready for the next job."""
        with self._changed:
            self._ensure_workers()

    def waiting(self) -> int:
        """Return how many wait and are not begun."""
        with self._changed:
            return sum(len(jobs) for jobs in self._waiting.values())

    def _ensure_workers(self) -> None:
        """Have a thread for each worker that may run; those that went idle have ended."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) < self._workers:
            thread = Thread(target=self._serve, name="job", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self) -> None:
        worker = Worker(self._limits)
        with self._changed:
            self._running.add(worker)
        try:
            self._prepare(worker)
            while (job := self._next()) is not None:
                if job.result.set_running_or_notify_cancel():
                    self._run(job, worker)
                self._done(job)
                self._prepare(worker)
        finally:
            with self._changed:
                self._running.discard(worker)
            worker.close()

    def _done(self, job: Job) -> None:
        """Give back the place of a job."""
        with self._changed:
            self._long -= job.long
            self._changed.notify_all()

    def _prepare(self, worker: Worker) -> None:
        """Begin the process of the next job while there is none, where it is told how."""
        if self._limits.prepare:
            worker.start()

    def _next(self) -> Job | None:
        """Return the oldest job of the client whose turn it is; None after a long time without any."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._turn() is not None, timeout=self._bounds.idle_s):
                # Under the lock, so that whoever asks next starts another thread.
                self._threads = [thread for thread in self._threads if thread is not current_thread()]
                return None
            job = self._turn()
            assert job is not None
            jobs = self._waiting.pop(job.client)
            jobs.remove(job)
            if jobs:
                self._waiting[job.client] = jobs
            self._long += job.long
            return job

    def _turn(self) -> Job | None:
        """Return the job that is next: the first that may begin of the first client that has one."""
        most = max(self._workers - 1, 1)
        return next((job for jobs in self._waiting.values() for job in jobs if not job.long or self._long < most), None)

    def _run(self, job: Job, worker: Worker) -> None:
        job.started.set()
        with self._changed:
            job.worker = worker
            abandoned = job.waiters <= 0 and not job.key
        try:
            value = None if abandoned else self._tried(job, worker)
        except Exception as error:  # noqa: BLE001  a client must not wait for ever
            self._forget(job)
            job.result.set_exception(error)
            return
        self._forget(job, value)
        job.result.set_result(value)

    def _tried(self, job: Job, worker: Worker) -> Any:
        """Call the function, and once more where its process is lost while somebody still waits."""
        for left in reversed(range(job.tries)):
            try:
                return self._call(job, worker)
            except WorkerLostError:
                if not left or job.waiters <= 0:
                    raise
        raise WorkerLostError

    @staticmethod
    def _call(job: Job, worker: Worker) -> Any:
        progress = job.report if job.wants_progress else None
        return worker.run(job.function, *job.args, timeout_s=job.timeout_s, progress=progress)

    def _forget(self, job: Job, value: object = None) -> None:
        """Take a job that is done off the list, and cache its result if it may be."""
        with self._changed:
            job.worker = None
            job.args = ()
            self._known.pop(job.key, None)
            if job.key and isinstance(value, bytes) and self._bounds.cache_bytes:
                self._cache[job.key] = value
                while sum(len(cached) for cached in self._cache.values()) > self._bounds.cache_bytes:
                    self._cache.popitem(last=False)
