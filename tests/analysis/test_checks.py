"""Each deep check finds its fault in a small table, and nothing in one that lacks it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from lib.analysis import checks
from lib.analysis.checks import ground
from lib.config.crisis import CRISIS
from lib.geography import places

SOUND = {"n_sources": "1"}
HERE, NEAR, FAR = ({"lat": lat, "lon": "36.8"} for lat in ("35.86", "35.861", "36.2"))
MINE, THEIRS = next(
    (one, other) for one in CRISIS.sides for other in CRISIS.sides if (one.id, other.id) in CRISIS.fronts
)
PLACE = places.places().loc[lambda known: known["pcode"] != ""].iloc[0]


def strike(event_id, group="", **cells):
    group = group or event_id
    return {"event_id": event_id, "kind": "strike", "group_id": group, "is_primary": str(event_id == group), **SOUND,
            "place": "Saraqib", **HERE, **cells}  # fmt: skip


def control(event_id, side=MINE, **cells):
    sound = {"kind": "control", "controller": side.id, "place": event_id, **SOUND, **HERE}
    return {"event_id": event_id, **sound, **cells}


def flow(event_id, start, end, **cells):
    days = {"date_start": start, "date_end": end}
    sound = {
        "counter": "A counter",
        "origin_place": "Ariha",
        "place": "Dana",
        "persons_low": "10",
        "persons_high": "10",
    }
    return {"event_id": event_id, "kind": "displacement", **days, **SOUND, **sound, **cells}


def killed(low, high):
    return {"deaths_low": low, "deaths_high": high}


def actor_of(side):
    """A name by which reports name the forces of a side's camp."""
    return next(name for party in CRISIS.parties if party.camp == side.camp for name in party.names)


EARLY = {"subkind": "baseline", "date_start": str(CRISIS.period.first)}


def front(east, day=EARLY["date_start"]):
    """Places of the two sides of a front from edge to edge of the map, the one so many degrees east of the other."""
    box = CRISIS.boxes.region
    lats = np.arange(box.south, box.north, 0.08)
    sides = [(n, lat, *side) for n, lat in enumerate(lats) for side in ((THEIRS, 0.0), (MINE, east))]
    return [
        control(f"{side.id}{n}", side, **EARLY | {"date_start": day}, lat=str(lat), lon=str(box.west + 1 + east))
        for n, lat, side, east in sides
    ]


FAULTY = {
    "loose group": [
        [strike("a"), strike("b", "a", date_start="2020-01-19")],
        [strike("a"), strike("b", "a", **FAR)],
        [strike("a"), {**control("b"), "group_id": "a", "is_primary": "false"}],
        [strike("a"), strike("b", "a", geo_precision="representative", **FAR)],
        [flow("a", "2020-01-22", "2020-01-24"),
         {**flow("b", "2020-01-02", "2020-01-24"), "group_id": "a", "is_primary": "false"}],
        [flow("a", "2020-01-02", "2020-01-09", **HERE),
         {**flow("b", "2020-01-02", "2020-01-09", **FAR), "group_id": "a", "is_primary": "false"}],
        [strike("a", lat="", lon=""), strike("b", "a"), strike("c", "a", **FAR)],
        [strike("a"), strike("b", "a", date_start="2020-01-13"), strike("c", "a", date_start="2020-01-17")],
    ],
    "narrow primary": [
        [strike("a", **killed(3, 5)), strike("b", "a", **killed(3, 9))],
        [strike("a"), strike("b", "a", **killed(0, 0))],
    ],
    "counted twice": [
        [strike("a", **killed(3, 5)), strike("b", **killed(3, 5))],
        [strike("a", pcode="C1"), strike("b", pcode="C1", place="Saraqib town")],
        [strike("a", pcode="C1"), strike("b", pcode="C1", lat="35.86001")],
        [strike("a", pcode="C1"), strike("b")],
        [strike("a", lat="", lon=""), strike("b", lat="", lon="")],
    ],
    "overlapping windows": [
        [flow("a", "2020-01-02", "2020-01-09"), flow("b", "2020-01-09", "2020-01-12")],
        [flow("a", "2020-01-02", "2020-01-09"),
         flow("b", "2020-01-07", "2020-01-12", origin_place="Ariha and Saraqib", place="")],
        [flow("a", "2020-01-02", "2020-01-09"), flow("b", "2020-01-02", "2020-01-09")],
        [flow("a", "2020-01-02", "2020-01-09", counter="", source="A paper: a"),
         flow("b", "2020-01-05", "2020-01-12", counter="", source="A paper: b")],
    ],
    "own ground": [
        [control("c", **EARLY), strike("a", actor=actor_of(MINE), **NEAR)],
        [control("c", **EARLY), strike("a", note=f"on an area held by {actor_of(THEIRS)}", **NEAR)],
    ],
    "quiet month": [
        [control("a", date_start="2020-01-05"), control("b", date_start="2020-03-05")],
        [control("a", date_start="2019-12-23"), control("b", date_start="2020-01-24")],
    ],
    "thin front": [front(0.9), front(0.9, day=str(CRISIS.comparisons[0].day))],
    "early source": [[strike("a", source_date="2020-01-14")], [strike("a", source_date="2019-12")]],
    "point off its P-code": [
        [strike("a", pcode=PLACE["pcode"], lat=str(PLACE.geometry.y + 0.02), lon=str(PLACE.geometry.x))],
        [flow("a", "2020-01-02", "2020-01-09", origin_pcode=PLACE["pcode"], origin_precision="settlement",
              origin_lat=str(PLACE.geometry.y + 0.02), origin_lon=str(PLACE.geometry.x))],
    ],
    "no number of sources": [[strike("a", n_sources="")]],
}  # fmt: skip
FREE = {
    "loose group": [
        [strike("a"), strike("b", "a", date_start="2020-01-17", **NEAR)],
        [flow("a", "2020-01-02", "2020-01-09"),
         *({**flow(name, "2020-01-02", "2020-01-09", **at), "group_id": "a", "is_primary": "false"}
           for name, at in (("b", HERE), ("c", FAR)))],
    ],
    "narrow primary": [
        [strike("a", **killed(3, 9)), strike("b", "a", **killed(4, 5)), strike("c", "a")],
        [flow("a", "2020-01-02", "2020-01-09"), {**flow("b", "2020-01-02", "2020-01-09"), "persons_high": "900",
         "place": "Afrin", "group_id": "a", "is_primary": "false"}],
    ],
    "counted twice": [
        [strike("a", **killed(3, 5)), strike("b", "a", **killed(3, 5)), strike("c", **killed(3, 6))],
        [strike("a", **killed(3, 5)), strike("b", **killed(3, 5), **FAR) | {"place": "Ariha"}],
        [strike("a", pcode="C1"), strike("b", pcode="C2")],
        [strike(name, place=name, geo_precision="governorate") for name in ("a", "b")],
        [control("a", subkind="baseline", place="Ariha"), control("b", subkind="change", place="Ariha")],
    ],
    "overlapping windows": [
        [flow("a", "2020-01-02", "2020-01-08"), flow("b", "2020-01-09", "2020-01-12")],
        [flow("a", "2020-01-02", "2020-01-09"), flow("b", "2020-01-02", "2020-01-09", place="Afrin"),
         flow("c", "2020-01-02", "2020-01-09", origin_place="Saraqib"),
         flow("d", "2020-01-02", "2020-01-09", counter="Another"),
         flow("e", "2020-01-02", "2020-01-09", persons_low="", persons_high="")],
        [flow("a", "2020-01-02", "2020-01-09", counter="", source="A paper: a"),
         flow("b", "2020-01-05", "2020-01-12", counter="", source="Another: b")],
    ],
    "own ground": [
        [control("c", **EARLY), strike("a", actor=actor_of(THEIRS), note=f"held by {actor_of(MINE)}", **NEAR)],
        [control("c", **EARLY), strike("a", actor=f"{actor_of(MINE)} or {actor_of(THEIRS)}", **NEAR)],
        [control("c", **EARLY), strike("a", actor=actor_of(MINE), **FAR)],
        [control("c", **EARLY), control("d", THEIRS, **EARLY, **NEAR), strike("a", actor=actor_of(MINE), **NEAR)],
        [control("c", THEIRS, place="x", **EARLY), control("d", place="x", date_start="2020-01-15"),
         strike("a", actor=actor_of(MINE), **NEAR)],
    ],
    "quiet month": [
        [control("a", date_start="2020-01-05"), control("b", date_start="2020-02-02")],
        [control("a", **EARLY), control("b", date_start="2020-02-05")],
    ],
    "thin front": [front(0.08)],
    "early source": [
        [strike("a", source_date="2020-01-15"), strike("b", source_date="2020-01"), strike("c", source_date="2020")],
        [control("a", source_date="2019-01-01", **EARLY)],
        [{"event_id": "a", "kind": "milestone", "subkind": "ceasefire", "source_date": "2020-01-11", **SOUND}],
    ],
    "point off its P-code": [
        [strike("a", pcode=PLACE["pcode"], lat=str(PLACE.geometry.y + 0.002), lon=str(PLACE.geometry.x))],
        [strike("a", pcode=PLACE["pcode"], geo_precision="representative", **FAR)],
        [strike("a", pcode="no such code", **FAR)],
    ],
    "no number of sources": [[strike("a"), strike("b", "a", n_sources="")]],
}  # fmt: skip
NAMES = [check.name for check in checks.CHECKS]


def cases(tables):
    return [pytest.param(name, rows, id=f"{name} {n}") for name, some in tables.items() for n, rows in enumerate(some)]


BY_NAME = {check.name: check for check in checks.CHECKS}


def test_every_check_has_a_table_with_its_fault_and_one_without():
    assert [*FAULTY] == [*FREE] == NAMES


@pytest.mark.parametrize(("name", "rows"), cases(FAULTY))
def test_a_check_finds_its_fault(make_table, name, rows):
    table = make_table(*rows)
    assert not table.problems
    assert len(BY_NAME[name].find(table))


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "rows"), cases(FREE))
def test_a_check_finds_nothing_where_its_fault_is_not(make_table, name, rows):
    table = make_table(*rows)
    assert not table.problems
    assert not len(BY_NAME[name].find(table))


def test_the_documentation_lists_every_check_in_its_words():
    page = (Path(__file__).resolve().parents[2] / "docs" / "event-table.md").read_text(encoding="utf-8")
    listed = "".join(f"| {check.name} | {check.words()} |\n" for check in checks.CHECKS)
    assert f"| check | finds |\n|---|---|\n{listed}" in page


@pytest.mark.thorough
def test_a_warning_names_the_row_of_the_file_and_whether_it_has_a_note(make_table):
    table = make_table(strike("a"), strike("b", place="Ariha", **FAR, n_sources="", note="Nobody says."))
    warned = checks.warnings(table).to_dict("records")
    assert [(w["row"], w["event_id"], w["noted"]) for w in warned] == [(3, "b", True)]
    counts = checks.by_check(checks.warnings(table))
    assert list(counts.index) == NAMES
    assert counts.loc["no number of sources"].tolist() == [1, 1]


def test_an_empty_table_has_nothing_odd(make_table):
    assert checks.warnings(make_table()).empty


@pytest.mark.thorough
def test_what_a_check_says_is_a_sentence_and_so_is_what_to_do(events):
    assert all(odd.endswith(".") and "{" not in odd for odd in checks.warnings(events)["odd"])
    assert all(check.advice().endswith(".") and check.words() for check in checks.CHECKS)


def test_a_window_inside_an_earlier_one_is_told_with_that_one(make_table):
    days = {"a": ("2020-01-01", "2020-01-30"), "b": ("2020-01-05", "2020-01-06"), "c": ("2020-01-10", "2020-01-12")}
    table = make_table(*(flow(name, *span) for name, span in days.items()))
    told = checks.warnings(table)
    assert told["event_id"].tolist() == ["b", "c"]
    assert all(" a " in odd for odd in told["odd"])


def test_ground_in_question_is_nobodys(make_table):
    week = {"date_start": "2020-01-13", "date_end": "2020-01-19", "date_precision": "week"}
    table = make_table(
        control("c", place="x", **EARLY),
        control("d", THEIRS, place="x", **week),
        strike("a", actor=actor_of(MINE), **NEAR),
    )
    assert ground.own_ground(table).empty


EXPLAINED = {
    "loose group": (
        "Another reading of the day|claimed early or not held|Overlaps the chain window of|part of the|"
        "the date is the day of the statement"
    ),
    "narrow primary": "outside the range|round(ed|s) it to",
    "counted twice": "second change .* that day|The point stands for the (quarter|base)",
    "overlapping windows": "window begins on the last day of|Shares [-0-9]+ [a-z]+ with|Lies within the window of",
    "own ground": "reports nearby have|the town itself was held by",
    "quiet month": "No change was found",
    "thin front": "stretch of front more than 8 km off",
    "early source": "before the day given here|the night between them",
    "no number of sources": "No reporter to count",
}
"""What a note says of a warning that stays, by check; of a check that is not named here the table may give none."""


@pytest.mark.thorough
def test_what_is_odd_in_the_shipped_table_is_explained_in_the_note_of_its_row(events):
    found = checks.warnings(events)
    notes = found["event_id"].map(events.frame.set_index("event_id")["note"])
    assert len(found)
    explained = [
        bool(re.search(EXPLAINED.get(check, "$^"), note, re.IGNORECASE))
        for check, note in zip(found["check"], notes, strict=True)
    ]
    assert found.loc[~np.array(explained), ["check", "row", "odd"]].to_numpy().tolist() == []
