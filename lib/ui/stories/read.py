"""A story as it is read beside its map, and as it is presented: its steps, their texts, and whose reports they cite."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from lib.events.query import Query
from lib.events.table import EventTable
from lib.stories import cited, markdown
from lib.stories.asked import Asked
from lib.stories.story import Story
from lib.stories.views import READERS, query_of
from lib.text import _, language, number
from lib.ui.filters import panel as filters
from lib.ui.panels import plain, source_link

_CHOSEN = "stories.step"


def go(name: str, story: Story, at: int) -> None:
    """Go to a step of a story, from 1: the shared filter shows its view, the address names it; as a callback does."""
    before = st.query_params.to_dict()
    readers = {each: before[each] for each in READERS if each in before}
    reader: Query = st.session_state[filters.RESTORED]
    step = replace(query_of(story.steps[at - 1].view), lang=reader.lang, view=reader.view)
    filters.show_view(step)
    st.query_params.from_dict({"story": name, "step": str(at)} | readers)


def leave() -> None:
    """Go back to all stories; the map keeps what it shows. As a callback does."""
    filters.touch()
    after = {name: text for name, text in st.query_params.to_dict().items() if name not in {"story", "step"}}
    st.query_params.from_dict(after)


def present(query: Query) -> None:
    """Leave the window to the map and the story; as a callback does. The session stays, and a draft with it."""
    filters.show_view(replace(query, view="present"))


def step(events: EventTable, query: Query, asked: Asked) -> None:
    """Show the step that is read: the ways to others, its text, and whose reports it cites."""
    _ways(asked, prefix="read")
    of = len(asked.story.steps)
    titles = [f"{n}. {each.title}" for n, each in enumerate(asked.story.steps, 1)]
    st.session_state[_CHOSEN] = asked.at
    st.selectbox(
        _("Step {n} of {all}").format(n=number(asked.at), all=number(of)),
        range(1, of + 1),
        format_func=lambda n: titles[n - 1],
        key=_CHOSEN,
        on_change=_chosen,
        args=(asked,),
        filter_mode=None,
    )
    _text(events, asked)
    st.button(
        _("Present"), key="stories.present", icon=":material/present_to_all:", on_click=present, args=(query,),
        help=_("The map over the window, this text beside it. Arrow keys go from step to step, Escape leaves."),
        width="stretch",
    )  # fmt: skip


def panel(events: EventTable, asked: Asked) -> None:
    """Show the step that is presented, in a panel beside the map that has the window."""
    with st.container(key="story_panel"):
        st.html(f"<h1>{escape(str(asked.step.title))}</h1>")
        _text(events, asked)
        _ways(asked, prefix="panel")


def _chosen(asked: Asked) -> None:
    go(asked.name, asked.story, int(st.session_state[_CHOSEN]))


def _ways(asked: Asked, prefix: str) -> None:
    """Draw the buttons to the step before and after, and between them where the reader is when it is presented."""
    of, at = len(asked.story.steps), asked.at
    with st.container(key=f"story_ways_{prefix}", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Previous"), key=f"stories.previous.{prefix}", icon=":material/arrow_back:", disabled=at == 1,
            on_click=go, args=(asked.name, asked.story, max(at - 1, 1)),
        )  # fmt: skip
        st.button(
            _("Next"), key=f"stories.next.{prefix}", icon=":material/arrow_forward:", disabled=at == of,
            on_click=go, args=(asked.name, asked.story, min(at + 1, of)), type="primary",
        )  # fmt: skip
        if prefix == "panel":
            where = _("Step {n} of {all}").format(n=number(at), all=number(of))
            st.html(f'<p class="im-story-at">{escape(where)}</p>')


def _text(events: EventTable, asked: Asked) -> None:
    text = markdown.html(str(asked.step.text))
    sources = cited.sources(events, asked.step.rows)
    links = "".join(f"<li>{source_link(each.name, each.address)}</li>" for each in sources)
    name = escape(_("Sources of this step"))
    told = f'<p class="im-cited">{name}</p><ul class="im-cited">{links}</ul>' if links else ""
    st.html(f'<div class="im-story" lang="{_lang(asked)}">{text}{told}</div>')


def _lang(asked: Asked) -> str:
    """Return the language in which the step's text is shown; "" for one that a reader wrote, whatever it is."""
    given = asked.step.text.by_language
    return language.get() if language.get() in given and len(given) > 1 else ""


def heading(asked: Asked | None) -> str:
    """Return the heading of the page: the step's title, or the page's own."""
    return str(asked.step.title) if asked else _("Stories")


def told(words: str) -> None:
    """Say in a line what of the address could not be used."""
    st.info(plain(words), icon=":material/info:")
