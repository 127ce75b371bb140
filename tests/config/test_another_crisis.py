"""Another crisis is another folder: made, checked, read, imported, drawn and printed without a change of code."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from itertools import combinations

import pytest

from lib.__main__ import main
from lib.config.crisis.fields import Box
from lib.events import published, quiet_days
from lib.geography import projection
from tests.data import elsewhere

pytestmark = pytest.mark.thorough
PROBE = """
import io, json, sys
from datetime import date
from pypdf import PdfReader
from PIL import Image
from lib.analysis import control, summary
from lib.events.importing import import_table
from lib.events.query import FIRST_DAY, Query, parse
from lib.events.questions import Answers
from lib.exports.render import render
from lib.exports.order import Order
from lib.exports.standalone import standalone
from lib.geography import basemap
from lib import layers
from lib.events.store import current

snapshot = current()
events = snapshot.events
june = Query(start=FIRST_DAY)
before, after = (control.control_map(events, day) for day in (date(2031, 6, 1), date(2031, 7, 15)))
areas = lambda drawn: drawn.areas.set_index("controller")["area_km2"].round().to_dict()
picture = Image.open(io.BytesIO(render(snapshot, june, Order(size="854x480"), "png")))
report = PdfReader(io.BytesIO(render(snapshot, june, Order(), "report")))
MINE = b"event_id,kind,subkind,date_start,place,lat,lon,source\\nm1,strike,airstrike,2031-06-03,Mine,-17.5,-67,A: b\\n"
mine = import_table(MINE, "mine.csv", Answers()).table
print(json.dumps({
    "problems": [str(problem) for problem in events.problems],
    "before": areas(before), "after": areas(after),
    "fronts": after.front.loc[after.front["is_front"], ["side_a", "side_b"]].to_numpy().tolist(),
    "km": after.front_km, "drawn": layers.drawn(events, june),
    "title": summary.finding(summary.figures(events, june), june),
    "picture": picture.size, "colours": len(picture.convert("RGB").getcolors(1_000_000)),
    "report": " ".join(report.pages[0].extract_text().split()),
    "page": standalone(snapshot, june),
    "imported": [str(problem) for problem in mine.problems], "rows": len(mine.frame),
    "countries": sorted(basemap.layer("countries")["code"]),
    "asked": [str(note) for note in parse({"controllers": "north,government"})[1]],
}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return elsewhere.make(tmp_path_factory.mktemp("elsewhere") / "altiplano")


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], env=os.environ | {"IDLIB_MAP_CRISIS": str(folder)}, cwd=elsewhere.ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def shown(folder):
    done = run(folder, "-c", PROBE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_its_folder_is_made_and_found_sound(folder):
    checked = subprocess.run(
        [sys.executable, "-m", "lib", "crisis", "check", str(folder)],
        cwd=elsewhere.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "13 rows read, 0 left out, 0 problems")


def test_the_rows_in_the_documents_make_a_folder_that_is_sound(tmp_path):
    text = (elsewhere.ROOT / "docs" / "crisis.md").read_text(encoding="utf-8").split("## What a folder holds", 1)[1]
    folder = tmp_path / "folder"
    asked = re.search(r"crisis new folder (.*?)\n *python -m lib crisis check", text, re.DOTALL)[1]
    assert main(["crisis", "new", str(folder), *shlex.split(asked.replace("\\\n", " "))]) == 0
    for header, name in (("event_id,", "events.csv"), ("place,place_ar,", "geo/places.csv")):
        rows = re.search(rf"^ +{header}.*?(?=\n\n)", text, re.DOTALL | re.MULTILINE)[0]
        made = (folder / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert set(rows.split("\n")[0].strip().split(",")) <= set(made)
        (folder / name).write_text(textwrap.dedent(rows) + "\n", encoding="utf-8")
    done = run(folder, "-m", "lib", "crisis", "check", str(folder))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "9 rows read, 0 left out, 0 problems, 1 notice")
    kinds = run(folder, "-c", "from lib.events.store import current; print(*sorted(set(current().events.frame.kind)))")
    assert kinds.stdout.split() == ["control", "displacement", "milestone", "strike"]


def test_a_third_crisis_is_made_of_a_box_and_the_few_rows_in_the_documents(tmp_path):
    text = (elsewhere.ROOT / "docs" / "crisis.md").read_text(encoding="utf-8").split("## What a folder holds", 1)[0]
    asked = re.search(r"crisis new /tmp/coast (.*?)\n\n", text, re.DOTALL)[1].replace("\\\n", " ")
    folder = tmp_path / "coast"
    assert main(["crisis", "new", str(folder), *shlex.split(asked)]) == 0
    rows = re.search(r"^ +event_id,.*?(?=\n\n)", text, re.DOTALL | re.MULTILINE)[0]
    (folder / "events.csv").write_text(textwrap.dedent(rows) + "\n", encoding="utf-8")
    done = run(folder, "-m", "lib", "crisis", "check", str(folder))
    assert done.stdout.splitlines()[-1].startswith("5 rows read, 0 left out, 0 problems")
    program = (
        "from lib.analysis import control; from lib.events.store import current; events = current().events;"
        "print(*(round(control.control_map(events, day).front_km) for day in control.control_dates(events)))"
    )
    before, after = map(int, run(folder, "-c", program).stdout.split())
    assert 0 < before != after > 0


def test_a_wide_box_is_measured_in_equal_areas_and_a_narrow_one_in_its_utm_zone(tmp_path):
    asked = dict(zip(elsewhere.ASKED[::2], elsewhere.ASKED[1::2], strict=True))
    for box, begins in (("21,8,39,23", "+proj=laea +lat_0=15.5 +lon_0=30.0"), ("35.5,34.8,38.2,37.2", "EPSG:32637")):
        folder = tmp_path / begins[-4:]
        given = asked | {"--box": box}
        assert main(["crisis", "new", str(folder), *(part for pair in given.items() for part in pair)]) == 0
        crs = tomllib.loads((folder / "crisis.toml").read_text(encoding="utf-8"))["metric_crs"]
        assert crs.startswith(begins)
        assert projection.area_error(crs, Box(*map(float, box.split(",")))) < projection.MOST_OFF


def test_a_wide_region_in_a_single_utm_zone_is_told_by_the_check_with_a_better_system(folder, tmp_path):
    wide = tmp_path / "wide"
    shutil.copytree(folder, wide)
    text = (wide / "crisis.toml").read_text(encoding="utf-8")
    own = re.search(r'metric_crs = "(.*?)"', text)[1]
    (wide / "crisis.toml").write_text(
        text.replace(own, "+proj=utm +zone=18 +south +datum=WGS84 +units=m +type=crs"), encoding="utf-8"
    )
    done = run(wide, "-m", "lib", "crisis", "check", str(wide))
    assert done.returncode == 0
    assert re.match(r"crisis\.toml: in metric_crs areas .* by up to \d+ per cent; better: ", done.stdout)


def test_what_is_wrong_with_the_tables_beside_its_events_is_told(folder, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    total = "{figure},{filter},counted,,2031-06-01,{last},1,1,A,A: b,https://example.org/a,,\n"
    (broken / "published.csv").write_text(
        ",".join(published.COLUMNS) + "\n"
        + total.format(figure="strikes", filter="targets=market", last="2031-06-03")
        + total.format(figure="held", filter="controllers=government", last="2031-06-01")
        + total.format(figure="gained", filter="controllers=north&area=XX01", last="2031-06-03"),
        encoding="utf-8",
    )  # fmt: skip
    (broken / "quiet_days.csv").write_text(
        ",".join(quiet_days.COLUMNS) + "\n2031-06-04,2031-06-03,no_aircraft,A: b,,,\n", encoding="utf-8"
    )
    checked = subprocess.run(
        [sys.executable, "-m", "lib", "crisis", "check", str(broken)],
        cwd=elsewhere.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = checked.stdout.splitlines()
    assert (checked.returncode, checked.stderr) == (1, "")
    assert told[0].startswith("published.csv, row 3: ")
    assert "government" in told[0]
    assert told[1:] == [
        "published.csv: the base map has no governorate with the P-code 'XX01'.",
        "quiet_days.csv, row 2: the last day comes before the first.",
        "13 rows read, 0 left out, 0 problems",
    ]


def test_a_fault_in_its_file_ends_every_command_with_a_sentence(folder, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    told = (folder / "crisis.toml").read_text(encoding="utf-8")
    (broken / "crisis.toml").write_text(told.replace('pattern = "dots"', 'pattern = "zigzag"'), encoding="utf-8")
    done = run(broken, "-m", "lib", "validate", str(folder / "events.csv"))
    assert done.returncode == 1
    assert "sides 2 pattern" in done.stderr
    assert "Traceback" not in done.stderr


def test_its_table_is_read_and_another_imported_by_its_own_words_and_places(shown):
    assert shown["problems"] == []
    assert (shown["rows"], [text for text in shown["imported"] if "notice" in text]) == (1, [])
    assert any("government" in note for note in shown["asked"])


def test_its_sides_hold_areas_and_the_front_moves_with_its_reports(shown):
    assert set(shown["before"]) == {"north", "south", "river"}
    assert shown["after"]["south"] > shown["before"]["south"] + 1_000
    assert shown["km"] > 0
    assert {tuple(pair) for pair in shown["fronts"]} <= set(combinations(("north", "south", "river"), 2))


def test_its_title_picture_report_and_map_in_one_file_speak_of_it_alone(shown):
    assert "South" in shown["title"]
    assert shown["drawn"]["strike_events"] == 3
    assert shown["drawn"]["flows"] == 1
    assert (shown["picture"], shown["colours"] > 50) == ([854, 480], True)
    assert "Bolivia" in shown["report"]
    assert f"<title>{shown['title']}" in shown["page"]
    for said in (shown["title"], shown["report"], shown["page"]):
        assert [said[max(0, at.start() - 40) : at.end() + 40] for at in re.finditer("Idlib|Syria|Turk", said)] == []


def test_without_limits_of_what_is_assessed_nothing_fades_and_a_sentence_says_how_far_areas_go(shown):
    assert '"fades":{}' in shown["page"]
    assert "Areas are computed from reports, and only inside the box" in shown["page"]


def test_without_layers_of_its_own_it_lies_on_those_of_the_world(shown):
    assert {"BOL", "PER", "CHL"} <= set(shown["countries"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--from": "2031-08-01"}, "comes after the last"),
        ({"--from": "May"}, "is not a date"),
        ({"--box": "-65,-19,-69,-16"}, "is no box"),
        ({"--box": "here"}, "is no box"),
        ({"--box": "-30,-10,-29,-9"}, "No country lies in the box"),
        ({"--box": "-69,-19,-68.99,-18.99"}, "is too small a box"),
        ({"--from": "0005-08-01"}, "have to lie between the years"),
        ({"--title": " "}, "needs a title"),
        ({"--sides": "north"}, "has two to four sides"),
        ({"--sides": "_north,south"}, "cannot be the word of a side"),
        ({"--sides": "north,south,north"}, "names a side twice"),
        ({"--sides": "north,contested"}, "may be called 'contested'"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_nothing_behind(tmp_path, capsys, change, told):
    asked = dict(zip(elsewhere.ASKED[::2], elsewhere.ASKED[1::2], strict=True)) | change
    folder = tmp_path / "new"
    assert main(["crisis", "new", str(folder), *(part for pair in asked.items() for part in pair)]) == 2
    assert told in capsys.readouterr().err
    assert not folder.exists()


def test_a_file_or_a_full_folder_is_never_written_over(tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    for folder in (taken, tmp_path):
        assert main(["crisis", "new", str(folder), *elsewhere.ASKED]) == 2
        assert "is there already" in capsys.readouterr().err
    assert taken.read_text() == "mine"


def coast(folder, *rows):
    """A crisis on a real shore, with places of control: side, longitude, latitude."""
    asked = ["--title", "Coast", "--from", "2024-05-01", "--to", "2024-05-31", "--box=-81.2,-3.2,-77.5,1.2", "--sides"]
    assert main(["crisis", "new", str(folder), *asked, "coast,hill"]) == 0
    row = "c{n},control,baseline,2024-05-01,Place {n},{lat},{lon},settlement,{side},Example Press: A\n"
    (folder / "events.csv").write_text(
        "event_id,kind,subkind,date_start,place,lat,lon,geo_precision,controller,source\n"
        + "".join(row.format(n=n, side=side, lon=lon, lat=lat) for n, (side, lon, lat) in enumerate(rows))
    )
    return folder


INLAND = (("coast", -80.3, -1.05), ("coast", -79.9, -1.5), ("hill", -78.47, -0.18), ("hill", -78.62, -1.25))
PORT = ("coast", -79.89, -2.19)
"""In an estuary, which the coarse shore of the world's layers widens."""


def test_a_box_whose_edge_touches_the_land_at_a_single_point_draws_lines_all_the_same(tmp_path):
    program = (
        "from lib.analysis import control; from lib.events.store import current; from lib.geography import basemap;"
        "import shapely; cut = shapely.intersection(basemap.country(), basemap.AREA_OF_INTEREST);"
        "drawn = control.control_map(current().events, control.control_dates(current().events)[0]);"
        "print(cut.geom_type, len(drawn.areas), drawn.front_km > 100)"
    )
    drawn = run(coast(tmp_path / "touching", *INLAND), "-c", program)
    assert drawn.stdout.splitlines()[-1:] == ["GeometryCollection 2 True"], drawn.stderr[-2000:]


def test_a_port_counts_though_the_coarse_shore_has_it_in_the_water(tmp_path):
    program = (
        "from lib.analysis import control; from lib.events.store import current;"
        "drawn = control.control_map(current().events, control.control_dates(current().events)[0]);"
        "print(list(drawn.exceptions.place), sorted(drawn.areas.controller))"
    )
    drawn = run(coast(tmp_path / "port", *INLAND[2:], PORT), "-c", program)
    assert drawn.stdout.splitlines()[-1:] == ["[] ['coast', 'hill']"], drawn.stderr[-2000:]


def test_places_on_which_no_area_rests_are_told_by_the_check_and_are_no_fault(tmp_path):
    folder = coast(tmp_path / "beyond", *INLAND, PORT, ("hill", -76.0, -1.0), ("hill", -83.0, -1.0))
    told = run(folder, "-m", "lib", "crisis", "check", str(folder))
    assert told.returncode == 1, "a point beyond the box of points is a problem of its own"
    assert "1 place whose control is reported lies outside Ecuador" not in told.stdout
    folder = coast(tmp_path / "near", *INLAND, PORT, ("hill", -77.2, -1.0))
    told = run(folder, "-m", "lib", "crisis", "check", str(folder))
    assert told.returncode == 0
    assert told.stdout.startswith("events.csv: 1 place whose control is reported lies outside Ecuador or the box")
    assert "Place 5." in told.stdout.splitlines()[0]


ON_PAGES = """
import json
from streamlit.testing.v1 import AppTest
said = {}
for script in ("front_lines", "displacement", "method"):
    page = AppTest.from_file("pages/shell.py", default_timeout=100)
    page.query_params["from"], page.query_params["to"] = "2031-06-01", "2031-06-20"
    page = page.run().switch_page(f"{script}.py").run()
    assert not page.exception, page.exception
    blocks = [block.proto.body for block in page.get("html")]
    asked = [widget.label for widget in page.get("button_group")]
    said[script] = " ".join([*blocks, *asked, *(each.value for each in (*page.info, *page.markdown))])
print(json.dumps(said))
"""


def on_pages(folder):
    done = run(folder, "-c", ON_PAGES)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_its_pages_offer_nothing_that_it_has_not_and_deny_nothing_that_it_has(folder):
    said = on_pages(folder)
    assert "What agreements drew" not in said["front_lines"]
    assert "1,200–1,500 people in reported movements" in said["displacement"].replace("\u2060", "")
    assert "no camp is known to this map" in said["displacement"]
    assert "no front line" not in said["displacement"]


def test_the_method_of_another_crisis_is_told_as_such_until_it_brings_its_own(folder, tmp_path):
    assert "written with another crisis" in on_pages(folder)["method"]
    own = tmp_path / "own"
    shutil.copytree(folder, own)
    (own / "method.md").write_text("# Method\n\nDrawn with care.\n", encoding="utf-8")
    said = on_pages(own)["method"]
    assert "Drawn with care." in said
    assert "another crisis" not in said
    assert "kriging" not in said
