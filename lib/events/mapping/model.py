"""A column mapping: which column of a file is which of the event table's. Kept as a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lib.events.mapping.vocabulary import KIND_OF, STEMS, WORD_COLUMNS
from lib.events.problems import shown
from lib.events.schema import BY_NAME, NAMES, Holds
from lib.text import _, enumerated, number

VERSION: Final = 1
"""Of the file. Raise it when an older one would be read with another meaning."""
MAX_BYTES: Final = 500_000
"""Largest mapping read."""
LONGEST: Final = 500
"""Characters of a name, word or constant."""
_MOST: Final = 2_000
_MAPPABLE: Final = frozenset((*NAMES, *STEMS))
_CONSTANT: Final = frozenset(NAMES) - {"event_id", "group_id", "is_primary"}
"""Columns that may hold the same in each row."""


class MappingError(ValueError):
    """A mapping that cannot be used; the message says why, and what to do."""


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a file is which of the event table's.

    Attributes:
        columns: Names as the file writes them, by column of the event table. A stem (``deaths``, ``civilian_deaths``,
            ``injured``, ``persons``) stands for one figure that is low and high alike.
        words: By column, what each word of the file is in the event table's words; "" where it is none of them.
        constants: What every row holds, by column, as kind and source.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def missing(self) -> tuple[str, ...]:
        """Return the columns without which no row can be read: the first day, and what sort of event it is."""
        known = {*self.columns, *self.constants}
        return tuple(name for name in ("date_start", "subkind") if name not in known)

    def with_constants(self, constants: Mapping[str, str]) -> ColumnMapping:
        """Return the mapping with some columns the same in each row, instead of what the file has there."""
        columns = {name: header for name, header in self.columns.items() if name not in constants}
        words = {name: found for name, found in self.words.items() if name not in constants}
        return replace(self, columns=columns, words=words, constants={**self.constants, **constants})

    def with_columns(self, columns: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> ColumnMapping:
        """Return the mapping with some columns by their names in the file, and what the words in them are."""
        alike = {name for column in columns for name in (*STEMS.get(column, ()), *_stem_of(column))}
        gone = {*columns, *alike}
        kept = {name: header for name, header in self.columns.items()
                if name not in gone and header not in columns.values()}  # fmt: skip
        known = {name: found for name, found in self.words.items() if name in kept}
        constants = {name: text for name, text in self.constants.items() if name not in columns}
        return replace(self, columns={**kept, **columns}, words={**known, **words}, constants=constants)

    def to_json(self) -> str:
        """Return the mapping as JSON, for a file."""
        content: dict[str, Any] = {"version": VERSION, "columns": dict(self.columns)}
        content["values"] = {column: dict(words) for column, words in self.words.items()}
        content["constants"] = dict(self.constants)
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _stem_of(column: str) -> tuple[str, ...]:
    """Return the stem whose figure would fill ``column`` too."""
    return tuple(stem for stem, ends in STEMS.items() if column in ends)


def from_json(text: str | bytes) -> ColumnMapping:
    """Read a mapping from JSON.

    Raises:
        MappingError: It is no mapping, or names what the event table does not have.
    """
    if len(text) > MAX_BYTES:
        limit = number(MAX_BYTES / 1000)
        raise MappingError(_("The mapping is larger than {size} kB, so it is none. Save it again.").format(size=limit))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingError(_("The mapping is no JSON. Save it again from the page or with --save-mapping.")) from error
    if not isinstance(content, dict):
        raise MappingError(_("The mapping is no JSON object with columns. Save it again."))
    if unknown := sorted(set(content) - {"version", "columns", "values", "constants"}):
        words = _("The mapping has an entry '{name}', none of version, columns, values and constants. Remove it.")
        raise MappingError(words.format(name=shown(unknown[0])))
    if content.get("version", VERSION) != VERSION:
        words = _("The mapping is of version {given}; version {known} is read. Save it again.")
        raise MappingError(words.format(given=shown(str(content["version"])), known=VERSION))
    values = content.get("values", {})
    if not isinstance(values, dict) or len(values) > _MOST:
        raise MappingError(_("The entry '{name}' of the mapping is no list of names with texts.").format(name="values"))
    found = ColumnMapping(
        _texts(content.get("columns", {}), "columns"),
        {column: _texts(words, f"values.{shown(column)}") for column, words in values.items()},
        _texts(content.get("constants", {}), "constants"),
    )
    _check(found)
    return found


def _texts(given: Any, name: str) -> dict[str, str]:
    """Return ``given`` if it is an object of texts."""
    sound = isinstance(given, dict) and len(given) <= _MOST
    if not sound or not all(isinstance(text, str) and len(text) <= LONGEST for text in (*given, *given.values())):
        raise MappingError(_("The entry '{name}' of the mapping is no list of names with texts.").format(name=name))
    return dict(given)


def _check(mapping: ColumnMapping) -> None:
    """Refuse columns and words that the event table does not have."""
    for given, allowed in (
        (mapping.columns, _MAPPABLE),
        (mapping.words, frozenset(WORD_COLUMNS)),
        (mapping.constants, _CONSTANT),
    ):
        if unknown := sorted(set(given) - allowed):
            words = _("The mapping names '{name}', which is no column of the event table that may stand there.")
            raise MappingError(f"{words.format(name=shown(unknown[0]))} {_('Correct it.')}")
    for stem, ends in STEMS.items():
        both = [end for end in ends if stem in mapping.columns and end in mapping.columns]
        if both:
            text = _("The mapping names both {stem} and {end}. Keep one of them: {stem} fills low and high alike.")
            raise MappingError(text.format(stem=stem, end=both[0]))
    for column, found in mapping.words.items():
        for word in filter(None, found.values()):
            _check_word(column, word)
    for column, word in mapping.constants.items():
        if BY_NAME[column].holds is Holds.WORD:
            _check_word(column, word)
    _check_kind(mapping.constants)


def _check_kind(constants: Mapping[str, str]) -> None:
    """Refuse a subkind of another kind."""
    kind, subkind = constants.get("kind", ""), constants.get("subkind", "")
    if kind and subkind and KIND_OF[subkind] != kind:
        text = _("'{word}' does not belong to the kind '{kind}'. Correct one of the two in the mapping.")
        raise MappingError(text.format(word=subkind, kind=kind))


def _check_word(column: str, word: str) -> None:
    """Refuse a word that the column cannot hold."""
    holds = BY_NAME[column].holds
    allowed = ("true", "false") if holds is Holds.FLAG else BY_NAME[column].words
    if any(part not in allowed for part in (word.split(";") if holds is Holds.WORDS else [word])):
        words = _("The mapping says '{word}' for {column}, which holds only: {words}.")
        raise MappingError(words.format(word=shown(word), column=column, words=enumerated(allowed)))
