"""Days on which a source reports that something did not happen: a finding, unlike a day without a report.

``quiet_days.csv`` in the folder of the crisis holds them, one row a spell; a crisis may lack it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from lib.config import paths
from lib.events.publishers import before_the_colon
from lib.text import _, enumerated
from lib.text.vocabulary import quiet_in_words

QUIET_DAYS: Final = paths.QUIET_DAYS
COLUMNS: Final = ("date_start", "date_end", "what", "source", "source_url", "source_date", "note")
"""First and last day; which sort of quiet; publisher and title, web address and day of publication of the source (the
last two may be blank); what else has to be known."""
WHAT: Final = ("no_aircraft",)
"""What a source reports not to have happened: no aircraft flew."""


@lru_cache(maxsize=1)
def quiet_days() -> pd.DataFrame:
    """Return the sound rows of the crisis that is shown, in order of date: :data:`COLUMNS`, days as timestamps.

    Empty where there is no such file.
    """
    return read(QUIET_DAYS)[0]


def between(first: date, last: date) -> pd.DataFrame:
    """Return the rows of :func:`quiet_days` whose days overlap ``first`` to ``last``, both included."""
    rows = quiet_days()
    return rows.loc[(rows["date_start"] <= pd.Timestamp(last)) & (rows["date_end"] >= pd.Timestamp(first))]


def in_words(rows: pd.DataFrame) -> list[str]:
    """Return say of each row what did not happen, on which days, and who reports it: a sentence each."""
    who = before_the_colon(rows["source"])
    return [f"{quiet_in_words(row)} {by}." for row, by in zip(rows.to_dict("records"), who, strict=True)]


def read(path: Path) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Read a file of quiet days.

    Returns:
        The sound rows, and a sentence for each thing that is wrong; both empty where there is no file. Never raises.
    """
    if not path.is_file():
        return _empty(), ()
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (ValueError, OSError) as error:
        return _empty(), (_("{file} cannot be read: {why}").format(file=path.name, why=error),)
    if missing := [name for name in COLUMNS if name not in rows]:
        words = _("{file} lacks the columns {names}.")
        return _empty(), (words.format(file=path.name, names=enumerated(missing)),)
    rows = rows[list(COLUMNS)].apply(lambda cells: cells.str.strip())
    for name in ("date_start", "date_end"):
        rows[name] = pd.to_datetime(rows[name], format="%Y-%m-%d", errors="coerce")
    sound = pd.Series(data=True, index=rows.index)
    faults: list[str] = []
    for kept, why in _rules(rows):
        faults += [
            _("{file}, row {row}: {why}").format(file=path.name, row=at + 2, why=why) for at in rows.index[~kept]
        ]
        sound &= kept
    return rows.loc[sound].sort_values("date_start", kind="stable", ignore_index=True), tuple(faults)


def _rules(rows: pd.DataFrame) -> list[tuple[pd.Series[bool], str]]:
    """List what a row has to keep, and what is said where it does not."""
    days = rows[["date_start", "date_end"]]
    return [
        (days.notna().all(axis=1), _("both days are written as YYYY-MM-DD.")),
        (~(rows["date_end"] < rows["date_start"]), _("the last day comes before the first.")),
        (rows["what"].isin(WHAT), _("what is one of: {words}.").format(words=enumerated(WHAT))),
        (rows["source"] != "", _("a source is needed.")),
        (rows["source_url"].str.match(r"https?://|$"), _("the address of the source is no web address.")),
    ]


def _empty() -> pd.DataFrame:
    rows = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    return rows.astype({"date_start": "datetime64[ns]", "date_end": "datetime64[ns]"})
