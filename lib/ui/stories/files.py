"""What a story gives to take away: slides, paper, one page, its own file, and a link where it is short enough."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from lib.config import base_path
from lib.config.crisis import CRISIS
from lib.events.store import Snapshot
from lib.exports.order import MEDIA_TYPES, STORY_FORMATS
from lib.stories.address import packed
from lib.stories.asked import PATH, Asked
from lib.stories.draft import Draft
from lib.stories.shipped import DRAFT
from lib.stories.story import Story, StoryError, written
from lib.text import _, language
from lib.ui import links
from lib.ui.own_table import page as own_table
from lib.ui.panels import plain
from lib.ui.stories import read, session

JSON: Final = "application/json"


def section(snapshot: Snapshot, asked: Asked) -> None:
    """Offer the files of the story that is read, its link, and to go on from it."""
    box = st.expander(_("Take it away"), key="stories.files", on_change="rerun")
    if not box.open:
        return
    with box:
        code = _code(asked)
        _drawn(snapshot, asked, code)
        own_file(asked.story)
        link(asked.story, code)
        st.button(
            _("Write a story that begins as this one"), key="stories.copy", on_click=_copy, args=(asked.story,),
            width="stretch",
        )  # fmt: skip


def own_file(story: Story) -> None:
    """Offer the story as the small file that can be handed out and brought back."""
    st.download_button(
        _("The story itself (JSON)"), written(story), f"{CRISIS.slug}-story.json", JSON, key="stories.file.json",
        on_click="ignore", width="stretch",
    )  # fmt: skip


def link(story: Story, code: str) -> None:
    """Show the address that the story has, or say that it is too long for one."""
    if code:
        links.links(((_("Link to this story"), f"{PATH}?{urlencode({'story': code})}"),))
        return
    try:
        packed(story)
    except StoryError as error:
        st.caption(plain(str(error)))


def code_of(story: Story) -> str:
    """Return a story as it stands in an address; "" for one that is too long."""
    try:
        return packed(story)
    except StoryError:
        return ""


def _code(asked: Asked) -> str:
    """Return what an address calls the story; "" where it can have none."""
    return code_of(asked.story) if asked.name == DRAFT else asked.name


def _drawn(snapshot: Snapshot, asked: Asked, code: str) -> None:
    """Offer what is drawn: by an address where there is one, else made in this session."""
    names = {"pptx": _("Slides (PPTX)"), "pdf": _("PDF"), "html": _("One page (HTML)")}
    if code and not snapshot.own and own_table.beside() is None:
        params = {"story": code, "lang": language.get()}
        addresses = {fmt: escape(base_path.link(f"/export/story.{fmt}", params), quote=True) for fmt in STORY_FORMATS}
        items = "".join(
            f'<li><a href="{address}" download>{escape(names[fmt])}</a></li>' for fmt, address in addresses.items()
        )
        st.html(f'<ul class="im-files" aria-label="{escape(_("Files"), quote=True)}">{items}</ul>')
        return
    for fmt in STORY_FORMATS:
        st.download_button(
            names[fmt], partial(_made, snapshot, asked.story, fmt, language.get()), f"{CRISIS.slug}-story.{fmt}",
            MEDIA_TYPES[fmt], key=f"stories.file.{fmt}", on_click="ignore", width="stretch",
        )  # fmt: skip


def _made(snapshot: Snapshot, story: Story, fmt: str, lang: str) -> bytes:
    # The libraries that draw are loaded in this process only where no address leads to the file.
    from lib.exports.own import own_story  # noqa: PLC0415

    return own_story(snapshot, story, fmt, lang, own_table.beside())


def _copy(story: Story) -> None:
    session.keep(Draft.of(story))
    read.leave()
