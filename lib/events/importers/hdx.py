"""The monthly workbook "IDP movements and spontaneous return movements" of the UN on HDX: its three shapes of sheet.

Communities (one row a community that received people), a matrix of origin by destination governorate, and sums by
governorate and month. The sheets' tabs and totals are not to be trusted: the month comes from the owner, totals are
added up anew, and rows and columns of totals are dropped by name.
"""

from __future__ import annotations

import re
from calendar import monthrange

import numpy as np
import pandas as pd

from lib.config.crisis import CRISIS
from lib.config.crisis.tables import Hdx
from lib.events.importers.source import Source
from lib.events.questions import Question, QuestionError
from lib.events.reading.dates import is_month
from lib.events.reading.delimited import plain
from lib.events.reading.grid import Grid
from lib.events.reading.numbers import ascii_digits
from lib.events.reading.text import Text
from lib.text import _, ngettext, number

AREAS = ("Mohafaza", "Mantika", "Nahya", "Community")
FIGURES = {"IDP_Flow_Estimation": "flow", "Ret_Flow_Estimation": "return"}
COLUMNS = (*AREAS, *(f"{area} PCODE" for area in AREAS), *FIGURES)
NEEDED = frozenset({"mohafaza", "community", "communitypcode"})
TOLD = CRISIS.hdx or Hdx("", "", "", (), ())
"""What crisis.toml says of the workbook; nothing where there is none."""
COUNTER = TOLD.counter
METRICS = {"flow": "displaced", "return": "returned"}
NOT_WHOLE = 1e-6
"""A figure nearer than this to a whole number is one: sheets hold 6.999999999999999."""
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_TOTAL = r"(?i)\s*(?:grand\s+|sub-?\s*)?totals?\s*"
_MONTH_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_ .]?(0[1-9]|1[0-2])(?!\d)")
_WORDED_MONTH = re.compile(
    r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_ .]*(20\d\d)", re.IGNORECASE
)


def is_communities(names: frozenset[str]) -> bool:
    """Tell whether plain column names are those of a sheet of communities."""
    return names >= NEEDED and any(plain(figure) in names for figure in FIGURES)


def convert(source: Source) -> Text:
    """Convert the sheet of communities: where people came to, or went back to, in one month.

    Raises:
        QuestionError: The owner has to say which month.
    """
    source.take(*COLUMNS)
    column = next(name for name in FIGURES if source.has(name))
    movement = FIGURES[column]
    month = month_of(source)
    first, last = month_span(month)
    totals = source["Community"].str.fullmatch(_TOTAL) | source["Mohafaza"].str.fullmatch(_TOTAL)
    tags = source["Mohafaza"].str.startswith("#")
    figures, values = persons(source, column, source[column].mask(totals | tags, ""))
    silent = (source[column] == "") & ~totals & ~tags
    told = (totals | tags | silent).to_numpy(dtype=bool)
    unread = np.isnan(values) & ~told
    tell_dropped(source, int(totals.sum()), int(silent.sum()))
    source.counted = float(np.nansum(values))
    code = source["Community PCODE"]
    made = source.rows_of(
        {
            **figures,
            **common(source, movement),
            "event_id": f"hdx-{movement}-{month}-" + code.where(code != "", source["Community"]),
            "date_start": source.word(first),
            "date_end": source.word(last),
            "date_precision": source.word("month"),
            "place": source["Community"],
            "pcode": code,
            "admin1": source["Mohafaza"],
            "admin2": source["Mantika"],
            "admin3": source["Nahya"],
            "geo_precision": source.word("settlement"),
        },
        told | unread,
    )
    # A row that reports nothing is no row that was refused.
    return made._replace(read=made.read - int(told.sum()))


def common(source: Source, movement: str) -> dict[str, pd.Series]:
    """Return the columns that are alike in every row: kind, subkind, metric, counter, source and source_url."""
    return {
        "kind": source.word("displacement"),
        "subkind": source.word(movement),
        "metric": source.word(METRICS[movement]),
        "counter": source.word(COUNTER),
        "source": source.word(TOLD.source),
        "source_url": source.word(TOLD.url),
    }


def persons(source: Source, column: str, text: pd.Series | None = None) -> tuple[dict[str, pd.Series], np.ndarray]:
    """Read a column of estimates, which may have decimals: the whole numbers on either side, and the value.

    Returns:
        persons_low, persons_high and note as text, and the values (NaN where blank or unreadable, which is told).
    """
    given = ascii_digits(source[column] if text is None else text)
    # 16034,6 has a decimal comma; 16,034 may be either number.
    given = given.str.replace(r"^(\d+),(\d{1,2}|\d{4,})$", r"\1.\2", regex=True)
    readable = given.str.fullmatch(r"\d{1,12}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?").to_numpy(dtype=bool)
    words = _("'{value}' is not a number of persons; write digits only. The row was left out.")
    bad = ~readable & (given != "").to_numpy()
    source.log.cells(_("cannot be read"), source.rows, bad, given, words, column=column, severity="error")
    values = np.full(len(given), np.nan)
    values[readable] = given.to_numpy(dtype=object)[readable].astype(np.float64)
    return as_range(pd.Series(values, index=given.index)), values


def as_range(values: pd.Series) -> dict[str, pd.Series]:
    """Return persons_low and persons_high, the whole numbers on either side of an estimate, and note, which has it.

    All are text, blank where there is no estimate; the note is blank also where the estimate is whole.
    """
    known = values.fillna(0)
    low, high = np.floor(known + NOT_WHOLE), np.ceil(known - NOT_WHOLE)
    filled = values.notna()
    whole = low == high
    shown = values.map("Estimate as published: {:.12g} persons.".format).astype("str")
    return {
        "persons_low": low.astype("int64").astype("str").where(filled, ""),
        "persons_high": high.astype("int64").astype("str").where(filled, ""),
        "note": shown.where(filled & ~whole, ""),
    }


def month_of(source: Source) -> str:
    """Return the month the owner names, YYYY-MM.

    Raises:
        QuestionError: It was not named; what the file is called may suggest it, what its tabs are called never.
    """
    if is_month(source.answers.month):
        return source.answers.month
    found = {f"{year}-{month}" for year, month in _MONTH_IN_NAME.findall(source.file)}
    found |= {f"{year}-{_MONTHS[name.lower()]:02}" for name, year in _WORDED_MONTH.findall(source.file)}
    words = _("Which month are these figures of? The sheet does not say. Write it as YYYY-MM, as in 2024-02.")
    raise QuestionError(Question("month", words, suggested=found.pop() if len(found) == 1 else ""))


def movement_of(source: Source) -> str:
    """Return "flow" or "return" for a sheet, as its owner says, else by its usual name: its columns do not tell.

    Raises:
        QuestionError: Neither its name nor its owner says.
    """
    if source.answers.movement in METRICS:
        return source.answers.movement
    name = f"{source.grid.sheet or source.file}".lower()
    if re.search(r"retflow|ret_flow|return", name):
        return "return"
    if re.search(r"idpflow|idp_flow|(?<!return)table[-_ ]?origin", name):
        return "flow"
    words = _("Are these figures of people displaced, or of people who went back? The sheet does not say.")
    choices = (("flow", _("displaced")), ("return", _("went back")))
    raise QuestionError(Question("movement", words, choices))


def month_span(month: str) -> tuple[str, str]:
    """Return the first and last day of a month given as YYYY-MM, both ISO dates."""
    year, part = int(month[:4]), int(month[5:])
    return f"{month}-01", f"{month}-{monthrange(year, part)[1]:02}"


def tell_dropped(source: Source, totals: int, silent: int, nought: int = 0) -> None:
    """Report rows of totals, and cells that report nothing, in a notice each."""
    if totals:
        words = ngettext("{n} row of totals was left out.", "{n} rows of totals were left out.", totals)
        source.log.whole(words.format(n=number(totals)), severity="notice")
    if silent:
        words = ngettext("{n} row has no figure: not reported, so left out.",
                         "{n} rows have no figure: not reported, so left out.", silent)  # fmt: skip
        source.log.whole(words.format(n=number(silent)), severity="notice")
    if nought:
        words = ngettext("{n} cell holds 0: no movement, so no row.",
                         "{n} cells hold 0: no movement, so no row.", nought)  # fmt: skip
        source.log.whole(words.format(n=number(nought)), severity="notice")


def is_total(name: str) -> bool:
    """Tell whether a name is that of a row or column of totals."""
    return re.fullmatch(_TOTAL, name) is not None


def governorates(grid: Grid) -> list[int]:
    """Return the positions, from 0, of the columns after the first that name neither a total nor nothing."""
    return [at for at, name in enumerate(grid.header) if at and name and not is_total(name)]
