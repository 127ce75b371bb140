"""What a file cannot say about itself, so that its owner is asked instead of the map guessing.

Each topic stands once, in :data:`TOPICS`: a field of :class:`Answers`, ``--answer KEY=VALUE`` on the command line, a
question on the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from lib.text import _

TopicName = Literal[
    "sheet",
    "columns",
    "date_order",
    "excel_dates",
    "calendar",
    "time_zone",
    "month",
    "movement",
    "numbers",
    "points",
    "crs",
    "geometry",
    "degrees",
]


@dataclass(frozen=True)
class Answers:
    """What the owner of a file has said about it; blank where nothing was asked yet. Each field is text.

    Attributes:
        format: Key of the format (:data:`lib.events.importers.FORMATS`), or ``auto`` to go by the header.
        sheet: Sheet of a workbook, layer of a GeoPackage, member of an archive; ``*`` for all that have the same
            columns.
        columns: Which column is which: ``guessed`` for what the header suggests, with what every row holds if need be
            (``guessed,subkind=flow``), or a column mapping as JSON.
        date_order: Which comes first in dates as 05/03/2024: ``day`` or ``month``; ``year`` where it has two digits;
            ``months`` where six digits are a month with its year.
        excel_dates: What real dates beside dates of text are: ``right``, or ``exchanged`` (day for month).
        calendar: Of dates as 1441-06-11: ``hijri``, or ``gregorian`` for a slip.
        time_zone: Whose day a time counts for: ``file`` as written, or ``local`` for the day of the map's region.
        month: Month the figures are of, YYYY-MM.
        movement: Whether figures are of people displaced (``flow``) or of those who went back (``return``).
        numbers: What a comma in a number (a point, where only points stand) is before: ``thousands`` or ``decimal``.
        points: Whether latitude and longitude are as written (``written``) or exchanged (``exchanged``).
        crs: Of coordinates that are no degrees: an EPSG code, as 3857.
        geometry: Where a shape and columns of coordinates differ: ``shape`` or ``columns``.
        degrees: What numbers as 35.5150 are in columns called degrees, minutes, seconds: ``parts`` or ``decimal``.
    """

    format: str = "auto"
    sheet: str = ""
    columns: str = ""
    date_order: str = ""
    excel_dates: str = ""
    calendar: str = ""
    time_zone: str = ""
    month: str = ""
    movement: str = ""
    numbers: str = ""
    points: str = ""
    crs: str = ""
    geometry: str = ""
    degrees: str = ""

    def with_answer(self, topic: str, value: str) -> Answers:
        """Return these answers with one more; ``topic`` is a key of :data:`TOPICS` with - or _."""
        return replace(self, **{topic.replace("-", "_"): normal(topic, value)})


TOPICS: dict[str, str] = {
    "sheet": ".+",
    "columns": r"guessed(?:,[a-z0-9_]+=[^,]+)*|\{.*\}",
    "date_order": "day|month|year|months",
    "excel_dates": "right|exchanged",
    "calendar": "hijri|gregorian",
    "time_zone": "file|local",
    "month": r"20\d{2}-(?:0[1-9]|1[0-2])",
    "movement": "flow|return",
    "numbers": "thousands|decimal",
    "points": "written|exchanged",
    "crs": r"\d{4,6}",
    "geometry": "shape|columns",
    "degrees": "parts|decimal",
}
"""What may be asked, with the pattern of an answer."""


def option(topic: str) -> str:
    """Return the name of a topic on the command line."""
    return topic.replace("_", "-")


def allowed(topic: str, value: str) -> bool:
    """Tell whether ``value`` may answer ``topic``."""
    pattern = TOPICS.get(topic.replace("-", "_"))
    return pattern is not None and re.fullmatch(pattern, normal(topic, value), re.DOTALL) is not None


def normal(topic: str, value: str) -> str:
    """Return an answer as it is compared: words of a few in small letters, without blanks around them."""
    text = value.strip()
    if _is_choice(topic):
        return text.lower()
    head, comma, rest = text.partition(",")
    return f"{head.lower()}{comma}{rest}" if topic == "columns" and head.lower() == "guessed" else text


def _is_choice(topic: str) -> bool:
    return re.fullmatch(r"[a-z|]+", TOPICS.get(topic.replace("-", "_"), "")) is not None


def how_written(topic: str) -> str:
    """Say what may be written as the answer to a topic of :data:`TOPICS`, in words."""
    key = topic.replace("-", "_")
    if _is_choice(key):
        return TOPICS[key].replace("|", _(" or "))
    return {
        "columns": _("guessed; guessed,COLUMN=WORD; or a mapping as JSON (or give a file with --mapping)"),
        "month": _("a month as YYYY-MM"),
        "crs": _("an EPSG code, as 3857"),
    }.get(key, _("a name"))


@dataclass(frozen=True)
class Question:
    """One thing to ask: its topic (a field of :class:`Answers`), the words, and what may be answered.

    ``choices`` are values with the words for each; empty when the answer is typed in. ``suggested`` is what the file
    suggests, for its owner to confirm. ``sample`` are cells that show what is asked about: the names of its columns,
    then rows. ``distinct`` are the different cells of each of those columns, none where they are many; ``titles`` what
    the file calls those of them that were given another name when points were read.
    """

    topic: TopicName
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    sample: tuple[tuple[str, ...], ...] = ()
    distinct: tuple[tuple[str, ...], ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def how_to_answer(self) -> str:
        """How it is answered on the command line."""
        if self.topic == "columns":
            return _(
                "Take the guess with {option}, or save it with --save-mapping FILE, correct it and give it with "
                "--mapping FILE."
            ).format(option="--answer columns=guessed")
        values = "|".join(value for value, _words in self.choices) if self.choices else "…"
        how = _("Answer with {option}.").format(option=f"--answer {option(self.topic)}={values}")
        every = dict(self.choices).get("*", "")
        return f"{how} {_('* stands for {every}.').format(every=every)}" if every else how


def overruled_by_file(topic: TopicName, value: str) -> str:
    """Say that an answer is not what the file shows, and that the file was followed; without a full stop."""
    words = _("The answer {answer} contradicts the file, which was followed")
    return words.format(answer=f"{option(topic)}={value}")


class QuestionError(Exception):
    """Reading cannot go on before a question is answered."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.words)
        self.question = question


def unanswered(question: Question, answers: Answers) -> Question:
    """Return a question that says first that what was answered to it is none of its answers, where that is so."""
    given = getattr(answers, question.topic)
    if not given or not _is_choice(question.topic) or given in dict(question.choices):
        return question
    words = _("'{value}' is no answer to this question.").format(value=given)
    return replace(question, words=f"{words} {question.words}")


if {field.name for field in fields(Answers)} != {"format", *TOPICS}:
    raise AssertionError("Answers and TOPICS name different things")
