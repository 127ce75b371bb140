"""What a page says and does when the table changes under it, and what is left on the server when it is closed."""

from __future__ import annotations

from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import expect

from lib.events import last_good
from tests.browser.conftest import map_frame
from tests.browser.spots import hand
from tests.browser.test_own_table import show, to_map, upload
from tests.conftest import as_csv

ROWS = [
    {"event_id": f"s{n}", "date_start": "2020-02-10", "place": place, "lat": lat, "lon": lon}
    for n, (place, lat, lon) in enumerate([("Saraqib", 35.864, 36.806), ("Ariha", 35.814, 36.609)])
]


def test_an_open_page_says_that_the_data_have_changed_and_not_that_there_is_no_connection(chromium, serve, tmp_path):
    table = tmp_path / "events.csv"
    table.write_bytes(as_csv(ROWS))
    address = serve(table)
    context = chromium.new_context(service_workers="block")
    try:
        page = context.new_page()
        page.goto(f"{address}/?from=2020-02-01&to=2020-02-20")
        at = hand(page, map_frame(page))
        table.write_bytes(as_csv([*ROWS, ROWS[0] | {"event_id": "new", "place": "Binnish"}]))
        sleep(last_good.SETTLED_S + 0.5)  # for as long as the file may still be being written
        spot = at.free("strike")
        at.press(spot.x, spot.y)
        popup = at.frame.locator("[data-popup]")
        expect(popup).to_contain_text("have changed since this page was opened")
        expect(popup).not_to_contain_text("No connection")
    finally:
        context.close()


def status_of(address: str) -> int:
    try:
        with urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_readers_own_table_is_gone_from_the_server_ten_seconds_after_its_page_is_closed(watch_page):
    page = watch_page("/events", alone=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    upload(page)
    show(page, "my table alone")
    to_map(page)
    own = next(url for url in asked if "/map/own-" in url and url.endswith("base.json"))
    assert status_of(own) == 200
    page.goto("about:blank")
    late = monotonic() + 10
    while (status := status_of(own)) == 200 and monotonic() < late:
        sleep(0.2)
    assert status == 404
