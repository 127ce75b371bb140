"""A view as a schema.org ``Dataset``: what search engines of data read in the head of a page. Nothing is invented."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from lib import layers
from lib.config.citation import citation, data_licence
from lib.config.crisis import CRISIS
from lib.events import own_area
from lib.events.query import Query
from lib.exports.geodata.asked import MEDIA_TYPES
from lib.light.parts import First
from lib.text import language
from lib.text.provenance import disclaimer

REPORTS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "zip": "application/zip",
}
"""Formats of the reports that are offered, and their media types; the others are a click away."""
LAYERS: Final = ("geojson", "zip")
"""Formats of the layers that are offered."""


def dataset(first: First, url: str, base: str) -> dict[str, Any]:
    """Return a view as JSON-LD; what is not known is left out.

    Args:
        first: The view.
        url: Its address as a link of a page.
        base: Address of the server as its readers know it, without a slash at its end; "" where that is not known, and
            then nothing says where the data are.
    """
    query, cited, licence = first.query, citation(), data_licence()
    here = f"{base}/{url.removeprefix('./')}" if base else ""
    return _known({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{first.title}, {first.days}",
        "description": f"{first.written} {disclaimer()}",
        "url": here,
        "identifier": f"{CRISIS.slug}-{first.version}",
        "version": first.version,
        "dateModified": first.dated.isoformat() if first.dated else "",
        "inLanguage": language.get(),
        "isAccessibleForFree": True,
        "license": licence.address if licence else "",
        "keywords": list(cited.keywords),
        "creator": [
            {"@type": "Person" if name in cited.persons else "Organization", "name": name} for name in cited.authors
        ],
        "temporalCoverage": f"{query.start}/{query.end}",
        "spatialCoverage": {
            "@type": "Place",
            "name": own_area.in_words(query.within_area) if query.within_area else first.place,
            "geo": {"@type": "GeoShape", "box": _box(query)},
        },
        "distribution": _distribution(query, base) if base else [],
    })  # fmt: skip


def _known(value: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if each not in ("", [], None)}


def _box(query: Query) -> str:
    """Return the corners of the view's ground as schema.org writes them: south, west, north and east."""
    if query.within_area:
        west, south, east, north = own_area.area_of(query.within_area).degrees.bounds
    else:
        west, south, east, north = CRISIS.boxes.region
    return " ".join(f"{round(at, 4):g}" for at in (south, west, north, east))


def _distribution(query: Query, base: str) -> list[dict[str, str]]:
    asked = urlencode(query.params())
    files = [("events", ending, media_type) for ending, media_type in REPORTS.items()]
    # A layer without the reports that it is made of is no file.
    some = [data.name for data in layers.addressed().values() if query.has_kind(data.kind)]
    files += [(name, ending, MEDIA_TYPES[ending]) for name in some for ending in LAYERS]
    return [
        {
            "@type": "DataDownload",
            "name": f"{name}.{ending}",
            "encodingFormat": media_type,
            "contentUrl": f"{base}/export/{name}.{ending}?{asked}",
        }
        for name, ending, media_type in files
    ]
