"""The structure of a PDF, for those who have it read to them: title, language, headings, paragraphs, figures, links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from lib.print.tags import Tag
from lib.text import language


def tag(writer: PdfWriter, tags: Sequence[Sequence[Tag]], names: Sequence[str]) -> None:
    """Add the tree of a document to it: a part a page, named as in the contents, with its parts as they are read.

    Args:
        writer: The document, whose pages hold the marks.
        tags: The tags of each page, in the order of the numbers that the marks have.
        names: What each page is called.
    """
    root = _added(writer, {"/Type": NameObject("/StructTreeRoot")})
    document = _element(writer, "Document", root, {"/Lang": TextStringObject(language.get())})
    parents, sections = ArrayObject(), ArrayObject()
    links: list[IndirectObject] = []
    for at, (given, name) in enumerate(zip(tags, names, strict=True)):
        page = writer.pages[at]
        section = _element(writer, "Sect", document, {"/T": TextStringObject(name)})
        made = [_part(writer, each, number, section, page) for number, each in enumerate(given)]
        order = sorted(range(len(given)), key=lambda number: given[number].rank)
        linked = _links(writer, page, section, len(tags) + len(links))
        links += linked
        _object(section)[NameObject("/K")] = ArrayObject([*(made[number] for number in order), *linked])
        page[NameObject("/StructParents")], page[NameObject("/Tabs")] = NumberObject(at), NameObject("/S")
        _framed(writer, page)
        parents += [NumberObject(at), ArrayObject(made)]
        sections.append(section)
    for at, link in enumerate(links, len(tags)):
        parents += [NumberObject(at), link]
    _object(document)[NameObject("/K")] = sections
    tree = _object(root)
    tree[NameObject("/K")] = ArrayObject([document])
    tree[NameObject("/ParentTree")] = _added(writer, {"/Nums": parents})
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(tags) + len(links))
    whole = writer.root_object
    whole[NameObject("/StructTreeRoot")] = root
    whole[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})  # noqa: FBT003
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})  # noqa: FBT003
    whole[NameObject("/ViewerPreferences")] = shown


def _part(writer: PdfWriter, each: Tag, number: int, section: IndirectObject, page: Any) -> IndirectObject:
    more: dict[str, Any] = {"/Pg": page.indirect_reference, "/K": NumberObject(number)}
    if each.words:
        more["/Alt"] = TextStringObject(each.words)
    return _element(writer, each.role, section, more)


def _links(writer: PdfWriter, page: Any, section: IndirectObject, first: int) -> list[IndirectObject]:
    """Return an element for each link of a page, and say in the link where it leads."""
    made: list[IndirectObject] = []
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") != "/Link":
            continue
        named = TextStringObject(str(note.get("/A", {}).get("/URI", "")))
        note[NameObject("/Contents")], note[NameObject("/StructParent")] = named, NumberObject(first + len(made))
        target = reference if isinstance(reference, IndirectObject) else _added(writer, note)
        held = DictionaryObject({NameObject("/Type"): NameObject("/OBJR"), NameObject("/Obj"): target})
        more = {"/Pg": page.indirect_reference, "/K": ArrayObject([held]), "/Alt": named}
        made.append(_element(writer, "Link", section, more))
    return made


def _framed(writer: PdfWriter, page: Any) -> None:
    """Put what is drawn between the marks' first beginning and their last end: each mark closes the one before."""
    before, after = (_stream(writer, text) for text in (b"/Artifact BMC\n", b"\nEMC"))
    given = page.raw_get("/Contents")
    inside = given.get_object()
    drawn = list(inside) if isinstance(inside, ArrayObject) else [given]
    page[NameObject("/Contents")] = ArrayObject([before, *drawn, after])


def _element(writer: PdfWriter, role: str, parent: IndirectObject, more: dict[str, Any]) -> IndirectObject:
    return _added(writer, {"/Type": NameObject("/StructElem"), "/S": NameObject(f"/{role}"), "/P": parent, **more})


def _added(writer: PdfWriter, content: dict[str, Any]) -> IndirectObject:
    made = DictionaryObject({NameObject(name): value for name, value in content.items()})
    return writer._add_object(made)  # noqa: SLF001  the way that pypdf's documentation gives


def _object(reference: IndirectObject) -> DictionaryObject:
    found = reference.get_object()
    if not isinstance(found, DictionaryObject):
        raise TypeError("A part of the structure is a dictionary")
    return found


def _stream(writer: PdfWriter, operators: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(operators)
    return writer._add_object(stream)  # noqa: SLF001  the same
