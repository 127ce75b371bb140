"""What the screen and paper both draw is decided once: the same order, the same sizes, the same outlines."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from lib.config import layers
from lib.config.crisis import CRISIS
from lib.events import narrowing
from lib.events.query import FIRST_DAY, LAYERS, Query
from lib.events.schema import CONTROLLERS
from lib.events.store import Snapshot
from lib.maps import sizes
from lib.maps.style import TOKENS
from lib.print import symbols as print_symbols
from lib.print.arrows import arrows
from lib.print.drawing import SHEETS, draw
from tests.client.from_python import in_client
from tests.client.run import configuration

EVERYTHING = Query(
    start=FIRST_DAY + timedelta(58),
    end=FIRST_DAY + timedelta(76),
    layers=frozenset(LAYERS) - {layers.ONLINE},
    near="camps",
)


@pytest.fixture(scope="module")
def snapshot(events):
    return Snapshot(events, "0" * 12)


def explained_on_screen(query, modelled):
    """The legend of the web map with an entry for everything that a range may show, from the top."""
    areas = [told for told in CRISIS.agreements if told.kind != "posts"]
    posts = [told for told in CRISIS.agreements_of("posts") if told.posts]
    shown = {
        "own": True,
        "sides": CONTROLLERS,
        "gains": dict.fromkeys((gain.id for gain in CRISIS.gains), True),
        "front": query.end.isoformat(),
        "earlier": query.start.isoformat(),
        "one_sided": True,
        "boundaries": True,
        "band": True,
        "flows": True,
        "directions": True,
        "loose_flows": True,
        "modelled": {"flows": [0] * len(modelled.flows), "all": modelled.all, "counter": modelled.counter},
        "strikes": True,
        "partly_coarse": True,
        "coarse_strikes": True,
        "rings": narrowing.near_in_words(query),
        "open_crossings": True,
        "other_crossings": True,
        "camps": True,
        "points": [],
        "agreements": [{"kind": told.kind, "layer": told.id, "legend": str(told.legend)} for told in areas],
        "posts": [
            {"encircled": held, "text": str(words)}
            for told in posts
            for held, words in ((False, told.legend), (True, told.posts.legend_encircled))
        ],
        "place_sides": CONTROLLERS,
        "places_apart": True,
    }
    program = f"""
        const context = support.contextWith();
        context.state = {{ symbols: {json.dumps(query.symbols)} }};
        return legend.entries({json.dumps(shown)}, context).map(({{ text }}) => text);
    """
    return in_client(program, page=True, legend="interface/legend.js")


@pytest.mark.parametrize("symbols", ["circles", "clusters", "density"])
def test_with_every_layer_on_paper_explains_what_the_screen_explains_in_the_same_order(symbols, snapshot):
    query = replace(EVERYTHING, symbols=symbols)
    modelled = print_symbols.symbols(snapshot.events, query).modelled
    screen = explained_on_screen(query, modelled)
    for view in (query, replace(query, lat=35.9, lon=36.7, zoom=10.25)):
        legend = draw(snapshot, view, SHEETS["1080p"], Snapshot(snapshot.events, "own-1", own=True)).legend
        # A picture leaves its page: it gives a day its year.
        paper = [re.sub(r" \d{4}$", "", words) for words in legend]
        assert set(paper) <= set(screen)
        assert paper == [words for words in screen if words in paper]
        assert len(paper) >= len(layers.IN_LEGEND)


@pytest.mark.parametrize("order", ["legend", "symbols"])
def test_both_know_every_part_that_is_put_in_order(order):
    names = configuration()["order"][order]
    assert len(set(names)) == len(names)
    program = f"""
        const {{ inLegend: legend, withSymbols: symbols }} = registry;
        return {{ legend, symbols }}.{order}(support.config).map((layer) => Boolean(layer.{order}));
    """
    assert in_client(program, page=True, registry="layers/index.js") == [True] * len(names)


COUNTS = range(1, 501)
PERSONS = (0, 1, 400, 2_500, 60_000, 99_999, 900_000)
ZOOMS = (5, 7, 8.3, 9.25, 10.1, 14)
RADII = (3.0, 5.5, 5.6, 6.1, 6.3, 9.2, 9.4, 24.0)
LETTERS = (1, 2, 3, 5)
SIZES = {
    "scale": (
        [sizes.symbol_scale(zoom) for zoom in ZOOMS],
        f"{list(ZOOMS)}.map((zoom) => sizes.symbolScale(zoom, style))",
    ),
    "arrows": (
        [sizes.flow_width(persons) for persons in PERSONS],
        f"{list(PERSONS)}.map((persons) => sizes.flowWidth(persons, style.flow))",
    ),
    "circles": (sizes.strike_radius(COUNTS), "counts.map((count) => sizes.strikeRadius(count, style.strike))"),
    "merged circles": (sizes.merged_radius(COUNTS), "counts.map((count) => sizes.mergedRadius(count, style.strike))"),
    "numbers": (
        [sizes.strike_number_size(count, n, r) for count in (1, 2, 12) for n in LETTERS for r in RADII],
        f"""[1, 2, 12].flatMap((count) => {list(LETTERS)}.flatMap((n) =>
            {list(RADII)}.map((r) => sizes.strikeNumberSize(count, n, r, style.strike))))""",
    ),
    "numbers of merged circles": (
        [sizes.merged_number_size(n, r) for n in LETTERS for r in RADII],
        f"{list(LETTERS)}.flatMap((n) => {list(RADII)}.map((r) => sizes.mergedNumberSize(n, r, style.strike)))",
    ),
    "arcs": (
        [sizes.coarse_degrees(count, coarse) for count in (1, 7, 60) for coarse in (0, 1, 3, 7, 60)],
        "[1, 7, 60].flatMap((count) => [0, 1, 3, 7, 60].map((n) => sizes.coarseDegrees(count, n, style.strike)))",
    ),
    "squares": ([sizes.own_size(n) for n in COUNTS], "counts.map((n) => sizes.ownSize(n, style.own))"),
    "numbers in squares": (
        [sizes.own_numbered(n) for n in COUNTS],
        "counts.map((n) => sizes.ownNumbered(n, style.own))",
    ),
}


@pytest.fixture(scope="module")
def on_screen():
    """Every size of the table as the client computes it."""
    asked = ",".join(f"{json.dumps(name)}: {script}" for name, (_sizes, script) in SIZES.items())
    program = f"const style = {json.dumps(TOKENS)}; const counts = {list(COUNTS)}; return {{ {asked} }};"
    return in_client(program, sizes="draw/sizes.js")


@pytest.mark.parametrize("name", SIZES)
def test_both_draw_in_the_same_size(name, on_screen):
    assert on_screen[name] == pytest.approx(np.array(SIZES[name][0], dtype=float))


ARROWS = [
    ((10.0, 20.0), (310.0, 180.0), 0.16, 9.0),
    ((300.0, 40.0), (40.0, 300.0), -0.45, 16.0),
    ((5.0, 5.0), (25.0, 9.0), 0.3, 16.0),
    ((0.0, 0.0), (0.0, 60.0), 0.0, 1.3),
]


def test_both_draw_the_same_arrow_however_long_wide_and_bent():
    program = f"""
        const style = {json.dumps(TOKENS["flow"])};
        return {json.dumps(ARROWS)}.map((arrow) => geometry.arrowPoints(...arrow, style));
    """
    screen = in_client(program, geometry="draw/geometry.js")
    paper = arrows(*(np.array(column) for column in zip(*ARROWS, strict=True)))
    for part in ("outline", "spine", "head"):
        assert getattr(paper, part) == pytest.approx(np.array([one[part] for one in screen]))
