"""The filters of strikes look at what the source says and no further."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.analysis import daily, sentences, strikes, summary
from lib.events import narrowing
from lib.events.choices import NOT_STATED
from lib.events.query import FIRST_DAY, LAST_DAY, PARAMETERS, ROW_FILTERS, Query
from lib.events.schema import KINDS
from lib.events.strike_filter import is_active
from tests.queries import all_days


def strike(**cells):
    return {"kind": "strike", "place": "Saraqib", "place_ar": "سراقب", "admin3": "Saraqab"} | cells


def kept(table, **filters):
    return list(daily.selected(table, table.frame, all_days(**filters))["event_id"])


def test_a_contested_attribution_is_found_as_contested_and_as_nothing_else(make_table):
    table = make_table(
        strike(event_id="two", attribution="contested", actor="Russian forces or Syrian government forces"),
        strike(event_id="one", attribution="stated", actor="Russian forces (SOHR)"),
        strike(event_id="none", attribution="", actor=""),
    )
    assert kept(table, attribution=frozenset({"contested"})) == ["two"]
    assert kept(table, attribution=frozenset({"stated"})) == ["one"]
    assert kept(table, attribution=frozenset({"unknown"})) == ["none"], "nobody is named where the cell is blank"


def test_an_actor_is_looked_for_in_the_words_of_the_source(make_table):
    table = make_table(strike(event_id="a", actor="Russian forces (SOHR)"), strike(event_id="b", actor="armed groups"))
    assert kept(table, actor="russian") == ["a"]
    assert kept(table, actor="SOHR") == ["a"], "who says so is part of the words"
    assert kept(table, actor=".*") == [], "a text is a text, not a pattern"


def test_a_strike_on_two_targets_is_found_under_each_and_one_on_none_under_not_stated(make_table):
    table = make_table(strike(event_id="both", target_kind="market;school"), strike(event_id="none", target_kind=""))
    assert kept(table, targets=frozenset({"market"})) == ["both"]
    assert kept(table, targets=frozenset({"school"})) == ["both"]
    assert kept(table, targets=frozenset({NOT_STATED})) == ["none"]
    assert kept(table, targets=frozenset({NOT_STATED, "market"})) == ["both", "none"]


def test_a_blank_figure_is_not_a_zero(make_table):
    table = make_table(
        strike(event_id="blank"),
        strike(event_id="zero", deaths_low=0, deaths_high=0),
        strike(event_id="hurt", injured_low=4),
        strike(event_id="dead", civilian_deaths_low=0, civilian_deaths_high=2),
    )
    assert kept(table, casualties="figure") == ["zero", "hurt", "dead"]
    assert kept(table, casualties="killed") == ["dead"]
    assert kept(table, casualties="any") == ["blank", "zero", "hurt", "dead"]


@pytest.mark.parametrize("asked", ["Saraqib", "SARAQIB", "as-Saraqib", "سراقب", "saraqab"])
def test_a_place_is_found_however_it_is_spelled(make_table, asked):
    table = make_table(
        strike(event_id="here"), strike(event_id="there", place="Binnish", place_ar="", admin3="Binnish")
    )
    assert kept(table, where=asked) == ["here"]


def test_signs_alone_are_no_name_of_a_place(make_table):
    assert kept(make_table(strike()), where="!!!") == []


def test_naming_every_attribution_leaves_nothing_out(make_table):
    everything = all_days(attribution=frozenset({"stated", "alleged", "contested", "unknown"}))
    assert not is_active(everything)
    assert not is_active(all_days())
    assert is_active(all_days(actor="SOHR"))
    assert kept(make_table(strike(event_id="a", attribution="")), attribution=everything.attribution) == ["a"]


def reports_of_one_strike(**second):
    """A counted report that alleges Russian forces, and a second report of the same strike."""
    return (
        strike(event_id="counted", attribution="alleged", actor="Russian forces", target_kind="", group_id="one"),
        strike(event_id="second", group_id="one", is_primary="false") | second,
        strike(event_id="other", attribution="alleged", actor="armed groups"),
    )


def test_a_strike_passes_when_one_of_its_reports_says_so_and_all_its_reports_are_kept(make_table):
    table = make_table(*reports_of_one_strike(attribution="stated", actor="Russian forces", target_kind="hospital"))
    assert kept(table, attribution=frozenset({"stated"})) == ["counted", "second"]
    assert kept(table, targets=frozenset({"hospital"})) == ["counted", "second"]
    assert kept(table, attribution=frozenset({"alleged"})) == ["counted", "second", "other"]


def test_who_struck_and_how_sure_that_is_have_to_stand_in_one_report(make_table):
    table = make_table(*reports_of_one_strike(attribution="stated", actor="Syrian government forces"))
    assert kept(table, attribution=frozenset({"stated"}), actor="russian") == []
    assert kept(table, attribution=frozenset({"stated"}), actor="syrian") == ["counted", "second"]


def test_the_counted_report_alone_can_be_asked_and_is_then_asked_alone(make_table):
    table = make_table(*reports_of_one_strike(attribution="stated", actor="Russian forces"))
    stated = frozenset({"stated"})
    assert kept(table, attribution=stated, reports="primary") == []
    assert kept(table, attribution=frozenset({"alleged"}), reports="primary") == ["counted", "second", "other"]
    query = all_days(attribution=stated, reports="primary")
    assert strikes.counted(table, query).strikes == 0
    assert summary.figures(table, query).second_reports == (1, 1)
    assert "1 second report of 1 strike matches." in sentences.written(summary.figures(table, query), query)


def test_the_figure_of_a_strike_is_that_of_its_counted_report_whoever_says_more(make_table):
    table = make_table(*reports_of_one_strike(civilian_deaths_low=4, civilian_deaths_high=9))
    counted = strikes.counted(table, all_days(casualties="killed"))
    assert (counted.strikes, counted.civilians) == (1, strikes.Toll(None, None, 1))


SOME = {
    "subkinds": [frozenset({"rocket"})],
    "confidence": [frozenset({"medium"})],
    "date_basis": [frozenset({"inferred"})],
    "attribution": [frozenset({"contested"})],
    "actor": ["nobody of this name"],
    "targets": [frozenset({"bakery"})],
    "casualties": ["killed"],
    "reports": ["primary"],
    "where": ["nowhere"],
    "near": ["border"],
    "within": [0.5],
    "area": ["SY070301"],
    "flow": ["in"],
    "within_area": ["box_36.5_35.8_36.9_36.1"],
}
"""A value of each filter of rows that leaves something out."""


OTHERS = [
    (parameter, kind)
    for parameter in PARAMETERS
    if parameter.name in SOME
    for kind in KINDS
    if not any(kind in rule.kinds for rule in narrowing.RULES if parameter.attribute in rule.fields)
]
"""Each filter of rows with each kind of row that it does not concern."""


def test_every_filter_of_rows_but_the_kinds_themselves_is_tried():
    assert set(SOME) == set(ROW_FILTERS) - {"kinds"}


@pytest.mark.parametrize(("parameter", "kind"), OTHERS, ids=lambda value: getattr(value, "name", value))
def test_a_filter_of_one_kind_asks_nothing_of_rows_of_another(make_table, parameter, kind):
    query = all_days(
        **{"near": "camps"} if parameter.name == "within" else {}, **{parameter.attribute: SOME[parameter.name][0]}
    )
    table = make_table({"kind": kind})
    bare = table.frame[["event_id", "kind", "date_start", "date_end"]]
    assert len(daily.selected(table, bare, query)) == 1


@pytest.fixture(scope="module")
def groups(events):
    """The reports of each strike."""
    found = {}
    for report in events.frame.loc[events.frame["kind"] == "strike"].to_dict("records"):
        found.setdefault(report["group_id"], []).append(report)
    return list(found.values())


def plainly_counted(groups, query):
    """Strikes that pass, counted report by report without any of the product's sums."""
    passing = 0
    for reports in groups:
        [primary] = [report for report in reports if report["is_primary"]]
        asked = [primary] if query.reports == "primary" else reports
        overlaps = primary["date_start"].date() <= query.end and primary["date_end"].date() >= query.start
        kind = not query.subkinds or primary["subkind"] in query.subkinds
        graded = primary["confidence"] in query.confidence
        who = any(
            (not query.attribution or (one["attribution"] or "unknown") in query.attribution)
            and query.actor in one["actor"].casefold()
            for one in asked
        )
        targets = {word for one in asked for word in (one["target_kind"] or NOT_STATED).split(";")}
        hit = not query.targets or bool(query.targets & targets)
        dead = query.casualties != "killed" or any(
            pd.notna(one[name]) and one[name] > 0
            for one in asked
            for name in ("deaths_low", "deaths_high", "civilian_deaths_low", "civilian_deaths_high")
        )
        passing += overlaps and kind and graded and who and hit and dead
    return passing


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"attribution": frozenset({"stated"}), "actor": "russia"},
        {"attribution": frozenset({"stated"}), "actor": "russia", "reports": "primary"},
        {"targets": frozenset({"hospital", "school"})},
        {"targets": frozenset({NOT_STATED}), "subkinds": frozenset({"airstrike"})},
        {"casualties": "killed", "confidence": frozenset({"high"})},
        {"casualties": "killed", "targets": frozenset({"market"}), "actor": "syria", "reports": "primary"},
    ],
    ids=lambda filters: "+".join(filters) or "none",
)
def test_the_shipped_table_is_counted_as_a_plain_look_at_each_report_counts_it(events, groups, filters):
    for start, end in ((FIRST_DAY, LAST_DAY), (date(2020, 2, 24), date(2020, 3, 5))):
        query = Query(start=start, end=end, **filters)
        assert strikes.counted(events, query).strikes == plainly_counted(groups, query)
        assert len(strikes.strikes(events, query)) == strikes.counted(events, query).strikes
