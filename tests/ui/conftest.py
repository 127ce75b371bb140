"""The pages as Streamlit's AppTest runs them: the shell, at an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.events.query import FIRST_DAY, OPENS_TO
from lib.pages import Page

ALL_DAYS = {"from_": FIRST_DAY.isoformat(), "to": OPENS_TO.isoformat()}
"""Parameters of an address for all days up to the last that a page opens with."""
SHELL = str(Path(__file__).resolve().parents[2] / "pages" / "shell.py")


def opened(page: Page | None = None, **params: str) -> AppTest:
    """Open a page, the first when none is named, at an address with these parameters."""
    shown = AppTest.from_file(SHELL, default_timeout=60)
    for name, value in params.items():
        shown.query_params[name.rstrip("_")] = value
    if page is not None and page.path:
        shown = shown.run().switch_page(f"{page.script}.py")
    return shown.run()


def words(page: AppTest) -> str:
    """Return all that a page says in HTML of its own."""
    return " ".join(str(block.proto.body) for block in page.get("html"))


@pytest.fixture
def open_page():
    return opened
