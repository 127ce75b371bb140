"""A table of any columns: what is guessed, what is asked, what is read, and what is refused with a sentence."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pytest

from lib.events import schema
from lib.events.importing import Imported, import_table
from lib.events.mapping.apply import apply
from lib.events.mapping.guess import guess, proposed_words
from lib.events.mapping.model import ColumnMapping, MappingError, from_json
from lib.events.mapping.vocabulary import column_of, vocabulary, word_of
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, Question, QuestionError, allowed
from lib.events.reading.grid import Grid, grid_of

GENERIC = (
    "Date,Governorate,Location,Latitude,Longitude,Type of incident,Killed,Injured,Source link\n"
    "2020-02-05,Idleb,Saraqab,35.8640,36.8060,Airstrikes,3,at least 5,https://example.org/a\n"
    "2020-02-06,Idleb,Ariha,35.8140,36.6090,Shelling,2-4,1,https://example.org/b\n"
)
ARABIC = (
    "رقم,التاريخ,المحافظة,المكان,خط العرض,خط الطول,نوع الحادث,القتلى\n"
    "1,2020-02-05,إدلب,سراقب,35.8640,36.8060,غارة جوية,3\n"
    "2,2020-02-06,إدلب,أريحا,35.8140,36.6090,قصف,2\n"
)
FLOWS = "Tarih,Çıkış yeri,Varış yeri,Kişi sayısı\n2020-02-05,Saraqib,Dana,1200\n"


def bring(text: str, name: str = "mine.csv", **answers: str) -> Imported:
    imported = import_table(text.encode(), name, Answers(**answers))
    schema.event_schema().validate(imported.table.frame, lazy=True)
    return imported


def asked(text: str, **answers: str) -> Question:
    with pytest.raises(QuestionError) as raised:
        bring(text, **answers)
    return raised.value.question


def said(imported: Imported) -> str:
    return "\n".join(str(problem) for problem in imported.table.problems)


def grid(text: str, tags: tuple[str, ...] = ()) -> Grid:
    header, *rows = [line.split(",") for line in text.strip().split("\n")]
    columns = [(name, pa.chunked_array([[row[at] for row in rows]])) for at, name in enumerate(header)]
    made = grid_of(columns)
    return Grid(made.header, made.cells, tags=tags)


def test_a_table_of_other_columns_is_asked_about_with_the_guess_and_how_to_answer():
    question = asked(GENERIC)
    assert question.topic == "columns"
    assert "'Type of incident' = subkind" in question.words
    assert "--answer columns=guessed" in question.how_to_answer
    assert "--mapping FILE" in question.how_to_answer
    assert question.sample[0] == tuple(GENERIC.split("\n", 1)[0].split(","))
    assert question.distinct[5] == ("Airstrikes", "Shelling")
    assert from_json(question.suggested).columns["deaths"] == "Killed"


def test_the_guess_is_what_is_read_once_it_is_taken():
    frame = bring(GENERIC, columns="guessed").table.frame
    assert frame["kind"].tolist() == ["strike", "strike"]
    assert frame["subkind"].tolist() == ["airstrike", "shelling"]
    assert frame["place"].tolist() == ["Saraqab", "Ariha"]
    assert frame["admin1"].tolist() == ["Idleb", "Idleb"]
    assert frame["lat"].tolist() == [35.864, 35.814]
    assert frame["source_url"].tolist() == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    ("cell", "high"),
    [("3", "3"), ("1,200", "1,200"), ("١٢", "١٢"), ("12 500", "12 500"), ("nil", "nil"), ("at least 5", ""),
     ("2-4", ""), ("<5", ""), ("20+", ""), ("~50", ""), ("", "")],
)  # fmt: skip
def test_one_figure_is_low_and_high_alike_and_a_range_or_a_bound_is_left_to_the_reading_of_numbers(cell, high):
    given = grid_of([("Killed", pa.chunked_array([[cell, "1"]])), ("Day", pa.chunked_array([["2020-02-05"] * 2]))])
    arranged = apply(given, ColumnMapping({"deaths": "Killed", "date_start": "Day"}), ProblemLog("a.csv"))
    cells = {name: arranged.cells.table.column(at)[0].as_py() for at, name in enumerate(arranged.header)}
    assert (cells["deaths_low"], cells["deaths_high"]) == (cell, high)


def test_arabic_headers_and_places_are_read_and_a_word_of_two_meanings_is_named():
    question = asked(ARABIC)
    assert "'قصف' = airstrike_or_shelling" in question.words
    imported = bring(ARABIC, columns="guessed")
    frame = imported.table.frame
    assert frame["place_ar"].tolist() == ["سراقب", "أريحا"]
    assert frame["event_id"].tolist() == ["1", "2"]
    assert frame["subkind"].tolist() == ["airstrike", "airstrike_or_shelling"]
    assert "Words that may mean several things were read as: 'قصف' = airstrike_or_shelling." in said(imported)


def test_rows_without_a_name_are_named_by_file_and_row_and_without_a_source_by_the_file_each_said_once():
    imported = bring(GENERIC, "Our list (v2).csv", columns="guessed")
    assert imported.table.frame["event_id"].tolist() == ["our-list-v2-2", "our-list-v2-3"]
    assert imported.table.frame["source"].unique().tolist() == ["File: Our list (v2).csv"]
    assert said(imported).count("No column names the rows") == said(imported).count("No column names a source") == 1
    assert imported.table.left_out == 0


def test_a_column_of_ids_that_does_not_name_each_row_names_none():
    twice = GENERIC.replace("Date,", "ID,Date,").replace("\n2020", "\n7,2020")
    assert bring(twice, columns="guessed").table.frame["event_id"].tolist() == ["mine-2", "mine-3"]


def test_a_table_without_a_kind_is_asked_for_it_and_guessed_alone_is_no_answer():
    assert "subkind" in asked(FLOWS, columns="guessed").words
    frame = bring(FLOWS, columns="guessed,subkind=flow").table.frame
    row = frame.iloc[0]
    assert (row["kind"], row["origin_place"], row["place"]) == ("displacement", "Saraqib", "Dana")
    assert (row["persons_low"], row["persons_high"]) == (1200, 1200)


def test_a_table_without_a_day_is_asked_for_it():
    assert "date_start" in asked(FLOWS.replace("Tarih", "Xyz"), columns="guessed,subkind=flow").words


@pytest.mark.parametrize("answer", ["guessed,subkind=party", "guessed,colour=red", "guessed,kind=strike,subkind=flow"])
def test_what_cannot_be_in_every_row_is_refused_with_a_sentence(answer):
    imported = bring(FLOWS, columns=answer)
    assert imported.table.frame.empty
    assert len(imported.table.problems) == 1
    assert "not foreseen" not in said(imported)


def test_a_mapping_comes_before_what_the_columns_look_like_and_back_from_its_file():
    mapping = ColumnMapping(
        {"date_start": "Date", "subkind": "Type of incident", "place": "Governorate"},
        {"subkind": {"Airstrikes": "drone", "Shelling": ""}},
        {"source": "Ours"},
    )
    assert from_json(mapping.to_json()) == mapping
    imported = bring(GENERIC, columns=mapping.to_json())
    assert "row 3, column Type of incident: 'Shelling' is no event of this map" in said(imported)
    assert imported.table.frame["subkind"].tolist() == ["drone"]
    assert imported.table.left_out == 1
    assert imported.table.frame["place"].tolist() == ["Idleb"]
    assert imported.table.frame["source"].tolist() == ["Ours"]


def test_a_mapping_for_another_file_names_the_column_that_is_not_there():
    imported = bring(ARABIC, columns=ColumnMapping({"date_start": "Date", "subkind": "Type"}).to_json())
    assert "names the column 'Date', which the file does not have. It has: 'رقم'" in said(imported)
    assert imported.table.frame.empty


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "null", "[" * 200_000, '{"version": 9}', '{"columns": []}', '{"columns": {"lat": 5}}',
        '{"columns": {"nothing": "x"}}', '{"values": {"subkind": {"a": "party"}}}', '{"values": {"place": {"a": "b"}}}',
        '{"values": 3}', '{"constants": {"kind": "party"}}', '{"constants": {"event_id": "x"}}', '{"other": 1}',
        '{"columns": {"deaths": "a", "deaths_low": "b"}}', '{"constants": {"kind": "strike", "subkind": "flow"}}',
        json.dumps({"columns": {"lat": "x" * 5_000}}), json.dumps({"columns": {f"c{n}": "x" for n in range(9_000)}}),
        '{"constants": {"subkind": ""}}', "{" + " " * 600_000 + "}",
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_with_a_sentence(text):
    with pytest.raises(MappingError, match=r"\.$"):
        from_json(text)


def test_what_answers_the_question_in_the_shell():
    for answer in ("guessed", "guessed,subkind=flow", '{"columns": {}}', "guessed,subkind=flow,source=A: b c"):
        assert allowed("columns", answer)
    assert not allowed("columns", "yes")


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("WEEK,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS,FATALITIES\n2020-02-01,S,Idleb,Battles,3,5\n", True),
        (
            "Country,Admin1,Admin2,Admin2 Pcode,Month,Year,Events,Fatalities\nS,Idleb,Ariha,SY0703,February,2020,7,9\n",
            True,
        ),
        ("Governorate,Month,Killed\nIdleb,2020-02,9\n", True),
        ("Governorate,Date,Number of airstrikes\nIdleb,2020-02-01,9\n", True),
        ("المحافظة,الشهر,عدد الغارات\nإدلب,2020-02,9\n", True),
        ("Governorate,Jan 2020,Feb 2020,Mar 2020\nIdleb,9,8,\n", True),
        ("Village,2020-01,2020-02,2020-03\nAriha,9,8,7\n", True),
        ("المحافظة,كانون الثاني,شباط,آذار\nإدلب,9,8,7\n", True),
        ("Governorate,Month,Displaced persons,Type\nIdleb,2020-02,900,flow\n", False),
        ("Date,Village,Incident,Month\n2020-02-05,Ariha,Airstrike,2\n", False),
    ],
)
def test_sums_by_area_and_time_say_so_in_one_sentence_and_ask_nothing(text, sums):
    if not sums:
        assert asked(text).topic == "columns"
        return
    imported = bring(text)
    assert "These are sums of events by area and time, not events" in said(imported)
    assert len(imported.table.problems) == 1


def test_hxl_tags_are_names_of_their_own_and_need_no_question():
    text = "#date+occurred,#adm1 +name,#loc+name,#geo+lat,#geo+lon,#event+type,#affected+killed\n"
    imported = bring(text + "2020-02-05,Idleb,Saraqab,35.864,36.806,Air strike,3\n")
    row = imported.table.frame.iloc[0]
    assert (row["admin1"], row["subkind"], row["deaths_high"]) == ("Idleb", "airstrike", 3)
    assert "The columns were read as: '#event+type' = subkind" in said(imported)


def test_the_tags_of_a_sheet_tell_columns_whose_names_are_not_known():
    found = guess(grid("Jour J,Quoi,Ou\n2020-02-05,Air strike,Ariha", ("#date+occurred", "#event+type", "#loc+name")))
    assert dict(found.mapping.columns) == {"date_start": "Jour J", "subkind": "Quoi", "place": "Ou"}
    assert found.certain
    assert not guess(grid("Date,Type,Place\n2020-02-05,Air strike,Ariha")).certain


def test_our_own_table_with_some_other_names_is_read_with_one_notice():
    header = "event_id,kind,subkind,date_start,Location,Killed,source,Comments,mood"
    text = f"{header}\na,strike,Air strikes,2020-02-05,Ariha,5,me,hi,x\n"
    imported = bring(text)
    row = imported.table.frame.iloc[0]
    assert (row["place"], row["deaths_low"], row["deaths_high"], row["note"]) == ("Ariha", 5, 5, "hi")
    assert (
        said(imported).count("The columns were read as: 'Location' = place, 'Killed' = deaths, 'Comments' = note.") == 1
    )
    assert "Column 'mood' is unknown and was ignored." in said(imported)


def test_several_words_in_a_cell_are_read_word_by_word():
    text = "Date,Type of attack,Target\n2020-02-05,Air strike,School; مشفى\n2020-02-06,Air strike,school|zoo\n"
    frame = bring(text, columns="guessed").table.frame
    assert frame["target_kind"].tolist() == ["school;hospital", "school"]


def test_kobo_exports_keep_questions_and_leave_what_the_program_adds():
    text = (
        "start,end,today,grp/date_of_incident,grp/Type of attack,grp/Village,_id,_uuid,_submission_time\n"
        "2020-03-01T10:00,2020-03-01T11:00,2020-03-01,2020-02-05,Air strike,Ariha,1,u-1,2020-03-02\n"
    )
    frame = bring(text, columns="guessed").table.frame
    assert frame["date_start"].tolist() == [pd.Timestamp(2020, 2, 5)]
    assert frame["date_end"].tolist() == [pd.Timestamp(2020, 2, 5)]
    assert frame["place"].tolist() == ["Ariha"]


@pytest.mark.parametrize(
    ("name", "column"),
    [("Killed (civilians)", "civilian_deaths"), ("Killed min.", "deaths_low"), ("Max killed", "deaths_high"),
     ("en az ölü", "deaths_low"), ("Date / التاريخ", "date_start"), ("Governorate - المحافظة", "admin1"),
     ("İlçe", "admin2"), ("TARİH", "date_start"), ("Blessés", "injured"), ("No. of injured", "injured"),
     ("4) Latitude (decimal degrees)*", "lat"), ("Q3 Place", "place"), ("Date (YYYY-MM-DD HH:MM)", "date_start"),
     ("How many people were killed?", "deaths"), ("What type of attack was it?", "subkind"),
     ("Combien de personnes ont été tuées ?", "deaths"), ("كم عدد القتلى؟", "deaths"),
     ("When did it happen?", "date_start")],
)  # fmt: skip
def test_a_name_is_known_whatever_stands_about_it(name, column):
    found = column_of(name)
    assert found is not None
    assert found.column == column


@pytest.mark.parametrize(
    "name", ["IDPs (HH)", "persons_low (HH)", "Displaced (HH)", "Injured (HH)", "Displaced HH", "DisplacedHH",
             "Killed %", "Killed (%)", "نازحون (٪)", "deaths_a", "deaths_b", "Non displaced", "Uninjured",
             "Killed (children)", "Killed (combatants)", "Persons (families)", "Persons (thousands)", "Families",
             "Lat/Lon", "Altitude", "Casualties", "Governorate P-code", "Children killed", "Health Workers Killed"]
)  # fmt: skip
def test_a_name_that_means_something_else_is_not_taken_for_a_column(name):
    found = column_of(name)
    assert found is None or not found.column
    assert name not in guess(grid(f"Date,{name}\n2020-02-05,120")).mapping.columns.values()


@pytest.mark.parametrize(
    ("column", "word", "opposite"),
    [("confidence", "Confirmed", "Unconfirmed"), ("controller", "Government", "Non-government"),
     ("controller", "Opposition", "Not opposition"), ("controller", "Government", "Anti-government"),
     ("controller", "متنازع عليها", "غير متنازع عليها"), ("target_kind", "Military", "non-military"),
     ("target_kind", "résidentiel", "pas résidentiel"), ("target_kind", "askeri", "askeri olmayan"),
     ("subkind", "Air strike", "no air strike")],
)  # fmt: skip
def test_a_word_is_never_taken_for_its_opposite(column, word, opposite):
    assert proposed_words(column, [word])
    assert not proposed_words(column, [opposite])


@pytest.mark.parametrize("word", ["Goverment", "Oposition"])
def test_a_slip_of_the_pen_is_still_proposed(word):
    assert proposed_words("controller", [word])


@pytest.mark.parametrize("tag", ["#affected+idps+hh", "#affected+killed+m", "#affected+killed+pct", "#population+hh"])
@pytest.mark.parametrize("above", [True, False])
def test_a_tag_that_narrows_what_the_name_says_leaves_the_column_unread(tag, above):
    names, tags = "Date,Village,Type,Killed\n", f"#date+occurred,#loc+name,#event+type,{tag}\n"
    head = tags + names if above else names + tags
    row = bring(f"{head}2020-02-05,Ariha,airstrike,3\n", columns="guessed").table.frame.iloc[0]
    assert pd.isna(row["deaths_low"])
    assert row["place"] == "Ariha"
    known = bring(f"{head}2020-02-05,Ariha,airstrike,3\n".replace(tag, "#affected+killed"), columns="guessed")
    assert known.table.frame["deaths_low"].tolist() == [3]


def test_two_columns_of_one_name_are_told_in_a_table_read_by_a_mapping():
    imported = bring("Date,Village,Type,Killed,Killed\n2020-02-05,Ariha,airstrike,3,5\n", columns="guessed")
    assert "The name 'Killed' stands more than once among the columns. The first was used" in said(imported)


@pytest.mark.parametrize("cells", [("0.0", "1.0"), ("0", "1"), ("0,0", "1,0")])
def test_flags_of_programs_that_know_numbers_only_are_flags(cells):
    rows = [f"{n};strike;airstrike;2020-02-05;x;g;{cell}" for n, cell in enumerate(cells)]
    frame = bring("event_id;kind;subkind;date_start;source;group_id;is_primary\n" + "\n".join(rows) + "\n").table.frame
    assert frame["is_primary"].tolist() == [False, True]


def test_where_a_point_is_from_is_neither_asked_nor_saved_where_the_file_has_no_such_column():
    text = "GPS,Village,Type,Killed,Date\n35.8 36.6 0 0,Ariha,airstrike,2,2020-02-05\n"
    question = asked(text)
    assert "point_basis" not in question.words + question.suggested
    # Mappings that were saved with it are still read.
    saved = json.loads(question.suggested)
    saved["columns"]["point_basis"] = "point_basis"
    for columns in ("guessed", json.dumps(saved)):
        assert bring(text, columns=columns).table.frame["point_basis"].tolist() == ["file"]


def test_a_sort_that_is_not_known_is_told_once_and_the_words_there_are_once():
    kinds = ("air strike", "Xyz", "Qwv", "")
    text = "Date,Village,Type\n" + "".join(f"2020-02-05,Ariha,{kind}\n" for kind in kinds)
    told = said(bring(text, columns="guessed"))
    assert "column kind" not in told
    assert told.count("barrel_bomb") == 1
    assert "row 5, column Type: The cell is blank" in told


@pytest.mark.parametrize("parent", [True, False])
def test_answers_of_a_question_with_several_are_no_columns_of_ours(parent):
    head, cell = ("grp/target,", "school market,") if parent else ("", "")
    text = f"date,type_of_attack,{head}grp/target/school,grp/target/market\n2020-02-05,airstrike,{cell}1,1\n"
    imported = bring(text, columns="guessed")
    assert imported.table.frame["target_kind"].tolist() == ["school;market" if parent else ""]
    assert "Columns that were not used: 'grp/target/school', 'grp/target/market'" in said(imported)


def test_questions_of_a_group_with_few_people_are_no_answers_of_one():
    frame = bring(
        "incident/killed,incident/injured,date,type\n1,0,2020-02-05,airstrike\n", columns="guessed"
    ).table.frame
    assert (frame["deaths_low"].tolist(), frame["injured_low"].tolist()) == ([1], [0])


def test_sorts_of_buildings_are_what_was_hit_and_no_places():
    text = "Date,Location of Incident,Weapon type\n2020-02-05,Hospital,airstrike\n2020-02-06,School,airstrike\n"
    frame = bring(text, columns="guessed").table.frame
    assert frame["target_kind"].tolist() == ["hospital", "school"]
    assert frame["place"].tolist() == ["", ""]


@pytest.mark.parametrize(("cell", "grade"), [("High confidence", "high"), ("med", "medium"), ("80%", "")])
def test_a_grade_is_read_where_it_is_certain_and_a_share_is_none(cell, grade):
    imported = bring(f"Date,Type,Confidence\n2020-02-05,airstrike,{cell}\n", columns="guessed")
    assert imported.table.frame["confidence"].tolist() == [grade]
    assert (f"'{cell}' is none of the words of this column" in said(imported)) == (not grade)


def test_the_vocabulary_names_only_columns_and_words_that_there_are():
    known = vocabulary()
    columns = {*schema.NAMES, "deaths", "civilian_deaths", "injured", "persons", ""}
    assert {found.column for found in known.names.values()} <= columns
    assert set(known.tags.values()) <= columns
    for words in (known.words, known.proposed):
        for column, spelled in words.items():
            allowed_words = {"true", "false"} if column == "is_primary" else set(schema.BY_NAME[column].words)
            assert set(spelled.values()) <= allowed_words
    # What is only proposed has no certain meaning beside it.
    for column, spelled in known.proposed.items():
        assert not set(spelled) & set(known.words[column])


def test_sides_are_known_by_their_names_and_by_the_spellings_of_the_crisis():
    assert word_of("controller", "Turkish-backed forces") == word_of("controller", "SNA") == "turkey_backed"
    assert word_of("controller", "متنازع عليها") == "contested"
    assert word_of("controller", "Martians") == ""


@pytest.mark.thorough
def test_a_thousand_columns_are_guessed_soon_and_not_all_asked_about():
    header = ",".join(["Date", "Type of incident", *(f"answer number {n}" for n in range(1_000))])
    question = asked(f"{header}\n2020-02-05,Air strike{',x' * 1_000}\n")
    assert len(question.sample[0]) == 400
    assert len(question.words) < 1_500


def test_numbers_are_no_names_of_places():
    rows = [["Date", "Village", "Departures", "Arrivals"], ["2020-02-05", "Ariha", "20", "5"]]
    imported = import_table("\n".join(map(",".join, rows)).encode(), "a.csv", Answers(columns="guessed,subkind=flow"))
    assert list(imported.table.frame["origin_place"]) == [""]
    assert "Columns that were not used: 'Departures'" in " ".join(map(str, imported.table.problems))


def test_records_that_stand_twice_are_said_and_counted_as_they_stand():
    row = "2020-02-05,Ariha,Air strike,3,{}"
    data = "\n".join(["Date,Village,Type,Killed,Remark", *map(row.format, "aabac")]).encode()
    imported = import_table(data, "a.csv", Answers(columns="guessed"))
    assert len(imported.table.frame) == 5
    [said] = [str(each) for each in imported.table.problems if "same as one above" in each.message]
    assert "2 records are the same as one above them in every column (rows 3, 5), and all are counted." in said


def test_records_with_a_name_or_with_one_cell_that_differs_are_no_repeats():
    data = "Date,Village,Type,Killed,Remark\n2020-02-05,Ariha,Air strike,3,a\n2020-02-05,Ariha,Air strike,3,b\n"
    imported = import_table(data.encode(), "a.csv", Answers(columns="guessed"))
    assert "same as one above" not in " ".join(map(str, imported.table.problems))


def test_several_words_of_one_target_are_one():
    data = 'Date,Village,Type,Killed,Target\n2020-02-05,Ariha,Air strike,no,"Hospital, Clinic"\n'
    frame = import_table(data.encode(), "a.csv", Answers(columns="guessed")).table.frame
    assert list(frame["target_kind"]) == ["hospital"]
    assert list(frame["deaths_low"]) == [0]


@pytest.mark.parametrize(
    ("word", "told"), [("Villag", True), ("Location", True), ("Killed people", False), ("Nom", True), ("Ariha", False)]
)
def test_a_word_for_all_rows_that_looks_like_a_name_of_a_column_is_said(word, told):
    data = b"Date,Village,Nom du lieu,Type,Killed\n2020-02-05,Ariha,x,Air strike,3\n"
    imported = import_table(data, "a.csv", Answers(columns=f"guessed,place={word}"))
    assert list(imported.table.frame["place"]) == [word]
    said = " ".join(map(str, imported.table.problems))
    assert (f"The file has no column '{word}'; the word stands in place of all rows." in said) == told
