"""A story while it is written: plain values as its file has them, which may still lack what a story has to have."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lib.config.language import LANGUAGES, language
from lib.stories.shipped import DRAFT
from lib.stories.story import MOST_STEPS, Story, checked, values
from lib.text import _


def _blank(view: str) -> dict[str, Any]:
    return {"title": "", "text": "", "view": view, "rows": []}


@dataclass
class Draft:
    """A story that is written in a session.

    Attributes:
        title: Words: text, or a table by language.
        steps: Of each step ``title``, ``text``, ``view`` and ``rows``, as the file has them.
        at: Which step is worked on, from 0.
    """

    title: Any = ""
    steps: list[dict[str, Any]] = field(default_factory=lambda: [_blank("")])
    at: int = 0

    @classmethod
    def of(cls, story: Story) -> Draft:
        """Return a draft that begins as ``story``; languages that are not shown stay in it."""
        # Of JSON: the draft shares nothing with what it is made of.
        plain = json.loads(json.dumps(values(story)))
        return cls(plain["title"], [_blank("") | step for step in plain["steps"]])

    @classmethod
    def begun(cls, view: str) -> Draft:
        """Return a draft of one step that shows ``view``."""
        return cls("", [_blank(view)])

    @property
    def step(self) -> dict[str, Any]:
        """The step that is worked on."""
        return self.steps[self.at]

    @property
    def full(self) -> bool:
        """Whether there is no room for another step."""
        return len(self.steps) >= MOST_STEPS

    def entitle(self, text: str) -> None:
        """Change the story's title, in the language in which it is shown."""
        self.title = put(self.title, text)

    def write(self, entry: str, text: str) -> None:
        """Change words of the step, ``title`` or ``text``, in the language in which they are shown."""
        self.step[entry] = put(self.step[entry], text)

    def show(self, view: str) -> None:
        """Change what the step shows."""
        self.step["view"] = view

    def cite(self, text: str) -> None:
        """Change the rows that the step cites: their ``event_id``, with commas, blanks or line ends between them."""
        self.step["rows"] = list(dict.fromkeys(text.replace(",", " ").split()))

    def add(self, view: str) -> None:
        """Put a step after the one worked on, and go on with it."""
        if not self.full:
            self.at += 1
            self.steps.insert(self.at, _blank(view))

    def move(self, by: int) -> None:
        """Move the step up (-1) or down (1), as far as there are others."""
        there = self.at + by
        if 0 <= there < len(self.steps):
            self.steps[self.at], self.steps[there] = self.steps[there], self.steps[self.at]
            self.at = there

    def delete(self) -> None:
        """Take the step out; the last one becomes a blank one."""
        shown = self.step["view"]
        self.steps.pop(self.at)
        self.steps = self.steps or [_blank(shown)]
        self.at = min(self.at, len(self.steps) - 1)

    def story(self) -> Story:
        """Return the story that the draft is.

        Raises:
            StoryError: Something is missing; a sentence for each thing.
        """
        return checked({"title": self.title, "steps": self.steps}, _("Your story"))


def said(words: Any) -> str:
    """Return words of a draft as its writer sees them."""
    if isinstance(words, dict):
        return str(words.get(language.get(), words.get(LANGUAGES[0], "")))
    return str(words)


def put(words: Any, text: str) -> Any:
    """Return words with ``text`` in place of what :func:`said` gives; other languages stay."""
    if not isinstance(words, dict):
        return text
    return words | {language.get() if language.get() in words else LANGUAGES[0]: text}


def finder(draft: Draft | None, otherwise: Callable[[str], Story]) -> Callable[[str], Story]:
    """Return what gives a story by its name where ``draft`` is written, as :func:`lib.stories.asked.asked` takes it."""

    def find(name: str) -> Story:
        return draft.story() if name == DRAFT and draft is not None else otherwise(name)

    return find
