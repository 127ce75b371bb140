"""The picture of a view and the map of a view show the same things."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from lib.events.query import FIRST_DAY, LAST_DAY, parse
from lib.maps import print as printed
from lib.maps.snapshot import current
from tests.browser.conftest import map_frame

SMALL = printed.Sheet(width=640, height=480)
FILTERS = [
    {},
    {"confidence": "high"},
    {"subkinds": "airstrike", "layers": "front,strikes,flows"},
    {"kinds": "control,displacement", "controllers": "opposition,turkey_backed"},
    {"counter": "SOHR", "layers": "control,flows,camps"},
]
DAYS = (LAST_DAY - FIRST_DAY).days + 1


@pytest.mark.parametrize("params", FILTERS, ids=lambda params: "+".join(params) or "all")
def test_thirty_random_views_draw_the_same_on_paper_and_on_screen(watch_page, params):
    chance = random.Random(repr(params))  # noqa: S311  the same views each time, nothing secret
    frame = map_frame(watch_page(**params))
    frame.wait_for_function("window.situation.figures", timeout=60_000)
    for _view in range(30 // len(FILTERS)):
        start, end = (FIRST_DAY + timedelta(days=day) for day in sorted(chance.choices(range(DAYS), k=2)))
        shown = frame.evaluate(
            "(days) => window.situationMap.setRange(...days).then(() => window.situation.drawn)", [str(start), str(end)]
        )
        query, notes = parse(params | {"from": str(start), "to": str(end)})
        assert not notes
        assert shown == pytest.approx(printed.draw(current(), query, SMALL).drawn), (start, end)


@pytest.mark.parametrize("params", FILTERS[:3], ids=lambda params: "+".join(params) or "all")
def test_every_page_gives_the_figures_of_the_situation_page(watch_page, params):
    params = params | {"from_": "2020-01-15", "to": "2020-02-12"}
    frame = map_frame(watch_page(**params))
    frame.wait_for_function("window.situation.figures", timeout=60_000)
    figures, drawn = frame.evaluate("[window.situation.figures, window.situation.drawn]")
    strip = frame.locator(".situation-figures li b").all_inner_texts()

    struck = watch_page("/strikes", **params)
    struck_map = map_frame(struck)
    assert struck.get_by_role("heading", level=1).inner_text().startswith(f"{figures['strikes']} strikes reported")
    assert struck_map.evaluate("window.situation.drawn.strike_events") == drawn["strike_events"]

    fled = watch_page("/displacement", **params)
    fled_map = map_frame(fled)
    assert fled.locator(".im-figures b").first.inner_text() == strip[2]
    assert fled_map.evaluate("window.situation.drawn.flows") == drawn["flows"]

    line = watch_page("/front_lines", **params)
    assert map_frame(line).evaluate("window.situation.drawn.front_km") == drawn["front_km"]
    assert strip[4] in line.locator(".im-figures").inner_text()
