"""Writing a story on the page: a draft of the session, a step at a time, checked before it is handed out."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.events.query import Query
from lib.events.store import current
from lib.stories import cited, markdown
from lib.stories.draft import Draft, said
from lib.stories.shipped import DRAFT
from lib.stories.story import LONGEST_TEXT, LONGEST_TITLE, MOST_BYTES, MOST_STEPS, Story, StoryError
from lib.stories.story import read as read_story
from lib.stories.views import LONGEST_VIEW, pasted, query_of, view_of
from lib.text import _, enumerated, number, pgettext, span
from lib.ui.filters import panel as filters
from lib.ui.panels import plain
from lib.ui.stories import files, read, session

_KEY: Final = "stories.write."
_FAULTS: Final = "stories.faults"
"""Where the session keeps what is wrong with a file or a link that was brought, until it is said."""
_UPLOADER: Final = "stories.uploader"


def section(query: Query) -> None:
    """Begin a story, bring one as a file, or go on with the one that is written."""
    st.header(_("Write a story"), anchor="write")
    for fault in st.session_state.pop(_FAULTS, ()):
        st.error(plain(fault))
    mine = session.draft()
    if mine is None:
        st.caption(
            _(
                "Up to {n} steps, each a view of the map with a title and a text. It is kept while this browser tab is "
                "open: download it as a file, or hand out its link."
            ).format(n=MOST_STEPS)
        )
        st.button(
            _("Begin with the map as it is now"), key=_KEY + "begin", on_click=_begin, args=(query,), width="stretch"
        )
    else:
        _editor(mine, query)
    _bring()


def _begin(query: Query) -> None:
    session.keep(Draft.begun(view_of(query)))


def _bring() -> None:
    """Take a story's file, and tell its faults one by one."""
    st.file_uploader(
        _("Open the file of a story (JSON)"),
        type=["json"],
        key=_uploader(),
        on_change=_uploaded,
        max_upload_size=1,
        help=_("It takes the place of the story that is written here."),
    )


def _uploader() -> str:
    # An uploader is emptied by giving it another name.
    return f"{_KEY}file.{st.session_state.get(_UPLOADER, 0)}"


def _uploaded() -> None:
    brought: Any = st.session_state.get(_uploader())
    if brought is None:
        return
    try:
        # One byte more than may be there is enough to see that there is too much.
        session.keep(Draft.of(read_story(brought.read(MOST_BYTES + 1), brought.name)))
    except StoryError as error:
        st.session_state[_FAULTS] = error.faults
    st.session_state[_UPLOADER] = st.session_state.get(_UPLOADER, 0) + 1


def _editor(mine: Draft, query: Query) -> None:
    """Draw the story's title, the step that is worked on, and what can be done with the whole."""
    _line(_("Title of the story"), "title", said(mine.title), LONGEST_TITLE, mine.entitle)
    _steps(mine, query)
    _line(_("Title of the step"), "step_title", said(mine.step["title"]), LONGEST_TITLE, _writer(mine, "title"))
    key = _KEY + "text"
    st.session_state[key] = said(mine.step["text"])
    st.text_area(
        pgettext("text of a step", "Text"), key=key, height=180, max_chars=LONGEST_TEXT, on_change=_typed,
        args=(key, _writer(mine, "text")),
        help=_("Markdown: a blank line between paragraphs, - before an item, *stress*, [words](https://address)."),
    )  # fmt: skip
    if said(mine.step["text"]).strip():
        with st.expander(_("How the text will look"), key=_KEY + "preview"):
            st.html(f'<div class="im-story">{markdown.html(said(mine.step["text"])[:LONGEST_TEXT])}</div>')
    _view(mine, query)
    _rows(mine)
    _whole(mine)


def _steps(mine: Draft, query: Query) -> None:
    """Choose the step that is worked on; move it, take it out, add one after it."""
    key, of = _KEY + "at", len(mine.steps)
    names = [f"{n}. {said(step['title'])}" for n, step in enumerate(mine.steps, 1)]
    st.session_state[key] = mine.at
    st.selectbox(
        _("Step {n} of {all}").format(n=number(mine.at + 1), all=number(of)),
        range(of),
        format_func=names.__getitem__,
        key=key,
        on_change=_choose,
        args=(mine,),
        filter_mode=None,
    )
    with st.container(key="story_moves", horizontal=True, gap="xsmall"):
        st.button(pgettext("add a step", "Add"), key=_KEY + "add", disabled=mine.full, on_click=mine.add,
                  args=(view_of(query),), help=_("A step after this one, with the view as it is now"))  # fmt: skip
        st.button(pgettext("move a step", "Up"), key=_KEY + "up", disabled=mine.at == 0, on_click=mine.move, args=(-1,))
        st.button(
            pgettext("move a step", "Down"),
            key=_KEY + "down",
            disabled=mine.at == of - 1,
            on_click=mine.move,
            args=(1,),
        )
        st.button(_("Delete"), key=_KEY + "delete", on_click=mine.delete)


def _choose(mine: Draft) -> None:
    mine.at = int(st.session_state[_KEY + "at"])


def _view(mine: Draft, query: Query) -> None:
    """Say what the step shows; take the view as it is, or that of a link."""
    shown = query_of(mine.step["view"])
    st.caption(_("The step shows {days}.").format(days=span(shown.start, shown.end)))
    with st.container(key="story_views", horizontal=True, gap="xsmall"):
        st.button(
            _("Take the view as it is now"), key=_KEY + "take", on_click=mine.show, args=(view_of(query),),
            help=_("The filter as it stands. Where the map was dragged to is in a copied link alone."),
        )  # fmt: skip
        st.button(_("Show it"), key=_KEY + "show", on_click=filters.show_view, args=(shown,))
    key = _KEY + "link"
    st.text_input(
        _("or the view of a link"), key=key, max_chars=4 * LONGEST_VIEW, on_change=_paste, args=(mine, key),
        placeholder=_("paste what “Copy link” on the map gave"),
    )  # fmt: skip


def _paste(mine: Draft, key: str) -> None:
    link = str(st.session_state[key] or "")
    st.session_state[key] = ""
    if not link.strip():
        return
    try:
        mine.show(pasted(link))
    except ValueError as error:
        st.session_state[_FAULTS] = [_("The link cannot be used: {why}.").format(why=str(error).rstrip("."))]


def _rows(mine: Draft) -> None:
    """Ask for the rows that the step cites, and say which of them the table does not have."""
    given = mine.step["rows"]
    _line(_("Reports cited, by event_id"), "rows", ", ".join(given), LONGEST_VIEW, mine.cite)
    if strange := cited.unknown(current().events, given):
        st.caption(_("The map's table has no row {names}.").format(names=plain(enumerated(strange[:5]))))


def _whole(mine: Draft) -> None:
    """Offer to read, to present and to hand out the story; say what is missing as long as something is."""
    try:
        story = mine.story()
    except StoryError as error:
        with st.expander(_("What is missing before it can be handed out"), key=_KEY + "missing"):
            st.text("\n".join(error.faults))
    else:
        st.button(
            _("Read and present it, take it away"), key=_KEY + "read", type="primary", on_click=_open,
            args=(story, mine), width="stretch",
        )  # fmt: skip
        files.own_file(story)
        files.link(story, files.code_of(story))
    st.button(_("Throw this story away"), key=_KEY + "drop", on_click=session.keep, args=(None,), type="tertiary")


def _open(story: Story, mine: Draft) -> None:
    read.go(DRAFT, story, mine.at + 1)


def _line(label: str, name: str, value: str, most: int, take: Any) -> None:
    """Draw a field of one line that shows ``value`` and hands on what is typed."""
    key = _KEY + name
    st.session_state[key] = value
    st.text_input(label, key=key, max_chars=most, on_change=_typed, args=(key, take))


def _typed(key: str, take: Any) -> None:
    take(str(st.session_state[key] or ""))


def _writer(mine: Draft, entry: str) -> Any:
    """Return what takes over words of the step that is worked on."""
    return lambda text: mine.write(entry, text)
