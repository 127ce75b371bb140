"""The words that are fixed in every language: neutral ones, and those that the terms' page lists."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from lib.config.catalogue import CRISIS_LOCALES, LOCALES, path_of
from lib.config.language import LANGUAGES
from lib.config.paths import ROOT

NEVER = {
    "ar": ("النظام", "مستوطن", "احتلال", "الإرهابي"),
    "tr": (r"\brejim", r"\bişgal", r"\bterör"),
    "fr": (r"\brégime\b", r"\bcolonies?\b", r"\brebelles?\b"),
}
"""Words that take a side, or mean another thing than is meant."""


def written(lang: str) -> str:
    texts = []
    for folder, domain in ((LOCALES, "messages"), (CRISIS_LOCALES, "crisis")):
        with path_of(folder, lang, domain).open("rb") as file:
            for message in read_po(file):
                forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
                texts += [form for form in forms if message.id]
    return "\n".join(texts)


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_no_translation_takes_a_side(lang):
    text = written(lang)
    for pattern in NEVER[lang]:
        assert not re.findall(pattern, text, re.IGNORECASE), pattern


@pytest.mark.parametrize(
    ("lang", "term"),
    [
        ("ar", "خط المواجهة"), ("ar", "القوات الحكومية"), ("ar", "منسقو استجابة سوريا"), ("ar", "ناحية"),
        ("tr", "cephe hattı"), ("tr", "yerleşim yeri"), ("tr", "nahiye"), ("tr", "ateşkes"),
        ("fr", "ligne de front"), ("fr", "forces gouvernementales"), ("fr", "sous-district"), ("fr", "cessez-le-feu"),
    ],
)  # fmt: skip
def test_a_term_of_the_page_is_the_one_that_is_used(lang, term):
    page = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    assert term.casefold() in page.casefold()
    assert term.casefold() in written(lang).casefold()
