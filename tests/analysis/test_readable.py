"""What the list of reports shows is what the table says, in words."""

from __future__ import annotations

from lib.analysis import readable
from lib.events.schema import NAMES

MADE_OF = {
    "date_start": "date", "date_end": "until", "subkind": "what", "is_primary": "counted", "source_url": "link",
    "origin_place": "place", "deaths": "deaths", "civilian_deaths": "civilians", "injured": "injured",
    "persons": "persons",
}  # fmt: skip
"""Columns of the table that the list shows under another name."""
BESIDE = {"origin_pcode", "origin_lat", "origin_lon", "origin_precision"}
"""Of the other end of a flow, the list names the place; the rest is in the downloads."""


def test_every_column_of_the_table_can_be_shown():
    shown = set(readable.labels())
    for name in set(NAMES) - BESIDE:
        stem = name.removesuffix("_low").removesuffix("_high")
        assert MADE_OF.get(stem, stem) in shown, name


def test_no_two_columns_have_the_same_name():
    labels = list(readable.labels().values())
    assert len(set(labels)) == len(labels)


def test_figures_are_ranges_and_blank_where_nothing_is_reported(make_table):
    events = make_table(
        {"deaths_low": "0", "deaths_high": "0"}, {"deaths_low": "3", "deaths_high": "5"}, {"deaths_low": "1"}, {}
    )
    said = readable.readable(events.frame, ["deaths"])["deaths"].tolist()
    assert said == ["0", "3–5", "at least 1", ""]


def test_fixed_words_are_said_in_full_and_lists_one_by_one(make_table):
    events = make_table({"subkind": "airstrike_or_shelling", "target_kind": "school;market"})
    row = readable.readable(events.frame, ["what", "target_kind"]).iloc[0]
    assert row.tolist() == ["air strike or shelling", "school, market"]


def test_a_flow_is_shown_with_the_ends_that_are_named(make_table):
    events = make_table(
        {"kind": "displacement", "origin_place": "Saraqib", "place": "Sarmada"},
        {"kind": "displacement", "origin_place": "Saraqib"},
        {"kind": "displacement", "place": "Sarmada"},
    )
    said = readable.readable(events.frame, ["place"])["place"].tolist()
    assert said == ["Saraqib → Sarmada", "from Saraqib", "Sarmada"]


def test_only_web_addresses_become_links(make_table):
    events = make_table({"source_url": "javascript:alert(1)"}, {"source_url": "https://example.org/a"})
    assert readable.readable(events.frame, ["link"])["link"].tolist() == ["", "https://example.org/a"]


def test_an_archived_copy_is_a_link_and_who_published_is_read_from_the_source_where_blank(make_table):
    events = make_table(
        {"archive_url": "https://example.org/copy", "publisher": "OCHA", "source": "A title"},
        {"archive_url": "ftp://example.org/copy", "source": "SOHR: a title"},
    )
    said = readable.readable(events.frame, ["archive_url", "publisher"])
    assert said.to_numpy().tolist() == [["https://example.org/copy", "OCHA"], ["", "SOHR"]]


def test_an_empty_list_has_its_columns(make_table):
    empty = readable.readable(make_table().frame, list(readable.labels()))
    assert list(empty.columns) == list(readable.labels())
    assert empty.empty
