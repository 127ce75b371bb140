"""Dates as people write them: one meaning is read, two are asked about, and none becomes another day."""

from __future__ import annotations

from datetime import date, timedelta

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hijridate import Gregorian
from hypothesis import given, settings

from lib.events.importers.own import normalised
from lib.events.importers.source import Source
from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.dates import Dates
from lib.events.reading.grid import grid_of
from lib.events.reading.text import tidy
from lib.events.table import read
from tests.events.tables import STRIKE, file_of, strike

DAY = date(2020, 2, 5)


def read_days(*cells: str, **answers: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """First day, last day and precision of cells in date_start, and what was told."""
    log = ProblemLog("mine.csv")
    rows = np.arange(2, 2 + len(cells))
    blank = pd.Series("", index=range(len(cells)), dtype="str")
    columns = {"date_start": pd.Series(cells, dtype="str"), "date_end": blank, "date_precision": blank}
    made = Dates(Answers(**answers), log, {}).spans(columns, rows, "date_start", "date_end", "date_precision")
    found = zip(made["date_start"], made["date_end"], made["date_precision"], strict=True)
    return [tuple(map(str, row)) for row in found], [problem.message for problem in log.problems()]


def asked(*cells: str, **answers: str) -> Question:
    with pytest.raises(QuestionError) as error:
        read_days(*cells, **answers)
    return error.value.question


def bring(data: bytes, **answers: str) -> Imported:
    return import_table(data, "mine.csv", Answers(**answers))


@pytest.mark.parametrize(
    "cell",
    ["5 شباط 2020", "٥ فبراير ٢٠٢٠", "۲۰۲۰-۰۲-۰۵", "5 شباط/فبراير 2020", "5 شباط (فبراير) 2020", "الأربعاء 5 شباط 2020",
     "5 février 2020", "5 févr. 2020", "mer. 5 févr. 2020", "5 Şubat 2020", "5 Şub. 2020", "5 ŞUBAT 2020",
     "5th Feb 2020", "Wed, 5 Feb 2020", "February 5th, 2020", "5th of February 2020", "05-Feb-2020", "5Feb2020",
     "2020 Feb 5", "20200205", "2020.02.05", "2020-W06-3", "5. Feb. 2020"],
)  # fmt: skip
def test_a_day_in_words_or_in_one_order_is_read_without_a_question(cell):
    assert read_days(cell) == ([("2020-02-05", "", "")], [])


@pytest.mark.parametrize(
    ("name", "month"),
    [("كانون الثاني", 1), ("كانون ثاني", 1), ("آذار", 3), ("نيسان", 4), ("أيار", 5), ("حزيران", 6),
     ("تموز", 7), ("آب", 8),
     ("أيلول", 9), ("تشرين الأول", 10), ("تشرين الثاني", 11), ("كانون الأول", 12), ("août", 8), ("déc.",
     12), ("Ağustos", 8),
     ("KASIM", 11), ("Aralık", 12), ("أوت", 8), ("غشت", 8), ("Sept", 9)],
)  # fmt: skip
def test_months_of_each_language_have_their_number(name, month):
    assert read_days(f"5 {name} 2020")[0][0][0] == f"2020-{month:02}-05"


@pytest.mark.parametrize(
    "cell",
    ["2020-02-05 14:30", "2020-02-05T09:15:00.000+02:00", "2020-02-05 10:30 PM", "5 Feb 2020, 10 pm",
     "2020-02-05 14h30",
     "14:30 5 Feb 2020", "Wed Feb 05 2020 14:30:00 GMT+0200 (EET)", "2020-02-05T23:30:00+03", "20200205T143000",
     "5 شباط 2020 الساعة 14:30", "5 Feb 2020 14.30", "2020-02-05 14:30-16:00"],
)  # fmt: skip
def test_an_hour_is_left_out_and_the_day_is_the_one_written(cell):
    found, told = read_days(cell, "2020-02-06")
    assert found[0][0] == "2020-02-05"
    [message] = told
    assert message == f"The hour of '{cell}' in row 2 was left out: the day counts, as the file writes it."


def test_midnights_say_nothing_and_a_thousand_hours_are_told_once():
    assert read_days("2020-02-05T00:00:00", "2020-02-06 00:00", "2020-02-07T00:00:00Z")[1] == []
    _found, told = read_days(*(f"2020-02-05 14:{n % 60:02}:{n // 60:02}" for n in range(1000)))
    [message] = told
    assert message.startswith("The hours of 1,000 dates, as '2020-02-05 14:00:00' in row 2, were left out")


def test_a_time_in_utc_that_is_of_another_day_in_the_region_is_asked_about():
    cells = ("2020-02-05T10:00:00Z", "2020-02-05T22:10:00Z")
    question = asked(*cells)
    assert question.topic == "time_zone"
    assert "'2020-02-05T22:10:00Z' in row 3" in question.words
    assert [day for day, _end, _p in read_days(*cells, time_zone="local")[0]] == ["2020-02-05", "2020-02-06"]
    assert [day for day, _end, _p in read_days(*cells, time_zone="file")[0]] == ["2020-02-05", "2020-02-05"]
    assert read_days("2020-02-05T10:00:00Z")[0][0][0] == "2020-02-05"


@pytest.mark.parametrize(("cell", "words"), [("43866", "count of days"), ("43866.604", "count of days"),
                                             ("1580860800", "1970"), ("1580860800000", "1970")])  # fmt: skip
def test_numbers_that_count_days_or_seconds_are_read_with_a_notice(cell, words):
    found, told = read_days(cell)
    assert found[0][0] == "2020-02-05"
    [message] = told
    assert words in message
    assert "2020-02-05" in message


@pytest.mark.parametrize("cell", ["12345", "99999", "1234567890123", "150000000", "202002051", "43866-43870"])
def test_other_numbers_are_no_dates(cell):
    assert read_days(cell)[0][0][0] == cell


def test_years_of_two_digits_are_read_like_those_of_four_and_told():
    found, told = read_days("13/02/20", "5/2/20", "28.02.20", "05-Feb-20")
    assert [day for day, _end, _p in found] == ["2020-02-13", "2020-02-05", "2020-02-28", "2020-02-05"]
    assert "read day first, since '13/02/20' in row 2 can be nothing else" in told[0]
    assert "4 dates have a year of two digits, as '13/02/20' in row 2, which was taken to be 2020" in told[1]
    assert asked("5/2/20", "6/2/20").topic == "date_order"


def test_a_year_of_two_digits_in_front_is_seen_or_asked_about():
    assert [day for day, _end, _p in read_days("20-02-05", "20-02-06")[0]] == ["2020-02-05", "2020-02-06"]
    question = asked("20-02-11", "20-02-12", "20-02-13")
    assert [value for value, _words in question.choices] == ["day", "month", "year"]
    found, _told = read_days("20-02-11", "20-02-12", "20-02-13", date_order="year")
    assert [day for day, _end, _p in found] == ["2020-02-11", "2020-02-12", "2020-02-13"]


@pytest.mark.parametrize(
    "cell", ["2020-02", "Feb 2020", "February 2020", "02/2020", "شباط 2020", "févr. 2020", "Feb '20"]
)
def test_a_month_is_all_its_days_with_that_precision(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-01", "2020-02-29", "month")]
    assert "with that precision" in told[-1]


def test_a_week_is_its_seven_days_with_that_precision():
    assert read_days("2020-W06")[0] == [("2020-02-03", "2020-02-09", "week")]


@pytest.mark.parametrize(
    "cell",
    ["2020-02-05 - 2020-02-09", "2020-02-05–2020-02-09", "2020-02-05/2020-02-09", "5-9 Feb 2020", "5–9 February 2020",
     "Feb 5-9, 2020", "from 5 to 9 February 2020", "between 5 and 9 Feb 2020", "du 5 au 9 février 2020",
     "من 5 إلى 9 شباط 2020", "5-9 Şubat 2020", "5-9/2/2020", "20200205-20200209", "5 Feb - 9 Feb 2020"],
)  # fmt: skip
def test_both_ends_of_a_span_in_one_cell_are_taken(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "2020-02-09", "")]
    assert told == [f"'{cell}' in row 2 names a first and a last day; both were taken."]


def test_a_span_over_new_year_begins_in_the_year_before():
    assert read_days("28 Dec - 3 Jan 2020")[0] == [("2019-12-28", "2020-01-03", "")]


def test_a_span_in_numbers_waits_for_the_order_as_a_day_does():
    assert asked("05/02/2020 - 09/02/2020").topic == "date_order"
    assert read_days("05/02/2020 - 09/02/2020", date_order="day")[0] == [("2020-02-05", "2020-02-09", "")]


@pytest.mark.parametrize("cell", ["from 5 February 2020", "since 5 Feb 2020", "5 Feb 2020 onwards",
"5 Feb 2020 - present",
                                  "منذ 5 شباط 2020", "depuis le 5 février 2020"])  # fmt: skip
def test_a_span_without_a_last_day_is_of_its_first_and_says_so(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert "names no last day" in told[0]


def test_a_last_day_of_its_own_is_kept_and_until_belongs_to_it():
    rows = [strike(date_start="since 5 Feb 2020", date_end="until 9 Feb 2020"),
            strike(event_id="s2", date_start="until 9 Feb 2020", date_end="")]  # fmt: skip
    imported = bring(file_of(rows))
    [row] = imported.table.frame.itertuples()
    assert (row.date_start, row.date_end) == (pd.Timestamp(2020, 2, 5), pd.Timestamp(2020, 2, 9))
    assert imported.table.problems[-1].row == 3


@pytest.mark.parametrize("cell", ["1441-06-11", "11 جمادى الآخرة 1441", "١١ جمادى الآخرة ١٤٤١ هـ",
"11 Jumada al-Thani 1441",
                                  "1441/6/11", "11/06/1441 AH"])  # fmt: skip
def test_a_hijri_date_is_asked_about_and_then_converted(cell):
    question = asked(cell, date_order="day")
    assert question.topic == "calendar"
    assert "2020-02-05" in question.words
    assert "a day off" in question.words
    found, told = read_days(cell, calendar="hijri", date_order="day")
    assert found[0][0] == "2020-02-05"
    assert "a day off" in told[-1]
    assert read_days(cell, calendar="gregorian", date_order="day")[0][0][0] == cell


@pytest.mark.parametrize("cell", ["5 Feb", "20-Feb", "1398-11-16", "Ramadan 2020",
"5/9 Feb 2020", "9-5 Feb 2020",
                                  "2020-02-30", "31 Nov 2020", "2020", "yesterday", "early Feb 2020",
                                  "12.5"])  # fmt: skip
def test_what_names_no_certain_day_is_left_unread(cell):
    assert read_days(cell)[0][0][0] == cell


def test_words_for_not_known_are_blank():
    [row] = bring(file_of([strike(date_end="n/a", source_date="-")])).table.frame.itertuples()
    assert (row.date_end, row.source_date) == (pd.Timestamp(2020, 2, 5), "")


def workbook_of(cells: list[str], real: list[bool], **answers: str) -> Source:
    header = [*STRIKE]
    rows = [strike(event_id=f"s{n}", date_start=cell) for n, cell in enumerate(cells)]
    grid = grid_of([(name, pa.chunked_array([[row[name] for row in rows]])) for name in header])
    at = header.index("date_start")
    return Source(
        type(grid)(**{**vars(grid), "real_dates": {at: np.array(real)}}),
        ProblemLog("a.xlsx"),
        Answers(**answers),
        "a.xlsx",
    )


def starts(source: Source) -> list[str]:
    places = {name: at for at, name in enumerate(source.grid.header)}
    return list(normalised(tidy(source.grid.cells, places, source.log), places, source).frame["date_start"])


def test_real_dates_up_to_the_twelfth_beside_later_ones_of_text_are_asked_about():
    cells, real = ["2020-05-02", "2020-06-02", "13/02/2020", "28/02/2020"], [True, True, False, False]
    with pytest.raises(QuestionError) as error:
        starts(workbook_of(cells, real))
    assert error.value.question.topic == "excel_dates"
    assert "'2020-05-02' in row 2" in error.value.question.words
    assert starts(workbook_of(cells, real, excel_dates="exchanged")) == [
        "2020-02-05",
        "2020-02-06",
        "2020-02-13",
        "2020-02-28",
    ]
    assert starts(workbook_of(cells, real, excel_dates="right"))[:2] == ["2020-05-02", "2020-06-02"]


@pytest.mark.parametrize(
    "cells",
    [
        ("2020-05-02 00:00:00", "2020-06-02 00:00:00", "13/02/2020", "28/02/2020"),
        ("2020-05-02T00:00", "13/02/2020"),
        ("43953", "43984", "13/02/2020"),
        ("43953.604", "13.02.2020"),
        ("43953", "Thu 13/02/2020"),
        ("43953", "الخميس ١٣/٠٢/٢٠٢٠"),
        ("2020-05-02", "2020-06-02", "13/02/2020", "28/02/2020"),
    ],
)
def test_what_a_spreadsheet_wrote_of_real_dates_beside_later_ones_of_text_is_asked_about(cells):
    assert asked(*cells).topic == "excel_dates"
    found, told = read_days(*cells, excel_dates="exchanged")
    assert found[0][0] == "2020-02-05"
    assert any(day == "2020-02-13" for day, _end, _p in found)
    assert "put the other way round" in told[0]
    assert read_days(*cells, excel_dates="right")[0][0][0] == "2020-05-02"


@pytest.mark.parametrize(
    "cells",
    [
        ("43953", "43981", "13/02/2020"),
        ("2020-05-02 00:00:00", "2020-05-30 00:00:00", "13/02/2020"),
        ("2020-05-02", "13/02/2020"),
        ("2020-05-02", "2020-06-02", "13/02/2020", "01/02/2020"),
    ],
)
def test_days_that_no_exchange_can_have_made_ask_nothing(cells):
    assert read_days(*cells)[0][0][0] == "2020-05-02"


def test_real_dates_beside_text_with_a_weekday_are_asked_about():
    source = workbook_of(["2020-05-02", "2020-06-02", "Thu 13/02/2020"], [True, True, False])
    with pytest.raises(QuestionError) as error:
        starts(source)
    assert error.value.question.topic == "excel_dates"


def test_real_dates_after_the_twelfth_are_believed():
    source = workbook_of(["2020-02-05", "2020-02-21", "13/02/2020"], [True, True, False])
    assert starts(source) == ["2020-02-05", "2020-02-21", "2020-02-13"]


@pytest.mark.parametrize(("zone", "hour", "day"), [("Asia/Damascus", "2020-02-04 22:00", "2020-02-05"),
                                                   ("+02:00", "2020-02-04 22:00", "2020-02-05"),
                                                   ("UTC", "2020-02-05 00:00", "2020-02-05")])  # fmt: skip
def test_a_typed_time_is_of_the_day_of_its_own_zone(zone, hour, day):
    table = pa.table({name: [text] for name, text in strike().items() if name != "date_start"})
    moment = pa.array([np.datetime64(hour, "s")], type=pa.timestamp("s")).cast(pa.timestamp("s", "UTC"))
    out = pa.BufferOutputStream()
    pq.write_table(table.append_column("date_start", moment.cast(pa.timestamp("s", zone))), out)
    imported = bring(out.getvalue().to_pybytes())
    assert [str(start.date()) for start in imported.table.frame["date_start"]] == [day]


def test_the_event_table_itself_asks_nothing_and_names_a_date_with_two_meanings():
    events = read(file_of([strike(date_start="05/03/2020")]), "events.csv")
    assert "'05/03/2020' is not a date; write it as YYYY-MM-DD." in str(events.problems[0])


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LEVANT = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
"تشرين الثاني",
          "كانون الأول")  # fmt: skip
FRENCH = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
TURKISH = (
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
)


def hijri(day: date) -> str:
    found = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{found.year}-{found.month:02}-{found.day:02}"


SHAPES = (
    "{0:%Y-%m-%d}".format, "{0:%d %b %Y}".format, "{0:%B %d, %Y}".format, "{0:%a, %d %b %Y}".format,
    "{0:%Y%m%d}".format, "{0:%d-%b-%y}".format, "{0:%Y-%m-%d} 14:30".format, "{0:%Y-%m-%d}T21:30:00Z".format,
    lambda day: f"{day.day} {LEVANT[day.month - 1]} {day.year}".translate(ARABIC),
    lambda day: f"{day.day} {FRENCH[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {TURKISH[day.month - 1]} {day.year}",
    lambda day: str((day - date(1899, 12, 30)).days), hijri,
)  # fmt: skip
ORDERS = {
    "day": ("{0:%d/%m/%Y}".format, "{0:%d.%m.%y}".format, "{0:%d/%m/%Y} 10:15 PM".format),
    "month": ("{0:%m/%d/%Y}".format, "{0:%m.%d.%y}".format, "{0:%m/%d/%Y} 10:15 PM".format),
}
"""Of one file: its writer has one order."""
DAYS = st.dates(date(2012, 1, 1), date(2029, 12, 31))


@pytest.mark.thorough
@given(data=st.data(), order=st.sampled_from(sorted(ORDERS)))
@settings(max_examples=100, deadline=None)
def test_dates_in_mixed_shapes_come_back_equal_or_are_asked_about(data, order):
    shapes = st.sampled_from(SHAPES + ORDERS[order])
    rows = data.draw(st.lists(st.tuples(DAYS, shapes), min_size=1, max_size=12))
    cells = [shape(day) for day, shape in rows]
    days = [day.isoformat() for day, _shape in rows]
    try:
        found, _told = read_days(*cells, time_zone="file", calendar="hijri", excel_dates="right")
    except QuestionError:
        answers = {"time_zone": "file", "calendar": "hijri", "excel_dates": "right", "date_order": order}
        found, _told = read_days(*cells, **answers)
    assert [start for start, _end, _precision in found] == days


@pytest.mark.thorough
@given(start=DAYS, length=st.integers(1, 40))
@settings(deadline=None)
def test_spans_come_back_with_both_ends(start, length):
    end = start + timedelta(days=length)
    for cell in (f"{start} - {end}", f"{start:%d %b %Y} to {end:%d %b %Y}", f"{start:%Y%m%d}-{end:%Y%m%d}"):
        assert read_days(cell)[0] == [(str(start), str(end), "")]


def read_columns(headers: dict[str, str] | None = None, answer: str = "", **cells: list[str]):
    """Days of some columns, and what was told."""
    log = ProblemLog("mine.csv")
    n = len(cells["date_start"])
    columns = {name: pd.Series(text, dtype="str") for name, text in cells.items()}
    for name in ("date_end", "date_precision"):
        columns.setdefault(name, pd.Series("", index=range(n), dtype="str"))
    dates = Dates(Answers(date_order=answer), log, {}, headers=headers or {})
    made = dates.spans(columns, np.arange(2, 2 + n), "date_start", "date_end", "date_precision")
    return {name: list(made[name]) for name in cells}, [problem.message for problem in log.problems()]


EITHER = ["02/05/2020", "02/06/2020"]


def test_the_order_of_one_column_is_asked_about_where_it_would_put_another_after_its_own_source():
    with pytest.raises(QuestionError) as error:
        read_columns(date_start=EITHER, source_date=["13/02/2020", "14/02/2020"])
    assert error.value.question.topic == "date_order"
    assert "after what they should be before" in error.value.question.words
    found, _told = read_columns(answer="month", date_start=EITHER, source_date=["13/02/2020", "14/02/2020"])
    assert found == {"date_start": ["2020-02-05", "2020-02-06"], "source_date": ["2020-02-13", "2020-02-14"]}


def test_the_order_of_one_column_holds_for_another_that_shows_none_where_that_makes_sense():
    found, told = read_columns(date_start=EITHER, source_date=["13/06/2020", "14/06/2020"])
    assert found["date_start"] == ["2020-05-02", "2020-06-02"]
    assert "read day first, since '13/06/2020'" in told[0]


def test_columns_that_each_show_another_order_are_read_each_in_its_own_and_told():
    found, told = read_columns(date_start=["02/13/2020", "02/05/2020"], source_date=["13/06/2020", "04/03/2020"])
    assert found == {"date_start": ["2020-02-13", "2020-02-05"], "source_date": ["2020-06-13", "2020-03-04"]}
    assert [message.partition(",")[0] for message in told] == [
        "The dates of this column were read month first",
        "The dates of this column were read day first",
    ]


def test_one_slip_in_a_column_does_not_outweigh_the_answer_of_its_owner():
    days = [f"{n:02}/03/2020" for n in range(1, 13)]
    found, _told = read_columns(answer="day", date_start=[*days, "02/13/2020"], source_date=[*EITHER * 6, ""])
    assert found["date_start"][:2] == ["2020-03-01", "2020-03-02"]
    assert found["date_start"][-1] == "02/13/2020"


@pytest.mark.parametrize(
    ("header", "start"),
    [("Date (MM/DD/YYYY)", "2020-02-05"), ("date mm-dd-yy", "2020-02-05"), ("Date (DD/MM/YYYY)", "2020-05-02"),
     ("Date (jj/mm/aaaa)", "2020-05-02"), ("Tarih (gg.aa.yyyy)", "2020-05-02"), ("Tarih: gün/ay/yıl", "2020-05-02"),
     ("التاريخ (يوم/شهر/سنة)", "2020-05-02"), ("التاريخ (شهر/يوم/سنة)", "2020-02-05"), ("Date (DMY)", "2020-05-02")],
)  # fmt: skip
def test_the_order_that_the_name_of_a_column_states_is_used_and_told_once(header, start):
    found, told = read_columns({"date_start": header}, date_start=EITHER)
    assert found["date_start"][0] == start
    [message] = told
    assert message.endswith("as the name of the column says.")


@pytest.mark.parametrize("header", ["Date", "Date (YYYY-MM-DD)", "Admin", "Day month", "mm", "ddd"])
def test_a_name_that_states_no_order_of_two_numbers_leaves_the_question(header):
    with pytest.raises(QuestionError):
        read_columns({"date_start": header}, date_start=EITHER)


def test_a_name_whose_order_the_cells_cannot_have_is_asked_about():
    with pytest.raises(QuestionError) as error:
        read_columns({"date_start": "Date (MM/DD/YYYY)"}, date_start=[*EITHER, "13/02/2020"])
    assert "'13/02/2020'" in error.value.question.words


def test_the_name_of_a_mapped_column_still_states_its_order():
    text = "Date (MM/DD/YYYY),Village,Type of attack\n02/05/2020,Ariha,Air strike\n"
    imported = import_table(text.encode(), "mine.csv", Answers(columns="guessed"))
    assert [str(day.date()) for day in imported.table.frame["date_start"]] == ["2020-02-05"]


@pytest.mark.parametrize("cells", [("2020-13-02", "2020-14-02", "2020-05-02"), ("2020/13/02", "2020/5/2")])
def test_a_year_before_the_day_is_asked_about_where_no_month_can_be_meant(cells):
    question = asked(*cells)
    assert question.topic == "date_order"
    assert f"'{cells[0]}' in row 2 have no such month" in question.words
    found, told = read_days(*cells, date_order="day")
    assert found[0][0] == "2020-02-13"
    assert found[-1][0] == "2020-02-05"
    assert "read as year, day, month" in told[0]
    found, _told = read_days(*cells, date_order="month")
    assert (found[0][0], found[-1][0]) == (cells[0], "2020-05-02")


def test_a_month_that_there_is_not_is_a_slip_beside_days_that_can_be_no_month():
    found, _told = read_days("2020-13-02", "2020-02-14", "2020-05-02", date_order="day")
    assert [day for day, _end, _p in found] == ["2020-13-02", "2020-02-14", "2020-05-02"]


def test_a_name_that_puts_the_day_behind_the_year_is_believed():
    found, _told = read_columns({"date_start": "Date (YYYY-DD-MM)"}, date_start=["2020-05-02", "2020-06-02"])
    assert found["date_start"] == ["2020-02-05", "2020-02-06"]


def test_a_tenth_month_whose_nought_was_dropped_is_seen_beside_months_of_two_digits_else_named():
    found, told = read_days("2020.09", "2020.1", "2020.11")
    assert [day for day, _end, _p in found] == ["2020-09-01", "2020-10-01", "2020-11-01"]
    assert "'2020.1' in row 3 was read as the tenth month" in told[0]
    for cells in (("2020.1",), ("2020.1", "2020.2"), ("2020.1", "2020.9", "2020.11")):
        found, told = read_days(*cells)
        assert found[0][0] == "2020.1"
        assert "Write it as YYYY-MM." in told[0]


@pytest.mark.parametrize(
    "cell",
    ["10 جمادى الآخرة 1441 / 5 شباط 2020", "5 شباط 2020 الموافق 11 جمادى الآخرة 1441",
     "11 جمادى الآخرة 1441 هـ الموافق 5 شباط 2020 م", "5 Feb 2020 (11 Jumada II 1441 AH)", "1441-06-11 / 2020-02-05"],
)  # fmt: skip
def test_a_day_in_two_calendars_is_the_one_of_ours_and_told(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert "names its day in two calendars" in told[0]


def test_two_calendars_that_name_different_days_are_left_unread_and_named():
    cell = "11 جمادى الآخرة 1441 / 9 شباط 2020"
    found, told = read_days(cell)
    assert found[0][0] == cell
    assert "two days that are not the same" in told[0]


@pytest.mark.parametrize("cell", ["5 Feb - 3 Jan 2020", "Feb - Jan 2020", "15 March to 10 January 2020"])
def test_a_span_over_most_of_a_year_that_is_not_written_is_left_unread(cell):
    assert read_days(cell)[0][0] == (cell, "", "")


@pytest.mark.parametrize("cell", ["Feb-20", "févr-20", "شباط 20", "01/20", "Sep-20"])
def test_two_digits_behind_a_month_are_asked_about_where_they_may_be_a_day(cell):
    question = asked(cell)
    assert (question.topic, [value for value, _words in question.choices]) == ("date_order", ["year", "day"])
    assert read_days(cell, date_order="year")[0][0][2] == "month"
    assert read_days(cell, date_order="day")[0][0][0] == cell


@pytest.mark.parametrize(
    "cells", [("Jan-20", "Feb-20"), ("Dec-19", "Jan-20", "Feb-20"), ("12/19", "01/20", "02/20"), ("01/20", "02/20")]
)
def test_two_digits_that_are_the_same_in_several_months_are_their_year(cells):
    found, _told = read_days(*cells)
    assert found[-1] == ("2020-02-01", "2020-02-29", "month")
    assert {precision for _day, _end, precision in found} == {"month"}


@pytest.mark.parametrize(
    "cell",
    ["Week 6 2020", "W06 2020", "2020 week 6", "semaine 6 2020", "6. hafta 2020", "الأسبوع 6 2020", "w/c 3 Feb 2020",
     "week commencing 3 February 2020", "week ending 9 Feb 2020", "semaine du 3 février 2020"],
)  # fmt: skip
def test_a_week_is_its_seven_days_however_it_is_named(cell):
    assert read_days(cell)[0] == [("2020-02-03", "2020-02-09", "week")]


@pytest.mark.parametrize("cell", ["Q1 2020", "2020-Q1", "1st quarter 2020", "T1 2020", "الربع الأول 2020"])
def test_a_quarter_is_its_months(cell):
    assert read_days(cell)[0] == [("2020-01-01", "2020-03-31", "month")]


@pytest.mark.parametrize(
    "cell",
    ["5 fév 2020", "فجر 5 شباط 2020", "5 شباط 2020 مساء", "2020-02-05 evening", "night of 5 February 2020",
     "la nuit du 5 février 2020", "5 Şubat 2020 sabah"],
)  # fmt: skip
def test_the_part_of_the_day_is_no_part_of_its_date(cell):
    assert read_days(cell)[0] == [("2020-02-05", "", "")]


@pytest.mark.parametrize(("cell", "month"), [("5 كانون2 2020", 1), ("5 كانون 1 2020", 12), ("5 تشرين2 2020", 11),
                                             ("5 ك2 2020", 1), ("5 ت1 2020", 10)])  # fmt: skip
def test_months_of_the_levant_are_told_apart_by_a_number_too(cell, month):
    assert read_days(cell)[0][0][0] == f"2020-{month:02}-05"


@pytest.mark.parametrize("cell", ["~5 Feb 2020", "5 Feb 2020?", "c. 5 Feb 2020", "حوالي 5 شباط 2020", "5 Feb 2020 (?)"])
def test_a_day_marked_as_not_certain_is_read_and_told(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert told == [f"'{cell}' in row 2 is marked as not certain; it was read as the day that is written."]


@pytest.mark.parametrize("cell", ["as of 5 Feb 2020", "2020-02-05/..", "5 Şubat 2020'den beri",
                                  "5 Şubat 2020 tarihinden itibaren"])  # fmt: skip
def test_an_open_end_is_seen_in_every_language(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert "names no last day" in told[0]


@pytest.mark.parametrize("cell", ["until 5 Feb 2020", "حتى 5 شباط 2020", "5 Şubat 2020'ye kadar"])
def test_a_last_day_where_the_first_belongs_says_what_is_missing(cell):
    assert read_days(cell)[1] == [f"'{cell}' in row 2 names a last day only. Write the first day too."]


@pytest.mark.parametrize("cell", ["2020-02-05 24:00", "2020-02-05T24:00:00", "20200205143000", "202002051430"])
def test_an_hour_at_the_end_of_the_day_or_without_signs_is_left_out_as_any_other(cell):
    found, told = read_days(cell)
    assert found == [("2020-02-05", "", "")]
    assert told == [f"The hour of '{cell}' in row 2 was left out: the day counts, as the file writes it."]


def test_six_digits_are_a_day_in_the_order_that_can_only_be_meant_else_asked_about():
    assert read_days("310120", "050220")[0][1][0] == "2020-02-05"
    assert [value for value, _words in asked("130220").choices] == ["day", "month", "year"]
    assert read_days("130220", date_order="day")[0][0][0] == "2020-02-13"


@pytest.mark.parametrize(
    ("name", "day"),
    [("Jumada II", "2020-02-05"), ("Jumada 2", "2020-02-05"), ("Shaaban", "2020-04-04"), ("Ramadhan", "2020-05-04"),
     ("Zul Hijja", "2020-08-01"), ("Dhul Qadah", "2020-07-02"), ("Muharam", "2019-09-10")],
)  # fmt: skip
def test_hijri_months_are_known_by_their_usual_spellings(name, day):
    assert read_days(f"11 {name} 1441", calendar="hijri")[0][0][0] == day


@pytest.mark.parametrize("word", ["tbc", "unknown", "غير معروف", "n/a"])
def test_a_word_for_not_known_where_a_day_is_needed_is_named(word):
    imported = bring(file_of([strike(date_start=word), strike(event_id="s2")]))
    [problem] = [each for each in imported.table.problems if each.severity == "error"]
    assert problem.message == f"'{word}' is not a date; write it as YYYY-MM-DD. The row was left out."


def test_times_whose_day_was_moved_to_the_region_are_told_once():
    _found, told = read_days("2020-02-04T22:10:00Z", time_zone="local")
    [message] = told
    assert message.endswith("in the zone Asia/Damascus, which was taken.")
