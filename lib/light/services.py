"""The documents of the services as pages, without scripts; every value is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.config.crisis import CRISIS
from lib.light.page import direction, style
from lib.text import _, language, number

FOLDER: Final = Path(__file__).parent / "templates"
FIRST: Final = ("id",)
"""Columns that come before a feature's own."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, and where it leads; "" for nowhere."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page: title, sentences, facts, a table, and the links of the document.

    Attributes:
        title: Its heading.
        words: Paragraphs.
        facts: Names and values.
        heads: Headings of the table.
        rows: Its rows.
        links: Links of the document, each with href, rel, type and title.
        raw: What is told at length, folded: a heading and text as it is.
    """

    title: str
    words: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: Sequence[Mapping[str, str]] = field(default=())
    raw: tuple[str, str] = ("", "")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False)


def page(sheet: Sheet, home: str) -> str:
    """Write a page; ``home`` is the address of the landing page."""
    # A page about many addresses says its own language once.
    values = {"lang": language.get(), "direction": direction(), "site": str(CRISIS.title), "style": style()}
    return _environment().get_template("services.html").render(values, sheet=sheet, home=home, _=_)


def landing(document: Mapping[str, Any]) -> Sheet:
    """Show the landing page."""
    return Sheet(document["title"], (document["description"], document["attribution"]), links=document["links"])


def conformance(document: Mapping[str, Any]) -> Sheet:
    """Show the conformance classes."""
    rows = tuple((Cell(each, each),) for each in document["conformsTo"])
    return Sheet(_("Conformance classes"), heads=(_("Conformance classes"),), rows=rows, links=document["links"])


def collections(document: Mapping[str, Any]) -> Sheet:
    """Show all collections."""
    rows = tuple(
        (Cell(each["id"], _leads(each, "alternate")), Cell(each["title"]), Cell(each["description"]), *_extent(each))
        for each in document["collections"]
    )
    heads = (_("Name"), _("Title"), _("How to read it"), _("Where"), _("When"))
    return Sheet(_("Collections"), heads=heads, rows=rows, links=document["links"])


def _extent(document: Mapping[str, Any]) -> tuple[Cell, Cell]:
    where = document["extent"].get("spatial", {}).get("bbox", [[]])[0]
    when = document["extent"].get("temporal", {}).get("interval", [[]])[0]
    return Cell(", ".join(f"{each:g}" for each in where)), Cell(" / ".join((each or "..")[:10] for each in when))


def _leads(document: Mapping[str, Any], rel: str) -> str:
    return next((each["href"] for each in document["links"] if each["rel"] == rel and each["type"] == "text/html"), "")


def collection(document: Mapping[str, Any], meanings: Sequence[tuple[str, str, str]]) -> Sheet:
    """Show a collection; ``meanings`` are name, type and meaning of each of its columns."""
    where, when = _extent(document)
    facts = (
        (_("Name"), document["id"]), (_("Where"), where.text), (_("When"), when.text),
        ("crs", ", ".join(document["crs"])),
    )  # fmt: skip
    return Sheet(
        document["title"],
        (document["description"],),
        tuple((name, value) for name, value in facts if value),
        (_("Column"), _("Type"), _("Meaning")),
        tuple(tuple(Cell(text) for text in each) for each in meanings),
        document["links"],
    )


def items(title: str, document: Mapping[str, Any], addresses: Sequence[str]) -> Sheet:
    """Show a page of features; ``addresses`` lead to each of them."""
    features = document["features"]
    names = tuple(features[0]["properties"]) if features else ()
    rows = tuple(
        (
            Cell(str(feature["id"]), address),
            *(_cell(feature["properties"][name]) for name in names),
            Cell(_shape(feature["geometry"])),
        )
        for feature, address in zip(features, addresses, strict=True)
    )
    matched = _("{n} of {total}").format(n=number(document["numberReturned"]), total=number(document["numberMatched"]))
    facts = ((_("Rows"), matched),)
    return Sheet(title, (), facts, (*FIRST, *names, "geometry"), rows, document["links"])


def feature(document: Mapping[str, Any]) -> Sheet:
    """Show one feature."""
    rows = tuple((Cell(name), _cell(value)) for name, value in document["properties"].items())
    shape = json.dumps(document["geometry"])
    heads = (_("Column"), _("Value"))
    return Sheet(str(document["id"]), (), (), heads, rows, document["links"], ("geometry", shape))


def definition(document: Mapping[str, Any], links: Sequence[Mapping[str, str]]) -> Sheet:
    """Show the definition of the service: each address with what it takes."""
    known = document["components"]["parameters"]
    rows = []
    for path, methods in document["paths"].items():
        told = methods["get"]
        names = [each["$ref"].rpartition("/")[2] for each in told["parameters"]]
        rows.append((Cell(path), Cell(told["summary"]), Cell(", ".join(names))))
    meanings = "\n".join(f"{name}: {each.get('description', '')}" for name, each in known.items())
    title, heads = _("Documentation of the service"), (_("Address"), _("Meaning"), _("Parameters"))
    return Sheet(title, (document["info"]["description"],), (), heads, tuple(rows), links, (_("Parameters"), meanings))


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Cell(text, text if text.startswith(("http://", "https://")) else "")


def _shape(geometry: Mapping[str, Any] | None) -> str:
    if geometry is None:
        return ""
    at = geometry["coordinates"]
    return f"{at[0]} {at[1]}" if geometry["type"] == "Point" else str(geometry["type"])
