"""A file is read while the page stays open to its reader: how far it is, and a way to stop it.

A small file is there within a moment, and nothing but its report is drawn. Of any other the progress is drawn again and
again by a part of the page of its own, so that every button works meanwhile. A reading whose browser is gone is ended.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.events.questions import Answers
from lib.events.uploads import QUEUE, ImportedFile, Reading
from lib.text import _, ngettext, number
from lib.ui.panels import plain

READING = "own.reading"
"""Where the session keeps the file that is being read, with its id and what was said about it."""
QUICK_S = 2.0
"""Seconds for which the page waits for a file before it goes on without."""
DRAWN_S = 0.7
"""Seconds between two drawings of the progress."""
GONE_S = 10.0
"""Seconds after which a reader whose browser is not connected has gone."""


def ready() -> None:
    """Have a process stand ready, so that the first file need not wait for it to begin."""
    QUEUE.prepare()


def read(uploaded: Any, answers: Answers) -> ImportedFile | None:
    """Return what an uploaded file became; None while it is being read, or when its reader has stopped that.

    Raises:
        QuestionError: Something has to be asked first.
    """
    key = (uploaded.file_id, answers)
    kept, reading = st.session_state.get(READING, (None, None))
    if kept != key or reading.left:
        stop()
        reading = Reading(uploaded.getvalue(), uploaded.name, answers, _connected())
        st.session_state[READING] = (key, reading)
    if not reading.ended:
        _wait(reading, uploaded.name)
    if reading.stopped:
        _stopped(uploaded.name)
        return None
    if not reading.ended:
        _going_on(uploaded.name)
        return None
    st.session_state.pop(READING, None)
    found: ImportedFile = reading.result()
    return found


def stop() -> None:
    """End whatever is being read in this session."""
    _key, reading = st.session_state.pop(READING, (None, None))
    if reading is not None:
        reading.stop()


def _connected() -> Callable[[], bool]:
    """Return what says whether the browser of this session is there, or was a moment ago."""
    context = get_script_run_ctx()
    if context is None or not exists():
        return lambda: True
    runtime, session = get_instance(), context.session_id
    seen = monotonic()

    def connected() -> bool:
        nonlocal seen
        if runtime.is_active_session(session):
            seen = monotonic()
        return monotonic() - seen < GONE_S

    return connected


def _wait(reading: Reading, name: str) -> None:
    """Wait a moment for the end, with the progress drawn."""
    place = st.empty()
    while not reading.wait(0.1) and monotonic() - reading.began < QUICK_S:
        place.progress(min(reading.share, 1.0), _words(reading, name))
    place.empty()


def _words(reading: Reading, name: str) -> str:
    return _("Reading {name}: {what}").format(name=plain(name[:60]), what=reading.what or _("Sending the file"))


@st.fragment(run_every=DRAWN_S)
def _going_on(name: str) -> None:
    """Show the progress, and the button that stops the reading; the page is drawn anew at the end."""
    _key, reading = st.session_state.get(READING, (None, None))
    if reading is None or reading.ended:
        st.rerun()
    st.progress(min(reading.share, 1.0), _words(reading, name))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Stop reading"), key="own.stop", on_click=reading.stop, icon=":material/stop_circle:")
        seconds = number(monotonic() - reading.began)
        st.caption(
            ngettext(
                "{n} second so far. You can go on using the page.",
                "{n} seconds so far. You can go on using the page.",
                int(monotonic() - reading.began),
            ).format(n=seconds)
        )


def _stopped(name: str) -> None:
    words = _("The reading of {name} was stopped; nothing of it was kept.")
    st.info(words.format(name=plain(name[:60])), icon=":material/stop_circle:")
    st.button(_("Read it again"), key="own.again", on_click=stop)
