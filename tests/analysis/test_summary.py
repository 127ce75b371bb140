"""Titles and figures say only what was counted."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest

from lib import layers
from lib.analysis import sentences, strikes, summary
from lib.analysis.figure_rows import figure_rows
from lib.config.crisis import CONTESTED
from lib.events import narrowing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.text import span
from lib.text.vocabulary import in_words
from tests.queries import all_days


def control(place, day, controller, previous="", **more):
    subkind = "change" if previous else "baseline"
    return {
        "kind": "control", "subkind": subkind, "place": place, "date_start": day, "controller": controller,
        "previous_controller": previous, "lat": more.pop("lat", 35.7), "lon": more.pop("lon", 36.7), **more,
    }  # fmt: skip


def test_the_title_names_the_towns_that_changed_hands(make_table):
    table = make_table(
        control("Maarat al-Numan", "2019-12-01", "opposition"),
        control("Maarat al-Numan", "2020-01-28", "government", "opposition"),
    )
    query = Query(start=date(2020, 1, 20), end=date(2020, 1, 31))
    title = summary.finding(summary.figures(table, query), query)
    assert title == "Government takes Maarat al-Numan"


def test_a_town_taken_and_lost_again_in_the_range_did_not_change_hands(make_table):
    table = make_table(
        control("Saraqib", "2019-12-01", "government"),
        control("Saraqib", "2020-02-27", "opposition", "government"),
        control("Saraqib", "2020-03-02", "government", "opposition"),
    )
    counted = summary.figures(table, Query(start=date(2020, 2, 20), end=date(2020, 3, 5)))
    assert counted.changed.empty


@pytest.mark.thorough
def test_the_title_says_what_each_side_gained_and_that_what_is_contested_is_nobodys(make_table):
    government, opposition = ("government", "opposition"), ("opposition", "government")
    taken = [("A", *government), ("B", *government), ("Saraqib", *opposition), ("D", *opposition),
             ("E", "contested", "government")]  # fmt: skip
    rows = [
        control(place, day, side, before, lat=35.5 + at / 10)
        for at, (place, now, held) in enumerate([*taken, ("F", "government", "opposition")])
        for day, side, before in (("2019-12-01", held, ""), ("2020-02-27", now, held))
    ]
    query = Query(start=date(2020, 2, 27), end=date(2020, 2, 27))

    def title(*chosen):
        return summary.finding(summary.figures(make_table(*chosen), query), query)

    assert title(*rows) == "Government takes 3 settlements, opposition 2, Saraqib among them"
    assert title(*rows[:6]) == "Government takes 2 settlements, opposition Saraqib"
    assert title(*rows[8:10]) == "1 settlement now contested"


def test_the_day_on_which_saraqib_was_retaken_says_so_in_its_title(events):
    query = Query(start=date(2020, 2, 27), end=date(2020, 2, 27))
    assert "Saraqib" in summary.finding(summary.figures(events, query), query)


def test_a_quiet_range_says_that_nothing_was_reported_and_not_that_nothing_happened(make_table):
    query = Query(start=date(2019, 12, 5), end=date(2019, 12, 6))
    title = summary.finding(summary.figures(make_table(), query), query)
    assert "reported" in title


def test_the_title_of_the_whole_offensive_names_the_best_known_towns(events):
    query = all_days()
    title = summary.finding(summary.figures(events, query), query)
    assert title.startswith("Government takes")
    assert "Maarat al-Numan" in title
    assert "displaced" in title


def strike(event_id="s", day="2020-02-05", **cells):
    return {"event_id": event_id, "kind": "strike", "date_start": day, **cells}


def killed(low, high=None):
    return {"civilian_deaths_low": str(low), "civilian_deaths_high": str(low if high is None else high)}


def total(day, low, high=None, counter="OCHA"):
    return {
        "event_id": f"total-{counter}-{day}", "kind": "displacement", "subkind": "cumulative", "counter": counter,
        "date_start": "2019-12-01", "date_end": day, "origin_place": "north-west Syria", "place": "",
        "persons_low": str(low), "persons_high": str(low if high is None else high),
    }  # fmt: skip


def told(table, start=date(2020, 2, 5), end=date(2020, 2, 12), **more):
    query = Query(start=start, end=end, **more)
    return sentences.sentences(summary.figures(table, query), query)


def test_the_summary_names_the_range_the_gains_of_each_side_and_the_front(make_table):
    table = make_table(
        control("Saraqib", "2019-12-01", "opposition"),
        control("Nowhere", "2019-12-01", "government", lat=35.9),
        control("Saraqib", "2020-02-06", "government", "opposition"),
        control("Nowhere", "2020-02-07", "opposition", "government", lat=35.9),
    )
    first = told(table)[0]
    assert first.startswith("Between 5 and 12 February 2020, 2 settlements are reported to have changed hands (")
    assert "1 to the government: Saraqib" in first
    assert "1 to the opposition" in first
    assert "for the end of the last day is" in first


def test_one_settlement_and_one_strike_are_singular(make_table):
    table = make_table(
        control("Saraqib", "2019-12-01", "opposition"),
        control("Idlib", "2019-12-01", "opposition", lat=35.93),
        control("Saraqib", "2020-02-06", "government", "opposition"),
        strike(**killed(1)),
    )
    first, second, _third = told(table)
    assert "1 settlement is reported to have changed hands (1 to the government: Saraqib)" in first
    assert second == "1 strike is reported, with 1 civilian reported killed."


def test_a_range_of_one_day_is_one_day(make_table):
    first = told(make_table(control("Saraqib", "2019-12-01", "opposition")), end=date(2020, 2, 5))[0]
    assert first.startswith("On 5 February 2020, no settlement is reported to have changed hands")


def test_a_range_over_the_new_year_names_both_years(make_table):
    first = told(make_table(), start=date(2019, 12, 28), end=date(2020, 1, 3))[0]
    assert first.startswith("Between 28 December 2019 and 3 January 2020,")


def test_casualties_are_a_range_and_those_without_a_figure_are_said(make_table):
    table = make_table(strike("a", **killed(3, 5)), strike("b", **killed(2)), strike("c"))
    assert (
        "3 strikes are reported, with 5–7 civilians reported killed; 1 of them has no such figure, "
        "which does not mean none." in told(table)
    )


def test_strikes_without_any_figure_are_never_said_to_have_killed_nobody(make_table):
    sentence = told(make_table(strike("a"), strike("b")))[1]
    assert sentence == "2 strikes are reported, without a figure of civilians killed, which does not mean none."


def test_a_range_without_strikes_is_not_called_quiet(make_table):
    assert told(make_table())[1] == "No strike is reported for these days, which is not evidence of quiet."


def moved(end, low, start="2019-12-01", subkind="cumulative"):
    return {
        "kind": "displacement", "subkind": subkind, "date_start": start, "date_end": end, "metric": "displaced",
        "counter": "OCHA", "origin_place": "north-west Syria", "place": "", "persons_low": str(low),
        "persons_high": str(low),
    }  # fmt: skip


def test_an_official_count_is_told_beside_a_figure_of_other_days(make_table):
    table = make_table(
        moved("2020-02-02", 586_000), moved("2020-02-12", 800_000), moved("2020-02-12", 142_000, "2020-02-09", "flow")
    )
    days = {"start": date(2020, 2, 9), "end": date(2020, 2, 12)}
    assert told(table, **days)[-1] == (
        "Between 3 and 12 February 2020, 214,000 people are reported displaced, by the published totals of OCHA. "
        "Last official count inside these days: 142,000 people displaced 9–12 Feb 2020 (OCHA)."
    )
    own = {"start": date(2020, 2, 3), "end": date(2020, 2, 12)}
    assert "official count" not in told(table, **own)[-1]
    older = {"start": date(2020, 2, 9), "end": date(2020, 2, 13)}
    later = make_table(
        moved("2020-02-02", 586_000), moved("2020-02-13", 800_000), moved("2020-02-12", 142_000, "2020-02-09", "flow")
    )
    assert "official count" not in told(later, **older)[-1]


def test_settlements_told_by_reports_of_low_confidence_are_said_when_they_are_more_than_a_tenth(make_table):
    def basis(*grades):
        rows = [
            row
            for at, grade in enumerate(grades)
            for row in (
                control(f"P{at}", "2019-12-01", "opposition"),
                control(f"P{at}", "2020-01-05", "government", "opposition", confidence=grade),
            )
        ]
        query = all_days()
        counted = summary.figures(make_table(*rows), query)
        return next(row.basis for row in figure_rows(counted, query) if row.key == "changed")

    assert basis("high", "low") == "against the day before the range; 1 of low confidence"
    assert basis(*["high"] * 9, "low") == "against the day before the range"


def test_strikes_that_a_filter_leaves_are_said_to_be_filtered(make_table):
    table = make_table(strike("a", confidence="high"), strike("b", confidence="low"))
    assert told(table, confidence=frozenset({"high"}))[1].startswith(
        "1 strike is reported that passes the filter (strikes and displacement of high confidence)"
    )
    assert told(table, confidence=frozenset({"medium"}))[1].startswith("No such strike is counted for these days")


def test_a_range_without_a_front_says_that_none_can_be_computed(make_table):
    assert "no front line can be computed from the reports" in told(make_table())[0]


def test_people_displaced_are_told_with_the_days_and_the_counter_of_the_totals(make_table):
    table = make_table(total("2020-02-02", 500_000), total("2020-02-11", 600_000, 700_000))
    assert told(table)[2] == (
        "Between 3 and 11 February 2020, 100,000–200,000 people are reported displaced, "
        "by the published totals of OCHA."
    )


def test_totals_of_another_counter_are_not_mixed_in(make_table):
    table = make_table(total("2020-02-02", 500_000), total("2020-02-11", 600_000, counter="Response Coordinators"))
    assert told(table)[2].startswith("No two published totals of OCHA cover")


def test_a_kind_that_is_filtered_out_is_not_spoken_of(make_table):
    table = make_table(strike("a"))
    assert told(table, kinds=frozenset({"strike"})) == (
        "1 strike is reported, without a figure of civilians killed, which does not mean none.",
    )
    assert told(table, kinds=frozenset()) == ("The filter leaves nothing to count in these days.",)


def test_the_summary_holds_the_figures_of_the_page(events):
    query = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))
    counted = summary.figures(events, query)
    text = sentences.written(counted, query)
    for figure in (counted.strikes, counted.civilians.silent, counted.changed["place"].nunique()):
        assert f" {figure} " in text
    assert f"{counted.civilians.low}–{counted.civilians.high} civilians" in text
    assert f"{counted.front_km:.0f} km" in text


def test_every_range_of_the_offensive_has_a_summary_of_whole_sentences(events):
    for start in (date(2019, 12, 1), date(2019, 12, 24), date(2020, 1, 31), date(2020, 3, 6)):
        for end in (start, date(2020, 3, 8)):
            query = Query(start=start, end=end)
            spoken = sentences.sentences(summary.figures(events, query), query)
            assert 1 <= len(spoken) <= 3
            assert all(sentence.endswith(".") and "{" not in sentence for sentence in spoken)
            assert " was " not in " ".join(spoken)


def test_the_alternative_text_says_what_is_drawn(events):
    query = Query(start=date(2020, 1, 28), end=date(2020, 2, 15))
    drawn = layers.drawn(events, query)
    text = sentences.depicted(query, drawn)
    assert f"{drawn['strike_places']} places with strikes" in text
    assert f"{drawn['flows']} reported movements of people" in text


def test_the_alternative_text_leaves_out_what_is_not_drawn():
    nothing = dict.fromkeys(("front_km", "control_areas", "strike_places", "flows", "camps", "crossings"), 0)
    query = Query(start=date(2020, 2, 5), end=date(2020, 2, 5))
    assert sentences.depicted(query, nothing) == (
        "Map of Idlib, north-west Syria, 5 February 2020, with nothing drawn on it."
    )
    assert sentences.depicted(query, nothing | {"camps": 1}).endswith(": 1 camp.")


def test_a_speaker_alone_is_no_title_of_a_milestone():
    words = summary.milestone_words("Bachelet: civilians killed despite ceasefire: The High Commissioner speaks.", "un")
    assert words == ("Bachelet: civilians killed despite ceasefire", "The High Commissioner speaks.")


def test_a_milestone_is_called_by_its_note_up_to_the_colon_and_else_by_its_kind():
    assert summary.milestone_words("Moscow meeting: six hours: a ceasefire", "summit") == (
        "Moscow meeting",
        "six hours: a ceasefire",
    )
    assert summary.milestone_words("Ceasefire: all action stops", "ceasefire") == ("Ceasefire", "all action stops")
    assert summary.milestone_words("", "un") == ("United Nations", "")


def test_no_milestone_of_the_table_is_titled_with_a_single_name(events):
    titles = [summary.milestone_words(note, "un")[0] for note in events.milestones["note"]]
    assert all(" " in title for title in titles)


FIGURE = re.compile(r"(\d[\d,]*)(?:\u2013(\d[\d,]*))? people reported displaced(?: (.+?))?(?:;|$)")


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(200))
def test_every_number_in_a_title_is_the_figure_it_names_and_its_days_are_the_range_or_written_out(events, seed):
    chance = random.Random(seed)  # noqa: S311  the same views each time, nothing secret
    query = any_view(chance)
    counted = summary.figures(events, query)
    title = summary.finding(counted, query)
    if found := FIGURE.search(title):
        low, high, days = found.groups()
        displaced = counted.displaced
        assert [int(n.replace(",", "")) for n in (low, high or low)] == [displaced.low, displaced.high]
        assert query.has_kind("displacement")
        window = span(displaced.since, displaced.until, short=True)
        assert (days or span(query.start, query.end, short=True)) == window
        assert displaced.since >= query.start - timedelta(days=1)
        assert displaced.until <= query.end + timedelta(days=1)
    if found := re.search(r"(\d[\d,]*) (?:reported \S*\s?strikes?|strikes? reported)", title):
        assert int(found[1].replace(",", "")) == strikes.counted(events, query).strikes
        assert query.has_kind("strike")
    if " takes " in title:
        won = [gain for gain in counted.gains if gain.side != CONTESTED]
        assert title.startswith(f"{in_words(won[0].side).capitalize()} takes ")
        others = won[0].settlements - len(won[0].best_known)
        assert (str(others) if others else won[0].best_known[-1]) in title.split(";")[0]
        assert all(f", {in_words(gain.side)} " in title for gain in won[1:])
        assert query.has_kind("control")
    narrowed = narrowing.narrows_strikes(query) and query.has_kind("strike")
    assert not narrowed or narrowing.strikes_in_words(query, counted.strikes) in title


def any_view(chance):
    """A range and a filter, as a reader might have chosen them."""
    first, last = sorted(chance.choices(range((LAST_DAY - FIRST_DAY).days + 1), k=2))
    choices = {
        "kinds": [all_days().kinds, frozenset({"strike"}), frozenset({"control", "displacement"})],
        "subkinds": [frozenset(), frozenset({"airstrike"}), frozenset({"airstrike", "shelling"})],
        "attribution": [frozenset(), frozenset({"stated"})],
        "targets": [frozenset(), frozenset({"hospital"}), frozenset({"school", "market"})],
        "casualties": ["any", "killed"],
        "reports": ["any", "primary"],
        "confidence": [all_days().confidence, frozenset({"high"})],
        "date_basis": [all_days().date_basis, frozenset({"inferred", "unknown"})],
        "near": ["any", "camps", "hospitals"],
        "actor": ["", "russia"],
    }
    picked = {name: chance.choice(values) if chance.random() < 0.4 else values[0] for name, values in choices.items()}
    return Query(start=FIRST_DAY + timedelta(days=first), end=FIRST_DAY + timedelta(days=last), **picked)
