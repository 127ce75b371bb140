"""The command line, as a user in a shell meets it."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.analysis import checks, control
from lib.events import table
from lib.events.schema import NAMES
from lib.text import day as in_words

ROOT = Path(__file__).resolve().parents[1]
ROW = {
    "event_id": "s1", "kind": "strike", "subkind": "airstrike", "date_start": "2020-02-05", "place_ar": "سراقب",
    "source": "A newspaper: a title", "is_primary": "true",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> str:
    lines = [",".join(NAMES), *(",".join(row.get(name, "") for name in NAMES) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def validate(tmp_path, capsys):
    def run(*rows: dict[str, str], deep: bool = False) -> tuple[int, list[str]]:
        status = main(["validate", *(["--deep"] if deep else []), write(tmp_path / "mine.csv", *rows)])
        return status, capsys.readouterr().out.splitlines()

    return run


def test_a_sound_table_gives_one_line_and_status_0(validate):
    assert validate(ROW) == (0, ["1 row read, 0 left out, 0 problems"])


def test_every_problem_is_one_line_and_the_status_is_1(validate):
    status, lines = validate(
        ROW, {**ROW, "event_id": "s2", "date_start": "31.12.19"}, {**ROW, "event_id": "s3", "lat": "1"}
    )
    assert status == 1
    assert lines[0] == (
        "mine.csv, row 3, column date_start: '31.12.19' is not a date; write it as YYYY-MM-DD. The row was left out."
    )
    assert lines[-1] == "3 rows read, 1 left out, 2 problems"
    assert len(lines) == 3


def test_notices_alone_are_no_failure(validate):
    status, lines = validate({**ROW, "note": "so\x07und"})
    assert status == 0
    assert lines[-1] == "1 row read, 0 left out, 0 problems, 1 notice"


@pytest.mark.thorough
def test_deep_checks_warn_with_the_row_and_what_to_do_and_warnings_alone_are_no_failure(validate):
    status, lines = validate({**ROW, "n_sources": "1"}, {**ROW, "event_id": "s2", "note": "Nobody says."}, deep=True)
    assert status == 0
    assert lines == [
        "mine.csv, row 3: The number of independent reporters is blank. Fill in n_sources, 1 where only one is known.",
        f"{checks.CHECKS[-1].words()}: 1 warning, 1 of them of rows with a note.",
        "2 rows read, 0 left out, 0 problems",
    ]
    assert validate(ROW) == (0, ["1 row read, 0 left out, 0 problems"])


@pytest.mark.thorough
def test_a_problem_is_one_with_deep_checks_too(validate):
    assert validate(ROW, {**ROW, "event_id": "s2", "date_start": "31.12.19"}, deep=True)[0] == 1


@pytest.mark.thorough
def test_warnings_of_one_sort_are_listed_up_to_a_hundred_and_counted_to_the_last(validate):
    _status, lines = validate(*({**ROW, "event_id": f"s{n}"} for n in range(130)), deep=True)
    assert len(lines) == 102
    assert lines[-2].endswith("130 warnings, 0 of them of rows with a note. Only the first 100 are listed.")


def test_a_missing_file_is_a_problem_not_a_traceback(capsys, tmp_path):
    assert main(["validate", str(tmp_path / "none.csv")]) == 1
    assert "There is no such file" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["validate"], ["dance"], ["validate", "a", "b"]])
def test_wrong_usage_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_shipped_table_is_sound(capsys):
    assert main(["validate", str(ROOT / "data" / "events.csv")]) == 0, capsys.readouterr().out


@pytest.mark.thorough
def test_a_terminal_without_arabic_gets_no_traceback(tmp_path):
    path = write(tmp_path / "mine.csv", {**ROW, "lat": "سراقب"})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "lib", "validate", path],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b""
    assert b"\\u0633" in done.stdout


POINTS = "name,lat,lon,households\nSaraqib,35.8611,36.8061,120\nA farm,35.60,36.70,=3+4\n"
ADDED = "controller,confidence,basis,report,report_source,nearest_place,nearest_km,nearest_age_days,\
nearest_other_place,nearest_other_km,nearest_other_age_days,in_own_record,reason"


@pytest.fixture
def control_at(tmp_path, capsys):
    """Run the command on a file of points: its status, the rows of its table, and what it complains of."""

    def run(points: str | bytes, *more: str, day: str = "2020-02-10") -> tuple[int, list[dict[str, str]], list[str]]:
        path = tmp_path / "points.csv"
        path.write_bytes(points if isinstance(points, bytes) else points.encode())
        status = main(["control-at", "--date", day, "--points", str(path), *more])
        said = capsys.readouterr()
        return status, list(csv.DictReader(io.StringIO(said.out))), said.err.splitlines()

    return run


def test_points_come_back_with_who_holds_them_and_every_column_of_the_users_own(control_at):
    status, rows, complaints = control_at(POINTS)
    assert (status, complaints) == (0, [])
    assert list(rows[0]) == ["name", "lat", "lon", "households", *ADDED.split(",")]
    assert [rows[0][key] for key in ("name", "households", "controller", "in_own_record", "reason")] == [
        "Saraqib", "120", "government", "government", "",
    ]  # fmt: skip
    assert (rows[0]["nearest_place"], rows[0]["nearest_age_days"]) == ("Saraqib", "4")
    assert float(rows[0]["nearest_km"]) < 0.1 < float(rows[0]["nearest_other_km"])
    assert rows[1]["households"] == "=3+4", "the user's own cell goes back as it came"


def test_a_bad_row_is_named_and_the_good_ones_are_still_answered(control_at):
    status, rows, complaints = control_at(POINTS + "B,abc,36.7,\nC,,36.7,\nD,95,36.7,\nE,35.6,999,\n")
    assert status == 1
    assert [row["name"] for row in rows] == ["Saraqib", "A farm"]
    assert complaints == [
        "points.csv, row 4, column lat: 'abc' is not a number of degrees, as 35.86. The row was left out.",
        "points.csv, row 5, column lat: The cell is blank. Write degrees, as 35.86. The row was left out.",
        "points.csv, row 6, column lat: '95' is beyond 90 degrees. The row was left out.",
        "points.csv, row 7, column lon: '999' is beyond 180 degrees. The row was left out.",
    ]


@pytest.mark.parametrize("row", ["Aleppo,37.152,36.206,", "a point at sea,36.806,35.861,"])
def test_latitude_and_longitude_in_each_others_column_are_noticed(control_at, row):
    status, rows, complaints = control_at(POINTS + row)
    assert (status, len(rows), len(complaints)) == (1, 2, 1)
    assert complaints[0].startswith("points.csv, row 4, column lat:")
    assert "exchanged" in complaints[0]


def test_a_turkish_town_is_not_taken_for_a_syrian_one_with_its_numbers_exchanged(control_at):
    status, rows, complaints = control_at(POINTS + "Hassa,36.799,36.518,\n")
    assert (status, complaints) == (0, [])
    assert (rows[2]["controller"], rows[2]["reason"]) == ("", "outside Syria")


def test_a_point_that_may_be_exchanged_is_told_and_read_as_written(control_at):
    status, rows, complaints = control_at(POINTS + "somewhere,36.799,36.518,\n")
    assert (status, len(rows), len(complaints)) == (0, 3, 1)
    assert complaints[0].endswith("It was read as written.")


@pytest.mark.parametrize(
    "points",
    [
        "Place;Latitude;Long\nSaraqib;35,8611;36,8061\n",
        "lng\tLAT\tvillage\n36.8061\t35.8611\tSaraqib\n".encode("utf-16"),
        "\ufeffsettlement,y,x\r\n\r\nSaraqib, 35.8611 ,36.8061\r\n",
        "lat,lon\n35.8611,36.8061\n",
        "lat,lon\n35°51.666'N,E 36.8061\n",
    ],
)
def test_other_separators_headers_and_encodings_are_understood(control_at, points):
    status, rows, _complaints = control_at(points)
    assert status == 0
    assert [row["controller"] for row in rows] == ["government"]


def test_a_column_of_the_user_with_the_same_name_is_not_overwritten(control_at):
    _status, rows, _complaints = control_at("name,lat,lon,controller\nSaraqib,35.8611,36.8061,mine\n")
    assert (rows[0]["controller"], rows[0]["controller_computed"]) == ("mine", "government")


def test_points_outside_and_days_before_the_first_report_are_blank_with_a_reason(control_at):
    _status, rows, _complaints = control_at("name,lat,lon\nAntakya,36.2,36.16\nRaqqa,35.95,39.01\n")
    assert [(row["controller"], row["reason"]) for row in rows] == [
        ("", "outside Syria"),
        ("", "outside the area of the map"),
    ]
    first = control.control_dates(table.load())[0]
    status, rows, _complaints = control_at(POINTS, day=(first - timedelta(days=1)).isoformat())
    assert status == 0
    assert {row["reason"] for row in rows} == {f"before the first report of the table, {in_words(first)}"}
    assert {row["controller"] for row in rows} == {""}


@pytest.mark.parametrize("day", ["2020-02-30", "10.2.2020", "20200210", "yesterday", ""])
def test_a_bad_date_is_one_sentence_and_status_2(control_at, day):
    assert control_at(POINTS, day=day) == (2, [], [f"'{day}' is not a date; write it as YYYY-MM-DD."])


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("name,lat\na,1\n", "points.csv: the first row names no column lon; it needs name, lat and lon."),
        ("", "points.csv: The file is empty. Export the table again, as CSV UTF-8."),
        (b"PK\x03\x04xl/", "points.csv: This is a spreadsheet workbook, not a table of text."),
        (b"\x00\x01\x02\x03" * 50, "points.csv: This is not a table of text."),
    ],
)
def test_a_file_that_is_no_list_of_points_is_one_sentence_and_status_2(control_at, points, sentence):
    status, rows, complaints = control_at(points)
    assert (status, rows, len(complaints)) == (2, [], 1)
    assert complaints[0].startswith(sentence)


def test_missing_files_are_one_sentence_and_status_2(control_at, capsys, tmp_path):
    none = str(tmp_path / "none.csv")
    assert main(["control-at", "--date", "2020-02-10", "--points", none]) == 2
    assert capsys.readouterr().err == "none.csv: there is no such file.\n"
    assert main(["control-at", "--date", "2020-02-10", "--points", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    status, rows, complaints = control_at(POINTS, "--events", none)
    assert (status, rows) == (2, [])
    assert complaints == ["none.csv: There is no such file. Check its name and folder."]


def test_a_list_without_points_gives_the_header_and_status_0(control_at):
    assert control_at("name,lat,lon\n") == (0, [], [])


def test_another_table_is_asked_when_named(control_at, tmp_path):
    base = {"kind": "control", "subkind": "baseline", "date_start": "2019-12-01", "date_end": "2019-12-01",
            "source": "A paper: a map", "is_primary": "true", "geo_precision": "settlement"}  # fmt: skip
    places = [{**base, "event_id": f"c{n}", "place": f"P{n}", "lat": f"{35.5 + n / 10}", "lon": "36.7",
               "controller": "kurdish_led"} for n in range(3)]  # fmt: skip
    table = write(tmp_path / "mine.csv", *places)
    status, rows, _complaints = control_at(POINTS, "--events", table)
    assert status == 0
    assert {row["controller"] for row in rows} == {"kurdish_led"}


@pytest.mark.thorough
def test_the_answer_is_utf_8_whatever_the_terminal_is(tmp_path):
    points = tmp_path / "points.csv"
    points.write_text("name,lat,lon\nسراقب,35.8611,36.8061\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "lib", "control-at", "--date", "2020-02-10", "--points", str(points)],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "سراقب,35.8611,36.8061,government" in done.stdout.decode("utf-8")


@pytest.mark.thorough
def test_ten_thousand_points_are_answered(control_at):
    lines = [f"p{n},{34.9 + (n % 100) / 50},{36.4 + (n // 100) / 60}" for n in range(10_000)]
    status, rows, _complaints = control_at("\n".join(["name,lat,lon", *lines]))
    assert (status, len(rows)) == (0, 10_000)


@pytest.mark.parametrize("arguments", [["--lang", "fr", "validate"], ["validate", "--lang", "fr"]])
def test_a_command_speaks_the_language_that_is_asked_for_and_the_next_one_its_own(tmp_path, capsys, arguments):
    path = write(tmp_path / "mine.csv", {**ROW, "date_start": "31.12.19"})
    assert main([*arguments, path]) == 1
    said = capsys.readouterr().out
    assert "mine.csv, ligne 2" in said
    assert "left out" not in said
    assert main(["validate", path]) == 1
    assert "mine.csv, row 2" in capsys.readouterr().out


def test_help_is_given_in_the_language_that_is_asked_for(capsys):
    with pytest.raises(SystemExit):
        main(["--lang", "fr", "--help"])
    assert "servir la carte" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [["--lang", "de"], ["--lang"]])
def test_a_language_that_is_not_spoken_is_told(capsys, asked):
    with pytest.raises(SystemExit) as ended:
        main(["validate", "mine.csv", *asked])
    assert ended.value.code == 2
    assert "--lang" in capsys.readouterr().err
