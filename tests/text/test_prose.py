"""Documents in several languages: what a translation says that its English does not is told by section."""

from __future__ import annotations

import pytest

from lib.config.language import LANGUAGES
from lib.config.paths import METHOD
from lib.text import prose

ENGLISH = "# Method\n\nHow it is made.\n\n## Lines\n\nWithin 8 km of 1,200 places.\n\n### Sure\n\nNot at all.\n"


@pytest.fixture
def translated() -> str:
    marks = [one.mark for one in prose.sections(ENGLISH)]
    return (
        f"# Méthode\n<!-- of {marks[0]} -->\n\nComment.\n\n## Lignes\n<!-- of {marks[1]} -->\n\n"
        f"À 8 km de 1 200 lieux.\n\n### Sûr\n<!-- of {marks[2]} -->\n\nPas du tout.\n"
    )


def test_a_translation_that_says_the_same_has_no_fault(translated):
    assert list(prose.faults(ENGLISH, translated)) == []
    assert list(prose.faults(ENGLISH.replace("Not at", "Not\nat"), translated)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Not at all.", "Not much.", "“Sûr” was made from an older “Sure”: look at what changed"),
        ("8 km", "9 km", "“Lignes” has other numbers than “Lines”: 8, 9"),
        ("### Sure", "## Sure", "it has 3 sections, and the English has 3, or they are of other levels"),
        ("\n### Sure\n\nNot at all.\n", "", "it has 3 sections, and the English has 2, or they are of other levels"),
    ],
)
def test_what_changed_in_english_is_told_with_its_section(old, new, told, translated):
    assert any(told in fault for fault in prose.faults(ENGLISH.replace(old, new), translated))


def test_a_number_that_a_translation_has_wrong_is_told(translated):
    assert list(prose.faults(ENGLISH, translated.replace("1 200", "1 300"))) == [
        "“Lignes” has other numbers than “Lines”: 200, 300"
    ]


def test_a_reader_sees_neither_the_title_nor_the_marks(translated):
    said = prose.readable(translated)
    assert said.strip().startswith("Comment.")
    assert "<!--" not in said
    assert "## Lignes" in said


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_the_method_is_translated_from_the_english_that_stands_there(lang):
    path = prose.path_in(METHOD, lang)
    assert path != METHOD
    assert list(prose.faults(METHOD.read_text(encoding="utf-8"), path.read_text(encoding="utf-8"))) == []


def test_a_language_without_a_translation_has_the_english():
    assert prose.path_in(METHOD, "xx") == METHOD
