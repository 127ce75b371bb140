"""The shields with the names of the highways."""

from __future__ import annotations

import numpy as np
import shapely

from lib.maps.style import TOKENS
from lib.print import ground as print_ground
from lib.print.fonts import BOLD
from lib.print.labels import Layout, overlap
from lib.print.page import Look, Page, rectangle
from lib.print.terrain import Rect
from lib.print.view import Floats, View


def shields(page: Page, layout: Layout, view: View) -> None:
    """Draw the names of the highways on their shields, some way apart."""
    look = TOKENS["shield"]
    text_look = Look(look["size"], look["text"], BOLD)
    done: list[Floats] = []
    for name, course in print_ground.highways(view):
        wide, high = text_look.width(name) + 8, look["size"] + 6
        for line in shapely.get_parts(np.atleast_1d(course)):
            if shapely.get_type_id(line) != 1:
                continue
            for at in shapely.get_coordinates(
                shapely.line_interpolate_point(line, np.arange(50.0, max(shapely.length(line), 51.0), 40.0))
            ):
                box = (at[0] - wide / 2, at[1] - high / 2, at[0] + wide / 2, at[1] + high / 2)
                if any(bool(np.hypot(*(at - other)) < 260) for other in done):  # noqa: PLR2004 - far enough to be read as one road
                    continue
                if not layout.free(box) or any(overlap(box, other) > 0 for other in layout.symbols):
                    continue
                done.append(at)
                layout.taken.append(box)
                shield(page, box, name)


def shield(page: Page, box: Rect, name: str) -> None:
    """Draw one shield; the legend draws the same."""
    look = TOKENS["shield"]
    pen = {"colour": look["edge"], "width": 1.0}
    page.fill(rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1]), look["fill"], pen=pen)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + look["size"] * 0.36)
    page.text(*middle, name, Look(look["size"], look["text"], BOLD), "center", role="label")
