"""Functions for a worker to call."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from lib.jobs.errors import RejectedError, UnavailableError


def repeat(text, times):
    print("a library speaks")  # noqa: T201
    return text.encode() * times


def reject(sentence):
    raise RejectedError(sentence)


def lack(sentence):
    raise UnavailableError(sentence)


def fail():
    raise KeyError("secret")


def sleep(seconds):
    time.sleep(seconds)
    return os.getpid()


def die():
    os._exit(3)


def pid():
    return os.getpid()


def niceness():
    return os.nice(0)


def allocate(size):
    return len(bytearray(size))


def threads():
    return os.environ["OMP_NUM_THREADS"], "lib.ui" in sys.modules


def loaded(module):
    return module in sys.modules


def count(upto, progress):
    for n in range(upto):
        progress(n / upto, f"step {n}")
    return upto


def unpicklable():
    return lambda: None


def spin(seconds):
    """Work without a pause, as a library does that is caught in a file."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def start_sleeper():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid


def processor_limit():
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def die_once(path):
    """End by a signal the first time, and answer the second."""
    if Path(path).exists():
        return b"second"
    Path(path).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return b"first"


def write(data, path):
    Path(path).write_bytes(data)


def write_and_fail(path):
    Path(path).write_bytes(b"half")
    raise KeyError("secret")


def write_and_die(path):
    Path(path).write_bytes(b"half")
    os._exit(3)


def write_and_wait(path, progress):
    """Be in the middle of a file, and of what is written beside it."""
    Path(path).write_bytes(b"half")
    Path(f"{path}-journal").write_bytes(b"undo")
    progress(0.5, "written")
    time.sleep(600)


def write_when_told(go, path, progress):
    progress(0.5, "waiting")
    while not Path(go).exists():
        time.sleep(0.01)
    Path(path).write_bytes(b"abc")
