"""The index of a presentation of many views: an entry each, with the number of its slide, to which it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.util import Pt

from lib.exports.slide_page import BLANK_LAYOUT, HEIGHT, INK, PAD, QUIET, WIDTH, write_text
from lib.text import _, number

ROWS: Final = 20
"""Entries of a slide."""
ROW: Final = 20.0
SIZE, HEAD = 13.0, 22.0
TOP: Final = PAD + HEAD * 1.6
NUMBER: Final = 60.0
"""Width of the numbers of pages, points."""


def slides_of(entries: int) -> int:
    """Return how many slides an index takes."""
    return -(-entries // ROWS)


def add_slides(made: Any, title: str, names: Sequence[str], missing: Sequence[str]) -> list[Any]:
    """Add the slides of an index to a presentation without any; return the shapes that are to lead to the others.

    Args:
        made: The presentation.
        title: What it is called.
        names: An entry for each slide that follows.
        missing: What could not be made.
    """
    before = slides_of(len(names) + len(missing))
    rows = [(name, number(before + at)) for at, name in enumerate(names, 1)]
    rows += [(_("{view}: could not be made").format(view=name), "") for name in missing]
    shapes = []
    for at in range(0, len(rows), ROWS):
        slide = made.slides.add_slide(made.slide_layouts[BLANK_LAYOUT])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = Pt(PAD), Pt(PAD), Pt(WIDTH - 2 * PAD), Pt(HEAD * 1.4)
        write_text(head.text_frame, title, HEAD, INK, bold=True)
        for row, (name, page) in enumerate(rows[at : at + ROWS]):
            top = TOP + row * ROW
            box = slide.shapes.add_textbox(Pt(PAD), Pt(top), Pt(WIDTH - 3 * PAD - NUMBER), Pt(ROW))
            write_text(box.text_frame, name, SIZE, INK)
            edge = slide.shapes.add_textbox(Pt(WIDTH - PAD - NUMBER), Pt(top), Pt(NUMBER), Pt(ROW))
            write_text(edge.text_frame, page, SIZE, QUIET)
            shapes.append(box)
    assert TOP + ROWS * ROW < HEIGHT
    return shapes[: len(names)]


def lead(shapes: Sequence[Any], slides: Sequence[Any]) -> None:
    """Have each entry lead to its slide."""
    for shape, slide in zip(shapes, slides, strict=False):
        shape.click_action.target_slide = slide
