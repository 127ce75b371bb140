"""``python -m lib import``: another format becomes an event table that validates, or a sentence says why not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lib.__main__ import main
from lib.commands import import_table as command_module
from lib.events import uploads
from lib.events.questions import Answers
from lib.events.store import current
from tests.data.workbooks import workbook
from tests.events.importers.test_events import ACLED, table
from tests.events.importers.test_hdx import COMMUNITIES, as_csv
from tests.events.tables import STRIKE, file_of, strike


def read_here(source, name, answers):
    """Reading in the process of the test: one of its own takes seconds to begin."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    return uploads.import_file(data, name, answers, lambda _share, _what: None)


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command_module, "import_apart", read_here)

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
        (b"this,that\n1,2\n", "a.csv", (), "belong to no known format"),
        (b"When,Where,Dead\n1,a,3\n", "a.csv", (), "'When' = date_start, 'Where' = place, 'Dead' = deaths"),
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


OTHER = b"Date,Village,Type of attack,Killed\n2020-02-05,Ariha,Air strike,3\n"


def test_a_guess_is_saved_corrected_and_given_again(run, capsys):
    saved = run.folder / "map.json"
    status, said = run(OTHER, "--save-mapping", str(saved))
    assert status == 2
    assert "The guess was written to" in said
    assert not run.out.exists()
    saved.write_text(saved.read_text(encoding="utf-8").replace('"airstrike"', '"drone"'), encoding="utf-8")
    status, said = run(OTHER, "--mapping", str(saved))
    assert status == 0
    assert ",drone,2020-02-05," in run.out.read_text(encoding="utf-8")
    validated(run.out, capsys)


def test_a_guess_that_is_taken_is_read_and_may_be_saved_too(run):
    saved = run.folder / "map.json"
    status, said = run(OTHER, "--answer", "columns=guessed", "--save-mapping", str(saved))
    assert status == 0
    assert "'Killed' = deaths" in said
    assert '"deaths": "Killed"' in saved.read_text(encoding="utf-8")


def test_a_file_that_needs_no_mapping_says_so(run):
    status, said = run(table(ACLED), "--save-mapping", str(run.folder / "map.json"))
    assert status == 0
    assert "need no mapping" in said
    assert not (run.folder / "map.json").exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"columns": {"nothing": "x"}}', b"{" * 600_000])
def test_a_mapping_that_cannot_be_used_ends_with_a_sentence_and_status_two(run, content):
    (run.folder / "map.json").write_bytes(content)
    status, said = run(OTHER, "--mapping", str(run.folder / "map.json"))
    assert status == 2
    assert "map.json: The mapping" in said
    assert "Traceback" not in said


def test_a_mapping_that_is_not_there_and_no_place_to_write_are_said(run, capsys):
    assert run(OTHER, "--mapping", str(run.folder / "gone.json"))[0] == 2
    assert main(["import", "auto", str(run.folder / "mine.csv")]) == 2
    assert "--out FILE" in capsys.readouterr().err


@pytest.mark.thorough
def test_reports_that_the_map_has_too_are_written_as_pairs_on_request(run):
    theirs = current().events.strikes
    row = theirs.loc[theirs["is_primary"] & theirs["lat"].notna()].iloc[0]
    mine = strike(
        event_id="m1", date_start=str(row["date_start"].date()), date_end=str(row["date_end"].date()),
        subkind=row["subkind"], place=row["place"], place_ar=row["place_ar"], lat=str(row["lat"]), lon=str(row["lon"]),
    )  # fmt: skip
    pairs = run.folder / "pairs.csv"
    status, said = run(file_of([mine]), "--pairs", str(pairs))
    assert status == 0
    assert "1 report is probably one of the map's" in said
    header, only = pairs.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("my_event_id,our_event_id,decision,score,why,my_date_start,our_date_start")
    assert only.startswith("m1,")
    status, said = run(file_of([strike(lat="33.5", lon="36.3", place="Elsewhere", place_ar="")]), "--pairs", str(pairs))
    assert "0 reports are probably the map's too" in said


def test_pairs_that_cannot_be_written_are_said(run):
    status, said = run(file_of([STRIKE]), "--pairs", str(run.folder / "none" / "pairs.csv"))
    assert status == 2
    assert "cannot be written" in said


def test_a_kind_of_thing_is_one_line_however_many_rows_it_is_about(run):
    rows = [{**ACLED, "event_id_cnty": str(n), "sub_event_type": "Armed clash"} for n in range(500)]
    status, said = run(table(ACLED, *rows))
    assert status == 1
    assert "mine.csv, row 3 and 499 more (4, 5, 6, …), column sub_event_type: 'Armed clash' is neither" in said
    assert len(said.splitlines()) < 6


def test_rows_left_out_are_written_with_their_reasons_when_it_is_asked_for(run):
    out = run.folder / "left.csv"
    status, _said = run(file_of([STRIKE, strike(event_id="s2", kind="batle")]), "--left-out", str(out))
    assert status == 1
    assert out.read_text(encoding="utf-8-sig").splitlines()[0].startswith("why,event_id")
    assert "row 3, column kind: 'batle'" in out.read_text(encoding="utf-8-sig")


def test_no_file_of_rows_left_out_is_written_where_all_were_taken(run):
    out = run.folder / "left.csv"
    assert run(file_of([STRIKE]), "--left-out", str(out))[0] == 0
    assert not out.exists()


@pytest.mark.thorough
def test_text_that_a_spreadsheet_would_run_is_written_so_that_it_does_not_and_read_back_as_it_was(run, capsys):
    place, source = '=HYPERLINK("http://example.org","a")', "@SUM(1)"
    assert run(file_of([strike(place=place, place_ar="", source=source)]))[0] == 0
    written = run.out.read_text(encoding="utf-8")
    assert "\"'=HYPERLINK(" in written
    assert ",'@SUM(1)," in written
    validated(run.out, capsys)
    frame = uploads.import_file(run.out.read_bytes(), "out.csv", Answers(), lambda *_step: None).imported.table.frame
    assert list(frame["place"]) == [place]
    assert list(frame["source"]) == [source]


@pytest.mark.parametrize(
    "data", [b"", b"event_id,kind,subkind,date_start,place,source\n", b"%PDF-1.7\n", file_of([STRIKE]) + b"Total,,,,\n"]
)
def test_every_remark_in_the_report_has_its_words(run, data):
    run(data, "--report", str(run.folder / "report.csv"))
    report = pd.read_csv(run.folder / "report.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(report)
    assert report["message"].str.len().min() > 10


@pytest.mark.thorough
def test_files_of_an_earlier_run_do_not_stay_where_this_one_has_nothing_to_write(run):
    left, pairs = run.folder / "left.csv", run.folder / "pairs.csv"
    options = ("--left-out", str(left), "--pairs", str(pairs))
    assert run(file_of([STRIKE, strike(event_id="s2", kind="batle")]), *options)[0] == 1
    assert left.exists()
    status, said = run(file_of([STRIKE]), *options)
    assert (status, left.exists(), run.out.exists()) == (0, False, True)
    assert "left.csv was of an earlier run and was removed" in said
    status, said = run(b"%PDF-1.7\n", *options)
    assert (status, run.out.exists(), pairs.exists()) == (2, False, False)
    assert "out.csv was of an earlier run and was removed" in said


def test_the_file_itself_is_never_removed(run):
    (run.folder / "out.csv").write_bytes(b"%PDF-1.7\n")
    assert main(["import", "auto", str(run.out), "--out", str(run.out)]) == 2
    assert run.out.exists()


@pytest.mark.thorough
def test_a_file_is_read_in_a_process_of_its_own(tmp_path, capsys):
    (tmp_path / "mine.csv").write_bytes(file_of([STRIKE]))
    assert main(["import", "auto", str(tmp_path / "mine.csv"), "--out", str(tmp_path / "out.csv")]) == 0
    assert "1 row read, 1 taken" in capsys.readouterr().err
    (tmp_path / "asked.csv").write_bytes(OTHER)
    assert main(["import", "auto", str(tmp_path / "asked.csv"), "--out", str(tmp_path / "out.csv")]) == 2
    assert "Which column is which?" in capsys.readouterr().err


def test_a_file_that_takes_more_memory_than_is_allowed_ends_with_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(uploads, "_LIMITS", replace(uploads._LIMITS, memory_bytes=400_000_000))
    (tmp_path / "mine.csv").write_bytes(file_of([STRIKE]))
    assert main(["import", "auto", str(tmp_path / "mine.csv"), "--out", str(tmp_path / "out.csv")]) == 2
    said = capsys.readouterr().err
    assert "takes more memory or time to read than is given to one table" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "options", [("--left-out", "out.csv"), ("--report", "mine.csv"), ("--left-out", "a.csv", "--report", "./a.csv"),
                ("--pairs", "out.csv"), ("--save-mapping", "mine.csv")],
)  # fmt: skip
def test_two_names_of_one_file_are_refused_and_nothing_is_written(run, options):
    given = [option if option.startswith("--") else str(run.folder / option) for option in options]
    data = file_of([STRIKE, strike(event_id="s2", kind="batle")])
    status, said = run(data, *given)
    assert status == 2
    assert "names the same file as" in said
    assert (run.folder / "mine.csv").read_bytes() == data
    assert not run.out.exists()


def test_the_file_is_not_written_over_by_its_own_table(run, capsys):
    run.out.write_bytes(file_of([STRIKE]))
    assert main(["import", "auto", str(run.out), "--out", str(run.out)]) == 2
    assert "--out names the same file as FILE" in capsys.readouterr().err
    assert run.out.read_bytes() == file_of([STRIKE])


def test_a_file_that_the_command_did_not_write_is_never_removed(run):
    notes = run.folder / "notes.txt"
    notes.write_text("why not,\n")
    run.out.write_text("my own list\n")
    status, said = run(file_of([STRIKE]), "--left-out", str(notes))
    assert (status, notes.exists()) == (0, True)
    assert "notes.txt was left as it is: it is not one that this command wrote." in said
    run.out.write_text("my own list\n")
    assert run(b"%PDF-1.7\n")[0] == 2
    assert run.out.read_text() == "my own list\n"


def test_the_table_of_an_earlier_run_stays_where_an_answer_may_be_why_there_is_no_row(run):
    data = b"Date,Village,Killed,Type\n2020-02-05,Ariha,2,Air strike\n"
    assert run(data, "--answer", "columns=guessed")[0] == 0
    before = run.out.read_bytes()
    status, said = run(data, "--answer", "columns=guessed,date_start=Nothing")
    assert status == 2
    assert run.out.read_bytes() == before, said


def test_an_answer_may_have_capitals_and_what_is_none_is_told_in_words(run):
    data = file_of([strike(date_start="05/03/2020", date_end="")])
    assert run(data, "--answer", "date-order=Day")[0] == 0
    assert "'year' is no answer to this question." in run(data, "--answer", "date-order=year")[1]
    assert (
        "'week' is no answer to this; write day or month or year or months."
        in run(data, "--answer", "date-order=week")[1]
    )
    said = run(data, "--answer", "columns=yes")[1]
    assert "'yes' is no answer to this; write guessed; guessed,COLUMN=WORD; or a mapping as JSON" in said
    assert "[a-z" not in said
