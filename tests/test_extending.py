"""What docs/extending.md says of a new kind of row is done in a copy of the product, and all of it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.pages import PAGES

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).resolve().parents[1]
PLACES = {
    "# in SUBKINDS": ("lib/events/schema.py", "SUBKINDS: dict[str, tuple[str, ...]] = {\n"),
    "# in COLUMNS": ("lib/events/schema.py", "           POINT_BASES),\n"),
    "# in reports_of": ("lib/text/vocabulary.py", "    named = {\n"),
    "# in _words": ("lib/text/vocabulary.py", "def _words() -> dict[str, str]:\n    return {\n"),
    "LayerFacts(": ("lib/config/layers.py", 'LayerFacts("crossings", "sites"),\n'),
}
"""Where the lines under a comment, or that begin so, belong: a file, and what they follow."""
TABLE = """event_id,kind,subkind,date_start,place,lat,lon,controller,lorries,note,source,source_url,confidence
c1,control,baseline,2019-12-01,Idlib,35.93,36.63,opposition,,,Example Press: A,https://example.org/1,high
c2,control,baseline,2019-12-01,Aleppo,36.2,37.15,government,,,Example Press: A,https://example.org/1,high
a1,aid,convoy,2020-02-10,Bab al-Hawa,36.2389,36.7005,,45,<b>first</b>,Relief Example: B,https://example.org/2,high
a2,aid,convoy,2020-02-11,Idlib,35.93,36.63,,,,Relief Example: B,https://example.org/2,low
a3,aid,convoy,2020-02-11,Sarmada,,,,7,,Relief Example: B,https://example.org/2,low
"""
ASKED = """
import json, sys
from dataclasses import replace
from datetime import date
from streamlit.testing.v1 import AppTest
from lib import layers
from lib.analysis import list_columns
from lib.events import narrowing
from lib.events.query import Query
from lib.events.store import current
from lib.events.table import read
from lib.exports import template
from lib.exports.standalone import standalone
from lib.layers import popups
from lib.pages import PAGES
from lib.print.drawing import draw
from lib.print.sheet import SHEETS

failed = {}
for page in PAGES:
    shown = AppTest.from_file("pages/shell.py", default_timeout=100)
    shown.query_params["kinds"] = "aid"
    shown = shown.run()
    if page.path:
        shown = shown.switch_page(f"{page.script}.py").run()
    failed[page.script] = [each.value for each in (*shown.exception, *shown.error)]

table, query = current(), Query(start=date(2020, 2, 1), end=date(2020, 2, 28))
strikes = replace(query, kinds=frozenset({"strike"}))
aid = table.events.frame.loc[table.events.frame["kind"] == "aid"]
told = popups.listed(table.events, aid, "", "")["reports"][0]
print(json.dumps({
    "failed": failed,
    "option": layers.options()["convoys"],
    "offered": [pill.options for pill in shown.get("button_group") if "Strikes" in pill.options],
    "drawn": [layers.drawn(table.events, each)["convoys"] for each in (query, strikes)],
    "sent": layers.answers()["points/convoys"].make(table.events, query)["points"],
    "narrowed": narrowing.in_words(replace(query, kinds=frozenset({"aid"}))),
    "listed": list_columns.said(aid),
    "labels": [word for word in list_columns.labels().values() if word == "lorries"],
    "told": [*told["lines"], told["given"]],
    "legend": draw(table, query, SHEETS["1080p"]).legend,
    "template": sorted(set(read(template.as_csv().replace(b"EXAMPLE", b"row"), "t.csv").frame["kind"])),
    "one_file": '"points/convoys"' in standalone(table, query),
}))
"""


def snippets() -> list[str]:
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    section = text.split("## Add a kind of row\n")[1].split("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def written_in(copy: Path) -> set[str]:
    """Do what the section says in a copy of the product; gives the files that were touched."""
    touched = set()
    for snippet in snippets():
        if snippet.startswith('"""'):
            new = "lib/layers/convoys.py"
            (copy / new).write_text(snippet, encoding="utf-8")
            touched.add(new)
            continue
        for part in re.split(r"^(?= *(?:# in|LayerFacts))", snippet, flags=re.MULTILINE)[1:]:
            name, after = next(place for begins, place in PLACES.items() if part.strip().startswith(begins))
            before = (copy / name).read_text(encoding="utf-8")
            assert before.count(after) == 1, f"{name} no longer holds {after!r} once"
            (copy / name).write_text(before.replace(after, after + part), encoding="utf-8")
            touched.add(name)
    return touched


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """The product with a kind of row of its own: which files that took, and what it shows."""
    copy = tmp_path_factory.mktemp("extended")
    for name in ("lib", "pages"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "docs", "app.py", ".streamlit"):
        (copy / name).symlink_to(ROOT / name)
    touched = written_in(copy)
    (copy / "table.csv").write_text(TABLE, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=copy, capture_output=True, text=True, check=False, timeout=400,
        env=os.environ | {"IDLIB_MAP_TABLE": "table.csv", "PYTHONPATH": str(copy)},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    return touched, json.loads(told.stdout.splitlines()[-1])


def test_a_kind_of_row_and_its_layer_take_four_files(extended):
    assert extended[0] == {
        "lib/events/schema.py", "lib/text/vocabulary.py", "lib/config/layers.py", "lib/layers/convoys.py",
    }  # fmt: skip


def test_every_page_opens_with_that_kind_alone(extended):
    assert extended[1]["failed"] == {page.script: [] for page in PAGES}


def test_it_is_offered_drawn_and_left_out_with_its_kind(extended):
    shown = extended[1]
    assert shown["option"] == "Convoys of aid"
    assert any("Aid convoys" in options for options in shown["offered"])
    assert shown["drawn"] == [2, 0]
    assert "Convoy of aid" in shown["legend"]
    assert shown["one_file"]
    assert [(point["name"], point["lines"]) for point in shown["sent"]] == [
        ("Bab al-Hawa", ["lorries: 45", "<b>first</b>"]),
        ("Idlib", []),
    ]


def test_it_is_spoken_of_in_its_own_words(extended):
    shown = extended[1]
    assert shown["narrowed"] == "aid convoys only"
    assert shown["listed"] == ["lorries: 45 · <b>first</b>", "", "lorries: 7"]
    assert shown["labels"] == ["lorries"]
    assert shown["told"] == ["lorries: 45", "<b>first</b>"]
    assert "aid" in shown["template"]
