"""``import``: another format as an event table, with the report of what was taken on standard error."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lib.commands.command import Command, RequestError, complain
from lib.events import importers
from lib.events.importing import report_csv
from lib.events.problems import shown
from lib.events.questions import TOPICS, Answers, QuestionError, allowed, option
from lib.events.reading.delimited import MAX_BYTES
from lib.events.schema import NAMES
from lib.events.uploads import ImportedFile, import_file
from lib.geography import geocoding
from lib.geography.geocoding import SURE, How
from lib.geography.places import places
from lib.text import _, ngettext, number

MOST_TOLD = 50
"""Problems printed one by one; ``--report`` writes them all."""


SHORT = {"--sheet": "sheet", "--month": "month", "--dates": "date-order", "--movement": "movement"}
"""Options that stand for an answer."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the format, the file, the answers that a file may need, and where to write."""
    parser.add_argument("format", metavar="FORMAT", choices=importers.KEYS, help=", ".join(importers.KEYS))
    parser.add_argument("file", metavar="FILE", type=Path, help=_("CSV, Excel, GeoJSON, GeoPackage or Parquet"))
    words = _("answers a question that a file raises, as date-order=day; may be given several times ({topics})")
    parser.add_argument(
        "--answer", metavar="TOPIC=VALUE", action="append", default=[],
        help=words.format(topics=", ".join(map(option, TOPICS))),
    )  # fmt: skip
    for flag, topic in SHORT.items():
        parser.add_argument(
            flag, dest="answer", metavar="VALUE", action="append", type=f"{topic}={{}}".format,
            help=_("the same as --answer {topic}=VALUE").format(topic=topic),
        )  # fmt: skip
    parser.add_argument("--report", metavar="FILE", type=Path, help=_("write every remark to this CSV file as well"))
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=_("where to write the event table"))


def run(arguments: argparse.Namespace) -> int:
    """Write the rows of a file as an event table that ``validate`` passes.

    Returns:
        0 when every row was taken, 1 when some were left out, 2 when nothing was written; then a sentence says why.
    """
    path: Path = arguments.file
    try:
        answers = _answers(arguments.format, arguments.answer)
        parsed = _read(_bytes(path), path.name, answers)
    except RequestError as error:
        return complain(str(error), 2)
    except QuestionError as error:
        return complain(f"{path.name}: {error.question.words} {error.question.how_to_answer}", 2)
    _tell(parsed)
    return _finish(parsed, arguments.out, arguments.report)


def _answers(file_format: str, given: Sequence[str]) -> Answers:
    """Return what was answered on the command line.

    Raises:
        RequestError: A topic is not known, or its answer is not one of those it may have.
    """
    answers = Answers(file_format)
    for text in given:
        topic, _equals, value = text.partition("=")
        if topic.replace("-", "_") not in TOPICS:
            words = _("--answer {text}: there is no such topic. There are: {topics}.")
            raise RequestError(words.format(text=shown(text), topics=", ".join(map(option, TOPICS))))
        if not allowed(topic, value):
            pattern = TOPICS[topic.replace("-", "_")]
            words = _("--answer {text}: '{value}' is no answer to this; write {pattern}.")
            raise RequestError(words.format(text=shown(text), value=shown(value), pattern=pattern))
        answers = answers.with_answer(topic, value)
    return answers


def _bytes(path: Path) -> bytes:
    """The bytes of the file.

    Raises:
        RequestError: It cannot be read, or is too large.
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            limit = number(MAX_BYTES / 1024 / 1024)
            raise RequestError(_("{file}: the file is larger than {size} MB; split it.").format(file=path, size=limit))
        return path.read_bytes()
    except OSError as error:
        words = _("{file}: the file cannot be read: {why}.")
        raise RequestError(words.format(file=path, why=error.strerror)) from error


def _finish(parsed: ImportedFile, out: Path, report: Path | None) -> int:
    """Write the report if it is asked for, and the table if it has a row; returns the exit status."""
    table = parsed.imported.table
    try:
        if report:
            report.write_bytes(report_csv(table.problems))
        if table.frame.empty:
            return 2
        _write(geocoding.fill(table.frame, parsed.places), out)
    except OSError as error:
        return complain(_("{file} cannot be written: {why}").format(file=error.filename, why=error.strerror), 2)
    return 1 if table.left_out else 0


def _read(data: bytes, name: str, answers: Answers) -> ImportedFile:
    """Read the file; the month that its name gives is taken, and said, unless one was given."""
    try:
        return import_file(data, name, answers, lambda _share, _what: None)
    except QuestionError as error:
        month = error.question.suggested
        if error.question.topic != "month" or not month:
            raise
    complain(_("{file}: the month {month} is that of the file's name.").format(file=name, month=month), 0)
    return import_file(data, name, answers.with_answer("month", month), lambda _share, _what: None)


def _tell(parsed: ImportedFile) -> None:
    """Every remark up to a limit, the places that are open, and a summary."""
    table = parsed.imported.table
    for problem in table.problems[:MOST_TOLD]:
        complain(str(problem), 0)
    if (more := len(table.problems) - MOST_TOLD) > 0:
        complain(_("… and {n} more; --report FILE writes them all.").format(n=number(more)), 0)
    found = parsed.places
    open_ones = found.loc[~found["how"].isin([*SURE, How.NONE])] if len(found) else found
    known = places()
    told = open_ones.head(MOST_TOLD)
    named = told["place"].where(told["place"] != "", told["place_ar"])
    for name, owners in zip(named, told["owners"], strict=True):
        names = ", ".join(f"{known['place'].iloc[owner]} ({known['pcode'].iloc[owner]})" for owner in owners)
        words = _("Place '{place}' has no point and may be {names}; it was left without one. Fill in lat and lon.")
        complain(words.format(place=shown(str(name)), names=names.replace(" ()", "")), 0)
    parts = [
        parsed.imported.format or _("no known format"),
        ngettext("{n} row read", "{n} rows read", table.rows_read).format(n=number(table.rows_read)),
        _("{n} taken").format(n=number(len(table.frame))),
        _("{n} left out").format(n=number(table.left_out)),
    ]
    if parsed.imported.total is not None:
        parts.append(_("{n} persons in the sheet").format(n=number(parsed.imported.total, digits=1)))
    complain(", ".join(parts), 0)


def _write(frame: pd.DataFrame, path: Path) -> None:
    """The event table as a file that appears whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            frame[list(NAMES)].assign(is_primary=frame["is_primary"].map({True: "true", False: "false"})).to_csv(
                file, index=False, lineterminator="\n", date_format="%Y-%m-%d"
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


COMMAND = Command("import", _("make an event table from another format"), declare, run)
