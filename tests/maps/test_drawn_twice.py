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
from lib.print import flows as print_flows
from lib.print import labels, unassessed
from lib.print import symbols as print_symbols
from lib.print.arrows import arrows
from lib.print.drawing import SHEETS, draw
from lib.print.names import two_lines
from lib.print.page import Page
from lib.print.unassessed import Fade
from lib.print.view import view_of
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


def explained_on_screen(query, modelled, short):
    """The legend of the web map with an entry for everything that a range may show, from the top."""
    areas = [told for told in CRISIS.agreements if told.kind != "posts"]
    posts = [told for told in CRISIS.agreements_of("posts") if told.posts]
    before = {"from": FIRST_DAY.isoformat(), "to": (query.start - timedelta(1)).isoformat()}
    shown = {
        "own": True,
        "sides": CONTROLLERS,
        "unassessed": True,
        "gains": dict.fromkeys((gain.id for gain in CRISIS.gains), True),
        "front": query.end.isoformat(),
        "earlier": query.start.isoformat(),
        "one_sided": True,
        "boundaries": True,
        "band": True,
        "flows": True,
        "directions": True,
        "loose_flows": True,
        "short_flows": short,
        "modelled": {"flows": [0] * len(modelled.flows), "all": modelled.all, "counter": modelled.counter},
        "strikes": True,
        "partly_coarse": True,
        "coarse_strikes": True,
        "strikes_before": before,
        "flows_before": before,
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


def short_in(drawing, query, events, flows):
    """The flows that are too short for an arrow in a picture, as the client is told of them."""
    sheet = SHEETS["1080p"]
    corners = Page(sheet).transform.inverted().transform([drawing.map[:2], drawing.map[2:]])
    (left, bottom), (right, top) = corners
    view = view_of(events, query, sheet.extent, (left, top, right - left, bottom - top))
    short = print_flows.arrange(view, flows).short
    short = short.loc[view.sees(view.xy(short["lon"], short["lat"]))]
    return json.loads(short[["place", "low", "high"]].to_json(orient="records"))


@pytest.mark.thorough
@pytest.mark.parametrize("symbols", ["circles", "clusters", "density"])
def test_with_every_layer_on_paper_explains_what_the_screen_explains_in_the_same_order(symbols, snapshot):
    query = replace(EVERYTHING, symbols=symbols)
    what = print_symbols.symbols(snapshot.events, query)
    for view in (query, replace(query, lat=35.9, lon=36.7, zoom=10.25)):
        drawing = draw(snapshot, view, SHEETS["1080p"], Snapshot(snapshot.events, "own-1", own=True))
        screen = explained_on_screen(query, what.modelled, short_in(drawing, view, snapshot.events, what.flows))
        # A picture leaves its page: it gives a day its year.
        paper = [re.sub(r" \d{4}(?=$| to |:)", "", words) for words in drawing.legend]
        assert set(paper) <= set(screen)
        assert paper == [words for words in screen if words in paper]
        assert len(paper) >= len(layers.IN_LEGEND)


@pytest.mark.thorough
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
    "arrows near by": (
        [sizes.drawn_flow_width(width, loose, zoom) for zoom in ZOOMS for width in (3, 12) for loose in (False, True)],
        f"""{list(ZOOMS)}.flatMap((zoom) => [3, 12].flatMap((width) => [false, true].map((loose) =>
            sizes.drawnFlowWidth(width, loose, zoom, style.flow))))""",
    ),
    "rims of circles": (
        [sizes.strike_rim(count, coarse, 0.8) for count in (1, 7, 60) for coarse in (0, 1, 7)],
        "[1, 7, 60].flatMap((n) => [0, 1, 7].map((coarse) => sizes.strikeRim(n, coarse, 0.8, style.strike)))",
    ),
    "rims of merged circles": (
        [sizes.merged_rim(count, coarse, 0.8) for count in (1, 7, 60) for coarse in (0, 1, 7)],
        "[1, 7, 60].flatMap((n) => [0, 1, 7].map((coarse) => sizes.mergedRim(n, coarse, 0.8, style.strike)))",
    ),
    "rings": (sizes.faint_rim(COUNTS), "counts.map((count) => sizes.faintRim(count, style.strike))"),
    "how near circles come": (
        [sizes.least_apart(count, rims, TOKENS["strike"]["apart"]) for count in (2, 9, 80) for rims in (0, 14, 40)],
        "[2, 9, 80].flatMap((n) => [0, 14, 40].map((rims) => sizes.leastApart(n, rims, style.strike.apart)))",
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


@pytest.mark.parametrize("first", [False, True])
def test_both_look_for_a_names_place_in_the_same_spots_in_the_same_order_at_the_same_cost(first):
    dot, gap, high = (120.5, 80.25), 5.5, 13
    program = f"""
        const look = {json.dumps(TOKENS["label"])};
        return layout.spotsAround({list(dot)}, {gap}, {high}, {json.dumps(first)}, look).map((spot) => [
            spot.x, spot.y, spot.cost, ...layout.boxOf(spot, 40, {high}), ...(spot.leader || []).flat(),
        ]);
    """
    screen = in_client(program, layout="draw/layout.js")
    paper = [
        [spot.x, spot.y, spot.cost, *spot.box(40, high), *(each for end in spot.leader or () for each in end)]
        for spot in labels.spots_around(dot, gap, high, first=first)
    ]
    assert [len(spot) for spot in screen] == [len(spot) for spot in paper]
    assert all(one == pytest.approx(other) for one, other in zip(screen, paper, strict=True))


def test_both_break_a_sides_name_in_the_same_two_lines():
    names = ["government-held", "Turkish-backed", "one two three four", "single", "a b"]
    screen = in_client(f"return {json.dumps(names)}.map(names.twoLines);", names="draw/side_names.js")
    assert screen == [two_lines(name) or None for name in names]


def test_both_leave_as_much_of_a_tint_where_what_is_assessed_ends():
    some = (Fade(0, 400.0, 520.0), Fade(1, 300.0, 260.0))
    told = [{"axis": "xy"[fade.axis], "from": fade.start, "to": fade.end} for fade in some]
    points = [(x, y) for x in (0, 400, 430, 519, 700) for y in (0, 260, 275, 300, 480)]
    program = f"return {json.dumps(points)}.map(([x, y]) => edge.tintLeft({json.dumps(told)}, x, y));"
    x, y = np.array(points, dtype=float).T
    assert in_client(program, edge="draw/unassessed.js") == pytest.approx(unassessed.tint_left(some, x, y))


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


@pytest.mark.thorough
@pytest.mark.parametrize("faint", [False, True], ids=["strong", "faint"])
@pytest.mark.parametrize("zoom", [7.5, 9.0, 11.0])
def test_both_draw_the_same_flows_as_arrows_and_leave_the_same_to_words(zoom, faint, snapshot):
    flows = print_symbols.symbols(snapshot.events, replace(EVERYTHING, start=FIRST_DAY)).flows
    view = view_of(snapshot.events, Query(lat=36.2, lon=36.7, zoom=zoom), "view", (0.0, 0.0, 900.0, 600.0))
    columns = ["origin_lat", "origin_lon", "lat", "lon", "bend", "loose_from", "loose_to", "persons"]
    left, top = view.xy([-180.0], [0.0])[0] - [0.0, 0.5 * view.scale]
    program = f"""
        const context = {{ style: {json.dumps(TOKENS)}, symbol_scale: {view.symbol_scale} }};
        const flows = {flows[columns].to_json(orient="records")};
        const items = flows.map((flow, i) => ({{ flow, i, persons: flow.persons }}));
        const view = {{
            zoom: {view.zoom},
            point(lat, lon) {{
                const [x, y] = geometry.mercator(lat, lon);
                return [x * {view.scale} + {left}, y * {view.scale} + {top}];
            }},
        }};
        const {{ arrows: drawn, short }} = arrows.arrange(items, view, context, {json.dumps(faint)});
        return [drawn.map(({{ item }}) => item.i), short.map(({{ i }}) => i)];
    """
    drawn, short = in_client(program, arrows="layers/flow_arrows.js", geometry="draw/geometry.js")
    numbered = flows.assign(i=np.arange(len(flows)))
    found = print_flows.arrange(view, numbered, faint=faint)
    assert found.drawn["i"].tolist() == drawn
    assert found.short["i"].tolist() == short
    assert len(drawn) + len(short) <= len(flows)
    assert drawn
