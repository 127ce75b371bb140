"""A story as frozen dataclasses, and as a small file of JSON: read strictly, written the same each time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from lib.config.crisis.fields import STRICT, Text
from lib.config.language import LANGUAGES
from lib.events.problems import shown
from lib.stories.views import query_of
from lib.text import _, ngettext, number

MOST_STEPS: Final = 20
LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 1_200
"""Most characters of a title, and of the text of a step, in each language."""
MOST_ROWS: Final = 20
"""Most rows of the event table that a step cites."""
LONGEST_ROW: Final = 120
MOST_BYTES: Final = 200_000
MOST_FAULTS: Final = 20
"""Faults of a file that are told one by one."""
UNSEEN: Final = frozenset("\u00a0\u00ad\u200c\u200d\u200e\u200f\u202f\u2060")
"""Signs that cannot be printed and that sound text has all the same: spaces that keep words together, signs that join
letters or part them, marks of the direction."""


class StoryError(ValueError):
    """A story that cannot be used; ``faults`` holds a sentence for each thing that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(self.faults))


def _words(value: object) -> Text:
    """Take words as text, or as a table by language; each of them filled."""
    if isinstance(value, Text):
        value = value.by_language
    table = {LANGUAGES[0]: value} if isinstance(value, str) else value
    if not isinstance(table, dict) or LANGUAGES[0] not in table or not table.keys() <= set(LANGUAGES):
        words = _("it has to be text, or a table by language ({languages}) in which \u201c{first}\u201d is given")
        raise ValueError(words.format(languages=", ".join(LANGUAGES), first=LANGUAGES[0]))
    if not all(isinstance(each, str) and each.strip() for each in table.values()):
        raise ValueError(_("it is blank, and has to be filled"))
    return Text({lang: table[lang].replace("\r\n", "\n") for lang in LANGUAGES if lang in table})


def _no_longer_than(most: int, *, lines: bool) -> Callable[[Text], Text]:
    """Check the length of words, and that nothing in them is no text; ``lines`` is whether they may have several."""
    allowed = UNSEEN | {"\n"} if lines else UNSEEN

    def check(value: Text) -> Text:
        for text in value.by_language.values():
            if len(text) > most:
                words = ngettext(
                    "it has {n} character, and {most} fit", "it has {n} characters, and {most} fit", len(text)
                )
                raise ValueError(words.format(n=number(len(text)), most=number(most)))
            if not all(sign.isprintable() or sign in allowed for sign in text):
                raise ValueError(_("it holds characters that cannot be printed"))
        return value

    return check


def _view(value: str) -> str:
    query_of(value)
    return value


def _row(value: str) -> str:
    if not value or len(value) > LONGEST_ROW or not value.isprintable():
        raise ValueError(_("it is not the event_id of a row"))
    return value


def _at_most(most: int, least: int = 0) -> Callable[[object], object]:
    def check(value: object) -> object:
        if isinstance(value, list | tuple) and not least <= len(value) <= most:
            words = _("there are {n}; there can be {least} to {most}")
            raise ValueError(words.format(n=number(len(value)), least=least, most=most))
        return value

    return check


Title = Annotated[Text, BeforeValidator(_words), AfterValidator(_no_longer_than(LONGEST_TITLE, lines=False))]
Body = Annotated[Text, BeforeValidator(_words), AfterValidator(_no_longer_than(LONGEST_TEXT, lines=True))]
ViewText = Annotated[str, AfterValidator(_view)]
Row = Annotated[str, AfterValidator(_row)]


@dataclass(frozen=True, config=STRICT)
class Step:
    """One step: its title, its text (Markdown), the view it shows, and the rows of the event table that it cites.

    ``view`` is parameters of an address on one line (:mod:`lib.stories.views`), "" for what the map opens with;
    ``rows`` are values of ``event_id``. Words are in the languages they are given in.
    """

    title: Title
    text: Body
    view: ViewText = ""
    rows: Annotated[tuple[Row, ...], BeforeValidator(_at_most(MOST_ROWS))] = ()


@dataclass(frozen=True, config=STRICT)
class Story:
    """A sequence of views with text, in the order in which they are told."""

    title: Title
    steps: Annotated[tuple[Step, ...], BeforeValidator(_at_most(MOST_STEPS, 1))]


_ADAPTER: Final = TypeAdapter(Story)


def read(body: bytes, name: str) -> Story:
    """Read a story from the bytes of a file.

    Args:
        body: JSON in UTF-8.
        name: What the file is called in sentences about it.

    Raises:
        StoryError: It cannot be used; a sentence for each fault.
    """
    name = shown(name, 60)
    if len(body) > MOST_BYTES:
        words = _("{file}: it has {n} bytes, and {most} fit; leave something out.")
        raise StoryError([words.format(file=name, n=number(len(body)), most=number(MOST_BYTES))])
    try:
        value = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise StoryError([_("{file}: it is not text in UTF-8; save it as that.").format(file=name)]) from error
    except _TwiceError as error:
        words = _("{file}: \u201c{entry}\u201d stands there twice in one place; leave one out.")
        raise StoryError([words.format(file=name, entry=shown(str(error), 40))]) from error
    except json.JSONDecodeError as error:
        words = _("{file}: line {line}, column {column}: it is not JSON from here; download a story to see its form.")
        raise StoryError([words.format(file=name, line=error.lineno, column=error.colno)]) from error
    except (ValueError, RecursionError) as error:
        raise StoryError([_("{file}: it is not JSON as a story has it.").format(file=name)]) from error
    return checked(value, name)


def checked(value: object, name: str) -> Story:
    """Return the story that plain values are, as JSON has them; ``name`` and errors as for :func:`read`."""
    try:
        return _ADAPTER.validate_python(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
    told = list(dict.fromkeys(_sentence(fault, name) for fault in faults[:MOST_FAULTS]))
    if more := len(faults) - MOST_FAULTS:
        words = ngettext("{file}: {n} more fault.", "{file}: {n} more faults.", more)
        told += [words.format(file=name, n=number(more))] if more > 0 else []
    raise StoryError(told)


def values(story: Story) -> dict[str, Any]:
    """Return a story as plain values in the order in which they are written; what is blank is left out."""
    steps = [
        {
            "title": _plain(step.title),
            "text": _plain(step.text),
            **({"view": step.view} if step.view else {}),
            **({"rows": list(step.rows)} if step.rows else {}),
        }
        for step in story.steps
    ]
    return {"title": _plain(story.title), "steps": steps}


def written(story: Story) -> bytes:
    """Write a story as a file; the same story is the same file, and a file that was read is written as it was."""
    return (json.dumps(values(story), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(words: Text) -> str | dict[str, str]:
    table = words.by_language
    return table[LANGUAGES[0]] if len(table) == 1 else {lang: table[lang] for lang in LANGUAGES if lang in table}


class _TwiceError(ValueError):
    """An entry that stands twice in one table; the message is its name."""


_Value = TypeVar("_Value")


def _once(pairs: list[tuple[str, _Value]]) -> dict[str, _Value]:
    known: dict[str, _Value] = {}
    for name, value in pairs:
        if name in known:
            raise _TwiceError(name)
        known[name] = value
    return known


def _no_number(text: str) -> object:
    raise ValueError(text)


def _sentence(fault: Any, name: str) -> str:
    """Say a fault found by pydantic in a sentence that names the step and the entry, counting from one."""
    kind, place = fault["type"], list(fault["loc"])
    parts = []
    while place:
        part = place.pop(0)
        if part == "steps" and place:
            parts.append(_("step {n}").format(n=place.pop(0) + 1))
        elif isinstance(part, int):
            parts.append(_("entry {n}").format(n=part + 1))
        else:
            parts.append(shown(str(part), 40))
    if kind == "value_error":
        what = str(fault["ctx"]["error"]).rstrip(".")
    else:
        what = next((words for start, words in _says().items() if kind.startswith(start)), _("it cannot be used"))
    where = f"{', '.join(parts)}: " if parts else ""
    return f"{name}: {where}{what}."


def _says() -> dict[str, str]:
    """Return what is said of a fault, by how its kind begins."""
    return {
        "missing": _("it is missing; add it"),
        "unexpected_keyword_argument": _("it means nothing here; leave it out"),
        "string": _("it has to be text"),
        "tuple": _("it has to be a list"),
        "dataclass": _("it has to be a table with the entries of a story or a step"),
    }
