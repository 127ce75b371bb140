"""What a reader has decided about pairs of reports: the same incident or not, and the file that keeps it.

Decisions name reports by ``event_id``, so that they can be taken up again with the same table on another day. Nothing
is kept here: the page's session holds them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events.formula_guard import defuse_one, restore
from lib.events.problems import ProblemLog, shown
from lib.events.reading.delimited import first_line, open_delimited, plain
from lib.events.reading.grid import series
from lib.text import _, enumerated, joined, ngettext, number

SAME, DIFFERENT = "same", "different"
KEYS = ("my_event_id", "our_event_id", "decision")
"""Columns of a file of decisions that are read; the others are for its reader."""
SHOWN = ("date_start", "date_end", "place", "place_ar", "subkind", "source")
"""Columns of the event table that a file of pairs has of both reports, as ``my_…`` and ``our_…``."""
MAX_BYTES = 5_000_000
"""Largest file of decisions that is read."""
MOST_DECISIONS = 20_000

Decisions = Mapping[tuple[str, str], bool]
"""By ``event_id`` of the reader's report and of the map's: whether they are of the same incident, oldest first."""
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Located:
    """Decisions as positions in both frames, shape (pairs, 2): the reader's row and the map's.

    ``unknown`` counts decisions that name no counted report of these tables, reports of two kinds, or a report that
    another decision has in a pair already.
    """

    same: Positions
    different: Positions
    unknown: int = 0


def located(decided: Decisions, mine: pd.DataFrame, ours: pd.DataFrame) -> Located:
    """Find the reports that decisions name in both event frames."""
    told = pd.DataFrame(list(decided), columns=["mine", "ours"], dtype="str")
    told["same"] = np.fromiter(decided.values(), dtype=bool, count=len(decided))
    for side, frame in (("mine", mine), ("ours", ours)):
        counted = np.flatnonzero((frame["is_primary"] & frame["event_id"].isin(told[side])).to_numpy(dtype=bool))
        at = pd.Series(counted, index=frame["event_id"].iloc[counted].to_numpy(dtype=object))
        told[side] = told[side].astype(object).map(at)
    known = told.dropna().astype({"mine": "int64", "ours": "int64"})
    kinds = (frame["kind"].iloc[known[side]].to_numpy() for side, frame in (("mine", mine), ("ours", ours)))
    known = known.loc[np.equal(*kinds)]
    same = known.loc[known["same"]].drop_duplicates("mine").drop_duplicates("ours")
    different = known.loc[~known["same"]]
    at_same, at_different = (part[["mine", "ours"]].to_numpy(dtype=np.int64) for part in (same, different))
    return Located(at_same, at_different, len(told) - len(same) - len(different))


def pairs_csv(pairs: pd.DataFrame, mine: pd.DataFrame, ours: pd.DataFrame, *, why: list[str]) -> bytes:
    """Write proposed pairs as CSV (UTF-8 with a byte order mark), with a blank ``decision`` to fill in.

    Args:
        pairs: Pairs, as :func:`lib.analysis.same_incident.pairs` returns them.
        mine: The reader's event frame.
        ours: The map's.
        why: The reasons of each pair.

    Returns:
        :data:`KEYS`, score, why, and :data:`SHOWN` of both reports; what a spreadsheet would run is defused.
    """
    sides = {"my": mine.iloc[pairs["mine"]], "our": ours.iloc[pairs["ours"]]}
    columns: dict[str, Iterable[object]] = {f"{side}_event_id": rows["event_id"] for side, rows in sides.items()}
    columns |= {"decision": [""] * len(pairs), "score": pairs["score"], "why": why}
    for name in SHOWN:
        for side, rows in sides.items():
            columns[f"{side}_{name}"] = rows[name].dt.date if name.startswith("date") else rows[name]
    return _written(list(columns), zip(*columns.values(), strict=True))


def decisions_csv(decided: Decisions) -> bytes:
    """Write decisions as CSV with the columns :data:`KEYS`, for :func:`read_decisions` to take up again."""
    words = {True: SAME, False: DIFFERENT}
    return _written(list(KEYS), ((one, other, words[same]) for (one, other), same in decided.items()))


def _written(header: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([defuse_one(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def read_decisions(data: bytes, name: str) -> tuple[dict[tuple[str, str], bool], list[str]]:
    """Read a file of decisions, as :func:`decisions_csv` or :func:`pairs_csv` writes it.

    Args:
        data: Its bytes; any separator and encoding that the event table may have.
        name: What the sentences call it.

    Returns:
        The decisions (rows with a blank one are passed over), and sentences on what could not be read. Never raises.
    """
    log = ProblemLog(name)
    if len(data) > MAX_BYTES:
        return {}, [_("{file}: a file of decisions has at most {n} MB.").format(file=log.file, n=MAX_BYTES // 10**6)]
    opened = open_delimited(data, first_line(frozenset(map(plain, KEYS))), log)
    if opened is None or opened.refusal():
        why = opened.refusal() if opened else joined(str(each.message) for each in log.problems())
        return {}, [f"{log.file}: {why}"]
    header = [plain(cell) for cell in opened.header]
    if not all(plain(key) in header for key in KEYS):
        words = _("{file}: there are no columns {names}. Take the file of decisions that this page offers.")
        return {}, [words.format(file=log.file, names=enumerated(KEYS))]
    cells = opened.cells(log)
    mine, ours, words_of = (restore(series(cells, header.index(plain(key))).str.strip()) for key in KEYS)
    told = pd.DataFrame({"mine": mine, "ours": ours, "word": words_of.str.casefold(), "row": cells.rows})
    told = told.loc[told["word"] != ""]
    bad = told.loc[~told["word"].isin([SAME, DIFFERENT]) | (told["mine"] == "") | (told["ours"] == "")]
    good = told.drop(index=bad.index).drop_duplicates(["mine", "ours"], keep="last").head(MOST_DECISIONS)
    sentences = [str(problem) for problem in log.problems() if problem.severity != "notice"]
    if len(bad):
        sentences.append(_unread(log.file, bad, str(words_of.iloc[bad.index[0]])))
    ids = zip(good["mine"].tolist(), good["ours"].tolist(), strict=True)
    return dict(zip(ids, (good["word"] == SAME).tolist(), strict=True)), sentences


def _unread(file: str, bad: pd.DataFrame, word: str) -> str:
    words = ngettext(
        "{file}, row {row}, column decision: '{word}' is no decision on two reports; write {same} or {different}.",
        "{file}, column decision: {n} rows hold no decision on two reports, the first in row {row} ('{word}'); write "
        "{same} or {different}.",
        len(bad),
    )
    row = int(bad["row"].iloc[0])
    return words.format(file=file, n=number(len(bad)), row=row, word=shown(word), same=SAME, different=DIFFERENT)
