"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib import layers
from lib.events.query import PARAMETERS
from lib.exports import hxl
from lib.exports.geodata.asked import LAYER_PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "geo" / "NOTICE.md"]


def test_every_address_parameter_is_documented_with_its_meaning():
    text = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    for parameter in PARAMETERS:
        assert f"| `{parameter.name}` | {parameter.meaning} |" in text


def test_every_parameter_of_a_layers_file_is_documented_with_its_meaning():
    text = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    for parameter in LAYER_PARAMETERS:
        assert f"| `{parameter.name}` | {parameter.meaning} |" in text


def test_the_hashtag_of_every_column_is_documented():
    _head, reports, of_layers = (
        (ROOT / "docs" / "metadata.md").read_text(encoding="utf-8").split("| column | hashtag |")
    )
    for told, tags in ((reports, hxl.REPORTS), (of_layers, hxl.LAYERS)):
        assert dict(re.findall(r"^\| `([a-z0-9_]+)` \| `(#[^`]+)` \|$", told, re.MULTILINE)) == tags


@pytest.mark.parametrize("name", layers.addressed())
def test_every_column_of_a_layers_file_is_documented_with_its_meaning(name):
    text = (ROOT / "docs" / "downloads.md").read_text(encoding="utf-8")
    data = layers.addressed()[name]
    told = text.partition(f"Columns of `{name}`:")[2].partition("Columns of `")[0]
    for column in data.columns():
        assert f"| `{column.name}` | {column.holds} | {column.meaning} |" in told
    series = text.partition(f"Columns of `{name}.csv`")[2].partition("Columns of `")[0]
    for column in data.series_columns() if data.series_columns else ():
        assert column in data.columns() or f"| `{column.name}` | {column.holds} | {column.meaning} |" in series


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
