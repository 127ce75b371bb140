"""Whoever asks for data coarsened for publication sees them on the pages too, and is told so."""

from __future__ import annotations

import pytest

from lib.events import publishing
from tests.ui.conftest import words


def shown(page):
    return page.session_state["page_context"]


@pytest.mark.thorough
def test_a_link_to_coarse_data_shows_them_and_says_so(open_page):
    page = open_page(safe="1")
    assert not page.exception
    assert shown(page).snapshot.events.coarse is not None
    assert shown(page).snapshot.version.endswith(publishing.SUFFIX)
    assert "coarsened for publication" in words(page)
    assert page.query_params["safe"] in ("1", ["1"])


def test_the_toggle_turns_it_on_and_off_and_the_address_follows(open_page):
    page = open_page()
    assert shown(page).snapshot.events.coarse is None
    page.toggle(key=publishing.NAME).set_value(True).run()
    assert shown(page).snapshot.events.coarse is not None
    assert page.query_params["safe"] in ("1", ["1"])
    page.toggle(key=publishing.NAME).set_value(False).run()
    assert shown(page).snapshot.events.coarse is None
    assert "safe" not in page.query_params


def test_turning_to_another_page_takes_it_along(open_page):
    page = open_page(safe="1").switch_page("briefing.py").run()
    assert not page.exception
    assert shown(page).snapshot.events.coarse is not None
    assert shown(page).query.safe


def test_what_coarse_data_would_answer_falsely_is_left_out_and_told(open_page):
    page = open_page(safe="1", near="camps")
    assert shown(page).query.near == "any"
    assert any("near" in note.value for note in page.info)


@pytest.mark.parametrize("asked", [{}, {"safe": "0"}])
def test_where_the_operator_set_it_no_page_shows_anything_else(open_page, monkeypatch, asked):
    monkeypatch.setenv("IDLIB_MAP_SAFE", "1")
    page = open_page(**asked)
    assert shown(page).snapshot.events.coarse is not None
    assert not [toggle for toggle in page.toggle if toggle.key == publishing.NAME]
    assert len(page.info) == len(asked)


def test_the_change_log_is_not_shown_with_it(open_page):
    page = open_page(safe="1").switch_page("method.py").run()
    page.session_state["method_section"] = "changes"
    page.run()
    assert any("change log" in note.value for note in page.info)
    assert not page.get("download_button")
