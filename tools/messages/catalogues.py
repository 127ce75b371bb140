"""Catalogues as files: brought up to date with what is to be translated, and checked against it."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from lib.config.catalogue import path_of
from lib.config.paths import ROOT

__all__ = ["Path", "faults", "path_of", "update"]
SINCE: Final = datetime(2026, 11, 30, tzinfo=UTC)
"""The date in the heads of the files: the same words are the same file, whenever it is made."""
FEW: Final = 100
"""Up to so many new messages are compared with old ones for a translation that may do, to be looked at as "fuzzy"."""
FORMS: Final = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
"""Plural forms in the order of the CLDR (zero, one, two, few, many, other), where Babel has another order."""
SHOWN: Final = 60
"""So much of a message names it."""


def update(path: Path, template: Catalog, lang: str) -> None:
    """Bring a catalogue up to date with what is to be translated, or begin it; translations are kept."""
    catalogue = _read(path) if path.is_file() else Catalog(lang, project=template.project)
    new = [message for message in template if message.id and (message.id, message.context) not in _keys(catalogue)]
    if lang in FORMS:
        catalogue.mime_headers = [("Plural-Forms", FORMS[lang])]
    catalogue.update(template, no_fuzzy_matching=len(new) > FEW, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# Words of the {template.project}, {lang}. How to translate: docs/translating.md."
    catalogue.fuzzy = False
    catalogue.creation_date = catalogue.revision_date = SINCE
    catalogue.last_translator, catalogue.language_team = "", lang
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_by_file=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written.getvalue())


def faults(path: Path, template: Catalog) -> Iterator[str]:
    """Tell what is wrong with a catalogue: a sentence each, with the names of the file and of the message."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    if not path.is_file():
        yield f"{name}: there is no such catalogue."
        return
    catalogue = _read(path)
    wanted = _keys(template)
    for message in catalogue.obsolete.values():
        yield f"{name}: {_named(message)} is obsolete."
    for message in catalogue:
        if not message.id:
            continue
        if (message.id, message.context) not in wanted:
            yield f"{name}: {_named(message)} is obsolete."
        elif message.fuzzy:
            yield f"{name}: {_named(message)} is fuzzy."
        else:
            yield from (f"{name}: {_named(message)} {what}." for what in _wrong(message, catalogue.num_plurals))
    for key in wanted - _keys(catalogue):
        missing = template.get(key[0], key[1])
        if missing is not None:
            yield f"{name}: {_named(missing)} is missing."


def _wrong(message: Message, forms: int) -> Iterator[str]:
    """Tell what is wrong with the translation of one message."""
    written = [form or "" for form in _forms(message.string)]
    if not all(form.strip() for form in written) or (message.pluralizable and len(written) != forms):
        yield "is not translated" if not any(written) else "is translated in part only"
        return
    names = [placeholders(form) for form in _forms(message.id)]
    may, must = set.union(*names), set.intersection(*names)
    if message.pluralizable:
        # "One report" needs no number: the one that is counted may be left out of any form.
        must = {name for name in must if name not in COUNTED}
    for form in written:
        try:
            used = placeholders(form)
        except ValueError:
            yield "has a bracket that is never closed"
            return
        if strange := used - may:
            yield f"has {_listed(strange)}, which its source does not have"
        if lost := must - used:
            yield f"lacks {_listed(lost)} of its source"


COUNTED: Final = frozenset({"n", "k", "all", "days", "count"})
"""Names of numbers that a plural form may leave out."""


def placeholders(text: str) -> set[str]:
    """Return the names in braces that are filled in.

    Raises:
        ValueError: A bracket is not closed, or closed without being opened.
    """
    return {name for _text, name, _how, _as in string.Formatter().parse(text) if name is not None}


def _read(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()))


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """Return the forms of a message, or its only one."""
    return (text or "",) if isinstance(text, str | None) else text


def _keys(catalogue: Catalog) -> set[tuple[str | tuple[str, ...], str | None]]:
    """Return the ids and contexts of all messages; of a plural the id is of both forms."""
    found = ((message.id, message.context) for message in catalogue if message.id)
    return {(text if isinstance(text, str) else tuple(text), context) for text, context in found}


def _named(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"“{shown}”" + (f" ({message.context})" if message.context else "")


def _listed(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
