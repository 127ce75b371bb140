"""The page of reports without a browser: what its list says and is sorted by."""

from __future__ import annotations

import re

import pytest

from lib.analysis import folded, listing
from lib.pages import PAGES
from lib.ui.events import table
from lib.ui.events.report_list import PAGE_THINGS, SORT_WIDGET
from lib.ui.events.table import Asked
from tests.queries import all_days
from tests.ui.conftest import words

REPORTS = next(page for page in PAGES if page.path == "events")
COLUMNS = ["when", "place", "what", "civilians", "deaths", "actor", "attribution", "source"]


def written(events, columns=COLUMNS, *, address=lambda name: f"events?id={name}", chosen="", **asked):
    query = all_days(**asked)
    view = folded.folded(events, listing.listing(events, query), query.sort)
    return table.table(folded.page_of(events, view, 0, len(view)), Asked(list(columns), query.sort, chosen, address))


def shown(html):
    """HTML as a reader sees it."""
    return re.sub(r"<[^>]*>", "", html)


def heads_of(html):
    return re.findall(r'<th scope="col" data-column="(\w+)"', html)


@pytest.mark.parametrize(
    ("kinds", "columns"),
    [
        ("strike", ["when", "place", "target_kind", "civilians", "injured", "actor", "source", "reports"]),
        ("displacement", ["when", "origin", "destination", "persons", "counter", "source", "reports"]),
        ("control", ["when", "place", "controller", "previous_controller", "source", "reports"]),
        ("milestone", ["when", "what", "note", "source", "reports"]),
        ("strike,control", ["when", "place", "said", "source", "reports"]),
    ],
)
def test_the_columns_are_those_that_are_asked_of_a_kind(open_page, kinds, columns):
    page = open_page(REPORTS, kinds=kinds)
    assert not page.exception
    assert heads_of(words(page)) == columns


@pytest.mark.thorough
def test_a_page_of_the_list_has_its_lines_and_says_what_is_counted(open_page, events):
    page = open_page(REPORTS, from_="2019-12-01", to="2020-03-05")
    assert words(page).count("<tbody") == PAGE_THINGS
    [caption] = [said.value for said in page.caption if "are counted" in said.value]
    found = listing.listing(events, all_days())
    assert caption.startswith(f"{int(found.frame(events)['is_primary'].sum()):,} are counted")
    assert "folded under it" in caption
    alone = open_page(REPORTS, kinds="milestone", from_="2019-12-01", to="2020-01-05")
    assert [said.value for said in alone.caption if said.value.startswith("All ") and "are counted" in said.value]


def test_a_sort_is_of_all_pages_and_stands_in_the_address(open_page, events):
    page = open_page(REPORTS, kinds="strike", from_="2019-12-01", to="2020-03-05")
    page.selectbox(key=SORT_WIDGET).set_value("killed").run()
    assert page.query_params["sort"] in ("killed", ["killed"])
    most = events.primary.loc[events.primary["kind"] == "strike", "civilian_deaths_high"].max()
    first = words(page).partition("<tbody")[2].partition("</tbody>")[0]
    [killed] = re.findall(r'<td data-column="civilians"[^>]*>(.*?)</td>', first)
    assert str(most) in shown(killed)
    assert re.search(r'data-column="civilians" aria-sort="descending"', words(page))


@pytest.mark.thorough
def test_an_address_with_a_sort_opens_sorted_and_one_that_means_nothing_is_told(open_page):
    assert open_page(REPORTS, sort="newest").selectbox(key=SORT_WIDGET).value == "newest"
    page = open_page(REPORTS, sort="colour")
    assert page.selectbox(key=SORT_WIDGET).value == "oldest"
    assert any("sort" in note.value for note in page.info)


def test_the_counted_report_is_marked_by_words_and_the_fold_says_what_reports_say(make_table):
    events = make_table(
        {"event_id": "a", "group_id": "g", "civilian_deaths_low": "9", "civilian_deaths_high": "12"},
        {"event_id": "b", "group_id": "g", "is_primary": "false", "civilian_deaths_low": "16"},
        {"event_id": "c", "group_id": "g", "is_primary": "false"},
    )
    html = written(events)
    [summary] = re.findall(r"<summary>(.*?)</summary>", html)
    assert shown(summary) == "3 reports, 2 with a figure: 9–16 civilians killed"
    [counted] = re.findall(r'<td data-column="civilians"[^>]*>(.*?)</td>', html)
    assert shown(counted) == "9–12", "the line keeps the counted figure"
    assert "28" not in html, "nothing is added up"
    [counted] = re.findall(r'<li class="im-counted">.*?</li>', html)
    assert "counted</b>" in counted
    assert 'data-ask="id:a"' in counted
    assert html.count("<span>second report</span>") == 2


def test_a_line_of_one_report_has_nothing_to_unfold(make_table):
    html = written(make_table({"civilian_deaths_low": "1", "civilian_deaths_high": "1"}))
    assert "<details" not in html
    assert "counted</small>" in html


def test_reports_that_the_view_leaves_out_are_told_and_the_others_are_open(make_table):
    events = make_table(
        {"event_id": "a", "group_id": "g"}, {"event_id": "b", "group_id": "g", "is_primary": "false", "note": "market"}
    )
    html = written(events, search="market")
    assert "the counted one is not in this view" in html
    assert "1 of them in this view" in html
    assert "<details open>" in html
    assert "<details open>" not in written(events)
    assert "<details open>" in written(events, chosen="b"), "the one that is open is not hidden"


def test_a_blank_figure_is_not_reported_and_other_kinds_are_not_asked_for_it(make_table):
    html = written(make_table({"kind": "strike"}, {"kind": "control"}))
    cells = re.findall(r'<td data-column="civilians"[^>]*>(.*?)</td>', html)
    assert sorted(cells) == ["<i>not reported</i>", "<i>–</i>"]


def test_everything_of_a_hostile_table_is_escaped(make_table):
    evil = '"><img src=x onerror=alert(1)>'
    row = {"event_id": evil, "place": evil, "actor": evil, "source": evil, "source_url": "javascript:alert(1)"}
    events = make_table(row | {"group_id": "g"}, {"group_id": "g", "is_primary": "false", "note": evil})
    html = written(events, [*COLUMNS, "note", "event_id", "archive_url"])
    assert "<img" not in html
    assert "javascript" not in html


def test_no_link_leads_to_a_readers_own_table(make_table):
    html = written(make_table({"place": "A", "source_url": ""}), address=lambda _name: "")
    assert "<a " not in html
    assert re.search(r'<th scope="row"[^>]*><button type="button" data-ask="id:row-0"', html)
