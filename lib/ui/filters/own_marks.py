"""Marks of the reader's own: taken from the map on which they are put, listed, kept as a file and brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from lib.config.crisis import CRISIS
from lib.events import mark_files, own_marks
from lib.events.own_marks import Mark
from lib.text import _, ngettext, number
from lib.ui.filters import folded
from lib.ui.panels import plain

FIELD: Final = "marks"
NOTE: Final = "own_marks.note"
"""Why the last marks could not be used, or what of a file was left out, until others come."""
TOLD: Final = "own_marks.told"
"""The number of the last telling of the map."""
REFUSED: Final = "own_marks.refused"
"""Why what the map told last could not be used."""
FILES: Final = "own_marks.files"
"""How many files were brought: the field is a new one after each."""
Touch = Callable[[], None]


def told_times() -> int:
    """Return which telling of the map the session's marks are those of."""
    n = st.session_state.get(TOLD, 0)
    return n if isinstance(n, int) else 0


def refused() -> str:
    """Return why the marks that the map told last could not be used; "" where they were."""
    return str(st.session_state.get(REFUSED, ""))


def told(value: object, touch: Touch) -> None:
    """Take over the marks that the map says its reader wants; a browser may send anything."""
    if not isinstance(value, dict):
        return
    n = value.get("n")
    st.session_state[TOLD] = n if isinstance(n, int) and 0 <= n < 2**31 else told_times() + 1  # a browser's count
    _use(lambda: own_marks.written(_sent(value)), touch)
    st.session_state[REFUSED] = st.session_state[NOTE]


def _sent(value: dict[str, Any]) -> list[Mark]:
    """Return the marks that a browser sent, their words as a mark can have them.

    Raises:
        ValueError: They are none; the message is a clause that says why.
    """
    try:
        return [
            Mark(
                str(one["kind"]),
                tuple((float(lon), float(lat)) for lon, lat in one["at"]),
                own_marks.tidied(str(one["text"])[: 10 * own_marks.MOST_TEXT]),
            )
            for one in value["list"]
        ]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(_("its corners cannot be read")) from error


def _use(code: Callable[[], str], touch: Touch, note: str = "") -> None:
    """Show other marks, or say why they cannot be."""
    touch()
    try:
        st.session_state[FIELD] = code()
        st.session_state[NOTE] = note
    except ValueError as error:
        st.session_state[NOTE] = _("These marks cannot be used: {why}.").format(why=str(error)[:300])


def chip(touch: Touch) -> None:
    """Say that there are marks on the map, apart from what the view is narrowed to, and offer to take them off."""
    n = len(own_marks.marks_of(st.session_state[FIELD]))
    if not n:
        return
    st.caption(_("Drawn on the map"))
    words = ngettext("{n} mark of the author", "{n} marks of the author", n).format(n=number(n))
    st.button(
        f"{plain(words)} \N{MULTIPLICATION X}",
        key="chip-marks",
        help=_("Take the marks off; they narrow nothing"),
        on_click=_clear,
        args=(touch,),
    )


def _clear(touch: Touch) -> None:
    _use(lambda: "", touch)


def widgets(touch: Touch) -> None:
    """Draw the part of the side bar."""
    folded.part(_("Marks of my own"), "own_marks_open", NOTE, partial(_listed, touch), partial(_bring, touch))


def _listed(touch: Touch) -> None:
    """List the marks, each with a button that deletes it, and offer them as a file."""
    text = st.session_state[FIELD]
    marks = own_marks.marks_of(text)
    if not marks:
        st.caption(_("On the map, \u201cMark\u201d puts points, arrows, lines, boxes and words of yours over it."))
        return
    st.caption(_("They are yours, and no reports; links, pictures and slides show them and say so."))
    for at, mark in enumerate(marks):
        st.button(
            f"{plain(own_marks.in_words(mark))} \N{MULTIPLICATION X}",
            key=f"own_marks_delete_{at}",
            help=_("Delete this mark"),
            width="stretch",
            on_click=_delete,
            args=(at, touch),
        )
    if len(text) > own_marks.SHORT:
        st.caption(_("They are too many for a link that is handed out: save them as a file, and hand that out too."))
    st.download_button(
        _("Save the marks (GeoJSON)"),
        mark_files.written(marks),
        file_name=f"{CRISIS.slug}-marks.geojson",
        mime="application/geo+json",
        key="own_marks_save",
        width="stretch",
        on_click="ignore",
    )


def _delete(at: int, touch: Touch) -> None:
    _use(lambda: own_marks.written(own_marks.without(own_marks.marks_of(st.session_state[FIELD]), at)), touch)


def _bring(touch: Touch) -> None:
    """Take a file of marks in place of those that there are."""
    key = f"own_marks_upload_{st.session_state.get(FILES, 0)}"
    st.file_uploader(
        _("Bring marks back from a file (GeoJSON)"),
        type=["geojson", "json"],
        max_upload_size=1,
        key=key,
        on_change=_take,
        args=(key, touch),
    )


def _take(key: str, touch: Touch) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    st.session_state[FILES] = st.session_state.get(FILES, 0) + 1
    note = ""

    def code() -> str:
        nonlocal note
        found, note = mark_files.read(file.getvalue())
        return found

    _use(code, touch)
    if note:
        st.session_state[NOTE] = note
