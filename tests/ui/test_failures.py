"""A page that cannot be made shows a sentence, and the log keeps the reason."""

from __future__ import annotations

import streamlit as st

from lib.geography.places import PlacesError
from lib.ui import failures


def test_a_missing_file_of_our_own_is_named(monkeypatch):
    said = []
    monkeypatch.setattr(st, "error", said.append)
    assert failures.explain(PlacesError("places.csv cannot be read; restore it from the repository."))
    assert "places.csv" in said[0]


def test_any_other_failure_is_a_sentence_without_its_details(monkeypatch, caplog):
    said = []
    monkeypatch.setattr(st, "error", said.append)
    assert failures.explain(ZeroDivisionError("secret detail"))
    assert "secret" not in said[0]
    assert "secret detail" in caplog.text
