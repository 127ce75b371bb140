"""The file that says what the map is of: every fault in it is told in one sentence, and no code repeats it."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from lib.config.crisis import CRISIS, FILE, Crisis, CrisisError, agreements, load, tables
from lib.config.crisis.fields import Text
from lib.config.language import language
from lib.config.paths import SHIPPED

ROOT = Path(__file__).resolve().parents[2]
TEXT = (SHIPPED / FILE).read_text(encoding="utf-8")


def faults(tmp_path, text):
    """The sentences told of a file, without its name."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CrisisError) as raised:
        load(tmp_path)
    path = tmp_path / FILE
    assert all(fault.startswith(f"{path}: ") and fault.endswith(".") for fault in raised.value.faults)
    return [fault.removeprefix(f"{path}: ") for fault in raised.value.faults]


def test_the_shipped_file_is_sound():
    assert load(SHIPPED) == CRISIS


WRONG = {
    "a missing entry": (r"^slug = .*\n", "", "slug: is missing."),
    "a misspelled entry": (r"^slug = ", 'slgu = "x"\nslug = ', "slgu: means nothing here, and may be misspelled."),
    "a colour by name": ('tint = "#f4d2b4"', 'tint = "orange"', "sides 1 tint: 'orange' is not a colour as #1a2b3c"),
    "a system in degrees": ('"EPSG:32637"', '"EPSG:4326"', "metric_crs: 'EPSG:4326' does not measure in metres"),
    "an unknown system": ('"EPSG:32637"', '"EPSG:1"', "metric_crs: 'EPSG:1' is no coordinate reference system"),
    "a box turned round": (
        r"region = \[35.5, 34.8, 38.2, 37.2\]", "region = [38.2, 34.8, 35.5, 37.2]",
        "boxes region: a box is [west, south, east, north] in degrees",
    ),
    "a region out of reach": (
        r"region = \[35.5,", "region = [33.5,", "boxes, region: it lies partly outside of points."
    ),
    "a day outside": ("opens_to = 2020-03-05", "opens_to = 2020-04-05", "period: first comes before opens_to"),
    "a preset outside": ("first = 2020-02-27", "first = 2019-02-27", "presets 6: its days lie outside the period"),
    "a range of no days": (
        r"^opens_days = 7", "opens_days = 0", "period opens_days: should be greater than or equal to 1"
    ),
    "a comparison after the period": (
        "day = 2018-09-17", "day = 2021-09-17", "comparisons 1: its day lies after the period, or outside its years"
    ),
    "an unknown side": (
        r'faces = \["opposition", "turkey_backed"\]', 'faces = ["rebels"]',
        "sides government, faces: 'rebels' is no side of this crisis.",
    ),
    "a side that ended before": (
        "arrows_avoid = true", "arrows_avoid = true\nends = 2019-01-01",
        "sides government, ends: it ended before the period, and could be left out."
    ),
    "a camp of nobody": (
        'name = "Russia"\ncamp = "government"', 'name = "Russia"\ncamp = "moon"',
        "parties russia: no side is of the camp 'moon'.",
    ),
    "a side called contested": ('id = "kurdish_led"', 'id = "contested"', "sides: none may be called 'contested'"),
    "words in a language nobody speaks": (
        'place = "Idlib, north-west Syria"', 'place = { en = "Idlib", xx = "?" }', "place: ['xx'] is no language"
    ),
    "a year no table can hold": (r"^years = .*", "years = [-5, 99999]", "period years 1: should be greater than"),
    "a day that is none": (r"^dated = 2020-03-06", "dated = 1820", "period dated: is to be a day as 2031-03-20"),
    "a number in words": (r"^opacity = [\d.]+", 'opacity = "half"', "gains 1 opacity: is to be a number"),
    "more than all": (r"^opacity = [\d.]+", "opacity = 7", "gains 1 opacity: should be less than or equal to 1"),
    "a side that faces itself": (
        r'faces = \["opposition", "turkey_backed"\]', 'faces = ["government"]',
        "sides government, faces: a side does not face itself.",
    ),
    "two of one name": ('id = "m4_corridor"', 'id = "sochi_strip"', "agreements: 'sochi_strip' stands there 2 times."),
    "a box elsewhere": (r"^start = \[[^]]*\]", "start = [-70, -20, -65, -15]", "boxes, start: it lies nowhere near"),
    "a system of another part of the earth": (
        '"EPSG:32637"', '"EPSG:32601"', "metric_crs: 'EPSG:32601' is made for another part of the earth"
    ),
    "a border without a file": (r'^layer = "border"', 'layer = "nolayer"', "border, layer: there is no file geo"),
    "a file out of the folder": (r'^layer = "border"', 'layer = "../../etc"', "border layer: '../../etc' is not"),
    "a folder of its own": (r"^slug = ", 'folder = "/etc"\nslug = ', "folder: means nothing here"),
    "a fade that begins outside the region": (
        r"^east = 37.86", "east = 39.0", "assessed, east: it lies outside of the region"
    ),
    "fades that leave nothing": (
        r"^east = 37.86", "east = 36.0\nwest = 36.5", "assessed: nothing is left between west and east."
    ),
    "limits that are none": (
        r"^south = 35.08\neast = 37.86\n", "", "assessed: name at least one of west, south, east and north."
    ),
    "blank words": ('place = "Idlib, north-west Syria"', 'place = { en = " " }', "place: words are text"),
    "no TOML": (r"^title = ", "title ", "it is not TOML: "),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_is_told_by_its_place(tmp_path, name):
    pattern, replacement, told = WRONG[name]
    changed, times = re.subn(pattern, replacement, TEXT, count=1, flags=re.MULTILINE)
    assert times == 1
    assert any(fault.startswith(told) for fault in faults(tmp_path, changed))


def test_all_faults_are_told_at_once(tmp_path):
    changed = TEXT.replace('"#f4d2b4"', '"orange"').replace('"EPSG:32637"', '"EPSG:1"')
    assert len(faults(tmp_path, changed)) == 2


def test_a_folder_without_the_file_says_how_to_make_one(tmp_path):
    with pytest.raises(CrisisError, match="crisis new"):
        load(tmp_path)


def test_words_are_said_in_the_readers_language_and_else_in_english():
    words = Text({"en": "front", "ar": "جبهة"})
    assert str(words) == "front"
    token = language.set("ar")
    assert str(words) == "جبهة"
    language.set("tr")
    assert str(words) == "front"
    language.reset(token)


def entries(cls):
    """Every entry of a class as the file has it, by its dotted name."""
    for field in dataclasses.fields(cls):
        if field.name != "folder":
            yield field.name


def classes():
    made = [
        value
        for value in (vars(tables) | vars(agreements)).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value)
    ]
    return [Crisis, *made]


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_entry_is_documented(cls):
    page = (ROOT / "docs" / "crisis.md").read_text(encoding="utf-8")
    missing = [name for name in entries(cls) if f"`{name}`" not in page]
    assert not missing


NAMES = (
    r"\bidl[ie]b\b(?!-(?:situation-)?map)|saraqib|syria|turk|sochi|\bocha\b|aleppo|lattakia|2019|2020|32637|UTM \d"
    r"|damascus|\bhoms\b|manbij|daraa"
)
"""Names, days and the projection of the crises that come with the map."""
CODE = [
    path
    for pattern in ("lib/**/*.py", "lib/**/*.js", "lib/**/*.css", "pages/*.py", "app.py")
    for path in sorted(ROOT.glob(pattern))
]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_knows_the_crisis(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [
        f"{number}: {line.strip()}" for number, line in enumerate(lines, 1) if re.search(NAMES, line, re.IGNORECASE)
    ]
    assert not told


def test_the_sides_of_the_shipped_crisis_are_named_in_no_code():
    ids = [side["id"] for side in tomllib.loads(TEXT)["sides"]]
    quoted = re.compile("|".join(f"[\"'`]{name}[\"'`]" for name in ids))
    told = [path.relative_to(ROOT).as_posix() for path in CODE if quoted.search(path.read_text(encoding="utf-8"))]
    assert not told
