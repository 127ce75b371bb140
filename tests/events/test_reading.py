"""What becomes of a file that is missing, no table, in another encoding, or torn."""

from __future__ import annotations

import io
import zipfile

import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import given

from lib.events import table
from lib.events.importing import import_table
from lib.events.points import read_points
from lib.events.problems import ProblemLog
from lib.events.reading import records
from lib.events.schema import NAMES
from lib.events.table import DEFAULT_TABLE, load, read
from tests.events.tables import CONTROL, STRIKE, file_of, strike, text_of

SOUND = [STRIKE, CONTROL, strike(event_id="s2", note='a "quoted", note\nof two lines')]
IDS = ["s1", "c1", "s2"]


def ids(data: bytes) -> list[str]:
    return list(read(data, "events.csv").frame["event_id"])


def said(data: bytes) -> list[tuple[str, int | None, str]]:
    return [(p.severity, p.row, p.message) for p in read(data, "events.csv").problems]


def test_the_shipped_table_loads_with_all_its_rows():
    events = load()
    assert events.left_out == 0
    assert events.name == DEFAULT_TABLE.name
    assert len(events.frame) > 2_000


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    missing, folder = load(tmp_path / "none.csv"), load(tmp_path)
    assert missing.frame.empty
    assert "There is no such file" in str(missing.problems[0])
    assert "This is a folder" in str(folder.problems[0])


def test_a_path_that_no_file_can_have_is_told():
    assert load("nul\0name").problems


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_bytes(file_of(SOUND))
    monkeypatch.setattr(table, "MAX_BYTES", 100)
    for events in (load(path), read(file_of(SOUND), "events.csv")):
        assert events.frame.empty
        assert "larger than" in str(events.problems[0])


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe"])
def test_an_empty_file_is_called_empty(data):
    assert said(data)[-1][2].startswith("The file is empty")


@pytest.mark.parametrize("after", ["", "\n", "\n\n\n", "\n,,,,\n"])
def test_a_header_alone_is_a_table_without_rows(after):
    assert "no rows" in said((",".join(NAMES) + after).encode())[-1][2]


def test_a_workbook_is_recognised_and_the_way_out_named():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    [(severity, _row, message)] = said(buffer.getvalue())
    assert severity == "error"
    assert "workbook" in message
    assert "CSV UTF-8" in message


@pytest.mark.parametrize("data", [b"%PDF-1.4 ...", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", bytes(range(256)) * 4])
def test_a_file_that_is_no_text_is_refused(data):
    [(severity, _row, message)] = said(data)
    assert severity == "error"
    assert "not a table of text" in message


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "byte order mark"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
     ("cp1256", "Windows-1256 (Arabic)")],
)  # fmt: skip
def test_another_encoding_is_read_and_named_in_a_notice(encoding, name):
    data = text_of(SOUND).encode(encoding)
    events = read(data, "events.csv")
    assert list(events.frame["event_id"]) == IDS
    assert events.frame["place_ar"].iloc[0] == "سراقب"
    assert [problem.severity for problem in events.problems] == ["notice"]
    assert name in str(events.problems[0])


@pytest.mark.parametrize(
    ("encoding", "words", "name"),
    [("cp1254", "İdlib şehri, Ağaç", "Latin 5"), ("cp1252", "Médecins, hôpital, blessés", "Western")],
)
def test_turkish_and_western_files_are_told_apart(encoding, words, name):
    events = read(text_of([strike(note=words, place_ar="")]).encode(encoding), "events.csv")
    assert list(events.frame["note"]) == [words]
    assert name in str(events.problems[0])


def test_a_byte_that_cannot_be_read_is_named_with_row_and_column():
    data = text_of([STRIKE, strike(event_id="s2", note="Saraqib!")]).encode().replace(b"Saraqib!", b"Sar\xe9qib")
    events = read(data, "events.csv")
    [problem] = events.problems
    assert (problem.row, problem.column, problem.severity) == (3, "note", "warning")
    assert list(events.frame["place_ar"]) == ["سراقب", "سراقب"]


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_another_separator_is_recognised_with_a_notice(separator, name):
    data = file_of(SOUND, separator=separator)
    assert ids(data) == IDS
    [(severity, _row, message)] = said(data)
    assert severity == "notice"
    assert name in message


def test_the_line_by_which_spreadsheets_tell_the_separator_is_no_row():
    events = read(b"sep=;\r\n" + file_of(SOUND, separator=";"), "events.csv")
    assert list(events.frame["row"]) == [2, 3, 4]


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_every_kind_of_line_end_is_read_alike(end):
    events = read(file_of(SOUND).replace(b"\n", end), "events.csv")
    assert events.problems == ()
    assert events.frame["note"].iloc[2] == 'a "quoted", note\nof two lines'


def test_a_required_column_that_is_missing_empties_the_table_and_is_named():
    events = read(file_of(SOUND, [name for name in NAMES if name != "source"]), "events.csv")
    assert events.frame.empty
    [problem] = events.problems
    assert (problem.column, problem.row, problem.severity) == ("source", None, "error")


def test_optional_columns_that_are_missing_are_blank_and_named_in_one_notice():
    events = read(file_of(SOUND, [name for name in NAMES if name not in ("note", "lat", "lon")]), "events.csv")
    assert list(events.frame["event_id"]) == IDS
    assert events.frame["lat"].isna().all()
    [problem] = events.problems
    assert problem.severity == "notice"
    assert "lat, lon, note" in problem.message


@pytest.mark.parametrize(("wrong", "right"), [("date_strat", "date_start"), ("sorce", "source"), ("latitude", "lat"),
                                              ("Date Start", "date_start"), ("EVENT-ID", "event_id")])  # fmt: skip
def test_a_misspelt_column_is_used_as_the_one_it_resembles(wrong, right):
    data = file_of(SOUND).replace(right.encode(), wrong.encode(), 1)
    assert ids(data) == IDS
    messages = [message for _severity, _row, message in said(data)]
    if wrong in ("date_strat", "sorce"):
        assert f"did you mean '{right}'? It was used as that column" in messages[0]
    else:
        assert messages == []


def test_a_column_in_another_language_is_not_taken_for_a_misspelling():
    data = file_of(SOUND).replace(b"place_ar", b"place_tr", 1)
    assert read(data, "events.csv").frame["place_ar"].eq("").all()


def test_unknown_columns_are_ignored_with_one_message():
    lines = file_of(SOUND[:2]).decode().splitlines()
    data = "\n".join([lines[0] + ",mood,weather", *(line + ",calm,dry" for line in lines[1:])]).encode()
    assert ids(data) == IDS[:2]
    assert said(data) == [("notice", None, "Columns 'mood', 'weather' are unknown and were ignored.")]


def test_a_doubled_column_counts_once():
    lines = file_of(SOUND[:2]).decode().splitlines()
    data = "\n".join([lines[0] + ",note", *(line + ",other" for line in lines[1:])]).encode()
    assert read(data, "events.csv").frame["note"].iloc[0] == STRIKE["note"]
    assert said(data)[0][0] == "warning"


def test_a_file_without_the_header_is_told():
    assert "does not hold the names" in said(b"1,2,3\n4,5,6\n")[0][2]


@pytest.mark.parametrize(
    ("line", "words"),
    [("a,b,c", "3 cells"), (",".join("x" * 50), "50 cells"), ('x,"never closed', "quotation mark"),
     ('x,y,"never closed, either', "quotation mark")],
)  # fmt: skip
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_torn_row_is_named_and_the_others_survive(line, words, place):
    whole = text_of([STRIKE, CONTROL, strike(event_id="s2", note="a, quoted note")]).splitlines()
    whole.insert(place, line)
    data = "\n".join(whole).encode()
    assert ids(data) == IDS
    [(severity, row, message)] = said(data)
    assert (severity, row) == ("error", place + 1)
    assert words in message


def test_an_open_quotation_mark_in_the_column_of_the_next_one_hides_no_row():
    rows = [strike(event_id=f"s{n}", note="quoted" if n == 3 else "plain") for n in range(5)]
    # The mark opened in the first row would be closed by the fourth: one row of the right length, three rows gone.
    data = text_of(rows).replace("quoted", '"quoted"').replace("plain", '"plain', 1).encode()
    assert ids(data) == ["s1", "s2", "s3", "s4"]
    assert said(data)[0][1] == 2


def test_blank_rows_are_no_rows_but_keep_the_numbers_right():
    lines = text_of([STRIKE, CONTROL]).splitlines()
    data = "\n".join(["", lines[0], lines[1], "", "," * (len(NAMES) - 1), lines[2], "", ""]).encode()
    events = read(data, "events.csv")
    assert events.problems == ()
    assert (list(events.frame["row"]), events.rows_read) == ([3, 6], 2)


def test_cells_beyond_the_header_may_be_blank():
    lines = text_of([STRIKE, CONTROL]).splitlines()
    assert said("\n".join([lines[0], lines[1] + ",,", lines[2]]).encode()) == []


def test_the_order_of_the_columns_does_not_matter():
    data = file_of(SOUND, NAMES[::-1])
    assert (ids(data), said(data)) == (IDS, [])


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr("lib.events.reading.delimited.MAX_LINES", 2)
    assert "more than 2 lines" in said(file_of(SOUND))[0][2]


def test_any_number_of_unknown_columns_is_ignored_with_one_message():
    header, *rows = file_of(SOUND).decode().splitlines()
    others = ",".join(f"q{n}" for n in range(600))
    data = "\n".join([f"{header},{others}", *(row + "," * 600 for row in rows)]).encode()
    assert ids(data) == IDS
    [(_severity, _row, message)] = said(data)
    assert message.startswith("Columns 'q0', 'q1',")
    assert message.endswith("… are unknown and were ignored.")


@pytest.mark.parametrize(
    ("name", "given"),
    [("date_start", "Date start (YYYY-MM-DD)"), ("lat", "Latitude (WGS84)"), ("deaths_low", "Deaths low (n)"),
     ("place", "3. Place *"), ("source", "Q12: Source"), ("is_primary", "Is primary?"), ("note", "grp_1/Notes")],
)  # fmt: skip
def test_a_column_of_ours_is_found_with_its_unit_its_number_and_other_marks(name, given):
    data = file_of(SOUND).replace(f",{name},".encode(), f",{given},".encode(), 1)
    assert (ids(data), said(data)) == (IDS, [])


def test_two_names_in_one_are_no_name_of_a_column():
    data = file_of(SOUND, [name for name in NAMES if name not in ("lat", "lon")]).replace(b",note,", b",Lat/Lon,", 1)
    frame = read(data, "events.csv").frame
    assert frame["lat"].isna().all()
    assert frame["lon"].isna().all()


@pytest.mark.parametrize(
    ("column", "given", "word"),
    [("kind", "Strikes", "strike"), ("kind", "STRIKE", "strike"), ("subkind", "Air strike", "airstrike"),
     ("subkind", "air-strike", "airstrike"), ("subkind", "Airstrikes", "airstrike"),
     ("subkind", "قصف جوي", "airstrike"), ("subkind", "frappes aériennes", "airstrike"),
     ("subkind", "HAVA SALDIRISI", "airstrike"),
     ("target_kind", "Schools, مشفى", "school;hospital"), ("confidence", "Élevée", "high"),
     ("attribution", "متنازع عليه", "contested"), ("geo_precision", "köy", "settlement")],
)  # fmt: skip
def test_a_word_with_one_meaning_is_read_however_it_is_written(column, given, word):
    events = read(file_of([strike(**{column: given})]), "events.csv")
    assert events.frame[column].tolist() == [word]
    assert not events.problems


@pytest.mark.parametrize("given", ["قصف", "missile", "bombing", "attack"])
def test_a_word_with_two_meanings_is_not_read_as_one_of_them(given):
    events = read(file_of([strike(subkind=given)]), "events.csv")
    assert events.frame.empty


@pytest.mark.thorough
@pytest.mark.parametrize("yes", ["oui", "نعم", "Evet", "Y", "x", "✓", "TRUE", "1"])
@pytest.mark.parametrize("no", ["non", "لا", "hayır", "N", "✗", "False", "0"])
def test_yes_and_no_are_read_in_the_four_languages(yes, no):
    rows = [strike(group_id="g", is_primary=no), strike(event_id="s2", group_id="g", is_primary=yes)]
    events = read(file_of(rows), "events.csv")
    assert events.frame["is_primary"].tolist() == [False, True]
    assert not events.problems


CELL = st.text(alphabet=st.sampled_from('ab ,;"\n=é'), max_size=6)


@given(rows=st.lists(st.tuples(*[CELL] * 6).filter(any), min_size=1, max_size=6))
def test_the_quick_and_the_patient_reader_give_the_same_cells(rows):
    names = NAMES[:6]
    text = text_of([dict(zip(names, row, strict=True)) for row in rows], names).encode()
    body = text.split(b"\n", 1)[1]
    quick = records._read_quickly(body, ",", 6, 2, range(6), (0, len(body.rstrip(b"\n"))))
    log = ProblemLog("events.csv")
    patient = records._read_patiently(body.rstrip(b"\n"), ",", 6, 2, log, range(6))
    assert log.problems() == ()
    assert [tuple(row.values()) for row in patient.table.to_pylist()] == rows
    if quick is not None:
        assert quick.table.to_pylist() == patient.table.to_pylist()
        assert np.array_equal(quick.rows, patient.rows)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [(b"event_id", b"sep=;\nevent_id", 2), (b";note", b';"no\nte"', 2), (b"event_id", b"\n \nevent_id", 4)],
    ids=["a line that tells the separator", "a header of two lines", "blank lines above"],
)
def test_every_reader_numbers_the_rows_as_a_spreadsheet_shows_them(old, new, shown, tmp_path):
    data = file_of([STRIKE | {"lat": "x", "lon": "x"}], separator=";").replace(old, new, 1)
    path = tmp_path / "points.csv"
    path.write_bytes(data)
    told = {
        "event table": read(data, "a.csv").problems,
        "import": import_table(data, "a.csv").table.problems,
        "points": read_points(path, shapely.box(35, 34, 39, 38)).problems,
    }
    rows = {reader: {problem.row for problem in problems if problem.row} for reader, problems in told.items()}
    assert rows == {reader: {shown} for reader in told}
