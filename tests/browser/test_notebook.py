"""The map of a notebook's cell is drawn in a page that has no server and no network, apart from that page."""

from __future__ import annotations

import pytest

from lib import layers
from lib.events.store import current
from lib.notebook.map_view import MapView
from tests.browser.conftest import DESKTOP, IN_ONE_FILE, READY, Watch, patient


@pytest.mark.thorough
def test_a_cell_draws_the_map_of_its_view_without_a_network(chromium, one_file, events, tmp_path):
    view = MapView(current().events, IN_ONE_FILE)
    view.__dict__["html"] = one_file.read_text(encoding="utf-8")
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><title>notebook</title>{view._repr_html_()}", encoding="utf-8")
    context = patient(chromium, DESKTOP, offline=True)
    page = context.new_page()
    watch = Watch(page, "")
    page.goto(notebook.as_uri())
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_function(READY)
    assert frame.evaluate("window.situation.drawn") == pytest.approx(layers.drawn(events, IN_ONE_FILE), abs=0.1)
    assert frame.evaluate("window.origin") == "null"
    # It has no address that a link could lead to.
    assert frame.query_selector(".situation-tools button") is None
    context.close()
    assert not watch.faults
    assert not watch.strangers
