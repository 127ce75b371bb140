"""Headings of tables: no two columns of one table are called the same in any language, or one of them would be lost."""

from __future__ import annotations

import ast

import pytest

from lib.config import catalogue
from lib.config.language import LANGUAGES
from lib.config.paths import LIB


def headings() -> list[tuple[str, list[tuple[str | None, str]]]]:
    """The dictionaries of the pages whose keys are words: where each stands, and its words with their contexts."""
    found = []
    for path in sorted((LIB / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            keys = node.keys if isinstance(node, ast.Dict) else ()
            calls = [key for key in keys if isinstance(key, ast.Call) and isinstance(key.func, ast.Name)]
            words = [
                (said[0] if call.func.id == "pgettext" else None, said[-1])
                for call in calls
                if call.func.id in {"_", "pgettext"}
                and (said := [one.value for one in call.args if isinstance(one, ast.Constant)])
            ]
            if len(words) > 1:
                found.append((f"{path.relative_to(LIB)}:{node.lineno}", words))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_headings_of_a_table_are_the_same(lang):
    known, tables = catalogue.of_product(lang), headings()
    assert len(tables) > 10
    for where, words in tables:
        said = [known.pgettext(sense, word) if sense else known.gettext(word) for sense, word in words]
        assert len(said) == len(set(said)), (where, said)
