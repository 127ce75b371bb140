"""A page of paper, written on in millimetres, into which a map's own PDF is laid."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Final, cast

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfObject, StreamObject

from lib.maps.style import TOKENS
from lib.print.fonts import REGULAR, properties, wrapped
from lib.print.tags import MAP, Mark, Tag
from lib.text.provenance import directed, reads_from_right

MM: Final = 25.4
POINT: Final = MM / 72
"""Millimetres of a point; every length here is millimetres unless it is called points."""
MARGIN: Final = 12.0
LEADING: Final = 1.32
"""Height of a line, in sizes of its letters."""
RULE: Final = "#dcd9d1"
SOFT: Final = TOKENS["ink_soft"]


@dataclass(frozen=True)
class Letters:
    """How a text is set: its size in points, its families and its colour."""

    points: float
    families: tuple[str, ...] = REGULAR
    colour: str = TOKENS["ink"]

    @property
    def leading(self) -> float:
        """Height of a line, millimetres."""
        return self.points * LEADING * POINT

    def wrapped(self, text: str, room: float) -> list[str]:
        """Break ``text`` into lines no wider than ``room``, millimetres."""
        return wrapped(text, self.families, self.points, room / POINT)


@dataclass(frozen=True)
class Page:
    """A figure the size of a page, written on in millimetres from its lower left corner."""

    figure: Figure
    width: float
    height: float
    tags: list[Tag] = field(default_factory=list)

    @property
    def order(self) -> int:
        """Place in the order of drawing of what is added next: after all that is there."""
        return len(self.figure.get_children()) + 5

    def mark(self, tag: Tag | None) -> None:
        """Begin a part of the page, as a PDF tells of it; None for what says nothing."""
        mark = Mark(tag, len(self.tags))
        mark.set_zorder(self.order)
        self.figure.add_artist(mark)
        self.tags.extend([tag] if tag else [])

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - 2 * MARGIN

    def line(self, text: str, at: tuple[float, float], letters: Letters, align: str = "left") -> None:
        """Write one line of text whose upper edge is at ``at``, millimetres."""
        self.figure.text(
            at[0] / self.width,
            at[1] / self.height,
            text,
            fontproperties=properties(letters.families, letters.points),
            color=letters.colour,
            ha=align,
            va="top",
            parse_math=False,
            zorder=self.order,
        )

    def text(  # noqa: PLR0913, PLR0917  a text, its place, its look and what it is
        self,
        text: str,
        top: float,
        letters: Letters,
        room: float | None = None,
        left: float = MARGIN,
        tag: Tag = Tag(),  # noqa: B008  it cannot be changed
    ) -> float:
        """Write wrapped text below ``top``, from ``left`` on; return its lower edge. All in millimetres."""
        room = self.room if room is None else room
        self.mark(tag)
        return self.lines(letters.wrapped(text, room), (left, top), letters, room)

    def lines(self, lines: list[str], at: tuple[float, float], letters: Letters, room: float) -> float:
        """Write the lines of one text from ``at`` down, and from the right where it reads so; return the lower edge."""
        left, top = at
        from_right = reads_from_right(" ".join(lines))
        for line in lines:
            self.line(directed(line), (left + room * from_right, top), letters, "right" if from_right else "left")
            top -= letters.leading
        return top

    def rule(self, y: float) -> None:
        """Draw a thin line from margin to margin."""
        across = [MARGIN / self.width, 1 - MARGIN / self.width]
        self.mark(None)
        line = Line2D(across, [y / self.height] * 2, color=RULE, linewidth=0.7, zorder=self.order)
        self.figure.add_artist(line)

    def composed(self, chart: bytes, at: tuple[float, float], shown: str) -> tuple[bytes, list[Tag]]:
        """Return the page as a PDF with a map's own PDF laid into it, and the tags of its marks.

        Args:
            chart: The map's PDF, without marks of its own.
            at: Where its lower left corner stands, millimetres.
            shown: What it shows, in words.
        """
        out = io.BytesIO()
        with rc_context({"pdf.fonttype": 42, "pdf.use14corefonts": False}):
            self.figure.savefig(out, format="pdf", metadata={"CreationDate": None, "Producer": None, "Creator": None})
        writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
        x, y = (side / MM * 72 for side in at)
        _lay_in(writer, PdfReader(io.BytesIO(chart)).pages[0], (x, y), len(self.tags))
        laid = io.BytesIO()
        writer.write(laid)
        return laid.getvalue(), [*self.tags, Tag("Figure", shown, MAP)]


def page(width: float, height: float) -> Page:
    """Return an empty page of a size in millimetres."""
    made = Page(Figure(figsize=(width / MM, height / MM)), width, height)
    FigureCanvasAgg(made.figure)
    return made


def _lay_in(writer: PdfWriter, chart: PageObject, at: tuple[float, float], number: int) -> None:
    """Draw a page on the first, ``at`` points from its lower left corner, as a form: a merge would parse it."""
    contents, page = chart["/Contents"].get_object(), writer.pages[0]
    if not isinstance(contents, StreamObject):
        raise TypeError("The map's PDF keeps its drawing in several streams")
    form = contents.clone(writer)
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(chart.mediabox),
            NameObject("/Resources"): chart["/Resources"].clone(writer),
        }
    )
    resources = cast("DictionaryObject", page["/Resources"])
    forms = cast("DictionaryObject", resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object())
    forms[NameObject("/Map")] = form.indirect_reference
    # The page's own drawing is put between q and Q: it may not leave its transparency or dashes to the map.
    before, after = (
        _stream(writer, text)
        for text in ("q", f"Q EMC /Figure <</MCID {number}>> BDC q 1 0 0 1 {at[0]:.3f} {at[1]:.3f} cm /Map Do Q")
    )
    page[NameObject("/Contents")] = ArrayObject([before, page.raw_get("/Contents"), after])


def _stream(writer: PdfWriter, operators: str) -> PdfObject:
    """Add operators to a document, to be named among the contents of a page."""
    stream = DecodedStreamObject()
    stream.set_data(operators.encode())
    return writer._add_object(stream)  # noqa: SLF001  the way that pypdf's documentation gives
