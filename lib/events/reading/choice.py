"""Which of several tables in one file is read: the only one that can be, or the one its owner names, or all alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.combined import together
from lib.events.reading.delimited import plain
from lib.events.reading.furniture import date_columns
from lib.events.reading.grid import ENOUGH, Grid
from lib.events.reading.records import Cells
from lib.text import _, enumerated, ngettext, number

ALL = "*"
"""The answer for all tables with the same columns."""
MAX_PARTS = 300
"""Most sheets, layers or files that are looked at."""
UNSEEN = Grid((), Cells(pa.table({}), np.empty(0, dtype=np.int64)))
"""What is offered without a look at its columns."""
_COLUMNS = 3
"""Named columns that make something unknown a table all the same."""
_LISTED = 5


@dataclass(frozen=True)
class Part:
    """One sheet, layer or file of several.

    Attributes:
        name: What it is called, and the answer that names it.
        read: Reads it.
        peek: Reads as much of it as tells its columns, and says nothing; None where there is no table, :data:`UNSEEN`
            where that cannot be told without reading it.
        aside: Why it is not offered, as "hidden"; "" when it is.
    """

    name: str
    read: Callable[[ProblemLog], Grid | None]
    peek: Callable[[], Grid | None]
    aside: str = ""


@dataclass(frozen=True)
class _Found:
    """The parts that are offered, why the others are not, those that are read together, and why the rest is not.

    ``same`` tells whether those that are read together have the same columns, so that none has blanks.
    """

    offered: tuple[Part, ...]
    aside: dict[str, str]
    alike: tuple[Part, ...]
    unlike: dict[str, str]
    same: bool


@dataclass(frozen=True)
class Words:
    """What is said of a file of several tables.

    Attributes:
        holds: What it is and how many there are, as "The workbook has 3 sheets".
        nothing: That none of them can be read, and what to do.
    """

    holds: str
    nothing: str


def choose(
    parts: Sequence[Part], words: Words, known: frozenset[str], log: ProblemLog, answers: Answers
) -> Grid | None:
    """Read what is meant of a file of several tables.

    Args:
        parts: Its tables.
        words: What is said of it.
        known: Plain names of the columns that some format has.
        log: Is told what was read and what was left aside.
        answers: What its owner has said.

    Returns:
        None when nothing can be read, which ``log`` is told.

    Raises:
        QuestionError: Several can be read, and the owner has to say which.
    """
    named = next((part for part in parts if part.name == answers.sheet), None)
    missing = shown(answers.sheet) if answers.sheet not in {"", ALL} and named is None else ""
    if len(parts) == 1 and missing:
        message = _("There is no '{name}'; the only table, '{only}', was read.")
        log.whole(message.format(name=missing, only=shown(parts[0].name)), severity="warning")
    if named is not None or len(parts) == 1:
        return (named or parts[0]).read(log)
    found = _looked_over(parts, known)
    if not found.offered:
        log.whole(words.nothing)
        return None
    if answers.sheet == ALL and found.alike:
        _tell(words.holds, found.alike, {**found.unlike, **found.aside}, log)
        return together([(part.name, part.read) for part in found.alike], log)
    if len(found.offered) > 1 or missing:
        question = _question(words.holds, found)
        before = _("There is no '{name}'.").format(name=missing) if missing else ""
        if answers.sheet == ALL:
            before = _("No two of the tables go together, so that * reads none: {names}.")
            before = before.format(names=_with_reasons(found.unlike))
        raise QuestionError(replace(question, words=f"{before} {question.words}".strip()))
    _tell(words.holds, found.offered, found.aside, log)
    return found.offered[0].read(log)


def _looked_over(parts: Sequence[Part], known: frozenset[str]) -> _Found:
    """Sort the parts into those that are offered and those that are not."""
    aside = {part.name: _("one of too many") for part in parts[MAX_PARTS:]}
    peeked: dict[str, Grid] = {}
    for part in parts[:MAX_PARTS]:
        grid = part.peek()
        if grid is None:
            aside[part.name] = part.aside or _("empty")
        else:
            peeked[part.name] = grid
    readable = [part for part in parts if part.name in peeked]
    full = {name for name, grid in peeked.items() if grid is UNSEEN or grid.cells.table.num_rows}
    fits = {part.name for part in readable if _knows(peeked[part.name], known)}
    shapes = {name for name in full if sum(map(bool, peeked[name].header)) >= _COLUMNS}
    offered: list[Part] = []
    # What has names of columns but no rows is offered only so that this is said.
    for wanted in (fits & full, shapes, fits):
        # What is hidden is offered only where nothing else can be.
        visible = [part for part in readable if part.name in wanted and not part.aside]
        offered = offered or visible or [part for part in readable if part.name in wanted]
    for part in readable:
        if part not in offered:
            aside[part.name] = part.aside or (_("no columns that are known") if part.name in full else _("no records"))
    return _Found(tuple(offered), aside, *_alike(offered, peeked, known))


def _knows(grid: Grid, known: frozenset[str]) -> bool:
    return grid is UNSEEN or bool(grid.tags) or len({plain(name) for name in grid.header} & known) >= ENOUGH


def _alike(
    offered: Sequence[Part], peeked: Mapping[str, Grid], known: frozenset[str]
) -> tuple[tuple[Part, ...], dict[str, str], bool]:
    """Find the tables that can be read as one: their records have dates, and columns are only more or fewer.

    Returns:
        The tables, why each other one is not among them, and whether all have the same columns.
    """
    names = {part.name: {plain(name): name for name in peeked[part.name].header if name} for part in offered}
    # Figures of a sheet each month, without a day of their own, would all count for one month.
    dated = [part for part in offered if peeked[part.name].cells.table.num_rows and date_columns(peeked[part.name])]
    groups = Counter(frozenset(names[part.name]) for part in dated)
    # The largest group with the same columns, of equals the one with fewest: the others have more.
    most = min(groups, key=lambda group: (-groups[group], len(group)), default=frozenset())
    base = next((names[part.name] for part in dated if names[part.name].keys() == most), {})
    alike = tuple(part for part in dated if _go_together(frozenset(names[part.name]), most, known))
    if len(alike) < 2:  # noqa: PLR2004  one alone is like no other
        alike = ()
    undated = [part for part in offered if part not in dated]
    unlike = {part.name: _("no dates of its own") for part in undated}
    unlike |= {part.name: why for part in dated if part not in alike and (why := _differing(names[part.name], base))}
    return alike, unlike, len({frozenset(names[part.name]) for part in alike}) == 1


def _go_together(one: frozenset[str], other: frozenset[str], known: frozenset[str]) -> bool:
    """Tell whether one table has all columns of another that are known; where few are known, all columns."""
    if min(len(one & known), len(other & known)) >= ENOUGH:
        one, other = one & known, other & known
    return one <= other or other <= one


def _differing(names: Mapping[str, str], base: Mapping[str, str]) -> str:
    """Say which columns a table lacks, and which it has, beside those of others."""
    lacks = [base[name] for name in base if name not in names]
    has = [names[name] for name in names if name not in base]
    words = [_("without {names}").format(names=_names(lacks))] if lacks else []
    words += [_("with {names}").format(names=_names(has))] if has else []
    return enumerated(words)


def _question(holds: str, found: _Found) -> Question:
    words = _("{holds}, and {m} of them can be read. Which one is to be read?")
    choices = [(part.name, shown(part.name)) for part in found.offered]
    if n := len(found.alike):
        every = ngettext("all {n} with the same columns", "all {n} with the same columns", n)
        if not found.same:
            every = ngettext("all {n} that go together", "all {n} that go together", n)
        some = "" if n == len(found.offered) else f" ({_names([part.name for part in found.alike])})"
        choices.insert(0, (ALL, f"{every.format(n=number(n))}{some}"))
    return Question("sheet", words.format(holds=holds, m=number(len(found.offered))), tuple(choices))


def _names(names: Sequence[str]) -> str:
    listed = enumerated(f"'{shown(name)}'" for name in names[:_LISTED])
    return listed + (", …" if len(names) > _LISTED else "")


def _tell(holds: str, read: Sequence[Part], aside: dict[str, str], log: ProblemLog) -> None:
    """Report what was read of a file, and why the rest was not, in one notice."""
    names = _names([part.name for part in read])
    text = ngettext("{holds}; {names} was read.", "{holds}; {names} were read.", len(read))
    text = text.format(holds=holds, names=names)
    if hidden := [part for part in read if part.aside]:
        text = f"{text} {_('It is marked: {why}.').format(why=hidden[0].aside)}"
    if aside:
        text = f"{text} {_('Not read: {names}.').format(names=_with_reasons(aside))}"
    log.whole(text, severity="notice")


def _with_reasons(aside: Mapping[str, str]) -> str:
    listed = enumerated(f"'{shown(name)}' ({why})" for name, why in list(aside.items())[:_LISTED])
    return listed + (", …" if len(aside) > _LISTED else "")
