"""``import``: another format as an event table, with the report of what was taken on standard error."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lib.commands.command import Command, RequestError, complain
from lib.commands.import_outputs import refuse_clashes, remove, write
from lib.commands.pairs import write_pairs
from lib.events import importers
from lib.events.importing import report_csv
from lib.events.mapping.model import MAX_BYTES as LARGEST_MAPPING
from lib.events.mapping.model import MappingError, from_json
from lib.events.problems import lines, shown
from lib.events.questions import TOPICS, Answers, Question, QuestionError, allowed, how_written, option
from lib.events.reading.delimited import MAX_BYTES
from lib.events.uploads import ImportedFile, import_apart
from lib.geography import geocoding
from lib.geography.geocoding import SURE, How
from lib.geography.places import places
from lib.text import _, ngettext, number

MOST_TOLD = 50
"""Lines about problems, and open places, that are printed; ``--report`` writes every problem of every row."""

SHORT = {"--sheet": "sheet", "--month": "month", "--dates": "date-order", "--movement": "movement"}
"""Options that stand for an answer."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the format, the file, the answers that a file may need, and where to write."""
    parser.add_argument("format", metavar="FORMAT", choices=importers.KEYS, help=", ".join(importers.KEYS))
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=_("CSV, Excel, GeoJSON, GeoPackage, shapefile, KML, Parquet, …")
    )
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
    parser.add_argument(
        "--mapping", metavar="FILE", type=Path, help=_("which column is which, as the page or --save-mapping wrote it")
    )
    parser.add_argument(
        "--save-mapping", metavar="FILE", type=Path, help=_("write which column is which, as it was guessed or given")
    )
    parser.add_argument("--report", metavar="FILE", type=Path, help=_("write every remark to this CSV file as well"))
    parser.add_argument(
        "--left-out", metavar="FILE", type=Path,
        help=_("write the rows that were left out to this CSV file, each with its reason, to mend and read again"),
    )  # fmt: skip
    parser.add_argument("--pairs", metavar="FILE", type=Path, help=_("write reports that the map has too, as pairs"))
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help=_("where to write the event table; may be left out with --save-mapping"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the rows of a file as an event table that ``validate`` passes.

    Returns:
        0 when every row was taken, 1 when some were left out, 2 when nothing was written; then a sentence says why.
    """
    path: Path = arguments.file
    saved: Path | None = arguments.save_mapping
    if arguments.out is None and saved is None:
        return complain(_("Say where to write the event table, with --out FILE."), 2)
    try:
        refuse_clashes(arguments)
        answers = _answers(arguments.format, arguments.answer)
        if arguments.mapping:
            answers = answers.with_answer("columns", _mapping(arguments.mapping))
        parsed = _read(_source(path), path.name, answers)
        _save(saved, parsed.imported.mapping)
    except RequestError as error:
        return complain(str(error), 2)
    except QuestionError as error:
        return _asked(error.question, path, saved)
    _tell(parsed)
    return _finish(parsed, arguments) if arguments.out else 0


def _asked(question: Question, path: Path, saved: Path | None) -> int:
    """Say what has to be answered first; a guess of the columns is written where that was asked for."""
    if question.topic != "columns" or saved is None:
        return complain(f"{path.name}: {question.words} {question.how_to_answer}", 2)
    try:
        _save(saved, question.suggested)
    except RequestError as error:
        return complain(str(error), 2)
    words = _("The guess was written to {saved}; correct it and give it with --mapping {saved}.")
    return complain(f"{path.name}: {question.words} {words.format(saved=saved)}", 2)


def _save(saved: Path | None, mapping: str) -> None:
    """Write a column mapping where that was asked for.

    Raises:
        RequestError: It cannot be written.
    """
    if saved is None:
        return
    if not mapping:
        complain(_("{file} was not written: the columns of this file need no mapping.").format(file=saved), 0)
        return
    try:
        saved.write_text(mapping, encoding="utf-8")
    except OSError as error:
        raise RequestError(_("{file} cannot be written: {why}").format(file=saved, why=error.strerror)) from error


def _mapping(path: Path) -> str:
    """Return the column mapping in a file.

    Raises:
        RequestError: It cannot be read, or is none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_MAPPING + 1)
        return from_json(text).to_json()
    except OSError as error:
        words = _("{file}: the file cannot be read: {why}.")
        raise RequestError(words.format(file=path, why=error.strerror)) from error
    except MappingError as error:
        raise RequestError(f"{path}: {error}") from error


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
            words = _("--answer {text}: '{value}' is no answer to this; write {how}.")
            raise RequestError(words.format(text=shown(text), value=shown(value), how=how_written(topic)))
        answers = answers.with_answer(topic, value)
    return answers


def _source(path: Path) -> Path | bytes:
    """Return the file where it can be read again, else its bytes: a pipe gives them once.

    Raises:
        RequestError: It cannot be read, or is too large.
    """
    try:
        if not path.is_file():
            return path.read_bytes()
        if path.stat().st_size > MAX_BYTES:
            limit = number(MAX_BYTES / 1024 / 1024)
            raise RequestError(_("{file}: the file is larger than {size} MB; split it.").format(file=path, size=limit))
        with path.open("rb"):
            return path
    except OSError as error:
        words = _("{file}: the file cannot be read: {why}.")
        raise RequestError(words.format(file=path, why=error.strerror)) from error


def _finish(parsed: ImportedFile, arguments: argparse.Namespace) -> int:
    """Write what is asked for beside the table, and the table if it has a row; returns the exit status."""
    table = parsed.imported.table
    try:
        if arguments.report:
            arguments.report.write_bytes(report_csv(table.problems))
        # What an answer or a mapping may have spoilt is not the file's end.
        spoilt = table.frame.empty and (arguments.answer or arguments.mapping)
        kept = _("no row was taken, which an answer or the mapping may be the reason of") if spoilt else ""
        if arguments.left_out and (rows := parsed.imported.left_out.csv()):
            arguments.left_out.write_bytes(rows)
        else:
            remove(arguments.left_out, kept=kept)
        if table.frame.empty:
            remove(arguments.out, kept=kept)
            remove(arguments.pairs, kept=kept)
            return 2
        frame = geocoding.fill(table.frame, parsed.places)
        write(frame, arguments.out)
        if arguments.pairs:
            complain(write_pairs(frame, arguments.pairs), 0)
    except OSError as error:
        return complain(_("{file} cannot be written: {why}").format(file=error.filename, why=error.strerror), 2)
    return 1 if table.left_out else 0


def _read(source: Path | bytes, name: str, answers: Answers) -> ImportedFile:
    """Read the file; the month that its name gives is taken, and said, unless one was given."""
    try:
        return import_apart(source, name, answers)
    except QuestionError as error:
        month = error.question.suggested
        if error.question.topic != "month" or not month:
            raise
    complain(_("{file}: the month {month} is that of the file's name.").format(file=name, month=month), 0)
    return import_apart(source, name, answers.with_answer("month", month))


def _tell(parsed: ImportedFile) -> None:
    """Print a line for each kind of remark, the places that are open, and a summary."""
    table = parsed.imported.table
    said = lines(table.problems)
    for line in said[:MOST_TOLD]:
        complain(line, 0)
    if (more := len(said) - MOST_TOLD) > 0:
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
        parts.append(
            ngettext("{n} person in the sheet", "{n} persons in the sheet", int(parsed.imported.total)).format(
                n=number(parsed.imported.total, digits=1)
            )
        )
    if len(table.frame):
        complain(geocoding.told_bases(geocoding.fill(table.frame, found)), 0)
    complain(", ".join(parts), 0)


COMMAND = Command("import", _("make an event table from another format"), declare, run)
