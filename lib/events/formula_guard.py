"""Text that a spreadsheet would take for a formula, written so that it does not, and read back as it was.

A spreadsheet that opens a CSV file runs a cell beginning with one of ``= + - @``, whoever wrote it. Our downloads put
an apostrophe before such text; reading takes it off again. Text that has the apostrophe already gets one more, so
nothing is lost on the way there and back.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

SIGNS = "=+\\-@\t\r\n＝＋－＠"
"""What a formula may begin with; the wide forms count as well in some languages."""
DANGEROUS = rf"^'*[{SIGNS}]"
DEFUSED = rf"^'+[{SIGNS}]"


def defuse(text: pd.Series) -> pd.Series:
    """Put an apostrophe before each cell of ``text`` that would run as a formula; blanks stay blank."""
    found = np.flatnonzero(text.str.contains(DANGEROUS, regex=True).to_numpy(dtype=bool))
    return _changed(text, found, "'" + text.iloc[found])


def defuse_one(text: str) -> str:
    """Return one cell as :func:`defuse` writes it."""
    return f"'{text}" if re.match(DANGEROUS, text) else text


def restore(text: pd.Series) -> pd.Series:
    """Undo :func:`defuse`; anything else in ``text`` is left alone."""
    found = np.flatnonzero(text.str.contains(DEFUSED, regex=True).to_numpy(dtype=bool))
    return _changed(text, found, text.iloc[found].str.slice(1))


def _changed(text: pd.Series, positions: npt.NDArray[np.intp], values: pd.Series) -> pd.Series:
    if len(positions):
        text = text.copy()
        text.iloc[positions] = values.to_numpy(dtype=object)
    return text
