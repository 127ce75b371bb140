"""The picture of a view and the map of a view show the same things."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from lib.analysis import summary
from lib.config.language import LANGUAGES, language
from lib.events.query import FIRST_DAY, LAST_DAY, parse
from lib.events.questions import Answers
from lib.events.store import Snapshot, current
from lib.events.uploads import import_in_subprocess
from lib.print import drawing as printed
from tests.browser.conftest import ALL_DAYS, map_frame
from tests.browser.test_own_table import MINE, show, to_map, upload

SMALL = printed.Sheet(width=640, height=480)
FILTERS = [
    {},
    {"confidence": "high"},
    {"attribution": "stated", "near": "hospitals", "within": "8"},
    {"subkinds": "airstrike", "layers": "front,strikes,flows"},
    {"kinds": "control,displacement", "controllers": "opposition,turkey_backed"},
    {"counter": "SOHR", "layers": "control,flows,camps"},
    {"symbols": "clusters"},
    {"symbols": "density", "confidence": "high,medium"},
    {"layers": "control,front,flows,modelled"},
    {"layers": "control,front,strikes,posts,m4_corridor,sochi_strip"},
]
DAYS = (LAST_DAY - FIRST_DAY).days + 1


IDS = [" ".join(f"{name}={value}" for name, value in params.items()) or "all" for params in FILTERS]
VIEWS_EACH = 3


def shown_on(frame, start, end):
    """What the web map says that it draws of a range."""
    return frame.evaluate(
        "(days) => window.situationMap.setRange(...days)"
        ".then(() => [window.situation.drawn, window.situation.overlays])",
        [str(start), str(end)],
    )


@pytest.mark.core
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("params", FILTERS, ids=IDS)
def test_random_views_draw_the_same_on_paper_and_on_screen(watch_page, params, lang):
    chance = random.Random(repr(params))  # noqa: S311  the same views each time, nothing secret
    params = params | {"lang": lang}
    frame = map_frame(watch_page(**params))
    frame.wait_for_function("window.situation.figures")
    for _view in range(VIEWS_EACH):
        start, end = (FIRST_DAY + timedelta(days=day) for day in sorted(chance.choices(range(DAYS), k=2)))
        shown, over = shown_on(frame, start, end)
        query, notes = parse(params | {"from": str(start), "to": str(end)})
        assert not notes
        token = language.set(lang)
        try:
            drawing = printed.draw(current(), query, SMALL)
        finally:
            language.reset(token)
        assert shown == pytest.approx(drawing.drawn), (start, end)
        assert over == drawing.overlays, (start, end)


def test_an_own_table_beside_is_the_same_on_paper_and_on_screen(watch_page):
    page = watch_page("/events", **ALL_DAYS)
    upload(page)
    show(page, "my table beside the map's")
    frame = to_map(page)
    frame.locator(".situation-own [data-key]").first.wait_for()
    frame.wait_for_function("window.situation.figures")
    own = Snapshot(
        import_in_subprocess(MINE, "mine.csv", Answers(), lambda _share, _what: None).imported.table, "own", own=True
    )
    for start, end, count in (
        ("2020-02-01", "2020-02-29", 2),
        ("2020-02-01", "2020-02-10", 1),
        ("2020-01-01", "2020-01-02", 0),
    ):
        shown, over = shown_on(frame, start, end)
        query, _notes = parse({"from": start, "to": end})
        drawing = printed.draw(current(), query, SMALL, own)
        assert over == drawing.overlays
        assert over["own"] == count
        assert shown == pytest.approx(drawing.drawn)


@pytest.mark.parametrize("params", FILTERS[:3], ids=lambda params: "+".join(params) or "all")
def test_every_page_gives_the_figures_of_the_situation_page(watch_page, params):
    params = params | {"from_": "2020-01-15", "to": "2020-02-12"}
    frame = map_frame(watch_page(**params))
    frame.wait_for_function("window.situation.figures")
    figures, drawn = frame.evaluate("[window.situation.figures, window.situation.drawn]")
    strip = frame.locator(".situation-figures li b").all_inner_texts()

    struck = watch_page("/strikes", **params)
    struck_map = map_frame(struck)
    query, _notes = parse({name.rstrip("_"): value for name, value in params.items()})
    counted = summary.strikes_reported(figures["strikes"], query)
    assert struck.get_by_role("heading", level=1).inner_text().startswith(counted)
    assert struck_map.evaluate("window.situation.drawn.strike_events") == drawn["strike_events"]

    fled = watch_page("/displacement", **params)
    fled_map = map_frame(fled)
    assert fled.locator(".im-figures b").first.inner_text() == strip[2]
    assert fled_map.evaluate("window.situation.drawn.flows") == drawn["flows"]

    line = watch_page("/front_lines", **params)
    assert map_frame(line).evaluate("window.situation.drawn.front_km") == drawn["front_km"]
    assert strip[4] in line.locator(".im-figures").inner_text()
