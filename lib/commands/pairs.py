"""What ``import --pairs`` writes: reports of a file that are probably of the same incident as one of the map's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lib.analysis.same_incident import SURE_SCORE, assigned, candidates, reasons
from lib.analysis.same_incident.decisions import pairs_csv
from lib.commands.command import in_use
from lib.text import ngettext, number


def write_pairs(mine: pd.DataFrame, path: Path) -> str:
    """Write the pairs of a frame and the map's table as CSV, for the decision to be filled in.

    Returns:
        How many there are, in a sentence.

    Raises:
        OSError: The file cannot be written.
    """
    ours = in_use().frame
    found = candidates(mine, ours)
    pairs = assigned(found.frame)
    path.write_bytes(pairs_csv(pairs, mine, ours, why=reasons(pairs)))
    words = ngettext(
        "{n} report is probably one of the map's, {sure} with a score of {least} or more: see {file}.",
        "{n} reports are probably the map's too, {sure} with a score of {least} or more: see {file}.",
        len(pairs),
    )
    sure = int((pairs["score"] >= SURE_SCORE).sum())
    told = words.format(n=number(len(pairs)), sure=number(sure), least=number(SURE_SCORE), file=path.name)
    if found.not_compared:
        more = ngettext(
            "{n} comparison was left out, because so many reports lie near each other.",
            "{n} comparisons were left out, because so many reports lie near each other.",
            found.not_compared,
        )
        told = f"{told} {more.format(n=number(found.not_compared))}"
    return told
