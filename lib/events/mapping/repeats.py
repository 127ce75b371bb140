"""Records of a file without names of rows that stand in it more than once: told, since each is counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.events.problems import ProblemLog
from lib.events.reading.grid import Grid, series
from lib.events.reading.lines import row_list
from lib.text import ngettext, number


def tell_repeats(grid: Grid, log: ProblemLog) -> None:
    """Give a warning of the records that are the same as one above them in every column.

    Args:
        grid: The file with all its columns, none of which names the rows.
        log: Is told once of all of them.
    """
    n = len(grid.cells.rows)
    key = np.zeros(n, dtype=np.int64)
    filled = np.zeros(n, dtype=bool)
    for at in range(grid.cells.table.num_columns):
        text = series(grid.cells, at).str.strip()
        filled |= (text != "").to_numpy(dtype=bool)
        codes, different = pd.factorize(text)
        key, known = pd.factorize(key * (len(different) + 1) + codes)
        if len(known) == n:
            return
    again = pd.Series(key).duplicated().to_numpy(dtype=bool) & filled
    if count := int(again.sum()):
        words = ngettext(
            "{n} record is the same as one above it in every column ({rows}), and both are counted. Delete it if it is "
            "one report; if it is two, give each a name of its own in a column event_id.",
            "{n} records are the same as one above them in every column ({rows}), and all are counted. Delete those "
            "that are one report; give those that are not a name of their own each in a column event_id.",
            count,
        )
        log.whole(words.format(n=number(count), rows=row_list(grid.cells.rows[again].tolist())), severity="warning")
