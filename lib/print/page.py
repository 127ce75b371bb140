"""The page under a printed map: a matplotlib figure measured in the layout pixels of the style tokens.

A layout pixel is a CSS pixel of the web map, enlarged with the sheet, so that a picture twice as large shows the same
map, not a map with half as large letters. Everything is added in drawing order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox, TransformedPath

from lib.maps.style import TOKENS, points
from lib.print import fonts as print_fonts
from lib.print.paths import circles, corners, outlines, path_of, rectangle
from lib.print.sheet import Sheet
from lib.print.tags import Mark, Tag
from lib.print.view import Floats

# Read while a figure is drawn, possibly in many threads: set once, never changed. Type 42 keeps the letters of a PDF
# as fonts, "none" keeps those of an SVG as text; the salt makes the names inside an SVG the same each time.
mpl.rcParams.update(
    {"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "idlib-situation-map", "text.hinting": "none"}
)

__all__ = ["Anchor", "Look", "Page", "Role", "circles", "corners", "outlines", "path_of", "rectangle"]

Anchor = Literal["left", "center", "right"]
Role = Literal["text", "label", "number"]
"""A text is a name on the map, the number inside a circle, or anything else."""
_LAYOUT_AREA: Final = 1536 * 864
"""Layout pixels of a 1920 x 1080 sheet; what the sizes of the tokens are comfortable on."""
_PAPER_SCALE: Final = 1.185
"""The smallest letters of a map, 11 layout pixels, have 8 points on A4."""
_LEAST_SCALE: Final = 0.72


class HaloText(Text):
    """Text on a rim of another colour. The rim is drawn as an outline, the text itself as text that can be copied."""

    halo: tuple[str, float, float] | None = None

    def draw(self, renderer: RendererBase) -> None:
        """Draw the rim, then the text."""
        if self.halo is not None and self.get_visible():
            colour, wide, opacity = self.halo
            self.set_path_effects([Stroke(linewidth=wide, foreground=colour, alpha=opacity, joinstyle="round")])
            super().draw(renderer)
            self.set_path_effects([])
        super().draw(renderer)


class ExactImage(BboxImage):
    """An image that has just the dots it is drawn on already: it is copied, not computed again."""

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Return the box in dots, its height positive: one measured downwards would turn the image upside down."""
        box = super().get_window_extent(renderer)
        return Bbox.from_extents(box.xmin, box.ymin, box.xmax, box.ymax)

    def make_image(
        self, renderer: RendererBase, magnification: float = 1.0, unsampled: bool = False
    ) -> tuple[npt.NDArray[np.uint8], float, float, Affine2D]:
        """Return the image, its lower left corner, and no further transform."""
        box = self.get_window_extent(renderer)
        dots = (round(box.height * magnification), round(box.width * magnification))
        pixels = np.asarray(self.get_array(), dtype=np.uint8)
        if pixels.shape[:2] != dots:
            resampled: tuple[npt.NDArray[np.uint8], float, float, Affine2D]
            resampled = super().make_image(renderer, magnification, unsampled)
            return resampled
        return pixels[::-1], box.x0, box.y0, Affine2D()


@dataclass(frozen=True)
class Look:
    """How a text looks: families of letters, size in layout pixels, colour, and width and opacity of its halo."""

    size: float
    colour: str = TOKENS["ink"]
    families: tuple[str, ...] = print_fonts.REGULAR
    halo: float = 0.0
    halo_opacity: float = float(TOKENS["halo"]["opacity"])

    def width(self, text: str) -> float:
        """Measure the width of a line in layout pixels."""
        return print_fonts.width(text, self.families, self.size)


class Page:
    """A sheet to draw on. ``width`` and ``height`` are layout pixels, y grows downwards.

    ``least`` is the size of the smallest letters that it may have, in layout pixels; 0 where that is open.
    """

    def __init__(self, sheet: Sheet) -> None:
        wide, high = sheet.inches
        self.figure = Figure(figsize=sheet.inches, dpi=sheet.pixels[0] / wide, facecolor=TOKENS["paper"])
        FigureCanvasAgg(self.figure)
        scale = math.sqrt(wide * high * 96 * 96 / _LAYOUT_AREA)
        if sheet.unit == "mm":
            scale *= _PAPER_SCALE
        self.scale = sheet.scale or max(scale, _LEAST_SCALE)
        self.least = sheet.least / self.pt(1.0) if sheet.unit == "mm" else 0.0
        self.width, self.height = wide * 96 / self.scale, high * 96 / self.scale
        inches = Affine2D().scale(self.scale / 96, -self.scale / 96).translate(0, high)
        self.transform = inches + self.figure.dpi_scale_trans
        self.texts: list[Text] = []
        self.labels: list[Text] = []
        self.numbers: list[Text] = []
        self.symbols: list[tuple[float, float, float, float]] = []
        self.faint: list[tuple[float, float, float, float]] = []
        self.tags: list[Tag] = []
        self._order = 0
        self._clip: TransformedBbox | None = None

    def pt(self, pixels: float) -> float:
        """Convert layout pixels to the points that matplotlib counts in."""
        return points(pixels) * self.scale

    def mark(self, tag: Tag | None) -> None:
        """Begin a part of the page, in a PDF; None for what says nothing."""
        self.add(Mark(tag, len(self.tags)))
        self.tags += [tag] if tag else []

    def clip_to(self, rect: tuple[float, float, float, float] | None) -> None:
        """Cut what is added from now on at a rectangle (left, top, width, height); None ends that."""
        self._clip = None if rect is None else TransformedBbox(Bbox.from_bounds(*rect), self.transform)

    def add(self, artist: Artist, clip: Path | None = None) -> None:
        """Put an artist on top of all others, cut at ``clip`` as well."""
        self._order += 1
        artist.set_zorder(self._order)
        self.figure.add_artist(artist, clip=False)
        if self._clip is not None:
            artist.set_clip_box(self._clip)
        if clip is not None:
            artist.set_clip_path(TransformedPath(clip, self.transform))

    def fill(
        self, path: Path, colour: str, opacity: float = 1.0, pen: dict[str, Any] | None = None, clip: Path | None = None
    ) -> None:
        """Fill a path, and stroke its edge with ``pen`` (colour, width, dash) if there is one."""
        if not len(corners(path)):
            return
        patch = PathPatch(path, facecolor=(colour, opacity), edgecolor="none", linewidth=0, transform=self.transform)
        self.add(patch, clip)
        if pen is not None:
            self.stroke(path, pen, clip)

    def stroke(self, path: Path, pen: dict[str, Any], clip: Path | None = None) -> None:
        """Stroke a path with a pen of the style tokens: colour, width, opacity, dash, casing and casing_width."""
        if not len(corners(path)):
            return
        if "casing" in pen:
            self._line(path, pen["casing"], pen["casing_width"], 1.0, None, clip)
        self._line(path, pen["colour"], pen["width"], pen.get("opacity", 1.0), pen.get("dash"), clip)

    def _line(  # noqa: PLR0913, PLR0917 - what a pen is
        self, path: Path, colour: str, width: float, opacity: float, dash: Sequence[float] | None, clip: Path | None
    ) -> None:
        patch = PathPatch(
            path,
            facecolor="none",
            edgecolor=(colour, opacity),
            linewidth=self.pt(width),
            linestyle=self._dash(dash, width),
            joinstyle="round",
            capstyle="butt" if dash else "round",
            transform=self.transform,
        )
        self.add(patch, clip)

    @staticmethod
    def _dash(dash: Sequence[float] | None, width: float) -> Any:
        """Convert a dash in layout pixels to what matplotlib wants: widths of the line."""
        return "solid" if not dash else (0, tuple(step / width for step in dash))

    def ruled(  # noqa: PLR0913, PLR0917 - what a pen is
        self,
        segments: Floats,
        colour: str,
        width: float,
        opacity: float = 1.0,
        dash: tuple[float, Sequence[float]] | None = None,
        round_ends: bool = False,
        clip: Path | None = None,
    ) -> None:
        """Draw many straight lines with one pen; ``segments``: shape (n, 2, 2), ``dash``: an offset and its steps."""
        if not len(segments):
            return
        style: Any = "solid" if dash is None else (dash[0] / width, tuple(step / width for step in dash[1]))
        lines = LineCollection(
            list(segments),
            colors=[(colour, opacity)],
            linewidths=self.pt(width),
            linestyles=[style],
            capstyle="round" if round_ends else "butt",
            transform=self.transform,
        )
        self.add(lines, clip)

    def text(  # noqa: PLR0913, PLR0917 - a text has a place, a look, an anchor and an angle
        self,
        x: float,
        y: float,
        text: str,
        look: Look,
        anchor: Anchor = "left",
        turn: float = 0.0,
        role: Role = "text",
        link: str = "",
    ) -> Text:
        """Write one line of text at its base line, never read as markup."""
        written = HaloText(
            x,
            y,
            text,
            color=look.colour,
            fontproperties=print_fonts.properties(look.families, self.pt(look.size)),
            horizontalalignment=anchor,
            verticalalignment="baseline",
            rotation=turn,
            rotation_mode="anchor",
            transform=self.transform,
            parse_math=False,
        )
        if look.halo:
            written.halo = (TOKENS["halo"]["colour"], self.pt(look.halo), look.halo_opacity)
        if link.startswith(("https://", "http://")):
            written.set_url(link)
        self.add(written)
        self.texts.append(written)
        if role == "label":
            self.labels.append(written)
        elif role == "number":
            self.numbers.append(written)
        return written

    def device(self, pixels: float) -> float:
        """Convert layout pixels to dots of the PNG."""
        return pixels * self.scale / 96 * float(self.figure.dpi)
