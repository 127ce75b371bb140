"""OGC API - Features: each requirement of the classes that the service claims, what the map draws, and sentences."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pyogrio
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.analysis import control, displacement, strikes
from lib.config.language import LANGUAGES
from lib.events.query import FIRST_DAY, LAST_DAY, Query, parse
from lib.events.store import Snapshot, current
from lib.exports.ogc import asked
from lib.exports.ogc.collections import COLLECTIONS
from lib.exports.ogc.documents import CLASSES, CRS84, GEOJSON, HTML, JSON, OPENAPI, SPEC
from lib.jobs.rates import Rate
from lib.web import exports, ogc
from lib.web.requests import WHOLE, route_of
from lib.web.routes import ROUTES, routes
from tests.web.served import serving

PROBLEM = "application/problem+json"
ITEMS = {name: f"/ogc/collections/{name}/items" for name in COLLECTIONS}
DAY = "2020-02-15"


@pytest.fixture(scope="module", autouse=True)
def _asked_as_often_as_tests_ask():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "RATE", Rate(1_000_000, 1_000_000))
        yield


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=list(ROUTES))) as made:
        yield made


@pytest.fixture(scope="module")
def address():
    with serving(Starlette(routes=list(ROUTES))) as made:
        yield made


def got(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
    return answer


def document(client, path):
    return got(client, path).json()


def below(href):
    """The path and the query of a link, for the test's own client."""
    parts = urlsplit(href)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def linked(found, rel, media_type=""):
    return [each for each in found["links"] if each["rel"] == rel and each["type"].startswith(media_type)]


class Page(HTMLParser):
    """The text of a page, and where its links lead."""

    def __init__(self, text):
        super().__init__()
        self.text, self.links = "", set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.add(dict(attrs)["href"])

    def handle_data(self, data):
        self.text += data


# What the standard requires, by the ids that it gives; each has the check of its name below.
REQUIRED = {
    "core": (
        "root-op", "root-success", "api-definition-op", "api-definition-success", "conformance-op",
        "conformance-success", "http", "query-param-unknown", "query-param-invalid", "crs84", "fc-md-op",
        "fc-md-success", "fc-md-links", "fc-md-items", "fc-md-items-links", "fc-md-extent", "sfc-md-op",
        "sfc-md-success", "fc-op", "fc-limit-definition", "fc-limit-response-1", "fc-bbox-definition",
        "fc-bbox-response", "fc-time-definition", "fc-time-response", "fc-response", "fc-links", "fc-rel-type",
        "fc-timeStamp", "fc-numberMatched", "fc-numberReturned", "f-op", "f-success", "f-links",
    ),
    "html": ("definition", "content"),
    "geojson": ("definition", "content"),
    "oas30": ("oas-definition-1", "oas-definition-2", "oas-impl", "completeness", "exceptions-codes", "security"),
}  # fmt: skip
CHECKS: dict[str, Callable[..., None]] = {}


def requirement(*names):
    def kept(check):
        CHECKS.update(dict.fromkeys((f"/req/{name}" for name in names), check))
        return check

    return kept


def test_each_requirement_of_a_class_that_is_claimed_has_a_check():
    assert set(CLASSES) == {f"{SPEC}/{name}" for name in REQUIRED}
    assert set(CHECKS) == {f"/req/{kind}/{name}" for kind, names in REQUIRED.items() for name in names}


DOCUMENTS = ("/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/camps")


def resources(client):
    """One address of each kind of resource, with whether it holds features."""
    feature = document(client, f"{ITEMS['camps']}?limit=1")["features"][0]["id"]
    return {
        **dict.fromkeys(DOCUMENTS, False),
        f"{ITEMS['camps']}?limit=2": True,
        f"{ITEMS['camps']}/{quote(feature)}": True,
    }


@requirement("core/root-op", "core/root-success")
def root(client):
    links = document(client, "/ogc")["links"]
    assert {each["rel"] for each in links} >= {
        "self",
        "alternate",
        "service-desc",
        "service-doc",
        "conformance",
        "data",
    }
    for each in links:
        if each["rel"] != "license":
            got(client, below(each["href"]), accept=each["type"])


@requirement("core/api-definition-op", "core/api-definition-success", "oas30/oas-definition-1")
def api_is_had_in_both_types(client):
    landing = document(client, "/ogc")
    for rel, media_type in (("service-desc", OPENAPI), ("service-doc", HTML)):
        (link,) = linked(landing, rel)
        assert link["type"] == media_type
        answer = got(client, below(link["href"]), accept=media_type)
        assert answer.headers["content-type"].replace(" ", "").startswith(media_type)
    assert got(client, "/ogc/api", accept=OPENAPI).json()["openapi"].startswith("3.0.")


@requirement("core/conformance-op", "core/conformance-success")
def conformance(client):
    assert document(client, "/ogc/conformance")["conformsTo"] == list(CLASSES)


@requirement("core/http")
def http_is_kept(client):
    for path in resources(client):
        head = client.head(path)
        assert head.status_code == 200
        assert head.headers["etag"] == got(client, path).headers["etag"]
        assert client.post(path).status_code == 405
        again = client.get(path, headers={"If-None-Match": head.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@requirement("core/query-param-unknown")
def unknown_names_are_400(client):
    for path in resources(client):
        told(client.get(path, params={"unknown": "1"}), 400)


@requirement("core/query-param-invalid")
def bad_values_are_400(client):
    for query in WRONG:
        told(client.get(f"{ITEMS['strikes']}?{query}"), 400)


@requirement("core/crs84")
def crs84(client):
    for one in document(client, "/ogc/collections")["collections"]:
        assert one["crs"] == [CRS84]
        page = document(client, f"{ITEMS[one['id']]}?limit=5&datetime={DAY}")
        for feature in page["features"]:
            assert all(32 < lon < 45 and 33 < lat < 40 for lon, lat in corners(feature["geometry"]))
            known = feature["properties"]
            if feature["geometry"] and feature["geometry"]["type"] == "Point" and "lon" in known:
                assert feature["geometry"]["coordinates"] == [known["lon"], known["lat"]]


def corners(geometry) -> Iterator[tuple[float, float]]:
    def within(values):
        if isinstance(values[0], float | int):
            yield tuple(values)
        else:
            for each in values:
                yield from within(each)

    return within(geometry["coordinates"]) if geometry else iter(())


@requirement("core/fc-md-op", "core/fc-md-success", "core/fc-md-items")
def every_collection_is_listed(client):
    assert [one["id"] for one in document(client, "/ogc/collections")["collections"]] == list(COLLECTIONS)


@requirement("core/fc-md-links", "core/fc-links", "core/fc-rel-type")
def answers_link_to_themselves_and_to_their_other_type(client):
    for path, features in resources(client).items():
        if path == "/ogc/api":
            continue
        found = document(client, path)
        kinds = (GEOJSON if features else JSON, HTML)
        assert [each["type"] for each in (*linked(found, "self"), *linked(found, "alternate"))][:2] == list(kinds)
        assert all(each["rel"] and each["type"] and each["href"] for each in found["links"])
        for each in (*linked(found, "self"), *linked(found, "alternate")):
            assert got(client, below(each["href"])).headers["content-type"].startswith(each["type"])


@requirement("core/fc-md-items-links")
def each_collection_links_to_its_items_in_each_type(client):
    for one in document(client, "/ogc/collections")["collections"]:
        assert [each["type"] for each in linked(one, "items")] == [GEOJSON, HTML]
        assert all(each["rel"] and each["type"] for each in one["links"])


@requirement("core/fc-md-extent")
def extents_hold_every_feature(client):
    for one in document(client, "/ogc/collections")["collections"]:
        found = COLLECTIONS[one["id"]].find(current().events, Query())
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        x1, y1, x2, y2 = found.extent()
        assert west <= x1
        assert south <= y1
        assert x2 <= east
        assert y2 <= north
        if COLLECTIONS[one["id"]].dated:
            first, last = one["extent"]["temporal"]["interval"][0]
            assert [first[:10], last[:10]] == [day.isoformat() for day in found.span()]
        else:
            assert "temporal" not in one["extent"]


@requirement("core/sfc-md-op", "core/sfc-md-success")
def a_collection_says_of_itself_what_the_list_says(client):
    for one in document(client, "/ogc/collections")["collections"]:
        alone = document(client, f"/ogc/collections/{one['id']}")
        same = ("id", "title", "description", "extent")
        assert [alone[name] for name in same] == [one[name] for name in same]


@requirement("core/fc-op", "core/fc-response", "core/fc-numberReturned", "core/fc-timeStamp")
def every_collection_has_items(client):
    for name, path in ITEMS.items():
        page = document(client, f"{path}?limit=3")
        assert page["numberReturned"] == len(page["features"]) == 3, name
        assert "timeStamp" not in page


def parameter(client, name):
    definition = document(client, "/ogc/api")
    for path, methods in definition["paths"].items():
        if path.endswith("/items"):
            assert {"$ref": f"#/components/parameters/{name}"} in methods["get"]["parameters"]
    found = definition["components"]["parameters"][name]
    assert (found["name"], found["in"], found["required"]) == (name, "query", False)
    assert (found["style"], found["explode"]) == ("form", False)
    return found["schema"]


@requirement("core/fc-limit-definition")
def limit_is_defined(client):
    schema = parameter(client, "limit")
    assert (schema["type"], schema["minimum"], schema["maximum"]) == ("integer", 1, asked.MOST)
    assert schema["default"] == asked.LIMIT


@requirement("core/fc-limit-response-1")
def a_page_has_no_more_than_its_limit(client):
    assert len(document(client, f"{ITEMS['reports']}?limit=7")["features"]) == 7
    assert len(document(client, ITEMS["reports"])["features"]) == asked.LIMIT
    # More than there may be is no error.
    assert len(document(client, f"{ITEMS['reports']}?limit={asked.MOST * 10}&kinds=strike")["features"]) <= asked.MOST


@requirement("core/fc-bbox-definition")
def bbox_is_defined(client):
    schema = parameter(client, "bbox")
    assert (schema["type"], schema["items"]["type"], schema["minItems"], schema["maxItems"]) == (
        "array",
        "number",
        4,
        6,
    )


@requirement("core/fc-bbox-response")
def a_box_leaves_what_touches_it_and_what_has_no_shape(client):
    west, south, east, north = box = (36.4, 35.7, 36.8, 36.4)
    for name in ("strikes", "camps", "places"):
        every = document(client, f"{ITEMS[name]}?limit=10000")["features"]
        inside = [
            each["id"]
            for each in every
            if each["geometry"] is None
            or (
                west <= each["geometry"]["coordinates"][0] <= east
                and south <= each["geometry"]["coordinates"][1] <= north
            )
        ]
        text = ",".join(map(str, box))
        assert [each["id"] for each in document(client, f"{ITEMS[name]}?limit=10000&bbox={text}")["features"]] == inside
        assert 0 < len(inside) < len(every)
        with_height = f"{west},{south},0,{east},{north},10"
        assert document(client, f"{ITEMS[name]}?bbox={with_height}")["numberMatched"] == len(inside)
    around = document(client, f"{ITEMS['areas']}?datetime={DAY}&bbox=36.62,35.92,36.63,35.93")
    assert len(around["features"]) == 1  # the box of more than one side's ground covers it


@requirement("core/fc-time-definition")
def datetime_is_defined(client):
    assert parameter(client, "datetime")["type"] == "string"


@requirement("core/fc-time-response")
def days_leave_what_touches_them_and_what_has_none(client):
    for name, first, last in (("strikes", "date_start", "date_end"), ("front", "valid_from", "valid_to"),
                              ("flows", "valid_from", "valid_to")):  # fmt: skip
        for text, since, until in INTERVALS:
            page = document(client, f"{ITEMS[name]}?limit=10000&datetime={text}")
            assert page["numberMatched"], (name, text)
            for each in page["features"]:
                assert each["properties"][first] <= until
                assert each["properties"][last] >= since
    total = document(client, ITEMS["camps"])["numberMatched"]
    assert document(client, f"{ITEMS['camps']}?datetime={DAY}")["numberMatched"] == total > 0


INTERVALS = (
    (DAY, DAY, DAY),
    (f"{DAY}T10:00:00Z", DAY, DAY),
    ("2020-02-10/2020-02-12", "2020-02-10", "2020-02-12"),
    ("2020-02-10T00:00:00Z/2020-02-12T00:00:00Z", "2020-02-10", "2020-02-12"),
    ("../2019-12-05", "0000", "2019-12-05"),
    ("/2019-12-05", "0000", "2019-12-05"),
    ("2020-03-01/..", "2020-03-01", "9999"),
    ("2020-03-01/", "2020-03-01", "9999"),
)


@requirement("core/fc-numberMatched")
def the_number_of_matches_is_what_all_pages_hold_together(client):
    for name, query in (("strikes", "limit=50&confidence=high"), ("front", f"limit=40&datetime={DAY}")):
        pages = list(every_page(client, f"{ITEMS[name]}?{query}"))
        assert len(pages) > 1
        ids = [each["id"] for page in pages for each in page["features"]]
        assert len(ids) == len(set(ids)) == pages[0]["numberMatched"]


def every_page(client, path):
    while path:
        page = document(client, path)
        yield page
        path = next((below(each["href"]) for each in linked(page, "next")), "")


@requirement("core/f-op", "core/f-success", "core/f-links")
def every_feature_has_an_address(client):
    for name, path in ITEMS.items():
        for feature in document(client, f"{path}?limit=3&offset=5")["features"]:
            alone = document(client, f"{path}/{quote(feature['id'], safe='')}")
            assert {key: alone[key] for key in feature} == feature, name
            assert {each["rel"] for each in alone["links"]} >= {"self", "alternate", "collection"}
            assert all(each["rel"] and each["type"] for each in alone["links"])
            (collection,) = linked(alone, "collection")
            assert document(client, below(collection["href"]))["id"] == name


@requirement("html/definition", "html/content")
def every_answer_is_a_page_too(client):
    for path in resources(client):
        answer = got(client, path, accept="text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.text.startswith("<!doctype html>")
        page, found = Page(answer.text), got(client, path, accept=JSON).json()
        for each in found.get("links", ()):
            if each["rel"] not in {"self", "alternate"}:
                assert each["href"].partition("?")[0] in {link.partition("?")[0] for link in page.links}, path
        for feature in found.get("features", ()):
            assert all(str(value) in page.text for value in feature["properties"].values() if value)
        for text in ("title", "description"):
            assert found.get(text, "") in page.text
        for one in found.get("collections", ()):
            assert one["description"] in page.text
        assert all(each in page.text for each in (*found.get("conformsTo", ()), *found.get("paths", ())))


@requirement("geojson/definition", "geojson/content")
def features_are_geojson(client):
    for path, features in resources(client).items():
        answer = got(client, path, accept=JSON)
        expected = GEOJSON if features else OPENAPI if path == "/ogc/api" else JSON
        assert answer.headers["content-type"].startswith(expected.partition(";")[0])
        if features:
            assert answer.json()["type"] == ("FeatureCollection" if "?" in path else "Feature")
            assert answer.json()["links"]


@requirement("oas30/oas-definition-2")
def the_definition_is_openapi(client):
    OpenAPIV30SpecValidator(document(client, "/ogc/api")).validate()


@requirement("oas30/oas-impl", "oas30/completeness")
def what_is_defined_is_there(client):
    definition = document(client, "/ogc/api")
    root = urlsplit(definition["servers"][0]["url"]).path
    for path, methods in definition["paths"].items():
        name = path.split("/")[2] if path.count("/") > 1 else ""
        feature = document(client, f"{ITEMS[name]}?limit=1")["features"][0]["id"] if "{" in path else ""
        where = root + path.replace("{featureId}", quote(str(feature), safe=""))
        took = got(client, where + ("?limit=1" if path.endswith("/items") else ""))
        told_types = methods["get"]["responses"]["200"]["content"]
        assert any(took.headers["content-type"].replace(" ", "").startswith(kind) for kind in told_types), path
        names = {each["$ref"].rpartition("/")[2] for each in methods["get"]["parameters"]} - {"featureId"}
        for each in names - {"version"}:
            got(
                client,
                f"{where}?{each}={SOUND[each]}" + ("&limit=1" if path.endswith("/items") and each != "limit" else ""),
            )


SOUND = {
    "f": "json", "lang": "ar", "safe": "0",
    "bbox": "36,35,37,36", "datetime": DAY, "limit": "1", "offset": "1", "controllers":
    "opposition", "within_area": "SY0703", "kinds": "strike", "subkinds": "airstrike", "confidence": "high",
    "date_basis": "stated", "attribution": "stated", "actor": "government", "targets": "hospital",
    "casualties": "killed", "reports": "primary", "where": "idlib", "near": "camps", "within": "2", "area": "SY07",
    "flow": "in", "counter": "Response Coordinators", "place": "Ariha", "q": "hospital",
}  # fmt: skip


@requirement("oas30/exceptions-codes", "oas30/security")
def failures_are_defined_and_nothing_is_closed(client):
    definition = document(client, "/ogc/api")
    assert "security" not in definition
    for methods in definition["paths"].values():
        assert set(methods["get"]["responses"]) >= {"400", "404", "429", "500", "503"}


@pytest.mark.thorough
@pytest.mark.parametrize("name", CHECKS)
def test_the_service_keeps(client, name):
    CHECKS[name](client)


WRONG = (
    "bbox=1,2,3", "bbox=a,b,c,d", "bbox=1_0,0,20,1", "bbox=\uff11,2,3,4", "bbox=36,37,37,36", "bbox=nan,1,2,3",
    "bbox=-190,1,2,3", "bbox=", "datetime=soon",
    "datetime=2020-02-30", "datetime=2020-03-01/2020-02-01", "datetime=../..", "datetime=", "datetime=2020",
    "datetime=20200215", "limit=0", "limit=-1", "limit=many", "limit=1e3", "limit=", "offset=-1", "offset=x", "f=xml",
    "lang=xx", "version=000000000000", "confidence=sure", "near=moon", "within_area=nowhere", "actor=%00",
    "from=2020-01-01",
    "dates=all", "kinds=strike", "layers=none", "counter=OCHA", "bbox=1,2,3,4&bbox=2,2,3,4", "limit=5&limit=6",
)  # fmt: skip
"""What the items of strikes cannot be asked for."""


def told(answer, status):
    """A failure with its status and a sentence, as a problem or as a page."""
    assert answer.status_code == status, answer.url
    assert answer.headers["cache-control"] == "no-store"
    if answer.headers["content-type"].startswith("text/html"):
        assert answer.text.startswith("<!doctype html>")
        return answer.text
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert (problem["status"], bool(problem["title"])) == (status, True)
    assert problem["detail"].endswith((".", "?"))
    return problem["detail"]


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_used_is_400_with_a_sentence_in_the_readers_type(client, query):
    told(client.get(f"{ITEMS['strikes']}?{query}"), 400)
    page = client.get(f"{ITEMS['strikes']}?{query}", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    told(page, 400)


@pytest.mark.parametrize(
    "path",
    ["/x", "/collections/", "/collections/nothing", "/collections/nothing/items", "/collections/nothing/items/1",
     "/collections/areas/items/nothing", "/collections/areas/items/2020-02-15.nobody", "/collections/areas/styles",
     "/collections/strikes/items/a/b/c", "/collections/camps/items/%3Cscript%3E", "/dcat", "/api/x", "/conformance/"],
)  # fmt: skip
def test_an_address_that_there_is_not_is_404_with_a_sentence(client, path):
    told(client.get(f"/ogc{path}"), 404)
    page = client.get(f"/ogc{path}", headers={"accept": "text/html"})
    told(page, 404)
    assert "<script>" not in page.text


def test_days_are_asked_for_in_one_way_and_the_refusal_says_which(client):
    assert "datetime" in told(client.get(f"{ITEMS['areas']}?from=2020-02-01"), 400)


FEW = slice(5, None, 40)
"""Of a hundred control dates some, where the others show the same."""


@pytest.mark.parametrize("days", [FEW, pytest.param(slice(None), marks=pytest.mark.thorough)], ids=["some", "all"])
@pytest.mark.parametrize("name", ["areas", "front", "band"])
def test_on_each_control_date_the_features_are_what_the_map_draws(client, name, days):
    events, drawn = current().events, {"areas": "areas", "front": "stretches", "band": "band"}[name]
    dates = control.dates_since(events, FIRST_DAY)[days]
    assert len(dates) > 1
    for day in dates:
        on_the_map = document(client, f"/map/{current().version}/control/{day}.json")[drawn]["features"]
        sent = document(client, f"{ITEMS[name]}?datetime={day}&limit=10000")["features"]
        assert [each["geometry"] for each in sent] == [each["geometry"] for each in on_the_map]
        assert {each["properties"]["valid_from"] for each in sent} == {day.isoformat()}


@pytest.mark.parametrize("days", [FEW, pytest.param(slice(None), marks=pytest.mark.thorough)], ids=["some", "all"])
def test_ground_and_front_add_up_to_the_figures_on_each_control_date(client, days):
    events = current().events
    for day in control.dates_since(events, FIRST_DAY)[days]:
        on_it = f"datetime={day}&limit=10000"
        for each in document(client, f"{ITEMS['areas']}?{on_it}")["features"]:
            ground = each["properties"]
            known = control.area_range(events, ground["controller"], day)
            assert ground["area_km2"] == pytest.approx(known.best, abs=0.001)
        lines = [each["properties"] for each in document(client, f"{ITEMS['front']}?{on_it}")["features"]]
        length = sum(each["length_km"] for each in lines if each["is_front"])
        assert length == pytest.approx(control.measured(events, day).front_km, abs=0.01)


def test_between_two_control_dates_the_state_is_that_of_the_one_before(client):
    events = current().events
    dates = control.dates_since(events, FIRST_DAY)
    before, after = next((a, b) for a, b in itertools.pairwise(dates) if (b - a).days > 1)
    between = before + (after - before) / 2
    ids = [
        [each["id"] for each in document(client, f"{ITEMS['areas']}?datetime={day}")["features"]]
        for day in (before, between, f"{before}/{between}")
    ]
    assert ids[0] == ids[1] == ids[2] != []


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_strikes_and_flows_of_a_day_are_those_that_the_map_counts(client, day):
    events, query = current().events, Query(start=day, end=day)
    assert (
        document(client, f"{ITEMS['strikes']}?datetime={day}")["numberMatched"]
        == strikes.counted(events, query).strikes
    )
    assert document(client, f"{ITEMS['flows']}?datetime={day}")["numberMatched"] == len(
        displacement.flows(events, query)
    )


def test_reports_are_all_rows_counted_or_not_and_strikes_the_counted_ones(client):
    frame = current().events.frame
    assert document(client, f"{ITEMS['reports']}?limit=1")["numberMatched"] == len(frame)
    primary = frame.loc[frame["is_primary"]]
    for name, kind in (("strikes", "strike"), ("milestones", "milestone")):
        assert document(client, f"{ITEMS[name]}?limit=1")["numberMatched"] == (primary["kind"] == kind).sum()


@pytest.mark.parametrize(
    "params",
    ["confidence=high", "attribution=stated", "targets=hospital", "casualties=killed", "near=hospitals",
     "within_area=SY0703", "where=idlib", "reports=primary&attribution=stated"],
)  # fmt: skip
def test_our_filters_leave_what_they_leave_on_the_map(client, params):
    events = current().events
    asked_for = dict(part.split("=") for part in params.split("&"))
    query, notes = parse(asked_for | {"from": FIRST_DAY.isoformat(), "to": LAST_DAY.isoformat()})
    assert not notes
    days = f"{FIRST_DAY}/{LAST_DAY}"
    found = document(client, f"{ITEMS['strikes']}?{params}&datetime={days}&limit=1")["numberMatched"]
    assert found == strikes.counted(events, query).strikes


@pytest.mark.thorough
def test_ground_within_an_area_of_ones_own_keeps_the_names_of_its_features(client):
    for name in ("areas", "front", "band"):
        path = f"{ITEMS[name]}?datetime={DAY}&limit=10000"
        whole = {each["id"] for each in document(client, path)["features"]}
        inside = {each["id"] for each in document(client, f"{path}&within_area=box_36.5_35.7_36.9_36.0")["features"]}
        assert inside <= whole
        assert inside


def test_pages_follow_one_another_and_lead_back(client):
    first = document(client, f"{ITEMS['strikes']}?limit=40")
    second = document(client, below(linked(first, "next")[0]["href"]))
    assert not linked(first, "prev")
    back = document(client, below(linked(second, "prev")[0]["href"]))
    assert back["features"] == first["features"]
    assert linked(second, "next")[0]["href"] != linked(first, "next")[0]["href"]


def test_a_page_of_data_that_have_changed_meanwhile_is_refused_with_a_sentence(client):
    follows = below(linked(document(client, f"{ITEMS['strikes']}?limit=40"), "next")[0]["href"])
    assert current().version in follows
    assert "changed" in told(client.get(follows.replace(current().version, "0" * 12)), 400)


def test_a_page_ends_before_it_grows_too_large_and_the_next_goes_on(client, monkeypatch):
    monkeypatch.setattr("lib.exports.ogc.features.MOST_BYTES", 60_000)
    pages = list(every_page(client, f"{ITEMS['areas']}?datetime=2020-02-01/2020-02-10"))
    assert len(pages) > 1
    monkeypatch.undo()
    whole = document(client, f"{ITEMS['areas']}?datetime=2020-02-01/2020-02-10")["features"]
    assert [each["id"] for page in pages for each in page["features"]] == [each["id"] for each in whole]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_are_in_the_language_that_is_asked_for(client, lang):
    by_name = got(client, f"/ogc/collections/areas?lang={lang}")
    by_header = got(client, "/ogc/collections/areas", **{"accept-language": lang})
    assert by_name.json()["title"] == by_header.json()["title"]
    assert by_name.headers["content-language"] == by_header.headers["content-language"] == lang
    assert (by_name.json()["title"] == "Areas of control") == (lang == "en")
    assert all(f"lang={lang}" in each["href"] for each in linked(by_name.json(), "items"))


def test_links_stay_below_the_prefix_of_the_server(answer_below):
    answer_below("/maps/idlib")
    with TestClient(Starlette(routes=routes())) as client:
        for path in ("/ogc", "/ogc/collections", f"{ITEMS['camps']}?limit=1"):
            found = document(client, f"/maps/idlib{path}")
            links = [each for each in found["links"] if each["rel"] != "license"]
            assert links
            assert all(each["href"].startswith("http://testserver/maps/idlib/") for each in links)


def test_an_answer_says_when_its_data_were_last_changed_and_is_not_sent_again(client):
    first = got(client, f"{ITEMS['camps']}?limit=1")
    assert first.headers["cache-control"] == "no-cache"
    since = {"if-modified-since": first.headers["last-modified"]}
    assert client.get(f"{ITEMS['camps']}?limit=1", headers=since).status_code == 304
    long_ago = {"if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get(f"{ITEMS['camps']}?limit=1", headers=long_ago).status_code == 200
    other = got(client, f"{ITEMS['camps']}?limit=2")
    assert first.headers["etag"] != other.headers["etag"]


def test_who_asks_too_often_is_told_when_to_ask_again(client, monkeypatch):
    monkeypatch.setattr(exports.RATE, "take", lambda _client, _cost=1.0: 7)
    answer = client.get(f"{ITEMS['strikes']}?limit=9")
    told(answer, 429)
    assert answer.headers["retry-after"] == "7"
    assert client.get("/ogc/collections").status_code == 200


def test_a_table_without_any_row_has_collections_without_features(client, monkeypatch, make_table):
    empty = Snapshot(make_table({"kind": "milestone", "date_start": "2020-01-15"}), "0" * 12)
    monkeypatch.setattr(ogc, "current", lambda: empty)
    assert len(document(client, "/ogc/collections")["collections"]) == len(COLLECTIONS)
    for name in set(COLLECTIONS) - {"camps", "reports", "milestones"}:
        assert document(client, ITEMS[name])["features"] == [], name
    assert len(document(client, ITEMS["milestones"])["features"]) == 1


OF_GDAL = """
import json, sys
import pyogrio
address, box = "OAPIF:" + sys.argv[1] + "/ogc", tuple(map(float, sys.argv[2].split(",")))
told = {"layers": [str(name) for name, _kind in pyogrio.list_layers(address)], "rows": {}, "right": True}
for name in sys.argv[3:]:
    rows = pyogrio.read_dataframe(address, layer=name)
    told["rows"][name] = len(rows)
    told["right"] &= rows.crs.equals("EPSG:4326", ignore_axis_order=True) or rows.crs.to_authority() == ("OGC", "CRS84")
told["box"] = len(pyogrio.read_dataframe(address, layer="front", bbox=box))
json.dump(told, sys.stdout)
"""
"""Reads the service in a process of its own: GDAL waits for an answer without letting this one give it."""


def test_gdal_reads_every_collection_with_all_its_rows(address):
    assert "OAPIF" in pyogrio.list_drivers()
    box, read = (36.5, 35.7, 36.7, 35.9), ("camps", "milestones", "strikes", "flows", "areas")
    command = [sys.executable, "-c", OF_GDAL, address, ",".join(map(str, box)), *read]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    told_by_gdal = json.loads(ran.stdout)
    assert set(told_by_gdal["layers"]) == set(COLLECTIONS)
    known = {name: COLLECTIONS[name].find(current().events, Query()) for name in (*read, "front")}
    assert told_by_gdal["rows"] == {name: len(known[name]) for name in read}
    assert told_by_gdal["right"]
    assert told_by_gdal["box"] == len(known["front"].matching(box, None)) > 0


def test_the_log_names_the_collection_and_nothing_of_what_is_asked():
    assert route_of("/ogc/collections/areas/items") == "/ogc/collections/areas/items"
    assert route_of("/ogc/collections/camps/items/Atma") == "/ogc/\N{HORIZONTAL ELLIPSIS}"


def test_the_catalogue_has_every_collection_and_every_file_at_an_address_that_answers(client):
    answer = got(client, "/ogc/dcat.json", accept="text/html")
    assert answer.headers["content-type"] == "application/ld+json"
    catalogue = answer.json()
    assert catalogue["@type"] == "dcat:Catalog"
    assert set(catalogue["title"]) == set(LANGUAGES)
    found = [each for dataset in catalogue["dataset"] for each in dataset["distribution"]]
    addresses = {below(each["accessURL"]) for each in found}
    assert addresses >= set(ITEMS.values())
    named = {urlsplit(each).path for each in addresses}
    assert named - set(ITEMS.values()) == files_of_the_server()
    for dataset in catalogue["dataset"]:
        assert {"title", "description", "publisher", "license", "landingPage"} <= set(dataset)
    told(client.get("/ogc/dcat.json?x=1"), 400)


def files_of_the_server():
    return {path for path in WHOLE if path.startswith("/export/")}


def test_the_definition_is_json_that_any_tool_reads(client):
    assert json.loads(got(client, "/ogc/api").text)["openapi"] == "3.0.3"
