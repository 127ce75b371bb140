"""A batch file as it is read: every view that is asked for, under the name of its file, checked before any is made."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from lib import layers
from lib.events import own_area
from lib.events.query import Query, parse
from lib.events.store import Snapshot
from lib.exports import hxl
from lib.exports.batch import fields
from lib.exports.batch.axes import LeftOut, Values, check_places, left_out, multiplied
from lib.exports.batch.fields import DAYS, FORMAT, LAYER, VIEW, PlanError, Table, placeholders
from lib.exports.geodata import asked as geodata
from lib.exports.order import MEDIA_TYPES, Order, OrderError, pages_of, read_order, sheet_of
from lib.text import _, language, number, span

MOST: Final = 2000
"""Files that one batch may ask for."""
BOOKS: Final = {"pdf": ("pdf", "report"), "pptx": ("pptx",)}
"""What all files can be bound into, and the formats that these may have."""
FORMATS: Final = tuple(dict.fromkeys((*MEDIA_TYPES, *geodata.FORMATS, *geodata.WHOLE)))
"""What a file can be: the map in its formats, and a layer as data in its own."""
ALWAYS: Final = ("from", "to", "days", "lang", "area", "place", "view", "layer")
"""What a pattern may name besides the axes."""
LONGEST: Final = 120
"""Characters of a file's name."""
_UNSOUND: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Item:
    """One file.

    Attributes:
        name: Its name in the folder.
        query: The view.
        order: What is asked for besides.
        format: One of :data:`FORMATS`.
        link: Address of the view, for its margin; of a layer as data that of the server. Blank for none.
        words: What the index says of it besides its title: the area, the days.
        layer: The layer that is wanted as data; None for the map.
    """

    name: str
    query: Query
    order: Order
    format: str
    link: str
    words: str
    layer: geodata.Asked | None = None


@dataclass(frozen=True)
class Plan:
    """All that a batch file asks for.

    Attributes:
        folder: Where the files go.
        items: The files.
        book: Name of the one file of all; blank for none.
        book_title: Its title.
        lang: Its language.
        left_out: What is asked for and no file can be made of.
    """

    folder: Path
    items: tuple[Item, ...]
    book: str
    book_title: str
    lang: str
    left_out: tuple[LeftOut, ...] = ()


def read(path: Path, snapshot: Snapshot) -> Plan:
    """Read a batch file.

    Args:
        path: The file; the folder it names is meant from where it lies.
        snapshot: The event table, whose places may be named.

    Raises:
        PlanError: It cannot be used; one sentence names the file, the key, and what is allowed.
    """
    top = Table(path.name, "", _content(path), fields.TOP)
    folder = top.text("folder")
    if not folder:
        raise top.unusable("folder", _("it has to be the path of a folder"))
    template = top.table("template", fields.OF_TEMPLATE)
    fmt = template.text(FORMAT, "png")
    if fmt not in FORMATS:
        raise template.unusable(FORMAT, _("there are {known}").format(known=", ".join(FORMATS)))
    axes = top.table("axes", {*fields.OF_TEMPLATE, DAYS} - {FORMAT})
    items = tuple(_items(top, template, axes, fmt, snapshot))
    if len(items) > MOST:
        raise top.unusable("axes", _("they ask for more than {n} files").format(n=number(MOST)))
    book = top.text("book")
    _check_book(top, book, fmt)
    _check_names(top, [*(item.name for item in items), *([book] if book else [])])
    where, lang = (path.parent / folder).resolve(), items[0].query.lang
    return Plan(where, items, book, top.text("book_title"), lang, left_out(axes))


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        words = _("{file} cannot be read: {why}")
        raise PlanError(words.format(file=path, why=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        words = _("{file} cannot be read as TOML: {why}.")
        raise PlanError(words.format(file=path.name, why=str(error).rstrip("."))) from error


def _items(top: Table, template: Table, axes: Table, fmt: str, snapshot: Snapshot) -> Iterator[Item]:
    """Yield every view of the file. More than may be asked for are not all made."""
    views = top.tables("view", {*fields.OF_TEMPLATE, "name"} - {FORMAT}) or [Table(top.file, "", {}, ())]
    base = {key: template.parameter(key) for key in template.given if key != FORMAT}
    patterns = _patterns(top, template, axes, several="view" in top.given)
    made = 0
    for view in views:
        own = {key: view.parameter(key) for key in view.given if key != "name"}
        _check_patterns(view, own, axes)
        for values in multiplied(axes, base | own, partial(_days, view)):
            check_places(axes if "place" in axes.given else view if "place" in own else template, values, snapshot)
            yield _item(view, values | {VIEW: view.text("name")}, fmt, patterns)
            made += 1
            if made > MOST:
                return


def _patterns(top: Table, template: Table, axes: Table, *, several: bool) -> tuple[str, str]:
    """Return the pattern of file names and the address that links begin with, checked."""
    known = {*ALWAYS, *axes.given}
    for key in ("title", "note"):
        if key in template.given:
            placeholders(template, key, template.parameter(key), known)
    usual = {DAYS: "{from}-{to}", "within_area": "{area}"}
    named = ["{view}"] * several + [usual.get(key, f"{{{key}}}") for key in axes.given]
    pattern = top.text("name") or "-".join(named) or "{layer}"
    return placeholders(top, "name", pattern, known), top.text("address").rstrip("/")


def _check_patterns(view: Table, own: Values, axes: Table) -> None:
    for key in ("title", "note"):
        if key in own:
            placeholders(view, key, own[key], {*ALWAYS, *axes.given})


def _days(view: Table, values: Values) -> tuple[date, date]:
    query = _query(view, values)
    return query.start, query.end


def _query(view: Table, values: Values) -> Query:
    query, notes = parse({key: text for key, text in values.items() if key in fields.OF_ADDRESS})
    if notes:
        raise PlanError(f"{view.file}: {' '.join(notes)}")
    return query


def _item(view: Table, values: Values, fmt: str, patterns: tuple[str, str]) -> Item:
    pattern, server = patterns
    query = _query(view, values)
    with speaking(query.lang):
        words = _words(values, query)
        named = values | {key: words[key] for key in ALWAYS}
        given = {key: text.format(**named) if key in {"title", "note"} else text for key, text in values.items()}
        try:
            order, layer = _read_asked(query, fmt, given)
        except OrderError as error:
            raise PlanError(f"{view.file}: {error}") from error
        said = ", ".join(part for part in (words["view"], words["area"], words["place"], words["days"]) if part)
    plain = named | {"area": _area_name(query.within_area), "days": f"{query.start}-{query.end}"}
    ending = {"report": "pdf"}.get(fmt, fmt.removeprefix("compare-"))
    name = _UNSOUND.sub("-", pattern.format(**plain)).strip("-.")[:LONGEST]
    link = f"{server}/?{urlencode(replace(query, search='', event='', view='page').params())}" if server else ""
    return Item(f"{name or 'map'}.{ending}", query, order, fmt, server if layer else link, said, layer)


def _read_asked(query: Query, fmt: str, given: Values) -> tuple[Order, geodata.Asked | None]:
    """Read what is asked of a picture of the map, or of a layer as data.

    Raises:
        OrderError: It cannot be made so; the message says what can.
    """
    if LAYER not in given:
        if fmt not in MEDIA_TYPES:
            words = _("{format} is a format of layers; name one under the key layer ({layers}).")
            raise OrderError(words.format(format=fmt, layers=", ".join((*layers.addressed(), geodata.SITUATION))))
        if hxl.NAME in given:
            raise OrderError(_("A map has no {names}; leave it out.").format(names=hxl.NAME))
        order = read_order({key: given[key] for key in given if key in fields.OF_EXPORT}, fmt)
        sheet_of(order, query, fmt)
        pages_of(order, query, fmt)
        return order, None
    name = given[LAYER]
    if not geodata.known(name, fmt):
        raise OrderError(geodata.unknown(name, fmt))
    if idle := [key for key in given if key in fields.OF_EXPORT and key != "dates"]:
        raise OrderError(_("A layer as data has no {names}; leave it out.").format(names=", ".join(idle)))
    return Order(), geodata.read(query, name, fmt, given)


def _words(values: Values, query: Query) -> Values:
    """Return what the patterns of titles may name, in the reader's language."""
    return {
        "from": query.start.isoformat(),
        "to": query.end.isoformat(),
        "days": span(query.start, query.end),
        "lang": query.lang,
        "area": own_area.name_of(query.within_area) if query.within_area else "",
        "place": query.place,
        "view": values.get(VIEW, ""),
        "layer": values.get(LAYER, ""),
    }


def _area_name(text: str) -> str:
    """Return what a file's name calls an area: its name in the gazetteer, the same in every language."""
    return own_area.plain_name(text) if text else ""


def _check_book(top: Table, book: str, fmt: str) -> None:
    ending = book.rpartition(".")[2]
    if book and (ending not in BOOKS or Path(book).name != book or fmt not in BOOKS[ending]):
        words = _(
            "it is the name of a file that ends in .pdf where the format is pdf or report, in .pptx where it is pptx"
        )
        raise top.unusable("book", words)


def _check_names(top: Table, names: list[str]) -> None:
    """Make sure that no two files have one name, on file systems too that take large and small letters for the same."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            words = _("two files would be called {name}; name what tells them apart, as {{lang}}")
            raise top.unusable("name", words.format(name=name))
        seen.add(name.casefold())


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Put words, dates and numbers into another language for a while."""
    token = language.set(lang)
    try:
        yield
    finally:
        language.reset(token)
