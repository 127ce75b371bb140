"""What a file cannot say about itself, so that its owner is asked instead of the map guessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Topic = Literal["sheet", "month", "dates", "movement"]


@dataclass(frozen=True)
class Answers:
    """What the owner of a file has said about it; blank where nothing was asked yet.

    Attributes:
        format: Key of the format (:data:`lib.events.importers.FORMATS`), or ``auto`` to go by the header.
        sheet: Sheet of a workbook, or layer of a GeoPackage.
        month: Month the figures are of, YYYY-MM.
        dates: Which comes first in dates as 05/03/2024: ``day`` or ``month``.
        movement: Whether figures are of people displaced (``flow``) or of those who went back (``return``).
    """

    format: str = "auto"
    sheet: str = ""
    month: str = ""
    dates: str = ""
    movement: str = ""


@dataclass(frozen=True)
class Question:
    """One thing to ask: its topic (a field of :class:`Answers`), the words, and what may be answered.

    ``choices`` are values with the words for each; empty when the answer is typed in. ``suggested`` is what the name of
    the file says, for its owner to confirm.
    """

    topic: Topic
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str = ""


class QuestionError(Exception):
    """Reading cannot go on before a question is answered."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.words)
        self.question = question
