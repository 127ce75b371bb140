"""The composition root: Streamlit's pages and our HTTP routes in one ASGI application. `make run` starts it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import config
from streamlit.runtime import exists, get_instance
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from lib.config import base_path, environment, settings
from lib.config.paths import ROOT
from lib.events import last_good, uploads
from lib.jobs.errors import JobError
from lib.jobs.worker import Limits, Worker
from lib.ui import failures
from lib.web import exports
from lib.web.addresses import Addresses
from lib.web.audit import Audit
from lib.web.connections import send_at_once
from lib.web.cors import Sharing
from lib.web.headers import SecureHeaders
from lib.web.installed import STREAMLIT
from lib.web.memory import collect_now_and_then, freeze_startup_objects
from lib.web.requests import RequestLog
from lib.web.routes import routes
from lib.web.sessions import sweep, use
from lib.web.static_files import StaticFiles
from lib.web.telling import Telling
from lib.web.uploads import Uploads, keep_in_memory
from lib.web.waiting import LINES_READY, PACKED_READY, STOPPING, on_stop
from lib.web.warmup import compute_front_lines, make_collections, make_pictures, pack_files, prepare

base_path.use(str(st.get_option("server.baseUrlPath")))
environment.check(base_path.fault())
keep_in_memory()
send_at_once()
last_good.keep()
use(lambda: get_instance() if exists() else None)
# Streamlit refuses a larger upload while it arrives, and says the limit beside the button.
config.set_option("server.maxUploadSize", settings.settings().table_mb)
logger = logging.getLogger(__name__)

WARM_UP_S = 3600.0
"""Longest that computing every front line may take, seconds, on a machine that has much else to do."""


def _prepare() -> None:
    """Make what the first readers ask for, and keep it out of the way of all that comes later."""
    prepare()
    freeze_startup_objects()


WARM_UP: tuple[tuple[Callable[..., None], Event, str], ...] = (
    (pack_files, PACKED_READY, "not everything is packed beforehand; a first visit loads more than it has to"),
    (
        compute_front_lines,
        LINES_READY,
        "not every front line is computed beforehand; those that lack are when they are asked for",
    ),
    (make_collections, Event(), "the first who asks the services for lines or areas waits some seconds longer"),
    (make_pictures, Event(), "not every picture is made beforehand; those that lack are when they are asked for"),
)
"""What is made beside the server, in order; what says that it is there; and what is logged if it could not be made."""


def _warm_up(worker: Worker) -> None:
    """Make everything, and let those go on who wait for it, whether or not it could be made."""
    progress = Telling()
    for make, made, otherwise in WARM_UP:
        if STOPPING.is_set():
            made.set()
            continue
        try:
            worker.run(make, timeout_s=WARM_UP_S, progress=progress)
        except JobError:
            if not STOPPING.is_set():
                logger.warning(otherwise)
        finally:
            made.set()
    progress.end()
    worker.close()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Prepare beside the first requests what they ask for, and what takes long in a process that gives way."""
    Thread(target=_prepare, name="prepare", daemon=True).start()
    for _make, made, _otherwise in WARM_UP:
        made.clear()
    STOPPING.clear()
    worker = Worker(Limits(niceness=19))
    on_stop(STOPPING.set)
    warming = Thread(target=_warm_up, args=(worker,), name="warm-up", daemon=True)
    warming.start()
    beside = [asyncio.create_task(sweep()), asyncio.create_task(collect_now_and_then())]
    yield {}
    STOPPING.set()
    for task in beside:
        task.cancel()
    for queue in (exports.QUEUE, uploads.QUEUE):
        queue.close()
    worker.kill()
    await asyncio.to_thread(warming.join, 5)


HOSTS = settings.settings().hosts
PROXIES = settings.settings().proxies
OUTERMOST = [
    *([Middleware(ProxyHeadersMiddleware, trusted_hosts=list(PROXIES))] if PROXIES else []),
    Middleware(RequestLog),
    *([Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)] if HOSTS else []),
    Middleware(SecureHeaders),
    Middleware(Audit),
    Middleware(Sharing),
    Middleware(Uploads),
]
"""What every request goes through before anything answers it, the outermost first."""

app = st.App(
    ROOT / "pages" / "shell.py",
    routes=routes(),
    lifespan=lifespan,
    on_script_error=failures.explain,
    middleware=[
        *OUTERMOST,
        Middleware(StaticFiles),
        Middleware(Addresses, index=STREAMLIT / "index.html"),
    ],
)
