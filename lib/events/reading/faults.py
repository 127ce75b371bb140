"""What can be wrong with a record of delimited text, and how it is told."""

from __future__ import annotations

import csv

import numpy as np

from lib.events.problems import ProblemLog
from lib.text import _, number


def faults() -> dict[str, tuple[str, str]]:
    """Return what can be wrong with a record, by the word for it: in short, and as a sentence."""
    return {
        "open": (
            _("open quotation mark"),
            _(
                "A quotation mark is opened and never closed. Close it, or double it if it belongs to the text. "
                "The row was left out."
            ),
        ),
        "long": (
            _("cell too long"),
            _("A cell is longer than {limit} characters. Shorten it. The row was left out."),
        ),
        "line": (
            _("row too long"),
            _("The row is longer than any row of a table can be. Save the table as CSV again. The row was left out."),
        ),
        "many": (
            _("too many cells"),
            _(
                "The row has {found} cells, the header {width}. Put a cell that holds the separator in quotation "
                "marks. The row was left out."
            ),
        ),
        "few": (
            _("too few cells"),
            _("The row has {found} cells, the header {width}. Add the missing cells. The row was left out."),
        ),
    }


def tell(found: dict[str, list[tuple[int, int]]], width: int, log: ProblemLog) -> None:
    """Log the records left out (their row and number of cells), by what is wrong with them."""
    limit = number(csv.field_size_limit())
    for fault, (sort, template) in faults().items():
        records = np.array(found[fault], dtype=np.int64).reshape(-1, 2)
        message = template.replace("{width}", str(width)).replace("{limit}", limit)
        fields = {"found": records[:, 1]} if "{found}" in message else None
        every = np.ones(len(records), dtype=bool)
        log.cells(sort, records[:, 0], every, None, message, severity="error", fields=fields)
