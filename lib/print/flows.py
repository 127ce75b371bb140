"""The flows of the printed map: curved, tapered arrows, paler towards an end that stands for an area."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox

from lib.maps.sizes import flow_width
from lib.maps.style import TOKENS
from lib.print.arrows import Arrows, arrows
from lib.print.control import hatched
from lib.print.page import Page, corners, outlines
from lib.print.view import View


def draw_flows(page: Page, view: View, flows: pd.DataFrame) -> None:
    """Draw curved, tapered arrows; thin and dashed where only the direction is reported."""
    if flows.empty:
        return
    look = TOKENS["flow"]
    bare = flows["persons"].isna().to_numpy()
    width = flow_width(flows["persons"].fillna(0)) * view.symbol_scale
    width[bare] = look["direction_only"]["width"]
    start = view.xy(flows["origin_lon"], flows["origin_lat"])
    end = view.xy(flows["lon"], flows["lat"])
    shapes = arrows(start, end, flows["bend"].to_numpy(), width)
    loose = (flows["loose_from"] | flows["loose_to"]).to_numpy() & ~bare
    draw_directions(page, shapes.only(bare))
    for at in np.flatnonzero(~bare):
        faded = (bool(flows["loose_from"].iloc[at]), bool(flows["loose_to"].iloc[at]))
        draw_arrow(page, shapes.only(np.arange(len(bare)) == at), faded if loose[at] else None)


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


def draw_directions(page: Page, shapes: Arrows) -> None:
    """Draw arrows without a number."""
    look = TOKENS["flow"]
    page.stroke(outlines(shapes.spine, closed=False), {"colour": look["colour"], **look["direction_only"]})
    edge = {"colour": look["edge"], "width": look["direction_only"]["edge_width"]}
    page.fill(outlines(shapes.head), look["colour"], pen=edge)


def draw_arrow(page: Page, shape: Arrows, faded: tuple[bool, bool] | None = None) -> None:
    """Draw one arrow with a number; ``faded`` says which of its ends stands for an area."""
    look = TOKENS["flow"]
    path = outlines(shape.outline)
    rim = {
        "colour": look["edge"],
        "width": 2 * look["edge_width"],
        "opacity": look["faded"]["edge_opacity"] if faded else 1.0,
    }
    page.stroke(path, rim)
    if faded is None:
        page.fill(path, look["colour"], look["opacity"])
        return
    _fade(page, path, shape, faded)
    page.stroke(path, {"colour": look["colour"], "width": look["faded"]["width"], "dash": look["faded"]["dash"]})


def _fade(page: Page, path: Path, shape: Arrows, faded: tuple[bool, bool]) -> None:
    """Fill an arrow with its colour, paler towards an end that stands for an area."""
    look = TOKENS["flow"]
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
    picture = BboxImage(box, interpolation="bilinear", origin="upper")
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
