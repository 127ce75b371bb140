"""The map of a view stands in a notebook's cell: all of it, apart from the notebook, and never too large for it."""

from __future__ import annotations

import base64
import gzip
import re
from datetime import date
from html import unescape

import pandas as pd
import pytest

from lib.events.query import OPENS_FROM, OPENS_TO, Query
from lib.exports import standalone as exporter
from lib.notebook import map_view
from lib.notebook.map_view import MapView, show_map
from lib.text import language, span

PAGE = "<!doctype html><title>\N{SNOWMAN} map & more</title><p>'\"</p>"


@pytest.fixture
def written(monkeypatch):
    """Map files that are asked for; each is a short page."""
    asked = []

    def made(snapshot, query):
        asked.append((snapshot, query, language.get()))
        return PAGE

    monkeypatch.setattr(exporter, "standalone", made)
    return asked


def page_of(output):
    return unescape(re.fullmatch(r'<iframe [^>]*srcdoc="([^"]*)"></iframe>', output)[1])


def test_the_cell_holds_the_whole_map_packed(events, written):
    output = show_map(events, "2020-02-01", "2020-02-15")._repr_html_()
    packed = re.search(r'atob\("([^"]+)"\)', page_of(output))[1]
    assert gzip.decompress(base64.b64decode(packed)).decode() == PAGE
    assert [(query.start, query.end) for _snapshot, query, _lang in written] == [(date(2020, 2, 1), date(2020, 2, 15))]
    assert written[0][0].events is events


def test_the_frame_is_apart_from_the_notebook_and_asks_nobody_for_anything(events, written):
    output = show_map(events)._repr_html_()
    allowed = re.search(r'sandbox="([^"]*)"', output)[1].split()
    assert "allow-scripts" in allowed
    assert "allow-same-origin" not in allowed
    assert not re.search(r"\bsrc=|https?://", output)
    assert written


def test_the_map_is_made_once_and_the_same_view_gives_the_same_output(events, written):
    view = show_map(events)
    assert view._repr_html_() == view._repr_html_() == show_map(events)._repr_html_()
    assert len(written) == 2


def test_days_are_those_that_the_map_opens_with_until_others_are_asked_for(events):
    assert (show_map(events).query.start, show_map(events).query.end) == (OPENS_FROM, OPENS_TO)
    view = show_map(events, date(2020, 1, 5), pd.Timestamp("2020-01-09"), kinds="strike", lang="ar", height=400)
    assert view.query == Query(start=date(2020, 1, 5), end=date(2020, 1, 9), kinds=frozenset({"strike"}), lang="ar")
    assert view.height == 400


def test_words_are_in_the_language_of_the_view_and_that_of_the_caller_stays(events, written):
    before = language.get()
    output = show_map(events, lang="fr")._repr_html_()
    assert written[0][2] == "fr"
    assert '<html lang="fr">' in page_of(output)
    assert language.get() == before


def test_a_map_that_is_too_large_for_a_notebook_says_where_to_put_it(events, written, monkeypatch):
    monkeypatch.setattr(map_view, "MOST_BYTES", 10)
    output = show_map(events)._repr_html_()
    assert "iframe" not in output
    assert "save(" in output
    assert written


def test_it_is_saved_as_the_file_that_it_is(events, written, tmp_path):
    path = show_map(events).save(tmp_path / "map.html")
    assert path.read_text(encoding="utf-8") == PAGE
    assert written


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"kinds": "tanks"}, "kinds"),
        ({"colour": "red"}, "colour"),
        ({"start": "2020-02-30"}, "YYYY-MM-DD"),
        ({"height": 10}, "240"),
        ({"start": "2020-02-15", "end": "2020-02-01"}, "2020-02-15|after|turned|from"),
    ],
)
def test_what_cannot_be_shown_is_an_error_in_words(events, params, told):
    with pytest.raises(ValueError, match=told):
        show_map(events, **params)


def test_what_is_no_table_is_an_error_in_words():
    with pytest.raises(TypeError, match="event table"):
        show_map(pd.DataFrame())


def test_as_text_it_says_of_which_days_it_is(events):
    days = date(2020, 2, 1), date(2020, 2, 15)
    assert span(*days) in repr(MapView(events, Query(start=days[0], end=days[1])))
