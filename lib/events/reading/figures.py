"""The columns of figures of one file: what one cell shows of thousands and decimals holds for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.problems import ProblemLog, Severity
from lib.events.questions import Question, QuestionError, overruled_by_file
from lib.events.reading.distinct import Distinct, Mask
from lib.events.reading.numbers import (
    CONTINENTAL,
    ENGLISH,
    Figure,
    Sort,
    Style,
    may_be_whole,
    read_figure,
    styles_shown,
)
from lib.events.reading.units import without_units
from lib.text import _

_PLAIN = r"[+-]?\d{1,15}(?:\.0{0,2}|\.0{4,})?"
"""Figures that need no reading: what :mod:`lib.events.parsing` takes."""
_SINGLE = {Sort.EXACT, Sort.GROUPED, Sort.WORDED, Sort.NONE, Sort.UNKNOWN}
"""What a column without a second one for the other end can hold, so that nothing of it is lost."""
_KEPT = (Sort.VAGUE, Sort.ABOUT)
"""What is kept in the note, since no figure says it."""


class Figures(NamedTuple):
    """Columns of figures as digits, and what the note of each row is to keep of their words."""

    columns: dict[str, pd.Series]
    words: pd.Series


def read_figures(
    columns: Mapping[str, pd.Series],
    pairs: tuple[tuple[str, str], ...],
    rows: npt.NDArray[np.int64],
    answer: str,
    log: ProblemLog,
) -> Figures:
    """Read the columns of figures of one file.

    Args:
        columns: Cells of text by name of the column.
        pairs: The columns of the lowest and of the highest figure of one thing.
        rows: Their row numbers.
        answer: What the owner said of a comma (or, where only points stand, a point): ``thousands``, ``decimal`` or "".
        log: Is told what was read in a way that its owner may want to know of, once a kind.

    Returns:
        The columns; a cell that is no figure is left as it is.

    Raises:
        QuestionError: A sign may stand before thousands or decimals, and nothing in the file tells.
    """
    made = dict(columns)
    words = pd.Series("", index=range(len(rows)), dtype="str")
    odd = {name: text for name, text in columns.items() if _odd(text).any()}
    if not odd:
        return Figures(made, words)
    again = {high for low, high in pairs if low in log.called and log.called[low] == log.called.get(high)}
    odd = _bare(odd, rows, again, log)
    columns = {**columns, **odd}
    made |= odd
    together = {name: columns[name] for pair in pairs if set(pair) & set(odd) for name in pair if name in columns}
    cells = Distinct.of(odd | together, rows)
    style = _style(cells, answer, log)
    plain = ~_odd(cells.cells)
    read = [None if sound else read_figure(cell, style) for cell, sound in zip(cells.cells, plain, strict=True)]
    table = _Table(cells, read)
    paired = {name for pair in pairs for name in pair if set(pair) <= set(columns)}
    for low, high in pairs:
        if low in cells.codes and high in cells.codes:
            made[low], made[high] = table.pair(low, high, log)
            words = words + _note(table, (low, high))
    for name in cells.codes:
        if name not in paired:
            made[name] = table.single(name)
    _tell(log, table, paired, again)
    return Figures(made, words.str.strip())


def _bare(
    odd: Mapping[str, pd.Series], rows: npt.NDArray[np.int64], again: set[str], log: ProblemLog
) -> dict[str, pd.Series]:
    """Return columns without the words and marks beside figures that say no more than the names of the columns do."""
    made = dict(odd)
    taken: dict[str, pd.Series] = {}
    for name, text in odd.items():
        at = np.flatnonzero(_odd(text))
        bare = without_units(text.iloc[at], name)
        changed = (bare != text.iloc[at]).to_numpy(dtype=bool)
        if changed.any():
            made[name] = text.copy()
            made[name].iloc[at] = bare.to_numpy(dtype=object)
            told = np.zeros(len(text), dtype=bool)
            told[at[changed]] = True
            taken[name] = text.where(told, "")
    taken = {name: text for name, text in taken.items() if name not in again}
    if taken:
        words = _("Words and marks beside figures were taken off, as of '{value}' in row {row} (cells: {n}).")
        cells = Distinct.of(taken, rows)
        cells.tell(log, (cells.cells != "").to_numpy(dtype=bool), partial(_same, words))
    return made


def _odd(text: pd.Series) -> Mask:
    """Return which cells are neither blank nor plain digits."""
    return ((text != "") & ~text.str.fullmatch(_PLAIN)).to_numpy(dtype=bool)


def _style(cells: Distinct, answer: str, log: ProblemLog) -> Style | None:
    """Tell which sign stands before thousands; None where no cell needs to know."""
    found = [styles_shown(cell) if len(cell) > 1 else (frozenset(), "") for cell in cells.cells]
    signs = np.array([sign for _shown, sign in found], dtype=object)
    if not (signs != "").any():
        return None
    sign = "," if (signs == ",").any() else "."
    shows = {style: np.array([style in shown for shown, _sign in found]) for style in (ENGLISH, CONTINENTAL)}
    decimal = CONTINENTAL if sign == "," else ENGLISH
    # No person is half: a part of one is a slip, and does not show that the sign stands before decimals elsewhere.
    shows[decimal] &= np.array([may_be_whole(cell, decimal) for cell in cells.cells])
    proved = [style for style, which in shows.items() if which.any()]
    meant = ENGLISH if (sign == ",") == (answer == "thousands") else CONTINENTAL
    if answer and proved not in ([ENGLISH], [CONTINENTAL]):
        return meant
    if len(proved) != 1:
        raise QuestionError(_question(cells.first(signs == sign)[2], sign))
    style = proved[0]
    if answer:
        if style != meant:
            words = _("{overruled}: '{value}' in row {row} can be nothing else.")
            cells.tell(
                log, shows[style], partial(_same, words), "warning", overruled=overruled_by_file("numbers", answer)
            )
        return style
    words = _(
        "The sign '{sign}' was taken to stand before thousands, since '{value}' in row {row} can be nothing else."
    )
    cells.tell(log, shows[style], lambda _n: words, sign=style.thousands)
    return style


def _question(example: str, sign: str) -> Question:
    words = (
        _("Numbers as '{value}' can be read in two ways. What does the comma stand before?")
        if sign == ","
        else _("Numbers as '{value}' can be read in two ways. What does the point stand before?")
    )
    choices = (("thousands", _("thousands (1{sign}234 is 1234)")), ("decimal", _("decimals (1{sign}234 is 1.234)")))
    told = tuple((value, said.replace("{sign}", sign)) for value, said in choices)
    return Question("numbers", words.format(value=example), told)


class _Table:
    """What the different cells say, and the columns made of them."""

    def __init__(self, cells: Distinct, read: list[Figure | None]) -> None:
        self.cells = cells
        self.sorts = np.array([figure.sort if figure else "" for figure in read], dtype=object)
        self.low = _text([figure.low if figure else None for figure in read])
        self.high = _text([figure.high if figure else None for figure in read])
        self.read = self.sorts != ""
        self.vague = np.isin(self.sorts, [Sort.VAGUE, Sort.UNKNOWN])
        self.kept = np.isin(self.sorts, _KEPT)

    def single(self, name: str) -> pd.Series:
        """Return a column without a second one: a range or bound stays as it is."""
        usable = np.isin(self.sorts, list(_SINGLE))
        return self.cells.column(name, self.cells.cells.mask(usable, self.low))

    def pair(self, low: str, high: str, log: ProblemLog) -> tuple[pd.Series, pd.Series]:
        """Return the columns of the lowest and highest figure; a cell that gives the other end fills it where blank."""
        own_low, own_high = (self._own(name) for name in (low, high))
        from_low, from_high = self._other(low, self.high, own_high), self._other(high, self.low, own_low)
        text = {low: self.cells.cells.mask(self.read, self.low), high: self.cells.cells.mask(self.read, self.high)}
        made_low, made_high = (self.cells.column(name, text[name]) for name in (low, high))
        lost = (from_low != "") & own_high & (made_high != from_low)
        words = _("'{value}' gives another highest figure than {high} of the same row; each kept its own end.")
        log.cells(
            _("two ranges"), self.cells.rows, lost.to_numpy(dtype=bool), self.cells.column(low, self.cells.cells),
            words.replace("{high}", high), column=low,
        )  # fmt: skip
        return made_low.mask((made_low == "") & ~own_low, from_high), made_high.mask(
            (made_high == "") & ~own_high, from_low
        )

    def _own(self, name: str) -> pd.Series:
        """Return which rows say something of their own in the column."""
        silent = self.vague | (self.cells.cells == "").to_numpy(dtype=bool)
        return pd.Series(~silent[self.cells.codes[name]])

    def _other(self, name: str, end: pd.Series, own: pd.Series) -> pd.Series:
        """Return what the column gives for the other end: ranges, bounds, and one figure in words or rough for both."""
        gives = np.isin(self.sorts, [Sort.RANGE, Sort.LEAST, Sort.MOST, Sort.ABOUT, Sort.NONE])
        given = self.cells.column(name, end.where(gives, ""))
        alone = np.isin(self.sorts, [Sort.ABOUT, Sort.NONE])[self.cells.codes[name]]
        # One figure fills the other end; beside a figure of its own it does not speak of that.
        return given.mask(own & pd.Series(alone), "")


def _text(numbers: list[int | None]) -> pd.Series:
    return pd.Series(["" if each is None else str(each) for each in numbers], dtype="str")


def _note(table: _Table, names: tuple[str, ...]) -> pd.Series:
    """Write the words of the cells that no figure says, with the thing they are of, once where both ends agree."""
    thing = names[0].rsplit("_", 1)[0]
    texts = [table.cells.column(name, table.cells.cells.where(table.kept, "")) for name in names]
    made = pd.Series("", index=texts[0].index, dtype="str")
    for at, text in enumerate(texts):
        again = (text == texts[0]) if at else pd.Series(data=False, index=text.index)
        made = made + (f" {thing}: " + text + ".").where((text != "") & ~again, "")
    return made


def _tell(log: ProblemLog, table: _Table, paired: set[str], again: set[str]) -> None:
    """Report each way of writing a figure, in one notice each; not of columns that are one of the file ``again``."""
    once = {name: codes for name, codes in table.cells.codes.items() if name not in again}
    cells = Distinct(table.cells.cells, once, table.cells.rows)
    both = Distinct(cells.cells, {name: codes for name, codes in cells.codes.items() if name in paired}, cells.rows)
    for sort, words in _words().items():
        where = cells if sort in _SINGLE else both
        which = table.sorts == sort
        if where.count(which):
            at = where.cells[which].index[0]
            low, high = table.low.iloc[at], table.high.iloc[at]
            severity: Severity = "warning" if sort is Sort.VAGUE else "notice"
            where.tell(log, which, partial(_same, words), severity, low=low, high=high)


def _same(words: str, _n: int) -> str:
    return words


def _words() -> dict[Sort, str]:
    return {
        Sort.GROUPED: _(
            "Signs before thousands were taken out of figures: '{value}' in row {row} is {low} (cells: {n})."
        ),
        Sort.RANGE: _(
            "Ranges in one cell fill the lowest and the highest figure, as '{value}' in row {row} (cells: {n})."
        ),
        Sort.LEAST: _(
            "Lower bounds were read as the lowest figure, without a highest: '{value}' in row {row} is {low} "
            "(cells: {n})."
        ),
        Sort.MOST: _(
            "Upper bounds were read as the highest figure, without a lowest: '{value}' in row {row} is {high} "
            "(cells: {n})."
        ),
        Sort.ABOUT: _(
            "Rough figures were read as the figure, with the words in the note: '{value}' in row {row} is {low} "
            "(cells: {n})."
        ),
        Sort.WORDED: _("Figures in words were read as digits: '{value}' in row {row} is {low} (cells: {n})."),
        Sort.NONE: _("Words for none were read as 0, as '{value}' in row {row} (cells: {n})."),
        Sort.UNKNOWN: _("Words for not known were read as blank, as '{value}' in row {row} (cells: {n})."),
        Sort.VAGUE: _(
            "Words that give no figure were left blank and kept in the note, as '{value}' in row {row} (cells: {n})."
        ),
    }
