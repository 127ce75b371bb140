"""What tests of routes share."""

import pytest

from lib.config import base_path


@pytest.fixture
def answer_below(monkeypatch):
    """Take the path that the server's addresses begin with, for one test."""
    monkeypatch.setattr(base_path, "_PATH", [""])
    return base_path.use
