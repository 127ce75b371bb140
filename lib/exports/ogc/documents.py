"""The documents of the service that are not features: landing page, conformance, the collections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from lib.analysis import control
from lib.config.crisis import CRISIS
from lib.events import publishing
from lib.events.query import FIRST_DAY, LAST_DAY, Query
from lib.events.store import Snapshot
from lib.exports.geodata.asked import FORMATS as FILES
from lib.exports.geodata.asked import MEDIA_TYPES
from lib.exports.ogc.asked import FORMATS
from lib.exports.ogc.collections import COLLECTIONS, Collection
from lib.exports.ogc.features import Page
from lib.exports.ogc.found import Box, Days
from lib.exports.tables import FORMATS as TABLES
from lib.text import _, language

SPEC: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CLASSES: Final = tuple(f"{SPEC}/{name}" for name in ("core", "oas30", "html", "geojson"))
"""Conformance classes that the service keeps; the tests have each of their requirements."""
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
JSON_LD: Final = "application/ld+json"
EDGE: Final = 0.001
"""Degrees around the region of the map."""
Link = dict[str, str]


@dataclass(frozen=True)
class Door:
    """Where a request came in: what the links of its answer are made from.

    Attributes:
        server: Address of the server, with its prefix and without a slash at its end.
        path: What was asked for, below ``/ogc``.
        params: The parameters as they were given.
        format: ``json`` or ``html``.
        json_type: Media type of the answer as JSON.
    """

    server: str
    path: str
    params: Mapping[str, str]
    format: str
    json_type: str = JSON

    def to(self, path: str, **params: str) -> str:
        """Return the address of something else below ``/ogc``, in the language and as coarse as was asked for."""
        kept = {name: self.params[name] for name in ("lang", publishing.NAME) if self.params.get(name)}
        asked = urlencode(params | kept)
        return f"{self.server}/ogc{path}" + (f"?{asked}" if asked else "")

    def here(self, fmt: str, **changed: str) -> str:
        """Return the address of what was asked for in a format, with some parameters changed; "" takes one out."""
        params = {name: value for name, value in {**self.params, **changed, "f": fmt}.items() if value}
        return f"{self.server}/ogc{self.path}?{urlencode(params)}"

    def itself(self) -> list[Link]:
        """Return the links to this answer, and to the same in the other format."""
        types = {"json": self.json_type, "html": HTML}
        words = {"json": _("This document as JSON"), "html": _("This document as a page")}
        order = sorted(FORMATS, key=lambda fmt: fmt != self.format)
        return [
            link(self.here(fmt), "self" if fmt == self.format else "alternate", types[fmt], words[fmt]) for fmt in order
        ]


def link(href: str, rel: str, media_type: str, title: str) -> Link:
    """Return a link of a document, in the language that is spoken."""
    return {"href": href, "rel": rel, "type": media_type, "title": title, "hreflang": language.get()}


def landing(door: Door) -> dict[str, Any]:
    """Return the landing page."""
    links = [
        *door.itself(),
        link(door.to("/api", f="json"), "service-desc", OPENAPI, _("Definition of the service (OpenAPI 3.0)")),
        link(door.to("/api", f="html"), "service-doc", HTML, _("Documentation of the service")),
        link(door.to("/conformance", f="json"), "conformance", JSON, _("Conformance classes")),
        link(door.to("/collections", f="json"), "data", JSON, _("Collections")),
        link(f"{door.server}/ogc/dcat.json", "describedby", JSON_LD, _("Catalogue of all data sets (DCAT)")),
        _licence(),
    ]
    return {"title": str(CRISIS.title), "description": described(), "attribution": attribution(), "links": links}


def described() -> str:
    """Say what the data are."""
    words = _("Front lines, displacement and strikes as reported, from one table of sourced reports: {crisis}.")
    return words.format(crisis=CRISIS.crisis)


def attribution() -> str:
    """Say whom to name."""
    return _("{title}; name the sources of the rows you use.").format(title=CRISIS.title)


def _licence() -> Link:
    return link(LICENCE, "license", HTML, "CC BY 4.0")


def conformance(door: Door) -> dict[str, Any]:
    """Return the conformance classes."""
    return {"conformsTo": list(CLASSES), "links": door.itself()}


def collections(snapshot: Snapshot, door: Door) -> dict[str, Any]:
    """Return all collections."""
    described_each = [collection(snapshot, each, door) for each in COLLECTIONS.values()]
    return {"links": [*door.itself(), _licence()], "collections": described_each}


def collection(snapshot: Snapshot, one: Collection, door: Door) -> dict[str, Any]:
    """Return what is told of a collection; by itself it links to itself, among all of them it is linked to."""
    path = f"/collections/{one.name}"
    own = (
        door.itself()
        if door.path == path
        else [
            link(door.to(path, f="json"), "self", JSON, one.title()),
            link(door.to(path, f="html"), "alternate", HTML, one.title()),
        ]
    )
    items = [
        link(door.to(f"{path}/items", f="json"), "items", GEOJSON, _("Its features as GeoJSON")),
        link(door.to(f"{path}/items", f="html"), "items", HTML, _("Its features as a page")),
    ]
    return {
        "id": one.name,
        "title": one.title(),
        "description": one.description(),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent(snapshot, one),
        "links": [*own, *items, *files(one, door), _licence()],
    }


def files(one: Collection, door: Door) -> list[Link]:
    """Return the links to the same rows as files."""
    types = {name: kind.media_type for name, kind in TABLES.items()} if one.files == "events" else MEDIA_TYPES
    endings = tuple(TABLES) if one.files == "events" else FILES
    dates = "" if one.files == "events" else "?dates=all"
    return [
        link(f"{door.server}/export/{one.files}.{ending}{dates}", "enclosure", types[ending], f"{one.files}.{ending}")
        for ending in endings
        if one.files
    ]


def extent(snapshot: Snapshot, one: Collection) -> dict[str, Any]:
    """Return where and when the rows of a collection lie.

    What is computed for every control date lies in the box of the map; it is not computed to be looked at.
    """
    box: Box | None
    days: Days
    if one.lines:
        known = bool(control.control_dates(snapshot.events))
        first = control.dates_since(snapshot.events, FIRST_DAY)[0] if known else None
        west, south, east, north = CRISIS.boxes.region
        if one.geometry == "Point" and snapshot.events.control["lat"].notna().any():
            # Settlements are known beyond what is computed.
            lon, lat = snapshot.events.control["lon"], snapshot.events.control["lat"]
            west, south = min(west, float(lon.min())), min(south, float(lat.min()))
            east, north = max(east, float(lon.max())), max(north, float(lat.max()))
        # What ends at the edge of the region may end a little beyond it, on the grid of the map.
        box, days = (west - EDGE, south - EDGE, east + EDGE, north + EDGE), (first, LAST_DAY if known else None)
    else:
        found = one.find(snapshot.events, Query())
        box, days = found.extent(), found.span()
    told: dict[str, Any] = {"spatial": {"bbox": [list(box)], "crs": CRS84}} if box else {}
    if one.dated and days != (None, None):
        interval = [None if day is None else f"{day}T00:00:00Z" for day in days]
        interval[1] = interval[1] and interval[1].replace("T00:00:00Z", "T23:59:59Z")
        told["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    return told


def links_of_page(snapshot: Snapshot, one: Collection, page: Page, door: Door) -> list[Link]:
    """Return the links of a page of features: itself, the pages beside it, its collection."""
    links = door.itself()
    media_type = HTML if door.format == "html" else GEOJSON
    for offset, rel, words in (
        (page.following, "next", _("Next page")),
        (page.preceding, "prev", _("Page before")),
    ):
        if offset is not None:
            # A table that changes meanwhile would leave rows out between two pages, or hand them out twice.
            where = door.here(door.format, offset=str(offset) if offset else "", version=snapshot.version)
            links.append(link(where, rel, media_type, words))
    return [*links, _of_collection(one, door), _licence()]


def links_of_feature(one: Collection, door: Door) -> list[Link]:
    """Return the links of one feature."""
    return [*door.itself(), _of_collection(one, door), _licence()]


def _of_collection(one: Collection, door: Door) -> Link:
    media_type = HTML if door.format == "html" else JSON
    return link(door.to(f"/collections/{one.name}", f=door.format), "collection", media_type, one.title())


def path_of_feature(one: Collection, name: str) -> str:
    """Return the address of a feature below ``/ogc``, whatever signs its name has."""
    return f"/collections/{one.name}/items/{quote(name, safe='')}"
