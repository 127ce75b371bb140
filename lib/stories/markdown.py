"""The text of a step: a little Markdown (paragraphs, lists, emphasis, links), as safe HTML and as plain paragraphs.

What else Markdown knows is text here: HTML, pictures, headings, code, quotes. Links lead to http and https alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

LEFT_OUT: Final = (
    "blockquote", "code", "fence", "heading", "hr", "html_block", "lheading", "reference",
    "backticks", "html_inline", "image",
)  # fmt: skip
"""Rules of CommonMark that are not followed: their signs stay text."""


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list, as plain text.

    Attributes:
        text: Its words; a line break that was asked for is one.
        marker: What stands before an item: a dot or its number; "" before a paragraph.
        depth: How deep in lists it lies, from 0.
    """

    text: str
    marker: str = ""
    depth: int = 0


class _Markdown(MarkdownIt):
    """CommonMark cut down, with links of the web alone."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.disable(list(LEFT_OUT))

    def validateLink(self, url: str) -> bool:  # noqa: N802  the library's own name and place for it
        """Return whether an address may be a link."""
        return is_web(url)


def is_web(url: str) -> bool:
    """Return whether an address is one of the web: http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@lru_cache(maxsize=1)
def _markdown() -> _Markdown:
    return _Markdown()


def html(text: str) -> str:
    """Return a step's text as HTML: paragraphs, lists, emphasis and links, everything in them escaped."""
    known = _markdown()
    tokens = known.parse(text)
    for token in tokens:
        if token.type in {"paragraph_open", "list_item_open"}:
            token.attrSet("dir", "auto")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs = {
                    "href": str(child.attrGet("href")), "target": "_blank", "rel": "noopener noreferrer nofollow",
                }  # fmt: skip
    return str(known.renderer.render(tokens, known.options, {}))


def blocks(text: str) -> tuple[Block, ...]:
    """Return a step's text as plain paragraphs and items of lists, in order; what is empty is left out."""
    return tuple(block for block in _blocks(_markdown().parse(text)) if block.text)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    numbers: list[int | None] = []
    marker = ""
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            numbers.append(None if token.type == "bullet_list_open" else int(token.attrGet("start") or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            marker = "\N{BULLET}" if number is None else f"{number}."
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            # The second paragraph of an item has no mark of its own.
            yield Block(_plain(token.children or []), marker, max(len(numbers) - 1, 0))
            marker = ""


def _plain(children: list[Token]) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in children).strip()
