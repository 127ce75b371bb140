"""A run makes what is missing or has changed and nothing else, fails alone, and accounts for every file."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from pptx import Presentation
from pypdf import PdfReader

from lib.config import file_lock
from lib.events.query import parse
from lib.events.store import Snapshot, current
from lib.exports.batch import plan, run
from lib.exports.batch.axes import LeftOut
from lib.exports.batch.made import MANIFEST
from lib.exports.geodata import asked as geodata
from lib.exports.geodata.files import write
from lib.exports.order import OrderError

TEXT = """
folder = "out"
name = "{lang}"
[template]
format = "svg"
from = 2020-02-05
to = 2020-02-06
[axes]
lang = ["en", "fr"]
"""


class Drawing:
    """Names what was drawn, in place of drawing it."""

    def __init__(self):
        self.asked, self.refused = [], set()

    def render(self, snapshot, query, *_rest):
        if query.lang in self.refused:
            raise OrderError("It cannot be drawn.")
        self.asked.append(query.lang)
        return f"{snapshot.version} {query.lang}".encode()


@pytest.fixture
def drawn(monkeypatch):
    made = Drawing()
    monkeypatch.setattr(run, "render", made.render)
    return made


@pytest.fixture
def go(tmp_path):
    def read_and_run(text=TEXT, snapshot=None, **more):
        path = tmp_path / "nightly.toml"
        path.write_text(text, encoding="utf-8")
        snapshot = snapshot or current()
        told = []
        account = run.run(plan.read(path, snapshot), snapshot, lambda *each: told.append(each), **more)
        assert {name: state for name, state, _why in told} == account.files
        return account

    return read_and_run


def touched(*paths):
    for path in paths:
        path.write_bytes(b"{")
    return {}


def test_a_second_run_makes_nothing(go, drawn, tmp_path):
    assert go().files == {"en.svg": run.MADE, "fr.svg": run.MADE}
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.svg")}
    assert go().files == {"en.svg": run.KEPT, "fr.svg": run.KEPT}
    assert drawn.asked == ["en", "fr"]
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.svg")}


@pytest.mark.parametrize(
    "change",
    [
        lambda _folder: {"snapshot": Snapshot(current().events, "another")},
        lambda _folder: {"text": TEXT.replace("2020-02-06", "2020-02-07")},
        lambda _folder: {"text": TEXT.replace("[template]", '[template]\ntitle = "Mine"')},
        lambda folder: touched(folder / "en.svg", folder / "fr.svg"),
        lambda folder: touched(folder / MANIFEST),
    ],
    ids=["data", "view", "order", "files that were touched", "account that was broken"],
)
@pytest.mark.usefixtures("drawn")
def test_what_has_changed_is_made_anew(go, tmp_path, change):
    go()
    assert go(**change(tmp_path / "out")).files == {"en.svg": run.MADE, "fr.svg": run.MADE}
    assert go().files.keys() == {"en.svg", "fr.svg"}


def test_a_change_of_one_view_leaves_the_others_alone(go, drawn):
    go()
    go(TEXT.replace('"fr"', '"fr", "tr"'))
    assert drawn.asked == ["en", "fr", "tr"]


def test_a_file_that_cannot_be_made_stops_no_other_and_leaves_what_was_there(go, drawn, tmp_path):
    go()
    before = (tmp_path / "out" / "en.svg").read_bytes()
    drawn.refused.add("en")
    account = go(snapshot=Snapshot(current().events, "another"))
    assert account.files == {"en.svg": run.FAILED, "fr.svg": run.MADE}
    assert account.why == {"en.svg": "It cannot be drawn."}
    assert (tmp_path / "out" / "en.svg").read_bytes() == before
    drawn.refused.clear()
    assert go(snapshot=Snapshot(current().events, "another")).files == {"en.svg": run.MADE, "fr.svg": run.KEPT}


@pytest.mark.usefixtures("drawn")
def test_what_nobody_asks_for_is_told_and_removed_only_when_that_is_wished(go, tmp_path):
    go()
    mine = tmp_path / "out" / "mine.txt"
    mine.write_text("not of a batch")
    fewer = TEXT.replace(', "fr"', "")
    assert go(fewer).of(run.LEFT) == ["fr.svg"]
    assert (tmp_path / "out" / "fr.svg").exists()
    assert go(fewer, remove=True).of(run.REMOVED) == ["fr.svg"]
    assert not (tmp_path / "out" / "fr.svg").exists()
    assert mine.exists()
    assert go(fewer, remove=True).files == {"en.svg": run.KEPT}


@pytest.mark.usefixtures("drawn")
def test_an_account_cannot_have_a_file_elsewhere_removed(go, tmp_path):
    go()
    other = tmp_path / "other.svg"
    other.write_text("another's")
    account = tmp_path / "out" / MANIFEST
    files = json.loads(account.read_text())["files"]
    account.write_text(json.dumps({"files": files | {"../other.svg": files["en.svg"]}}))
    go(remove=True)
    assert other.exists()


@pytest.mark.usefixtures("drawn")
def test_nothing_but_the_files_and_their_accounts_is_left_in_the_folder(go, tmp_path):
    go()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"en.svg", "fr.svg", *run.KEPT_BACK}
    report = json.loads((tmp_path / "out" / run.REPORT).read_text())
    assert report["made"] == ["en.svg", "fr.svg"]
    assert report["data_version"] == current().version


def test_two_runs_never_work_in_one_folder(go, drawn, tmp_path):
    (tmp_path / "out").mkdir()
    with file_lock.hold(tmp_path / "out" / run.LOCK), pytest.raises(run.BusyError, match="at work"):
        go()
    assert drawn.asked == []
    assert len(go().of(run.MADE)) == 2


LAYERS = """
folder = "out"
[template]
format = "csv"
to = 2020-02-06
[axes]
layer = ["areas", "front"]
"""


def test_a_layer_is_the_file_that_the_address_of_that_view_gives_and_is_kept(go, tmp_path):
    assert go(LAYERS).files == {"areas.csv": run.MADE, "front.csv": run.MADE}
    asked = geodata.read(parse({"to": "2020-02-06"})[0], "areas", "csv", {})
    assert (tmp_path / "out" / "areas.csv").read_bytes() == write(current(), asked)
    assert go(LAYERS).files == {"areas.csv": run.KEPT, "front.csv": run.KEPT}
    weekly = LAYERS.replace("[axes]", 'dates = "weekly"\n[axes]')
    assert go(weekly).files == {"areas.csv": run.MADE, "front.csv": run.MADE}


@pytest.mark.usefixtures("drawn")
def test_what_no_file_is_made_of_is_in_the_report(tmp_path):
    path = tmp_path / "nightly.toml"
    path.write_text(TEXT, encoding="utf-8")
    asked = replace(plan.read(path, current()), left_out=(LeftOut("Nowhere", "Nowhere has no file."),))
    run.run(asked, current(), lambda *_each: None)
    assert json.loads((tmp_path / "out" / run.REPORT).read_text())["left out"] == ["Nowhere has no file."]


BOOK = TEXT.replace('folder = "out"', 'folder = "out"\nbook = "all.pdf"\nbook_title = "Briefing"').replace("svg", "pdf")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The folder of a book of two pages, and the account of a second run."""
    path = tmp_path_factory.mktemp("book") / "nightly.toml"
    path.write_text(BOOK, encoding="utf-8")
    asked = plan.read(path, current())
    first = run.run(asked, current(), lambda *_each: None)
    return asked, first, run.run(asked, current(), lambda *_each: None)


def test_a_book_is_made_once_and_kept(book):
    _asked, first, second = book
    assert first.files == dict.fromkeys(("en.pdf", "fr.pdf", "all.pdf"), run.MADE)
    assert second.files == dict.fromkeys(("en.pdf", "fr.pdf", "all.pdf"), run.KEPT)


def test_the_index_of_a_book_says_on_which_page_each_view_is_and_leads_there(book):
    reader = PdfReader(book[0].folder / "all.pdf")
    assert len(reader.pages) == 3
    lines = reader.pages[0].extract_text().splitlines()
    assert lines[0] == "Briefing"
    assert {"2", "3"} <= {line.split()[-1] for line in lines}
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    numbers = [page.indirect_reference.idnum for page in reader.pages]
    assert [numbers.index(link["/Dest"][0].idnum) for link in links] == [1, 2]
    assert [reader.get_destination_page_number(item) for item in reader.outline] == [0, 1, 2]


def test_a_book_keeps_the_headings_and_figures_of_its_pages_in_one_tree(book):
    reader = PdfReader(book[0].folder / "all.pdf")
    tree = reader.root_object["/StructTreeRoot"]
    sections = [part.get_object() for part in tree["/K"][0].get_object()["/K"]]
    assert [str(part["/Lang"]) for part in sections] == ["en", "en", "fr"]
    roles = [[kid.get_object()["/S"] for kid in part["/K"]] for part in sections]
    assert roles[0][0] == "/H1"
    assert all("/Figure" in of_page for of_page in roles[1:])
    numbers = tree["/ParentTree"]["/Nums"]
    found = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page, part in zip(reader.pages, sections, strict=True):
        listed = found[int(page["/StructParents"])]
        assert {kid.get_object()["/P"].get_object()["/T"] for kid in listed} == {part["/T"]}


def test_a_book_names_the_areas_that_have_no_page(book):
    asked, *_accounts = book
    without = replace(asked, left_out=(LeftOut("Nowhere", "Nowhere has no file."),))
    work = run._Run(without, current(), run.Folder(asked.folder), lambda *_each: None)
    pages = PdfReader(io.BytesIO(work._bound(frozenset()))).pages
    assert len(pages) == 3
    assert "Nowhere: could not be made" in pages[0].extract_text()


def test_a_book_of_which_a_page_is_missing_says_so(book):
    asked, *_accounts = book
    work = run._Run(asked, current(), run.Folder(asked.folder), lambda *_each: None)
    pages = PdfReader(io.BytesIO(work._bound(frozenset({"fr.pdf"})))).pages
    assert len(pages) == 2
    assert "could not be made" in pages[0].extract_text()


@pytest.mark.thorough
def test_slides_with_an_index_lead_to_their_slides(tmp_path):
    path = tmp_path / "nightly.toml"
    path.write_text(BOOK.replace("pdf", "pptx"), encoding="utf-8")
    asked = plan.read(path, current())
    account = run.run(asked, current(), lambda *_each: None)
    assert account.files == dict.fromkeys(("en.pptx", "fr.pptx", "all.pptx"), run.MADE)
    made = Presentation(asked.folder / "all.pptx")
    slides = list(made.slides)
    assert len(slides) == 1 + 2 + 1
    leads = [shape.click_action.target_slide for shape in slides[0].shapes if shape.has_text_frame]
    assert [slides.index(slide) for slide in leads if slide is not None] == [1, 2]


def test_the_key_of_a_file_is_of_all_it_is_made_of(go, drawn, monkeypatch):
    go()
    monkeypatch.setattr("lib.exports.batch.made.__version__", "99")
    assert len(go().of(run.MADE)) == 2
    assert drawn.asked == ["en", "fr"] * 2
