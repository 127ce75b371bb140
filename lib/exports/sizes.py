"""The sizes an export can be asked for by name."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from lib.print.sheet import SHEETS, SHORTEST_SIDE, Sheet

LIGHT: Final = Sheet(720, 960, figures=False, locator=False)
"""The picture in the page without scripts: as wide as a telephone's window at its own dots, legend below the map."""
MOVING: Final[dict[str, Sheet]] = {"720p": Sheet(1280, 720), "540p": Sheet(960, 540)}
_PREVIEW_DOTS: Final = 1_000_000
_THUMB_DOTS: Final = 230_000
"""Pixels of a preview and of a thumbnail: the picture itself, only smaller."""


def _smaller(sheet: Sheet, dots: int) -> Sheet:
    """Return the same picture in about so many pixels: paper at fewer dots an inch, a screen at fewer pixels."""
    width, height = sheet.pixels
    share = max(math.sqrt(dots / (width * height)), (SHORTEST_SIDE + 1) / min(width, height))
    if sheet.unit == "mm":
        return replace(sheet, dpi=sheet.dpi * share)
    return replace(sheet, width=round(sheet.width * share), height=round(sheet.height * share))


SIZES: Final[dict[str, Sheet]] = (
    SHEETS
    | MOVING
    | {f"{name}-preview": _smaller(sheet, _PREVIEW_DOTS) for name, sheet in SHEETS.items()}
    | {f"{name}-thumb": _smaller(sheet, _THUMB_DOTS) for name, sheet in SHEETS.items()}
)
"""Sizes by name: paper and screens, smaller ones for animations, and each as the preview and thumbnail of the page."""
