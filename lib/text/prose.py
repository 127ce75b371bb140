"""Documents that are written anew in each language: their sections, and which of them tell of an older English.

A translated document has the sections of the English one in their order. Under the heading of each stands the mark of
the English section that it was made from, as a comment that no reader sees.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HEADING: Final = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)
_MARK: Final = re.compile(r"^<!-- of ([0-9a-f]{8}) -->\n", re.MULTILINE)
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it up to the next one, of whatever level.

    Attributes:
        level: 1 for the title of the document, 2 and more for what is under it.
        heading: The heading, without its number signs.
        body: What stands under it, without the mark.
        of: The mark of the English section that this one was made from, "" in English.
    """

    level: int
    heading: str
    body: str
    of: str

    @property
    def mark(self) -> str:
        """Return what this section is told apart by: it changes with its words, and not with where lines break."""
        words = " ".join(f"{self.heading} {self.body}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:8]


def path_in(document: Path, lang: str) -> Path:
    """Return where a document lies in a language, ``method.tr.md``; where it is not there, that of the English."""
    own = document.with_suffix(f".{lang}{document.suffix}")
    return own if own.is_file() else document


def readable(text: str) -> str:
    """Return a document without its title and without its marks."""
    text = _MARK.sub("", text)
    return text.partition("\n")[2] if text.startswith("# ") else text


def sections(text: str) -> list[Section]:
    """Take a document apart at its headings."""
    heads = list(_HEADING.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = []
    for head, end in zip(heads, ends, strict=False):
        body = text[head.end() + 1 : end]
        mark = _MARK.match(body)
        found.append(Section(len(head[1]), head[2], _MARK.sub("", body), mark[1] if mark else ""))
    return found


def faults(english: str, translated: str) -> Iterator[str]:
    """Tell in what a translated document does not say what the English one says: a sentence each, in English.

    Told are sections that are missing or too many, that were made from an older English, and whose numbers are others.
    """
    given, made = sections(english), sections(translated)
    if [one.level for one in given] != [one.level for one in made]:
        yield f"it has {len(made)} sections, and the English has {len(given)}, or they are of other levels"
        return
    for one, other in zip(given, made, strict=True):
        if other.of != one.mark:
            yield (
                f"“{other.heading}” was made from an older “{one.heading}”: look at what changed, and write "
                f"<!-- of {one.mark} --> under its heading"
            )
        numbers, others = (Counter(_DIGITS.findall(f"{each.heading}\n{each.body}")) for each in (one, other))
        if numbers != others:
            apart = sorted(((numbers - others) + (others - numbers)).keys())
            yield f"“{other.heading}” has other numbers than “{one.heading}”: {', '.join(apart)}"
