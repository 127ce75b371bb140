"""How the map and its data are cited, and on what terms the data are given: from ``CITATION.cff``, never invented.

The file beside the code speaks of the crisis that comes with the product. Another crisis brings a ``CITATION.cff`` in
its own folder; where it has none, nothing is known of its authors, dates and terms, and nothing is said of them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from lib.config.crisis import CRISIS
from lib.config.paths import CITATION, DATA, OWN_CITATION, SHIPPED
from lib.config.settings import settings

logger = logging.getLogger(__name__)

MOST_BYTES: Final = 200_000
"""A larger file is no citation."""


@dataclass(frozen=True)
class Licence:
    """Terms by their SPDX name, their title, and the address of their text."""

    name: str
    title: str
    address: str


CC_BY: Final = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/legalcode",
)
"""The terms of the event table that ships with the map, and of what is computed from it: DATA-LICENSE.md."""


@dataclass(frozen=True)
class Citation:
    """What a citation file says; what it does not say is blank, or None.

    Attributes:
        title: What is cited.
        authors: Names of persons (family name first) and of bodies, in order.
        persons: Those of them that are persons.
        version: Version of the product, not of its data.
        released: The day of that version.
        doi: Its digital object identifier, without an address before it.
        url: Its address, where it has one of its own.
        keywords: Words to find it by.
    """

    title: str
    authors: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()
    version: str = ""
    released: date | None = None
    doi: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def citation() -> Citation:
    """Return how the crisis that is shown is cited."""
    path = CITATION if DATA == SHIPPED else OWN_CITATION
    try:
        return read(path)
    except FileNotFoundError:
        return Citation(str(CRISIS.title))
    except (OSError, ValueError) as error:
        logger.warning("%s is left out: %s", path, error)
        return Citation(str(CRISIS.title))


def read(path: Path) -> Citation:
    """Read a citation file (Citation File Format 1.2).

    Raises:
        OSError: It cannot be read.
        ValueError: It is no citation file; the message says why.
    """
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise ValueError("it is too large")
    try:
        found = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise ValueError("it is not YAML") from error
    title = _line(found.get("title")) if isinstance(found, dict) else ""
    if not title:
        raise ValueError("it has no title")
    day, keywords = found.get("date-released"), found.get("keywords")
    authors = [each for each in _listed(found.get("authors")) if isinstance(each, dict)]
    return Citation(
        title=title,
        authors=tuple(name for each in authors if (name := _body(each) or _person(each))),
        persons=frozenset(name for each in authors if not _body(each) and (name := _person(each))),
        version=_line(found.get("version")),
        released=day if type(day) is date else None,
        doi=_line(found.get("doi")),
        url=url if (url := _line(found.get("url"))).startswith(("https://", "http://")) else "",
        keywords=tuple(_line(word) for word in _listed(keywords) if isinstance(word, str)),
    )


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _line(value: Any) -> str:
    """Return text as it may stand in one line; "" for what is no text."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _body(author: dict[Any, Any]) -> str:
    return _line(author.get("name"))


def _person(author: dict[Any, Any]) -> str:
    names = (_line(author.get("family-names")), _line(author.get("given-names")))
    return ", ".join(filter(None, names)) or _line(author.get("alias"))


def data_licence() -> Licence | None:
    """Return the terms of the event table and of what is computed from it; None where they are not known.

    Only the terms of the table that ships with the map are known: another's are those of whoever made it.
    """
    return CC_BY if DATA == SHIPPED and not settings().table else None
