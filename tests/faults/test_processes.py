"""No process outlives whoever it works for, and work that was lost on the way is not lost to whoever asked for it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from lib.config.paths import ROOT
from lib.jobs import child
from lib.jobs.errors import WorkerLostError
from lib.jobs.queue import JobQueue
from lib.jobs.worker import Limits, Worker
from tests.jobs import calls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux alone holds these limits")

SERVER = """
import sys, threading
from lib.jobs.worker import Worker
from tests.jobs import calls
worker = Worker()
print(worker.run(calls.pid, timeout_s=60), flush=True)
worker.run(calls.spin, 600, timeout_s=600)
"""


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet cleared away does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def ends(pid: int, seconds: float = 20) -> bool:
    late = monotonic() + seconds
    while is_there(pid) and monotonic() < late:
        sleep(0.05)
    return not is_there(pid)


def test_a_worker_ends_with_its_server_however_that_ended():
    with subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        pid = int(server.stdout.readline())
        assert is_there(pid)
        server.kill()
    assert ends(pid)


def test_what_a_worker_has_started_itself_ends_with_it():
    worker = Worker()
    started = worker.run(calls.start_sleeper, timeout_s=60)
    assert is_there(started)
    worker.close()
    assert ends(started)


def test_the_kernel_ends_a_job_that_takes_more_of_the_processor_than_it_can_need():
    worker = Worker(Limits(start_s=0.0))
    soft = worker.run(calls.processor_limit, timeout_s=10)
    assert 10 <= soft <= (10 + child.MARGIN_S) * (os.cpu_count() or 1) + 60
    worker.close()


def test_a_job_whose_process_is_killed_is_tried_once_more_and_the_log_says_so(tmp_path, caplog):
    queue = JobQueue(1)
    job = queue.submit(calls.die_once, str(tmp_path / "tried"), client="a", timeout_s=60, tries=2)
    assert job.result.result(60) == b"second"
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert told == ["a worker has ended in the middle of die_once: signal SIGKILL"]


def test_a_job_whose_process_is_killed_again_is_told_to_whoever_asked():
    queue = JobQueue(1)
    job = queue.submit(calls.die, client="a", timeout_s=60, tries=2)
    with pytest.raises(WorkerLostError):
        job.result.result(60)
