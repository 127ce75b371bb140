"""A citation says which version of what, and leaves out what is not known."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lib.config.citation import CC_BY, Citation
from lib.text.citation import bibtex, in_words

WHOLE = Citation(
    "A map", ("Some, Body", "An Office"), version="1.2.0", released=date(2021, 3, 9), doi="10.1/x",
    url="https://map.example/",
)  # fmt: skip
VERSION, DAY, LINK = "0123456789ab", date(2021, 4, 1), "https://here.example/"


def test_words_name_who_when_what_which_version_and_where():
    said = in_words(WHOLE, VERSION, DAY, LINK, CC_BY)
    for part in ("Some, Body", "(2021)", "A map", "1.2.0", "9 March 2021", VERSION, "1 April 2021", "CC-BY-4.0", LINK):
        assert part in said


def test_what_is_not_known_is_left_out():
    assert in_words(Citation("A map"), VERSION, None, "", None) == f"A map. Data version {VERSION}."
    assert set(fields(bibtex(Citation("A map"), VERSION, None, "", None))) == {"title", "note"}


def fields(entry):
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,\n(  [a-z]+ = .+,\n)+\}\n", entry)
    return dict(re.findall(r"^  ([a-z]+) = (.+),$", entry, re.MULTILINE))


def test_an_entry_has_every_field_that_is_known():
    found = fields(bibtex(WHOLE, VERSION, DAY, LINK, CC_BY))
    assert found["author"] == "{{Some, Body} and {An Office}}"
    assert (found["year"], found["month"], found["version"]) == ("{2021}", "mar", "{1.2.0}")
    assert VERSION in found["note"]
    assert "2021-04-01" in found["note"]
    assert (found["doi"], found["url"]) == ("{10.1/x}", f"{{{LINK}}}")


@pytest.mark.parametrize("title", ["100 % & more_of #it", "a } b { c", "back\\slash ~ ^ $"])
def test_no_sign_of_a_title_breaks_an_entry(title):
    entry = bibtex(Citation(title), VERSION, None, "https://x.example/}{", None)
    plain = re.sub(r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}&%$#_]", "", entry)
    assert plain.count("{") == plain.count("}")
    assert not set("&%$#~^\\") & set(plain)
