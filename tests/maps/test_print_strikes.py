"""Strikes on paper: circles, clusters and density by the rules of the browser, and none of them loses a strike."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from matplotlib.path import Path

from lib.events.query import SYMBOLS
from lib.maps.style import TOKENS
from lib.print import strikes as print_strikes
from lib.print.page import Page
from lib.print.sheet import SHEETS
from lib.print.view import WHOLE, fitted
from tests.client.from_python import in_client

VIEW = fitted((0.0, 0.0, 1200.0, 800.0), WHOLE)
NEAR = fitted((0.0, 0.0, 1200.0, 800.0), (36.4, 35.6, 36.9, 35.95))


def places(count=90, seed=4):
    """Places struck: strikes, coarse and a point, those of most strikes first."""
    dice = np.random.default_rng(seed)
    strikes = np.sort(dice.integers(1, 20, count))[::-1]
    coarse = np.minimum(dice.choice([0, 0, 1, 30], count), strikes)
    points = gpd.points_from_xy(dice.uniform(36.1, 37.1, count), dice.uniform(35.4, 36.5, count))
    return gpd.GeoDataFrame({"strikes": strikes, "coarse": coarse}, geometry=points, crs="EPSG:4326")


def items_of(frame):
    """The places of a frame as the client counts them."""
    return [
        {"place": {"lat": point.y, "lon": point.x}, "count": int(n), "coarse": int(coarse), "worst": 1}
        for n, coarse, point in zip(frame["strikes"], frame["coarse"], frame.geometry, strict=True)
    ]


def browser(frame, view, program, earlier=None):
    """Run ``program`` in Node with the items of one or two frames, the style, and a view that lays points alike."""
    items, older = items_of(frame), [] if earlier is None else items_of(earlier)
    left, top = view.xy([-180.0], [0.0])[0] - [0.0, 0.5 * view.scale]
    cell = TOKENS["density"]["cell"]
    low = [view.left - cell, view.top - cell]
    high = [view.left + view.width + cell, view.top + view.height + cell]
    modules = {
        "geometry": "draw/geometry.js",
        "merging": "layers/strike_merge.js",
        "density": "layers/strike_density.js",
    }
    return in_client(f"""
        const style = {json.dumps(TOKENS)};
        const items = {json.dumps(items)};
        const older = {json.dumps(older)};
        const view = {{
            scale: {view.scale},
            min: {{ x: {low[0]}, y: {low[1]} }},
            max: {{ x: {high[0]}, y: {high[1]} }},
            point(lat, lon) {{
                const [x, y] = geometry.mercator(lat, lon);
                return [x * {view.scale} + {left}, y * {view.scale} + {top}];
            }},
        }};
        {program}
    """, **modules)  # fmt: skip


@pytest.mark.parametrize("view", [VIEW, NEAR], ids=["whole", "near"])
@pytest.mark.parametrize("symbols", SYMBOLS)
@pytest.mark.parametrize("seed", range(3))
def test_paper_draws_the_circles_and_rings_that_the_browser_draws(view, symbols, seed):
    frame, earlier = places(seed=seed), places(count=140, seed=seed + 10)
    found = browser(
        frame,
        view,
        f"""const context = {{ style, symbol_scale: {view.symbol_scale}, state: {{ symbols: "{symbols}" }} }};
            const now = {{ strikes: items, earlier: {{ days: {{}}, strikes: older, flows: [] }} }};
            const {{ circles, rings }} = merging.marksOf({{ context, now }}, view);
            const told = (all) => all.map(({{ x, y, count, coarse, rim }}) => [x, y, count, coarse, rim]);
            return [told(circles), told(rings)];""",
        earlier,
    )
    what = print_strikes.struck(view, frame, symbols, earlier)
    rims = what.faint.radii + TOKENS["strike"]["faint"]["width"] / 2
    for mine, theirs in zip((what.every, replace(what.faint, radii=rims)), found, strict=True):
        drawn = [[*at, count, coarse, rim] for at, rim, count, coarse in mine]
        assert np.array(sorted(drawn)) == pytest.approx(np.array(sorted(theirs)), abs=1e-6)
    assert view is NEAR or len(found[0]) < len(frame)


@pytest.mark.parametrize("symbols", SYMBOLS)
@pytest.mark.parametrize("seed", range(3))
def test_no_circle_of_a_picture_touches_another_nor_a_ring(symbols, seed):
    what = print_strikes.struck(VIEW, places(seed=seed), symbols, places(count=140, seed=seed + 10))
    rims = what.faint.radii + TOKENS["strike"]["faint"]["width"] / 2
    at = np.concatenate([what.every.centres, what.faint.centres])
    reach = np.concatenate([what.every.radii, rims])
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    between = away - reach[:, None] - reach[None]
    np.fill_diagonal(between, np.inf)
    assert len(what.faint.count)
    assert between.min() >= TOKENS["strike"]["apart"]["gap"] - 1e-9


@pytest.mark.thorough
@pytest.mark.parametrize("view", [VIEW, NEAR], ids=["whole", "near"])
def test_paper_lays_the_density_that_the_browser_lays(view):
    frame = places()
    found = browser(
        frame,
        view,
        """const { wide, high, values } = density.densities(items, view, style.density);
            return [wide, high, [...values]];""",
    )
    wide, high, values = found
    mine = print_strikes.surface(
        view, view.points(frame), frame.geometry.y.to_numpy(), frame["strikes"].to_numpy(dtype=np.int64)
    )
    assert mine.shape == (high, wide)
    # The browser counts in single precision.
    assert mine == pytest.approx(np.array(values).reshape(high, wide), rel=1e-4, abs=1e-4)
    assert mine.max() > TOKENS["density"]["breaks"][-1]


@pytest.mark.parametrize("symbols", SYMBOLS)
def test_no_way_of_drawing_loses_a_strike(symbols):
    frame = places()
    what = print_strikes.struck(VIEW, frame, symbols)
    drawn = int(what.alone.count.sum() + what.merged.count.sum())
    fine = frame["strikes"] - frame["coarse"]
    if symbols == "density":
        assert drawn == frame["coarse"].sum()
        assert len(what.dots) == (fine > 0).sum()
        km2 = (TOKENS["density"]["cell"] / VIEW.km) ** 2
        assert what.surface.sum() / 100 * km2 == pytest.approx(fine.sum(), rel=0.02)
    else:
        assert drawn == frame["strikes"].sum()
        assert int(what.every.coarse.sum()) == frame["coarse"].sum()
    assert (len(what.merged.count) > 0) == (symbols == "clusters")


def inside(path, at):
    """Whether a point lies in a path and in no hole of it."""
    return sum(Path(ring).contains_point(at) for ring in path.to_polygons()) % 2 == 1


def test_each_point_of_a_density_lies_in_the_class_of_its_value():
    frame = places()
    surface = print_strikes.struck(VIEW, frame, "density").surface
    paths = print_strikes.classes(VIEW, surface)
    cell = TOKENS["density"]["cell"]
    breaks = [*TOKENS["density"]["breaks"], np.inf]
    dice = np.random.default_rng(1)
    for row, column in zip(*(dice.integers(1, size - 1, 200) for size in surface.shape), strict=True):
        at = (VIEW.left + (column - 0.5) * cell, VIEW.top + (row - 0.5) * cell)
        value = surface[row, column]
        wanted = [low <= value < high for low, high in itertools.pairwise(breaks)]
        assert [inside(path, at) for path in paths] == wanted, value


def strokes(coarse, count):
    """What is stroked of one circle with a radius of 20: points from its middle, and whether dashed."""
    page = Page(SHEETS["1080p"])
    print_strikes.circle(page, np.array([100.0, 100.0]), 20.0, count, coarse)
    return [
        (np.asarray(patch.get_path().vertices) - 100.0, patch.get_linestyle() == "--", patch.get_facecolor()[3])
        for patch in page.figure.artists
        if hasattr(patch, "get_path")
    ]


def arc_of(coarse, count):
    """The angle that the arc of a circle covers, clockwise from the top in degrees; 0 without one."""
    look = TOKENS["strike"]
    away = 20 + look["arc_gap"] + look["arc_width"] / 2
    arcs = [points for points, _d, _o in strokes(coarse, count) if np.allclose(np.hypot(*points.T), away)]
    if not arcs:
        return 0.0
    angles = np.unwrap(np.arctan2(arcs[-1][:, 0], -arcs[-1][:, 1]))
    assert angles[0] == pytest.approx(0)
    return float(np.degrees(angles[-1]))


@pytest.mark.parametrize(
    ("coarse", "count", "degrees"), [(0, 18, 0), (1, 18, 36), (3, 9, 120), (1, 2, 180), (8, 9, 320), (4, 4, 0)]
)
def test_the_arc_around_a_circle_is_the_share_of_its_coarse_strikes(coarse, count, degrees):
    assert arc_of(coarse, count) == pytest.approx(degrees)


def test_only_a_circle_of_coarse_strikes_alone_is_pale():
    look = TOKENS["strike"]
    fills = [max(opacity for _points, _dashed, opacity in strokes(coarse, 4)) for coarse in (0, 1, 3, 4)]
    assert fills == pytest.approx([look["opacity"]] * 3 + [look["coarse_fill_opacity"]])
