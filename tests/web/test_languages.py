"""The language of a first visit, and of every one after it."""

from __future__ import annotations

import pytest

from lib.config.language import LANGUAGES, accepted, preferred
from lib.events.query import Query


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"), ("ar", "ar"), ("ar-SY,ar;q=0.9,en;q=0.5", "ar"), ("de-DE,tr;q=0.8,en;q=0.9", "en"), ("de", "en"),
        ("fr;q=0,tr;q=0.1", "tr"), ("*;q=0.5", "en"), ("fr;q=x, tr", "tr"), (",;=," * 500, "en"),
    ],
)  # fmt: skip
def test_a_first_visit_follows_what_the_browser_ranks_first(header, lang):
    assert preferred(header) == lang


def test_an_address_names_english_only_to_a_reader_who_would_be_answered_otherwise():
    assert "lang" not in Query().params()
    now = accepted.set("ar")
    try:
        assert Query().params()["lang"] == LANGUAGES[0]
        assert Query(lang="tr").params()["lang"] == "tr"
    finally:
        accepted.reset(now)
