"""The feeds hold what their formats require, say what the change log says, and keep hostile text as text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit
from uuid import UUID

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree, html

from lib.analysis import change_words, summary
from lib.events import change_log
from lib.events.difference import difference
from lib.events.publishing.table import safe_table
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.table import read
from lib.exports.feeds import BY_FILE
from lib.exports.feeds.atom import atom
from lib.exports.feeds.calendar import calendar
from lib.exports.feeds.changes import items
from lib.exports.feeds.json_feed import VERSION, json_feed
from lib.text import LANGUAGES, language
from tests.conftest import as_csv

BASE = "https://map.example/idlib"
SINCE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
A = "{http://www.w3.org/2005/Atom}"
EVIL = "<script>alert(1)</script>]]>&\"'\x00\x1b\r\nEND:VEVENT\r\nATTENDEE:x\u2028\u202e"
WRITERS = pytest.mark.parametrize("write", [atom, json_feed, calendar])


@pytest.fixture(scope="module")
def feed(events):
    return etree.fromstring(atom(events, BASE, SINCE))


@pytest.fixture(scope="module")
def told(events):
    return json.loads(json_feed(events, BASE, SINCE))


@pytest.fixture(scope="module")
def milestones(events):
    return Calendar.from_ical(calendar(events, BASE, SINCE))


@pytest.fixture
def log_of(tmp_path, monkeypatch):
    """Let a change log that leads from one table to the next be the one of the product."""

    def written(*tables, day=date(2020, 3, 9)):
        path = tmp_path / "CHANGES.csv"
        for at, (old, new) in enumerate(pairwise(tables)):
            change_log.add(path, difference(old, new), day + timedelta(days=at))
        monkeypatch.setattr(change_log.read, "__defaults__", (path,))

    return written


def table(*rows):
    return read(as_csv(list(rows)), "events.csv")


# Atom: what RFC 4287 requires.


def required(element, tag, most=1):
    found = element.findall(f"{A}{tag}")
    assert 1 <= len(found) <= most
    return [(one.text or "").strip() for one in found]


def moment(text):
    assert text.endswith("Z")
    return datetime.fromisoformat(text)


def test_the_root_is_a_feed_in_a_language(feed):
    assert feed.tag == f"{A}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_feed_has_exactly_one_id_that_is_an_absolute_iri(feed):
    (name,) = required(feed, "id")
    assert urlsplit(name).scheme == "urn"


def test_a_feed_has_exactly_one_title(feed):
    assert required(feed, "title")[0]


def test_a_feed_has_exactly_one_updated_that_is_that_of_its_newest_entry(feed):
    (updated,) = required(feed, "updated")
    assert moment(updated) == max(moment(required(entry, "updated")[0]) for entry in feed.findall(f"{A}entry"))


def test_a_feed_has_an_author_with_one_name(feed):
    (author,) = feed.findall(f"{A}author")
    assert required(author, "name")[0]


def test_a_feed_links_to_itself_and_to_its_page_once_each(feed):
    links = [(link.get("rel"), link.get("type"), link.get("href")) for link in feed.findall(f"{A}link")]
    assert links == [
        ("self", BY_FILE["changes.atom"].media_type, f"{BASE}/feed/changes.atom?lang=en"),
        ("alternate", "text/html", f"{BASE}/method?lang=en"),
    ]


def test_each_entry_has_one_id_and_none_that_of_another(feed):
    names = [required(entry, "id")[0] for entry in feed.findall(f"{A}entry")]
    assert len(set(names)) == len(names) == len(change_log.read())
    assert all(UUID(name) for name in names)


def test_each_entry_has_one_title_one_updated_one_content_and_at_most_one_summary(feed):
    for entry in feed.findall(f"{A}entry"):
        assert required(entry, "title")[0]
        assert moment(required(entry, "updated")[0])
        assert required(entry, "content")[0]
        assert len(entry.findall(f"{A}summary")) <= 1
        assert [link.get("rel") for link in entry.findall(f"{A}link")] == ["alternate"]


def test_a_reader_of_feeds_finds_no_fault_and_every_version(events):
    read_by_others = feedparser.parse(atom(events, BASE, SINCE))
    assert not read_by_others.bozo
    assert read_by_others.version == "atom10"
    assert [entry.new in one.title for entry, one in zip(change_log.read(), read_by_others.entries, strict=True)]


# JSON Feed 1.1: what it requires.


def test_the_version_is_that_of_json_feed(told):
    assert told["version"] == VERSION == "https://jsonfeed.org/version/1.1"


def test_a_json_feed_has_a_title_its_language_and_its_addresses(told):
    assert told["title"]
    assert told["language"] == "en"
    assert told["feed_url"] == f"{BASE}/feed/changes.json?lang=en"
    assert told["home_page_url"] == f"{BASE}/method?lang=en"


def test_each_item_has_an_id_that_is_text_and_some_content(told):
    assert len({item["id"] for item in told["items"]}) == len(told["items"]) > 0
    for item in told["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert moment(item["date_published"])


def test_both_formats_tell_the_same(told, feed):
    entries = feed.findall(f"{A}entry")
    for item, entry in zip(told["items"], entries, strict=True):
        assert item["id"] == required(entry, "id")[0]
        assert item["title"] == required(entry, "title")[0]
        assert item["content_html"].strip() == required(entry, "content")[0]


# What is told.


@pytest.mark.thorough
def test_a_version_says_its_rows_its_figures_and_which_days_are_new(log_of):
    first = table({"event_id": "a", "date_start": "2020-01-15"})
    second = table({"event_id": "a", "date_start": "2020-01-15"}, {"event_id": "b", "date_start": "2020-01-15"},
                   {"event_id": "c", "date_start": "2020-01-18", "place": "Saraqib"})  # fmt: skip
    third = table({"event_id": "a", "date_start": "2020-01-20"}, {"event_id": "b", "date_start": "2020-01-15"})
    log_of(first, second, third)
    newest, older = json.loads(json_feed(third, BASE, SINCE))["items"]
    assert "1 row removed" in newest["title"]
    assert "1 day has a report for the first time: 20 Jan 2020." in newest["summary"]
    assert "2 rows added" in older["title"]
    assert "18 Jan 2020" in older["summary"]
    assert "15 Jan 2020" not in older["summary"]
    assert "Saraqib" in older["content_html"]


def test_a_server_with_an_earlier_table_tells_of_no_later_version(log_of):
    first, second = table({"event_id": "a"}), table({"event_id": "a"}, {"event_id": "b"})
    third = table({"event_id": "b"})
    log_of(first, second, third)
    (only,) = json.loads(json_feed(second, BASE, SINCE))["items"]
    assert second.version in only["title"]


@pytest.mark.parametrize("write", [atom, json_feed])
def test_a_table_that_the_log_does_not_know_is_told_of_by_itself_and_of_no_change(write, log_of, tmp_path, monkeypatch):
    mine = read(as_csv([{"event_id": "x"}]), "mine.csv")
    log_of(table({"event_id": "a"}), table({"event_id": "b"}))
    unknown = feedparser.parse(write(mine, BASE, SINCE)) if write is atom else json.loads(write(mine, BASE, SINCE))
    (only,) = unknown["entries"] if write is atom else unknown["items"]
    assert mine.version in only["title"]
    assert "mine.csv" in only["summary"]
    monkeypatch.setattr(change_log.read, "__defaults__", (tmp_path / "gone.csv",))
    assert write(mine, BASE, SINCE)


def test_the_rows_of_a_large_version_are_listed_in_part_and_the_others_counted(log_of):
    many = table(*({"event_id": f"n{number}"} for number in range(200)))
    log_of(table(), many)
    (only,) = json.loads(json_feed(many, BASE, SINCE))["items"]
    assert only["content_html"].count("<code>") == 60
    assert "and 140 other rows" in only["content_html"]


def test_days_are_new_by_what_the_earlier_table_held(events):
    entries = change_log.read()
    assert entries[0].new == events.version
    newest = change_words.new_days(events, entries)[0]
    added = set(entries[0].changes.loc[entries[0].changes["change"] == "added", "date_start"])
    assert {day.isoformat() for day in newest} <= added | set(entries[0].changes["new"])


# The calendar.


def test_a_calendar_has_what_rfc_5545_requires(milestones):
    assert milestones["VERSION"] == "2.0"
    assert milestones["PRODID"]
    assert not milestones.errors
    for event in milestones.walk("VEVENT"):
        assert event["UID"]
        assert event["DTSTAMP"].dt.tzinfo is not None
        assert not event.errors


def test_every_counted_milestone_is_an_all_day_event_on_its_days(milestones, events):
    rows = events.milestones.loc[events.milestones["is_primary"]].sort_values(["date_start", "event_id"])
    days = [(event["DTSTART"].dt, event["DTEND"].dt) for event in milestones.walk("VEVENT")]
    assert days == [
        (start.date(), end.date() + timedelta(days=1))
        for start, end in zip(rows["date_start"], rows["date_end"], strict=True)
    ]
    assert all(type(day) is date for both in days for day in both)


def test_an_event_says_what_it_is_its_source_and_where_it_is_on_the_map(milestones, events):
    rows = events.milestones.loc[events.milestones["is_primary"]].sort_values(["date_start", "event_id"])
    for event, row in zip(milestones.walk("VEVENT"), rows.to_dict("records"), strict=True):
        assert str(event["SUMMARY"]) == summary.milestone_words(row["note"], row["subkind"])[0]
        assert row["source"] in str(event["DESCRIPTION"])
        assert str(event.get("URL", "")) == row["source_url"]
        inside = FIRST_DAY <= row["date_start"].date() <= LAST_DAY
        assert (f"{BASE}/?from={row['date_start'].date()}" in str(event["DESCRIPTION"])) == inside


@pytest.mark.thorough
def test_the_name_of_an_event_is_the_same_in_every_language_and_after_every_change(make_table):
    row = {"event_id": "m", "kind": "milestone", "note": "Signed: At last."}
    names = set()
    for lang in LANGUAGES:
        language.set(lang)
        for note in ("Signed: At last.", "Signed again: Later."):
            (event,) = Calendar.from_ical(calendar(make_table(row | {"note": note}), "", SINCE)).walk("VEVENT")
            names.add(str(event["UID"]))
    language.set("en")
    assert len(names) == 1


def test_a_second_report_of_a_milestone_is_no_event(make_table):
    rows = make_table({"event_id": "a", "kind": "milestone"},
                      {"event_id": "b", "kind": "milestone", "group_id": "a", "is_primary": "false"})  # fmt: skip
    assert len(Calendar.from_ical(calendar(rows, BASE, SINCE)).walk("VEVENT")) == 1


def test_lines_are_folded_at_75_bytes_and_end_as_rfc_5545_says(events):
    language.set("ar")
    body = calendar(events, BASE, SINCE)
    language.set("en")
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


# Whatever the table holds.


@WRITERS
def test_the_same_table_is_the_same_feed(write, events):
    assert write(events, BASE, SINCE) == write(events, BASE, SINCE)


@WRITERS
def test_without_a_known_address_nothing_leads_to_this_server(write, events):
    assert b"/method?" not in write(events, "", SINCE)
    assert b"/?from" not in write(events, "", SINCE)


@WRITERS
def test_a_table_without_rows_is_a_feed_all_the_same(write):
    assert write(table(), BASE, SINCE)


def test_hostile_text_of_the_table_stays_text_in_the_feeds_of_changes(log_of):
    before = table()
    after = table({"event_id": EVIL, "place": EVIL, "note": EVIL, "source": EVIL})
    log_of(before, after)
    assert len(after.frame) == 1
    root = etree.fromstring(atom(after, BASE, SINCE))
    assert not root.xpath("//*[local-name()='script']")
    (item,) = json.loads(json_feed(after, BASE, SINCE))["items"]
    for told in (root.find(f"{A}entry/{A}content").text, item["content_html"]):
        inside = html.fromstring(f"<div>{told}</div>")
        assert not inside.xpath("//script")
        assert "alert(1)" in inside.text_content()
        assert not {"\x00", "\x1b", "\u2028", "\u202e"} & set(told)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://example.org/\r\nATTACH:x", "https://a b", "x"])
def test_hostile_text_of_the_table_stays_in_the_event_it_is_of(make_table, address):
    evil = make_table({"event_id": EVIL, "kind": "milestone", "note": f"{EVIL}: {EVIL}", "place": EVIL, "source": EVIL})
    evil.frame["source_url"] = address
    made = Calendar.from_ical(calendar(evil, BASE, SINCE))
    (event,) = made.walk("VEVENT")
    assert "ATTENDEE" not in event
    assert "ATTACH" not in event
    assert "URL" not in event
    assert "alert(1)" in str(event["SUMMARY"])


@pytest.mark.thorough
def test_a_table_coarsened_for_publication_has_no_changes_to_tell(events):
    assert items(events, SINCE)
    assert items(safe_table(events), SINCE) == []
