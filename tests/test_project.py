"""What a public project says of itself is one and the same wherever it says it."""

from __future__ import annotations

import re
import tomllib

import pytest

from lib import __version__
from lib.config.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_stands_in_one_place_and_all_others_agree():
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "lib/__init__.py"
    assert "version" not in PROJECT["project"]
    assert re.search(r"^version: (.+)$", text("CITATION.cff"), re.MULTILINE)[1] == __version__
    assert re.search(r"^## (\d\S*) - ", text("CHANGELOG.md"), re.MULTILINE)[1] == __version__
    assert f"version {__version__}:" in text("DATA-LICENSE.md")


def test_the_citation_and_the_changelog_give_the_same_day_of_release():
    day = re.search(r"^date-released: (\S+)$", text("CITATION.cff"), re.MULTILINE)[1]
    assert f"## {__version__} - {day}" in text("CHANGELOG.md")


def test_the_citation_has_what_its_format_asks_for():
    fields = set(re.findall(r"^([a-z-]+):", text("CITATION.cff"), re.MULTILINE))
    assert {"cff-version", "message", "title", "authors"} <= fields
    assert text("CITATION.cff").startswith("cff-version: 1.2.0\n")


def test_the_licence_of_the_code_is_apache_2_in_full():
    licence = text("LICENSE")
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert len(licence.split()) == 1581


@pytest.mark.parametrize("licence", ["LGPL-3.0-or-later", "ODbL-1.0"])
def test_every_licence_of_the_base_layers_is_named_where_terms_are(licence):
    assert licence in text("data/geo/NOTICE.md")
    assert licence in text("DATA-LICENSE.md")
    assert licence in PROJECT["project"]["license"]
