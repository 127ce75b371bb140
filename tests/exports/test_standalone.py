"""The map in one file: complete, the same each time, and safe whatever the table holds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lib.__main__ import main
from lib.events.query import Query
from lib.events.store import Snapshot, current
from lib.exports.standalone import standalone
from lib.layers import popups
from tests.queries import all_days

WEEKS = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))


@pytest.fixture(scope="module")
def page():
    return standalone(current(), WEEKS)


@pytest.mark.thorough
def test_it_loads_nothing_from_anywhere(page):
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", page)
    assert "@import" not in page


@pytest.mark.thorough
def test_the_same_view_of_the_same_data_is_the_same_file(page):
    assert standalone(current(), WEEKS) == page


def test_all_reports_at_once_are_those_a_symbol_asks_for_one_by_one(events):
    at_once = popups.all_reports(events, WEEKS)
    for kind in ("strike", "displacement", "control"):
        key = next(key for key in at_once if key.startswith(f"{kind}|"))
        _kind, origin, place, at = key.split("|")
        assert at_once[key] == popups.reports(events, WEEKS, kind, place, origin, at)


@pytest.mark.thorough
def test_a_hostile_name_stays_text(make_table):
    hostile = "</script><script>alert(1)</script>"
    table = make_table({"kind": "strike", "place": hostile, "lat": 35.9, "lon": 36.7, "note": hostile})
    made = standalone(Snapshot(table, "test"), all_days())
    assert "<script>alert(1)" not in made


@pytest.mark.thorough
def test_the_command_writes_the_file(tmp_path):
    out = tmp_path / "map.html"
    assert main(["export", "--from", "2020-03-01", "--to", "2020-03-05", "--format", "html", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    "words", [["--from", "soon"], ["--to", "2020-13-01"], ["--layers", "moon"]], ids=lambda words: words[0]
)
def test_a_request_that_cannot_be_met_is_one_sentence_and_status_2(tmp_path, capsys, words):
    out = tmp_path / "map.html"
    assert main(["export", *words, "--format", "html", "--out", str(out)]) == 2
    assert words[0].removeprefix("--") in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_does_not_exist_is_said(tmp_path, capsys):
    out = tmp_path / "nowhere" / "map.html"
    assert main(["export", "--format", "html", "--out", str(out)]) == 2
    assert "cannot be written" in capsys.readouterr().err
