"""With which party the reporter of a change of control is aligned."""

import pandas as pd
import pytest

from lib.analysis.control import sources as control_sources
from lib.analysis.control.sources import camps, original_reporters
from lib.events import table


def of(*sources, publisher=""):
    return pd.DataFrame({"source": list(sources), "publisher": publisher})


def test_every_publisher_of_a_control_report_is_listed():
    names = original_reporters(table.load().control).explode().str.casefold()
    assert set(names) - set(control_sources.publishers().index) == set()


def test_the_list_uses_its_own_vocabulary_says_why_and_names_nobody_twice():
    listed = control_sources.publishers()
    assert set(listed.aligned_with) <= set(control_sources.PARTIES)
    assert (listed.basis[listed.aligned_with != "unknown"] != "").all()
    assert not listed.index.duplicated().any()


@pytest.mark.parametrize(
    ("source", "reporters"),
    [
        ("SANA (Arabic): army takes a village", ["SANA"]),
        ("Tasnim (Persian, cites al-Ahed/SOHR): a map", ["Al-Ahed News", "SOHR"]),
        ("Syria-24 (Arabic, cites RT and SANA): a map", ["RT", "SANA"]),
        ("Lebanon Today (Arabic, cites SANA, SOHR): a list", ["SANA", "SOHR"]),
        ("Reuters, carried by Asharq al-Awsat: a town falls", ["Reuters, carried by Asharq al-Awsat"]),
        ("Enab Baladi", ["Enab Baladi"]),
    ],
)
def test_who_is_cited_is_the_reporter_else_the_publisher(source, reporters):
    assert original_reporters(of(source)).tolist() == [reporters]


@pytest.mark.parametrize(
    ("source", "publisher", "reporter"),
    [
        ("A title: with a colon", "SANA", "SANA"),
        ("Mehr News (SANA): a village falls", "Mehr News", "Mehr News (SANA)"),
        ("SANA via a paper: a village falls", "SANA", "SANA via a paper"),
    ],
)
def test_the_publisher_of_its_column_is_the_reporter_unless_the_source_adds_whom_it_cites(source, publisher, reporter):
    assert original_reporters(of(source, publisher=publisher)).tolist() == [[reporter]]


def test_allies_are_one_camp_and_an_independent_reporter_is_in_none():
    told = of(
        "Syria-24 (Arabic, cites RT and SANA): a",
        "Daily Sabah: b",
        "Lebanon Today (Arabic, cites SANA, SOHR): c",
        "SOHR: d",
        "A paper nobody listed: e",
    )
    assert camps(told).tolist() == ["government", "opposition", "", "", ""]
