"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.events.query import PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "geo" / "NOTICE.md"]


def test_every_address_parameter_is_documented_with_its_meaning():
    text = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    for parameter in PARAMETERS:
        assert f"| `{parameter.name}` | {parameter.meaning} |" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_the_documents_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_a_document_names_exists(document):
    for name in re.findall(
        r"`((?:lib|tests|data|docs|pages|bench)/[\w./-]+\.\w+)`", document.read_text(encoding="utf-8")
    ):
        assert (ROOT / name).exists(), f"{document.name} names {name}"
