"""A legend on a sheet of its own: beside the map of a slide, and once for all the maps of a file."""

from __future__ import annotations

from matplotlib.figure import Figure

from lib.print import panel as print_panel
from lib.print.legend import Legend
from lib.print.page import Page
from lib.print.panel import Block, stacked
from lib.print.sheet import Sheet

_MM: float = 25.4 / 72
LETTERS: float = 11.5
"""Size of a legend's words at their full size, layout pixels."""


def drawn_key(legend: Legend, width: float, columns: int, points: float, sheet: Sheet) -> tuple[Figure, float]:
    """Draw a legend just as high as it is.

    Args:
        legend: What it names.
        width: Its width, points.
        columns: How many columns it has.
        points: Size of its words.
        sheet: Scale and dots an inch of the map that it explains.

    Returns:
        The figure, and its height in points.
    """
    measured, _block = _page(legend, width, 1.0, columns, points, sheet)
    height = _block.height * measured.pt(1.0)
    page, block = _page(legend, width, max(height, 1.0), columns, points, sheet)
    block.draw(0.0, 0.0)
    return page.figure, height


def _page(  # noqa: PLR0913, PLR0917 - a legend, its room and its size
    legend: Legend, width: float, height: float, columns: int, points: float, sheet: Sheet
) -> tuple[Page, Block]:
    page = Page(Sheet(width * _MM, height * _MM, "mm", sheet.dpi, scale=sheet.scale, least=sheet.least))
    factor = points / page.pt(LETTERS)
    room = page.width
    blocks = [print_panel.legend(page, legend.entries, room, columns, factor)] if legend.entries else []
    return page, stacked([*blocks, *print_panel.notes(page, legend.notes, room, factor)])
