"""What the map is of: the file ``crisis.toml`` as frozen dataclasses, checked as a whole when it is read.

:data:`CRISIS` is the crisis of this process: that of the folder which the setting ``IDLIB_MAP_CRISIS`` names, else the
one in ``data``. No other module knows a place, a date, a side or a projection of it. What each field is for stands in
``docs/crisis.md``, which the tests compare with these classes.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from lib.config.crisis.contradictions import contradictions
from lib.config.crisis.model import CONTESTED, Crisis
from lib.config.paths import DATA

__all__ = ["CONTESTED", "CRISIS", "FILE", "Crisis", "CrisisError", "load"]

FILE: Final = "crisis.toml"
SPEAK_FOR_THEMSELVES: Final = ("missing", "unexpected_keyword_argument")
SAYS: Final = {
    "missing": "is missing",
    "unexpected_keyword_argument": "means nothing here, and may be misspelled",
    "date": "is to be a day as 2031-03-20",
    "int": "is to be a whole number",
    "float": "is to be a number",
    "string": "is to be text",
    "bool": "is to be true or false",
    "tuple": "is to be a list",
    "dict": "is to be a table",
    "dataclass": "is to be a table",
    "namedtuple": "a box is [west, south, east, north] in degrees",
}
"""What is said of a fault by its kind, or by how its kind begins; of any other, what the check itself says."""
LONGEST: Final = 60
"""Most of a value that is repeated in a sentence, signs."""


class CrisisError(Exception):
    """The file cannot be used; ``faults`` holds a sentence for each thing that is wrong."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.faults = [f"{file}: {fault}" for fault in faults]
        super().__init__("\n".join(self.faults))


def load(folder: Path) -> Crisis:
    """Read and check the crisis of a folder.

    Args:
        folder: Holds ``crisis.toml``, and beside it ``events.csv`` and ``geo``.

    Raises:
        CrisisError: The file is missing or cannot be used; a sentence for each fault.
    """
    path = folder / FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise CrisisError(path, ["there is no such file; `python -m lib crisis new` makes one."]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CrisisError(path, ["it cannot be read; it has to be text in UTF-8."]) from error
    except tomllib.TOMLDecodeError as error:
        raise CrisisError(path, [f"it is not TOML: {error}."]) from error
    if "folder" in tables:
        raise CrisisError(path, ["folder: means nothing here; the folder is the one the file lies in."])
    try:
        crisis = TypeAdapter(Crisis).validate_python(tables | {"folder": folder})
    except ValidationError as error:
        raise CrisisError(path, [_sentence(fault) for fault in error.errors()]) from error
    if faults := contradictions(crisis):
        raise CrisisError(path, faults)
    return crisis


def _sentence(fault: Any) -> str:
    """Say a fault found by pydantic in a sentence that names the entry as the file does, counting from one."""
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault["loc"])
    kind, given = fault["type"], repr(fault["input"])
    what = SAYS.get(kind) or next((words for start, words in SAYS.items() if kind.startswith(start)), "")
    what = what or fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if kind in SPEAK_FOR_THEMSELVES or given.strip("'\"") in what:
        return f"{where}: {what}."
    return f"{where}: {what} (it is {given if len(given) <= LONGEST else given[:LONGEST] + '…'})."


def _current() -> Crisis:
    try:
        return load(DATA)
    except CrisisError as error:
        sys.exit(str(error))


CRISIS: Final = _current()
"""The crisis of this process; one whose file cannot be used ends it with a sentence for each fault."""
