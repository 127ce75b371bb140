"""The sheet a picture is drawn on: its size, its part of the map, and what stands around the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from lib.text import _, enumerated, ngettext

EXTENTS: Final = ("whole", "front", "border", "place", "view")
"""What the map shows: everything, the front, the border, the place that is opened, or what the address asks for."""

MOST_PIXELS: Final = 36_000_000
"""Largest picture in pixels: A3 at 300 dots an inch has 17 million, 3840 x 2160 has 8 million."""
LONGEST_SIDE: Final = 8_000
SHORTEST_SIDE: Final = 480
"""Longest and shortest side of a picture, in pixels."""
MOST_WORDS: Final = 600
"""Longest title or note, in characters."""

LONGEST_LINK: Final = 2_000
"""Longest link in bytes: a QR code that a telephone still reads holds about 2,300."""

_MM: Final = 25.4
_CSS_DPI: Final = 96.0


class SheetError(ValueError):
    """A sheet that cannot be drawn; the message is one sentence for the user."""


@dataclass(frozen=True)
class Sheet:
    """Size, extent and furniture of one picture.

    Attributes:
        width: Width in ``unit``.
        height: Height in ``unit``.
        unit: ``px`` or ``mm``.
        dpi: Dots an inch of a PNG; for a size in pixels 96.
        extent: One of :data:`EXTENTS`. ``view`` is what ``lat``, ``lon`` and ``zoom`` of the query ask for, else the
            place that is opened, else the reader's own area, and the whole where they ask for nothing.
        title: The title; None for the finding that is written from the figures. Always shown as plain text.
        note: A note of the reader's own under the title.
        link: Address of the same view, written in the margin and as a QR code; blank for none.
        figures: Whether the figures of the range stand beside the map.
        legend: Whether the legend of what is visible stands beside the map.
        locator: Whether a small map of the countries around says where this is.
        head: Whether title, dates and note stand above the map. A slide and the situation report write their own, and
            give the room to the map.
        foot: Whether sources, disclaimer, version and link stand below it; the same. A sheet with neither head, foot,
            figures nor legend is all map.
        scale: CSS pixels of a layout pixel; 0 for what suits the sheet's size. A slide, a report and a film say it, so
            that letters on their map are as large as those beside it.
        least: Size of the smallest letters on paper and slides, points.
        key: Whether the legend names only the few marks that nobody knows without being told: where several maps are
            in one file the whole legend stands in it once.
        number: The page's number and how many there are; zeros for a page of its own.
    """

    width: float
    height: float
    unit: str = "px"
    dpi: float = _CSS_DPI
    extent: str = "view"
    title: str | None = None
    note: str = ""
    link: str = ""
    figures: bool = True
    legend: bool = True
    locator: bool = True
    head: bool = True
    foot: bool = True
    scale: float = 0.0
    least: float = 7.0
    key: bool = False
    number: tuple[int, int] = (0, 0)

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height in inches; a picture in pixels is taken at 96 to the inch."""
        each = _MM if self.unit == "mm" else _CSS_DPI
        return self.width / each, self.height / each

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a PNG of this sheet."""
        dots = self.dpi if self.unit == "mm" else _CSS_DPI
        return round(self.inches[0] * dots), round(self.inches[1] * dots)


def check(sheet: Sheet) -> None:
    """Say why a sheet cannot be drawn.

    Raises:
        SheetError: Its size, extent, title or note is out of bounds; the message says what is possible.
    """
    if sheet.unit not in {"px", "mm"}:
        raise SheetError(_("A picture is measured in px or mm, not in {unit}.").format(unit=repr(sheet.unit)[:20]))
    if sheet.extent not in EXTENTS:
        raise SheetError(
            _("There is no extent {extent}; choose one of {extents}.").format(
                extent=repr(sheet.extent)[:20], extents=enumerated(EXTENTS)
            )
        )
    _check_size(sheet)
    if max(len(sheet.title or ""), len(sheet.note)) > MOST_WORDS:
        raise SheetError(
            ngettext(
                "A title or note may have up to {n} character.",
                "A title or note may have up to {n} characters.",
                MOST_WORDS,
            ).format(n=MOST_WORDS)
        )
    if len(sheet.link.encode()) > LONGEST_LINK:
        raise SheetError(
            ngettext(
                "A link on a picture may have up to {n} character.",
                "A link on a picture may have up to {n} characters.",
                LONGEST_LINK,
            ).format(n=LONGEST_LINK)
        )


def _check_size(sheet: Sheet) -> None:
    bounds = {"low": SHORTEST_SIDE, "high": LONGEST_SIDE, "most": MOST_PIXELS // 1_000_000}
    sides = (sheet.width, sheet.height, sheet.dpi)
    # A comparison with NaN is never true, so this refuses it too.
    if all(0 < side < 1e6 for side in sides):  # noqa: PLR2004 - far beyond every bound, and safe to round
        width, height = sheet.pixels
        fits = min(width, height) >= SHORTEST_SIDE and max(width, height) <= LONGEST_SIDE
        if fits and width * height <= MOST_PIXELS:
            return
        size = f"{width} \N{MULTIPLICATION SIGN} {height}"
    else:
        size = f"{sheet.width:g} \N{MULTIPLICATION SIGN} {sheet.height:g}"
    words = _("A picture of {size} cannot be made: each side must have {low} to {high} pixels, {most} million in all.")
    raise SheetError(words.format(size=size, **bounds))


_PAPER_DPI: Final = 200.0

SHEETS: Final[dict[str, Sheet]] = {
    "1080p": Sheet(1920, 1080),
    "4k": Sheet(3840, 2160),
    "a4-landscape": Sheet(297, 210, "mm", _PAPER_DPI),
    "a4-portrait": Sheet(210, 297, "mm", _PAPER_DPI),
    "a3-landscape": Sheet(420, 297, "mm", _PAPER_DPI),
    "a3-portrait": Sheet(297, 420, "mm", _PAPER_DPI),
    "square": Sheet(1200, 1200),
}
"""The sheets by name."""


def named(name: str, **changes: object) -> Sheet:
    """Return a sheet of :data:`SHEETS` with some of its fields changed.

    Raises:
        SheetError: There is no sheet of that name.
    """
    if name not in SHEETS:
        words = _("There is no size {name}; choose one of {names}.")
        raise SheetError(words.format(name=repr(name)[:20], names=enumerated(SHEETS)))
    return replace(SHEETS[name], **changes)  # type: ignore[arg-type]
