"""The step between a file's header and the event table's columns: read, or asked about."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from lib.events.mapping.apply import apply, listed
from lib.events.mapping.guess import MOST_WORDS, Guess, guess, proposed_words, word_counts
from lib.events.mapping.model import ColumnMapping, MappingError, from_json
from lib.events.mapping.vocabulary import WORD_COLUMNS, column_of, word_of
from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.dates.cells import read_cell
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid, series
from lib.events.schema import COLUMNS, Holds
from lib.text import _, enumerated

GUESSED = "guessed"
"""The answer that takes what was guessed; ``guessed,subkind=flow`` adds what every row holds, and
``guessed,date_start=When`` which column is which."""
MOST_COLUMNS = 400
"""Columns of a file that are asked about, in their order."""
ROWS = 5
"""Rows of a file that a question shows."""
_BASIS = "point_basis"
_DAYS = frozenset(column.name for column in COLUMNS if column.holds is Holds.DATE)
_CUT = 120
_ALIKE = 0.75
_LISTED = 12


def may_be_asked(grid: Grid) -> bool:
    """Return whether a header can be that of a table: several names, or one that is known."""
    named = sum(bool(name.strip()) for name in grid.header)
    return named > 2 or (named > 1 and bool(guess(grid).mapping.columns))  # noqa: PLR2004  two may be a line of prose


def arrange(grid: Grid, answers: Answers, log: ProblemLog) -> tuple[Grid, ColumnMapping]:
    """Return a table of any columns under the event table's names, with the mapping that was used.

    Args:
        grid: The file.
        answers: What its owner has said; :attr:`Answers.columns` is the mapping.
        log: Is told what was read as what.

    Raises:
        QuestionError: Its owner has to say which column is which, or what sort of event the rows are.
        MappingError: The mapping that was given is none, or is not for this file.
    """
    guessed = guess(grid)
    mapping = guessed.mapping
    answered = bool(answers.columns)
    if answers.columns.startswith("{"):
        given = _there(from_json(answers.columns), grid)
        mapping = given if given.columns else mapping.with_constants(given.constants)
    elif answers.columns:
        mapping = _answered(grid, mapping, answers.columns, log)
    if mapping.missing() or not (answered or guessed.certain):
        raise QuestionError(replace(_question(grid, guessed, mapping), titles=dict(log.called)))
    return apply(grid, mapping, log), mapping


def _there(given: ColumnMapping, grid: Grid) -> ColumnMapping:
    """Return a mapping without the basis of points where the file has none: it is told of each point read anyway."""
    header = given.columns.get(_BASIS, "")
    if not header or plain(header) in grid.places():
        return given
    return replace(given, columns={column: name for column, name in given.columns.items() if column != _BASIS})


def _answered(grid: Grid, mapping: ColumnMapping, answer: str, log: ProblemLog) -> ColumnMapping:
    """Return the mapping with what ``guessed,subkind=flow,date_start=Day`` says: what all rows hold, names of columns.

    Raises:
        MappingError: A part of it is no ``column=word`` or ``column=name``, or no word of that column.
    """
    pairs = [part.partition("=") for part in answer.split(",")[1:]]
    found = {name.strip(): text.strip() for name, _equals, text in pairs}
    headers = {name.strip().casefold(): name for name in reversed(grid.header) if name.strip()}
    named: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for column, text in tuple(found.items()):
        is_word = column in WORD_COLUMNS and bool(word_of(column, text))
        if text.casefold() in headers and not is_word:
            named[column] = headers[text.casefold()]
            del found[column]
            if column in WORD_COLUMNS:
                counts = word_counts(grid, grid.header.index(named[column]))
                words[column] = proposed_words(column, [str(cell) for cell in counts.index[:MOST_WORDS]])
        elif column in _DAYS and read_cell(text) is None:
            names = listed([f"'{shown(name, 30)}'" for name in grid.header if name.strip()])
            message = _("'{text}' is no date, and no column of the file. It has: {names}.")
            raise MappingError(message.format(text=shown(text), names=names))
        elif column not in WORD_COLUMNS and _is_like_a_name(text, list(headers)):
            told = _("The file has no column '{text}'; the word stands in {column} of all rows.")
            log.whole(told.format(text=shown(text), column=column), severity="warning")
    # Checked as a mapping from a file is.
    return from_json(mapping.with_constants(found).with_columns(named, words).to_json())


def _is_like_a_name(text: str, headers: list[str]) -> bool:
    """Return whether a word is probably meant for the name of a column: one of the file's, or of a usual one."""
    plain_text = text.casefold()
    if get_close_matches(plain_text, headers, n=1, cutoff=_ALIKE) or column_of(text) is not None:
        return True
    return any(plain_text in header.split() for header in headers)


def _question(grid: Grid, guessed: Guess, mapping: ColumnMapping) -> Question:
    """Make the question: the guess in words, a sample, and the different cells of columns that may hold words."""
    width = min(len(grid.header), MOST_COLUMNS)
    columns = [series(grid.cells, at).head(ROWS).str.slice(0, _CUT).tolist() for at in range(width)]
    rows = tuple(zip(*columns, strict=True))
    return Question(
        "columns",
        _words(guessed, mapping),
        suggested=mapping.to_json(),
        sample=(tuple(grid.header[:width]), *rows),
        distinct=tuple(_distinct(grid, at) for at in range(width)),
    )


def _distinct(grid: Grid, at: int) -> tuple[str, ...]:
    """Return the different cells of a column, the most frequent first; none when they are many or long."""
    counts = word_counts(grid, at)
    cells = tuple(str(cell) for cell in counts.index[: MOST_WORDS + 1])
    return cells if len(cells) <= MOST_WORDS and all(len(cell) <= _CUT for cell in cells) else ()


def _words(guessed: Guess, mapping: ColumnMapping) -> str:
    """Write the guess in one or two sentences, with what is missing."""
    pairs = [f"'{shown(header, 30)}' = {column}" for column, header in mapping.columns.items()]
    parts = [
        _("Which column is which? Guessed: {names}.").format(names=enumerated(pairs))
        if pairs
        else _("Which column is which? No name of a column is known.")
    ]
    unused = [f"'{shown(each.header, 30)}'" for each in guessed.proposals if not each.column]
    if unused:
        parts.append(_("Not used: {names}.").format(names=listed(unused, _LISTED)))
    for column, words in mapping.words.items():
        guesses = [f"'{shown(cell, 30)}' = {word}" for cell, word in words.items() if word_of(column, cell) != word]
        if guesses:
            text = _("Words guessed in {column}: {words}.")
            parts.append(text.format(column=column, words=listed(guesses, _LISTED)))
    for column, cells in guessed.unknown_words.items():
        text = _("Words not known in {column}, whose rows would be left out or blank there: {words}.")
        named = [f"'{shown(cell, 30)}'" for cell in cells]
        parts.append(text.format(column=column, words=listed(named, _LISTED)))
    missing = mapping.missing()
    if "date_start" in missing:
        parts.append(
            _("No column holds the day (date_start): name the one that does, as {example}.").format(
                example="--answer columns=guessed,date_start=NAME"
            )
        )
    if "subkind" in missing:
        parts.append(
            _("No column tells what sort of event a row is (subkind): give one for all, as {example}.").format(
                example="--answer columns=guessed,subkind=airstrike"
            )
        )
    return " ".join(parts)


__all__ = ["GUESSED", "MappingError", "arrange", "may_be_asked"]
