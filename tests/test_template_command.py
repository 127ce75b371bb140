"""``python -m lib template``: an empty table with an example row of each kind, which reads as none."""

from __future__ import annotations

import csv

import pytest

from lib.__main__ import main
from lib.events.importing import import_table
from lib.events.schema import NAMES, SUBKINDS
from lib.events.table import load


def test_the_examples_are_sound_rows_one_of_each_kind(tmp_path):
    path = tmp_path / "empty.csv"
    assert main(["template", str(path)]) == 0
    events = load(path)
    assert sorted(events.frame["kind"]) == sorted(SUBKINDS)
    assert {problem.severity for problem in events.problems} <= {"notice"}
    assert tuple(next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))) == NAMES


@pytest.mark.parametrize("name", ["empty.csv", "empty.xlsx"])
def test_what_is_left_of_the_examples_is_left_out_when_it_is_brought(tmp_path, name):
    path = tmp_path / name
    assert main(["template", str(path)]) == 0
    table = import_table(path.read_bytes(), name).table
    assert table.frame.empty
    assert any("4 example rows" in problem.message for problem in table.problems)


def test_another_ending_is_refused_with_a_sentence(tmp_path, capsys):
    assert main(["template", str(tmp_path / "empty.pdf")]) == 2
    assert "must end in .csv or .xlsx" in capsys.readouterr().err
    assert main(["template", str(tmp_path / "gone" / "empty.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
