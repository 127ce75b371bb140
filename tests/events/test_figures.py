"""Figures as people write them: thousands signs, ranges, bounds, words."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, QuestionError
from lib.events.reading.figures import read_figures
from lib.events.table import read
from tests.events.tables import file_of, strike

PAIR = (("deaths_low", "deaths_high"),)


def figures(
    *low: str, high: tuple[str, ...] = (), answer: str = ""
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Lowest and highest figures of cells, the words kept, and what was told."""
    log = ProblemLog("mine.csv")
    columns = {
        "deaths_low": pd.Series(low, dtype="str"),
        "deaths_high": pd.Series(high or [""] * len(low), dtype="str"),
    }
    made = read_figures(columns, PAIR, np.arange(2, 2 + len(low)), answer, log)
    pairs = list(zip(made.columns["deaths_low"], made.columns["deaths_high"], strict=True))
    return pairs, list(made.words), [problem.message for problem in log.problems()]


def bring(*rows: dict[str, str], **answers: str) -> Imported:
    return import_table(file_of(rows), "mine.csv", Answers(**answers))


@pytest.mark.parametrize(
    "cell", ["12 500", "12\u00a0500", "12\u2009500", "12\u202f500", "12'500", "12’500", "١٢٬٥٠٠", "۱۲٬۵۰۰"]
)
def test_thousands_signs_with_one_meaning_are_taken_out_with_a_notice(cell):
    pairs, _words, told = figures(cell, high=(cell,))
    assert pairs == [("12500", "12500")]
    assert len(told) == 1
    assert "is 12500 (cells: 2)" in told[0]


@pytest.mark.parametrize("cell", ["1.234.567", "1,234,567", "1 234 567", "1,234,567.00", "1.234.567,0", "12,34,567"])
def test_several_thousands_signs_have_one_meaning(cell):
    assert figures(cell)[0] == [("1234567", "")]


@pytest.mark.parametrize(("cell", "sign", "thousands", "decimal"), [("12,500", "comma", "12500", "12,500"),
                                                                     ("12.500", "point", "12500", "12.500"),
                                                                     ("12,000", "comma", "12000", "12")])  # fmt: skip
def test_a_sign_with_two_meanings_is_asked_about(cell, sign, thousands, decimal):
    with pytest.raises(QuestionError) as error:
        figures(cell)
    assert error.value.question.topic == "numbers"
    assert sign in error.value.question.words
    assert [value for value, _words in error.value.question.choices] == ["thousands", "decimal"]
    assert figures(cell, answer="thousands")[0][0][0] == thousands
    assert figures(cell, answer="decimal")[0][0][0] == decimal


def test_a_number_of_the_file_that_shows_the_rule_settles_it_and_is_named():
    pairs, _words, told = figures("12,500", "1,234,567")
    assert [low for low, _high in pairs] == ["12500", "1234567"]
    assert "since '1,234,567' in row 3 can be nothing else" in told[0]
    # A decimal comma elsewhere shows that this one is decimal too, and no person is half.
    assert figures("12,500", "12,0")[0] == [("12,500", ""), ("12", "")]


def test_numbers_that_contradict_each_other_are_asked_about():
    with pytest.raises(QuestionError):
        figures("12,500", "1,234,567", "1.234.567")


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [("10-20", "10", "20"), ("10–20", "10", "20"), ("10 — 20", "10", "20"), ("10\N{MINUS SIGN}20", "10", "20"),
     ("10 to 20", "10", "20"), ("between 10 and 20", "10", "20"), ("10 à 20", "10", "20"),
     ("10 ile 20 arası", "10", "20"),
     ("من 10 إلى 20", "10", "20"), ("بين ١٠ و٢٠", "10", "20"), ("3 or 4", "3", "4"), ("1 000-1 500", "1000", "1500"),
     ("<5", "", "4"), ("≤5", "", "5"), ("fewer than 5", "", "4"), ("up to 30", "", "30"), ("moins de 5", "", "4"),
     ("أقل من 5", "", "4"), (">5", "6", ""), ("≥5", "5", ""), ("20+", "20", ""), ("over 40", "41", ""),
     ("more than 40", "41", ""), ("at least 7", "7", ""), ("at least a dozen", "12", ""), ("au moins 7", "7", ""),
     ("plus de 40", "41", ""), ("en az 7", "7", ""), ("50'den fazla", "51", ""), ("ما لا يقل عن 7", "7", ""),
     ("أكثر من 40", "41", ""), ("~50", "50", "50"), ("about 50", "50", "50"), ("حوالي 50", "50", "50"),
     ("a dozen", "12", ""), ("2 dozen", "24", ""), ("1.5k", "1500", ""), ("2 million", "2000000", ""),
     ("three", "3", ""),
     ("ثلاثة", "3", ""), ("iki", "2", ""), ("none", "0", "0"), ("nil", "0", "0"), ("yok", "0", "0"),
     ("aucun", "0", "0"),
     ("n/a", "", ""), ("-", "", ""), ("?", "", ""), ("unknown", "", ""), ("غير معروف", "", "")],
)  # fmt: skip
def test_a_figure_that_says_its_bounds_fills_the_columns_it_speaks_of(cell, low, high):
    pairs, _words, told = figures(cell)
    assert pairs == [(low, high)]
    assert len(told) == 1


def test_the_same_range_or_bound_in_both_columns_is_read_once():
    high = ("10-20", "<5", "at least 7", "25")
    assert figures("10-20", "<5", "at least 7", "10-20", high=high)[0] == [
        ("10", "20"),
        ("", "4"),
        ("7", ""),
        ("10", "25"),
    ]


def test_words_that_give_no_figure_are_kept_in_the_note_and_told():
    imported = bring(strike(deaths_low="dozens", deaths_high="dozens", note="Seen."),
                     strike(event_id="s2", deaths_low="عشرات", deaths_high="", note=""))  # fmt: skip
    frame = imported.table.frame
    assert list(frame["note"]) == ["Seen. deaths: dozens.", "deaths: عشرات."]
    assert frame["deaths_low"].isna().all()
    [problem] = [problem for problem in imported.table.problems if problem.severity == "warning"]
    assert "kept in the note, as 'dozens' in row 2" in problem.message


@pytest.mark.parametrize(
    "cell",
    [
        "20-10",
        "10-20,000",
        "20-10k",
        "12 injured",
        "5²",
        "c50",
        "12 killed, 3 injured",
        "3 children",
        "1 23",
        "2020-02",
        "05/02",
        "12.5",
        "7 families",
    ],
)
def test_what_is_no_certain_figure_is_left_unread(cell):
    assert figures(cell, answer="thousands")[0] == [(cell, "")]


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [("approximately 50", "50", "50"), ("approx. 50", "50", "50"), ("ca 50", "50", "50"), ("c. 50", "50", "50"),
     ("ما بين 10 و 20", "10", "20"), ("10 ila 20", "10", "20"), ("1-2k", "1000", "2000"), ("500-2k", "500", "2000"),
     ("between 10 and 20 thousand", "10000", "20000"), ("at least 12 thousand", "12000", ""), ("thirteen", "13", ""),
     ("twenty-five", "25", ""), ("quinze", "15", ""), ("dix-sept", "17", ""), ("vingt et un", "21", ""),
     ("on iki", "12", ""), ("yirmi beş", "25", ""), ("خمسة عشر", "15", ""), ("خمسة وعشرون", "25", ""),
     ("مئة", "100", ""), ("مائة", "100", ""), ("une dizaine", "10", "10"), ("لايوجد", "0", "0"), ("مئات", "", "")],
)  # fmt: skip
def test_rough_figures_ranges_and_words_are_read_as_people_write_them(cell, low, high):
    pairs, _words, told = figures(cell)
    assert pairs == [(low, high)]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("column", "cell", "low", "high"),
    [("deaths", "5 killed", "5", "5"), ("deaths", "5 قتلى", "5", "5"), ("deaths", "5*", "5", "5"),
     ("deaths", "12 ölü", "12", "12"), ("deaths", "5 people killed", "5", "5"), ("injured", "20 kişi", "20", "20"),
     ("injured", "3 blessés", "3", "3"), ("persons", "7 personnes", "7", "7"), ("persons", "5 to 10 people", "5", "10"),
     ("persons", "about 50 people", "50", "50"), ("persons", "une dizaine de personnes", "10", "10"),
     ("persons", "5 families", "", ""), ("persons", "20 HH", "", ""), ("persons", "5 killed", "", ""),
     ("deaths", "5 injured", "", ""), ("deaths", "3 children", "", ""), ("deaths", "5 civilians", "", "")],
)  # fmt: skip
def test_a_unit_that_the_column_has_anyway_is_taken_off_and_any_other_leaves_the_cell_blank(column, cell, low, high):
    imported = import_table(
        f"Date,Type of attack,{column}\n2020-02-05,Air strike,{cell}\n".encode(), "a.csv", Answers(columns="guessed")
    )
    row = imported.table.frame.iloc[0]
    assert [str(row[f"{column}_{end}"]).replace("<NA>", "") for end in ("low", "high")] == [low, high]
    assert sum(f"'{cell}' is not a whole number" in problem.message for problem in imported.table.problems) == (not low)


@pytest.mark.parametrize("cell", ["12k", "12 thousand", "12 ألف", "12 bin", "1000 dozen", "twelve thousand"])
def test_one_figure_in_words_is_an_exact_figure_and_never_a_least_one(cell):
    for header in ("Killed", "deaths"):
        imported = import_table(
            f"event_id,subkind,date_start,source,{header}\na,airstrike,2020-02-05,x,{cell}\n".encode(), "a.csv"
        )
        row = imported.table.frame.iloc[0]
        assert row["deaths_low"] == row["deaths_high"] == 12_000


def test_what_one_column_of_the_file_says_is_told_once_under_its_own_name():
    text = "Date,Type of attack,Deaths\n2020-02-05,Air strike,foo\n2020-02-06,Air strike,12k\n2020-02-07,Shelling,5.5\n"
    for data in (text, text.replace("Date", "date_start").replace("Type of attack", "subkind")):
        imported = import_table(data.encode(), "a.csv", Answers(columns="guessed"))
        told = [str(problem) for problem in imported.table.problems]
        assert sum("'foo' is not a whole number" in line for line in told) == 1
        assert sum("'5.5' is not a whole number" in line for line in told) == 1
        assert [line for line in told if "(cells: 1)" in line]
        assert not [line for line in told if "deaths_low" in line or "(cells: 2)" in line]


@pytest.mark.parametrize("cell", ["several", "about 3", "3+", "2-4"])
def test_a_column_without_a_second_one_keeps_no_bound_and_no_rough_figure(cell):
    [problem] = bring(strike(n_sources=cell)).table.problems
    assert (problem.row, problem.column) == (2, "n_sources")
    assert f"'{cell}' is not a whole number" in problem.message


@pytest.mark.thorough
@pytest.mark.parametrize("cell", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#####", "Err:502"])
@pytest.mark.parametrize("column", ["deaths_low", "lat", "place", "confidence", "date_end"])
def test_an_error_of_a_spreadsheet_is_called_one(cell, column):
    rows = [strike(**{column: cell}), strike(event_id="s2")]
    for events in (read(file_of(rows), "a.csv"), bring(*rows).table):
        [problem] = events.problems
        assert problem.column == column
        assert problem.message.startswith(f"The cell holds a spreadsheet's error, '{cell}'.")
        assert events.frame["event_id"].tolist() == ["s1", "s2"]


def test_the_event_table_itself_takes_no_point_for_a_decimal_that_may_be_thousands():
    assert "'12.000' is not a whole number" in str(read(file_of([strike(deaths_low="12.000")]), "a.csv").problems[0])
    assert read(file_of([strike(deaths_low="2.00")]), "a.csv").problems == ()


GROUPS = {
    "thousands": (lambda n: f"{n:,}", lambda n: f"{n:,}.00", lambda n: f"at least {n:,}"),
    "decimal": (lambda n: f"{n:,}".replace(",", "."), lambda n: f"{n},0", lambda n: f"≥ {n}"),
}
PLAIN = (str, lambda n: f"{n:,}".replace(",", " "), lambda n: f"{n:,}".replace(",", "'"),
lambda n: f"{n}.", lambda n: f"~{n}",
         lambda n: f"{n}+", lambda n: str(n).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))  # fmt: skip


@pytest.mark.thorough
@given(data=st.data(), comma=st.sampled_from(sorted(GROUPS)))
@settings(max_examples=100, deadline=None)
def test_figures_in_mixed_shapes_come_back_equal_or_are_asked_about(data, comma):
    shapes = st.sampled_from(PLAIN + GROUPS[comma])
    rows = data.draw(st.lists(st.tuples(st.integers(0, 99_999_999), shapes), min_size=1, max_size=10))
    cells = [shape(n) for n, shape in rows]
    try:
        pairs, _words, _told = figures(*cells)
    except QuestionError:
        points = not any("," in cell for cell in cells)
        pairs, _words, _told = figures(*cells, answer="thousands" if points else comma)
    assert [float(low) for low, _high in pairs] == [n for n, _shape in rows]


@pytest.mark.parametrize("cells", [("1,000", "0,500"), ("12,5", "1,500"), ("1.000", "0.500"), ("2.5", "1.500")])
def test_a_part_of_a_person_does_not_show_that_thousands_are_decimals(cells):
    with pytest.raises(QuestionError) as error:
        figures(*cells)
    assert error.value.question.topic == "numbers"


@pytest.mark.parametrize(
    ("cells", "answer", "low"),
    [(("1,234,567", "12,500"), "decimal", "12500"), (("12.500", "1.234.567"), "decimal", "12500"),
     (("12,0", "3,000"), "thousands", "12")],
)  # fmt: skip
def test_an_answer_that_the_figures_contradict_is_not_followed_and_said(cells, answer, low):
    pairs, _words, told = figures(*cells, answer=answer)
    assert low in [each for each, _high in pairs]
    assert told[0].startswith(f"The answer numbers={answer} contradicts the file, which was followed: '")
