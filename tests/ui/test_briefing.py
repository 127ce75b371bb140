"""The briefing page without a browser: its links follow the choices, and an own table gives no link at all."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from lib import layers, pages
from lib.exports import own
from lib.exports.geodata.asked import known
from lib.exports.order import EXPORT_PARAMETERS
from lib.ui.briefing import last_view
from lib.ui.own_table import page as own_table
from tests.ui.conftest import opened

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one dot."""
PAGES = Path(__file__).resolve().parents[2] / "pages"


def html(page):
    return " ".join(str(block.proto.body) for block in page.get("html"))


@pytest.fixture
def open_page():
    def run(**params):
        page = AppTest.from_file(str(PAGES / "shell.py"), default_timeout=120)
        for name, value in params.items():
            page.query_params[name.rstrip("_")] = value
        page.run()
        return page.switch_page(str(PAGES / "briefing.py")).run()

    return run


def hrefs(page):
    body = html(page)
    links = [part.split('"')[0].replace("&amp;", "&") for part in body.split('href="./export/')[1:]]
    return {urlsplit(link).path: {name: v[0] for name, v in parse_qs(urlsplit(link).query).items()} for link in links}


def test_each_format_has_a_link_with_what_it_takes_of_the_choices(open_page):
    page = open_page(from_="2020-02-05", to="2020-02-12", title="Mine", size="a4-portrait")
    assert not page.exception
    links = hrefs(page)
    days = {"from": "2020-02-05", "to": "2020-02-12"}
    assert links["map.png"] == days | {"title": "Mine", "size": "a4-portrait"}
    assert links["report.pdf"] == days | {"title": "Mine"}
    assert links["map.html"] == days


def test_each_layer_can_be_taken_away_as_data_from_the_view(open_page):
    page = open_page(from_="2020-02-05", to="2020-02-12", within_area="SY0703")
    assert not page.exception
    view = {"from": "2020-02-05", "to": "2020-02-12", "within_area": "SY0703"}
    links = hrefs(page)
    assert links["situation.gpkg"] == links["situation.kmz"] == view
    for name in layers.addressed():
        assert links[f"{name}.gpkg"] == view
        assert links[f"{name}.csv"] == view | {"dates": "all"}
    assert all(known(*file.split(".")) for file in links if file.partition(".")[0] in layers.addressed())


def test_a_layer_that_the_view_leaves_out_is_not_offered(open_page):
    links = hrefs(open_page(kinds="strike,displacement"))
    assert "flows.gpkg" in links
    assert "areas.gpkg" not in links


MOVED = (35.9, 36.75, 10.5)
"""Latitude, longitude and zoom of a map as the browser told them."""


@pytest.fixture
def moved_page(open_page):
    """A page whose browser has told where its reader moved a map to."""

    def opened_after_moving(**params):
        page = open_page(**params)
        page.session_state[last_view.LAST] = MOVED
        return page.run()

    return opened_after_moving


def test_the_part_that_a_map_was_moved_to_goes_into_address_and_files_until_another_is_chosen(moved_page):
    page = moved_page(from_="2020-02-05", to="2020-02-12")
    assert "lat" not in hrefs(page)["map.png"]
    page.segmented_control(key="briefing.extent").set_value("now").run()
    view = {"lat": "35.9", "lon": "36.75", "zoom": "10.5"}
    for file in ("map.png", "map.pptx", "map.pdf"):
        assert view.items() <= hrefs(page)[file].items()
    assert {name: page.query_params[name] for name in view} == view
    page.segmented_control(key="briefing.extent").set_value("front").run()
    assert not view.keys() & hrefs(page)["map.png"].keys()
    assert "lat" not in page.query_params


def test_the_view_of_the_address_can_be_had_back_after_that_of_the_moved_map(moved_page):
    page = moved_page(lat="36.1", lon="37", zoom="9")
    page.segmented_control(key="briefing.extent").set_value("now").run()
    assert page.segmented_control(key="briefing.extent").options[:2] == ["As in the link", "As on my map now"]
    page.segmented_control(key="briefing.extent").set_value("view").run()
    asked = hrefs(page)["map.png"]
    assert [float(asked[name]) for name in ("lat", "lon", "zoom")] == [36.1, 37, 9]


def test_a_filter_that_is_reset_gives_up_the_view_of_the_moved_map(moved_page):
    page = moved_page()
    page.segmented_control(key="briefing.extent").set_value("now").run()
    next(button for button in page.button if button.label == "Reset the filter").click().run()
    assert not page.exception
    assert page.segmented_control(key="briefing.extent").value == "view"
    assert "lat" not in hrefs(page)["map.png"]


NO_VIEWS = (
    "", "moon", "[1, 2, 3]", "null", "[" * 9999, '{"lat": "36", "lon": "37"}', '{"lat": [], "lon": {}, "zoom": 9}',
    '{"lat": "nan", "lon": "37", "zoom": "9"}', '{"lat": "-80", "lon": "37", "zoom": "9"}',
)  # fmt: skip


@pytest.mark.parametrize("told", NO_VIEWS)
def test_a_view_that_no_map_of_ours_keeps_is_not_offered(told):
    assert last_view.read(told) is None


def test_a_bad_choice_in_the_address_is_said_and_the_page_goes_on(open_page):
    page = open_page(size="50000x50000")
    assert not page.exception
    assert any("50000" in warning.value for warning in page.warning)
    assert hrefs(page)


def test_an_empty_list_of_days_falls_back_on_the_last(open_page):
    page = open_page(from_="2020-02-05", to="2020-02-12", dates="2020-02-06,2020-02-09")
    assert html(page).count("<li><figure") == 2
    page.multiselect(key="briefing.days").set_value([]).run()
    assert not page.exception
    assert hrefs(page)["map.pptx"]["dates"] == "2020-02-12"


def table_alone():
    import streamlit as st  # noqa: PLC0415  the script of a page of its own

    from lib.events.query import Query  # noqa: PLC0415
    from lib.events.store import current, guest  # noqa: PLC0415
    from lib.exports.order import Order  # noqa: PLC0415
    from lib.ui.briefing import files as briefing_files  # noqa: PLC0415
    from lib.ui.briefing.page import Asked  # noqa: PLC0415

    if "guest" not in st.session_state:
        st.session_state["guest"] = guest(current().events)
    briefing_files.files(st.session_state["guest"], Asked(Query(), Order(), "1080p"))
    briefing_files.links(st.session_state["guest"], Asked(Query(), Order(), "1080p"))


def test_a_reader_s_own_table_is_handed_over_in_the_session_and_by_no_link():
    page = AppTest.from_function(table_alone, default_timeout=60).run()
    assert not page.exception
    assert "/export/" not in html(page)
    assert page.session_state["guest"].version not in html(page)
    assert len(page.get("download_button")) >= 6


def table_beside():
    import streamlit as st  # noqa: PLC0415  the script of a page of its own

    from lib.events.query import Query  # noqa: PLC0415
    from lib.events.store import current, guest  # noqa: PLC0415
    from lib.exports.order import Order  # noqa: PLC0415
    from lib.ui.briefing import files as briefing_files  # noqa: PLC0415
    from lib.ui.briefing.page import Asked  # noqa: PLC0415
    from lib.ui.own_table import page as own_table  # noqa: PLC0415

    if own_table.OWN not in st.session_state:
        brought = guest(current().events)
        st.session_state[own_table.OWN] = own_table.Own("1", "mine.csv", None, None, shown="beside", snapshot=brought)
    asked = Asked(Query(), Order(), "1080p")
    briefing_files.files(current(), asked)
    briefing_files.preview(current(), asked, "What the picture shows.")
    briefing_files.links(current(), asked)


def test_a_table_laid_beside_is_in_the_preview_and_the_files_and_in_no_address(monkeypatch):
    made = []

    def noted(snapshot, _query, _order, fmt, own=None):
        made.append((snapshot.own, fmt, own))
        return PIXEL

    monkeypatch.setattr(own, "own_export", noted)
    page = AppTest.from_function(table_beside, default_timeout=60).run()
    assert not page.exception
    mine = page.session_state[own_table.OWN].snapshot
    assert made == [(False, "png", mine)]
    assert len(page.get("download_button")) >= 6
    assert "im-files" not in html(page)
    assert mine.version not in html(page)
    # What cannot hold it says so: the map in one file, and the links to copy.
    said = " ".join(caption.value for caption in page.caption)
    assert "Your own table is not in this file" in said
    assert "These links show the map's table without yours" in said


def test_without_a_table_of_their_own_readers_get_links(open_page):
    page = open_page(from_="2020-02-05", to="2020-02-12")
    assert not any("own table" in caption.value for caption in page.caption)
    assert not page.get("download_button")


def test_the_choices_of_a_file_are_no_unknown_names_on_this_page_and_are_on_another():
    asked = {parameter.name: "x" for parameter in EXPORT_PARAMETERS}
    here = opened(next(page for page in pages.PAGES if page.script == "briefing"))
    for name, value in asked.items():
        here.query_params[name] = value
    told = " ".join(str(box.value) for box in here.run().info)
    assert "means nothing here" not in told
    elsewhere = " ".join(str(box.value) for box in opened(None, **asked).info)
    assert all(name in elsewhere for name in asked)


@pytest.fixture
def _known_address(monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_ADDRESS", "https://map.example/syria/")


def framed(page):
    """The HTML to copy, and the box of the preview."""
    code = page.get("code")
    (box,) = [block for block in page.get("html") if 'class="im-frame"' in str(block.proto.body)] or [None]
    return (code[0].value if code else ""), ("" if box is None else str(box.proto.body).replace("&amp;", "&"))


@pytest.mark.usefixtures("_known_address")
def test_the_html_of_a_frame_follows_view_language_and_size_and_so_does_its_preview(open_page):
    page = open_page(from_="2020-02-05", to="2020-02-12", targets="hospital")
    code, box = framed(page)
    view = "from=2020-02-05&to=2020-02-12&targets=hospital"
    assert f'src="https://map.example/syria/embed?{view}&lang=en"' in code.replace("&amp;", "&")
    assert f'href="https://map.example/syria/?{view}&lang=en"' in code.replace("&amp;", "&")
    assert 'width="100%" height="560"' in code
    assert f'data-source="./embed?{view}&lang=en"' in box
    page.selectbox(key="briefing.frame.size").set_value("article").run()
    assert 'width="640" height="480"' in framed(page)[0]
    assert "width:640px;height:480px" in framed(page)[1]
    page.selectbox(key="briefing.lang").set_value("ar").run()
    code, box = framed(page)
    assert "lang=ar" in code
    assert 'dir="rtl"' in code
    assert "lang=ar" in box


@pytest.mark.usefixtures("_known_address")
def test_a_frame_has_any_width_and_height_within_bounds(open_page):
    page = open_page()
    page.selectbox(key="briefing.frame.size").set_value("own").run()
    page.number_input(key="briefing.frame.width").set_value(700).run()
    page.number_input(key="briefing.frame.height").set_value(300).run()
    assert not page.exception
    assert 'width="700" height="300"' in framed(page)[0]
    assert page.number_input(key="briefing.frame.width").min == 240


@pytest.mark.usefixtures("_known_address")
def test_a_server_that_no_page_may_frame_says_so_and_one_that_some_may_says_which(open_page, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_FRAME_ANCESTORS", "none")
    page = open_page()
    assert framed(page) == ("", "")
    assert any("no other page" in one.value for one in page.caption)
    monkeypatch.setenv("IDLIB_MAP_FRAME_ANCESTORS", "https://a.example,https://b.example")
    page = page.run()
    assert framed(page)[0]
    assert any("a\\.example" in one.value and "b\\.example" in one.value for one in page.caption)


def frame_of_a_table_alone():
    import streamlit as st  # noqa: PLC0415  the script of a page of its own

    from lib.events.query import Query  # noqa: PLC0415
    from lib.events.store import current, guest  # noqa: PLC0415
    from lib.ui.briefing import embedding  # noqa: PLC0415

    if "guest" not in st.session_state:
        st.session_state["guest"] = guest(current().events)
    embedding.in_a_page(st.session_state["guest"], Query())


@pytest.mark.usefixtures("_known_address")
def test_a_reader_s_own_table_is_in_no_frame():
    page = AppTest.from_function(frame_of_a_table_alone, default_timeout=60).run()
    assert not page.exception
    assert framed(page) == ("", "")
