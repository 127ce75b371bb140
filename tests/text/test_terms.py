"""The words that are fixed in every language: neutral ones, and those that the terms' page lists."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from lib.config.catalogue import CRISIS_LOCALES, LOCALES, path_of
from lib.config.language import LANGUAGES, SPOKEN
from lib.config.paths import METHOD, ROOT
from lib.stories import shipped
from lib.text import prose

NEVER = {
    "ar": ("النظام", "مستوطن", "احتلال", "الإرهابي"),
    "tr": (r"\brejim", r"\bişgal", r"\bterör"),
    "fr": (r"\brégime\b", r"\bcolonies?\b", r"\brebelles?\b"),
}
"""Words that take a side, or mean another thing than is meant."""


SENSE = re.compile(r"\s*\([^)]*\)")
BETWEEN = re.compile(r"[/()،؛;,:]")


def folded(text: str) -> str:
    """A text without capitals, whether its language dots the i of them or not."""
    return text.replace("İ", "i").replace("I", "i").replace("ı", "i").casefold()


def terms() -> list[tuple[str, dict[str, str]]]:
    """The rows of the page: an English term, and what stands for it in each language's cell."""
    text = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8").partition("## Places")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line[:2] == "| "]
    head, *rows = rows
    columns = [head.index(SPOKEN[lang].name) for lang in LANGUAGES[1:]]
    return [(row[0], {lang: row[at] for lang, at in zip(LANGUAGES[1:], columns, strict=True)}) for row in rows]


def messages(lang: str) -> list[tuple[str, str, str]]:
    """The messages of a language without plurals: the English, what says its sense, the translation."""
    found = []
    for folder, domain in ((LOCALES, "messages"), (CRISIS_LOCALES, "crisis")):
        with path_of(folder, lang, domain).open("rb") as file:
            found += [
                (message.id.casefold(), message.context or "", str(message.string))
                for message in read_po(file)
                if message.id and message.string and isinstance(message.id, str)
            ]
    return found


def used(cell: str, translation: str) -> bool:
    """Whether a translation is, or has in it, one of the renderings of a cell."""
    said, row = folded(translation), folded(cell)
    return said in row or any(one in said for part in BETWEEN.split(row) if (one := part.strip(" …")))


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_a_message_that_is_a_term_is_translated_as_its_row_has_it(lang):
    known, held = messages(lang), 0
    for term, cells in terms():
        # What has several senses is held where a message has that of the row: one that says its own may be another.
        several = " / " in term or "(" in term
        for english in {SENSE.sub("", one).strip().casefold() for one in term.split(" / ")}:
            for said, sense, translation in known:
                if said == english and not (several and sense):
                    held += 1
                    assert used(cells[lang], translation), f"{term}: {cells[lang]} / {translation}"
    assert held > len(terms()) / 4


def written(lang: str) -> str:
    """All that the product says in a language: its catalogues, the method, the stories."""
    texts = []
    for folder, domain in ((LOCALES, "messages"), (CRISIS_LOCALES, "crisis")):
        with path_of(folder, lang, domain).open("rb") as file:
            for message in read_po(file):
                forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
                texts += [form for form in forms if message.id]
    texts.append(prose.path_in(METHOD, lang).read_text(encoding="utf-8"))
    for story in shipped.shipped().values():
        told = (story.title, *(words for step in story.steps for words in (step.title, step.text)))
        texts += [words.by_language[lang] for words in told]
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
