"""The front lines page as a reader works it, without a browser."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lib.analysis import control
from lib.events.store import current
from lib.text import day, square_km
from tests.ui.conftest import opened, words


@pytest.mark.parametrize("compared", ["2020-01-28", "2020-02-04", ""])
def test_the_title_names_the_days_that_its_gain_lies_between(compared):
    asked = {"compare": compared} if compared else {}
    page = opened(None, from_="2020-02-05", to="2020-02-12", **asked).switch_page("front_lines.py").run()
    told = words(page)
    [title] = re.findall(r"<h1>(.*?)</h1>", told)
    start = date.fromisoformat(compared or "2020-02-04")
    gained = control.changed_range(current().events, "government", start, date(2020, 2, 12))
    days = f"from {day(start, short=True)} to {day(date(2020, 2, 12), short=True)}"
    assert f"gains {square_km(gained.low, gained.high)} {days}" in title
    assert f"{day(date(2020, 2, 12))} compared with {day(start)}" in told
