"""Two tables are compared row by row, by what their cells say."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lib.__main__ import main
from lib.analysis.moved_figures import figure_name, moved_figures
from lib.events import change_log
from lib.events.change_log import ChangeLogError
from lib.events.difference import LONG, difference, parted
from lib.events.table import load, read
from tests.conftest import as_csv

SARAQIB = {"event_id": "a", "place": "Saraqib", "note": "First words."}
ARIHA = {"event_id": "b", "place": "Ariha", "civilian_deaths_low": "3", "civilian_deaths_high": "5"}
DAY = date(2020, 3, 1)


def table(*rows):
    return read(as_csv(list(rows)), "events.csv")


@pytest.fixture
def written(tmp_path):
    def write(name, *rows):
        path = tmp_path / name
        path.write_bytes(as_csv(list(rows)))
        return str(path)

    return write


def test_rows_are_matched_by_event_id_and_not_by_their_place_in_the_file():
    found = difference(table(SARAQIB, ARIHA), table({"event_id": "c"}, SARAQIB, ARIHA))
    assert list(found.added["event_id"]) == ["c"]
    assert found.removed.empty
    assert found.changed.empty
    assert not found.reordered


def test_a_row_that_is_gone_is_removed_with_all_its_cells():
    found = difference(table(SARAQIB, ARIHA), table(SARAQIB))
    assert found.removed.to_dict("records")[0]["civilian_deaths_high"] == "5"
    assert found.added.empty


def test_a_changed_cell_is_told_with_what_it_was_and_what_it_is():
    found = difference(table(SARAQIB, ARIHA), table(SARAQIB, {**ARIHA, "civilian_deaths_high": "7", "lat": "35.8"}))
    cells = found.changed[["event_id", "column", "old", "new"]].to_numpy().tolist()
    assert ["b", "civilian_deaths_high", "5", "7"] in cells
    assert found.rows_changed == 1


def test_a_figure_that_goes_blank_is_a_change_and_never_a_zero():
    found = difference(table(ARIHA), table({**ARIHA, "civilian_deaths_low": "", "civilian_deaths_high": ""}))
    assert found.changed[["old", "new"]].to_numpy().tolist() == [["3", ""], ["5", ""]]


def test_a_date_and_a_flag_are_written_as_the_file_writes_them():
    later = {**SARAQIB, "date_start": "2020-02-01", "date_end": "2020-02-02", "is_primary": "true"}
    found = difference(table(SARAQIB), table(later))
    assert {"2020-02-01", "2020-02-02"} <= set(found.changed["new"])


def test_another_way_of_writing_the_same_values_is_no_difference():
    plain = as_csv([ARIHA])
    other = plain.replace(b",3,5,", b",3.0,5.0,").replace(b"\n", b"\r\n")
    assert other != plain
    old, new = read(plain, "old.csv"), read(other, "new.csv")
    assert old.version != new.version
    assert difference(old, new).same


def test_another_order_of_the_rows_is_told_since_it_decides_who_holds_a_place():
    found = difference(table(SARAQIB, ARIHA), table(ARIHA, SARAQIB))
    assert found.reordered
    assert not found.same
    assert "order" in set(found.long()["change"])


def test_an_empty_table_has_lost_every_row_and_stops_nothing():
    found = difference(table(SARAQIB, ARIHA), read(b"", "events.csv"))
    assert len(found.removed) == 2
    assert list(found.long().columns) == list(LONG)


def test_of_long_cells_the_part_that_differs_is_shown():
    before, after = parted("x" * 300 + " old end", "x" * 300 + " new end")
    assert before.endswith("old end")
    assert after.endswith("new end")
    assert len(after) < 60


@pytest.mark.thorough
def test_the_shell_says_0_for_the_same_1_for_different_and_2_for_trouble(written, capsys):
    old, new = written("old.csv", SARAQIB), written("new.csv", {**SARAQIB, "note": "Other words."})
    assert main(["diff", old, old]) == 0
    assert "No row differs" in capsys.readouterr().out
    assert main(["diff", old, new]) == 1
    assert "note: 'First words.' → 'Other words.'" in capsys.readouterr().out
    assert main(["diff", old, f"{new}.missing"]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert "There is no such file" in told.err


def test_rows_that_could_not_be_compared_are_said(written, capsys):
    old, new = written("old.csv", SARAQIB), written("new.csv", SARAQIB, {**ARIHA, "date_start": "yesterday"})
    main(["diff", old, new])
    assert "new.csv: rows were left out" in capsys.readouterr().err


def test_json_holds_the_whole_rows_and_both_versions(written, capsys):
    old, new = written("old.csv", SARAQIB), written("new.csv", SARAQIB, ARIHA)
    assert main(["diff", old, new, "--format", "json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["added"][0]["place"] == "Ariha"
    assert (body["old"]["version"], body["new"]["version"]) == (load(old).version, load(new).version)
    assert (body["old"]["rows"], body["new"]["rows"]) == (1, 2)


def test_csv_is_an_entry_of_the_change_log(written, capsys, tmp_path):
    old, new = written("old.csv", SARAQIB), written("new.csv", {**SARAQIB, "note": '=cmd, "quoted"\nand more'})
    log = tmp_path / "CHANGES.csv"
    assert main(["diff", old, new, "--format", "csv", "--date", "2020-03-01", "--log", str(log)]) == 1
    assert capsys.readouterr().out == log.read_text(encoding="utf-8")
    (entry,) = change_log.read(log)
    assert (entry.day, entry.count("changed")) == ("2020-03-01", 1)
    assert entry.changes["new"].iloc[0].startswith("=cmd")


def test_the_newest_entry_stands_first_and_is_not_told_twice(tmp_path):
    log = tmp_path / "CHANGES.csv"
    first, second, third = table(SARAQIB), table(SARAQIB, ARIHA), table(ARIHA)
    change_log.add(log, difference(first, second), DAY)
    change_log.add(log, difference(second, third), DAY)
    change_log.add(log, difference(second, third), DAY)
    newest, oldest = change_log.read(log)
    assert (newest.new, newest.count("removed")) == (third.version, 1)
    assert (oldest.new, oldest.count("added"), oldest.rows) == (second.version, 1, ("1", "2"))


def test_the_log_tells_which_figures_moved_and_from_what_to_what(tmp_path, written, capsys):
    log, here = tmp_path / "CHANGES.csv", {"lat": "35.86", "lon": "36.8"}
    old, new = written("old.csv", SARAQIB), written("new.csv", SARAQIB, ARIHA, {"event_id": "c", **here})
    assert main(["diff", old, new, "--log", str(log)]) == 1
    (entry,) = change_log.read(log)
    figures = entry.figures.set_index("column")
    assert figures[["old", "new"]].to_dict("index") == {
        "strikes": {"old": "1", "new": "3"}, "civilians": {"old": "not reported", "new": "3\u20135"},
    }  # fmt: skip
    assert "figure" not in set(entry.changes["change"])
    assert entry.by_kind().to_dict("index") == {"strike": {"added": 2, "removed": 0, "changed": 0}}
    assert f"= {figure_name('strikes')}: '1' \u2192 '3'" in capsys.readouterr().out


def test_versions_with_the_same_figures_move_none():
    assert moved_figures(table(SARAQIB), table({**SARAQIB, "note": "Other words."})).empty


@pytest.mark.thorough
def test_ground_gained_is_told_in_tens_where_it_differs(make_table):
    def held(*cells):
        sound = {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "lat": "35.8", "lon": "36.5"}
        east = {"event_id": "east", "place": "E", "controller": "government", "lon": "37.2"}
        return make_table(sound | {"event_id": "west", "place": "W", "controller": "opposition"}, sound | east, *cells)

    taken = {"event_id": "x", "kind": "control", "date_start": "2020-02-01", "place": "X", "lat": "35.8", "lon": "36.8"}
    moved = moved_figures(held(), held(taken | {"previous_controller": "opposition"})).set_index("column")
    assert moved.loc["gained_government", "old"] == "0 km\u00b2"
    assert int(moved.loc["gained_government", "new"].split()[0].replace(",", "")) % 10 == 0
    assert all(figure_name(key) != key for key in moved.index)


def test_a_comparison_that_does_not_follow_on_the_log_is_refused(tmp_path):
    log = tmp_path / "CHANGES.csv"
    change_log.add(log, difference(table(SARAQIB), table(SARAQIB, ARIHA)), DAY)
    before = log.read_bytes()
    with pytest.raises(ChangeLogError, match=r"CHANGES\.csv: its newest version is"):
        change_log.add(log, difference(table(ARIHA), table(SARAQIB)), DAY)
    assert log.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00nonsense", b'"open'])
def test_a_file_that_is_no_change_log_is_refused_with_a_sentence(tmp_path, content, capsys, written):
    log = tmp_path / "CHANGES.csv"
    log.write_bytes(content)
    with pytest.raises(ChangeLogError, match=r"CHANGES\.csv is no change log"):
        change_log.read(log)
    assert main(["diff", written("a.csv", SARAQIB), written("b.csv", ARIHA), "--log", str(log)]) == 2
    assert "is no change log" in capsys.readouterr().err
    assert log.read_bytes() == content


def test_the_newest_entry_of_the_change_log_is_the_table_that_ships(events):
    newest = change_log.read()[0]
    assert newest.new == events.version, (
        "data/events.csv has changed: git show HEAD:data/events.csv > OLD.csv; "
        "python -m lib diff OLD.csv data/events.csv --log data/CHANGES.csv"
    )
    assert newest.rows[1] == str(len(events.frame))


def test_every_entry_of_the_change_log_follows_on_the_one_before():
    entries = change_log.read()
    assert [entry.old for entry in entries[:-1]] == [entry.new for entry in entries[1:]]


def test_what_the_change_log_says_of_a_cell_is_in_the_table(events):
    newest = change_log.read()[0]
    rows = events.frame.set_index("event_id")
    for change in newest.changes.to_dict("records"):
        if change["change"] == "changed" and change["column"] == "note":
            assert rows.loc[change["event_id"], "note"] == change["new"]
