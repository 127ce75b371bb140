"""The reader's own table of a browser session: what the pages show of it, and what was decided about it.

The session's state holds the only strong reference to the table. Nothing of it is shared, written to disk, or counted
into the map's own figures; where both tables are shown as one, that is a table of this session too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

import numpy as np
import pandas as pd
import streamlit as st

from lib.analysis import same_incident
from lib.analysis.same_incident import Candidates
from lib.analysis.same_incident.decisions import Located, located
from lib.events import store
from lib.events.questions import Answers
from lib.events.store import CrowdedError, Snapshot, current, guest
from lib.events.table import EventTable
from lib.events.union import not_among
from lib.events.uploads import ImportedFile
from lib.geography import geocoding
from lib.text import _, ngettext, number
from lib.ui.context import session_name
from lib.ui.panels import plain

OWN = "own.table"
"""Where the session keeps it."""
DRAWN = "own.drawn"
"""What the page was drawn with: reading a file and its report draw the page anew only when that changes."""
REFUSED = "own.refused"
"""Why a table could not be shown, until it is said."""
Shown = Literal["ours", "alone", "beside", "together"]
SHOWN_WITH_OURS: tuple[Shown, ...] = ("beside", "together")
"""What is shown of it that the map's own reports stand beside: then two may be of the same incident."""


@dataclass
class Pairs:
    """What is known of reports that are in both tables.

    Attributes:
        key: What was compared: versions of both tables, and the places decided on.
        found: The candidates.
        decided: Where the decisions stand in both tables.
        open: The pairs to decide on, best first (:func:`lib.analysis.same_incident.pairs`).
    """

    key: tuple[str, ...]
    found: Candidates
    decided: Located
    open: pd.DataFrame


@dataclass
class Own:
    """A reader's table in a session.

    Attributes:
        file: Id of the uploaded file.
        name: Its name.
        answers: What was said about it.
        upload: What was parsed.
        chosen: Places decided on, by position in ``upload.places``.
        shown: What the pages show.
        snapshot: The table as the map shows it, alone, beside or as one with the map's; None until it is shown.
        base: Version of the map's table that ``snapshot`` was made with.
        decisions: Whether two reports are of the same incident, by their ids.
        past: The decisions as they were before each change, for undoing.
        pairs: What was found in both tables; None until they are compared.
        lines_of: The reports of control whose front lines are computed for both tables as one, by their ids.
        filled: ``table``, and the places decided on that it was made with.
    """

    file: str
    name: str
    answers: Answers
    upload: ImportedFile
    chosen: dict[int, int] = field(default_factory=dict)
    shown: Shown = "ours"
    snapshot: Snapshot | None = None
    base: str = ""
    decisions: dict[tuple[str, str], bool] = field(default_factory=dict)
    past: list[dict[tuple[str, str], bool]] = field(default_factory=list)
    pairs: Pairs | None = None
    lines_of: str = ""
    filled: tuple[tuple[tuple[int, int], ...], EventTable] | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """The rows taken, with the points of the places found or decided on."""
        return self.table.frame

    @property
    def table(self) -> EventTable:
        """The rows taken, as an event table: the same one until other places are decided on."""
        key = tuple(sorted(self.chosen.items()))
        if self.filled is None or self.filled[0] != key:
            taken = self.upload.imported.table
            frame = geocoding.fill(taken.frame, self.upload.places, self.chosen)
            self.filled = (key, replace(taken, frame=frame, private=True))
        return self.filled[1]

    def compared(self) -> Pairs:
        """Return what is in both tables; compares them unless that was done already."""
        ours = current()
        key = (ours.version, self.upload.imported.table.version, str(sorted(self.chosen.items())))
        if self.pairs is None or self.pairs.key != key:
            found = same_incident.candidates(self.frame, ours.events.frame)
            self.pairs = self._decided(key, found)
        return self.pairs

    def decide(self, changed: dict[tuple[str, str], bool], *, undo: bool = False) -> None:
        """Take over decisions on pairs; what is shown of both tables follows."""
        if undo:
            self.decisions = self.past.pop()
        else:
            self.past = [*self.past[-MOST_UNDONE:], self.decisions]
            self.decisions = {**self.decisions, **changed}
        known = self.compared()
        self.pairs = self._decided(known.key, known.found)
        self.renew()

    def renew(self) -> None:
        """Make what is shown anew, after what it depends on has changed."""
        self.snapshot = None
        if self.shown != "ours":
            show(self.shown)

    def _decided(self, key: tuple[str, ...], found: Candidates) -> Pairs:
        where = located(self.decisions, self.frame, current().events.frame)
        open_ones = same_incident.assigned(
            found.frame, map(tuple, where.same.tolist()), map(tuple, where.different.tolist())
        )
        return Pairs(key, found, where, open_ones)


MOST_UNDONE = 100
"""Changes of decisions that can be undone."""


def own() -> Own | None:
    """Return the table of this session, if there is one."""
    found = st.session_state.get(OWN)
    return found if isinstance(found, Own) else None


def active(snapshot: Snapshot) -> Snapshot:
    """Return what the pages show: the reader's table alone or as one with the map's, else ``snapshot``; say so."""
    mine = own()
    if mine is not None and mine.shown in SHOWN_WITH_OURS and mine.base != snapshot.version:
        mine.renew()  # the map's own table has changed since
    st.session_state[DRAWN] = state(mine)
    # There with nothing in it too, where it is not drawn: what follows keeps its place, and none of it is seen twice
    # while a page is made anew.
    banner = st.container(key="own_banner", horizontal=True, vertical_alignment="center")
    # A page that is closed says so under this name (lib/web/sessions.py). It takes no room.
    st.container(key="session").html(f'<span hidden data-session="{escape(session_name())}"></span>')
    if mine is None or mine.shown == "ours" or mine.snapshot is None:
        return snapshot
    with banner:
        _banner(mine)
    return snapshot if mine.shown == "beside" else store.published(mine.snapshot)


def state(mine: Own | None) -> tuple[str, ...]:
    """Return what the pages depend on, what the banner says of pairs included."""
    if mine is None or mine.shown == "ours" or mine.snapshot is None:
        return ("ours", "")
    return (mine.shown, store.published(mine.snapshot).version, *told_of_pairs(mine))


def beside() -> Snapshot | None:
    """Return the reader's own table when it is shown beside the map's."""
    mine = own()
    return store.published(mine.snapshot) if mine is not None and mine.snapshot and mine.shown == "beside" else None


def name() -> str:
    """Return whose table a file is of: the reader's file when it is shown alone or as one with the map's, else ""."""
    mine = own()
    if mine is None or mine.shown not in {"alone", "together"}:
        return ""
    return mine.name if mine.shown == "alone" else _("{name} together with the map's table").format(name=mine.name)


def _banner(mine: Own) -> None:
    """Say on every page whose table is shown, with a way to end it."""
    words = {
        "alone": _("Your own table **{name}** is shown. Nobody else sees it; a copied link leads to the map's table."),
        "beside": _("Your own table **{name}** is shown as green squares beside the map's; it is in no figure."),
        "together": _("Your own table **{name}** and the map's are counted as one, for you alone; a copied link leads "
                      "to the map's table."),
    }[mine.shown]  # fmt: skip
    told = [words.format(name=plain(mine.name[:60])), *told_of_pairs(mine)]
    st.markdown(f":material/lock_person: {' '.join(told)}")
    st.button(_("Show the map's table"), key="own.end", on_click=show, args=("ours",), type="secondary")


def told_of_pairs(mine: Own) -> list[str]:
    """Say how many reports are in both tables, and how many may be, as far as both have been compared."""
    if mine.shown not in SHOWN_WITH_OURS or mine.pairs is None:
        return []
    same, undecided = len(mine.pairs.decided.same), len(mine.pairs.open)
    if mine.shown == "beside":
        accepted = ngettext(
            "{n} report of yours is accepted as one of the map's and has no square.",
            "{n} reports of yours are accepted as the map's and have no square.",
            same,
        )
        doubtful = ngettext("{n} more may be one of the map's.", "{n} more may be the map's.", undecided)
    else:
        accepted = ngettext(
            "{n} accepted pair is counted once.",
            "{n} accepted pairs are counted once.",
            same,
        )
        doubtful = ngettext(
            "{n} undecided pair may be counted twice.", "{n} undecided pairs may be counted twice.", undecided
        )
    told = [accepted.format(n=number(same))] if same else []
    return [*told, doubtful.format(n=number(undecided))] if undecided else told


def show(shown: Shown) -> None:
    """Change what the pages show."""
    mine = own()
    if mine is None:
        return
    if shown != "ours" and (mine.snapshot is None or shown != mine.shown):
        mine.snapshot = None  # the room of what was shown is free for what comes
        try:
            mine.snapshot = _made(mine, shown)
        except CrowdedError as error:
            st.session_state[REFUSED] = str(error)
            mine.shown = "ours"
            return
        mine.base = current().version
    if shown != mine.shown:
        # The counter that was chosen is one of the other table's.
        st.session_state["counter"] = ""
    mine.shown = shown


def _made(mine: Own, shown: Shown) -> Snapshot:
    """Make a snapshot of the table as it is shown.

    Raises:
        CrowdedError: The server holds as many tables of readers as it can.
    """
    if shown == "alone":
        return guest(mine.table, session_name())
    accepted = mine.compared().decided.same if mine.decisions else np.zeros((0, 2), dtype=np.int64)
    if shown == "beside":
        table = mine.table
        counted = not_among(table.frame, accepted[:, 0])
        return guest(replace(table, frame=table.frame.assign(is_primary=counted)), session_name())
    return store.together(current(), mine.table, accepted, session_name())
