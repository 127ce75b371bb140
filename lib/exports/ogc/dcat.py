"""The catalogue of all data sets as DCAT-AP in JSON-LD: every collection and every file, where each can be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lib.config.crisis import CRISIS
from lib.config.language import LANGUAGES, language
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.store import Snapshot
from lib.exports.geodata.asked import FORMATS as FILES
from lib.exports.geodata.asked import MEDIA_TYPES, SITUATION, WHOLE
from lib.exports.ogc.collections import COLLECTIONS
from lib.exports.ogc.documents import GEOJSON, LICENCE, attribution, described, extent
from lib.exports.order import COMPARED, MAPS, STORY_FORMATS
from lib.exports.order import MEDIA_TYPES as PICTURES
from lib.exports.tables import FORMATS as TABLES
from lib.exports.tables import periods
from lib.stories import shipped
from lib.text import _

LINKS: Final = {
    "license": "dct:license",
    "language": "dct:language",
    "conformsTo": "dct:conformsTo",
    "homepage": "foaf:homepage",
    "mediaType": "dcat:mediaType",
    "accessURL": "dcat:accessURL",
    "downloadURL": "dcat:downloadURL",
    "accessService": "dcat:accessService",
    "landingPage": "dcat:landingPage",
    "endpointURL": "dcat:endpointURL",
    "endpointDescription": "dcat:endpointDescription",
    "servesDataset": "dcat:servesDataset",
}
"""Terms whose values are addresses."""
IN_LANGUAGES: Final = {"title": "dct:title", "description": "dct:description", "rights": "dct:rights"}
"""Terms whose values are texts by language."""
CONTEXT: Final[dict[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "publisher": "dct:publisher",
    "identifier": "dct:identifier",
    "format": "dct:format",
    "spatial": "dct:spatial",
    "temporal": "dct:temporal",
    "name": "foaf:name",
    "version": "dcat:version",
    "keyword": "dcat:keyword",
    "dataset": "dcat:dataset",
    "service": "dcat:service",
    "distribution": "dcat:distribution",
    "bbox": {"@id": "dcat:bbox", "@type": "geosparql:wktLiteral"},
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    **{name: {"@id": term, "@type": "@id"} for name, term in LINKS.items()},
    **{name: {"@id": term, "@container": "@language"} for name, term in IN_LANGUAGES.items()},
}
"""What the names of the catalogue mean."""
IANA: Final = "https://www.iana.org/assignments/media-types/"
OF_LANGUAGES: Final = "http://id.loc.gov/vocabulary/iso639-1/"
STANDARD: Final = "http://www.opengis.net/doc/IS/ogcapi-features-1/1.0.1"


@dataclass(frozen=True)
class File:
    """A file of a data set: its name under ``/export``, its media type, and what its address asks for."""

    name: str
    media_type: str
    params: str = ""


def catalogue(snapshot: Snapshot, server: str) -> dict[str, Any]:
    """Return the catalogue; ``server`` is the address of the server with no slash at its end."""
    root = f"{server}/ogc"
    service = f"{root}#service"
    datasets = [_of_collection(snapshot, name, server, service) for name in COLLECTIONS]
    datasets += [_of_files(name, title, files, server) for name, title, files in _others()]
    return {
        "@context": CONTEXT,
        "@id": f"{root}/dcat.json",
        "@type": "dcat:Catalog",
        "title": _each(lambda: str(CRISIS.title)),
        "description": _each(described),
        "publisher": _publisher(server),
        "homepage": f"{server}/",
        "license": LICENCE,
        "language": [f"{OF_LANGUAGES}{code}" for code in LANGUAGES],
        "version": snapshot.version,
        "service": {
            "@id": service,
            "@type": "dcat:DataService",
            "title": _each(lambda: str(CRISIS.title)),
            "endpointURL": root,
            "endpointDescription": f"{root}/api?f=json",
            "conformsTo": STANDARD,
            "servesDataset": [f"{root}/collections/{name}" for name in COLLECTIONS],
        },
        "dataset": datasets,
    }


def _each(words: Callable[[], str]) -> dict[str, str]:
    """Say something in every language."""
    said = {}
    before = language.get()
    try:
        for code in LANGUAGES:
            language.set(code)
            said[code] = words()
    finally:
        language.set(before)
    return said


def _publisher(server: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "name": str(CRISIS.title), "homepage": f"{server}/"}


def _dataset(address: str, name: str, title: Callable[[], str], server: str) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "identifier": name,
        "title": _each(title),
        "publisher": _publisher(server),
        "license": LICENCE,
        "rights": _each(attribution),
    }


def _of_collection(snapshot: Snapshot, name: str, server: str, service: str) -> dict[str, Any]:
    one = COLLECTIONS[name]
    address = f"{server}/ogc/collections/{name}"
    served = {
        "@type": "dcat:Distribution",
        "title": {LANGUAGES[0]: "OGC API - Features"},
        "accessURL": f"{address}/items",
        "accessService": service,
        "mediaType": f"{IANA}{GEOJSON}",
        "format": GEOJSON,
        "conformsTo": STANDARD,
        "license": LICENCE,
    }
    files = [_distribution(file, server) for file in _files_of(one.files)]
    where = extent(snapshot, one)
    told = _dataset(address, name, one.title, server) | {
        "description": _each(one.description),
        "landingPage": f"{address}?f=html",
        "distribution": [served, *files],
    }
    if box := where.get("spatial"):
        west, south, east, north = box["bbox"][0]
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(f"{x} {y}" for x, y in corners)
        told["spatial"] = {"@type": "dct:Location", "bbox": f"POLYGON(({ring}))"}
    if days := where.get("temporal"):
        told["temporal"] = _period(*((end or "")[:10] for end in days["interval"][0]))
    return told


def _period(first: str, last: str) -> dict[str, str]:
    ends = {"startDate": first, "endDate": last}
    return {"@type": "dct:PeriodOfTime"} | {name: day for name, day in ends.items() if day}


def _of_files(name: str, title: Callable[[], str], files: Iterator[File], server: str) -> dict[str, Any]:
    """Return a data set that is had as files alone."""
    return _dataset(f"{server}/ogc/dcat.json#{name}", name, title, server) | {
        "description": _each(described),
        "landingPage": f"{server}/",
        "temporal": _period(FIRST_DAY.isoformat(), LAST_DAY.isoformat()),
        "distribution": [_distribution(file, server) for file in files],
    }


def _distribution(file: File, server: str) -> dict[str, Any]:
    address = f"{server}/export/{file.name}{file.params}"
    media_type = file.media_type.partition(";")[0]
    return {
        "@type": "dcat:Distribution",
        "title": {LANGUAGES[0]: file.name},
        "accessURL": address,
        "downloadURL": address,
        "mediaType": f"{IANA}{media_type}",
        "format": media_type,
        "license": LICENCE,
    }


def _files_of(name: str) -> Iterator[File]:
    """Yield the files that hold the same as a collection."""
    if name == "events":
        days = f"?from={FIRST_DAY}&to={LAST_DAY}"
        yield from (File(f"{name}.{ending}", kind.media_type, days) for ending, kind in TABLES.items())
    elif name:
        yield from (File(f"{name}.{ending}", MEDIA_TYPES[ending], "?dates=all") for ending in FILES)


def _others() -> Iterator[tuple[str, Callable[[], str], Iterator[File]]]:
    """Yield the data sets that are no collection: name, title, files."""
    yield (
        SITUATION,
        lambda: _("{title}, every layer and date").format(title=CRISIS.title),
        (File(f"{SITUATION}.{ending}", MEDIA_TYPES[ending]) for ending in WHOLE),
    )
    yield "map", lambda: _("The map as pictures, slides, films and reports"), _pictures()


def _pictures() -> Iterator[File]:
    for fmt in MAPS:
        yield File(f"map.{fmt}", PICTURES[fmt])
    yield File("report.pdf", PICTURES["report"])
    for fmt, ending in COMPARED.items():
        yield File(f"compare.{ending}", PICTURES[fmt])
    yield from (File(f"compare.{ending}", kind) for ending, kind in periods.MEDIA_TYPES.items())
    for story in shipped.files():
        yield from (File(f"story.{fmt}", PICTURES[fmt], f"?story={story}") for fmt in STORY_FORMATS)
