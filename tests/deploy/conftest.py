"""The browser of the other tests, and two processes behind one address."""

import pytest

from tests.browser.conftest import chromium
from tests.deploy.two_processes import behind_haproxy

__all__ = ["chromium", "two"]


@pytest.fixture
def two(tmp_path):
    """The address of two processes, and the processes by name."""
    with behind_haproxy(tmp_path) as served:
        yield served
