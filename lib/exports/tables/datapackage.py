"""A Data Package: files in one ZIP with ``datapackage.json``, which says what they hold, whose they are, on what terms.

It keeps the profile of version 2 of the specification (https://datapackage.org), whose required properties are those of
version 1 too. The same files give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from lib.config.citation import Licence
from lib.exports.tables.pipe import Pipe, entry

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.txt"
MEDIA_TYPE: Final = "application/zip"
LARGE: Final = 500_000
"""From so many rows on a file may unpack to more than two gigabytes, which the archive has to announce."""


@dataclass(frozen=True)
class Facts:
    """What is known of a package as a whole; what is blank or None is not said.

    Attributes:
        name: Its name: lower case letters, digits, ``-``, ``_`` and ``.``.
        title: What it holds, in words.
        description: The same at length.
        version: Version of the data.
        created: The day of that version.
        sources: Who published the reports, most first.
        licence: Its terms.
        homepage: Address of the view.
        contributors: Who made the data.
        keywords: Words to find it by.
    """

    name: str
    title: str
    description: str = ""
    version: str = ""
    created: date | None = None
    sources: tuple[str, ...] = ()
    licence: Licence | None = None
    homepage: str = ""
    contributors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """A file of a package.

    Attributes:
        name: Its name among the files.
        path: Its path in the archive.
        title: What it holds.
        media_type: Its media type.
        pieces: What it is made of, once.
        schema: Its Table Schema, where it is a table.
    """

    name: str
    path: str
    title: str
    media_type: str
    pieces: Iterable[bytes]
    schema: dict[str, Any] = field(default_factory=dict)


def zipped(facts: Facts, resources: Sequence[Resource], readme: str, rows: int = 0) -> Iterator[bytes]:
    """Write a package as the pieces of a ZIP, each made when it is asked for.

    Args:
        facts: What is known of it.
        resources: Its files, in order.
        readme: What a reader has to know, as text.
        rows: How many rows its longest file has.
    """
    pipe, described = Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(entry(README), readme)
        for resource in resources:
            digest, size = hashlib.sha256(), 0
            with archive.open(entry(resource.path), "w", force_zip64=rows > LARGE) as file:
                for piece in resource.pieces:
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    yield pipe.taken()
            described.append(_resource(resource, digest.hexdigest(), size))
        # The last of all: only now is it known how long each file is.
        written = json.dumps(descriptor(facts, described), ensure_ascii=False, indent=1) + "\n"
        archive.writestr(entry(DESCRIPTOR), written)
    yield pipe.taken()


def descriptor(facts: Facts, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what ``datapackage.json`` says."""
    licence = facts.licence
    said = {
        "$schema": PROFILE,
        "name": facts.name,
        "title": facts.title,
        "description": facts.description,
        "homepage": facts.homepage,
        "version": facts.version,
        "created": f"{facts.created.isoformat()}T00:00:00Z" if facts.created else "",
        "keywords": list(facts.keywords),
        "contributors": [{"title": name, "roles": ["creator"]} for name in facts.contributors],
        "licenses": [{"name": licence.name, "title": licence.title, "path": licence.address}] if licence else [],
        "sources": [{"title": name} for name in facts.sources],
    }
    return {name: value for name, value in said.items() if value} | {"resources": resources}


def _resource(resource: Resource, digest: str, size: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": resource.name,
        "path": resource.path,
        "title": resource.title,
        "format": resource.path.rpartition(".")[2],
        "mediatype": resource.media_type.partition(";")[0],
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
    }
    if not resource.schema:
        return said
    return said | {"type": "table", "schema": {"missingValues": [""], **resource.schema}}
