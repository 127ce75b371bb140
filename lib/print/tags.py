"""What a PDF says of its structure: which part of a page is the title, the figure, a paragraph, in which order.

While a page is drawn, marks stand between its parts. In a PDF each opens a piece of marked content; on any other canvas
it draws nothing. :mod:`lib.exports.tagged` makes the tree of a file from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure

Role = Literal["H1", "H2", "P", "Figure"]
HEAD, MAP, BODY = 0, 1, 2
"""In which order the parts of a page are read, however they are drawn."""


@dataclass(frozen=True)
class Tag:
    """A part of a page.

    Attributes:
        role: What it is.
        words: What it shows, of a figure; blank where its text is in the page.
        rank: When it is read: one of the ranks above; parts of one rank follow each other as they are drawn.
    """

    role: Role = "P"
    words: str = ""
    rank: int = BODY


class Mark(Artist):
    """Where a part of a page begins and the one before ends; without a tag what follows says nothing, as a rule."""

    def __init__(self, tag: Tag | None, number: int) -> None:
        super().__init__()
        self.operators = b"/Artifact BMC" if tag is None else f"/{tag.role} <</MCID {number}>> BDC".encode()

    def draw(self, renderer: Any) -> None:
        """Write the mark where a PDF is drawn, and nothing anywhere else."""
        file = getattr(renderer, "file", None)
        if file is not None and hasattr(file, "currentstream"):
            file.write(b"EMC\n" + self.operators + b"\n")


def without_marks(figure: Figure) -> None:
    """Take the marks out of a figure that becomes a part of another page: there it is one figure as a whole."""
    for artist in [artist for artist in figure.artists if isinstance(artist, Mark)]:
        artist.remove()
