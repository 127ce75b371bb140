"""Whose export is made next: a bounded queue, fair between clients, in front of a few processes of low priority.

What is asked for twice at the same time is made once, and what was made last is kept for the next who asks. A process
that takes too long is ended, its asker is told, and another takes its place.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import OrderedDict, deque
from concurrent.futures import Future
from pathlib import Path
from threading import Condition, Event, Thread, Timer
from typing import Final

from lib.exports.job import LACKING, MADE, REFUSED, Job, receive, send
from lib.wording import _

ROOT: Final = Path(__file__).resolve().parents[2]
AT_ONCE: Final = min(2, os.cpu_count() or 1)
"""Exports made at the same time."""
MOST_WAITING: Final = 96
MOST_OF_A_CLIENT: Final = 40
"""Exports that may wait, and how many of them one client may have asked for."""
KEPT_BYTES: Final = 48_000_000
"""Room for exports made last, bytes."""
JOBS_A_PROCESS: Final = 300
"""After so many a process makes room for a fresh one, whatever its libraries have piled up."""
IDLE_S: Final = 300.0
"""A process that has had nothing to do for so long is ended: it holds the table in memory."""
START_S: Final = 120.0
"""Time allowed for a process to begin, and to read a large table, on top of that of its job. Seconds."""
ONE_S: Final = 120.0
MANY_S: Final = 400.0
"""Time allowed for an export of one page, and for one of many, by the clock on the wall: the process gives way."""
EACH_S: Final = 3.0
"""How long one that waits has to wait for each before it, roughly."""


class FullError(RuntimeError):
    """Too many exports wait already. ``after`` is in how many seconds it is worth asking again."""

    def __init__(self, sentence: str, after: int) -> None:
        super().__init__(sentence)
        self.after = after


class RefusedError(ValueError):
    """It cannot be made as asked; the message is a sentence for the asker."""


class LackingError(RuntimeError):
    """Something is missing where the map runs; the message says what."""


class BrokenError(RuntimeError):
    """It could not be made; the message says no more than an asker can use, the rest is in the log."""


class Ticket:
    """One export that is waiting or being made, for everyone who asked for it."""

    def __init__(self, name: str, job: Job, client: str, limit_s: float) -> None:
        self.name = name
        self.job = job
        self.client = client
        self.limit_s = limit_s
        self.askers = 1
        self.made: Future[bytes] = Future()


class Queue:
    """Exports waiting for a process. Clients take turns, each with its own in the order it asked."""

    def __init__(
        self, at_once: int = AT_ONCE, most: int = MOST_WAITING, most_of_a_client: int = MOST_OF_A_CLIENT
    ) -> None:
        self._most, self._most_of_a_client = most, most_of_a_client
        self._changed = Condition()
        self._waiting: OrderedDict[str, deque[Ticket]] = OrderedDict()
        self._known: dict[str, Ticket] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._at_once = at_once
        self._threads: list[Thread] = []

    def ask(self, name: str, job: Job, client: str, limit_s: float = ONE_S) -> Ticket:
        """Take a place in the queue, or share that of whoever asked for the same.

        Args:
            name: What tells this export from all others: the same name, the same bytes.
            job: What to make.
            client: Who asks; clients take turns.
            limit_s: Seconds it may take once it is begun.

        Raises:
            FullError: Too many wait already.
        """
        with self._changed:
            if name in self._kept:
                self._kept.move_to_end(name)
                ticket = Ticket(name, job, client, limit_s)
                ticket.made.set_result(self._kept[name])
                return ticket
            if name in self._known:
                self._known[name].askers += 1
                return self._known[name]
            waiting = sum(len(tickets) for tickets in self._waiting.values())
            own = len(self._waiting.get(client, ()))
            if waiting >= self._most or own >= self._most_of_a_client:
                ahead = own if own >= self._most_of_a_client else waiting
                words = _("{n} exports are waiting already; ask again in a moment.")
                raise FullError(words.format(n=ahead), round(ahead * EACH_S / self._at_once) + 1)
            ticket = self._known[name] = Ticket(name, job, client, limit_s)
            self._waiting.setdefault(client, deque()).append(ticket)
            self._staff()
            self._changed.notify()
            return ticket

    def leave(self, ticket: Ticket) -> None:
        """One asker has gone. What nobody waits for any more is not begun."""
        with self._changed:
            ticket.askers -= 1
            tickets = self._waiting.get(ticket.client)
            if ticket.askers > 0 or tickets is None or ticket not in tickets:
                return
            tickets.remove(ticket)
            if not tickets:
                del self._waiting[ticket.client]
            self._known.pop(ticket.name, None)
            ticket.made.cancel()

    def waiting(self) -> int:
        """How many wait and are not begun."""
        with self._changed:
            return sum(len(tickets) for tickets in self._waiting.values())

    def _staff(self) -> None:
        """Have a thread for each process that may run; those that went idle have ended."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) < self._at_once:
            thread = Thread(target=self._serve, name="export", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self) -> None:
        maker = Maker()
        try:
            while (ticket := self._next()) is not None:
                if ticket.made.set_running_or_notify_cancel():
                    self._settle(ticket, maker)
        finally:
            maker.end()

    def _next(self) -> Ticket | None:
        """The oldest ticket of the client whose turn it is; None after a long time without any."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._waiting), timeout=IDLE_S):
                # Under the lock, so that whoever asks next starts another thread.
                return None
            client, tickets = next(iter(self._waiting.items()))
            ticket = tickets.popleft()
            del self._waiting[client]
            if tickets:
                self._waiting[client] = tickets
            return ticket

    def _settle(self, ticket: Ticket, maker: Maker) -> None:
        try:
            body = maker.make(ticket.job, ticket.limit_s)
        except Exception as error:  # noqa: BLE001  an asker must not wait for ever
            with self._changed:
                self._known.pop(ticket.name, None)
            ticket.made.set_exception(error)
            return
        with self._changed:
            self._known.pop(ticket.name, None)
            self._kept[ticket.name] = body
            while sum(len(kept) for kept in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
        ticket.made.set_result(body)


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


class Maker:
    """A process that makes exports, begun with the first and replaced after many, or when it fails."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "lib.exports.worker")) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def make(self, job: Job, limit_s: float) -> bytes:
        """Have one export made.

        Raises:
            RefusedError, LackingError, BrokenError: It could not be; the message is a sentence for the asker.
        """
        process = self._running()
        late = Event()
        # A process just begun first imports its libraries and reads the table.
        patience = limit_s + (START_S if self._jobs == 0 else 0.0)
        guard = Timer(patience, _stop, (process, late))
        guard.daemon = True
        guard.start()
        self._jobs += 1
        try:
            received = self._exchanged(process, job)
        finally:
            guard.cancel()
        if received is None:
            self.end()
            if late.is_set():
                words = _("The export took longer than {n} seconds and was ended; ask for fewer pages or less detail.")
                raise LackingError(words.format(n=round(limit_s)))
            raise BrokenError(_("The export could not be made; the server's log says why."))
        if self._jobs >= JOBS_A_PROCESS:
            self.end()
        message, body = received
        if message["outcome"] == MADE:
            return body
        failures = {REFUSED: RefusedError, LACKING: LackingError}
        if message["outcome"] in failures:
            raise failures[message["outcome"]](message["sentence"])
        raise BrokenError(_("The export could not be made; the server's log says why."))

    @staticmethod
    def _exchanged(process: subprocess.Popen[bytes], job: Job) -> tuple[dict[str, object], bytes] | None:
        if process.stdin is None or process.stdout is None:
            return None
        try:
            send(process.stdin, job.as_message())
            return receive(process.stdout)
        except OSError:
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._jobs = 0
            # One thread each: linear algebra on every core would slow the pages.
            alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
            self._process = subprocess.Popen(  # noqa: S603  our own module
                self._command, cwd=ROOT, env=os.environ | alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._process

    def end(self) -> None:
        """End the process; it is given a moment to do so by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


QUEUE: Final = Queue()
"""The one queue of this server."""
