"""Dates of workbooks: what the sheet shows of a day is what is read, and days are counted from where it counts them."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pytest
import xlsxwriter

from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers
from lib.events.reading.combined import together
from lib.events.reading.grid import Grid, grid_of
from lib.events.reading.workbook import _formats
from tests.data import boxes
from tests.events.tables import STRIKE, strike

DAY = date(2020, 2, 1)


def book(cells: list[tuple[object, str]], *, since_1904: bool = False, far: bool = False) -> bytes:
    """A workbook of strikes whose first days are ``cells``: a value with the format of its cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": since_1904}) as made:
        sheet = made.add_worksheet("A")
        names = list(STRIKE)
        sheet.write_row(0, 0, names)
        for at, (value, code) in enumerate(cells, 1):
            row = {**strike(event_id=f"s{at}"), "date_start": value, "date_end": "", "date_precision": ""}
            for column, name in enumerate(names):
                if name != "date_start":
                    sheet.write_string(at, column, row[name])
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, value, made.add_format({"num_format": code}))
                else:
                    sheet.write(at, column, value)
        if far:
            sheet.write_string(900_000, 40, "x")
    return out.getvalue()


def bring(data: bytes, name: str = "a.xlsx", **answers: str) -> Imported:
    return import_table(data, name, Answers(**answers))


def days(imported: Imported) -> list[tuple[str, str, str]]:
    frame = imported.table.frame
    found = zip(frame["date_start"], frame["date_end"], frame["date_precision"], strict=True)
    return [(str(start.date()), str(end.date()), how) for start, end, how in found]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "code",
    ["mmm-yy", "mmmm yyyy", "yyyy-mm", "mm/yyyy", "[$-409]mmmm\\ yyyy;@", 'mmmm "d." yyyy', "mmm", "[Red]mmm-yy"],
)
@pytest.mark.parametrize("far", [False, True])
def test_a_date_shown_without_a_day_is_its_month_with_that_precision(code, far):
    imported = bring(book([(DAY, code), (date(2020, 2, 5), "dd/mm/yyyy")], far=far))
    assert days(imported) == [("2020-02-01", "2020-02-29", "month"), ("2020-02-05", "2020-02-05", "day")]
    assert "'2020-02' in row 2 is a month" in "".join(map(str, imported.table.problems))


@pytest.mark.thorough
@pytest.mark.parametrize("code", ["d mmm", "dd/mm/yyyy", "yyyy-mm-dd hh:mm", "ddd mmm yy", "m/d/yy"])
def test_a_date_shown_with_its_day_is_that_day(code):
    assert days(bring(book([(DAY, code)]))) == [("2020-02-01", "2020-02-01", "day")]


def test_a_date_shown_as_a_year_alone_is_no_day():
    imported = bring(book([(DAY, "yyyy"), (DAY, "yyyy-mm-dd")]))
    assert days(imported) == [("2020-02-01", "2020-02-01", "day")]
    assert "'2020' is not a date" in "".join(map(str, imported.table.problems))


@pytest.mark.thorough
def test_a_number_in_the_format_of_a_month_stays_a_number_where_it_is_text():
    assert days(bring(book([("5 Feb 2020", "")]))) == [("2020-02-05", "2020-02-05", "day")]


@pytest.mark.thorough
@pytest.mark.parametrize(("since_1904", "count"), [(True, 42404), (False, 43866)])
def test_numbers_count_days_from_where_the_workbook_counts_them(since_1904, count):
    imported = bring(book([(count, ""), (date(2020, 2, 6), "dd/mm/yyyy"), (DAY, "mmm-yy")], since_1904=since_1904))
    assert days(imported) == [
        ("2020-02-05", "2020-02-05", "day"), ("2020-02-06", "2020-02-06", "day"), ("2020-02-01", "2020-02-29", "month"),
    ]  # fmt: skip


def test_an_old_workbook_says_itself_from_when_it_counts():
    def old(mode: bytes) -> bytes:
        start = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
        return b"\xd0\xcf\x11\xe0" + bytes(508) + start + b"\x42\x00\x02\x00\xb0\x04" + mode + b"\x0a\x00\x00\x00"

    assert _formats(old(b"\x22\x00\x02\x00\x01\x00"), None).since_1904
    assert not _formats(old(b"\x22\x00\x02\x00\x00\x00"), None).since_1904
    assert not _formats(old(b""), None).since_1904


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("Feb-20", ("2020-02-01", "2020-02-29", "month")), ("شباط ٢٠٢٠", ("2020-02-01", "2020-02-29", "month")),
     ("02/2020", ("2020-02-01", "2020-02-29", "month")), ("01/02/20", ("2020-02-01", "2020-02-01", "day")),
     ("1 Feb", ("2020-02-01", "2020-02-01", "day"))],
)  # fmt: skip
def test_an_open_document_sheet_is_read_as_it_shows_its_dates(shown, expected):
    names = ["event_id", "kind", "subkind", "date_start", "source"]
    kind = 'office:value-type="date" office:date-value="2020-02-01"'
    cell = f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
    others = [boxes.ods_cell(each) for each in ("s1", "strike", "airstrike", "me")]
    row = f"<table:table-row>{''.join(others[:3])}{cell}{others[3]}</table:table-row>"
    assert days(bring(boxes.ods(boxes.ods_sheet("A", [names], more=row)), "a.ods")) == [expected]


def test_tables_that_count_from_different_years_are_not_read_as_one():
    grid = grid_of([("a", pa.chunked_array([["43866"]]))])
    log = ProblemLog("a.zip")
    other = Grid(grid.header, grid.cells, since_1904=True)
    assert together([("A", lambda _log: grid), ("B", lambda _log: other)], log) is None
    assert "others from 1904" in str(log.problems()[0])
