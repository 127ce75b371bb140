"""Keep the garbage collector away from what stays for as long as the server runs."""

from __future__ import annotations

import asyncio
import gc
from typing import Final

COLLECT_S: Final = 30.0
"""Seconds between two looks for garbage; Python itself looks too, by how much is made."""


def freeze_startup_objects() -> None:
    """Call ``gc.freeze()`` once after the warm-up, so that collections skip long-lived objects.

    Modules and tables are a hundred thousand objects that never go: searching them takes longer than drawing a page,
    and holds up the answers of every reader meanwhile.
    """
    gc.collect()
    gc.freeze()


async def collect_now_and_then() -> None:
    """Look for garbage beside the pages, for as long as the server runs.

    Streamlit would look after each run of a page, which holds up every reader (``runner.postScriptGC`` is off).
    """
    while True:
        await asyncio.sleep(COLLECT_S)
        await asyncio.to_thread(gc.collect)
