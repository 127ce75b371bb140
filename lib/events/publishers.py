"""Who published the source of a row: what its column says, else what its source names before the colon."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

_COLON = r":(?:\s|$)"
"""Between publisher and title. A colon inside a word, as of a time of day, is none."""


def before_the_colon(source: pd.Series) -> pd.Series:
    """Return what each source names before its colon, with the index of ``source``; all of it where there is none."""
    return source.astype("str").str.split(_COLON, n=1, regex=True).str[0].str.strip()


def stated(rows: pd.DataFrame) -> pd.Series:
    """Return the publisher as the column says it, "" where it does not or where there is no such column."""
    return rows["publisher"].astype("str") if "publisher" in rows else pd.Series("", index=rows.index, dtype="str")


def publishers(rows: pd.DataFrame) -> pd.Series:
    """Return who published the source of each row, with the index of ``rows``.

    Args:
        rows: Rows of an event table, with source and, where it has one, publisher.
    """
    own = stated(rows)
    return own.where(own != "", before_the_colon(rows["source"]))


def coded(rows: pd.DataFrame) -> tuple[npt.NDArray[np.intp], pd.DataFrame]:
    """Return which of the different sources each row has, and these: source and publisher.

    A table of a million rows has some thousand sources: whoever reads names out of them does so once for each.
    """
    (at, sources), (of, named) = pd.factorize(rows["source"]), pd.factorize(stated(rows))
    present, code = np.unique(at * max(len(named), 1) + of, return_inverse=True)
    where, who = np.divmod(present, max(len(named), 1))
    return code.reshape(-1), pd.DataFrame({"source": sources[where], "publisher": named[who]}, dtype="str")
