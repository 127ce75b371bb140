"""Names on the printed map: each on its own side of the front, none over another, none under a strong symbol."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

from lib.config.crisis import CONTESTED
from lib.events.query import Query
from lib.events.store import current
from lib.geography import places
from lib.maps.style import TOKENS
from lib.print import drawing
from lib.print.drawing import Sheet, draw
from tests.maps.test_print import boxes, overlaps

RULE = TOKENS["label"]
RANGES = [
    (date(2019, 12, 1), date(2019, 12, 20)),
    (date(2020, 1, 28), date(2020, 2, 15)),
    (date(2019, 12, 1), date(2020, 3, 5)),
]
LOOKS = [(35.95, 36.7, 8.5), (36.0, 36.75, 9.5), (35.8, 36.7, 10.5), (36.05, 36.8, 11.5)]
SHEETS = [Sheet(1280, 720), Sheet(900, 1100)]
VIEWS = [
    (replace(Query(start=first, end=last), lat=lat, lon=lon, zoom=zoom), SHEETS[n % 2])
    for n, ((first, last), (lat, lon, zoom)) in enumerate((days, look) for days in RANGES for look in LOOKS)
]


@pytest.fixture
def laid_out(monkeypatch):
    """Draw a view; give the drawing and what its names were laid out with."""
    seen = {}
    original = drawing.draw_names

    def spy(page, layout, query, what, areas, *rest):
        seen.update(page=page, layout=layout, areas=areas)
        original(page, layout, query, what, areas, *rest)

    monkeypatch.setattr(drawing, "draw_names", spy)
    return lambda query, sheet: (draw(current(), query, sheet), seen)


@pytest.mark.thorough
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0].end} {view[0].zoom} {view[1].width}")
def test_names_lie_on_their_own_side_apart_and_clear_of_strong_symbols(view, laid_out):
    made, seen = laid_out(*view)
    layout, page = seen["layout"], seen["page"]
    found = boxes(made, made.labels)
    texts = [text.get_text() for text in made.labels]
    assert not [(texts[a], texts[b]) for a, b in overlaps(found)]
    known = places.places()
    known = known.loc[known.geometry.notna()]
    at = dict(zip(known["place"], layout.view.points(known), strict=True))
    ground = {
        side: shapely.union_all(layout.view.shapes(shape))
        for side, shape in zip(seen["areas"]["controller"], seen["areas"].geometry, strict=True)
    }
    front = shapely.multipoints(layout.terrain.front)
    symbols = np.array(layout.symbols).reshape(-1, 4)
    faults = []
    for text, box in zip(texts, found, strict=True):
        if text not in at:
            continue
        (x0, y1), (x1, y0) = page.transform.inverted().transform([box[:2], box[2:]])
        ink = shapely.box(x0, y0, x1, y1)
        owner = next((side for side, shape in ground.items() if shapely.contains_xy(shape, *at[text])), None)
        # Contested ground is no side's alone.
        others = [] if owner == CONTESTED else [ground[side] for side in ground if side not in {owner, CONTESTED}]
        away = sum(shapely.area(shapely.intersection(ink, shape)) for shape in others)
        if away / shapely.area(ink) > 1 - RULE["own_side"] + 0.04:
            faults.append(f"{text}: {away / shapely.area(ink):.0%} on another side than {owner}")
        if shapely.distance(ink, front) < RULE["off_front"] - 2:
            faults.append(f"{text}: on the front")
        centres, radii = (symbols[:, :2] + symbols[:, 2:]) / 2, (symbols[:, 2] - symbols[:, 0]) / 2
        if (shapely.distance(shapely.points(centres), ink) < radii - 1).any():
            faults.append(f"{text}: under a symbol")
    assert not faults
    assert len(texts) > 5
    towns = Counter(text for text in texts if text in at)
    assert max(towns.values(), default=1) == 1


@pytest.mark.thorough
def test_a_near_picture_names_more_places_in_the_readers_language(laid_out):
    query = replace(Query(start=date(2020, 2, 1), end=date(2020, 2, 8)), lat=35.86, lon=36.75, zoom=11.5)
    small = places.settlements()
    for lang in ("en", "ar"):
        made, _seen = laid_out(replace(query, lang=lang), SHEETS[0])
        names = {text.get_text() for text in made.labels}
        assert len(names & set(places.spoken(small, lang))) > 3


def test_the_tint_fades_into_a_hatch_where_nothing_is_assessed(laid_out):
    query = replace(
        Query(start=date(2020, 2, 1), end=date(2020, 2, 8)), lat=35.1, lon=37.8, zoom=9, layers=frozenset({"control"})
    )
    made, seen = laid_out(query, replace(SHEETS[0], locator=False))
    assert "Not assessed" in made.legend
    assert "not assessed" in {text.get_text() for text in made.labels}
    for text in made.texts:
        text.set_visible(False)
    made.figure.canvas.draw()
    pixels = np.asarray(made.figure.canvas.buffer_rgba())[..., :3].astype(float)

    def patch(lon, lat=35.3):
        x, y = seen["page"].transform.transform(seen["layout"].view.xy([lon], [lat])[0])
        row, column = round(pixels.shape[0] - y), round(x)
        return pixels[row - 12 : row + 12, column - 12 : column + 12]

    def warm(part):
        return float((part[..., 0] - part[..., 2]).mean())

    tinted, half, bare = (patch(lon) for lon in (37.75, 38.03, 38.35))
    assert warm(tinted) > warm(half) + 8 > warm(bare) + 16
    south = [patch(37.3, lat) for lat in (35.3, 34.94, 34.6)]
    assert warm(south[0]) > warm(south[1]) + 8 > warm(south[2]) + 16
    assert (bare.max(axis=2) < 190).mean() > 0.03
    assert (tinted.max(axis=2) < 190).mean() < 0.01


@pytest.mark.thorough
def test_where_all_that_is_seen_is_assessed_nothing_is_hatched_or_said_of_it(laid_out):
    query = replace(Query(start=date(2020, 2, 1), end=date(2020, 2, 8)), lat=35.9, lon=36.7, zoom=11)
    made, _seen = laid_out(query, SHEETS[0])
    assert "Not assessed" not in made.legend
    assert "not assessed" not in {text.get_text() for text in made.labels}
