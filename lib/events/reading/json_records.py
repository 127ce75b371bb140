"""Records as JSON, without shapes: a list of them, a line each, or under one name of what a server answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import MAX_LINES
from lib.events.reading.grid import Grid, grid_of
from lib.text import _, enumerated, ngettext, number

MAX_NAMES = 5_000
"""Most different names in the records."""
_MARK = b"\xef\xbb\xbf"
_BETWEEN = "/"
"""What stands between the name of a group and that of what is in it, as survey programs write it."""
_LISTED = 10
Record: TypeAlias = Mapping[str, Any]


def read_records(data: bytes, log: ProblemLog) -> Grid | None:
    """Return the records of a JSON file as cells of text; None, told to ``log``, when it holds none.

    A group in a record gives a column for each of its members, ``group/member``; a list of plain values is one cell,
    with semicolons or, where it holds numbers alone, blanks between. What is nested deeper is ignored, which is told.
    """
    try:
        found = _records(data.removeprefix(_MARK), log)
    except (ValueError, RecursionError) as error:
        reason = _("it is nested too deep") if isinstance(error, RecursionError) else shown(str(error), 120)
        log.whole(_("The JSON is damaged ({reason}). Export it again, or as CSV UTF-8.").format(reason=reason))
        return None
    if not found:
        log.whole(
            _("This is JSON but no GeoJSON: it has no features, and no list of records. Export it as GeoJSON or CSV.")
        )
        return None
    if len(found) > MAX_LINES:
        log.whole(_("The table has more than {limit} rows. Split it.").format(limit=number(MAX_LINES)))
        return None
    return _grid(found, log)


def _records(data: bytes, log: ProblemLog) -> Sequence[Record]:
    """Find the records of a file.

    Raises:
        ValueError: It is no sound JSON.
    """
    try:
        whole = json.loads(data)
    except json.JSONDecodeError:
        lines = [line.strip().rstrip(b",") for line in data.replace(b"\x1e", b"\n").splitlines()]
        if sum(line.startswith(b"{") for line in lines[:2]) < 1:
            raise
        return [each for line in lines if line and isinstance(each := json.loads(line), dict)]
    if isinstance(whole, dict):
        lists = {name: each for name, each in whole.items() if _is_list_of_records(each)}
        if not lists:
            # One record by itself.
            return (
                [whole] if len(whole) > 1 and not any(isinstance(each, list | dict) for each in whole.values()) else []
            )
        name = max(lists, key=lambda each: len(lists[each]))
        _tell_source(name, whole, log)
        whole = lists[name]
    return [each for each in whole if isinstance(each, dict)] if _is_list_of_records(whole) else []


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _tell_source(name: str, whole: Record, log: ProblemLog) -> None:
    """Report which member of an answer was read, and that it is one page of several where it says so."""
    log.whole(_("The records under '{name}' were read.").format(name=shown(name)), severity="notice")
    total = whole.get("count")
    if whole.get("next"):
        words = _("This is one page of several ({n} records in this file). Ask the server for all of them at once.")
        if isinstance(total, int):
            words = _(
                "This is one page of several ({n} records of {total} in this file). Ask the server for all at once."
            ).replace("{total}", number(total))
        log.whole(words.format(n=number(len(whole[name]))), severity="warning")


def _grid(records: Sequence[Record], log: ProblemLog) -> Grid | None:
    columns: dict[str, list[str]] = {}
    ignored: dict[str, None] = {}
    for at, record in enumerate(records):
        for name, cell in _cells(record, ignored):
            if name not in columns:
                if len(columns) == MAX_NAMES:
                    words = ngettext(
                        "The records have more than {n} different name. Export only those that are needed.",
                        "The records have more than {n} different names. Export only those that are needed.",
                        MAX_NAMES,
                    )
                    log.whole(words.format(n=number(MAX_NAMES)))
                    return None
                columns[name] = [""] * at
            if len(columns[name]) == at:
                columns[name].append(cell)
        for cells in columns.values():
            if len(cells) == at:
                cells.append("")
    if ignored:
        listed = enumerated(f"'{shown(name)}'" for name in list(ignored)[:_LISTED])
        words = _("Columns that hold no text or number were ignored: {names}.")
        log.whole(words.format(names=listed), severity="notice")
    if not columns:
        return None
    return grid_of([(name, pa.chunked_array([pa.array(cells, pa.string())])) for name, cells in columns.items()])


def _cells(record: Record, ignored: dict[str, None]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a record by the names of their columns; what makes none is put into ``ignored``."""
    for name, value in record.items():
        if isinstance(value, dict):
            for inner, each in value.items():
                yield from _cell(f"{name}{_BETWEEN}{inner}", each, ignored)
        else:
            yield from _cell(name, value, ignored)


def _cell(name: str, value: object, ignored: dict[str, None]) -> Iterator[tuple[str, str]]:
    plain = value if isinstance(value, list) else [value]
    if any(isinstance(each, dict | list) for each in plain):
        ignored[name] = None
        return
    figures = bool(plain) and all(isinstance(each, int | float) or each is None for each in plain)
    text = (" " if figures else ";").join(_text(each) for each in plain if each is not None)
    yield name, text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
