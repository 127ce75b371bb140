"""Tables of the pages: their columns stand in the order in which their language is read."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from lib.config.language import LANGUAGES, SPOKEN, language
from lib.config.paths import LIB
from lib.ui.tables import data_table

FRAME = pd.DataFrame({"place": ["A"], "strikes": [1], "killed": [2]})


class Shown:
    """Stands for a column of a page, and keeps what is shown in it."""

    frame: pd.DataFrame

    def dataframe(self, frame, **options):
        self.frame, self.options = frame, options


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_column_is_where_the_reader_begins_a_line(lang):
    shown = Shown()
    token = language.set(lang)
    try:
        data_table(FRAME, shown, height=100)
    finally:
        language.reset(token)
    first = -1 if SPOKEN[lang].from_right else 0
    assert shown.frame.columns[first] == "place"
    assert set(shown.frame.columns) == set(FRAME.columns)
    assert shown.options == {"hide_index": True, "height": 100}


def test_no_page_shows_a_table_past_that():
    found = [path.name for path in (LIB / "ui").rglob("*.py") if re.search(r"\.dataframe\(", path.read_text("utf-8"))]
    assert found == ["tables.py"]
