"""The process that makes exports, so that pages stay quick: ``python -m lib.exports.worker``.

It takes one job after the other from standard input and answers on standard output, as :mod:`lib.exports.job` says. It
gives way to every other process, and ends when its input does.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

from lib.events.query import parse
from lib.exports.job import BROKEN, LACKING, MADE, REFUSED, Job, receive, send
from lib.exports.making import REFUSALS, SHORTAGES, make, packed
from lib.exports.order import Order
from lib.maps.snapshot import Snapshot, current
from lib.wording import _


def answer(job: Job) -> tuple[dict[str, Any], bytes]:
    """Make one export; whatever goes wrong becomes a sentence."""
    snapshot = current()
    if snapshot.events.version != job.table:
        return {"outcome": LACKING, "sentence": _("The event table has just changed; ask again.")}, b""
    query, _notes = parse(job.query)
    try:
        # The version is the asker's: the file says what the page says.
        made = make(Snapshot(snapshot.events, job.version), query, Order(**job.order), job.format, job.link)
    except REFUSALS as error:
        return {"outcome": REFUSED, "sentence": str(error)}, b""
    except SHORTAGES as error:
        return {"outcome": LACKING, "sentence": str(error)}, b""
    except Exception:  # noqa: BLE001  no asker may be left without an answer
        traceback.print_exc()
        return {"outcome": BROKEN, "sentence": ""}, b""
    return {"outcome": MADE}, packed(made, job.format)


def main() -> None:
    """Answer jobs until there are no more."""
    if hasattr(os, "nice"):
        os.nice(10)
    given = sys.stdin.buffer
    # What a library prints must not end up between the answers.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (received := receive(given)) is not None:
        message, _body = received
        message.pop("length")
        send(out, *answer(Job(**message)))


if __name__ == "__main__":
    main()
