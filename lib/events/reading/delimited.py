"""A file of delimited text, opened as far as its header: encoding, separator, and where the names of columns stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.config.settings import settings
from lib.events.problems import ProblemLog
from lib.events.reading.decode import to_utf8
from lib.events.reading.records import Cells, header, read_cells
from lib.events.reading.signs import visible
from lib.text import _, ngettext, number

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "^": "caret"}
MAX_BYTES = settings().table_mb * 1024 * 1024
"""Largest file read, of whatever sort: a million rows of events."""
MAX_LINES = 1_048_576
"""Most lines read: the rows a spreadsheet can hold. More would take more memory than a small server has."""
HEAD_BYTES = 1_000_000
"""Bytes within which the header must end."""
_SEPARATOR_LINE = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line by which some programs tell others the separator; a spreadsheet does not show it."""
_FILLED = re.compile(rb"[^ \t\n,;|^]")
_WHOLE_LINE = re.compile(rb'^"((?:[^"\n]|"")*)"[,;\t ]*$', re.MULTILINE)
_LOOKED_AT = 50
"""Lines from the top that tell whether every line stands in quotation marks as a whole."""
_MOSTLY = 0.9
Locate = Callable[[Sequence[bytes]], tuple[str, int]]
"""Finds the separator and which of some lines holds the names of the columns."""


@dataclass(frozen=True)
class Delimited:
    """A file of delimited text, read as far as its header.

    Attributes:
        header: The names of the columns, as they are written.
        above: The rows above the header, as cells of text.
        separator: What stands between two cells.
        text: The whole as UTF-8 text.
        start: Where in it the records begin.
        first_row: Row number of the first record, as a spreadsheet shows it.
    """

    header: tuple[str, ...]
    above: tuple[tuple[str, ...], ...]
    separator: str
    text: bytes
    start: int
    first_row: int

    def cells(self, log: ProblemLog, columns: Sequence[int] | None = None) -> Cells:
        """Return the cells below the header, of some columns only where ``columns`` gives their positions.

        ``log`` is told of each record left out.
        """
        return read_cells(
            self.text, self.separator, len(self.header), self.first_row, log, columns=columns, start=self.start
        )

    def refusal(self) -> str:
        """Return why what follows the header is no rows, or none that can be read; "" when it may be."""
        if not _FILLED.search(self.text, self.start):
            return _("The table has a header but no rows.")
        if self.text.count(b"\n", self.start) > MAX_LINES:
            return _("The table has more than {limit} lines. Split it.").format(limit=number(MAX_LINES))
        return ""


def open_delimited(data: bytes, locate: Locate, log: ProblemLog) -> Delimited | None:
    """Read a file of delimited text as far as its header.

    Args:
        data: Its bytes, in whatever encoding.
        locate: Finds the header, as :func:`first_line` or a search for known names.
        log: Is told of encoding, separator and place of the header where they are not the usual, and why there is none.

    Returns:
        None when the file is no text, or empty; then ``log`` has the reason.
    """
    text = to_utf8(data, log)
    if text is None:
        return None
    if _is_quoted_by_line(text):
        log.whole(_("Every line stands in quotation marks as a whole; they were taken off."), severity="notice")
        text = _WHOLE_LINE.sub(lambda line: line[1].replace(b'""', b'"'), text)
    hint = _SEPARATOR_LINE.fullmatch(text, 0, max(text.find(b"\n"), 0))
    start = hint.end() + 1 if hint else 0
    lines = text[start : start + HEAD_BYTES].split(b"\n")
    if not any(lines):
        log.whole(_("The file is empty. Export the table again, as CSV UTF-8."))
        return None
    separator, at = locate(lines)
    if at == len(lines) - 1 and len(text) > start + HEAD_BYTES:
        words = ngettext(
            "The first line is longer than {n} character, so it does not name columns. Save it as CSV UTF-8.",
            "The first line is longer than {n} characters, so it does not name columns. Save it as CSV UTF-8.",
            HEAD_BYTES,
        )
        log.whole(words.format(n=number(HEAD_BYTES)))
        return None
    _tell_separator(separator, log)
    names, taken = header(lines[at:], separator)
    above = tuple(tuple(cell.strip() for cell in split(line, separator)) for line in lines[:at])
    begin = start + sum(len(line) + 1 for line in lines[: at + taken])
    return Delimited(tuple(names), above, separator, text, begin, at + 2)


def _is_quoted_by_line(text: bytes) -> bool:
    """Tell whether each of the first lines is one cell in quotation marks that holds separators, the names included."""
    lines = [line for line in text[:HEAD_BYTES].split(b"\n")[:_LOOKED_AT] if line.strip()]
    quoted = [found[1] for line in lines if (found := _WHOLE_LINE.fullmatch(line))]
    if len(quoted) < max(_MOSTLY * len(lines), 2) or not _WHOLE_LINE.fullmatch(lines[0]):
        return False
    return any(all(line.count(mark.encode()) >= 1 for line in quoted) for mark in SEPARATORS)


def first_line(known: frozenset[str]) -> Locate:
    """Return how to find a header in the first line that is not blank, separated so that most names are ``known``."""

    def locate(lines: Sequence[bytes]) -> tuple[str, int]:
        at = next((n for n, line in enumerate(lines) if line.strip()), 0)
        found = {mark: sum(plain(cell) in known for cell in split(lines[at], mark)) for mark in SEPARATORS}
        return max(SEPARATORS, key=lambda mark: (found[mark], mark == ",")), at

    return locate


def split(line: bytes, separator: str) -> list[str]:
    """Return the cells of a line as they are before quotation marks are looked at."""
    return line.decode(errors="replace").split(separator)


def plain(name: str) -> str:
    """Return ``name`` in lower case without blanks, hyphens, underscores, quotes and invisible signs, for comparing."""
    return re.sub(r"[\s_\-\"']+", "", visible(name)).lower()


def _tell_separator(separator: str, log: ProblemLog) -> None:
    """Give a notice of another separator than the comma."""
    if separator != ",":
        names = {";": _("semicolons"), "\t": _("tabs"), "|": _("bars"), "^": _("carets")}
        message = _("The cells are separated by {separator}; the file was read as such.")
        log.whole(message.format(separator=names[separator]), severity="notice")
