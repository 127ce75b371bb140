"""The page of stories: what is opened, the column of text beside the map, and the offer that leads here."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from lib.analysis import summary
from lib.analysis.summary import Figures
from lib.events.query import Query
from lib.events.store import Snapshot
from lib.stories.asked import PATH, Asked, UnknownStoryError
from lib.stories.shipped import offer as shipped_offer
from lib.stories.shipped import shipped
from lib.stories.story import StoryError
from lib.text import LANGUAGES, _, ngettext, number
from lib.ui import panels
from lib.ui.own_table import page as own_table
from lib.ui.stories import files, read, session, write


def opened() -> Asked | None:
    """Return the story and the step that the address asks for, and say why where it cannot be opened."""
    try:
        asked = session.opened()
    except (StoryError, UnknownStoryError) as error:
        faults = error.faults if isinstance(error, StoryError) else [str(error)]
        for fault in faults:
            st.error(panels.plain(fault))
        return None
    if asked is not None and asked.note:
        read.told(asked.note)
    return asked


def heading(query: Query, asked: Asked | None) -> None:
    """Show the title of the page; a story that is presented has its own in its panel."""
    if not _presented(query, asked):
        panels.heading(read.heading(asked), query, clock=True)


def map_title(counted: Figures, query: Query, asked: Asked | None) -> str:
    """Return what the map is called: by the step that is read, by the story that is presented, else by its finding."""
    if asked is None:
        return summary.finding(counted, query)
    return str(asked.story.title if _presented(query, asked) else asked.step.title)


def place_in(asked: Asked | None) -> tuple[int, int] | None:
    """Return which step of how many is shown, for the keys of the presentation."""
    return (asked.at, len(asked.story.steps)) if asked else None


def column(snapshot: Snapshot, query: Query, asked: Asked | None) -> None:
    """Show what stands beside the map: the step that is read or presented, else all stories, and one to write."""
    if asked is None:
        _shelf()
        write.section(query)
    elif _presented(query, asked):
        read.panel(snapshot.events, asked)
    else:
        read.step(snapshot.events, query, asked)
        files.section(snapshot, asked)
        st.button(_("All stories, and write one"), key="stories.all", on_click=read.leave, type="tertiary")


def _presented(query: Query, asked: Asked | None) -> bool:
    return asked is not None and query.view == "present"


def _shelf() -> None:
    """List the stories that come with the crisis."""
    known = shipped()
    if not known:
        st.caption(_("No story comes with this map."))
    for name, story in known.items():
        n = len(story.steps)
        st.button(
            panels.plain(str(story.title)), key=f"stories.open.{name}", type="primary", width="stretch",
            on_click=read.go, args=(name, story, 1),
        )  # fmt: skip
        st.caption(ngettext("{n} step", "{n} steps", n).format(n=number(n)))


def offer(snapshot: Snapshot, query: Query) -> str:
    """Return the line that offers a newcomer the story of the crisis: HTML, everything in it escaped; "" for none.

    It leads away from this session, and is not offered to a reader with a table of their own.
    """
    found = shipped_offer()
    if found is None or snapshot.own or own_table.own() is not None:
        return ""
    name, words = found
    params = {"story": name} | ({} if query.lang == LANGUAGES[0] else {"lang": query.lang})
    return f'<a href="{escape(f"{PATH}?{urlencode(params)}", quote=True)}" target="_self">{escape(words)}</a>'
