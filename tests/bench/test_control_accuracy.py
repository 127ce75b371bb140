"""The benchmark measures what it says: a place's own reports never tell its side, and the map is the real one."""

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import shapely

from bench import control_accuracy, control_methods
from bench.control_methods import State
from lib.analysis import control
from lib.analysis.front import line as front_line
from lib.events import table

ROOT = Path(__file__).parents[2]
METHODS = control_accuracy.BASELINES | control_accuracy.STEPS | control_accuracy.TRIED


@pytest.fixture
def state():
    random = np.random.default_rng(5)
    xy = random.uniform(0, 60_000, (60, 2)) + np.array([250_000.0, 3_950_000.0])
    side = (xy[:, 0] + random.normal(0, 2_000, 60) > 280_000).astype(np.intp)
    return State(xy, side, np.full(60, "medium", dtype=object), random.integers(0, 50, 60).astype(float), 2)


@pytest.mark.parametrize("name", METHODS)
def test_what_a_place_reports_of_itself_does_not_tell_its_side(name, state):
    before = METHODS[name](state)
    for number in (0, 20, 41):
        other = state.side.copy()
        other[number] = 1 - other[number]
        changed = State(state.xy, other, state.confidence, state.age, 2)
        assert METHODS[name](changed)[number] == before[number]


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_far_better_than_a_coin(name, state):
    assert (METHODS[name](state) == state.side).mean() > 0.75


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IDLIB_MAP_CACHE", str(tmp_path_factory.mktemp("maps")))
        return control_accuracy.week(table.load(), date(2020, 2, 16))


@pytest.mark.thorough
def test_as_drawn_is_the_side_on_the_map_drawn_without_the_place(measured):
    told = control_methods.as_drawn(measured.state)
    wrong = np.flatnonzero(told != measured.state.side)
    places = measured.places
    for number in [*wrong[:4], *np.flatnonzero(measured.near)[:4]]:
        rest = places.drop(index=int(number))
        lon, lat = rest.geometry.x.to_numpy(), rest.geometry.y.to_numpy()
        drawn = front_line.draw(lon, lat, rest.controller.to_numpy(), control.default_region())
        areas = front_line.to_metres(drawn.areas.geometry.to_numpy())
        at = shapely.distance(areas, shapely.Point(measured.state.xy[number])).argmin()
        assert drawn.areas.controller[at] == measured.order[told[number]]


@pytest.mark.thorough
def test_a_place_told_wrong_near_the_front_counts_as_near(measured):
    front_sides = [n for n, name in enumerate(measured.order) if name in {"government", "opposition"}]
    told = control_methods.kriging(measured.state)
    wrong = (told != measured.state.side) & np.isin(told, front_sides) & np.isin(measured.state.side, front_sides)
    assert measured.near[wrong].all()


def test_the_weeks_are_the_sundays_from_the_baseline_to_the_ceasefire():
    first, weeks = control_accuracy.FIRST, control_accuracy.WEEKS
    assert (first, first + timedelta(weeks=weeks - 1)) == (date(2019, 12, 1), date(2020, 3, 8))


def test_no_place_is_named_in_the_code():
    names = set(table.load().control.place) - {"Contested"}
    modules = [*(ROOT / "lib" / "analysis").glob("front_*.py"), *(ROOT / "bench").glob("control_*.py")]
    for module in modules:
        text = module.read_text(encoding="utf-8")
        named = [name for name in names if len(name) > 4 and re.search(rf"\b{re.escape(name)}\b", text)]
        assert named == [], module.name


def test_the_results_reach_what_is_promised_and_the_method_page_tells_the_same():
    results = (ROOT / "bench" / "RESULTS-control.md").read_text(encoding="utf-8")
    overall, near = re.search(r"\*\*the map as drawn\*\* \| ([\d.]+)% \| ([\d.]+)%", results).groups()
    assert float(overall) >= 96
    assert float(near) >= 90
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ (?:[\d.]+%|\*\*[\d.]+%\*\*) \|$", page, flags=re.MULTILINE)
    assert len(rows) >= control_accuracy.WEEKS + len(METHODS)
    assert [row for row in rows if row not in results.splitlines()] == []


FIGURES_IN_WORDS = (
    (r"all (\d+) dates take (\d+) s on", r"All (\d+) dates, cold: (\d+)\.\d s"),
    (r"(\d+) ms to read one", r"One, cached: (\d+) ms"),
    (r"Ours is ([\d.]+) to ([\d.]+) times theirs", r"ours to theirs: ([\d.]+) to ([\d.]+)\."),
    (r"\*\* (\d+) places are ever told wrong", r"another\. (\d+) places, \d+ errors"),
    (r"right for ([\d.]+) % of all places.+?for ([\d.]+) % of those",
     r"\*\*mean\*\* \| \*\*([\d.]+)%\*\* \| \*\*([\d.]+)%"),
    (r"between ([\d.]+) and ([\d.]+) points overall and between (-[\d.]+) and ([\d.]+) near",
     r"overall \+([\d.]+) to \+([\d.]+), within 8 km (-[\d.]+) to \+([\d.]+)"),
    (r"right for ([\d.]+) % overall and ([\d.]+) % near", r"published by the day \| ([\d.]+)% \| ([\d.]+)%"),
)  # fmt: skip
"""Figures of the method page's text, and where the results give them."""


@pytest.mark.parametrize(("told", "measured"), FIGURES_IN_WORDS)
def test_the_method_page_gives_the_figures_of_the_results_in_its_text_too(told, measured):
    page, results = (
        " ".join((ROOT / name).read_text(encoding="utf-8").split())
        for name in ("docs/method.md", "bench/RESULTS-control.md")
    )
    assert re.search(told, page).groups() == re.search(measured, results).groups()


def test_the_results_are_of_the_table_that_ships():
    results = (ROOT / "bench" / "RESULTS-control.md").read_text(encoding="utf-8")
    assert f"Table {table.load().version};" in results


def test_the_state_of_a_week_holds_only_places_that_can_be_told(measured):
    assert set(measured.places.controller) <= set(front_line.SIDES)
    assert not measured.places.in_question.any()
    assert shapely.intersects(control.default_region(), measured.places.geometry.array).mean() == 1
