"""A pack: several maps as the pages of one PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from lib.events.store import Snapshot
from lib.exports.pictures import picture
from lib.exports.views import View
from lib.text import language, span


def pack(snapshot: Snapshot, views: Sequence[View]) -> bytes:
    """Bind one PDF with a page per view, and its outline; a single view is the plain picture."""
    drawn = [picture(snapshot, view.query, view.sheet, "pdf", view.own) for view in views]
    return drawn[0] if len(drawn) == 1 else bound(drawn, [outline_entry(view) for view in views])


def outline_entry(view: View) -> str:
    """Name a page as the contents of a file do."""
    return f"{span(view.query.start, view.query.end)}: {view.title}"


def bound(documents: Sequence[bytes], names: Sequence[str], title: str = "") -> bytes:
    """Bind PDF files of one page into one, each page named in the outline. What pages share is stored once.

    ``title`` is the whole file's; without one it has the name of its first page.
    """
    writer = PdfWriter()
    for document, name in zip(documents, names, strict=True):
        writer.append(PdfReader(io.BytesIO(document)), outline_item=name, import_outline=False)
    writer.compress_identical_objects()
    return written(writer, title or names[0])


def written(writer: PdfWriter, title: str) -> bytes:
    """Return a PDF as bytes, with its title and language, and nothing in it that tells when it was made."""
    writer.metadata = None
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language.get())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
