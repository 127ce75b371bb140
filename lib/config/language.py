"""The languages of the product, and the one that is being spoken."""

from __future__ import annotations

from contextvars import ContextVar

LANGUAGES = ("en", "ar", "tr", "fr")
"""Languages an address may ask for; English is what words are written in and what is said where one is missing."""

language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])
"""The language of the reader who is being answered; two readers of one server can use two."""
