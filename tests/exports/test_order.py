"""What an export is asked for: read strictly, bounded, and turned into pages that leave no day out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from lib.events.query import Query
from lib.exports.order import (
    EXPORT_PARAMETERS,
    MEDIA_TYPES,
    MOST_FRAMES,
    MOST_PAGES,
    Order,
    OrderError,
    pages_of,
    read_order,
    sheet_of,
)
from tests.queries import all_days

FEBRUARY = Query(start=date(2020, 2, 1), end=date(2020, 2, 29))


def refusal(params, fmt="pdf", query=FEBRUARY):
    try:
        order = read_order(params, fmt)
        sheet_of(order, query, fmt)
        pages_of(order, query, fmt)
    except OrderError as refused:
        return str(refused)
    return pytest.fail(f"{params} was taken")


def test_what_is_written_into_an_address_is_read_back_the_same():
    order = Order(size="1600x900", extent="front", title="Two weeks", note="Draft", dates="weekly", pages="layers")
    assert read_order(order.params(), "pdf") == order


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"size": "0x0"}, "0 × 0"),
        ({"size": "50000x50000"}, "50000"),
        ({"size": "huge"}, "a4-landscape"),
        ({"extent": "moon"}, "border"),
        ({"extent": "place"}, "place"),
        ({"title": "a" * 301}, "301"),
        ({"dates": "soon"}, "YYYY-MM-DD"),
        ({"dates": "20200205"}, "YYYY-MM-DD"),
        ({"dates": "2019-01-01"}, "outside"),
        ({"dates": "2020-01-05"}, "outside the range"),
        ({"dates": ","}, "weekly"),
        ({"range": "all"}, "running"),
        ({"pages": "two"}, "layers"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_can(params, told):
    assert told in refusal(params)


def test_a_parameter_that_a_format_does_not_have_is_refused_and_not_passed_over():
    for parameter in EXPORT_PARAMETERS:
        for fmt in MEDIA_TYPES.keys() - parameter.formats:
            assert parameter.name in refusal({parameter.name: "weekly"}, fmt)


def test_a_title_keeps_its_markup_and_loses_what_turns_the_direction_of_text():
    order = read_order({"title": "<b>$x$</b> \u202eabc\nسراقب"}, "png")
    assert order.title == "<b>$x$</b> abc سراقب"


@pytest.mark.parametrize("dates", ["daily", "weekly", "2020-02-03,2020-02-10,2020-02-29"])
def test_the_pages_of_a_pack_follow_one_another_without_gap_or_overlap(dates):
    pages = pages_of(read_order({"dates": dates}, "pdf"), FEBRUARY, "pdf")
    assert pages[0].query.start == FEBRUARY.start
    assert pages[-1].query.end == FEBRUARY.end
    for before, after in pairwise(pages):
        assert after.query.start == before.query.end + timedelta(days=1)


def test_a_running_pack_begins_each_page_on_the_first_day():
    pages = pages_of(read_order({"dates": "weekly", "range": "running"}, "pptx"), FEBRUARY, "pptx")
    assert {page.query.start for page in pages} == {FEBRUARY.start}


def test_one_day_makes_one_page_whatever_dates_are_asked_for():
    day = Query(start=date(2020, 2, 5), end=date(2020, 2, 5))
    for dates in ("", "daily", "weekly"):
        (page,) = pages_of(Order(dates=dates), day, "pdf")
        assert (page.query.start, page.query.end) == (day.start, day.end)


def test_a_page_a_layer_shows_that_layer_and_who_holds_what():
    pages = pages_of(Order(pages="layers"), FEBRUARY, "pptx")
    assert [page.layer for page in pages] == ["front", "flows", "strikes"]
    for page in pages:
        assert page.query.layers & {"flows", "strikes"} == {page.layer} - {"front"}
        assert page.query.layers >= {"front", "control"}


def test_the_clock_is_shown_in_few_enough_frames_and_ends_on_the_last_day():
    frames = pages_of(Order(), all_days(), "gif")
    assert 10 < len(frames) <= MOST_FRAMES
    assert frames[-1].query.end == all_days().end
    assert {frame.query.start for frame in frames} == {all_days().start}


def test_too_many_pages_or_too_large_a_film_are_refused():
    assert str(MOST_PAGES) in refusal({"dates": "daily"}, "pdf", all_days())
    assert str(MOST_PAGES) in refusal({"dates": "weekly", "pages": "layers"}, "pdf", all_days())
    assert str(MOST_FRAMES) in refusal({"dates": "daily"}, "gif", all_days())
    assert "720p" in refusal({"size": "4k"}, "gif")
