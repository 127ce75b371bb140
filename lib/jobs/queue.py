"""A fair, bounded queue of jobs in front of a few workers.

Clients take turns. Of two workers or more long work never takes the last, so that short work need not wait for it.
What is asked for twice at the same time is done once, and results made last are cached. A job whose process was lost is
tried once more. A large result is written to a file, which goes with the last who holds it (:mod:`lib.jobs.files`).
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread, current_thread
from typing import Any, Final

from lib.jobs import files
from lib.jobs.errors import QueueFullError, WorkerLostError
from lib.jobs.job import Job
from lib.jobs.results import Results
from lib.jobs.worker import Limits, Worker

ESTIMATED_S: Final = 3.0
"""How long one that waits has to wait for each before it, roughly."""


@dataclass(frozen=True)
class Bounds:
    """What a queue may hold.

    Attributes:
        waiting: Jobs that may wait.
        per_client: How many of them one client may have asked for.
        cache_bytes: Room for results that are bytes, the last ones.
        file_bytes: Room on the disk for those that are files.
        idle_s: A worker that has had nothing to do for so many seconds is ended: it holds the table in memory.
    """

    waiting: int = 96
    per_client: int = 40
    cache_bytes: int = 0
    file_bytes: int = 0
    idle_s: float = 300.0


@dataclass(frozen=True)
class Load:
    """What a queue has to do.

    Attributes:
        waiting: Jobs that are not begun.
        running: Jobs that a worker has.
        processes: The ids of the workers' processes.
        memory_bytes: Results that are held in memory.
        disk_bytes: Results that are held as files.
    """

    waiting: int
    running: int
    processes: tuple[int, ...]
    memory_bytes: int
    disk_bytes: int


class JobQueue:
    """Jobs waiting for a worker. Clients take turns, each with its own in the order it asked."""

    def __init__(self, workers: int, limits: Limits | None = None, bounds: Bounds | None = None) -> None:
        self._workers, self._limits, self._bounds = workers, limits or Limits(), bounds or Bounds()
        self._changed = Condition()
        self._waiting: OrderedDict[str, deque[Job]] = OrderedDict()
        self._known: dict[str, Job] = {}
        self._cache = Results(self._bounds.cache_bytes, self._bounds.file_bytes)
        self._threads: list[Thread] = []
        self._running: set[Worker] = set()
        self._long = 0
        self._busy = 0

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
        file: str = "",
        ends_alone: bool = False,
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
            file: Ending of the file that the function writes, whose path it is given after ``args``; the result is then
                that :class:`lib.jobs.files.WrittenFile`. Blank: the result is what the function returns.
            ends_alone: Whether it is ended while it runs when nobody waits for it any more, as one without a key is.

        Raises:
            QueueFullError: Too many wait already.
        """
        job = Job(function, args, key, client)
        job.timeout_s, job.wants_progress, job.long, job.tries = timeout_s, wants_progress, long, tries
        job.file, job.ends_alone = file, ends_alone or not key
        with self._changed:
            if (known := self._cache.get(key)) is not None:
                job.result.set_result(known)
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

        One that runs goes on, as its result is cached for the next, unless it ends alone: then it is killed.
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
                self._unknown(job)
                job.result.cancel()
            elif job.ends_alone and job.worker is not None:
                self._unknown(job)
                job.worker.kill()

    def holds(self, key: str) -> bool:
        """Return whether the result of a key is there already."""
        with self._changed:
            return self._cache.get(key) is not None

    def _unknown(self, job: Job) -> None:
        """Let nobody share a job any more; another may have its key by now."""
        if self._known.get(job.key) is job:
            del self._known[job.key]

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

    def load(self) -> Load:
        """Return what the queue has to do now."""
        with self._changed:
            processes = tuple(pid for worker in self._running if (pid := worker.pid) is not None)
            waiting = sum(len(jobs) for jobs in self._waiting.values())
            return Load(waiting, self._busy, processes, *self._cache.sizes())

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
            while self._one(worker):
                self._prepare(worker)
        finally:
            with self._changed:
                self._running.discard(worker)
            worker.close()

    def _one(self, worker: Worker) -> bool:
        """Do the next job and hold nothing of it afterwards; return whether there was one."""
        job = self._next()
        if job is None:
            return False
        if job.result.set_running_or_notify_cancel():
            self._run(job, worker)
        with self._changed:
            self._long -= job.long
            self._busy -= 1
            self._changed.notify_all()
        return True

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
            self._busy += 1
            return job

    def _turn(self) -> Job | None:
        """Return the job that is next: the first that may begin of the first client that has one."""
        most = max(self._workers - 1, 1)
        return next((job for jobs in self._waiting.values() for job in jobs if not job.long or self._long < most), None)

    def _run(self, job: Job, worker: Worker) -> None:
        job.started.set()
        with self._changed:
            job.worker = worker
            abandoned = job.waiters <= 0 and job.ends_alone
            if abandoned:
                self._unknown(job)
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
        if not job.file:
            return worker.run(job.function, *job.args, timeout_s=job.timeout_s, progress=progress)
        path = files.place(job.file)
        try:
            worker.run(job.function, *job.args, str(path), timeout_s=job.timeout_s, progress=progress)
            return files.WrittenFile(path)
        except BaseException:
            files.remove(path)
            raise

    def _forget(self, job: Job, value: object = None) -> None:
        """Take a job that is done off the list, and cache its result if it may be."""
        with self._changed:
            job.worker = None
            job.args = ()
            self._unknown(job)
            self._cache.add(job.key, value)
