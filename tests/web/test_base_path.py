"""Behind a proxy that others share all lies below a path: every route answers there, and nothing leads out of it."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from lib.config import base_path
from lib.events.query import Query
from lib.events.store import current
from lib.exports.feeds import FEEDS, FOLDER
from lib.exports.ogc.collections import COLLECTIONS
from lib.pages import PAGES
from lib.web import exports
from lib.web.addresses import Addresses
from lib.web.cors import Sharing
from lib.web.headers import SecureHeaders
from lib.web.installed import STREAMLIT
from lib.web.requests import RequestLog, route_of
from lib.web.routes import FOR_NO_ROBOT, routes
from lib.web.static_files import StaticFiles, static_files
from tests.web import doors
from tests.web.doors import Door
from tests.web.test_publishing import Here

HERE = "/maps/here"
HOST = "http://map.example"
PLACE = "Saraqib"
QUICK = [door for door in doors.files() if not door.worker]
SLOW = [door for door in doors.files() if door.worker]
VIEW = "from=2020-02-20&to=2020-03-05"
DOCUMENTS = [
    *(Door(f"/{page.path}", VIEW) for page in PAGES),
    Door("/light", VIEW), Door("/embed", VIEW), Door("/keeper.js"),
    *(Door(path, f"f={form}") for path in ("/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections")
      for form in ("json", "html")),
    *(Door(f"/ogc/collections/{name}{rest}", f"f={form}{more}") for name in COLLECTIONS for form in ("json", "html")
      for rest, more in (("", ""), ("/items", "&limit=2"))),
    Door("/ogc/dcat.json"),
    *(Door(f"/{FOLDER}/{feed.file}", "lang=fr") for feed in FEEDS),
    *(Door("/oembed", f"url={quote(f'{HOST}{HERE}/light?{VIEW}', safe='')}&format={form}") for form in ("json", "xml")),
    *QUICK,
]  # fmt: skip
"""Everything with links in it that no worker makes."""
LED = re.compile(r"""(?:(?:href|src|action|data-map|data-src|data-source)=["']|"(?=\.?/))([^"'<>\s]+)""")
"""Addresses in HTML, and those from here or from the root in strings of JSON."""


async def streamlit(request):
    """What Streamlit answers below its path to all that it does not know."""
    return HTMLResponse("<!doctype html><title>x</title>" if request.url.path.startswith(HERE) else "", 200)


@pytest.fixture(scope="module")
def client():
    """All that stands before the routes, as app.py has it, below a path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base_path, "_PATH", [""])
        patch.setattr(exports, "QUEUE", Here())
        base_path.use(HERE)
        app = Starlette(
            routes=[*routes(), Route(f"{HERE}/{{rest:path}}", streamlit)],
            middleware=[
                Middleware(RequestLog, write=lambda _line: None), Middleware(SecureHeaders), Middleware(Sharing),
                Middleware(StaticFiles), Middleware(Addresses, index=STREAMLIT / "index.html"),
            ],
        )  # fmt: skip
        with TestClient(app, base_url=HOST, follow_redirects=False) as made:
            yield made


def links(answer) -> set[str]:
    """Give all addresses of this server in a document, as its reader's browser has them."""
    where, text = str(answer.url), answer.text.replace("\r\n ", "")  # a calendar folds its lines
    whole = re.findall(rf"{HOST}[^\s\"'<>\\)\]]*", unescape(text))
    html = answer.headers["content-type"].startswith("text/html")
    found = {*whole, *(urljoin(where, unescape(led)) for led in LED.findall(text) if html)}
    return {address for address in found if address.startswith(f"{HOST}/") or address == HOST}


def is_answered(address: str) -> bool:
    """Tell whether a link leads to a page, a file of a front end, or a route that is not for what there is not."""
    path = base_path.below(urlsplit(address).path)
    ours = path[1:] in {page.path for page in PAGES} or path[1:] in static_files()
    if ours or path.startswith("/_stcore/"):  # Streamlit's page names what is Streamlit's
        return True
    scope = {"type": "http", "path": base_path.under(path), "method": "GET", "headers": []}
    matched = next((route for route in routes() if route.matches(scope)[0] is Match.FULL), None)
    return matched is not None and "{rest" not in matched.path


@pytest.mark.parametrize("door", DOCUMENTS, ids=Door.address)
def test_every_route_answers_below_the_path_alone_and_all_its_links_stay_there(client, door):
    answer = client.get(HERE + door.address())
    assert answer.status_code == 200
    assert "<title>x</title>" not in answer.text
    inside = (f"{HOST}{HERE}/", f"{HOST}{HERE}?")
    assert not [address for address in links(answer) if not f"{address}?".startswith(inside)]
    assert not [address for address in links(answer) if not is_answered(address)]
    assert client.get(door.address()).status_code == 404


def test_the_links_of_pages_are_found_at_all(client):
    for path, least in (("/", 20), ("/light", 40), ("/embed", 10), ("/ogc?f=html", 4)):
        assert len(links(client.get(HERE + path))) >= least


@pytest.mark.parametrize("door", doors.map_data(PLACE, "Idlib", "35.86,36.8"), ids=Door.address)
def test_every_answer_of_the_map_is_below_the_path_and_leads_nowhere_else(client, door):
    answer = client.get(HERE + door.address(current().version))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert client.get(door.address(current().version)).status_code == 404
    strings = [value for value in _strings(answer.json()) if value.startswith("/")]
    assert all(value.startswith("/assets/") for value in strings), "what the script puts after the server's address"


def _strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


@pytest.mark.thorough
@pytest.mark.parametrize("door", SLOW, ids=Door.address)
def test_every_file_is_below_the_path_and_its_links_lead_there(client, door):
    answer = client.get(HERE + door.address())
    assert answer.status_code == 200
    assert "<title>x</title>" not in answer.text[:200]
    parts = list(doors.opened(answer.content))
    assert not [found for part in parts for found in re.findall(rb"http://map\.example(?!/maps/here/).{40}", part)]


@pytest.mark.parametrize("path", base_path.BESIDE)
def test_whoever_watches_a_process_need_not_know_the_path(client, path):
    assert client.get(path).status_code == client.get(HERE + path).status_code
    assert client.get(path).text == client.get(HERE + path).text or path == "/metrics"


def test_robots_are_kept_from_the_same_as_without_a_path(client):
    kept = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").text.splitlines()[1:]]
    assert kept == [HERE + path for path in FOR_NO_ROBOT]


def test_the_path_without_its_slash_leads_to_the_first_page_on_the_same_host(client):
    answer = client.get(f"{HERE}?{VIEW}")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{HERE}/?{VIEW}"


@pytest.mark.parametrize(
    "path", ["/", "/events", "/light", "/export/events.csv", "/maps/hereabouts", "/maps", "/static/x"]
)
def test_what_lies_beside_the_path_is_not_ours(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")
    page = client.get(path, headers={"accept": "text/html"}).text
    assert all(f'href="{HERE}/{page_.path}"' in page for page_ in PAGES)


def test_a_front_ends_files_come_packed_below_the_path(client):
    name = next(name for name in static_files() if name.endswith(".js"))
    assert client.get(f"{HERE}/{name}", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert client.get(f"/{name}").status_code == 404


@pytest.mark.parametrize("path", ["", "maps", "/map/", "/export/map/", "a/b/c"])
def test_what_is_called_one_way_here_is_found_again_whatever_the_path(answer_below, path):
    answer_below(path)
    for called in ("/", "/map/x/base.json", "/export/map.png", "/light"):
        assert base_path.below(base_path.under(called)) == called
        assert route_of(base_path.below(base_path.under(called))) == route_of(called)
        page = f"{HOST}{base_path.under('/')}events"
        assert urljoin(page, base_path.link(called)) == HOST + base_path.under(called)
    if path:
        assert base_path.below("/healthz") == ""
        assert base_path.below(f"{base_path.base_path()}x/light") == ""


def asked(**headers: str) -> Request:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "scheme": "https", "path": f"{HERE}/export/map.png",
                    "query_string": b"", "headers": sent, "server": ("127.0.0.1", 8501)})  # fmt: skip


def test_a_picture_says_the_address_below_the_path_as_its_own(answer_below):
    answer_below(HERE)
    assert exports.link_of(asked(host="map.example"), Query()).startswith(f"https://map.example{HERE}/?from=")
    assert exports.link_of(asked(host="a b"), Query()) == ""


ADDRESS = "https://maps.example.org/maps/here"


@pytest.mark.parametrize(
    "door",
    [Door("/light", VIEW), Door("/", VIEW), Door("/embed", VIEW), Door("/ogc", "f=json"), Door("/ogc/dcat.json"),
     Door("/ogc/collections/camps/items", "f=json&limit=1"),
     *(Door(f"/{FOLDER}/{each.file}", "lang=en") for each in FEEDS), *QUICK],
    ids=Door.address,
)  # fmt: skip
def test_the_address_of_the_settings_is_that_of_every_whole_link(client, door, monkeypatch):
    before = client.get(HERE + door.address())
    monkeypatch.setenv("IDLIB_MAP_ADDRESS", ADDRESS)
    answer = client.get(HERE + door.address())
    assert answer.status_code == 200
    for part, other in zip(doors.opened(answer.content), doors.opened(before.content), strict=True):
        assert HOST.encode() not in unfolded(part)
        assert unfolded(part).count(ADDRESS.encode()) == unfolded(other).count(f"{HOST}{HERE}".encode())


def unfolded(part: bytes) -> bytes:
    return part.replace(b"\r\n ", b"")


def test_an_address_of_the_settings_that_does_not_end_with_the_path_is_told_and_one_that_does_is_not(
    answer_below, monkeypatch
):
    for path, address, wrong in (
        (HERE, ADDRESS, False), (HERE, f"https://example.org/tools{HERE}/", False), ("", "https://a.example/x", False),
        (HERE, "https://example.org", True), (HERE, "https://example.org/maps", True), (HERE, "", False),
        ("here", "https://example.org/where", True),
    ):  # fmt: skip
        answer_below(path)
        monkeypatch.setenv("IDLIB_MAP_ADDRESS", address)
        assert bool(base_path.fault()) == wrong
        assert not wrong or ("IDLIB_MAP_ADDRESS" in base_path.fault() and base_path.fault().endswith("."))


def test_oembed_knows_pages_below_the_path_and_no_others(client):
    for url, status in ((f"{HOST}{HERE}/light", 200), (f"{HOST}/light", 404), (f"{HOST}/maps/hereabouts/light", 404)):
        answer = client.get(f"{HERE}/oembed", params={"url": url})
        assert answer.status_code == status
    told = client.get(f"{HERE}/oembed", params={"url": f"{HOST}{HERE}/light?{VIEW}"}).json()
    assert urlsplit(told["thumbnail_url"]).path == f"{HERE}/export/map.png"


def test_a_page_names_in_its_order_what_its_map_asks_for(client):
    order = json.loads(re.search(r'id="first-order">(.*?)</script>', client.get(f"{HERE}/").text).group(1))
    for address in order["data"]:
        path = urlsplit(urljoin(f"{HOST}{HERE}/", address))
        assert path.path.startswith(f"{HERE}/")
        answer = client.get(path.path, params=parse_qs(path.query))
        assert answer.status_code == 200
