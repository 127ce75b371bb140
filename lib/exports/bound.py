"""Pages of PDF bound into one file, with its contents, title, language and structure."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from lib.exports.tagged import tag
from lib.print.tags import Tag
from lib.text import language


def bound(pages: Sequence[tuple[bytes, Sequence[Tag]]], names: Sequence[str], title: str = "") -> bytes:
    """Bind PDF files of one page into one. What pages share is stored once.

    Args:
        pages: Each page with the tags of its marks.
        names: What each is called in the contents; a file of one page has none.
        title: The whole file's; without one it has the name of its first page.

    Returns:
        The file, with nothing in it that tells when it was made.
    """
    writer = PdfWriter()
    for (document, _tags), name in zip(pages, names, strict=True):
        item = name if len(pages) > 1 else None
        writer.append(PdfReader(io.BytesIO(document)), outline_item=item, import_outline=False)
    if len(pages) > 1:
        writer.compress_identical_objects()
    tag(writer, [tags for _document, tags in pages], names)
    writer.metadata = None
    writer.add_metadata({"/Title": title or names[0]})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language.get())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
