"""XML from outside, element by element: nothing is fetched, no entity is replaced, and memory stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any, TypeAlias

from lxml import etree

from lib.text import _

Element: TypeAlias = Any
"""An element of lxml, which ships no types."""
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG = 65_536


def pieces(file: IO[bytes], tags: tuple[str, ...], starts: tuple[str, ...] = ()) -> Iterator[tuple[str, Element]]:
    """Go over the elements of an XML file that have one of some names, in whatever namespace.

    Args:
        file: The XML; is read in pieces.
        tags: Local names of the elements given when they end, with all they hold; each is emptied afterwards.
        starts: Local names of the elements given also when they begin, with their attributes.

    Yields:
        "start" or "end", and the element.

    Raises:
        ValueError: It is no sound XML, or declares entities; the message says what to do.
    """
    head = file.read(_PROLOG)
    file.seek(0)
    if _DECLARES.search(head):
        raise ValueError(_("The XML declares entities or a document type, which is not read. Save the file again."))
    wanted = tuple(f"{{*}}{tag}" for tag in dict.fromkeys((*tags, *starts)))
    events = ("start", "end") if starts else ("end",)
    try:
        for event, element in etree.iterparse(
            file, events=events, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True, huge_tree=False,
        ):  # fmt: skip
            name = local(element)
            if event == "start":
                if name in starts:
                    yield event, element
            elif name in tags:
                yield event, element
                _empty(element, tags)
    except (etree.XMLSyntaxError, RecursionError) as error:
        if isinstance(error, RecursionError) or "depth" in str(error):
            raise ValueError(_("The XML is nested deeper than a table can be. Export the file again.")) from error
        if "HUGE" in str(error):
            raise ValueError(
                _("The XML holds a text that is too long. Shorten it, and export the file again.")
            ) from error
        reason = re.sub(r"\(?<?string>?,? ?|\)$", "", str(error))[:120]
        raise ValueError(_("The XML is damaged ({reason}). Export the file again.").format(reason=reason)) from error


def local(element: Element) -> str:
    """Return the name of an element without its namespace, "" of what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its local name, in whatever namespace; "" where there is none."""
    found = element.get(name)
    if found is None:
        found = next((value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
    return str(found)


def text_of(element: Element) -> str:
    """Return the text an element holds, also in the elements inside of it."""
    return "".join(str(part) for part in element.itertext())


def child(element: Element, name: str) -> Element | None:
    """Return the first element of that local name directly inside, None where there is none."""
    return next((each for each in element if local(each) == name), None)


def _empty(element: Element, tags: tuple[str, ...]) -> None:
    """Give back the memory of an element that was looked at, and of those like it before it."""
    element.clear(keep_tail=False)
    parent, before = element.getparent(), element.getprevious()
    while parent is not None and before is not None and local(before) in tags:
        parent.remove(before)
        before = element.getprevious()
