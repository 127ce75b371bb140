"""The language of an answer: the one that its address names, else the one that the reader's browser ranks first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.requests import Request

from lib.config.language import SPOKEN, accepted, language, preferred
from lib.events.query import Query

NOT_FOR_ALL: Final = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
"""Headers of an answer whose language may follow the browser's."""


def first_choice_of(request: Request) -> str:
    """Return the language of the product that a reader's browser ranks first."""
    return preferred(request.headers.get("accept-language", ""))


def speak_to(request: Request) -> None:
    """Speak the language that a request names, or where it names none that is spoken the reader's first choice."""
    asked = request.query_params.get("lang", "")
    language.set(asked if asked in SPOKEN else first_choice_of(request))


def in_language(query: Query, params: Mapping[str, str], first_choice: str) -> Query:
    """Speak the language of an address, or where it names none the reader's ``first_choice``; return the view in it."""
    accepted.set(first_choice)
    spoken = query if "lang" in params else replace(query, lang=first_choice)
    language.set(spoken.lang)
    return spoken
