"""A reader's own table: brought, reported on, and shown alone or beside the map's own.

It lives in this browser session: the session's state holds the only strong reference to it. Nothing of it is shared,
written to disk, or counted into the map's own figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.events.questions import Answers, Question, QuestionError, allowed
from lib.events.reading.files import ENDINGS
from lib.events.store import CrowdedError, Snapshot, guest
from lib.events.uploads import ImportedFile, import_in_subprocess
from lib.geography import geocoding
from lib.text import _, number
from lib.ui.own_table import report as own_report
from lib.ui.panels import plain

OWN = "own.table"
"""Where the session keeps it."""
ASKED = "own.asked"
"""Where the session keeps what has been answered about a file, by the file's id."""
UPLOADER = "own.uploader"
DRAWN = "own.drawn"
"""What the page was drawn with: reading a file and its report draw the page anew only when that changes."""
Shown = Literal["ours", "alone", "beside"]


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
        snapshot: The table as the map shows it; None until it is shown.
    """

    file: str
    name: str
    answers: Answers
    upload: ImportedFile
    chosen: dict[int, int] = field(default_factory=dict)
    shown: Shown = "ours"
    snapshot: Snapshot | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """The rows taken, with the points of the places found or decided on."""
        return geocoding.fill(self.upload.imported.table.frame, self.upload.places, self.chosen)


def own() -> Own | None:
    """The table of this session, if there is one."""
    found = st.session_state.get(OWN)
    return found if isinstance(found, Own) else None


def active(snapshot: Snapshot) -> Snapshot:
    """What the pages show: the reader's own table when it is shown alone, else ``snapshot``. Says so on every page."""
    mine = own()
    st.session_state[DRAWN] = _state(mine)
    if mine is None or mine.shown == "ours" or mine.snapshot is None:
        return snapshot
    _banner(mine)
    return mine.snapshot if mine.shown == "alone" else snapshot


def _state(mine: Own | None) -> tuple[str, str]:
    """What the pages depend on."""
    if mine is None or mine.shown == "ours" or mine.snapshot is None:
        return ("ours", "")
    return (mine.shown, mine.snapshot.version)


def beside() -> Snapshot | None:
    """The reader's own table when it is shown beside the map's."""
    mine = own()
    return mine.snapshot if mine is not None and mine.shown == "beside" else None


def name() -> str:
    """The name of the reader's file when it is shown alone, else ""."""
    mine = own()
    return mine.name if mine is not None and mine.shown == "alone" else ""


def _banner(mine: Own) -> None:
    """Say on every page whose table is shown, with a way to end it."""
    words = {
        "alone": _("Your own table **{name}** is shown. Nobody else sees it; a copied link leads to the map's table."),
        "beside": _("Your own table **{name}** is shown as green squares beside the map's; it is in no figure."),
    }[mine.shown]
    with st.container(key="own_banner", horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/lock_person: {words.format(name=plain(mine.name[:60]))}")
        st.button(_("Show the map's table"), key="own.end", on_click=_show, args=("ours",), type="secondary")


def _show(shown: Shown) -> None:
    """Change what the pages show."""
    mine = own()
    if mine is None:
        return
    if shown != "ours" and mine.snapshot is None:
        try:
            mine.snapshot = guest(replace(mine.upload.imported.table, frame=mine.frame))
        except CrowdedError as error:
            st.session_state["own.refused"] = str(error)
            return
    mine.shown = shown
    # The counter that was chosen is one of the other table's.
    st.session_state["counter"] = ""


def _choose() -> None:
    _show(st.session_state["own.shown"] or "ours")


def _remove() -> None:
    st.session_state.pop(OWN, None)
    st.session_state.pop(ASKED, None)
    # A file uploader is emptied by giving it another name.
    st.session_state[UPLOADER] = st.session_state.get(UPLOADER, 0) + 1


@st.fragment
def section() -> None:
    """Bring a table, answer what it leaves open, read the report, and choose what is shown."""
    with st.container(key="own_table"):
        st.subheader(_("Bring your own table"), anchor="own-table")
        st.caption(
            _(
                "CSV, Excel, GeoJSON, GeoPackage or Parquet: the map's own columns, or an export of ACLED, UCDP GED, "
                "HDX IDP movements or Airwars. It is read for you alone, kept only as long as this browser tab is "
                "open, and never written to disk."
            )
        )
        uploaded = st.file_uploader(
            _("File with your reports"),
            type=list(ENDINGS),
            key=f"own.file.{st.session_state.get(UPLOADER, 0)}",
            label_visibility="collapsed",
        )
        if uploaded is not None:
            _take(uploaded)
        mine = own()
        if mine is not None:
            _report(mine)
    if st.session_state.get(DRAWN) != _state(own()):
        st.rerun()


def _take(uploaded: Any) -> None:
    """Read the file, unless it is the one that was read; ask what has to be asked."""
    asked = st.session_state.get(ASKED, {})
    answers = asked.get(uploaded.file_id, Answers())
    mine = own()
    if mine is not None and (mine.file, mine.answers) == (uploaded.file_id, answers):
        return
    bar = st.progress(0.0, _("Reading {name}").format(name=plain(uploaded.name[:60])))
    try:
        parsed = import_in_subprocess(uploaded.getvalue(), uploaded.name, answers, partial(_advance, bar))
    except QuestionError as error:
        bar.empty()
        st.session_state.pop(OWN, None)
        _ask(uploaded.file_id, uploaded.name, answers, error.question)
        return
    bar.empty()
    st.session_state[OWN] = Own(uploaded.file_id, uploaded.name, answers, parsed)


def _advance(bar: DeltaGenerator, share: float, what: str) -> None:
    bar.progress(min(max(share, 0.0), 1.0), what)


def _ask(file: str, title: str, answers: Answers, question: Question) -> None:
    """One question about a file; the answer is kept for as long as the file is there."""
    with st.form(f"own.ask.{question.topic}"):
        st.markdown(f"**{plain(title[:60])}**  \n{plain(question.words)}")
        answer: str | None
        if question.choices:
            labels = dict(question.choices)
            answer = st.radio(
                question.topic, list(labels), index=None, format_func=lambda value: plain(labels[value]),
                label_visibility="collapsed",
            )  # fmt: skip
        else:
            answer = st.text_input(question.topic, question.suggested, max_chars=60, label_visibility="collapsed")
        pressed = st.form_submit_button(_("Go on"))
        if pressed and not (answer and allowed(question.topic, answer)):
            st.error(_("Choose one.") if question.choices else _("Write a month as YYYY-MM, as in 2024-02."))
        elif pressed and answer:
            known = st.session_state.get(ASKED, {})
            st.session_state[ASKED] = {**known, file: answers.with_answer(question.topic, answer)}
            st.rerun()


def _report(mine: Own) -> None:
    """What was taken and what was not, then the choice of what is shown."""
    imported = mine.upload.imported
    own_report.outcome(mine.name, imported)
    if len(imported.table.frame):
        decided = own_report.places(mine.upload.places, mine.chosen, editor=f"own.places.{mine.file}")
        if decided != mine.chosen:
            _decide(mine, decided)
        own_report.coverage(mine.frame)
        _choice(mine)
    st.button(_("Remove this table"), key="own.remove", on_click=_remove, icon=":material/delete:")


def _decide(mine: Own, decided: dict[int, int]) -> None:
    """Take over what was decided about places; a table that is shown is shown anew."""
    mine.chosen = decided
    mine.snapshot = None
    if mine.shown != "ours":
        _show(mine.shown)


def _choice(mine: Own) -> None:
    names = {
        "ours": _("the map's table"),
        "alone": _("my table alone"),
        "beside": _("my table beside the map's"),
    }
    st.segmented_control(
        _("The pages show"), list(names), default=mine.shown, format_func=names.__getitem__, key="own.shown",
        on_change=_choose, required=True,
    )  # fmt: skip
    if refused := st.session_state.pop("own.refused", ""):
        st.error(plain(refused))
    if mine.shown == "beside":
        st.caption(
            _("{n} rows of yours; they are in none of the map's figures.").format(
                n=number(len(mine.upload.imported.table.frame))
            )
        )
