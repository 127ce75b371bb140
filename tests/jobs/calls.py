"""Functions for a worker to call."""

from __future__ import annotations

import os
import sys
import time

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
