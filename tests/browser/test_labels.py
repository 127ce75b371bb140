"""Names on the map as they are drawn: each on its own side of the front, none over another, none under a circle."""

from __future__ import annotations

import io
from collections import Counter
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image

from lib.analysis import control
from lib.config.crisis import CONTESTED
from lib.config.language import LANGUAGES
from lib.events.address import day as day_of
from lib.events.store import current
from lib.geography import places
from lib.maps.style import TOKENS
from lib.print.view import TILE, mercator
from tests.browser.conftest import DESKTOP, PHONE, map_frame
from tests.maps.colours import rgb

SIZES = [DESKTOP, {"width": 1366, "height": 768}, PHONE, {"width": 820, "height": 1180}]
DAYS = ("2019-12-20", "2020-01-28", "2020-02-08", "2020-02-15", "2020-03-05")
PLACES = (
    (35.95, 36.7, 8.0), (35.9, 36.65, 9.0), (35.98, 36.75, 9.75), (36.2, 37.0, 10.0), (35.75, 36.7, 10.5),
    (36.05, 36.8, 11.25), (35.86, 36.8, 12.0), (36.0, 36.63, 13.0),
)  # fmt: skip
"""Latitude, longitude and zoom of what is looked at, on each of the days: forty views in each size."""
RULE = TOKENS["label"]

MEASURE = """() => {
    const ctm = document.querySelector(".situation-symbols").getScreenCTM();
    const map = window.map;
    const room = document.querySelector(".leaflet-container").getBoundingClientRect();
    const inside = ([left, top, right, bottom]) => {
        const [x, y] = [(left + right) / 2 + ctm.e - room.left, (top + bottom) / 2 + ctm.f - room.top];
        return x > 0 && y > 0 && x < room.width && y < room.height;
    };
    const origin = map.getPixelOrigin();
    // The ink of the letters: their own boxes are as high as the font's tallest sign.
    const ink = (text) => {
        const box = text.getBBox();
        const size = Number(text.getAttribute("font-size"));
        const [first, rows] = [Number(text.getAttribute("y")), Math.max(1, text.childElementCount)];
        return [box.x, first - 0.76 * size, box.x + box.width, first + (rows - 1) * 1.2 * size + 0.2 * size];
    };
    const labels = [...document.querySelectorAll(".situation-labels text[data-label]")]
        .filter((text) => !text.hasAttribute("transform"))
        .map((text) => ({
            kind: text.dataset.label, text: text.textContent, size: Number(text.getAttribute("font-size")),
            box: ink(text),
        }))
        .filter(({ box }) => inside(box));
    const circles = [...document.querySelectorAll(".situation-strikes circle")]
        .filter((circle) => Number(circle.getAttribute("fill-opacity") ?? 1) > 0.5)
        .filter((circle) => circle.getAttribute("fill") !== "none")
        .map((circle) => ["cx", "cy", "r"].map((name) => Number(circle.getAttribute(name))));
    return { labels, circles, zoom: map.getZoom(), origin: [origin.x, origin.y] };
}"""


@lru_cache(maxsize=len(DAYS))
def held(day: str) -> tuple[dict[str, shapely.Geometry], shapely.Geometry]:
    """Each side's ground and the front on a day, in unit Mercator."""
    drawn = control.control_map(current().events, day_of(day))
    areas = {side: _unit(shape) for side, shape in zip(drawn.areas["controller"], drawn.areas.geometry, strict=True)}
    return areas, _unit(shapely.union_all(drawn.front.loc[drawn.front["is_front"]].geometry.to_numpy()))


def _unit(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: np.column_stack(mercator(xy[:, 0], xy[:, 1])))


@lru_cache(maxsize=len(LANGUAGES))
def points(lang: str) -> dict[str, np.ndarray]:
    """Where the towns of each name are, in unit Mercator, shape (n, 2): in a language several may share one."""
    known = places.places()
    known = known.loc[known.geometry.notna()]
    where = pd.DataFrame(dict(zip("xy", mercator(known.geometry.x, known.geometry.y), strict=True)))
    return {str(name): rows.to_numpy() for name, rows in where.groupby(places.spoken(known, lang).to_list())}


def wrong_side(shown: dict[str, Any], day: str, lang: str) -> list[str]:
    """Names of towns that lie across the front, or with more than the least share on another side's ground."""
    areas, front = held(day)
    scale = TILE * 2 ** shown["zoom"]
    found = []
    for label in shown["labels"]:
        if label["kind"] != "town":
            continue
        box = (np.array(label["box"]) + np.tile(shown["origin"], 2)) / scale
        known = points(lang)[label["text"]]
        at = known[np.hypot(*(known - (box[:2] + box[2:]) / 2).T).argmin()]
        owner = next((side for side, shape in areas.items() if shapely.contains_xy(shape, *at)), None)
        whole = (box[2] - box[0]) * (box[3] - box[1])
        # Contested ground is no side's alone.
        others = [] if owner == CONTESTED else [side for side in areas if side not in {owner, CONTESTED}]
        away = sum(shapely.area(shapely.clip_by_rect(areas[side], *box)) for side in others)
        # Its edge is read off cells of three pixels.
        if away / whole > 1 - RULE["own_side"] + 0.04:
            found.append(f"{label['text']}: {away / whole:.0%} on another side than {owner}")
        if shapely.distance(shapely.box(*box), front) * scale < RULE["off_front"] - 2:
            found.append(f"{label['text']}: on the front")
    return found


def overlapping(shown: dict[str, Any]) -> list[tuple[str, str]]:
    labels = shown["labels"]
    boxes = np.array([label["box"] for label in labels]).reshape(-1, 4)
    wide = np.minimum(boxes[:, None, 2], boxes[None, :, 2]) - np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    high = np.minimum(boxes[:, None, 3], boxes[None, :, 3]) - np.maximum(boxes[:, None, 1], boxes[None, :, 1])
    pairs = np.argwhere(np.triu((wide > 0.5) & (high > 0.5), k=1))
    return [(labels[a]["text"], labels[b]["text"]) for a, b in pairs]


def under_circles(shown: dict[str, Any]) -> list[str]:
    centres = np.array(shown["circles"]).reshape(-1, 3)
    found = []
    for label in shown["labels"]:
        left, top, right, bottom = label["box"]
        away = np.hypot(
            centres[:, 0] - np.clip(centres[:, 0], left, right), centres[:, 1] - np.clip(centres[:, 1], top, bottom)
        )
        if label["kind"] == "town" and (away < centres[:, 2] - 1).any():
            found.append(label["text"])
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_lie_on_their_own_side_apart_and_clear_of_circles(watch_page, size, lang):
    page = watch_page(viewport=size, lang=lang)
    frame = map_frame(page)
    frame.wait_for_function("window.situation.figures")
    with page.expect_response("**/settlements.json**"):
        frame.evaluate("window.situationMap.look(36, 36.7, 12)")
    faults, named = [], 0
    for day in DAYS:
        frame.evaluate("(day) => window.situationMap.setRange(`${day.slice(0, 8)}01`, day)", day)
        for view in PLACES:
            frame.evaluate("(view) => window.situationMap.look(...view)", view)
            shown = frame.evaluate(MEASURE)
            named += len(shown["labels"])
            twice = Counter(label["text"] for label in shown["labels"] if label["kind"] in {"town", "site"})
            told = [
                *wrong_side(shown, day, lang),
                *(f"{one} over {other}" for one, other in overlapping(shown)),
                *(f"{name}: under a circle" for name in under_circles(shown)),
                *(f"{name}: {n} times" for name, n in twice.items() if n > 1),
                *(f"{label['text']}: {label['size']} px" for label in shown["labels"] if label["size"] < 11),
            ]
            faults += [f"{day} at {view}: {fault}" for fault in told]
    assert not faults
    assert named > 5 * len(list(product(DAYS, PLACES)))


def test_a_near_view_names_more_places_in_an_answer_of_its_own_in_the_readers_language(watch_page):
    page = watch_page(lang="ar", layers="control,front")
    frame = map_frame(page)
    names = "() => [...document.querySelectorAll('[data-label=town]')].map((text) => text.textContent)"
    assert not frame.evaluate("performance.getEntriesByType('resource').some(({ name }) => /settlements/.test(name))")
    frame.evaluate("window.situationMap.look(35.86, 36.75, 10)")
    before = set(frame.evaluate(names))
    with page.expect_response(lambda answer: answer.url.endswith("/settlements.json?lang=ar")) as answered:
        frame.evaluate("window.situationMap.look(35.86, 36.75, 12)")
    smaller = {name for name, *_rest in answered.value.json()["towns"]}
    assert "immutable" in answered.value.headers["cache-control"]
    frame.wait_for_function("document.querySelectorAll('[data-label=town]').length > 12")
    # Two places may bear one name: what is new is neither named before nor known to the wide view.
    assert len((set(frame.evaluate(names)) & smaller) - before) > 5
    assert all(any("\u0600" <= sign <= "\u06ff" for sign in name) for name in frame.evaluate(names))


def patch(frame, lat, lon, half=24):
    """The pixels around a point of the map, shape (n, n, 3), with the symbols and names taken off."""
    frame.add_style_tag(content=".situation-symbols, .situation-frame, .situation-legend { visibility: hidden }")
    at = frame.evaluate("([lat, lon]) => window.map.latLngToContainerPoint([lat, lon])", [lat, lon])
    with Image.open(io.BytesIO(frame.locator(".leaflet-container").screenshot())) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(float)
    x, y = round(at["x"]), round(at["y"])
    return pixels[y - half : y + half, x - half : x + half]


def warm(pixels):
    """How far the pixels are from grey toward the first side's tint."""
    return float((pixels[..., 0] - pixels[..., 2]).mean())


def test_the_tint_fades_into_a_hatch_where_nothing_is_assessed_and_what_lies_beyond_is_land(watch_page):
    page = watch_page(layers="control")
    frame = map_frame(page)
    frame.evaluate("window.situationMap.look(35.45, 38.0, 10)")
    tinted, half, bare = (patch(frame, 35.45, lon) for lon in (37.75, 38.03, 38.3))
    assert warm(tinted) > warm(half) + 8 > warm(bare) + 16
    land = 255 * np.array(rgb(TOKENS["ground"]["land"]))
    # Lines of a pixel every nine, on bare land.
    assert np.median(bare, axis=(0, 1)) == pytest.approx(land, abs=6)
    dark = (bare.max(axis=2) < 222).mean()
    assert 0.04 < dark < 0.3
    assert (tinted.max(axis=2) < 222).mean() < dark / 4
    frame.evaluate("window.situationMap.look(37.4, 39.0, 8)")
    assert patch(frame, 38.4, 38.5, 6).reshape(-1, 3) == pytest.approx(np.tile(land, (144, 1)), abs=2)


def test_what_is_not_assessed_is_named_on_the_map_and_in_the_legend_and_opens_to_nobodys_ground(watch_page):
    page = watch_page(layers="control,front")
    frame = map_frame(page)
    legend = frame.locator(".situation-few").get_by_text("not assessed")
    frame.evaluate("window.situationMap.look(35.45, 36.6, 11)")
    legend.wait_for(state="detached")
    frame.evaluate("window.situationMap.look(35.45, 38.2, 10)")
    legend.wait_for(state="attached")
    assert frame.locator("[data-label=unassessed]").text_content() == "not assessed"
    for lon, opens in ((38.35, False), (38.12, False), (37.6, True)):
        at = frame.evaluate("(lon) => window.map.latLngToContainerPoint([35.3, lon])", lon)
        frame.locator(".leaflet-container").click(position={"x": at["x"], "y": at["y"]})
        if opens:
            frame.locator("[data-popup][data-kind=place]").wait_for()
        assert frame.locator("[data-popup]").count() == int(opens)
