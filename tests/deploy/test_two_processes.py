"""Two processes behind one address: a reader stays with one, and goes on with the other when it ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

from tests.browser.conftest import DESKTOP, map_frame, patient
from tests.browser.test_own_table import IS_OURS, show, to_map, upload
from tests.browser.test_restart import SHOWS

COOKIE = "map_process"
FILES = ("map.png?size=854x480", "map.svg", "events.csv", "events.xlsx", "map.html")


def test_a_reader_stays_with_the_process_that_answered_first(two):
    address, processes = two
    reader = build_opener(HTTPCookieProcessor(jar := CookieJar()))
    for _visit in range(6):
        reader.open(f"{address}/light", timeout=60).close()
    (cookie,) = [each for each in jar if each.name == COOKIE]
    mine, other = str(cookie.value), next(name for name in processes if name != cookie.value)
    processes[mine].await_answers("GET /light 200", 6)
    assert not processes[other].answered("GET /light 200")


def test_new_readers_are_shared_out(two):
    address, processes = two
    for _visit in range(6):
        urlopen(f"{address}/light", timeout=60).close()
    for process in processes.values():
        process.await_answers("GET /light 200", 1)


def test_every_kind_of_file_comes_from_either_process(two):
    address, processes = two
    asked = [f"{address}/export/{name}" for name in FILES for _process in processes]
    with ThreadPoolExecutor(4) as at_once:
        assert set(at_once.map(lambda each: urlopen(each, timeout=240).status, asked)) == {200}


def test_a_table_of_ones_own_is_read_and_drawn_through_the_proxy(two, chromium):
    address, _processes = two
    with patient(chromium, DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{address}/events")
        upload(page)
        show(page, "my table alone")
        to_map(page)
        assert not page.evaluate(IS_OURS)


def test_when_a_process_ends_its_pages_come_back_from_the_other_and_the_first_click_counts(two, chromium):
    address, processes = two
    with patient(chromium, DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{address}/?from=2020-02-01&to=2020-02-29")
        frame = map_frame(page)
        frame.wait_for_function(SHOWS, arg="2020-02-01")
        (mine,) = [each["value"] for each in context.cookies() if each["name"] == COOKIE]
        with page.expect_websocket():
            processes[mine].kill()
        page.get_by_role("radio", name="January", exact=True).click()
        frame.wait_for_function(SHOWS, arg="2020-01-01")
        (now,) = [each["value"] for each in context.cookies() if each["name"] == COOKIE]
        assert now != mine
