"""The keys of a batch file: which there are, what each may hold, and a sentence for what cannot be used."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from datetime import date
from string import Formatter
from typing import Any, Final

from lib.events.problems import shown
from lib.events.query import PARAMETERS
from lib.exports import hxl
from lib.exports.order import EXPORT_PARAMETERS
from lib.text import _

TOP: Final = ("folder", "name", "book", "book_title", "address", "template", "axes", "view")
"""Keys of the file itself."""
FORMAT, VIEW, DAYS, LAYER = "format", "view", "days", "layer"
OF_ADDRESS: Final = frozenset(parameter.name for parameter in PARAMETERS) - {"view", "id", "sort"}
"""Parameters of an address that change what is drawn."""
OF_EXPORT: Final = frozenset(parameter.name for parameter in EXPORT_PARAMETERS)
OF_LAYER: Final = frozenset({LAYER, hxl.NAME})
"""Which layer is wanted as data, in place of the map, and how."""
OF_TEMPLATE: Final = (FORMAT, *sorted(OF_ADDRESS | OF_EXPORT | OF_LAYER))
"""Keys of the template, and but for the format of each axis and view."""


class PlanError(Exception):
    """A batch file that cannot be used; the message is one sentence that names file, key and what is allowed."""


class Table:
    """A table of the file, whose every key is asked for or told of.

    Args:
        file: Name of the file.
        where: Name of the table, with a full stop at its end; "" for the file itself.
        given: Its keys and values.
        known: The keys that there may be.

    Raises:
        PlanError: It has another key.
    """

    def __init__(self, file: str, where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
        self.file, self.where, self.given = file, where, given
        for key in given:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
                words = _("there is no such key; there are {known}")
                if near:
                    words = _("there is no such key; {name} may be meant")
                raise self.unusable(key, words.format(name=near[0] if near else "", known=", ".join(known)))

    def unusable(self, key: str, allowed: str) -> PlanError:
        """Say that a key cannot be used, and what is allowed in its place."""
        words = _("{file}: {key} cannot be used: {allowed}.")
        return PlanError(words.format(file=self.file, key=f"{self.where}{shown(key, 40)}", allowed=allowed))

    def without(self, key: str, area: str) -> str:
        """Say that no file is made of an area that a key stands for."""
        words = _("{file}: {key}: no file is made of {area}, as its outline is not known.")
        return words.format(file=self.file, key=f"{self.where}{key}", area=area)

    def text(self, key: str, otherwise: str = "") -> str:
        """Return a value that is text.

        Raises:
            PlanError: It is none.
        """
        value = self.given.get(key, otherwise)
        if not isinstance(value, str):
            raise self.unusable(key, _("it has to be text"))
        return value

    def table(self, key: str, known: Collection[str]) -> Table:
        """Return a table inside this one; an empty one where there is none.

        Raises:
            PlanError: It is no table, or has a key that means nothing.
        """
        value = self.given.get(key, {})
        if not isinstance(value, dict):
            raise self.unusable(key, _("it has to be a table, written as [{key}]").format(key=key))
        return Table(self.file, f"{key}.", value, known)

    def tables(self, key: str, known: Collection[str]) -> list[Table]:
        """Return each table of a list of them; errors as for :meth:`table`."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.unusable(key, _("it has to be a table, written as [{key}]").format(key=f"[{key}]"))
        return [Table(self.file, f"{key} {at}.", each, known) for at, each in enumerate(value, 1)]

    def parameter(self, key: str) -> str:
        """Return a value as an address writes it: a list as its words with commas between.

        Raises:
            PlanError: It is no text, number, day, or list of these.
        """
        value = self.given[key]
        return ",".join(self._word(key, each) for each in value) if isinstance(value, list) else self._word(key, value)

    def alternatives(self, key: str) -> list[str]:
        """Return the values of an axis as an address writes them.

        Raises:
            PlanError: They are no list, or none.
        """
        value = self.given[key]
        if not isinstance(value, list) or not value:
            raise self.unusable(key, _("it has to be a list with a value or more"))
        return [self._word(key, each) for each in value]

    def _word(self, key: str, value: object) -> str:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.unusable(key, _("it has to be text, a number, a day or a list of these"))
        return str(value)


def placeholders(table: Table, key: str, pattern: str, known: Collection[str]) -> str:
    """Return a pattern that names nothing but what there is.

    Raises:
        PlanError: It names something else, or has a brace too many.
    """
    allowed = _("between braces there may be {names}").format(names=", ".join(sorted(known)))
    try:
        parts = [(name, spec, how) for _text, name, spec, how in Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise table.unusable(key, allowed) from error
    if any(name not in known or spec or how for name, spec, how in parts):
        raise table.unusable(key, allowed)
    return pattern
