"""The story of a session: the one that its address asks for, and the draft that its reader writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from lib.events.query import Query
from lib.stories import asked
from lib.stories.asked import PATH, Asked
from lib.stories.draft import Draft, finder

_DRAFT: Final = "stories.draft"
"""Where the session keeps the draft."""


def draft() -> Draft | None:
    """Return the story that this session's reader writes, if there is one."""
    found = st.session_state.get(_DRAFT)
    return found if isinstance(found, Draft) else None


def keep(written: Draft | None) -> None:
    """Keep a draft for the session; None lets go of it."""
    st.session_state[_DRAFT] = written


def opened() -> Asked | None:
    """Return the story and the step that the address asks for; None where it asks for none.

    Raises:
        UnknownStoryError, StoryError: There is none of that name, or it cannot be used.
    """
    return asked.asked(st.query_params.to_dict(), finder(draft(), asked.story_of))


def own_view(page: str, params: Mapping[str, str]) -> Query | None:
    """Return what an address shows by itself, before any parameter of a view: on the page of stories, its step."""
    return asked.own_view(params, finder(draft(), asked.story_of)) if page == PATH else None
