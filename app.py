"""The composition root: Streamlit's pages and our HTTP routes in one ASGI application. `make run` starts it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.file_util import get_static_dir

from lib.config import settings
from lib.config.paths import ROOT
from lib.jobs.errors import JobError
from lib.jobs.worker import Limits, Worker
from lib.maps.precompute import compute_front_lines
from lib.ui import failures
from lib.web.addresses import Addresses
from lib.web.memory import freeze_startup_objects
from lib.web.routes import ROUTES, prepare
from lib.web.uploads import keep_in_memory
from lib.web.waiting import LINES_READY, STOPPING, on_stop

settings.check()
keep_in_memory()
# Streamlit refuses a larger upload while it arrives, and says the limit beside the button.
config.set_option("server.maxUploadSize", settings.settings().table_mb)
logger = logging.getLogger(__name__)

WARM_UP_S = 3600.0
"""Longest that computing every front line may take, seconds, on a machine that has much else to do."""


def _prepare() -> None:
    """Make what the first readers ask for, and keep it out of the way of all that comes later."""
    prepare()
    freeze_startup_objects()


def _compute_front_lines(worker: Worker) -> None:
    """Compute every front line, then let those go on who wait for them, whether or not all could be computed."""
    try:
        worker.run(compute_front_lines, timeout_s=WARM_UP_S)
    except JobError:
        if not STOPPING.is_set():
            logger.warning("not every front line is computed beforehand; those that lack are when they are asked for")
    finally:
        LINES_READY.set()
        worker.close()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Prepare beside the first requests what they ask for, and what takes long in a process that gives way."""
    Thread(target=_prepare, name="prepare", daemon=True).start()
    LINES_READY.clear()
    STOPPING.clear()
    worker = Worker(Limits(niceness=19))
    on_stop(STOPPING.set)
    warming = Thread(target=_compute_front_lines, args=(worker,), name="warm-up", daemon=True)
    warming.start()
    yield {}
    STOPPING.set()
    worker.kill()
    await asyncio.to_thread(warming.join, 5)


app = st.App(
    ROOT / "pages" / "shell.py",
    routes=ROUTES,
    lifespan=lifespan,
    on_script_error=failures.explain,
    middleware=[
        Middleware(
            Addresses,
            index=Path(get_static_dir()) / "index.html",
            prefix=str(st.get_option("server.baseUrlPath")).strip("/"),
        )
    ],
)
