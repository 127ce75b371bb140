"""A zip archive around tables: what of it is a table, read within limits and never unpacked to disk."""

from __future__ import annotations

import gzip
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.events.problems import shown
from lib.events.reading.delimited import MAX_BYTES
from lib.events.reading.refusals import refusal
from lib.events.reading.sniff import ARCHIVE, GZIP, WEB_PAGE, sort_of
from lib.text import _, enumerated, ngettext, number

MAX_MEMBERS = 20_000
"""Most files in an archive."""
_HEAD = 65_536
_WORKBOOKS = ("xlsx", "xlsm", "xlsb", "ods")
_TABLES = ("csv", "tsv", "txt", "tab", "dat", "xls", "geojson", "geojsonl", "geojsons", "ndjson", "json", "gpkg",
           "parquet", "geoparquet", "kml", "gpx", "xml", "dbf", "html", "htm", "fods")  # fmt: skip
SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
"""Endings of the files that make a shapefile."""
_MAC = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?[/\\])|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""What systems put into archives for themselves."""
_ABOUT = re.compile(r"read[ _-]?me|lisez|licen[cs]|metadata|codebook|changelog|terms|copyright|okubeni", re.IGNORECASE)
"""Names of files that tell of the others."""


class ArchiveError(Exception):
    """The archive, or a file in it, cannot be read; the message says why, and what to do."""


@dataclass
class Contents:
    """What stands in an archive.

    Attributes:
        tables: Names of the files that may be tables.
        shapefiles: The parts of each shapefile: name in the archive by ending, by the name without ending.
        aside: Why each other file is none.
        archives: Names of archives inside.
    """

    tables: list[str] = field(default_factory=list)
    shapefiles: dict[str, dict[str, str]] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    archives: list[str] = field(default_factory=list)


class Archive:
    """A zip archive."""

    def __init__(self, data: bytes) -> None:
        """Open the archive in ``data``.

        Raises:
            ArchiveError: It is damaged, or holds too many files.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ArchiveError(_damaged()) from error
        every = [each for each in self._zip.infolist() if not each.is_dir()]
        entries = [each for each in every if not _MAC.search(each.filename)]
        self._hidden = () if entries else tuple(each.filename for each in every)
        if len(entries) > MAX_MEMBERS:
            words = ngettext(
                "The archive holds {n} file; at most {limit} are looked at. Bring the table by itself.",
                "The archive holds {n} files; at most {limit} are looked at. Bring the table by itself.",
                len(entries),
            )
            raise ArchiveError(words.format(n=number(len(entries)), limit=number(MAX_MEMBERS)))
        self._entries = {each.filename: each for each in entries}

    def contents(self) -> Contents:
        """Return what stands in the archive.

        Raises:
            ArchiveError: It is damaged, or locked with a password.
        """
        found = Contents(aside=dict.fromkeys(self._hidden, _("hidden, or a system's own")))
        shapes = {_stem(name) for name in self._entries if _ending(name) == "shp"}
        for name in self._entries:
            ending = _ending(name)
            if ending in SHAPEFILE and _stem(name) in shapes:
                found.shapefiles.setdefault(_stem(name), {})[ending] = name
            elif not (_stem(name) in shapes or _stem(_stem(name)) in shapes):
                self._sort(name, ending, found)
        plain_text = [name for name, why in found.aside.items() if why == _("no table") and not _ending(name)]
        if not found.tables and not found.shapefiles and len(plain_text) == 1:
            # A lone file whose name says nothing may be the table.
            del found.aside[plain_text[0]]
            found.tables = plain_text
        if len(found.tables) + len(found.shapefiles) > 1:
            # A page beside tables tells of them.
            for name in [each for each in found.tables if _ending(each) in {"html", "htm"}]:
                found.tables.remove(name)
                found.aside[name] = WEB_PAGE
        return found

    def _sort(self, name: str, ending: str, found: Contents) -> None:
        """Put a file where it belongs."""
        base = posixpath.basename(name)
        if _ABOUT.search(base) and ending in {"txt", "md", "html", "htm", "csv", "json", "xml", ""}:
            found.aside[name] = _("tells of the others")
        elif ending in _WORKBOOKS:
            found.tables.append(name)
        else:
            sort = sort_of(self.read(name, _HEAD))
            if sort in {ARCHIVE, GZIP}:
                found.archives.append(name)
            elif sort != WEB_PAGE and refusal(sort, base):
                found.aside[name] = sort
            elif ending in _TABLES or (sort and not refusal(sort, base)):
                found.tables.append(name)
            else:
                found.aside[name] = _("no table")

    def size(self, name: str) -> int:
        """Return how many bytes a file says it unpacks to."""
        return self._entries[name].file_size

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return the bytes of a file, of its beginning only where ``limit`` is given.

        Raises:
            ArchiveError: It is damaged, locked with a password, or too large.
        """
        if self._entries[name].flag_bits & 1:
            raise ArchiveError(_("The archive is locked with a password. Unpack it, and bring the table itself."))
        most = MAX_BYTES if limit is None else limit
        try:
            with self._zip.open(self._entries[name]) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise ArchiveError(_damaged()) from error
        if limit is None and len(data) > most:
            raise ArchiveError(too_large(name))
        return data[:most]


def gunzipped(data: bytes, name: str) -> bytes:
    """Return what a gzip archive holds.

    Raises:
        ArchiveError: It is damaged or too large.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ArchiveError(_damaged()) from error
    if len(found) > MAX_BYTES:
        raise ArchiveError(too_large(name))
    return found


def too_large(name: str) -> str:
    """Return what is said of a file in an archive that unpacks to too much."""
    words = _("'{name}' in the archive unpacks to more than {size} MB. Split it, or save it as Parquet.")
    return words.format(name=shown(name), size=number(MAX_BYTES / 1024 / 1024))


def nothing_in(contents: Contents) -> str:
    """Return why an archive without a table is not read, and what to do."""
    if contents.archives:
        words = _("The archive holds another archive ('{name}'), which is not opened. Unpack it, and bring the table.")
        return words.format(name=shown(contents.archives[0]))
    listed = enumerated(f"'{shown(name)}' ({why})" for name, why in list(contents.aside.items())[:5]) or _("nothing")
    words = _("The archive holds no table that can be read. It holds: {names}. Bring the table itself.")
    return words.format(names=listed)


def missing_parts(stem: str, parts: Mapping[str, str]) -> str:
    """Return what a shapefile lacks without which it cannot be read, and what to do; "" when it can be."""
    if "dbf" in parts:
        return ""
    words = _("The shapefile '{name}' comes without its .dbf, which holds the columns. Put it into the zip as well.")
    return words.format(name=shown(posixpath.basename(stem)))


def _damaged() -> str:
    return _("The archive is damaged and cannot be opened. Pack it again, or bring the table itself.")


def _ending(name: str) -> str:
    base = posixpath.basename(name)
    return base.rsplit(".", 1)[-1].lower() if "." in base else ""


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0].lower() if "." in posixpath.basename(name) else name.lower()
