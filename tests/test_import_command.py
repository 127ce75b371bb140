"""``python -m lib import``: another format becomes an event table that validates, or a sentence says why not."""

from __future__ import annotations

import pytest

from lib.__main__ import main
from tests.data.workbooks import workbook
from tests.events.importers.test_events import ACLED, table
from tests.events.importers.test_hdx import COMMUNITIES, as_csv
from tests.events.tables import STRIKE, file_of, strike


@pytest.fixture
def run(tmp_path, capsys):
    def command(data: bytes, *options: str, name: str = "mine.csv", form: str = "auto"):
        (tmp_path / name).write_bytes(data)
        status = main(["import", form, str(tmp_path / name), "--out", str(tmp_path / "out.csv"), *options])
        return status, capsys.readouterr().err

    command.out = tmp_path / "out.csv"
    command.folder = tmp_path
    return command


def validated(path, capsys) -> str:
    assert main(["validate", str(path)]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["auto", "acled"])
def test_what_is_written_passes_the_check(run, capsys, form):
    status, said = run(table(ACLED), form=form)
    assert status == 0
    assert said.splitlines()[-1] == "ACLED, 1 row read, 1 taken, 0 left out"
    assert "1 row read, 0 left out, 0 problems" in validated(run.out, capsys)


def test_rows_left_out_are_said_with_row_and_column_and_status_one(run, capsys):
    status, said = run(table(ACLED, {**ACLED, "event_id_cnty": "2", "sub_event_type": "Armed clash"}))
    assert status == 1
    assert "mine.csv, row 3, column sub_event_type: 'Armed clash'" in said
    validated(run.out, capsys)


def test_the_month_is_that_of_the_option_or_of_the_files_name(run, capsys):
    status, said = run(as_csv(COMMUNITIES), "--month", "2020-02", form="hdx")
    assert (status, "7,950.5 persons in the sheet" in said) == (0, True)
    assert "2020-02-01,2020-02-29,month" in run.out.read_text(encoding="utf-8")
    _status, said = run(as_csv(COMMUNITIES), name="idp_2020-01.csv")
    assert "the month 2020-01 is that of the file's name" in said
    validated(run.out, capsys)


@pytest.mark.parametrize(
    ("data", "name", "options", "words"),
    [
        (as_csv(COMMUNITIES), "idp.csv", (), "Answer with --answer month=…."),
        (as_csv(COMMUNITIES), "idp.csv", ("--month", "2020-13"), "'2020-13' is no answer"),
        (file_of([strike(date_start="05/03/2020", date_end="")]), "a.csv", (), "--answer date-order=day|month."),
        (workbook({"A": [list(STRIKE)], "B": [list(STRIKE)]}), "a.xlsx", (), "Answer with --answer sheet=A|B."),
        (b"", "a.csv", (), "The file is empty"),
        (b"when,where\n1,2\n", "a.csv", (), "belong to no known format"),
    ],
)
def test_what_cannot_be_met_ends_with_a_sentence_status_two_and_no_file(run, data, name, options, words):
    status, said = run(data, *options, name=name)
    assert status == 2
    assert words in said
    assert "Traceback" not in said
    assert not run.out.exists()


def test_a_file_that_is_not_there_is_said(run, capsys):
    assert main(["import", "auto", str(run.folder / "none.csv"), "--out", str(run.out)]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(run, capsys):
    (run.folder / "mine.csv").write_bytes(file_of([STRIKE]))
    out = run.folder / "none" / "out.csv"
    assert main(["import", "auto", str(run.folder / "mine.csv"), "--out", str(out)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_wrong_format_is_refused(run):
    status, said = run(file_of([STRIKE]), form="ucdp")
    assert status == 2
    assert "not those of the format ucdp" in said


def test_places_without_a_point_are_found_and_doubtful_ones_named(run, capsys):
    rows = [strike(lat="", lon=""), strike(event_id="s2", place="Maaret Misreen", place_ar="", lat="", lon="")]
    status, said = run(file_of(rows))
    assert status == 0
    assert "Place 'Maaret Misreen' has no point and may be Maarrat Misrin" in said
    lines = run.out.read_text(encoding="utf-8").splitlines()
    assert ",35.8" in lines[1]
    assert ",settlement," in lines[1]
    validated(run.out, capsys)


def test_the_report_is_written_when_it_is_asked_for(run):
    run(file_of([STRIKE, strike(event_id="s2", kind="")]), "--report", str(run.folder / "report.csv"))
    report = (run.folder / "report.csv").read_text(encoding="utf-8-sig")
    assert "mine.csv,3,kind" in report
