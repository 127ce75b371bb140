"""The map as a picture: PNG, SVG and PDF. The same view, sheet and data give the same bytes.

Nothing in a file says when it was made or by which version of a library, and letters are embedded: a PDF carries its
fonts, an SVG the letters it uses, so that both look the same on a machine that has none of them.
"""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from typing import Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from lib.events.query import Query
from lib.events.store import Snapshot
from lib.exports.bound import bound
from lib.print import fonts as print_fonts
from lib.print.drawing import Drawing, Sheet, SheetError, draw
from lib.print.tags import without_marks
from lib.text import _, enumerated

MEDIA_TYPES: Final = {
    "png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "webp": "image/webp",
}  # fmt: skip
"""Formats of a picture and their media types."""
LIGHTEST: Final = 70_000
"""Bytes that a picture for a poor line may have: a second and a half at 400 kbit/s."""
_QUALITIES: Final = (60, 45, 30, 15, 5)
_PNG_EFFORT: Final = 3
"""Of zlib: twice as quick as its default, for 6 per cent more bytes."""


def picture(
    snapshot: Snapshot,
    query: Query,
    sheet: Sheet,
    format: str,  # noqa: A002 - the reader's word
    own: Snapshot | None = None,
) -> bytes:
    """Draw ``query`` on ``sheet`` and write it as one of :data:`MEDIA_TYPES`. Safe to call from several threads.

    ``own`` is a reader's own table that is laid beside: squares of their own, counted into no figure.

    Raises:
        SheetError: The sheet cannot be drawn, or there is no such format; the message is a sentence for the user.
    """
    if format not in MEDIA_TYPES:
        words = _("A picture cannot be written as {format}; choose one of {formats}.")
        raise SheetError(words.format(format=repr(format)[:20], formats=enumerated(MEDIA_TYPES)))
    return encoded(draw(snapshot, query, sheet, own), format)


def encoded(drawing: Drawing, format: str) -> bytes:  # noqa: A002 - the reader's word
    """Encode a drawing as the bytes of a file of one of :data:`MEDIA_TYPES`."""
    encoders = {"png": _png, "svg": _svg, "pdf": _pdf, "webp": webp}
    return encoders[format](drawing)


def pixels(drawing: Drawing) -> Image.Image:
    """Render a drawing as an RGB image at the dots of its sheet."""
    return _pixels(drawing.figure)


def _pixels(figure: Figure) -> Image.Image:
    canvas = figure.canvas
    if not isinstance(canvas, FigureCanvasAgg):
        canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    dots = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Image.fromarray(dots).convert("RGB")


def _png(drawing: Drawing) -> bytes:
    return png_of(drawing.figure)


def png_of(figure: Figure) -> bytes:
    """Encode a figure as a PNG that says how many dots an inch it has."""
    out = io.BytesIO()
    _pixels(figure).save(out, "png", compress_level=_PNG_EFFORT, dpi=(figure.dpi, figure.dpi))
    return out.getvalue()


def webp(drawing: Drawing, most: int = LIGHTEST) -> bytes:
    """Encode a drawing as WebP in at most ``most`` bytes, as good as that goes."""
    image = pixels(drawing)
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "webp", quality=quality, method=4)
        if out.tell() <= most:
            break
    return out.getvalue()


def _pdf(drawing: Drawing) -> bytes:
    return bound([(plain_pdf(drawing), drawing.tags)], [drawing.title])


def part_of_page(drawing: Drawing) -> bytes:
    """Encode a drawing as a PDF that is laid into another page."""
    without_marks(drawing.figure)
    return plain_pdf(drawing)


def plain_pdf(drawing: Drawing) -> bytes:
    """Encode a drawing as a PDF whose marks no tree names yet: see :func:`lib.exports.bound.bound`."""
    out = io.BytesIO()
    nameless = {"Title": drawing.title, "Creator": None, "Producer": None, "CreationDate": None}
    drawing.figure.savefig(out, format="pdf", metadata=nameless)
    return out.getvalue()


def _svg(drawing: Drawing) -> bytes:
    out = io.StringIO()
    nameless = {"Title": drawing.title, "Creator": None, "Date": None, "Format": None, "Type": None}
    drawing.figure.savefig(out, format="svg", metadata=nameless)
    head, opening, rest = out.getvalue().partition("<defs>")
    # A title that begins right-to-left is ordered by its own letters, not by the page's direction.
    style = f'<style type="text/css">text{{unicode-bidi:plaintext}}{_letters(drawing)}</style>'
    return f"{head}{opening}\n  {style}{rest}".encode()


def _letters(drawing: Drawing) -> str:
    """Write the faces of a drawing as style rules, each with just the letters in use."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    for text in drawing.texts:
        # As when it was drawn: the first family that has a letter gives it.
        rest = set(text.get_text())
        for family in text.get_fontfamily():
            used[family].update(rest & print_fonts.letters_of(family))
            rest -= used[family]
    rules = []
    for family in sorted(family for family in used if used[family]):
        font = base64.b64encode(print_fonts.subset_of(family, "".join(sorted(used[family])))).decode("ascii")
        rules.append(f"@font-face{{font-family:'{family}';src:url(data:font/woff;base64,{font})}}")
    return "".join(rules)
