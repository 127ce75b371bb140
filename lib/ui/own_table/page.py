"""A reader's own table: brought, reported on, and shown alone, beside the map's own, or as one with it.

It lives in this browser session (:mod:`lib.ui.own_table.session`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.events.questions import Answers, Question, QuestionError, allowed
from lib.events.reading.files import ENDINGS
from lib.text import _, language, ngettext, number
from lib.ui.own_table import columns as own_columns
from lib.ui.own_table import pairs
from lib.ui.own_table import reading as own_reading
from lib.ui.own_table import report as own_report
from lib.ui.own_table import template as own_template
from lib.ui.own_table.session import DRAWN, OWN, REFUSED, Own, active, beside, name, own, show, state
from lib.ui.panels import plain
from lib.ui.tables import data_table

__all__ = ["OWN", "Own", "active", "beside", "name", "own", "section"]

ASKED = "own.asked"
"""Where the session keeps what has been answered about a file, by the file's id."""
PENDING = "own.pending"
"""Where the session keeps the question that is open, so that a click in it does not read the file again."""
UPLOADER = "own.uploader"


def _choose() -> None:
    show(st.session_state["own.shown"] or "ours")


def _remove() -> None:
    st.session_state.pop(OWN, None)
    st.session_state.pop(ASKED, None)
    st.session_state.pop(PENDING, None)
    # A file uploader is emptied by giving it another name.
    st.session_state[UPLOADER] = st.session_state.get(UPLOADER, 0) + 1


@st.fragment
def section() -> None:
    """Bring a table, answer what it leaves open, read the report, and choose what is shown."""
    with st.container(key="own_table"):
        st.header(_("Bring your own table"), anchor="own-table")
        st.caption(
            _(
                "CSV, Excel, OpenDocument, GeoJSON, GeoPackage, zipped shapefile, KML, GPX or Parquet, also in a zip, "
                "with any columns: the map's own, an export of ACLED, UCDP and others, or a table of your own making, "
                "of which you say which column is which. It is read for "
                "you alone, kept only as long as this browser tab is open, and never written to disk."
            )
        )
        own_template.offer()
        uploaded = st.file_uploader(
            _("File with your reports"),
            type=list(ENDINGS),
            key=f"own.file.{st.session_state.get(UPLOADER, 0)}",
            label_visibility="collapsed",
        )
        own_reading.ready()
        if uploaded is not None:
            _take(uploaded)
        else:
            own_reading.stop()
        mine = own()
        if mine is not None:
            _report(mine)
    if st.session_state.get(DRAWN) != state(own()):
        st.rerun()


def _take(uploaded: Any) -> None:
    """Read the file, unless it is the one that was read; ask what has to be asked."""
    asked = st.session_state.get(ASKED, {})
    answers = asked.get(uploaded.file_id, Answers())
    mine = own()
    if mine is not None and (mine.file, mine.answers) == (uploaded.file_id, answers):
        return
    asked_before = st.session_state.get(PENDING)
    if asked_before is not None and asked_before[0] == (uploaded.file_id, answers, language.get()):
        _ask(uploaded.file_id, uploaded.name, answers, asked_before[1])
        return
    # Other answers about the same file leave its reports their names, and so what was decided about pairs of them.
    kept = mine.decisions if mine is not None and mine.file == uploaded.file_id else {}
    st.session_state.pop(OWN, None)
    try:
        parsed = own_reading.read(uploaded, answers)
    except QuestionError as error:
        st.session_state[PENDING] = ((uploaded.file_id, answers, language.get()), error.question)
        _ask(uploaded.file_id, uploaded.name, answers, error.question)
        return
    st.session_state.pop(PENDING, None)
    if parsed is not None:
        st.session_state[OWN] = Own(uploaded.file_id, uploaded.name, answers, parsed, decisions=kept)


def _ask(file: str, title: str, answers: Answers, question: Question) -> None:
    """Ask one question about a file; the answer is kept for as long as the file is there."""
    answer = (own_columns.ask if question.topic == "columns" else _form)(file, title, question)
    if answer:
        known = st.session_state.get(ASKED, {})
        st.session_state[ASKED] = {**known, file: answers.with_answer(question.topic, answer)}
        st.rerun()


def _form(_file: str, title: str, question: Question) -> str | None:
    """Ask by choices or a line to type in, with a sample where there is one; returns what may be an answer."""
    with st.form(f"own.ask.{question.topic}"):
        st.markdown(f"**{plain(title[:60])}**  \n{plain(question.words)}")
        if len(question.sample) > 1:
            header, *rows = question.sample
            data_table(pd.DataFrame(rows, columns=own_columns.unlike(header)))
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
    sound = bool(answer) and allowed(question.topic, answer or "")
    if pressed and not sound:
        st.error(_("Choose one.") if question.choices else _how_to_write(question.topic))
    return answer if pressed and sound else None


def _how_to_write(topic: str) -> str:
    """Say how an answer that is typed in is written."""
    return {
        "month": _("Write a month as YYYY-MM, as in 2024-02."),
        "crs": _("Write the number of an EPSG code, digits only."),
    }.get(topic, _("This cannot be the answer. Write it another way."))


def _report(mine: Own) -> None:
    """Show what was taken and what was not, then the choice of what is shown."""
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
    mine.renew()


def _choice(mine: Own) -> None:
    names = {
        "ours": _("the map's table"),
        "alone": _("my table alone"),
        "beside": _("my table beside the map's"),
        "together": _("both tables as one"),
    }
    st.session_state["own.shown"] = mine.shown
    st.segmented_control(
        _("The pages show"), list(names), format_func=names.__getitem__, key="own.shown", on_change=_choose,
        required=True,
    )  # fmt: skip
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(plain(refused))
    if mine.shown == "beside":
        st.caption(
            ngettext(
                "{n} row of yours; it is in none of the map's figures.",
                "{n} rows of yours; they are in none of the map's figures.",
                len(mine.upload.imported.table.frame),
            ).format(n=number(len(mine.upload.imported.table.frame)))
        )
    lines = st.empty()
    pairs.section(mine)
    if st.session_state.get(DRAWN) == state(mine):
        pairs.front_lines(mine, lines)
