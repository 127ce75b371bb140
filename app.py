"""The composition root: Streamlit's pages and our HTTP routes in one ASGI application. `make run` starts it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from lib.ui import failures  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.answers import LINES_READY  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.memory import set_aside  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.routes import ROUTES, prepare  # noqa: E402  (the project's folder has to be on the path first)
from lib.web.uploads import keep_in_memory  # noqa: E402  (the project's folder has to be on the path first)

keep_in_memory()


async def _announce(warming: asyncio.subprocess.Process) -> None:
    """Let those go on who wait for the front lines, whether or not all of them could be computed."""
    try:
        if warming.stdout is not None:
            await warming.stdout.readline()  # it says a word when the lines are there; its end is one too
    finally:
        LINES_READY.set()
    await warming.wait()


def _ready() -> None:
    """Make what the first readers ask for, and keep it out of the way of all that comes later."""
    prepare()
    set_aside()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Beside the first requests, prepare what they ask for, and what takes long in a process that gives way."""
    Thread(target=_ready, name="prepare", daemon=True).start()
    command = [sys.executable, "-m", "lib", "warm", "--gently"]
    LINES_READY.clear()
    warming = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    waiting = asyncio.create_task(_announce(warming))
    yield {}
    if warming.returncode is None:
        warming.terminate()
    await waiting


app = st.App(ROOT / "pages" / "shell.py", routes=ROUTES, lifespan=lifespan, on_script_error=failures.explain)
