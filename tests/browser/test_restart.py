"""A server that was started anew takes up a page that stayed open, and the first click on it counts."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import DESKTOP, free_port, map_frame, patient, serving

SHOWS = "from => window.situation.ready && window.situation.from === from"


def has_run(message: str | bytes) -> bool:
    """Whether a message of the server says that the page has run."""
    return isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"


@pytest.mark.parametrize("at_once", [True, False], ids=["as soon as the line is back", "when the page has run"])
def test_the_first_click_after_a_restart_counts(chromium, tmp_path, at_once):
    port = free_port()
    with patient(chromium, DESKTOP) as context, ExitStack() as again:
        page = context.new_page()
        with serving(tmp_path, port=port) as address:
            page.goto(f"{address}/?from=2020-02-01&to=2020-02-29")
            frame = map_frame(page)
            frame.wait_for_function(SHOWS, arg="2020-02-01")
        with page.expect_websocket() as back:
            again.enter_context(serving(tmp_path, port=port))
        if not at_once:
            back.value.wait_for_event("framereceived", has_run)
        page.get_by_role("radio", name="January", exact=True).click()
        frame.wait_for_function(SHOWS, arg="2020-01-01")
        page.wait_for_url("**from=2020-01-01**")
