"""A docstring of a function says what the function does: it begins with a verb, as "Return the rows of …"."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(path for folder in ("lib", "tools", "bench", "pages") for path in (ROOT / folder).rglob("*.py")),
                  ROOT / "app.py"])  # fmt: skip
NO_VERBS = {
    "a", "all", "an", "any", "at", "beside", "both", "by", "each", "either", "every", "everything", "first", "for",
    "from", "half", "how", "if", "in", "it", "its", "last", "many", "most", "no", "nobody", "none", "nothing", "of",
    "on", "one", "only", "other", "some", "such", "that", "the", "their", "these", "this", "those", "to", "two",
    "what", "when", "where", "whether", "which", "who", "whom", "whose", "why", "with", "without",
}  # fmt: skip
"""Words that no sentence in the imperative mood begins with."""


def is_property(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is read as a value, so that a noun says what it is."""
    return any(ast.unparse(decorator).endswith("property") for decorator in function.decorator_list)


def beginnings(text: str) -> Iterator[tuple[str, str]]:
    """Yield each function of a module that has a docstring, with the first two words of that."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_property(node):
            words = (ast.get_docstring(node) or "").split()
            if words:
                yield node.name, " ".join(words[:2])


def begins_as_a_verb(beginning: str) -> bool:
    """Return whether words may begin with a verb: no article, plural, "Returns", "Name of" or piece of code."""
    word, _, second = beginning.partition(" ")
    word = word.rstrip(",.:;")
    plural = word.endswith("s") and not word.endswith("ss")
    return word.isalpha() and word[0].isupper() and not plural and second != "of" and word.lower() not in NO_VERBS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_docstrings_of_functions_begin_with_a_verb(path):
    found = beginnings(path.read_text(encoding="utf-8"))
    assert not [f"{name}: {words} …" for name, words in found if not begins_as_a_verb(words)]


@pytest.mark.parametrize(
    ("docstring", "is_a_verb"),
    [("Return the rows.", True), ("Pass an answer on.", True), ("Tell whether it holds.", True),
     ("The rows.", False), ("Whether it holds.", False), ("Rows of a table.", False), ("Returns the rows.", False),
     ("Name of a place.", False), ("``text`` without blanks.", False)],
)  # fmt: skip
def test_a_noun_at_the_beginning_is_found(docstring, is_a_verb):
    text = f'class Thing:\n    def do(self):\n        """{docstring}"""\n'
    assert [begins_as_a_verb(words) for _name, words in beginnings(text)] == [is_a_verb]


def test_what_a_property_is_may_be_said_by_a_noun():
    assert not list(beginnings('class Thing:\n    @property\n    def rows(self):\n        """The rows."""\n'))
