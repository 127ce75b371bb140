"""The text of a story's step in a column of paper or of a slide: in the largest size in which all of it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lib.print.fonts import REGULAR, wrapped
from lib.stories.markdown import Block

GAP: Final = 0.45
"""Room after a paragraph, and the indent of an item is as much twice; in sizes of letters."""
MORE: Final = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Part:
    """A paragraph or item as lines.

    Attributes:
        block: What it is of.
        lines: As they are broken.
        indent: How far the lines stand in, points.
        whole: Whether all of the block is there.
    """

    block: Block
    lines: tuple[str, ...]
    indent: float
    whole: bool = True

    @property
    def written(self) -> str:
        """Its words as one text, with its mark."""
        text = self.block.text if self.whole else " ".join(self.lines)
        return f"{self.block.marker} {text}".strip()


@dataclass(frozen=True)
class Fitted:
    """A text laid into a column.

    Attributes:
        points: Size of its letters.
        leading: Height of a line, in sizes of letters.
        parts: Its paragraphs and items.
        whole: Whether all of the text is there.
    """

    points: float
    leading: float
    parts: tuple[Part, ...]
    whole: bool

    @property
    def gap(self) -> float:
        """Room after each part, points."""
        return GAP * self.points

    @property
    def height(self) -> float:
        """Height of all of it, points."""
        return sum(len(part.lines) * self.leading * self.points + self.gap for part in self.parts)


def fit(blocks: Sequence[Block], sizes: Sequence[float], room: float, height: float, leading: float) -> Fitted:
    """Lay text into a column.

    Args:
        blocks: The text.
        sizes: Sizes of letters that it may have, points, the largest first.
        room: Width of the column, points.
        height: Its height, points.
        leading: Height of a line, in sizes of letters.

    Returns:
        The text in the first size in which it fits; in the smallest, and cut, where it fits in none.
    """
    for size in sizes:
        laid = Fitted(size, leading, tuple(_part(block, size, room) for block in blocks), whole=True)
        if laid.height <= height:
            return laid
    return _cut(laid, height)


def _part(block: Block, size: float, room: float) -> Part:
    indent = size * GAP * 2 * (block.depth + bool(block.marker or block.depth))
    return Part(block, tuple(wrapped(block.text, REGULAR, size, room - indent)), indent)


def _cut(laid: Fitted, height: float) -> Fitted:
    """Return as many lines as fit, the last of which says that there is more."""
    left, parts = height, list[Part]()
    for part in laid.parts:
        fits = int((left - laid.gap) / (laid.leading * laid.points))
        if fits > 0:
            parts.append(replace(part, lines=part.lines[:fits]))
        if fits < len(part.lines):
            break
        left -= len(part.lines) * laid.leading * laid.points + laid.gap
    if parts:
        *lines, last = parts[-1].lines
        parts[-1] = replace(parts[-1], lines=(*lines, f"{last[:-1].rstrip()}{MORE}"), whole=False)
    return Fitted(laid.points, laid.leading, tuple(parts), whole=False)
