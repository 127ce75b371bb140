"""The second crisis that comes with the map: by its folder alone it is read, computed, titled, drawn and reported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "crises" / "2024"
BEHAVIOUR = {
    "tests/analysis/test_drawn_apart.py": "",
    "tests/maps/test_registry.py": "",
}
"""Files of tests that ask for behaviour, whatever the crisis, and which of their tests are of the first one alone."""
PROBE = """
import io, json
from datetime import date
import geopandas as gpd, pandas as pd
from PIL import Image
from pypdf import PdfReader
from lib.analysis import control, displacement, sentences, summary
from lib.analysis.control import points
from lib.analysis.control.areas import drawn_apart
from lib.config.crisis import CRISIS
from lib.events.query import Query
from lib.events.store import current
from lib.exports.order import Order
from lib.exports.render import render
from lib.layers.control import control_map
from lib.text.map_words import map_words

snapshot = current()
events = snapshot.events
on = {day: control.control_map(events, date(2024, *day)) for day in ((11, 26), (12, 5), (12, 8))}

def fronts(drawn):
    rows = drawn.front.loc[drawn.front["is_front"]]
    return {f"{a}-{b}": list(shape.bounds) for a, b, shape in zip(rows.side_a, rows.side_b, rows.geometry)}

def at(day, *asked):
    where = gpd.GeoSeries(gpd.points_from_xy([x for _n, x, _y in asked], [y for _n, _x, y in asked]), crs=4326)
    return points.control_at(events, where, pd.Series([name for name, _x, _y in asked]), day).to_dict("records")

whole = Query(start=date(2024, 11, 27), end=date(2024, 12, 8))
last = Query(start=date(2024, 12, 8), end=date(2024, 12, 8))
north = Query(start=date(2024, 11, 27), end=date(2024, 12, 4))
lone = control.control_map(events, date(2024, 12, 2))
apart = lone.places.loc[drawn_apart(lone), "place"].tolist()
moved = displacement.displaced_in_range(events, whole.start, whole.end)
picture = Image.open(io.BytesIO(render(snapshot, last, Order(size="854x480"), "png")))
report = PdfReader(io.BytesIO(render(snapshot, last, Order(), "report")))
print(json.dumps({
    "problems": [str(problem) for problem in events.problems],
    "fronts": {f"{m}-{d}": fronts(drawn) for (m, d), drawn in on.items()},
    "areas": {f"{m}-{d}": sorted(drawn.areas["controller"]) for (m, d), drawn in on.items()},
    "lone": at(date(2024, 12, 2), ("Deir Hafir", 37.7054, 36.1574)), "apart": apart,
    "last": at(date(2024, 12, 8), ("Qardaha", 36.051069, 35.453827), ("Damascus", 36.29128, 33.5102)),
    "title": summary.finding(summary.figures(events, whole), whole),
    "written": sentences.written(summary.figures(events, last), last),
    "moved": [moved.low, moved.since.isoformat(), moved.until.isoformat()],
    "north": displacement.displaced_in_range(events, north.start, north.end).low,
    "gained": map_words()["gained"],
    "picture": [*picture.size, len(picture.convert("RGB").getcolors(1_000_000))],
    "report": " ".join(" ".join(page.extract_text() for page in report.pages).split()),
}))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=os.environ | {"IDLIB_MAP_CRISIS": str(FOLDER)}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def shown():
    done = run("-c", PROBE)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_its_folder_is_sound():
    done = run("-m", "lib", "crisis", "check", str(FOLDER))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "899 rows read, 0 left out, 0 problems, 1 notice")


@pytest.mark.thorough
def test_the_front_of_the_fifth_of_december_runs_south_of_hama(shown):
    _west, south, _east, _north = shown["fronts"]["12-5"]["government-opposition"]
    hama = 35.13
    assert south < hama
    assert shown["fronts"]["11-26"]["government-opposition"][1] > hama


@pytest.mark.thorough
def test_when_a_side_has_ended_nothing_is_its_own_and_no_front_is_left_with_it(shown):
    assert "government" in shown["areas"]["12-5"]
    assert "government" not in shown["areas"]["12-8"]
    assert [pair for pair in shown["fronts"]["12-8"] if "government" in pair] == []
    qardaha, damascus = shown["last"]
    assert (qardaha["controller"], qardaha["confidence"], qardaha["basis"]) == ("opposition", "low", "computed")
    assert "holds nothing since 8 December 2024" in qardaha["reason"]
    assert (damascus["controller"], damascus["basis"]) == ("opposition", "reported")
    assert shown["picture"][:2] == [854, 480]
    assert shown["picture"][2] > 50
    assert "Damascus" in shown["report"]


@pytest.mark.thorough
def test_a_place_alone_among_its_neighbours_is_answered_by_its_own_report_and_marked(shown):
    [lone] = shown["lone"]
    assert (lone["controller"], lone["basis"]) == ("kurdish_led", "reported")
    assert "Deir Hafer" in shown["apart"]


@pytest.mark.thorough
def test_its_title_names_the_places_that_matter_most_and_its_figures_stand_for_its_own_days(shown):
    assert shown["title"].startswith("Opposition takes Damascus, Homs, Aleppo and ")
    assert shown["moved"] == [370_000, "2024-11-27", "2024-12-06"]
    assert shown["north"] == 115_000
    assert len(set(shown["gained"].values())) == 4


@pytest.mark.thorough
@pytest.mark.parametrize("name", BEHAVIOUR)
def test_what_holds_for_the_first_crisis_holds_for_it(name):
    left_out = ["-k", f"not ({BEHAVIOUR[name]})"] if BEHAVIOUR[name] else []
    done = run("-m", "pytest", name, *left_out, "-m", "not thorough", "-q", "--no-header", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-4000:]
