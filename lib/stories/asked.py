"""The story, the step and the view that an address asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lib.events.address import shown, unescaped_names
from lib.events.publishing.view import fitted
from lib.events.query import Query, parse
from lib.stories.address import MARK, unpacked
from lib.stories.shipped import shipped
from lib.stories.story import Step, Story, StoryError
from lib.stories.views import READERS, query_of
from lib.text import _, enumerated, number

PATH: Final = "stories"
"""Path of the page of stories in an address."""
PARAMETERS: Final = frozenset({"story", "step"})
"""What the address of the page of stories has beside the parameters of every page."""


class UnknownStoryError(LookupError):
    """There is no story of the name asked for; the message is a sentence."""


@dataclass(frozen=True)
class Asked:
    """A story as an address asks for it.

    Attributes:
        name: What the address calls it: a name, or the story itself, packed.
        story: The story.
        at: Which step, from 1.
        note: A sentence where the step asked for is none of the story's; "" else.
    """

    name: str
    story: Story
    at: int
    note: str = ""

    @property
    def step(self) -> Step:
        """The step."""
        return self.story.steps[self.at - 1]

    def query(self, reader: Query) -> Query:
        """Return what the step shows by itself, in the language and the kind of view of ``reader``."""
        query = replace(query_of(self.step.view), lang=reader.lang, view=reader.view, safe=reader.safe)
        return fitted(query)[0]


def story_of(text: str) -> Story:
    """Return the story that ``text`` names or holds.

    Raises:
        UnknownStoryError: It names one that there is not.
        StoryError: It holds one that cannot be used.
    """
    if text.startswith(MARK):
        return unpacked(text)
    known = shipped()
    if text not in known:
        words = _("There is no story called \u201c{name}\u201d.").format(name=shown(text))
        if known:
            words += " " + _("There is: {names}.").format(names=enumerated(known))
        raise UnknownStoryError(words)
    return known[text]


def asked(params: Mapping[str, str], find: Callable[[str], Story] = story_of) -> Asked | None:
    """Return the story and the step that an address asks for; None where it asks for no story.

    Args:
        params: Parameters of the address.
        find: Gives a story by what the address calls it.

    Raises:
        UnknownStoryError, StoryError: As :func:`story_of`.
    """
    given = unescaped_names(params)
    name, step = given.get("story", ""), given.get("step", "")
    if not name:
        return None
    story = find(name)
    most = len(story.steps)
    if not step or (step.isdecimal() and step.isascii() and len(step) < 4 and 1 <= int(step) <= most):  # noqa: PLR2004
        return Asked(name, story, int(step or 1))
    words = _("The story has steps 1 to {n}; the first is shown.")
    return Asked(name, story, 1, words.format(n=number(most)))


def own_view(params: Mapping[str, str], find: Callable[[str], Story] = story_of) -> Query | None:
    """Return what the step that an address asks for shows by itself; None where it asks for none that there is.

    Whatever else the address asks for is left out, but for the language and the kind of view.
    """
    try:
        found = asked(params, find)
    except (StoryError, UnknownStoryError):
        return None
    if found is None:
        return None
    given = unescaped_names(params)
    reader, _notes = parse({name: given[name] for name in READERS & given.keys()})
    return found.query(reader)
