"""A layer of dated points needs its rows, its look and its words: all else draws it by itself."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from types import ModuleType

import pandas as pd
import pytest
from matplotlib.text import Text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib import layers
from lib.config import layers as declared
from lib.config.layers import LayerFacts
from lib.events.query import DEFAULT_LAYERS, Query
from lib.events.schema import CONTROLLERS, KINDS
from lib.events.store import current
from lib.exports.standalone import standalone
from lib.layers import points
from lib.layers.layer import Marks
from lib.layers.sources import sources
from lib.maps.state import state
from lib.maps.style import TOKENS
from lib.maps.web import MapConfig
from lib.print import points as print_points
from lib.print.drawing import draw
from lib.print.sheet import SHEETS
from lib.print.view import view_of
from lib.web import map_answers, routes
from tests.client.from_python import in_client
from tests.maps import colours
from tests.queries import all_days

ROWS = pd.DataFrame(
    {
        "name": ["Bab al-Hawa", "Idlib"],
        "lat": [36.2389, 35.9306],
        "lon": [36.7005, 36.6339],
        "first": [date(2020, 1, 20), date(2020, 2, 10)],
        "last": [date(2020, 1, 22), date(2020, 2, 10)],
        "lines": [["25 lorries"], ["<b>12</b> lorries"]],
        "source": ["Agency", "Second agency: Convoys of February"],
        "source_url": ["https://example.org/1", "https://example.org/2"],
    }
)
BOTH = Query(start=date(2020, 1, 1), end=date(2020, 3, 1), layers=DEFAULT_LAYERS | {"made_up"})
JANUARY = replace(BOTH, end=date(2020, 1, 31))


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """A layer that only these tests have, at home in a module that only they know."""
    marks = Marks(
        rows=lambda _events, _query: ROWS,
        legend=lambda: "Made-up lorries",
        outline=points.TRIANGLE,
        fill="#ffffff",
        edge="#1c2027",
    )
    home = ModuleType("lib.layers.made_up")
    home.LAYERS = (points.points_layer("made_up", lambda: "Lorries", marks),)
    facts = LayerFacts("made_up", "made_up", "displacement")
    monkeypatch.setitem(sys.modules, home.__name__, home)
    monkeypatch.setattr(declared, "LAYERS", (*declared.LAYERS, facts))
    monkeypatch.setitem(declared.BY_ID, facts.id, facts)
    layers.registry.cache_clear()
    yield marks
    layers.registry.cache_clear()


def test_it_is_offered_in_the_filter_and_can_be_opened():
    assert layers.options()["made_up"] == "Lorries"
    assert layers.data_kinds()["made_up"] == "made_up"
    assert "points/made_up" in layers.first_answers()


@pytest.mark.parametrize(("query", "expected"), [(BOTH, 2), (JANUARY, 1), (replace(BOTH, layers=frozenset()), 0)])
def test_it_is_counted_in_the_range_while_it_is_on(events, query, expected):
    assert layers.drawn(events, query)["made_up"] == expected


def test_it_goes_with_its_kind_of_row(events):
    assert layers.drawn(events, replace(BOTH, kinds=frozenset(KINDS) - {"displacement"}))["made_up"] == 0


def test_its_address_gives_its_points_by_day_number():
    with TestClient(Starlette(routes=list(routes.ROUTES))) as client:
        map_answers.ANSWERS.clear()
        sent = client.get(f"/map/{current().version}/points/made_up.json").json()["points"]
        assert client.get(f"/map/{current().version}/points/nothing.json").status_code == 404
    assert [(point["name"], point["first"], point["last"]) for point in sent] == [
        ("Bab al-Hawa", 50, 52),
        ("Idlib", 71, 71),
    ]
    assert sent[0]["lines"] == ["25 lorries"]


@pytest.mark.thorough
def test_the_map_in_one_file_holds_it_as_text():
    page = standalone(current(), BOTH)
    assert '"points/made_up"' in page
    assert "<b>12" not in page


@pytest.mark.thorough
def test_paper_draws_it_and_says_what_it_is():
    drawn = draw(current(), BOTH, SHEETS["1080p"])
    assert drawn.drawn["made_up"] == 2
    assert "Made-up lorries" in drawn.legend
    bare = draw(current(), replace(BOTH, layers=DEFAULT_LAYERS), SHEETS["1080p"])
    assert bare.drawn["made_up"] == 0
    assert "Made-up lorries" not in bare.legend


def test_paper_puts_a_mark_at_its_point(events):
    some = next(some for some in print_points.points(events, JANUARY) if some.layer == "made_up")
    view = view_of(events, all_days(lat=36.2389, lon=36.7005, zoom=10), "view", (0, 0, 400, 300))
    assert some.at(view).tolist() == [pytest.approx([200, 150], abs=1)]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "named", "unnamed"),
    [(BOTH, "Agency, Second agency", "Convoys"), (JANUARY, "Agency", "Second agency"),
     (replace(BOTH, layers=DEFAULT_LAYERS), "Sources", "Agency")],
)  # fmt: skip
def test_its_publishers_stand_among_the_sources_under_the_map_and_the_picture(events, query, named, unnamed):
    drawn = draw(current(), query, SHEETS["1080p"])
    texts = " ".join(text.get_text() for text in drawn.figure.findobj(Text))
    for words in (sources(events, query), state(current(), replace(query, view="present"), "")["sources"], texts):
        assert named in words
        assert unnamed not in words


def test_every_mark_stands_out_from_the_ground_and_from_every_tint():
    for layer in layers.registry():
        if layer.marks is not None:
            for ground in (TOKENS["ground"]["land"], *(TOKENS["control"][side]["tint"] for side in CONTROLLERS)):
                assert colours.contrast(layer.marks.edge, ground) >= 3.0, layer.id


def test_the_client_counts_the_same_points_in_a_range(events):
    config = MapConfig(data_version="v").for_browser()
    answer = layers.answers()["points/made_up"].make(events, BOTH)
    program = f"""
        const answers = {{ points: {{ made_up: {json.dumps(answer["points"])} }} }};
        const situation = {{ config: {{ points: {json.dumps(config["points"])} }}, answers, has: () => true }};
        return [[0, 98], [0, 60], [53, 70]].map(([from, to]) => {{
            const now = points.layer.now(situation, from, to);
            return points.layer.drawn({{ ...situation, now }}).made_up;
        }});
    """
    assert in_client(program, points="layers/points.js") == [2, 1, 0]
