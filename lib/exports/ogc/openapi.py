"""The definition of the service in OpenAPI 3.0, made from the same declared tables as its answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from lib import __version__
from lib.config.crisis import CRISIS
from lib.config.language import LANGUAGES
from lib.events import publishing
from lib.exports.ogc.asked import EVERYWHERE, FORMATS, LIMIT, MOST, PAGED, parameter_meanings
from lib.exports.ogc.collections import COLLECTIONS, Collection
from lib.exports.ogc.documents import GEOJSON, HTML, JSON, LICENCE, OPENAPI, Door, described
from lib.layers.data import Column
from lib.text import _

PROBLEM: Final = "application/problem+json"
_TYPES: Final[dict[str, dict[str, str]]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_UNCHANGED: Final[dict[str, Any]] = {"304": {"description": "The client has it already."}}
FAILURES: Final = (400, 404, 429, 500, 503)
"""Statuses other than success, each with a sentence."""


def definition(door: Door) -> dict[str, Any]:
    """Return the definition of the service as it is reached through ``door``."""
    paths: dict[str, Any] = {
        "/": _read("landing", _("Landing page"), _answer(JSON, {"$ref": "#/components/schemas/document"})),
        "/conformance": _read(
            "conformance", _("Conformance classes"), _answer(JSON, {"$ref": "#/components/schemas/conformance"})
        ),
        "/api": _read("api", _("Documentation of the service"), _answer(OPENAPI, {"type": "object"})),
        "/collections": _read("collections", _("Collections"), _answer(JSON, _list_of_collections())),
    }
    schemas: dict[str, Any] = dict(_SCHEMAS)
    for one in COLLECTIONS.values():
        paths |= _paths_of(one)
        schemas[one.name] = _feature_of(one.columns())
    return {
        "openapi": "3.0.3",
        "info": {
            "title": str(CRISIS.title),
            "description": described(),
            "version": __version__,
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": f"{door.server}/ogc"}],
        "tags": [
            {"name": "service"},
            *({"name": one.name, "description": one.title()} for one in COLLECTIONS.values()),
        ],
        "paths": paths,
        "components": {"schemas": schemas, "parameters": _parameters(), "responses": _responses()},
    }


def _paths_of(one: Collection) -> dict[str, Any]:
    path, schema = f"/collections/{one.name}", {"$ref": f"#/components/schemas/{one.name}"}
    page = {
        "allOf": [
            {"$ref": "#/components/schemas/page"},
            {"type": "object", "properties": {"features": {"type": "array", "items": schema}}},
        ]
    }
    about = _answer(JSON, {"$ref": "#/components/schemas/collection"})
    named = ("featureId", *EVERYWHERE)
    asked = (*EVERYWHERE, *PAGED, *one.filters)
    words = one.description()
    return {
        path: _read(f"{one.name}.describe", one.title(), about, tag=one.name),
        f"{path}/items": _read(f"{one.name}.items", words, _answer(GEOJSON, page), asked, one.name),
        f"{path}/items/{{featureId}}": _read(
            f"{one.name}.item", one.title(), _answer(GEOJSON, schema), named, one.name
        ),
    }


def _answer(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {media_type: {"schema": schema}, HTML: {"schema": {"type": "string"}}}


def _read(
    name: str, summary: str, content: dict[str, Any], asked: tuple[str, ...] = EVERYWHERE, tag: str = "service"
) -> dict[str, Any]:
    """Describe one address that is read."""
    failures = {str(status): {"$ref": f"#/components/responses/{_name_of(status)}"} for status in FAILURES}
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": summary,
            "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in asked],
            "responses": {"200": {"description": summary, "content": content}, **_UNCHANGED, **failures},
        }
    }


def _name_of(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _responses() -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}, HTML: {"schema": {"type": "string"}}}
    return {_name_of(each): {"description": HTTPStatus(each).phrase, "content": content} for each in FAILURES}


def _parameters() -> dict[str, Any]:
    sizes = [{"minItems": size, "maxItems": size} for size in (4, 6)]
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6, "oneOf": sizes}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    own = {
        "f": ({"type": "string", "enum": list(FORMATS)}, "format of the answer; without it what Accept asks for"),
        "lang": ({"type": "string", "enum": list(LANGUAGES)}, "language of titles and descriptions"),
        "bbox": (box, "west, south, east, north in degrees; features that touch the box"),
        "datetime": ({"type": "string"}, "a day, or two with a stroke between them, .. for an open end"),
        "limit": (limit, "features of the page at most; a page ends sooner where its features are large"),
        "offset": ({"type": "integer", "minimum": 0, "default": 0}, "features before the page"),
        "version": ({"type": "string"}, "version of the data that the pages before were of; links have it"),
    }
    names = dict.fromkeys(name for one in COLLECTIONS.values() for name in one.filters)
    meanings = parameter_meanings()
    coarse = {publishing.NAME: ({"type": "string", "enum": [publishing.NO, publishing.YES]}, meanings[publishing.NAME])}
    told = own | coarse | {name: ({"type": "string"}, meanings[name]) for name in names}
    found: dict[str, Any] = {
        name: {
            "name": name, "in": "query", "required": False, "description": words, "schema": schema,
            "style": "form", "explode": False,
        }
        for name, (schema, words) in told.items()
    }  # fmt: skip
    found["featureId"] = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    return found


def _feature_of(columns: tuple[Column, ...]) -> dict[str, Any]:
    properties = {
        column.name: {**_TYPES[column.holds], "nullable": True, "description": column.meaning} for column in columns
    }
    return {
        "allOf": [
            {"$ref": "#/components/schemas/feature"},
            {"type": "object", "properties": {"properties": {"type": "object", "properties": properties}}},
        ]
    }


def _object(required: tuple[str, ...], **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


_TEXT: Final[dict[str, Any]] = {"type": "string"}
_LINKS: Final[dict[str, Any]] = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def _list_of_collections() -> dict[str, Any]:
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/collection"}}
    return _object(("links", "collections"), links=_LINKS, collections=listed)


_SCHEMAS: Final[dict[str, Any]] = {
    "link": _object(("href", "rel", "type"), href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT, hreflang=_TEXT),
    "document": _object(("links",), title=_TEXT, description=_TEXT, attribution=_TEXT, links=_LINKS),
    "conformance": _object(("conformsTo",), conformsTo={"type": "array", "items": _TEXT}),
    "collection": _object(
        ("id", "links"),
        id=_TEXT, title=_TEXT, description=_TEXT, itemType=_TEXT, crs={"type": "array", "items": _TEXT},
        extent={"type": "object"}, links=_LINKS,
    ),
    "feature": _object(
        ("type", "geometry", "properties"),
        type={"type": "string", "enum": ["Feature"]}, id=_TEXT, geometry={"type": "object", "nullable": True},
        properties={"type": "object", "nullable": True}, links=_LINKS,
    ),
    "page": _object(
        ("type", "features"),
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
        links=_LINKS, numberMatched={"type": "integer", "minimum": 0}, numberReturned={"type": "integer", "minimum": 0},
    ),
    "problem": _object(
        ("status", "detail"), type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT,
    ),
}  # fmt: skip
