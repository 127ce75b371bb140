"""The queue of exports: fair, bounded, and never without an answer. Its processes are stood in for by small scripts."""

from __future__ import annotations

import sys
from threading import Barrier, Event, Thread

import pytest

from lib.exports import queue as queues
from lib.exports.job import Job
from lib.exports.queue import BrokenError, FullError, LackingError, Maker, Queue, RefusedError

SPEAKING = """
import sys
from lib.exports.job import receive, send
given, out = sys.stdin.buffer, sys.stdout.buffer
while (received := receive(given)) is not None:
    job, _body = received
    {then}
"""


def job(fmt="png"):
    return Job({}, {}, fmt, "", "table", "version")


def maker(then):
    return Maker((sys.executable, "-c", SPEAKING.format(then=then)))


class Stand:
    """Makes exports when it is let go on, and notes their order."""

    def __init__(self):
        self.begun: list[str] = []
        self.go = Event()
        self.busy = Event()

    def make(self, asked, _limit_s):
        self.begun.append(asked.format)
        self.busy.set()
        assert self.go.wait(20)
        if asked.format == "bad":
            raise RefusedError("not like this")
        return asked.format.encode()

    def end(self):
        pass


@pytest.fixture
def stand(monkeypatch):
    made = Stand()
    monkeypatch.setattr(queues, "Maker", lambda: made)
    yield made
    made.go.set()


def test_clients_take_turns_and_each_keeps_its_order(stand):
    queue = Queue(at_once=1)
    first = queue.ask("0", job("0"), "early")
    assert stand.busy.wait(20)
    tickets = [queue.ask(name, job(name), client) for name, client in
               [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c")]]  # fmt: skip
    stand.go.set()
    assert [ticket.made.result(20) for ticket in (first, *tickets)]
    assert stand.begun == ["0", "a1", "b1", "c1", "a2", "b2", "a3"]


def test_twenty_asked_for_at_once_all_come(stand):
    queue = Queue(at_once=2)
    stand.go.set()
    start, results = Barrier(20), []

    def ask(n):
        start.wait(20)
        results.append(queue.ask(str(n), job(str(n)), "one").made.result(20))

    threads = [Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(results) == sorted(str(n).encode() for n in range(20))


def test_a_full_queue_says_when_to_ask_again(stand):
    queue = Queue(at_once=1, most=3, most_of_a_client=2)
    queue.ask("0", job("0"), "a")
    assert stand.busy.wait(20)
    queue.ask("1", job("1"), "a")
    queue.ask("2", job("2"), "a")
    with pytest.raises(FullError) as own:
        queue.ask("3", job("3"), "a")
    queue.ask("4", job("4"), "b")
    with pytest.raises(FullError) as others:
        queue.ask("5", job("5"), "c")
    assert min(own.value.after, others.value.after) > 0


def test_what_two_ask_for_is_made_once_and_kept_for_the_third(stand):
    queue = Queue(at_once=1)
    one, two = queue.ask("same", job("same"), "a"), queue.ask("same", job("same"), "b")
    stand.go.set()
    assert one.made.result(20) == two.made.result(20) == b"same"
    assert queue.ask("same", job("same"), "c").made.result(0) == b"same"
    assert stand.begun == ["same"]


def test_what_fails_is_told_and_not_kept(stand):
    queue = Queue(at_once=1)
    stand.go.set()
    for _attempt in range(2):
        with pytest.raises(RefusedError, match="not like this"):
            queue.ask("bad", job("bad"), "a").made.result(20)
    assert stand.begun == ["bad", "bad"]


def test_what_nobody_waits_for_any_more_is_not_begun(stand):
    queue = Queue(at_once=1)
    first = queue.ask("0", job("0"), "a")
    assert stand.busy.wait(20)
    gone, shared, other = (queue.ask("1", job("1"), "a"), queue.ask("2", job("2"), "a"), queue.ask("2", job("2"), "b"))
    queue.leave(gone)
    queue.leave(shared)
    stand.go.set()
    assert (first.made.result(20), other.made.result(20)) == (b"0", b"2")
    assert stand.begun == ["0", "2"]


def test_the_files_kept_never_take_more_room_than_they_may(stand, monkeypatch):
    monkeypatch.setattr(queues, "KEPT_BYTES", 3)
    queue = Queue(at_once=1)
    stand.go.set()
    for name in ("1", "2", "3", "4"):
        queue.ask(name, job(name), "a").made.result(20)
    queue.ask("1", job("1"), "a").made.result(20)
    assert stand.begun == ["1", "2", "3", "4", "1"]


def test_a_process_hands_over_the_bytes_it_made():
    made = maker("send(out, {'outcome': 'made'}, job['format'].encode() * 100_000)")
    assert made.make(job("png"), 20) == b"png" * 100_000
    assert made.make(job("pdf"), 20) == b"pdf" * 100_000
    made.end()


@pytest.mark.parametrize(
    ("outcome", "error"), [("refused", RefusedError), ("lacking", LackingError), ("broken", BrokenError)]
)
def test_a_process_that_cannot_make_it_says_why(outcome, error):
    made = maker(f"send(out, {{'outcome': {outcome!r}, 'sentence': 'because'}})")
    with pytest.raises(error, match="because" if outcome != "broken" else "log"):
        made.make(job(), 20)
    made.end()


def test_a_process_that_takes_too_long_is_ended_and_replaced(monkeypatch):
    monkeypatch.setattr(queues, "START_S", 0.2)
    made = maker("while job['format'] == 'slow': pass\n    send(out, {'outcome': 'made'})")
    with pytest.raises(LackingError, match="longer than"):
        made.make(job("slow"), 0.2)
    monkeypatch.setattr(queues, "START_S", 20)
    assert made.make(job("png"), 20) == b""
    made.end()


def test_a_process_that_dies_leaves_nobody_waiting():
    made = maker("sys.exit(3)")
    with pytest.raises(BrokenError):
        made.make(job(), 20)
    made.end()
