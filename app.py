"""The composition root: Streamlit's pages and our HTTP routes in one ASGI application. `make run` starts it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from lib.web.routes import ROUTES, warm  # noqa: E402  (the project's folder has to be on the path first)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Make ready, beside the first requests, what every reader asks for first."""
    Thread(target=warm, name="warm", daemon=True).start()
    yield {}


app = st.App(ROOT / "pages" / "shell.py", routes=ROUTES, lifespan=lifespan)
