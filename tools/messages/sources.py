"""What is to be translated: the words of the product in its code, and those of the shipped crisis in its files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from lib.analysis.summary import parts_of
from lib.config.crisis import CRISIS
from lib.config.crisis.fields import Text
from lib.config.paths import EVENTS, PUBLISHED, ROOT
from lib.geography import places
from lib.text.actors import known_parts

PROJECT: Final = "idlib-situation-map"
KEYWORDS: Final = {
    "_": None,
    "ngettext": (1, 2),
    "plural_forms": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Functions whose arguments are words; as babel writes them."""
COMMENT: Final = "Translators:"
"""How a comment begins that is for translators."""


def of_product(root: Path = ROOT) -> Catalog:
    """Extract the words of the product's code and templates."""
    found = Catalog(project=PROJECT)
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel gives it no types
    extracted = extract_from_dir(
        root, method_map, options_map, keywords=KEYWORDS, comment_tags=[COMMENT], strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in {"client", ".venv", "node_modules", "data", "tests"},
    )  # fmt: skip
    for name, _line, words, comments, context in extracted:
        found.add(words, None, [(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    for path in sorted([*(root / "lib").rglob("*.py"), *(root / "pages").rglob("*.py"), *root.glob("*.py")]):
        for inside, context in _in_f_strings(path.read_text(encoding="utf-8")):
            found.add(inside, None, [(path.relative_to(root).as_posix(), 0)], context=context)
    return found


def _in_f_strings(code: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Walk the words that are translated inside of f-strings, where babel's reader of tokens does not look."""
    for string in ast.walk(ast.parse(code)):
        for call in ast.walk(string) if isinstance(string, ast.JoinedStr) else ():
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS):
                continue
            given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            context = given.pop(0) if given and "pgettext" in call.func.id else None
            if given:
                yield (given[0] if len(given) == 1 else tuple(given)), context


def of_crisis() -> Catalog:
    """Collect the words of the crisis that is shown which readers see: its settings, milestones, counters, actors."""
    found = Catalog(project=PROJECT)
    folder = CRISIS.folder.resolve()
    where_it_is = folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else folder.name
    for where, words in _settings(CRISIS, "crisis.toml"):
        found.add(words, None, [(f"{where_it_is}/crisis.toml", 0)], auto_comments=[where])
    for name, column, words in _cells():
        found.add(words, None, [(f"{where_it_is}/{name}", 0)], auto_comments=[column])
    return found


def _settings(table: Any, where: str) -> Iterator[tuple[str, str]]:
    """Walk the words of a crisis: where each stands, and what it is in English."""
    if isinstance(table, Text):
        yield where, table.by_language["en"]
    elif is_dataclass(table):
        for each in fields(table):
            yield from _settings(getattr(table, each.name), f"{where}, {each.name}")
    elif isinstance(table, tuple):
        for one in table:
            yield from _settings(one, where)


def _cells() -> Iterator[tuple[str, str, str]]:
    """Walk the words in the crisis's tables that are said in the reader's language: file, what they are, words."""
    events = pd.read_csv(EVENTS, dtype=str, keep_default_na=False)
    for row in events.loc[events["kind"] == "milestone"].itertuples():
        for words in parts_of(str(row.note)):
            if words:
                yield EVENTS.name, f"milestone of {row.date_start}", words
    for column in ("counter", "origin_place"):
        known = events.loc[(events[column] != "") & (events[column] != "not stated")]
        for words in (
            known[column].loc[known["origin_pcode"] == "" if column == "origin_place" else slice(None)].unique()
        ):
            yield EVENTS.name, column, str(words)
    for words in known_parts(events["actor"]):
        yield EVENTS.name, "actor", words
    towns = set(places.places()["place"])
    for words in places.sites()["name"]:
        if words not in towns:
            yield places.SITES.name, "name of a camp or crossing", str(words)
    yield from _of_others()


def _of_others() -> Iterator[tuple[str, str, str]]:
    """Walk the words of totals that others published, where the crisis has any."""
    if not PUBLISHED.is_file():
        return
    published = pd.read_csv(PUBLISHED, dtype=str, keep_default_na=False)
    for column in ("what", "scope"):
        for words in published[column].unique():
            if words:
                yield PUBLISHED.name, column, str(words)
