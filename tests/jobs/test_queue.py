"""The queue of jobs is fair, bounded, and never without an answer. Its workers are stood in for."""

from __future__ import annotations

from threading import Barrier, Event, Thread

import pytest

from lib.jobs import queue as queues
from lib.jobs.errors import QueueFullError, RejectedError, WorkerFailedError
from lib.jobs.queue import Bounds, JobQueue
from tests.jobs import calls


def work(name):
    """Stands for what a worker is to do."""
    return name.encode()


class StandIn:
    """Does jobs when it is let go on, and notes their order."""

    def __init__(self):
        self.begun: list[str] = []
        self.go = Event()
        self.busy = Event()
        self.killed = False

    def run(self, function, name, *, timeout_s, progress):
        assert timeout_s == 9
        self.begun.append(name)
        self.busy.set()
        assert self.go.wait(20)
        if self.killed:
            raise WorkerFailedError
        if name == "bad":
            raise RejectedError("not like this")
        if progress:
            progress(0.5, "half")
        return function(name)

    def kill(self):
        self.killed = True
        self.go.set()

    def close(self):
        pass


@pytest.fixture
def stand_in(monkeypatch):
    made = StandIn()
    monkeypatch.setattr(queues, "Worker", lambda _limits: made)
    yield made
    made.go.set()


def submit(queue, name, client="a", **more):
    return queue.submit(work, name, client=client, timeout_s=9, **{"key": name} | more)


def test_clients_take_turns_and_each_keeps_its_order(stand_in):
    queue = JobQueue(1)
    first = submit(queue, "0", "early")
    assert stand_in.busy.wait(20)
    jobs = [submit(queue, name, client) for name, client in
            [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c")]]  # fmt: skip
    stand_in.go.set()
    assert [job.result.result(20) for job in (first, *jobs)]
    assert stand_in.begun == ["0", "a1", "b1", "c1", "a2", "b2", "a3"]


def test_twenty_asked_for_at_once_all_come(stand_in):
    queue = JobQueue(2)
    stand_in.go.set()
    start, results = Barrier(20), []

    def ask(n):
        start.wait(20)
        results.append(submit(queue, str(n), "one").result.result(20))

    threads = [Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(results) == sorted(str(n).encode() for n in range(20))


def test_a_full_queue_says_when_to_ask_again(stand_in):
    queue = JobQueue(1, bounds=Bounds(waiting=3, per_client=2))
    submit(queue, "0")
    assert stand_in.busy.wait(20)
    submit(queue, "1")
    submit(queue, "2")
    with pytest.raises(QueueFullError) as own:
        submit(queue, "3")
    submit(queue, "4", "b")
    with pytest.raises(QueueFullError) as others:
        submit(queue, "5", "c")
    assert (own.value.ahead, others.value.ahead) == (2, 3)
    assert min(own.value.retry_after, others.value.retry_after) > 0


def test_what_two_ask_for_is_done_once_and_cached_for_the_third(stand_in):
    queue = JobQueue(1, bounds=Bounds(cache_bytes=100))
    one, two = submit(queue, "same", "a"), submit(queue, "same", "b")
    stand_in.go.set()
    assert one.result.result(20) == two.result.result(20) == b"same"
    assert submit(queue, "same", "c").result.result(0) == b"same"
    assert stand_in.begun == ["same"]


def test_jobs_without_a_key_are_never_shared_or_cached(stand_in):
    queue = JobQueue(1, bounds=Bounds(cache_bytes=100))
    stand_in.go.set()
    for job in (submit(queue, "same", key=""), submit(queue, "same", key="")):
        assert job.result.result(20) == b"same"
    assert stand_in.begun == ["same", "same"]


def test_what_fails_is_told_and_not_cached(stand_in):
    queue = JobQueue(1, bounds=Bounds(cache_bytes=100))
    stand_in.go.set()
    for _attempt in range(2):
        with pytest.raises(RejectedError, match="not like this"):
            submit(queue, "bad").result.result(20)
    assert stand_in.begun == ["bad", "bad"]


def test_what_nobody_waits_for_any_more_is_not_begun(stand_in):
    queue = JobQueue(1)
    first = submit(queue, "0")
    assert stand_in.busy.wait(20)
    gone, shared, other = submit(queue, "1"), submit(queue, "2"), submit(queue, "2", "b")
    queue.leave(gone)
    queue.leave(shared)
    assert queue.waiting() == 1
    stand_in.go.set()
    assert (first.result.result(20), other.result.result(20)) == (b"0", b"2")
    assert stand_in.begun == ["0", "2"]


@pytest.mark.parametrize(
    ("more", "killed"), [({"key": ""}, True), ({"key": "0"}, False), ({"key": "0", "ends_alone": True}, True)]
)
def test_a_running_job_that_nobody_waits_for_is_killed_unless_the_next_may_want_it(stand_in, more, killed):
    queue = JobQueue(1)
    job = submit(queue, "0", **more)
    assert stand_in.busy.wait(20)
    queue.leave(job)
    assert stand_in.killed is killed
    stand_in.go.set()


def test_the_results_cached_never_take_more_room_than_they_may(stand_in):
    queue = JobQueue(1, bounds=Bounds(cache_bytes=3))
    stand_in.go.set()
    for name in ("1", "2", "3", "4"):
        submit(queue, name).result.result(20)
    submit(queue, "1").result.result(20)
    assert stand_in.begun == ["1", "2", "3", "4", "1"]


def test_steps_are_told_to_whoever_follows_the_job(stand_in):
    queue = JobQueue(1)
    stand_in.go.set()
    steps = []
    job = submit(queue, "0", wants_progress=True)
    assert job.follow(lambda *step: steps.append(step)) == b"0"
    assert steps == [(0.5, "half")]
    assert job.started.is_set()


def test_an_idle_worker_ends_and_the_next_job_finds_another():
    queue = JobQueue(1, bounds=Bounds(idle_s=0.01))
    first = queue.submit(calls.pid, client="a", timeout_s=20).result.result(20)
    (thread,) = queue._threads or [None]
    if thread:
        thread.join(20)
    assert queue.submit(calls.pid, client="a", timeout_s=20).result.result(20) != first
