"""A batch file is read whole and checked before anything is made; what cannot be used is one sentence."""

from __future__ import annotations

import pytest

from lib.events import own_area
from lib.events.store import current
from lib.exports.batch import axes, plan
from lib.exports.batch.axes import every
from lib.exports.batch.fields import PlanError
from lib.geography import areas

TEMPLATE = "[template]\nfrom = 2020-02-03\nto = 2020-02-16\n"


@pytest.fixture
def read(tmp_path):
    def from_text(text):
        path = tmp_path / "nightly.toml"
        path.write_text(text, encoding="utf-8")
        return plan.read(path, current())

    return from_text


def names(made):
    return [item.name for item in made.items]


@pytest.mark.thorough
def test_axes_are_multiplied_with_each_other_and_with_the_views_of_a_list(read):
    made = read(
        'folder = "out"\n[[view]]\nname = "one"\n[[view]]\nname = "two"\nlayers = ["control"]\n'
        f'{TEMPLATE}[axes]\ndays = "weekly"\nlang = ["en", "ar"]\nwithin_area = ["Harim", "SY0702"]\n'
    )
    assert len(made.items) == 2 * 2 * 2 * 2
    assert len(set(names(made))) == 16
    assert {(item.query.start.day, item.query.end.day) for item in made.items} == {(3, 9), (10, 16)}
    assert {item.query.lang for item in made.items} == {"en", "ar"}
    assert names(made)[0] == "one-2020-02-03-2020-02-09-en-Harim.png"
    assert {frozenset({"control"})} == {item.query.layers for item in made.items if item.name.startswith("two")}


def test_a_week_that_does_not_fit_is_cut_at_the_last_day(read):
    made = read(f'folder = "out"\n{TEMPLATE.replace("16", "11")}[axes]\ndays = "weekly"\n')
    assert [(item.query.start.day, item.query.end.day) for item in made.items] == [(3, 9), (10, 11)]


@pytest.mark.parametrize(("level", "column"), [("districts", "admin2_pcode"), ("sub-districts", "pcode")])
def test_a_word_stands_for_every_area_of_a_level(level, column):
    known = areas.subdistricts()
    assert set(every(level)) <= set(known[column])
    assert len(every(level)) > 0.8 * known[column].nunique()


def without_outline(monkeypatch, *codes):
    """Have the outline of some areas unknown."""
    read = axes.own_area.read

    def refuse(text):
        if text in codes:
            raise ValueError
        return read(text)

    axes._areas_of.cache_clear()
    monkeypatch.setattr(axes.own_area, "read", refuse)


@pytest.fixture
def _areas_known_anew():
    yield
    axes._areas_of.cache_clear()


@pytest.mark.usefixtures("_areas_known_anew")
def test_an_area_without_an_outline_has_no_file_and_is_told_with_file_and_key(read, monkeypatch):
    code, *others = every("districts")
    without_outline(monkeypatch, code)
    made = read(f'folder = "out"\n{TEMPLATE}[axes]\nwithin_area = "districts"\n')
    assert len(made.items) == len(others)
    (left_out,) = made.left_out
    assert left_out.area == own_area.plain_name(code)
    assert left_out.why.startswith("nightly.toml: axes.within_area: ")
    assert left_out.area in left_out.why


@pytest.mark.usefixtures("_areas_known_anew")
def test_a_word_that_stands_for_nothing_is_refused(read, monkeypatch):
    without_outline(monkeypatch, *every("districts"))
    with pytest.raises(PlanError, match=r"axes\.within_area"):
        read(f'folder = "out"\n{TEMPLATE}[axes]\nwithin_area = "districts"\n')


def test_a_layer_as_data_is_asked_for_as_an_axis(read):
    made = read(
        f'folder = "out"\naddress = "https://map.example"\n{TEMPLATE}format = "gpkg"\ndates = "all"\n'
        '[axes]\nlayer = ["areas", "front", "flows"]\n'
    )
    assert names(made) == ["areas.gpkg", "front.gpkg", "flows.gpkg"]
    assert [(item.layer.name, item.layer.dates) for item in made.items] == [
        ("areas", "all"),
        ("front", "all"),
        ("flows", "all"),
    ]
    assert {item.link for item in made.items} == {"https://map.example"}


def test_a_layer_without_a_name_of_its_file_is_called_by_its_own(read):
    assert names(read(f'folder = "out"\n{TEMPLATE}format = "csv"\nlayer = "band"\n')) == ["band.csv"]


def test_titles_speak_the_language_of_their_file_and_names_that_of_the_gazetteer(read):
    made = read(
        'folder = "out"\nname = "{area}-{lang}"\n'
        f'{TEMPLATE}title = "{{area}}: {{days}}"\n[axes]\nwithin_area = ["Harim"]\nlang = ["en", "fr"]\n'
    )
    english, french = (item.order.title for item in made.items)
    assert english.startswith("Harim sub-district: 3")
    assert english != french
    assert names(made) == ["Harim-en.png", "Harim-fr.png"]


def test_links_lead_to_the_view_on_the_server(read):
    (item,) = read(f'folder = "out"\naddress = "https://map.example/"\n{TEMPLATE}').items
    assert item.link == "https://map.example/?from=2020-02-03&to=2020-02-16"


def test_the_folder_is_meant_from_where_the_file_lies(read, tmp_path):
    assert read(f'folder = "out"\n{TEMPLATE}').folder == tmp_path / "out"


UNUSABLE = {
    "folder = ": "TOML",
    "": "folder",
    "folder = 3": "folder",
    'folder = "out"\nformat = "png"': "there are folder",
    'folder = "out"\ncolour = "red"': "there are folder",
    'folder = "out"\n[template]\nformat = "docx"': "pptx",
    'folder = "out"\n[template]\nlayrs = "front"': "layers may be meant",
    'folder = "out"\n[template]\nlayer = "front"': "geojson",
    'folder = "out"\n[template]\nformat = "csv"': "situation",
    'folder = "out"\n[template]\nformat = "kmz"\nlayer = "areas"': "geojson",
    'folder = "out"\n[template]\nformat = "csv"\nlayer = "moon"': "moon",
    'folder = "out"\n[template]\nformat = "csv"\nlayer = "areas"\nnote = "mine"': "note",
    'folder = "out"\n[template]\nformat = "csv"\nlayer = "areas"\ndates = "yearly"': "weekly",
    'folder = "out"\n[template]\nhxl = 1': "hxl",
    'folder = "out"\n[template]\nlayers = "moon"': "moon",
    'folder = "out"\n[template]\nlayers = true': "layers",
    'folder = "out"\n[template]\nfrom = "soon"': "soon",
    'folder = "out"\n[template]\nsize = "0x0"': "0 × 0",
    'folder = "out"\n[template]\nextent = "place"': "place",
    'folder = "out"\n[template]\nplace = "Saraqebb"': "Saraqib",
    'folder = "out"\n[template]\narea = "Nowhere of this name"': "area",
    'folder = "out"\n[template]\ntitle = "{moon}"': "title",
    'folder = "out"\n[template]\ntitle = "{area.__class__}"': "title",
    'folder = "out"\nname = "{"': "name",
    'folder = "out"\n[axes]\nlang = "en"': "list",
    'folder = "out"\n[axes]\nlang = []': "list",
    'folder = "out"\n[axes]\nlang = ["en", "xx"]': "xx",
    'folder = "out"\n[axes]\nformat = ["png"]': "format",
    'folder = "out"\n[axes]\nwithin_area = "villages"': "districts",
    'folder = "out"\n[axes]\nwithin_area = ["Nowhere of this name"]': "Nowhere",
    'folder = "out"\n[axes]\ndays = "yearly"': "weekly",
    'folder = "out"\n[axes]\ndays = ["2020-02-30"]': "YYYY-MM-DD",
    'folder = "out"\nname = "map"\n[axes]\nlang = ["en", "ar"]': "map.png",
    'folder = "out"\nbook = "all.pdf"': ".pdf",
    'folder = "out"\nbook = "../all.pdf"\n[template]\nformat = "pdf"': "book",
    'folder = "out"\nview = "one"': "[[view]]",
    'folder = "out"\nname = "manifest"\nbook = "manifest.pdf"\n[template]\nformat = "pdf"': "manifest.pdf",
}


@pytest.mark.parametrize("text", UNUSABLE)
def test_what_cannot_be_used_is_one_sentence_that_names_file_and_key(read, text):
    with pytest.raises(PlanError) as found:
        read(text)
    said = str(found.value)
    assert said.startswith("nightly.toml")
    assert said.endswith((".", "?"))
    assert "\n" not in said
    assert UNUSABLE[text] in said


def test_more_files_than_may_be_are_refused_without_reading_all(read, monkeypatch):
    monkeypatch.setattr(plan, "MOST", 3)
    with pytest.raises(PlanError, match="more than 3 files"):
        read(f'folder = "out"\n{TEMPLATE}[axes]\ndays = "daily"\n')


def test_a_name_cannot_lead_out_of_the_folder(read):
    made = read(f'folder = "out"\nname = "{{view}}"\n{TEMPLATE}[[view]]\nname = "../../etc/passwd"\n')
    assert names(made) == ["etc-passwd.png"]
