"""Every way out of the server, from the declared tables: what tests of things that may not leave try one by one."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from lib import layers
from lib.events.schema import KINDS
from lib.exports.feeds import FEEDS, FOLDER
from lib.exports.geodata.asked import FORMATS as LAYER_FORMATS
from lib.exports.geodata.asked import SITUATION, WHOLE, known
from lib.exports.ogc.collections import COLLECTIONS
from lib.exports.order import COMPARED, MAPS, STORY_FORMATS
from lib.exports.tables import FORMATS as TABLES
from lib.exports.tables.periods import MEDIA_TYPES as PERIODS
from lib.maps.answers import answers
from lib.stories.shipped import shipped

VIEW = "from=2020-01-10&to=2020-02-20"
DAY = "2020-02-15"


@dataclass(frozen=True)
class Door:
    """One way out.

    Attributes:
        path: Its path; ``{version}`` stands for a data version.
        asks: Parameters of its address, without that of a view.
        worker: Whether it is made by a worker, which takes seconds.
        strict: Whether a parameter that cannot be used is refused.
    """

    path: str
    asks: str = ""
    worker: bool = False
    strict: bool = True

    def address(self, version: str = "", more: str = "") -> str:
        """Return its address for a view, with ``more`` parameters."""
        asks = "&".join(part for part in (self.asks, more) if part)
        return self.path.replace("{version}", version) + (f"?{asks}" if asks else "")


def map_data(place: str, origin: str, at: str) -> list[Door]:
    """Return the doors under ``/map``: each answer by name, what a place opens to, the panel, the search."""
    dated = [f"{name}/{DAY}" if answer.dated else name for name, answer in answers("").items()]
    opened = [
        Door("/map/{version}/reports.json", f"{VIEW}&kind={kind}&place={quote(place)}&origin={quote(origin)}{point}")
        for kind in KINDS
        for point in ("", f"&at={at}")
    ]
    return [
        *(Door(f"/map/{{version}}/{name}.json", VIEW) for name in dated),
        *opened,
        Door("/map/{version}/find.json", f"q={quote(place)}"),
        Door(f"/map/{{version}}/place/{DAY}.json", f"place={quote(place)}"),
    ]


def files() -> list[Door]:
    """Return the doors under ``/export``: every format of every product."""
    ofs_layers = [(name, end) for name in layers.addressed() for end in LAYER_FORMATS if known(name, end)]
    story = next(iter(shipped()), "")
    return [
        *(Door(f"/export/events.{ending}", VIEW) for ending in TABLES),
        *(Door(f"/export/compare.{ending}", VIEW) for ending in PERIODS),
        *(Door(f"/export/map.{fmt}", VIEW, worker=True) for fmt in MAPS),
        Door("/export/report.pdf", VIEW, worker=True),
        *(Door(f"/export/compare.{ending}", VIEW, worker=True) for ending in COMPARED.values()),
        *(Door(f"/export/{name}.{ending}", VIEW, worker=True) for name, ending in ofs_layers),
        *(Door(f"/export/flows.{ending}", "dates=all", worker=True) for ending in LAYER_FORMATS),
        *(Door(f"/export/{SITUATION}.{ending}", VIEW, worker=True) for ending in WHOLE),
        *(Door(f"/export/story.{fmt}", f"story={story}", worker=True) for fmt in STORY_FORMATS if story),
    ]


def services(place: str, identifier: str) -> list[Door]:
    """Return the doors under ``/ogc`` and ``/feed``: every collection as data and as a page, every feed."""
    asked = ("", f"q={quote(place)}", f"place={quote(place)}", f"where={quote(place)}")
    items = [
        Door(f"/ogc/collections/{name}/items", f"f={form}&limit=10000&{more}".strip("&"))
        for name in COLLECTIONS
        for form in ("json", "html")
        for more in asked
    ]
    return [
        *items,
        *(Door(f"/ogc/collections/{name}/items/{quote(identifier)}", strict=False) for name in COLLECTIONS),
        Door("/ogc/collections", "f=json"),
        Door("/ogc/dcat.json", strict=False),
        *(Door(f"/{FOLDER}/{feed.file}", "lang=en", strict=False) for feed in FEEDS),
    ]


def pages(place: str, identifier: str) -> list[Door]:
    """Return the doors that are pages of ours without Streamlit."""
    asked = ("", f"place={quote(place)}", f"q={quote(place)}", f"id={quote(identifier)}", f"where={quote(place)}")
    return [
        *(Door(path, f"{VIEW}&{more}".strip("&"), strict=False) for path in ("/light", "/embed") for more in asked),
        Door("/healthz", strict=False),
        Door("/readyz", strict=False),
    ]


def opened(body: bytes) -> Iterator[bytes]:
    """Yield a file and all that is packed in it: archives, their members, and streams of PDF."""
    yield body
    if body.startswith(b"\x1f\x8b"):
        yield from opened(gzip.decompress(body))
    elif zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from opened(archive.read(name))
    elif body.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
            try:
                yield zlib.decompress(found.group(1))
            except zlib.error:
                continue


Secret = bytes | tuple[bytes, ...]


def holds(body: bytes, secrets: tuple[Secret, ...]) -> list[Secret]:
    """Return which of some bytes stand in a file or in what is packed in it, whatever the case of letters.

    Of several bytes together all have to.
    """
    parts = [part.lower() for part in opened(body)]

    def stands(secret: Secret) -> bool:
        words = (secret,) if isinstance(secret, bytes) else secret
        return any(all(word.lower() in part for word in words) for part in parts)

    return [secret for secret in secrets if stands(secret)]
