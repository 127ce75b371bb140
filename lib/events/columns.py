"""From the header of a file to the columns of the event table: spelling, missing and unknown names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from lib.events.mapping.likeness import opposed
from lib.events.mapping.vocabulary import own_name
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import plain
from lib.events.schema import BY_NAME, COLUMNS, NAMES
from lib.text import _, enumerated, ngettext

_CLOSE = 0.8
"""How alike a misspelt name must be to be taken for a column (difflib's ratio)."""
_SHORT = 3
"""Parts of a name up to this length are codes (``ar``, ``lat``, ``low``): never guessed."""
_MAX_LISTED, _MAX_BLANK = 20, 8
"""Names of unknown and of missing columns that a notice lists."""
_REQUIRED = tuple(column.name for column in COLUMNS if column.required)


def match_columns(header: Sequence[str], log: ProblemLog, required: Sequence[str] = _REQUIRED) -> dict[str, int] | None:
    """Return where each column of the event table stands in ``header``.

    Args:
        header: The names in the first row.
        log: Is told of names that are misspelt, doubled, unknown or missing.
        required: Columns without which nothing can be read.

    Returns:
        Position by column name, or None when a column that every row must fill is missing.
    """
    found: dict[str, int] = {}
    doubled: list[str] = []
    unknown = list(range(len(header)))
    # Names as they are declared come before those with units, numbering or a plural.
    for name_of in (_exact, own_name):
        left, unknown = unknown, []
        for position in left:
            name = name_of(header[position])
            if not name:
                unknown.append(position)
            elif name in found:
                doubled.append(name)
            else:
                found[name] = position
    if not found:
        log.whole(
            _("The first row does not hold the names of the columns. It should begin: {names}, …").format(
                names=enumerated(NAMES[:4])
            )
        )
        return None
    for name in dict.fromkeys(doubled):
        log.whole(
            _("The column stands in the header more than once. The first one was used; delete or rename the others."),
            column=name,
            severity="warning",
        )
    _guess(header, found, unknown, log)
    _tell_unknown([header[position].strip() for position in unknown], log)
    return found if _complete(found, log, required) else None


def _exact(cell: str) -> str:
    return _BY_PLAIN.get(plain(cell), "")


def lacks_needed(header: Sequence[str]) -> bool:
    """Return whether ``header`` has no day or no sort of event, without which no row can be read."""
    return match_columns(header, ProblemLog(""), required=("subkind", "date_start")) is None


def _guess(header: Sequence[str], found: dict[str, int], unknown: list[int], log: ProblemLog) -> None:
    """Take misspelt names for the missing columns they resemble; moves positions from ``unknown`` to ``found``."""
    missing = [name for name in NAMES if name not in found]
    for position in tuple(unknown):
        cell = header[position].strip()
        plausible = [name for name in missing if _same_codes(cell, name) and not opposed(cell, name)]
        close = get_close_matches(cell.lower()[:100], plausible, n=1, cutoff=_CLOSE)
        if close:
            found[close[0]] = position
            missing.remove(close[0])
            unknown.remove(position)
            message = _("Column '{cell}' is unknown; did you mean '{name}'? It was used as that column. Rename it.")
            log.whole(message.format(cell=shown(cell), name=close[0]), severity="warning", value=cell)


@lru_cache(maxsize=20_000)
def _codes(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of a name and its digits."""
    return tuple(name.lower().split("_")), tuple(re.findall(r"\d", name))


def _same_codes(cell: str, name: str) -> bool:
    """Tell whether two names agree in what no slip of the pen explains: their short parts and their digits."""
    (parts, digits), (wanted, their_digits) = _codes(cell), _codes(name)
    if digits != their_digits or len(parts) != len(wanted):
        return False
    pairs = zip(parts, wanted, strict=True)
    return all(part == want for part, want in pairs if min(len(part), len(want)) <= _SHORT)


def _tell_unknown(names: list[str], log: ProblemLog) -> None:
    """Report all columns that are not of the event table, in one notice."""
    named = [shown(name) for name in names if name and name not in log.used]
    if named:
        listed = enumerated(f"'{name}'" for name in named[:_MAX_LISTED]) + (", …" if len(named) > _MAX_LISTED else "")
        message = ngettext(
            "Column {names} is unknown and was ignored.", "Columns {names} are unknown and were ignored.", len(named)
        )
        log.whole(message.format(names=listed), severity="notice", value=named[0])


def _complete(found: dict[str, int], log: ProblemLog, names: Sequence[str]) -> bool:
    """Tell whether no required column is missing; report those that are, and the others in a notice."""
    missing = [column for column in COLUMNS if column.name not in found]
    required = [column for column in missing if column.name in names]
    for column in required:
        log.whole(_("The column is missing. Add it: without it no row can be read."), column=column.name)
    if required:
        return False
    optional = [column.name for column in missing]
    if optional:
        message = ngettext(
            "Column {names} is missing and was taken as blank.",
            "Columns {names} are missing and were taken as blank.",
            len(optional),
        )
        listed = enumerated(optional[:_MAX_BLANK]) + (", …" if len(optional) > _MAX_BLANK else "")
        log.whole(message.format(names=listed), severity="notice", column=None)
    return True


_BY_PLAIN = {plain(name): column.name for column in BY_NAME.values() for name in (*column.aliases, column.name)}
KNOWN = frozenset(_BY_PLAIN)
"""Plain names of the columns of the event table, other spellings included."""
