"""The flows of the printed map: curved, tapered arrows, paler towards an end that stands for an area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox

from lib.geography import places
from lib.maps.sizes import drawn_flow_width, flow_width
from lib.maps.style import TOKENS
from lib.print.arrows import Arrows, arrows
from lib.print.page import ExactImage, Page, corners, outlines
from lib.print.patterns import hatched
from lib.print.view import Floats, View
from lib.text import between, enumerated, number
from lib.text.map_words import map_words

_MIDDLE: Final = 11
"""Which point of an arrow's middle line is its middle."""


@dataclass(frozen=True)
class Arranged:
    """Flows as a view shows them, as the web map has it in ``client/layers/flow_arrows.js``.

    Attributes:
        drawn: Those that are arrows, from below.
        short: Those that are too short for one, most persons first.
    """

    drawn: pd.DataFrame
    short: pd.DataFrame


def arrange(view: View, flows: pd.DataFrame, *, faint: bool = False) -> Arranged:
    """Choose which flows are arrows: long enough, and none that would lie on a wider one to the same point.

    Of those of the days before the range one to a point is enough: they say only where people went.

    Args:
        view: Where the map looks.
        flows: Flows with persons and bend, from below.
        faint: Whether they are of the days before the range.
    """
    look = TOKENS["flow"]
    order = np.argsort(-flows["persons"].fillna(-1).to_numpy(dtype=np.float64), kind="stable")
    start, end, width = _ends(view, flows, faint=faint)
    long = np.hypot(*(end - start).T) >= look["least_length"]
    lines = _middle_lines(start, end, flows, width)
    kept: list[int] = []
    for one in order[long[order]].tolist():
        near = [other for other in kept if math.dist(end[one], end[other]) <= look["together"]["end"]]
        middle = shapely.Point(lines[one, _MIDDLE])
        reach = math.inf if faint else width[one] / 2 + look["together"]["gap"]
        if not any(shapely.LineString(lines[other]).distance(middle) - width[other] / 2 < reach for other in near):
            kept.append(one)
    return Arranged(flows.iloc[sorted(kept)], flows.iloc[order[~long[order]]])


def _ends(view: View, flows: pd.DataFrame, *, faint: bool) -> tuple[Floats, Floats, Floats]:
    """Return both ends of arrows in layout pixels, shape (n, 2), and their widths, shape (n,)."""
    look = TOKENS["flow"]
    bare = flows["persons"].isna().to_numpy()
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy(dtype=bool)
    width = drawn_flow_width(flow_width(flows["persons"].fillna(0)) * view.symbol_scale, loose, view.zoom)
    if faint:
        width = np.minimum(width, look["faint"]["most_width"])
    width = np.where(bare, look["direction_only"]["width"], width)
    return view.xy(flows["origin_lon"], flows["origin_lat"]), view.xy(flows["lon"], flows["lat"]), width


def _middle_lines(start: Floats, end: Floats, flows: pd.DataFrame, width: Floats) -> Floats:
    """Return the middle lines of arrows with their tips, shape (n, 24, 2)."""
    if flows.empty:
        return np.empty((0, 24, 2))
    spine = arrows(start, end, flows["bend"].to_numpy(), width).spine
    lines: Floats = np.concatenate([spine, end[:, None]], axis=1)
    return lines


def too_short(view: View, short: pd.DataFrame) -> str:
    """Say which flows that end in the view are too short for an arrow, the largest by number; "" where none is."""
    seen = short.loc[view.sees(view.xy(short["lon"], short["lat"]))] if len(short) else short
    if seen.empty:
        return ""
    words, given = map_words(), seen.loc[seen["persons"].notna()].head(TOKENS["flow"]["most_named"])
    named = [
        words["flow_short"].format(n=between(low, high), place=places.local(place))
        for place, low, high in given[["place", "low", "high"]].itertuples(index=False)
    ]
    rest = number(len(seen) - len(given))
    if named and len(seen) > len(given):
        named.append(words["cluster_more"].format(n=rest))
    kind = "flows_short" if named else "flows_short_bare"
    text: str = words[kind].format(list=enumerated(named), n=rest)
    return text


def draw_flows(page: Page, view: View, flows: pd.DataFrame, *, faint: bool = False) -> None:
    """Draw curved, tapered arrows; thin and dashed where only the direction is reported.

    Args:
        page: The sheet.
        view: Where the map looks.
        flows: Those that :func:`arrange` draws.
        faint: Whether they are of the days before the range.
    """
    if flows.empty:
        return
    look = _look(faint=faint)
    bare = flows["persons"].isna().to_numpy()
    start, end, width = _ends(view, flows, faint=faint)
    shapes = arrows(start, end, flows["bend"].to_numpy(), width)
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy() & ~bare
    draw_directions(page, shapes.only(bare), look)
    for at in np.flatnonzero(~bare):
        faded = (bool(flows["loose_from"].iloc[at]), bool(flows["loose_to"].iloc[at]))
        draw_arrow(page, shapes.only(np.arange(len(bare)) == at), faded if loose[at] else None, look)


def _look(*, faint: bool) -> dict[str, Any]:
    """Return the look of arrows: strong, or faint for the days before the range."""
    look: dict[str, Any] = TOKENS["flow"]
    return look | look["faint"] if faint else look


def draw_modelled(page: Page, view: View, flows: pd.DataFrame) -> None:
    """Draw the flows that were modelled and that nobody reported, largest first; never among the reported ones."""
    if flows.empty:
        return
    width = flow_width(flows["persons"]) * view.symbol_scale
    start, end = view.xy(flows["origin_lon"], flows["origin_lat"]), view.xy(flows["lon"], flows["lat"])
    modelled(page, arrows(start, end, flows["bend"].to_numpy(), width))


def modelled(page: Page, shapes: Arrows) -> None:
    """Draw modelled arrows: paler, hatched and with a broken edge; the legend draws the same."""
    look = TOKENS["modelled"]
    # The pattern's step is across its lines, that of ``hatched`` along an edge.
    pen = {"colour": look["colour"], "opacity": look["opacity"], "width": look["hatch"]["width"]}
    pen["step"] = look["hatch"]["step"] * math.sqrt(2)
    for outline in shapes.outline:
        path = outlines(outline[None])
        page.fill(path, TOKENS["paper"], look["hatch"]["ground_opacity"] * look["opacity"])
        hatched(page, path, "hatch", pen)
        page.stroke(path, {"colour": look["colour"], **look["edge"]})


def draw_directions(page: Page, shapes: Arrows, look: dict[str, Any] | None = None) -> None:
    """Draw arrows without a number; ``look`` where they are not strong."""
    look = look or TOKENS["flow"]
    bare = look["direction_only"]
    page.stroke(outlines(shapes.spine, closed=False), {"colour": look["colour"], **bare})
    edge = {"colour": look["edge"], "width": bare["edge_width"]} if bare["edge_width"] else None
    page.fill(outlines(shapes.head), look["colour"], bare["head_opacity"], pen=edge)


def draw_arrow(
    page: Page, shape: Arrows, faded: tuple[bool, bool] | None = None, look: dict[str, Any] | None = None
) -> None:
    """Draw one arrow with a number; ``faded`` says which of its ends stands for an area, ``look`` if it is faint."""
    look = look or TOKENS["flow"]
    path = outlines(shape.outline)
    if look["edge_width"]:
        opacity = look["faded"]["edge_opacity"] if faded else 1.0
        page.stroke(path, {"colour": look["edge"], "width": 2 * look["edge_width"], "opacity": opacity})
    if faded is None:
        page.fill(path, look["colour"], look["opacity"])
        return
    _fade(page, path, shape, faded, look)
    pen = {"colour": look["colour"], "width": look["faded"]["width"], "dash": look["faded"]["dash"]}
    page.stroke(path, pen | {"opacity": look["rim_opacity"]})


def _fade(page: Page, path: Path, shape: Arrows, faded: tuple[bool, bool], look: dict[str, Any]) -> None:
    """Fill an arrow with its colour, paler towards an end that stands for an area."""
    (left, top), (right, bottom) = corners(path).min(axis=0), corners(path).max(axis=0)
    rows, columns = (int(min(max(size / 2, 8), 160)) for size in (bottom - top, right - left))
    y, x = np.meshgrid(np.linspace(top, bottom, rows), np.linspace(left, right, columns), indexing="ij")
    start, along = shape.spine[0, 0], shape.head[0, 1] - shape.spine[0, 0]
    way = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(float(along @ along), 1e-9)
    pale = look["faded"]
    stops = [
        pale["origin"] if faded[0] else 1.0,
        pale["middle"] if all(faded) else 1.0,
        pale["end"] if faded[1] else 1.0,
    ]
    red, green, blue = (int(look["colour"][i : i + 2], 16) for i in (1, 3, 5))
    ink = np.empty((rows, columns, 4), dtype=np.uint8)
    ink[..., :3] = red, green, blue
    ink[..., 3] = np.round(255 * look["opacity"] * np.interp(way, [0.0, 0.5, 1.0], stops))
    box = TransformedBbox(Bbox([[left, bottom], [right, top]]), page.transform)
    picture = ExactImage(box, interpolation="bilinear", origin="upper")
    picture.set_data(ink)
    page.add(picture, path)


def spines(view: View, flows: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return the middle lines of the arrows in layout pixels, for what has to keep clear of them."""
    if flows.empty:
        return np.empty(0, dtype=object)
    start, end = view.xy(flows["origin_lon"], flows["origin_lat"]), view.xy(flows["lon"], flows["lat"])
    lines: npt.NDArray[np.object_] = shapely.linestrings(
        arrows(start, end, flows["bend"].to_numpy(), np.ones(len(flows))).spine
    )
    return lines
