"""A server that was started anew takes up a page that stayed open, and the first click on it counts."""

from __future__ import annotations

import re
from contextlib import ExitStack

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import DESKTOP, free_port, map_frame, patient, serving

SHOWS = "from => window.situation.ready && window.situation.from === from"


def has_run(message: str | bytes) -> bool:
    """Whether a message of the server says that the page has run."""
    return isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"


def clicks(role, name):
    """A click on a pill of the filter."""
    return lambda page: page.get_by_test_id("stSidebar").get_by_role(role, name=name, exact=True).click()


FIRST_CLICKS = {
    "period": (clicks("radio", "January"), re.compile("from=2020-01-01&to=2020-01-31")),
    "kind": (clicks("button", "Milestones"), re.compile("kinds=(?!.*milestone)")),
    "confidence": (clicks("button", "low"), re.compile("confidence=(?!.*low)")),
}
"""What a reader may click first, and the address that it leads to; the page was open on February."""


@pytest.mark.parametrize("first", FIRST_CLICKS)
@pytest.mark.parametrize("at_once", [True, False], ids=["as soon as the line is back", "when the page has run"])
def test_the_first_click_after_a_restart_counts(chromium, tmp_path, at_once, first):
    click, leads_to = FIRST_CLICKS[first]
    port = free_port()
    with patient(chromium, DESKTOP) as context, ExitStack() as again:
        page = context.new_page()
        with serving(tmp_path, port=port) as address:
            page.goto(f"{address}/?from=2020-02-01&to=2020-02-29")
            frame = map_frame(page)
            frame.wait_for_function(SHOWS, arg="2020-02-01")
            before = frame.evaluate("window.situation.stamp")
        with page.expect_websocket() as back:
            again.enter_context(serving(tmp_path, port=port))
        if not at_once:
            back.value.wait_for_event("framereceived", has_run)
        click(page)
        page.wait_for_url(leads_to)
        frame.wait_for_function("was => window.situation.ready && window.situation.stamp !== was", arg=before)
