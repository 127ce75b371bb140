"""The stories that come with the crisis: files in the folder ``stories`` beside its ``crisis.toml``."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from lib.config.paths import STORIES
from lib.stories.story import MOST_BYTES, Story, StoryError, read
from lib.text import _, language, ngettext, number

logger = logging.getLogger(__name__)

DRAFT: Final = "draft"
"""What a story is called while it is written: in the session of its writer, and nowhere else."""
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
LONGEST_NAME: Final = 60


def files(folder: Path = STORIES) -> dict[str, Path]:
    """Return the files of stories by the stories' names; none where a crisis has no such folder."""
    found = {path.stem: path for path in sorted(folder.glob("*.json"))}
    return {name: path for name, path in found.items() if is_name(name) and name != DRAFT}


def is_name(text: str) -> bool:
    """Return whether a story may be called so: small letters and digits, with - between them."""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def shipped(folder: Path = STORIES) -> dict[str, Story]:
    """Return the stories of the crisis by name, in the order of their names; one with a fault is left out, and logged.

    What is wrong with such a file, ``python -m lib crisis check`` says.
    """
    known = {name: _read(path, _stamp(path)) for name, path in files(folder).items()}
    return {name: story for name, story in known.items() if story is not None}


def offer() -> tuple[str, str] | None:
    """Return the name of the story that a newcomer is offered, and the words of the offer; None where there is none."""
    for name, story in shipped().items():
        n = len(story.steps)
        words = ngettext(
            "New here? The story of this crisis in {n} step", "New here? The story of this crisis in {n} steps", n
        )
        return name, words.format(n=number(n))
    return None


def faults(folder: Path) -> list[str]:
    """Return a sentence for each thing that is wrong with the stories of a folder."""
    told = []
    for path in sorted(folder.glob("*.json")):
        if path.stem == DRAFT or not is_name(path.stem):
            words = _("{file}: its name has to be small letters and digits with - between them, and not draft.json.")
            told.append(words.format(file=path.name))
        try:
            read(_bytes(path), path.name)
        except StoryError as error:
            told += error.faults
        except OSError:
            told.append(_("{file}: it cannot be read.").format(file=path.name))
    return told


def _bytes(path: Path) -> bytes:
    """Read a file, no more of it than what shows that it is too large."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        known = path.stat()
    except OSError:
        return (0, 0)
    return known.st_mtime_ns, known.st_size


@lru_cache(maxsize=32)
def _read(path: Path, _stamp: tuple[int, int]) -> Story | None:
    token = language.set("en")  # the log is for whoever runs it
    try:
        return read(_bytes(path), path.name)
    except (StoryError, OSError) as error:
        logger.warning("the story %s is left out: %s", path.name, error)
        return None
    finally:
        language.reset(token)
