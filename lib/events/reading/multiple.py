"""Files of several tables: workbooks of sheets, GeoPackages of layers, archives of files."""

from __future__ import annotations

import posixpath
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import pyarrow as pa
import pyogrio

from lib.events.problems import ProblemLog, shown
from lib.events.questions import Answers, QuestionError
from lib.events.reading import sniff
from lib.events.reading.archive import Archive, ArchiveError, Contents, missing_parts, nothing_in
from lib.events.reading.choice import UNSEEN, Part, Words, choose
from lib.events.reading.grid import Grid, grid_of
from lib.events.reading.shapefile import read_shapefile
from lib.events.reading.sheets import grid_of_sheet
from lib.events.reading.vector import layers, read_vector
from lib.events.reading.workbook import Workbook, refusal
from lib.events.reading.xml_book import XmlBook
from lib.text import _, enumerated, ngettext, number

_SAMPLE_ROWS = 80
_PEEK_BYTES = 200_000
_PEEK_WHOLE = 30_000_000
"""Bytes up to which a file in an archive is read whole to tell its columns."""
_OF_PROGRAMS = ("readme", "layer_styles", "qgis_projects")
"""Layers that programs add to a GeoPackage for themselves."""
ReadFile = Callable[[bytes, str, ProblemLog, Answers], Grid | None]


def read_workbook(data: bytes, sort: str, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    """Return the cells of the sheet that is meant; ``log`` is told when there is none.

    Raises:
        QuestionError: The owner has to say which sheet is meant.
    """
    if why := refusal(data):
        log.whole(why)
        return None
    try:
        book = XmlBook(data, sort) if sort in {sniff.OPEN_DOCUMENT, sniff.XML_WORKBOOK} else Workbook(data)
    except ValueError as error:
        log.whole(str(error))
        return None
    parts = [_sheet_part(book, name, known) for name in book.names]
    if not parts:
        log.whole(_("The workbook has no sheet of cells. Save it again, or save the sheet as CSV UTF-8."))
        return None
    n = len(parts)
    holds = ngettext("The workbook has {n} sheet", "The workbook has {n} sheets", n).format(n=number(n))
    nothing = _("None of the {n} sheets of the workbook has columns that are known. The first row of the sheet")
    nothing = f"{nothing.format(n=number(n))} {_('should name the columns.')}"
    return choose(parts, Words(holds, nothing), known, log, answers)


def _sheet_part(book: Workbook | XmlBook, name: str, known: frozenset[str]) -> Part:
    def read(log: ProblemLog) -> Grid | None:
        try:
            return grid_of_sheet(book.sheet(name), known, log)
        except ValueError as error:
            log.whole(str(error))
            return None

    def peek() -> Grid | None:
        try:
            return grid_of_sheet(book.sheet(name, _SAMPLE_ROWS), known, ProblemLog(""))
        except ValueError:
            return None

    return Part(name, read, peek, _("hidden") if name in book.hidden else "")


def read_layers(data: bytes, known: frozenset[str], log: ProblemLog, answers: Answers) -> Grid | None:
    """Return the features of the layer of a GeoPackage that is meant; ``log`` is told when there is none.

    Raises:
        QuestionError: The owner has to say which layer is meant.
    """
    parts = [_layer_part(data, name) for name in layers(data)]
    if not parts:
        return read_vector(data, None, log)
    n = len(parts)
    holds = ngettext("The GeoPackage has {n} layer", "The GeoPackage has {n} layers", n).format(n=number(n))
    nothing = _("None of the {n} layers of the GeoPackage holds records with columns.").format(n=number(n))
    return choose(parts, Words(holds, nothing), known, log, answers)


def _layer_part(data: bytes, name: str) -> Part:
    def peek() -> Grid | None:
        with (
            suppress(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError),
            warnings.catch_warnings(action="ignore", category=RuntimeWarning),
        ):
            about = pyogrio.read_info(data, layer=name, force_feature_count=True)
            if about["features"]:
                # A shape is two columns in the end.
                names = [*map(str, about["fields"]), *(("lat", "lon") if about["geometry_type"] else ())]
                return grid_of([(field, pa.chunked_array([[""]], type=pa.string())) for field in names])
        return None

    aside = _("added by a program") if name.lower() in _OF_PROGRAMS else ""
    return Part(name, lambda log: read_vector(data, name, log), peek, aside)


def read_archive(
    data: bytes, read_file: ReadFile, known: frozenset[str], log: ProblemLog, answers: Answers
) -> Grid | None:
    """Return the cells of the table in a zip archive that is meant; ``log`` is told when there is none.

    Args:
        data: The archive.
        read_file: Reads one file of it, given its bytes and name.
        known: Plain names of the columns that some format has.
        log: Is told of everything wrong.
        answers: What its owner has said about it.

    Raises:
        QuestionError: The owner has to say which file, or which sheet of it, is meant.
    """
    try:
        archive = Archive(data)
        contents = archive.contents()
    except ArchiveError as error:
        log.whole(str(error))
        return None
    parts = [_file_part(archive, name, read_file, answers) for name in _best(contents)]
    parts += [_shapefile_part(archive, stem, found) for stem, found in contents.shapefiles.items()]
    if not parts:
        log.whole(nothing_in(contents))
        return None
    if len(parts) == 1:
        name = parts[0].name
        if name in contents.tables and f"{answers.sheet}/".startswith(f"{name}/"):
            parts = [_file_part(archive, name, read_file, replace(answers, sheet=answers.sheet[len(name) + 1 :]))]
        return _only(parts[0], contents, log)
    # An answer may go on to name the sheet of a workbook in the archive.
    for part in parts:
        if answers.sheet.startswith(f"{part.name}/"):
            inner = replace(answers, sheet=answers.sheet[len(part.name) + 1 :])
            return _file_part(archive, part.name, read_file, inner).read(log)
    n = len(parts)
    holds = ngettext("The archive holds {n} table", "The archive holds {n} tables", n).format(n=number(n))
    parts = [_asking(part) for part in (_file_part(archive, each.name, read_file, replace(answers, sheet="")) if
             each.name in contents.tables else each for each in parts)]  # fmt: skip
    return choose(parts, Words(holds, _none_of(parts)), known, log, answers)


def _none_of(parts: Sequence[Part]) -> str:
    names = enumerated(f"'{shown(part.name)}'" for part in parts[:5]) + (", …" if len(parts) > 5 else "")  # noqa: PLR2004
    words = _("None of the {n} tables in the archive has columns that are known ({names}). Bring the table itself.")
    return words.format(n=number(len(parts)), names=names)


def _only(part: Part, contents: Contents, log: ProblemLog) -> Grid | None:
    """Read the one table of an archive."""
    message = _("The file '{name}' in the archive was read.").format(name=shown(part.name))
    if others := [*contents.aside, *contents.archives]:
        listed = enumerated(f"'{shown(each)}'" for each in others[:5]) + (", …" if len(others) > 5 else "")  # noqa: PLR2004
        message = f"{message} {_('Not read: {names}.').format(names=listed)}"
    grid = part.read(log)
    if grid is not None:
        log.whole(message, severity="notice")
    return grid


def _best(contents: Contents) -> list[str]:
    """Choose the tables of an archive; of a KMZ the one document that the others belong to."""
    main = [name for name in contents.tables if name.lower() == "doc.kml"]
    return main if main and all(name.lower().endswith(".kml") for name in contents.tables) else contents.tables


def _file_part(archive: Archive, name: str, read_file: ReadFile, answers: Answers) -> Part:
    base = posixpath.basename(name)

    def read(log: ProblemLog) -> Grid | None:
        try:
            data = archive.read(name)
        except ArchiveError as error:
            log.whole(str(error))
            return None
        return read_file(data, base, log, answers)

    def peek() -> Grid | None:
        try:
            data = archive.read(name, _PEEK_BYTES)
            if sniff.sort_of(data):
                if archive.size(name) > _PEEK_WHOLE:
                    return UNSEEN
                data = archive.read(name)
            elif len(data) == _PEEK_BYTES:
                data = data[: data.rfind(b"\n") + 1]
            return read_file(data, base, ProblemLog(""), answers)
        except QuestionError:
            return UNSEEN
        except ArchiveError:
            return None

    return Part(name, read, peek)


def _shapefile_part(archive: Archive, stem: str, found: Mapping[str, str]) -> Part:
    name = found["shp"]

    def read(log: ProblemLog) -> Grid | None:
        if why := missing_parts(stem, found):
            log.whole(why)
            return None
        try:
            return read_shapefile({ending: archive.read(each) for ending, each in found.items()}, log)
        except ArchiveError as error:
            log.whole(str(error))
            return None

    def peek() -> Grid | None:
        return read(ProblemLog(""))

    return Part(name, read, peek)


def _asking(part: Part) -> Part:
    """Let a part's question about its own sheets be answered together with the part's name."""

    def read(log: ProblemLog) -> Grid | None:
        try:
            return part.read(log)
        except QuestionError as error:
            asked = error.question
            if asked.topic != "sheet":
                raise
            choices = tuple((f"{part.name}/{value}", words) for value, words in asked.choices)
            raise QuestionError(replace(asked, choices=choices)) from error

    return replace(part, read=read)
