"""What can go wrong with a job."""

from __future__ import annotations


class JobError(Exception):
    """A job has no result."""


class RejectedError(JobError):
    """It cannot be done as asked; the message is a sentence for the client."""


class UnavailableError(JobError):
    """Something is missing on the server; the message says what."""


class WorkerFailedError(JobError):
    """Internal failure, or the end of the process; details are in the log."""


class WorkerLostError(WorkerFailedError):
    """Its process ended in the middle of it: it was killed, or has crashed."""


class JobTimeoutError(JobError):
    """It took longer than allowed, and its process was killed."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"longer than {limit_s:g} seconds")
        self.limit_s = limit_s


class QueueFullError(JobError):
    """Too many jobs wait already: ``ahead`` of them, worth asking again after ``retry_after`` seconds."""

    def __init__(self, ahead: int, retry_after: int) -> None:
        super().__init__(f"{ahead} jobs are waiting")
        self.ahead = ahead
        self.retry_after = retry_after
