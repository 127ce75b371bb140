"""A worker gives back what the function gave, within its limits, and never leaves its caller without an answer."""

from __future__ import annotations

import sys
from threading import Timer

import pytest

from lib.jobs.errors import JobTimeoutError, RejectedError, UnavailableError, WorkerFailedError
from lib.jobs.worker import Limits, Worker
from tests.jobs import calls


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


def run(worker, function, *args, timeout_s=20, **more):
    return worker.run(function, *args, timeout_s=timeout_s, **more)


def test_one_process_does_one_job_after_the_other_whatever_its_libraries_print(worker):
    assert run(worker, calls.repeat, "png", 100_000) == b"png" * 100_000
    assert run(worker, calls.repeat, "pdf", 2) == b"pdfpdf"
    assert run(worker, calls.pid) == run(worker, calls.pid)


@pytest.mark.parametrize(("function", "error"), [(calls.reject, RejectedError), (calls.lack, UnavailableError)])
def test_an_error_that_is_meant_for_the_client_comes_back_as_it_is(worker, function, error):
    with pytest.raises(error, match="because"):
        run(worker, function, "because")


@pytest.mark.parametrize("function", [calls.fail, calls.die, calls.unpicklable])
def test_an_unforeseen_failure_or_end_is_told_without_details_and_the_next_job_runs(worker, function):
    with pytest.raises(WorkerFailedError) as failed:
        run(worker, function)
    assert "secret" not in str(failed.value)
    assert run(worker, calls.repeat, "a", 1) == b"a"


def test_a_job_that_takes_too_long_is_killed_and_the_process_replaced():
    worker = Worker(Limits(start_s=0.0))
    with pytest.raises(JobTimeoutError) as late:
        run(worker, calls.sleep, 60, timeout_s=0.3)
    assert late.value.limit_s == pytest.approx(0.3)
    assert run(worker, calls.repeat, "a", 1) == b"a"
    worker.close()


def test_a_process_is_replaced_after_so_many_jobs():
    worker = Worker(Limits(max_jobs=2))
    pids = [run(worker, calls.pid) for _job in range(3)]
    assert pids[0] == pids[1] != pids[2]
    worker.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit on Windows")
def test_a_process_gives_way_and_may_take_only_so_much_memory():
    worker = Worker(Limits(niceness=7, memory_bytes=1024**3))
    assert run(worker, calls.niceness) == 7
    with pytest.raises(WorkerFailedError):
        run(worker, calls.allocate, 2 * 1024**3)
    assert run(worker, calls.allocate, 1024) == 1024
    worker.close()


def test_steps_are_reported_in_the_callers_thread_and_its_error_ends_the_job(worker):
    steps = []
    assert run(worker, calls.count, 3, progress=lambda *step: steps.append(step)) == 3
    assert steps == [(0.0, "step 0"), (1 / 3, "step 1"), (2 / 3, "step 2")]

    def gone(_share, _what):
        raise ConnectionError("the tab is closed")

    with pytest.raises(ConnectionError, match="closed"):
        run(worker, calls.count, 3, progress=gone)
    assert run(worker, calls.repeat, "a", 1) == b"a"


def test_another_thread_can_end_the_job_that_runs(worker):
    run(worker, calls.pid)
    Timer(0.2, worker.kill).start()
    with pytest.raises(WorkerFailedError):
        run(worker, calls.sleep, 60)


def test_linear_algebra_uses_one_thread_and_nothing_of_the_program_that_started_it_is_loaded(worker):
    assert run(worker, calls.threads) == ("1", False)
