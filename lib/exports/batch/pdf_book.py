"""Many PDF files as one: an index with page numbers that lead to them, the contents beside it, and their structure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lib.exports.bound import bound
from lib.exports.paper import MARGIN, POINT, Letters, Page
from lib.exports.paper import page as empty_page
from lib.print.fonts import BOLD
from lib.print.tags import HEAD, Tag
from lib.text import _, language, number, spoken

WIDTH, HEIGHT = 297.0, 210.0
"""A4 on its side, millimetres; so is every length here."""
TITLE, BODY = Letters(19.0, BOLD), Letters(11.0)
NUMBER: Final = 18.0
"""Room for the number of a page."""
GAP: Final = 1.6
BOTTOM: Final = 14.0


@dataclass(frozen=True)
class Entry:
    """A view in the index.

    Attributes:
        words: Its area and days.
        title: Its title.
        pdf: Its pages, None where it could not be made.
        lang: Its language.
    """

    words: str
    title: str
    pdf: bytes | None
    lang: str

    @property
    def text(self) -> str:
        """What the index says of it."""
        if self.pdf is None:
            return _("{view}: could not be made").format(view=self.words)
        return f"{self.words}: {self.title}" if self.title else self.words


@dataclass(frozen=True)
class _Row:
    """Where an entry stands in the index: the sheet, and its lower and upper edge."""

    sheet: int
    low: float
    high: float


def pdf_book(entries: Sequence[Entry], title: str) -> bytes:
    """Bind PDF files into one after an index of them; the same files give the same bytes.

    Args:
        entries: The views in order; those that could not be made stand in the index alone.
        title: The whole file's, in the caller's language as the index is.
    """
    readers = [None if entry.pdf is None else PdfReader(io.BytesIO(entry.pdf)) for entry in entries]
    sheets = _placed(entries)[-1].sheet + 1
    firsts, at = [], sheets
    for reader in readers:
        firsts.append(at)
        at += 0 if reader is None else len(reader.pages)
    index, rows = _index(entries, title, firsts)
    writer = PdfWriter()
    parts = [(PdfReader(io.BytesIO(index)), title, language.get())]
    parts += [(r, entry.text, entry.lang) for r, entry in zip(readers, entries, strict=True) if r is not None]
    for reader, name, _lang in parts:
        writer.append(reader, outline_item=name, import_outline=False)
    _structure(writer, [(reader, lang) for reader, _name, lang in parts])
    for row, reader, first in zip(rows, readers, firsts, strict=True):
        if reader is not None:
            box = (MARGIN / POINT, row.low / POINT, (WIDTH - MARGIN) / POINT, row.high / POINT)
            link = Link(rect=box, border=[0, 0, 0], target_page_index=first, fit=Fit.fit())
            writer.add_annotation(row.sheet, link)
    writer.compress_identical_objects()
    writer.metadata = None
    writer.add_metadata({"/Title": title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _placed(entries: Sequence[Entry]) -> list[_Row]:
    """Return where each entry stands; how high it is depends on its text alone."""
    rows, sheet, top = [], 0, _top()
    for entry in entries:
        high = len(BODY.wrapped(entry.text, _room())) * BODY.leading
        if top - high < BOTTOM:
            sheet, top = sheet + 1, _top()
        rows.append(_Row(sheet, top - high, top))
        top -= high + GAP
    return rows


def _room() -> float:
    return WIDTH - 2 * MARGIN - NUMBER


def _top() -> float:
    return HEIGHT - 14.0 - 2 * TITLE.leading


def _index(entries: Sequence[Entry], title: str, firsts: Sequence[int]) -> tuple[bytes, list[_Row]]:
    """Draw the index; return it as a PDF, and where its entries stand."""
    rows, from_right = _placed(entries), spoken().from_right
    pages: list[Page] = []
    for row, entry, first in zip(rows, entries, firsts, strict=True):
        if row.sheet == len(pages):
            pages.append(empty_page(WIDTH, HEIGHT))
            pages[-1].text(title, HEIGHT - 14.0, TITLE, tag=Tag("H1", rank=HEAD))
        page = pages[row.sheet]
        page.text(entry.text, row.high, BODY, _room(), MARGIN + NUMBER * from_right)
        if entry.pdf is not None:
            edge, side = (MARGIN, "left") if from_right else (WIDTH - MARGIN, "right")
            page.line(number(first + 1), (edge, row.high), BODY, side)
    return bound([_as_pdf(page) for page in pages], [title] * len(pages), title), rows


def _as_pdf(page: Page) -> tuple[bytes, list[Tag]]:
    out = io.BytesIO()
    page.figure.savefig(out, format="pdf", metadata={"CreationDate": None, "Producer": None, "Creator": None})
    return out.getvalue(), page.tags


def _structure(writer: PdfWriter, parts: Sequence[tuple[PdfReader, str]]) -> None:
    """Give the file one tree of its parts' own: each keeps its headings, paragraphs, figures and links."""
    root, document = (
        _added(writer, {"/Type": "/StructTreeRoot"}),
        _added(writer, {"/Type": "/StructElem", "/S": "/Document"}),
    )
    parents, sections, first, key = ArrayObject(), ArrayObject(), 0, 0
    for reader, lang in parts:
        pages = writer.pages[first : first + len(reader.pages)]
        first += len(reader.pages)
        tree: Any = reader.root_object.get("/StructTreeRoot")
        if tree is None:
            continue
        ours: Any = tree.get_object().clone(writer)
        for section in ours["/K"][0].get_object()["/K"]:
            given = section.get_object()
            given[NameObject("/P")], given[NameObject("/Lang")] = document, TextStringObject(lang)
            sections.append(section)
        numbered = ours["/ParentTree"].get_object()["/Nums"]
        for at in range(0, len(numbered), 2):
            parents += [NumberObject(int(numbered[at]) + key), numbered[at + 1]]
        for page, source in zip(pages, reader.pages, strict=True):
            # A page that is added to a file loses its place in the tree.
            page[NameObject("/StructParents")] = NumberObject(source.get("/StructParents", 0) + key)
            for note in page.get("/Annots") or ():
                _moved(note.get_object(), "/StructParent", key)
        key += int(ours["/ParentTreeNextKey"])
    document.get_object().update({NameObject("/K"): sections, NameObject("/P"): root})
    nums = DictionaryObject({NameObject("/Nums"): parents})
    root.get_object().update({
        NameObject("/K"): ArrayObject([document]), NameObject("/ParentTree"): writer._add_object(nums),  # noqa: SLF001
        NameObject("/ParentTreeNextKey"): NumberObject(key),
    })  # fmt: skip
    yes = BooleanObject(True)  # noqa: FBT003
    writer.root_object.update({
        NameObject("/StructTreeRoot"): root, NameObject("/MarkInfo"): DictionaryObject({NameObject("/Marked"): yes}),
        NameObject("/ViewerPreferences"): DictionaryObject({NameObject("/DisplayDocTitle"): yes}),
        NameObject("/Lang"): TextStringObject(language.get()),
    })  # fmt: skip


def _moved(thing: Any, name: str, by: int) -> None:
    """Add to a number by which a thing is found in the tree."""
    if name in thing:
        thing[NameObject(name)] = NumberObject(int(thing[name]) + by)


def _added(writer: PdfWriter, names: dict[str, str]) -> Any:
    """Add a dictionary of names to a document; return the reference to it."""
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    return writer._add_object(made)  # noqa: SLF001  the way that pypdf's documentation gives
