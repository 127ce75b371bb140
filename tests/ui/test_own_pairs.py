"""Reports that are in both tables, on the page: shown as pairs, accepted or refused, and counted once."""

from __future__ import annotations

import pytest

from lib import pages
from lib.analysis.same_incident.decisions import decisions_csv
from lib.events.importing import import_table
from lib.events.store import current
from lib.events.uploads import ImportedFile
from lib.geography.geocoding import geocode
from lib.ui.own_table import pairs, session
from lib.ui.own_table.session import OWN, Own
from tests.events.tables import file_of, strike
from tests.ui.conftest import opened, words

REPORTS = next(page for page in pages.PAGES if page.script == "events")


def of_the_map(n: int) -> list[dict[str, str]]:
    """Strikes of the map's own table, as a reader's table would have them."""
    frame = current().events.strikes
    rows = frame.loc[frame["is_primary"] & frame["lat"].notna() & (frame["date_start"] >= "2020-02-01")].head(n)
    return [
        strike(event_id=f"m{at}", subkind=row.subkind, date_start=str(row.date_start.date()), note="",
               date_end=str(row.date_end.date()), place=row.place, place_ar=row.place_ar, lat=str(row.lat),
               lon=str(row.lon), source="<b>Mine</b>: a list", source_url=row.source_url, target_kind=row.target_kind,
               deaths_low="", deaths_high="")
        for at, row in enumerate(rows.itertuples())
    ]  # fmt: skip


def brought(*rows: dict[str, str]) -> Own:
    imported = import_table(file_of(rows), "mine.csv")
    return Own("1", "mine.csv", None, ImportedFile(imported, geocode(imported.table.frame)))


@pytest.fixture
def show():
    """Open the page of reports with a table of the reader's, shown in one of the ways."""

    def run(mine: Own, how: str):
        page = opened()
        page.session_state[OWN] = mine
        page = page.switch_page("events.py").run()
        return page.segmented_control(key="own.shown").set_value(how).run()

    return run


def said(page) -> str:
    return " ".join([*(each.value for each in page.caption), *(each.value for each in page.markdown)])


@pytest.mark.thorough
def test_a_pair_is_shown_with_both_reports_and_why_and_nothing_of_it_is_markup(show):
    page = show(brought(*of_the_map(1)), "together")
    assert not page.exception
    told = words(page)
    assert "your report" in told
    assert "same point; same days; same kind" in told
    assert "&lt;b&gt;Mine" in told
    assert "<b>Mine" not in told
    assert "1 undecided pair may be counted twice" in said(page).replace("\\", "")


@pytest.mark.thorough
def test_accepting_counts_once_refusing_counts_twice_and_undo_takes_it_back(show):
    mine = brought(*of_the_map(3))
    page = show(mine, "together")
    n = len(current().events.primary) + 3
    assert len(mine.snapshot.events.primary) == n
    page = page.button(key="own.pair.0.True").click().run()
    assert len(mine.snapshot.events.primary) == n - 1
    assert "1 accepted pair is counted once" in said(page).replace("\\", "")
    page = page.button(key="own.pair.0.False").click().run()
    assert (len(mine.snapshot.events.primary), sorted(mine.decisions.values())) == (n - 1, [False, True])
    page.button(key="own.pairs.undo").click().run()
    page.button(key="own.pairs.undo").click().run()
    assert (len(mine.snapshot.events.primary), mine.decisions) == (n, {})


@pytest.mark.thorough
def test_all_sure_pairs_are_accepted_at_once(show):
    mine = brought(*of_the_map(4))
    page = show(mine, "together")
    sure = int((mine.pairs.open["score"] >= 90).sum())
    assert sure
    page = page.button(key="own.pairs.sure").click().run()
    assert list(mine.decisions.values()) == [True] * sure
    assert not page.exception


@pytest.mark.thorough
def test_beside_an_accepted_report_has_no_square_of_its_own(show):
    mine = brought(*of_the_map(2))
    page = show(mine, "beside")
    assert int(mine.snapshot.events.frame["is_primary"].sum()) == 2
    page = page.button(key="own.pair.0.True").click().run()
    assert int(mine.snapshot.events.frame["is_primary"].sum()) == 1
    assert "1 report of yours is accepted as one of the map's and has no square" in said(page).replace("\\", "")


@pytest.mark.thorough
def test_without_a_pair_the_page_says_that_nothing_is_counted_twice(show):
    page = show(brought(strike(lat="33.5", lon="36.3", place="Elsewhere", place_ar="")), "together")
    assert any("nothing is counted twice" in box.value for box in page.info)


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["ours", "alone"])
def test_no_pair_is_asked_about_where_the_maps_reports_are_not_beside(show, how):
    page = show(brought(*of_the_map(1)), how)
    assert not any(button.key == "own.pair.0.True" for button in page.button)


@pytest.mark.thorough
def test_only_some_pairs_are_shown_until_more_are_asked_for(show, monkeypatch):
    monkeypatch.setattr(pairs, "AT_A_TIME", 2)
    page = show(brought(*of_the_map(5)), "together")
    keys = {button.key for button in page.button}
    assert "own.pair.1.True" in keys
    assert "own.pair.2.True" not in keys
    page = page.button(key="own.pairs.more").click().run()
    assert "own.pair.2.True" in {button.key for button in page.button}


@pytest.mark.thorough
def test_decisions_are_taken_up_again_by_a_table_brought_anew():
    rows = of_the_map(2)
    mine = brought(*rows)
    found = mine.compared().open
    ids = (mine.frame["event_id"].iloc[found["mine"][0]], current().events.frame["event_id"].iloc[found["ours"][0]])
    mine.decide({ids: True})
    again = brought(*rows)
    decided, told = pairs.read_decisions(decisions_csv(mine.decisions), "same-incidents.csv")
    again.decide(decided)
    assert not told
    assert again.compared().decided.same.tolist() == mine.compared().decided.same.tolist() != []


@pytest.mark.thorough
def test_both_tables_as_one_follow_when_the_maps_own_table_changes(show):
    mine = brought(*of_the_map(1))
    page = show(mine, "together")
    before = mine.snapshot
    mine.base = "an older version"
    page.run()
    assert mine.base == session.current().version
    assert mine.snapshot is not before


class Place:
    """Where a bar of progress would be drawn; counts how often it moves."""

    def __init__(self):
        self.moves = 0

    def progress(self, _share, _words):
        self.moves += 1

    def empty(self):
        pass


def test_a_decision_on_a_strike_goes_through_no_front_line_again(monkeypatch):
    monkeypatch.setattr(pairs.control, "control_map", lambda _events, _day: None)
    taken = {"event_id": "k", "kind": "control", "subkind": "change", "date_start": "2020-02-20", "place": "New Hill",
             "lat": "35.95", "lon": "36.75", "controller": "government", "source": "Mine: a list"}  # fmt: skip
    mine, place = brought(*of_the_map(1), taken), Place()
    monkeypatch.setattr(session, "own", lambda: mine)
    monkeypatch.setattr(session.st, "session_state", {})
    session.show("together")
    pairs.front_lines(mine, place)
    first = place.moves
    assert first > 0
    found = mine.compared().open
    ids = (mine.frame["event_id"].iloc[found["mine"][0]], current().events.frame["event_id"].iloc[found["ours"][0]])
    mine.decide({ids: True})
    pairs.front_lines(mine, place)
    assert place.moves == first
