"""The browser's modules as one script, and its style sheets as one sheet; made here, so that running needs no Node.

The modules in ``client/`` are plain ES modules. :func:`script` puts each into a function of its own, in an order in
which each finds what it imports, and leaves out whole-line comments and indentation, which every reader would load
otherwise. Lines stay whole, so the source map is one entry a line. The same modules give the same bytes.

What a module may write, and what the linter and :class:`BundleError` hold it to: ``import { a, b as c } from
"./x.js"``, ``import * as x from "./x.js"``, ``export`` before a function, class or const, and no template literal over
several lines. Nothing here understands more of JavaScript than that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lib.maps import palette

CLIENT: Final = Path(__file__).parent / "client"
ENTRY: Final = "index.js"
LOADER: Final = "loader.js"
SHEETS: Final = ("styles/map.css", "styles/legend.css", "styles/access.css", "styles/clock.css", "styles/print.css")
"""The style sheets, in the order in which their rules count."""

SCRIPT: Final = "situation.js"
SOURCE_MAP: Final = "situation.js.map"
SHEET: Final = "situation.css"

_IMPORT: Final = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b\*? ?(\w+))", re.MULTILINE)
_TICK: Final = re.compile(r"(?<!\\)`")
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class BundleError(ValueError):
    """A module holds what the bundle cannot; the message names the file, and the line where there is one."""


@dataclass(frozen=True)
class Import:
    """One import of a module.

    Attributes:
        module: The module's name in ``client/``.
        names: Imported name to local name; empty for a whole module.
        whole: Local name of the whole module; "" when single names are imported.
    """

    module: str
    names: dict[str, str] = field(default_factory=dict)
    whole: str = ""


@dataclass(frozen=True)
class Module:
    """A module of the client.

    Attributes:
        name: Path below ``client/``.
        source: The text as it is written.
        imports: What it imports, in the order of the file.
        exports: The names it exports, in the order of the file.
        lines: The lines that are delivered: number in the source from 0, column of its first character, text.
    """

    name: str
    source: str
    imports: list[Import]
    exports: list[str]
    lines: list[tuple[int, int, str]]


def read_module(name: str, source: str) -> Module:
    """Return what the bundle needs to know of a module.

    Raises:
        BundleError: The module is written in a way that the bundle does not know.
    """
    imports = [_import(name, *found.groups()) for found in _IMPORT.finditer(source)]
    exports = _EXPORT.findall(source)
    blanked = _IMPORT.sub(lambda found: "\n" * found.group().count("\n"), source)
    lines = list(_delivered(_EXPORT.sub("", blanked).splitlines()))
    for number, _column, text in lines:
        if text.startswith(("import ", "export ")):
            raise BundleError(f"{name}, line {number + 1}: this import or export is written in a way we do not bundle")
        if len(_TICK.findall(text)) % 2:
            raise BundleError(f"{name}, line {number + 1}: a template literal may not go over several lines")
    local = [one for item in imports for one in (item.whole, *item.names.values()) if one]
    twice = {one for one in local if local.count(one) > 1} | {one for one in exports if exports.count(one) > 1}
    if twice:
        raise BundleError(f"{name}: {', '.join(sorted(twice))} is named twice")
    return Module(name, source, imports, exports, lines)


def _import(name: str, whole: str, names: str | None, address: str) -> Import:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / address).parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    pairs = [item.strip().partition(" as ") for item in (names or "").split(",") if item.strip()]
    return Import("/".join(parts), {given: local or given for given, _, local in pairs}, whole or "")


def _delivered(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield every line that is more than a comment, without its indentation."""
    comment = False
    for number, line in enumerate(lines):
        text = line.strip()
        if comment or text.startswith("/*"):
            comment = "*/" not in text
            rest = text.partition("*/")[2].strip()
            if comment or not rest:
                continue
            text = rest
        if text and not text.startswith("//"):
            yield number, len(line.rstrip()) - len(text), text


def ordered(read: dict[str, Module], entry: str) -> list[Module]:
    """Return the modules that ``entry`` needs, each after those it imports.

    Raises:
        BundleError: Modules import each other in a circle, or what is not there.
    """
    done: dict[str, Module] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise BundleError("these modules import each other: " + " > ".join((*path[path.index(name) :], name)))
        if name in done:
            return
        module = read[name]
        for item in module.imports:
            if item.module not in read:
                raise BundleError(f"{name} imports {item.module}, which is not there")
            visit(item.module, (*path, name))
            lacking = [given for given in item.names if given not in read[item.module].exports]
            if lacking:
                raise BundleError(f"{name} imports {', '.join(lacking)} from {item.module}, which exports no such name")
        done[name] = module

    visit(entry, ())
    return list(done.values())


def join(modules: list[Module]) -> tuple[str, dict[str, Any]]:
    """Return one script of ``modules``, which are in order, and its source map (version 3)."""
    variable = {module.name: f"$m{at}" for at, module in enumerate(modules)}
    text = ["(() => {", '"use strict";']
    places: list[tuple[int, int, int] | None] = [None, None]
    for at, module in enumerate(modules):
        text.append(f"const {variable[module.name]} = (() => {{")
        places.append(None)
        for item in module.imports:
            names = ", ".join(given if given == local else f"{given}: {local}" for given, local in item.names.items())
            text.append(f"const {item.whole or f'{{ {names} }}'} = {variable[item.module]};")
            places.append(None)
        for number, column, line in module.lines:
            text.append(line)
            places.append((at, number, column))
        text.append(f"return {{ {', '.join(module.exports)} }};\n}})();")
        places += [None, None]
    text.append("})();")
    source_map = {
        "version": 3,
        "file": SCRIPT,
        "sources": [f"client/{module.name}" for module in modules],
        "sourcesContent": [module.source for module in modules],
        "names": [],
        "mappings": _mappings(places),
    }
    return "\n".join(text) + "\n", source_map


def _mappings(places: list[tuple[int, int, int] | None]) -> str:
    """Write one segment per line: file, line and column in the sources, each as the difference from the one before."""
    before = (0, 0, 0)
    lines = []
    for place in places:
        if place is None:
            lines.append("")
            continue
        lines.append(_quantities(0, *(now - then for now, then in zip(place, before, strict=True))))
        before = place
    return ";".join(lines)


def _quantities(*numbers: int) -> str:
    """Encode whole numbers as base 64 VLQ: five bits per digit, the lowest of the first is the sign."""
    text = ""
    for number in numbers:
        rest = -number << 1 | 1 if number < 0 else number << 1
        while True:
            rest, digit = rest >> 5, rest & 31
            text += _DIGITS[digit | 32 if rest else digit]
            if not rest:
                break
    return text


@lru_cache(maxsize=1)
def script() -> tuple[str, str]:
    """Return the client as one script, and its source map as JSON.

    Raises:
        BundleError: The modules cannot be bundled; the message says why.
    """
    names = sorted(path.relative_to(CLIENT).as_posix() for path in CLIENT.rglob("*.js"))
    read = {name: read_module(name, _text(name)) for name in names if name != LOADER}
    text, source_map = join(ordered(read, ENTRY))
    return text, json.dumps(source_map, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def sheet() -> str:
    """Return the style sheets as one, after the colours that they name."""
    return palette.sheet() + "\n".join(_text(name) for name in SHEETS)


@lru_cache(maxsize=1)
def loader() -> str:
    """Return the few lines that stand in the page itself and load the script."""
    return plain_script(_text(LOADER))


def plain_script(source: str) -> str:
    """Return a script that imports and exports nothing as it stands in a page: without comments and indentation."""
    return "\n".join(text for _number, _column, text in _delivered(source.splitlines()))


def _text(name: str) -> str:
    return (CLIENT / name).read_text(encoding="utf-8")
