"""How the map is cited stands in one file; what that does not say is not said anywhere."""

from __future__ import annotations

from datetime import date

import pytest

from lib import __version__
from lib.config import citation
from lib.config.citation import Citation
from lib.config.crisis import CRISIS
from lib.config.paths import CITATION


def test_the_file_of_the_product_is_read_whole():
    found = citation.read(CITATION)
    assert (found.version, found.title) == (__version__, str(CRISIS.title))
    assert found.authors
    assert isinstance(found.released, date)
    assert "humanitarian" in found.keywords


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: A", Citation("A")),
        ("title: A\nauthors:\n- given-names: B\n  family-names: C", Citation("A", ("C, B",), frozenset({"C, B"}))),
        ("title: A\nauthors: everybody\nkeywords: x\ndate-released: soon\nversion: [1]", Citation("A")),
        ("title: A\nurl: javascript:alert(1)", Citation("A")),
        ("title: 'A\n\n  b'\nversion: 2.0", Citation("A b", version="2.0")),
    ],
)
def test_what_a_file_does_not_say_is_blank(tmp_path, text, told):
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    assert citation.read(tmp_path / "CITATION.cff") == told


@pytest.mark.parametrize("text", ["", "authors: []", "- title: A", "title: [", "!!python/object/apply:os.system [id]"])
def test_what_is_no_citation_file_is_an_error_in_words(tmp_path, text):
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^it "):
        citation.read(tmp_path / "CITATION.cff")


@pytest.fixture
def of_another_crisis(tmp_path, monkeypatch):
    """How a crisis is cited whose folder has this text as its citation file, or none."""
    monkeypatch.setattr(citation, "DATA", tmp_path)
    monkeypatch.setattr(citation, "OWN_CITATION", tmp_path / "CITATION.cff")
    citation.citation.cache_clear()
    yield tmp_path / "CITATION.cff"
    citation.citation.cache_clear()


@pytest.mark.parametrize("text", [None, "title: ["])
def test_of_another_crisis_that_brings_no_such_file_only_the_title_is_known(of_another_crisis, text):
    if text is not None:
        of_another_crisis.write_text(text, encoding="utf-8")
    assert citation.citation() == Citation(str(CRISIS.title))
    assert citation.data_licence() is None


def test_another_crisis_is_cited_as_its_own_file_says(of_another_crisis):
    of_another_crisis.write_text("title: Elsewhere\nauthors:\n- name: They\n", encoding="utf-8")
    assert citation.citation() == Citation("Elsewhere", ("They",))


def test_the_terms_of_the_shipped_table_are_those_of_its_licence_file():
    licence = citation.data_licence()
    assert licence is not None
    text = (CITATION.parent / "DATA-LICENSE.md").read_text(encoding="utf-8")
    assert licence.title in text
    assert licence.address in text
