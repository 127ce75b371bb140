"""The method page as a reader works it: limits, quality of the data, what changed."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import __version__
from lib.analysis import checks, others_counts, quality
from lib.analysis.moved_figures import figure_name, moved_figures
from lib.config.citation import citation
from lib.events import change_log
from lib.events.difference import difference
from lib.events.query import FIRST_DAY, OPENS_TO, Query
from lib.events.store import Snapshot
from lib.events.table import read
from lib.exports.feeds import FEEDS
from lib.text import day as written
from lib.text import span, spells
from lib.ui.context import PageContext
from tests.conftest import as_csv

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "method.py")


@pytest.fixture
def open_section(events):
    def run(section, table=events):
        page = AppTest.from_file(PAGE, default_timeout=60)
        page.session_state["page_context"] = PageContext(Snapshot(table, "0" * 12), Query())
        page.session_state["method_section"] = section
        return page.run()

    return run


def words(page):
    return " ".join(str(block.proto.body) for block in page.get("html"))


def test_the_page_opens_on_the_limits_and_the_method(open_section):
    page = open_section("method")
    assert not page.exception
    assert "rows, " in words(page)
    assert any("Displacement" in block.value for block in page.markdown)


def test_the_map_can_be_cited_by_version_and_day_in_words_and_as_an_entry(open_section, events):
    copied = [block.value for block in open_section("method").code]
    assert len(copied) == 2
    day = change_log.day_of(events.version)
    for text in copied:
        assert "0" * 12 in text
        assert all(name in text for name in citation().authors)
        assert __version__ in text
    assert written(day) in copied[0]
    assert day.isoformat() in copied[1]
    assert copied[1].startswith("@misc{")


@pytest.mark.thorough
def test_the_quality_shown_is_the_quality_counted(open_section, events):
    page = open_section("quality")
    assert not page.exception
    shown = words(page)
    for gap in quality.gaps(events):
        assert f"<td>{gap.blank:,} of {gap.of:,}</td>" in shown
    assert f"Strike: {(quality.reports_by_day(events)['strike'] == 0).sum()} days of 99 without a report" in shown


@pytest.mark.thorough
def test_contradictions_are_listed_with_who_says_what(open_section, events):
    apart = quality.figure_conflicts(events).query("agreement == 'apart'")
    listed = open_section("quality").dataframe[1].value
    assert len(listed) == len(apart)
    assert list(listed["who says what"]) == list(apart["sources"])


@pytest.mark.thorough
def test_what_looks_odd_is_counted_and_listed(open_section, events):
    found = checks.warnings(events)
    page = open_section("quality")
    shown = words(page)
    for check, counts in zip(checks.CHECKS, checks.by_check(found).to_dict("records"), strict=True):
        row = f"<td>{counts['warnings']:,}</td><td>{counts['noted']:,}</td>"
        assert f'<th scope="row">{escape(check.words())}</th>{row}' in shown
    assert list(page.dataframe[-1].value["what is odd"]) == list(found["odd"])


@pytest.mark.thorough
def test_others_counts_stand_beside_ours(open_section, events):
    found = others_counts.beside(events)
    listed = open_section("quality").dataframe[-2].value
    assert list(listed["ours"]) == [one.ours for one in found]
    assert list(listed["theirs"]) == [one.theirs for one in found]


@pytest.mark.thorough
def test_the_words_of_a_hostile_table_stay_words(open_section):
    bad = "<img src=x onerror=alert(1)>"
    rows = [
        {"event_id": name, "kind": "strike", "confidence": "", "source": f"{bad}: {bad}", "place": bad, "actor": bad}
        for name in "ab"
    ]
    page = open_section("quality", read(as_csv(rows), f"{bad}.csv"))
    assert not page.exception
    assert "<img" not in words(page)


@pytest.mark.thorough
@pytest.mark.parametrize("section", ["method", "quality", "changes"])
def test_an_empty_table_stops_no_part_of_the_page(open_section, section):
    assert not open_section(section, read(b"", "events.csv")).exception


def test_what_changed_names_each_version_newest_first(open_section):
    page = open_section("changes")
    assert not page.exception
    labels = [block.label for block in page.expander]
    assert [entry.new in label for entry, label in zip(change_log.read(), labels, strict=True)] == [True] * len(labels)


@pytest.mark.thorough
def test_a_version_is_told_in_short_rows_by_kind_and_figures_that_moved(open_section, tmp_path, monkeypatch):
    old, new = (read(as_csv([{"event_id": name} for name in names]), "events.csv") for names in ("a", "abc"))
    log = tmp_path / "CHANGES.csv"
    change_log.add(log, difference(old, new), date(2020, 3, 9), moved_figures(old, new))
    monkeypatch.setattr(change_log.read, "__defaults__", (log,))
    told = [line for block in open_section("changes", new).text for line in block.value.splitlines()]
    assert "Strike: 2 rows added" in told
    assert f"{figure_name('strikes')}: 1 before, 3 now" in told
    assert f"Figures of {span(FIRST_DAY, OPENS_TO)}:" in told


def test_a_table_that_the_change_log_does_not_know_is_said(open_section):
    page = open_section("changes", read(as_csv([{"event_id": "a"}]), "mine.csv"))
    assert any("mine.csv" in info.value and "none of those" in info.value for info in page.info)


def test_a_missing_change_log_is_one_sentence(open_section, tmp_path, monkeypatch):
    monkeypatch.setattr(change_log.read, "__defaults__", (tmp_path / "CHANGES.csv",))
    page = open_section("changes")
    assert not page.exception
    assert any("CHANGES.csv cannot be read" in info.value for info in page.info)


def test_days_are_listed_as_spans():
    days = [date(2019, 12, 1), date(2019, 12, 2), date(2019, 12, 5), date(2019, 12, 8), date(2019, 12, 9)]
    assert spells(days) == "1–2 Dec 2019; 5 Dec 2019; 8–9 Dec 2019"
    assert spells(days[2:3]) == "5 Dec 2019"
    assert not spells([])


def test_what_changed_says_where_it_can_be_followed(open_section):
    shown = words(open_section("changes"))
    assert all(f'href="./feed/{feed.file}?lang=en"' in shown for feed in FEEDS)
