"""The map as colour-blind readers and a bad copier have it: sides, strikes, flows stay apart in pixels of a picture.

A picture is drawn once without a layer and once with it: what differs is the layer. All is drawn without words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from scipy import ndimage

from lib.config.crisis import CRISIS
from lib.events.query import LAST_DAY, Query
from lib.events.store import current
from lib.maps.style import TOKENS
from lib.print.drawing import draw, named
from tests.maps import colours

WEST, SOUTH, EAST, NORTH = (
    CRISIS.fades.get(edge, (at, at))[0]
    for edge, at in zip(("west", "south", "east", "north"), CRISIS.boxes.region, strict=True)
)
"""Where all is assessed, and no tint fades."""
pytestmark = pytest.mark.thorough
QUIET = Query(
    start=LAST_DAY,
    end=LAST_DAY,
    lat=(SOUTH + NORTH) / 2,
    lon=(WEST + EAST) / 2,
    zoom=9.4,
)
"""All sides, on a day on which no ground passed."""
WEEK = replace(QUIET, start=LAST_DAY - timedelta(28), end=LAST_DAY - timedelta(22))
"""Seven days of strikes and of people who moved."""
SHEET = replace(named("1080p"), extent="view", figures=False)
SIDES = tuple(side.id for side in CRISIS.sides)
MARKS = {"strikes": {"strikes"}, "flows": {"flows"}, "sites": {"camps", "crossings"}}

CHANGED = 6 / 255
"""How much a channel differs where something was drawn."""
MARK = 3.0
"""Contrast that WCAG 2 asks of marks."""
NOTICED = 4.6
"""CIE76 units between two areas side by side: two just noticeable differences. The pattern has to tell the rest."""
PATTERNED = 1.0
"""How much the lightness (0 to 100) of one pattern varies more, along rows, columns or at all, than that of another."""
UNLIKE = 20.0
"""CIE76 units between two kinds of mark."""
WINDOW = 5
"""Steps of a pattern across a piece of ground that is looked at."""
COLOUR_BLIND = [sight for sight in colours.SIGHTS if sight != "grey"]


class Pictures:
    """Pictures of the map's part of a sheet without its words, as linear light, shape (rows, columns, 3)."""

    def __init__(self) -> None:
        self.snapshot = current()
        self.bare = self.drawn(QUIET, frozenset())
        self.side = {side: self.drawn(QUIET, frozenset({"control"}), side) for side in SIDES}
        self.held = self.drawn(WEEK, frozenset({"control"}))
        self.mark = {name: self.drawn(WEEK, frozenset({"control", *on})) for name, on in MARKS.items()}
        self.ground = {side: self.changed(picture, self.bare) for side, picture in self.side.items()}

    def drawn(self, query: Query, layers: frozenset[str], side: str = "") -> np.ndarray:
        asked = replace(query, layers=layers, controllers=frozenset({side} if side else ()))
        drawing = draw(self.snapshot, asked, SHEET)
        for text in drawing.texts:
            text.set_visible(False)
        drawing.figure.canvas.draw()
        pixels = np.asarray(drawing.figure.canvas.buffer_rgba())[..., :3] / 255
        left, bottom, right, top = (round(edge) for edge in drawing.map)
        high = len(pixels)
        return colours.linear(pixels[high - top + 2 : high - bottom - 2, left + 2 : right - 2])

    @staticmethod
    def changed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return (np.abs(one ** (1 / 2.2) - other ** (1 / 2.2)) > CHANGED).any(axis=-1)

    def tint(self, side: str, sight: str) -> np.ndarray:
        """The colour that most of a side's ground has, linear light."""
        return np.median(colours.seen(self.side[side][self.ground[side]], sight), axis=0)

    def of_mark(self, name: str, sight: str) -> np.ndarray:
        """The pixels of a kind of mark, linear light, shape (n, 3)."""
        return colours.seen(self.mark[name][self.changed(self.mark[name], self.held)], sight)

    def pattern(self, side: str, sight: str) -> np.ndarray:
        """How the lightness of a side's ground varies: from row to row, from column to column, and from dot to dot.

        The middle of many pieces of ground, so that a road in some of them counts for nothing.
        """
        size = round(WINDOW * TOKENS["control"]["pattern_step"] * SCALE)
        whole = ndimage.minimum_filter(self.ground[side], size=size + 8, mode="constant")
        middles = np.argwhere(whole)
        assert len(middles), f"no whole piece of ground of {side}"
        light = colours.lab(colours.seen(self.side[side], sight))[..., 0]
        light = light - colours.lab(colours.seen(self.bare, sight))[..., 0]
        found = []
        for row, column in middles[:: max(len(middles) // 60, 1)]:
            top, left = row - size // 2, column - size // 2
            piece = light[top : top + size, left : left + size]
            piece = piece - np.median(piece)
            found.append([piece.mean(axis=1).std(), piece.mean(axis=0).std(), piece.std()])
        return np.median(found, axis=0)


SCALE = 1.25
"""Dots of the sheet that a layout pixel has."""


@pytest.fixture(scope="module")
def pictures():
    return Pictures()


def neighbours(pictures):
    """Pairs of sides whose grounds touch in the picture."""
    near = {side: ndimage.maximum_filter(ground, size=9) for side, ground in pictures.ground.items()}
    return [pair for pair in combinations(SIDES, 2) if (near[pair[0]] & near[pair[1]]).sum() > 50]


def test_every_side_and_every_kind_of_mark_is_in_the_picture(pictures):
    assert {side: int(ground.sum()) for side, ground in pictures.ground.items() if ground.sum() < 5000} == {}
    assert {name for name in MARKS if len(pictures.of_mark(name, "full")) < 500} == set()
    assert len(neighbours(pictures)) >= len(SIDES) - 1


@pytest.mark.parametrize("sight", COLOUR_BLIND)
def test_sides_that_touch_can_be_told_by_tint_whoever_looks(pictures, sight):
    tints = {side: colours.lab(pictures.tint(side, sight)) for side in SIDES}
    apart = {pair: float(np.linalg.norm(tints[pair[0]] - tints[pair[1]])) for pair in neighbours(pictures)}
    assert {pair: round(found, 1) for pair, found in apart.items() if found < NOTICED} == {}


@pytest.mark.parametrize("sight", colours.SIGHTS)
def test_sides_that_touch_differ_in_pattern_without_any_colour(pictures, sight):
    patterns = {side: pictures.pattern(side, sight) for side in SIDES}
    apart = {pair: float(np.abs(patterns[pair[0]] - patterns[pair[1]]).max()) for pair in neighbours(pictures)}
    assert {pair: round(found, 2) for pair, found in apart.items() if found < PATTERNED} == {}, patterns


@pytest.mark.parametrize("sight", colours.SIGHTS)
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_stands_out_from_every_tint_by_its_darkest_part(pictures, name, sight):
    light = colours.luminance_of(pictures.of_mark(name, sight))
    dark = float(np.percentile(light, 10))
    grounds = {side: float(colours.luminance_of(pictures.tint(side, sight))) for side in SIDES}
    contrasts = {side: colours.ratio(dark, ground) for side, ground in grounds.items()}
    assert {side: round(found, 2) for side, found in contrasts.items() if found < MARK} == {}


def dark_parts(pictures, name, sight):
    """Where a kind of mark is dark enough to stand out from every tint."""
    drawn = pictures.changed(pictures.mark[name], pictures.held)
    light = colours.luminance_of(colours.seen(pictures.mark[name], sight))
    darkest = min(float(colours.luminance_of(pictures.tint(side, sight))) for side in SIDES)
    return drawn & ((darkest + 0.05) / (light + 0.05) >= MARK)


@pytest.mark.parametrize("sight", colours.SIGHTS)
def test_a_strike_is_filled(pictures, sight):
    drawn = pictures.changed(pictures.mark["strikes"], pictures.held)
    assert dark_parts(pictures, "strikes", sight).sum() >= 0.4 * drawn.sum()


@pytest.mark.parametrize("sight", COLOUR_BLIND)
def test_strikes_and_flows_differ_in_colour_whoever_looks(pictures, sight):
    strike, flow = (
        colours.lab(np.median(colours.seen(pictures.mark[name][dark_parts(pictures, name, sight)], sight), axis=0))
        for name in ("strikes", "flows")
    )
    assert float(np.linalg.norm(strike - flow)) >= UNLIKE


def roundness(drawn):
    """How much of the circle around it each piece of some pixels fills that is large enough to have a shape."""
    pieces, n = ndimage.label(drawn, structure=np.ones((3, 3)))
    found = []
    for number in range(1, n + 1):
        at = np.argwhere(pieces == number)
        if len(at) >= 60:
            reach = np.linalg.norm(at - at.mean(axis=0), axis=1).max() + 0.5
            found.append(len(at) / (np.pi * reach**2))
    return np.array(found)


def test_strikes_and_flows_differ_in_shape_without_any_colour(pictures):
    strikes = roundness(dark_parts(pictures, "strikes", "grey"))
    flows = roundness(pictures.changed(pictures.mark["flows"], pictures.held))
    assert min(len(strikes), len(flows)) >= 3
    assert np.median(strikes) >= 0.75
    assert np.median(flows) <= 0.45, flows
