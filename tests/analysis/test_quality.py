"""The quality of a table is counted from it: blank is no figure, and contradictions come with their sources."""

from __future__ import annotations

from lib.analysis import quality
from lib.events.schema import CONFIDENCES, GEO_PRECISIONS, KINDS


def strike(event_id, group="", **cells):
    group = group or event_id
    return {"event_id": event_id, "kind": "strike", "group_id": group, "is_primary": str(event_id == group), **cells}


def killed(low, high=None):
    return {"civilian_deaths_low": str(low), "civilian_deaths_high": str(low if high is None else high)}


def control(event_id, controller, **cells):
    return {"event_id": event_id, "kind": "control", "controller": controller, "lat": "35.8", "lon": "36.8", **cells}


def gap(table, kind, what):
    (found,) = [gap for gap in quality.gaps(table) if (gap.kind, gap.what) == (kind, what)]
    return found.blank, found.of


def test_every_row_is_counted_under_one_reporter(events):
    table = quality.reporters(events)
    assert table["rows"].sum() == len(events.frame)
    assert table["counted"].sum() == len(events.primary)
    assert (table[list(KINDS)].sum(axis=1) == table["rows"]).all()


def test_a_publisher_that_cites_another_is_counted_as_that_one(make_table):
    table = make_table(
        strike("a", source="Qasioun News (Arabic, cites SOHR): a title"), strike("b", source="SOHR: another title")
    )
    assert quality.reporters(table)[["reporter", "rows"]].to_numpy().tolist() == [["SOHR", 2]]


def test_a_publisher_that_nobody_has_classified_is_unknown_and_not_independent(make_table):
    table = quality.reporters(make_table(strike("a", source="A paper never heard of: a title")))
    assert list(table["aligned_with"]) == ["unknown"]


def test_a_publisher_whose_name_holds_a_comma_is_one_publisher(make_table):
    table = quality.reporters(make_table(strike("a", source="Reuters, carried by Asharq al-Awsat: a title")))
    assert table[["reporter", "aligned_with"]].to_numpy().tolist() == [
        ["Reuters, carried by Asharq al-Awsat", "independent"]
    ]


def test_a_report_that_cites_two_of_different_parties_is_nobodys(make_table):
    table = quality.reporters(make_table(strike("a", source="A paper (cites SANA and Enab Baladi): a title")))
    assert table[["reporter", "aligned_with"]].to_numpy().tolist() == [["SANA, Enab Baladi", "unknown"]]


def test_the_parties_add_up_to_all_rows(events):
    table = quality.reporters(events)
    assert quality.alignment(table).to_numpy().sum() == len(events.frame)


def test_words_are_counted_by_kind_and_blanks_beside_them(make_table, events):
    table = make_table(strike("a", confidence="low"), strike("b", confidence=""), strike("c", confidence="low"))
    found = quality.words(table, "confidence", CONFIDENCES)
    assert found.loc["strike"].tolist() == [0, 0, 2, 1]
    assert quality.words(events, "geo_precision", GEO_PRECISIONS).to_numpy().sum() == len(events.frame)


def test_a_blank_figure_is_a_gap_and_a_reported_zero_is_none(make_table):
    table = make_table(strike("a", **killed(0)), strike("b"))
    assert gap(table, "strike", "civilian_deaths") == (1, 2)


def test_second_reports_are_not_counted_among_the_gaps(make_table):
    table = make_table(strike("a", target_kind="market"), strike("b", group="a"))
    assert gap(table, "strike", "target") == (0, 1)


def test_a_movement_lacks_an_end_when_either_point_is_blank(make_table):
    ends = {"origin_lat": "35.6", "origin_lon": "36.6"}
    whole = {"event_id": "a", "kind": "displacement", "lat": "36.2", "lon": "36.7", **ends}
    table = make_table(
        whole, {"event_id": "b", "kind": "displacement", **ends}, {"event_id": "c", "kind": "displacement"}
    )
    assert gap(table, "displacement", "ends") == (2, 3)


def test_a_day_is_without_reports_when_no_report_spans_it(make_table):
    table = make_table(
        strike("a", date_start="2019-12-03", date_end="2019-12-05"), strike("b", date_start="2019-12-07")
    )
    reports = quality.reports_by_day(table)["strike"]
    assert reports.iloc[:8].tolist() == [0, 0, 1, 1, 1, 0, 1, 0]
    assert reports.sum() == 4


def test_a_running_total_speaks_of_its_last_day_alone(make_table):
    total = {"kind": "displacement", "subkind": "cumulative", "date_start": "2019-12-01", "date_end": "2020-01-10"}
    reports = quality.reports_by_day(make_table(total))["displacement"]
    assert reports.sum() == 1
    assert reports.loc["2020-01-10"] == 1


def test_a_running_total_of_a_later_day_is_no_report_of_the_last_day_covered(make_table):
    total = {"kind": "displacement", "subkind": "cumulative", "date_start": "2019-12-01", "date_end": "2020-05-10"}
    assert quality.reports_by_day(make_table(total))["displacement"].sum() == 0


def test_the_state_at_the_start_is_no_report_of_that_day(make_table):
    table = make_table(control("a", "government", subkind="baseline", date_start="2019-12-01"))
    assert quality.reports_by_day(table)["control"].sum() == 0


def test_figures_of_a_group_agree_overlap_or_lie_apart(make_table):
    table = make_table(
        strike("same", **killed(3)), strike("same2", "same", **killed(3)),
        strike("near", **killed(3, 6)), strike("near2", "near", **killed(5, 9)),
        strike("far", **killed(3)), strike("far2", "far", **killed(40, 50)), strike("far3", "far"),
    )  # fmt: skip
    found = quality.figure_conflicts(table).set_index("group_id")
    assert found["agreement"].to_dict() == {"far": "apart", "near": "overlapping", "same": "same"}
    assert next(iter(found.index)) == "far"
    assert found.loc["far", ["reports", "lowest", "highest"]].tolist() == [2, 3, 50]
    assert found.loc["far", "sources"] == "Example Press: 3 | Example Press: 40–50"


def test_one_report_alone_contradicts_nobody(make_table):
    assert quality.figure_conflicts(make_table(strike("a", **killed(3, 6)))).empty


def test_the_parts_of_a_displacement_group_are_no_contradiction(make_table):
    def moved(event_id, place, persons):
        return {
            "event_id": event_id, "kind": "displacement", "group_id": "a", "is_primary": str(event_id == "a"),
            "place": place, "persons_low": persons, "persons_high": persons,
        }  # fmt: skip

    table = make_table(moved("a", "", "900"), moved("b", "Afrin", "300"), moved("c", "Afrin", "350"))
    found = quality.figure_conflicts(table)
    assert found[["place", "lowest", "highest"]].to_numpy().tolist() == [["Afrin", 300, 350]]


def test_reports_of_the_same_days_that_name_different_sides_contradict_each_other(make_table):
    table = make_table(
        control("a", "government", place="Saraqib", date_start="2020-02-05", source="SANA: taken"),
        control("b", "opposition", place="Saraqib", date_start="2020-02-05", source="Enab Baladi: held"),
        control("c", "government", place="Ariha", date_start="2020-02-05"),
        control("d", "opposition", place="Ariha", date_start="2020-02-06"),
    )
    found = quality.side_conflicts(table)
    assert list(found["place"]) == ["Saraqib"]
    assert found["sources"].iloc[0] == "SANA: government | Enab Baladi: opposition"


def test_a_report_of_a_week_contradicts_another_side_on_a_day_of_it(make_table):
    table = make_table(
        control(
            "a", "government", place="Saraqib", date_start="2020-02-03", date_end="2020-02-09", date_precision="week"
        ),
        control("b", "opposition", place="Saraqib", date_start="2020-02-05"),
    )
    assert len(quality.side_conflicts(table)) == 1


def test_an_empty_table_has_no_quality_and_stops_nothing(make_table):
    empty = make_table()
    assert quality.reporters(empty).empty
    assert quality.figure_conflicts(empty).empty
    assert quality.side_conflicts(empty).empty
    assert {gap.of for gap in quality.gaps(empty)} == {0}
    assert quality.reports_by_day(empty).to_numpy().sum() == 0
    assert quality.words(empty, "confidence", CONFIDENCES).to_numpy().sum() == 0
