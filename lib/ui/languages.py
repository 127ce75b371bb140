"""The menu of languages, and what tells the browser which one the page is in."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from lib.config.language import SPOKEN, accepted, language, preferred, spoken
from lib.text import _

SESSION: Final = "lang"
"""Under this name a session keeps its language: Streamlit's navigation opens a page with an empty address."""


def choose() -> None:
    """Speak the language of the address, else the one spoken before, else the one that the browser ranks first."""
    accepted.set(preferred(str(st.context.headers.get("Accept-Language", ""))))
    asked = st.query_params.get("lang", "")
    lang = asked if asked in SPOKEN else st.session_state.get(SESSION, accepted.get())
    st.session_state[SESSION] = lang
    language.set(lang)


def menu() -> None:
    """Show every language by its own name, each a link to the view as it is; and tell the browser which this is."""
    now = language.get()
    address = st.query_params.to_dict()
    items = "".join(
        f'<li><a href="?{escape(urlencode(address | {"lang": code}), quote=True)}" target="_self" lang="{code}" '
        f'hreflang="{code}" dir="{each.direction}"{_CURRENT if code == now else ""}>{escape(each.name)}</a></li>'
        for code, each in SPOKEN.items()
    )
    label = escape(_("Language"), quote=True)
    st.html(
        f'<nav class="im-languages" aria-label="{label}"><details><summary title="{label}">'
        f'<span aria-hidden="true">{_GLOBE}</span>{escape(spoken().name)}</summary><ul>{items}</ul></details></nav>'
        f"{_TOLD.format(lang=now, direction=spoken().direction)}",
        unsafe_allow_javascript=True,
    )


def sheet() -> str:
    """Return a style sheet with the words that Streamlit writes in English and that nothing else replaces.

    Where its navigation has not enough room, what is left stands behind a button "2 more".
    """
    words = _("More pages").replace("\\", "").replace('"', "")
    button = '[data-testid="stTopNavSection"]'
    return f'{button} > * {{ display: none; }} {button}::after {{ content: "{words}"; }}'


_CURRENT: Final = ' aria-current="true"'
_GLOBE: Final = "\N{GLOBE WITH MERIDIANS}\N{VARIATION SELECTOR-15} "
_TOLD: Final = '<script>Object.assign(document.documentElement, {{ lang: "{lang}", dir: "{direction}" }});</script>'
"""Streamlit's page has a language and a direction of its own, which it offers no setting for."""
