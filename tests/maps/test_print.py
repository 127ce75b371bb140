"""The printed map: what it draws, that every word of it can be read, and what it does with odd requests."""

from __future__ import annotations

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lib import layers
from lib.config.crisis import CRISIS
from lib.events.query import DEFAULT_LAYERS, FIRST_DAY, LAST_DAY, LAYERS, SYMBOLS, Query
from lib.events.schema import CONFIDENCES, CONTROLLERS, KINDS
from lib.events.store import Snapshot, current
from lib.exports.pictures import picture
from lib.geography import places
from lib.layers import modelled
from lib.layers import own as own_layer
from lib.maps.style import TOKENS
from lib.print import control as print_control
from lib.print import flows as print_flows
from lib.print import fonts as print_fonts
from lib.print import legend as print_legend
from lib.print import strikes as print_strikes
from lib.print import symbols as print_symbols
from lib.print import view as print_view
from lib.print.drawing import EXTENTS, SHEETS, Sheet, SheetError, draw, named
from lib.text.map_words import map_words
from tests.maps.colours import contrast

VIEWS = 30
LINK = "https://example.org/?from=2020-01-28&to=2020-02-15"
FORTNIGHT = Query(start=FIRST_DAY + timedelta(58), end=FIRST_DAY + timedelta(76))


@pytest.fixture(scope="module")
def snapshot():
    return current()


def some_view(number):
    """A view nobody chose: any range, filter, place and sheet; the same for the same number."""
    dice = random.Random(number)  # noqa: S311 - views, not secrets
    first = dice.randrange((LAST_DAY - FIRST_DAY).days + 1)
    last = dice.randrange(first, (LAST_DAY - FIRST_DAY).days + 1)
    query = Query(
        start=FIRST_DAY + timedelta(first),
        end=FIRST_DAY + timedelta(last),
        kinds=frozenset(kind for kind in KINDS if dice.random() < 0.85),
        controllers=frozenset(side for side in CONTROLLERS if dice.random() < 0.3),
        confidence=frozenset(CONFIDENCES[dice.randrange(2) :]),
        layers=frozenset(layer for layer in LAYERS if dice.random() < 0.8),
        symbols=SYMBOLS[number % len(SYMBOLS)],
        place=dice.choice(["", "", "Saraqib", "Dana", "Nowhere"]),
        lang=dice.choice(["en", "en", "ar"]),
    )
    if dice.random() < 0.4:
        at = {"lat": dice.uniform(35.2, 36.8), "lon": dice.uniform(35.9, 37.6), "zoom": dice.uniform(7, 12.5)}
        query = replace(query, **at)
    sheet = named(dice.choice([*SHEETS]), extent=dice.choice(EXTENTS), link=dice.choice(["", LINK]))
    return query, replace(sheet, figures=dice.random() < 0.8, note=dice.choice(["", "A note of the reader's own."]))


@pytest.fixture(scope="module")
def views(snapshot):
    """Thirty views, drawn."""
    asked = [some_view(number) for number in range(VIEWS)]
    return [(query, sheet, draw(snapshot, query, sheet)) for query, sheet in asked]


def boxes(drawing, texts):
    """Where the letters of the artists lie: left, bottom, right, top in dots; blank texts left out.

    An artist's own extent is a line of the font's full height, which lines of text share; this is the ink.
    """
    renderer = drawing.figure.canvas.get_renderer()
    found = []
    for text in texts:
        if not text.get_text().strip():
            continue
        wide, high, deep = renderer.get_text_width_height_descent(
            text.get_text(), text.get_fontproperties(), ismath=False
        )
        left = {"left": 0.0, "center": -wide / 2, "right": -wide}[text.get_horizontalalignment()]
        corners = np.array([[x, y] for x in (left, left + wide) for y in (-deep, high - deep)])
        turn = np.radians(text.get_rotation())
        corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        corners += text.get_transform().transform(text.get_position())
        found.append([*corners.min(axis=0), *corners.max(axis=0)])
    return np.array(found).reshape(-1, 4)


def overlaps(found):
    """Pairs of boxes that share more than a hair's breadth."""
    slack = 0.5
    wide = np.minimum(found[:, None, 2], found[None, :, 2]) - np.maximum(found[:, None, 0], found[None, :, 0])
    high = np.minimum(found[:, None, 3], found[None, :, 3]) - np.maximum(found[:, None, 1], found[None, :, 1])
    both = np.triu((wide > slack) & (high > slack), k=1)
    return np.argwhere(both)


def readable(drawing):
    """Every text that has to be read by itself; the numbers of circles go under other circles, as on the web map."""
    return [text for text in drawing.texts if text not in drawing.numbers]


def assert_every_text_stands_free(drawing):
    texts = [text for text in readable(drawing) if text.get_text().strip()]
    found = boxes(drawing, texts)
    assert not [(texts[a].get_text(), texts[b].get_text()) for a, b in overlaps(found)]
    width, height = drawing.figure.bbox.extents[2:]
    assert found[:, :2].min() >= 0
    assert found[:, 2].max() <= width
    assert found[:, 3].max() <= height


@pytest.mark.thorough
def test_what_a_picture_draws_equals_what_the_web_map_draws(views, snapshot):
    for query, _sheet, drawing in views:
        assert drawing.drawn == pytest.approx(layers.drawn(snapshot.events, query)), query


@pytest.mark.thorough
def test_no_two_texts_overlap_and_none_runs_outside_the_page(views):
    for _query, _sheet, drawing in views:
        assert_every_text_stands_free(drawing)


@pytest.mark.thorough
def test_no_name_leaves_the_map(views):
    for query, sheet, drawing in views:
        left, bottom, right, top = drawing.map
        found = boxes(drawing, drawing.labels)
        if len(found):
            assert (found[:, :2].min(axis=0) >= [left, bottom]).all(), (query, sheet)
            assert (found[:, 2:].max(axis=0) <= [right, top]).all(), (query, sheet)


def pictures_without_and_with_ink(drawing):
    """The picture without its letters, halos left, and with them; shape (height, width, 3)."""
    rendered = []
    for opacity in (0, 1):
        for text in drawing.texts:
            text.set_alpha(opacity)
        drawing.figure.canvas.draw()
        rendered.append(np.asarray(drawing.figure.canvas.buffer_rgba())[..., :3].astype(float))
    return rendered


def luminance(pixels):
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(0, VIEWS, 6))
def test_every_letter_stands_out_from_the_ground_it_lies_on(number, snapshot):
    query, sheet = some_view(number)
    drawing = draw(snapshot, query, sheet)
    ground, inked = pictures_without_and_with_ink(drawing)
    height = ground.shape[0]
    faint = []
    for text in readable(drawing):
        if not text.get_text().strip():
            continue
        left, bottom, right, top = np.round(boxes(drawing, [text])[0]).astype(int)
        part = np.s_[height - top : height - bottom, left:right]
        change = np.abs(inked[part] - ground[part]).sum(axis=2)
        # Where the letter covers its ground wholly: not the soft edge around it.
        core = change > 0.8 * change.max()
        light, dark = luminance(ground[part][core]), luminance(inked[part][core])
        ratio = (np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05)
        if np.percentile(ratio, 10) < 4.5:
            faint.append((text.get_text(), round(float(np.percentile(ratio, 10)), 2)))
    assert not faint


@pytest.mark.thorough
def test_the_ink_of_every_text_is_legible_on_paper(views):
    inks = {text.get_color() for _query, _sheet, drawing in views for text in readable(drawing)}
    shield = TOKENS["shield"]
    assert min(contrast(ink, "#ffffff") for ink in inks) >= 4.5
    assert contrast(shield["text"], shield["fill"]) >= 4.5


@pytest.mark.thorough
def test_four_hundred_names_in_one_view_leave_a_map_whose_names_can_be_read(snapshot, monkeypatch):
    dice = np.random.default_rng(3)
    count = 400
    lon, lat = dice.uniform(36.2, 37.0, count), dice.uniform(35.5, 36.3, count)
    names = [f"Settlement number {n}" for n in range(count)]
    frame = {"place": names, "place_ar": "", "rank": dice.integers(1, 5, count)}
    crowd = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    monkeypatch.setattr(places, "labels", lambda: crowd)
    drawing = draw(snapshot, replace(FORTNIGHT, lat=35.9, lon=36.6, zoom=11), SHEETS["1080p"])
    assert_every_text_stands_free(drawing)
    assert len(drawing.labels) > 20


@pytest.mark.thorough
@pytest.mark.parametrize("sheet", [*SHEETS.values(), Sheet(480, 480), Sheet(1600, 480)], ids=str)
def test_a_very_long_title_and_note_stay_on_the_page(sheet, snapshot):
    words = "a very long title that says far more than a title should " * 10
    drawing = draw(snapshot, FORTNIGHT, replace(sheet, title=words, note=words, link=LINK))
    assert_every_text_stands_free(drawing)
    shown = " ".join(text.get_text() for text in drawing.texts)
    assert "\N{HORIZONTAL ELLIPSIS}" in shown


@pytest.mark.thorough
def test_a_word_without_end_is_broken_instead_of_running_off_the_page(snapshot):
    assert_every_text_stands_free(draw(snapshot, FORTNIGHT, named("a4-portrait", title="x" * 300, note="y" * 300)))


@pytest.mark.thorough
def test_a_title_with_markup_is_shown_letter_by_letter(snapshot):
    title = "<b>Saraqib</b> & $x^2$ \\frac{1}{2} costs $5"
    drawing = draw(snapshot, FORTNIGHT, named("a4-portrait", title=title))
    lines = [text for text in drawing.texts if text.get_text() in title]
    assert title in " ".join(text.get_text() for text in lines)
    assert not any(text.get_parse_math() for text in drawing.texts)
    drawing.figure.canvas.draw()


def test_a_title_from_right_to_left_stands_on_the_right_and_is_joined(snapshot):
    title = "الحكومة تسيطر على معرة النعمان وسراقب"
    drawing = draw(snapshot, FORTNIGHT, named("a4-portrait", title=title))
    lines = [text for text in drawing.texts if text.get_text() and text.get_text() in title]
    room = drawing.figure.bbox.width
    assert lines
    assert all(right > 0.9 * room for right in boxes(drawing, lines)[:, 2])
    # A letter that is joined on both sides is narrower than one that stands alone.
    alone = print_fonts.width("س", print_fonts.REGULAR, 10)
    assert print_fonts.width("سسس", print_fonts.REGULAR, 10) < 0.9 * 3 * alone


@pytest.mark.thorough
def test_a_map_in_arabic_names_the_settlements_in_arabic(snapshot):
    drawing = draw(snapshot, replace(FORTNIGHT, lang="ar"), SHEETS["1080p"])
    names = {text.get_text() for text in drawing.labels}
    assert {"إدلب", "حلب"} <= names
    assert "Idlib" not in names


@pytest.mark.thorough
def test_a_blank_title_leaves_none_and_no_title_asks_for_the_finding(snapshot):
    assert draw(snapshot, FORTNIGHT, SHEETS["1080p"]).title.startswith("Government takes")
    assert draw(snapshot, FORTNIGHT, named("1080p", title=" \n ")).title == ""


@pytest.mark.thorough
def test_the_legend_names_what_is_in_the_picture_and_nothing_else(snapshot):
    def legend(**changes):
        return " | ".join(draw(snapshot, replace(FORTNIGHT, **changes), SHEETS["1080p"]).legend)

    assert "Strikes at a place" in legend()
    assert "Strikes at a place" not in legend(layers=DEFAULT_LAYERS - {"strikes"})
    assert "Observation" not in legend()
    assert "observation post" in legend(layers=DEFAULT_LAYERS | {"posts"})
    # North of Hama there is no camp, no crossing and no flow.
    south = legend(lat=35.2, lon=37.2, zoom=10.5)
    assert "Government-held" in south
    assert not any(word in south for word in ("Crossing", "Camp", "persons", "Opposition"))


WORDS = map_words()
KINDS_OF_STRIKES = {
    "circles": "Strikes at a place",
    "clusters": WORDS["cluster_legend"],
    "density": "Reported strikes per 100 km²",
}
SHAPES = [SHEETS["1080p"], SHEETS["a4-portrait"]]


def numbers(drawing):
    """The numbers on the map, those of the legend left out."""
    right = drawing.map[2]
    return [int(text.get_text()) for text in drawing.numbers if text.get_window_extent().x0 < right]


@pytest.mark.parametrize("sheet", SHAPES, ids=["wide", "upright"])
@pytest.mark.parametrize("symbols", KINDS_OF_STRIKES)
def test_the_legend_names_the_way_in_which_strikes_are_drawn_and_no_other(symbols, sheet, snapshot):
    legend = " | ".join(draw(snapshot, replace(FORTNIGHT, symbols=symbols), sheet).legend)
    assert KINDS_OF_STRIKES[symbols] in legend
    # Among clusters a place that lies alone keeps its circle.
    others = {"density"} if symbols == "clusters" else KINDS_OF_STRIKES.keys() - {symbols}
    assert not any(KINDS_OF_STRIKES[other] in legend for other in others)
    assert (WORDS["density_dot"] in legend) == (symbols == "density")


@pytest.mark.parametrize(
    ("symbols", "wanted"),
    [("circles", [2, 3, 4, 5]), ("clusters", [4, 10]), ("density", [])],
    ids=str,
)
def test_the_numbers_in_the_circles_add_up_to_the_strikes(symbols, wanted, make_table):
    # So far from each other that circles stay apart, and so near that clusters do not.
    near = [report(f"P{n}", lat, "36.6", number=n) for n, lat in ((5, "35.86"), (3, "35.795"), (2, "35.925"))]
    table = make_table(*itertools.chain(*near), *report("Far", "36.2", "37.1", number=4))
    drawing = draw(Snapshot(table, "0" * 12), replace(FORTNIGHT, symbols=symbols), SHEETS["1080p"])
    assert sorted(numbers(drawing)) == wanted
    assert not wanted or sum(wanted) == drawing.drawn["strike_events"] == 14


@pytest.mark.parametrize("symbols", KINDS_OF_STRIKES)
def test_however_strikes_are_drawn_the_picture_counts_the_same(symbols, snapshot):
    asked = replace(FORTNIGHT, symbols=symbols)
    assert draw(snapshot, asked, SHEETS["1080p"]).drawn == layers.drawn(snapshot.events, FORTNIGHT)


@pytest.mark.thorough
@pytest.mark.parametrize("format", ["svg", "png"])
@pytest.mark.parametrize("changes", [{"symbols": "clusters"}, {"symbols": "density"}, {"layers": frozenset(LAYERS)}])
def test_the_same_view_gives_the_same_bytes_however_it_is_drawn(changes, format, snapshot):  # noqa: A002
    first, again = (picture(snapshot, replace(FORTNIGHT, **changes), Sheet(640, 480), format) for _time in range(2))
    assert first == again


@pytest.mark.thorough
def test_modelled_flows_are_named_with_their_counter_and_their_number_and_never_counted_as_reported(snapshot):
    whole = Query(start=FIRST_DAY, end=LAST_DAY)
    plain = draw(snapshot, whole, SHEETS["1080p"])
    with_them = draw(snapshot, replace(whole, layers=DEFAULT_LAYERS | {"modelled"}), SHEETS["1080p"])
    (entry,) = (words for words in with_them.legend if words.startswith("Modelled, not reported"))
    split = modelled.shown(snapshot.events, replace(whole, layers=DEFAULT_LAYERS | {"modelled"}))
    assert entry == WORDS["modelled_entry"].format(who=split.counter, n=len(split.flows), all=split.all)
    assert with_them.overlays["modelled"] == len(split.flows) == TOKENS["modelled"]["most_drawn"] < split.all
    assert with_them.drawn == plain.drawn
    assert not any(words.startswith("Modelled") for words in plain.legend)


@pytest.mark.thorough
def test_a_range_without_modelled_flows_says_so(make_table):
    snapshot = Snapshot(make_table(*report("Ariha", "35.81", "36.6")), "0" * 12)
    quiet = replace(FORTNIGHT, layers=DEFAULT_LAYERS | {"modelled"})
    drawing = draw(snapshot, quiet, SHEETS["1080p"])
    assert drawing.overlays["modelled"] == 0
    assert WORDS["modelled_none"] in drawing.notes
    assert WORDS["modelled_none"] not in draw(snapshot, replace(quiet, layers=DEFAULT_LAYERS), SHEETS["1080p"]).notes


@pytest.mark.thorough
@pytest.mark.parametrize("sheet", SHAPES, ids=["wide", "upright"])
def test_a_post_without_a_known_point_is_named_under_the_legend(sheet, snapshot):
    asked = replace(FORTNIGHT, layers=DEFAULT_LAYERS | {"posts"})
    drawing = draw(snapshot, asked, sheet)
    written = " ".join(text.get_text() for text in drawing.texts)
    assert "Observation posts without a known point are not drawn: Shir Mughar." in written
    assert "Shir Mughar" not in " ".join(draw(snapshot, FORTNIGHT, sheet).notes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"layers": DEFAULT_LAYERS | {"online"}}, "online background"),
        ({"mode": "swipe", "compare": FIRST_DAY}, "divider"),
    ],
    ids=["online", "divider"],
)
@pytest.mark.thorough
def test_what_only_the_web_map_can_show_is_said_under_the_legend(changes, words, snapshot):
    drawing = draw(snapshot, replace(FORTNIGHT, **changes), SHEETS["1080p"])
    assert words in " ".join(drawing.notes)
    assert words in " ".join(text.get_text() for text in drawing.texts)
    assert draw(snapshot, FORTNIGHT, SHEETS["1080p"]).notes == ()


def report(place, lat, lon, day="2020-02-01", number=1):
    return [
        {"kind": "strike", "place": place, "lat": lat, "lon": lon, "date_start": day, "event_id": f"{place}{day}{n}"}
        for n in range(number)
    ]


@pytest.mark.thorough
def test_an_own_table_laid_beside_is_drawn_apart_and_in_no_figure(snapshot, make_table):
    rows = [*report("Ariha", "35.81", "36.6", number=7), *report("Idlib", "35.93", "36.63")]
    rows += report("Saraqib", "35.86", "36.8", day="2019-12-02")
    own = Snapshot(make_table(*rows), "own-1", own=True)
    plain, beside = (draw(snapshot, FORTNIGHT, SHEETS["1080p"], other) for other in (None, own))
    assert beside.overlays["own"] == 2
    assert beside.legend == (WORDS["own_legend"], *plain.legend)
    assert beside.drawn == plain.drawn
    assert beside.title == plain.title
    assert sorted(numbers(beside)) == sorted([*numbers(plain), 7])


def test_an_own_table_with_nothing_in_the_picture_is_told_in_words(snapshot, make_table):
    own = Snapshot(make_table(*report("Ariha", "35.81", "36.6", day="2019-12-02")), "own-1", own=True)
    drawing = draw(snapshot, FORTNIGHT, SHEETS["1080p"], own)
    assert drawing.overlays["own"] == 0
    assert WORDS["own_legend"] not in drawing.legend
    assert any("own table" in note for note in drawing.notes)


def test_places_of_an_own_table_beyond_those_drawn_are_counted_in_words(snapshot, make_table, monkeypatch):
    monkeypatch.setattr(own_layer, "MOST_PLACES", 1)
    rows = [*report("Ariha", "35.81", "36.6", number=2), *report("Idlib", "35.93", "36.63")]
    drawing = draw(snapshot, FORTNIGHT, SHEETS["1080p"], Snapshot(make_table(*rows), "own-1", own=True))
    assert drawing.overlays["own"] == 1
    assert "1 place of your own table is not drawn." in drawing.notes


@pytest.mark.parametrize(("days", "more"), [(0, 0), (40, 0), (63, 5), (98, 0)])
def test_squares_of_an_own_table_are_what_the_browser_is_sent(days, more, snapshot):
    query = Query(start=FIRST_DAY + timedelta(days), end=min(FIRST_DAY + timedelta(days + more), LAST_DAY))
    first, last = ((day - FIRST_DAY).days for day in (query.start, query.end))
    sent = [
        (one["place"], sum(n for begin, end, n in one["rows"] if begin <= last and end >= first))
        for one in own_layer.places(snapshot.events, query)["places"]
    ]
    squares, left_out = own_layer.squares(snapshot.events, query)
    assert list(zip(squares["place"], squares["n"], strict=True)) == [(place, n) for place, n in sent if n]
    assert left_out == 0


@pytest.mark.thorough
def test_an_arc_is_explained_where_some_strikes_of_a_place_are_coarse_and_a_pale_circle_where_all_are(make_table):
    def legend(*precisions):
        rows = [
            {**row, "geo_precision": precision, "event_id": str(n), "group_id": str(n)}
            for n, precision in enumerate(precisions)
            for row in report("Saraqib", "35.86", "36.8")
        ]
        return draw(Snapshot(make_table(*rows), "0" * 12), FORTNIGHT, SHEETS["1080p"]).legend

    share, pale = WORDS["strike_partly"], WORDS["strike_coarse"]
    fine = legend("settlement", "settlement")
    mixed = legend("settlement", "subdistrict")
    coarse = legend("subdistrict", "governorate")
    assert [[words in found for words in (share, pale)] for found in (fine, mixed, coarse)] == [
        [False, False],
        [True, False],
        [False, True],
    ]


@pytest.mark.parametrize(("wide", "named"), [(0.5, False), (7.5, False), (9.5, True), (40.0, True)])
def test_ground_that_passed_is_named_only_where_a_patch_of_nine_pixels_is_seen(wide, named, snapshot):
    query = replace(FORTNIGHT, lat=35.9, lon=36.6, zoom=9)
    view = print_view.view_of(snapshot.events, query, "view", (0.0, 0.0, 900.0, 600.0))
    # A strip as long as half the map: its size in square pixels does not make it seen.
    west, _south, _east, north = view.bounds(0)
    strip = shapely.box(west + 0.1, north - 0.2 - wide / view.km / 111, west + 0.5, north - 0.2)
    assert picture_of(view, snapshot, query, strip) == named
    outside = shapely.box(west - 0.5, north - 0.4, west - 0.1, north - 0.2)
    assert not picture_of(view, snapshot, query, outside)


def picture_of(view, snapshot, query, passed):
    """Whether the legend of a view says that some ground passed to the first side that can gain any."""
    held = replace(print_control.control_view(snapshot.events, query), gains={CRISIS.gains[0].id: passed})
    what = print_symbols.symbols(snapshot.events, query)
    struck = print_strikes.struck(view, what.strikes, query.symbols)
    flows, before = (print_flows.arrange(view, some) for some in (what.flows, what.earlier_flows))
    seen = print_legend.VisibleMap(view, held, what, struck, flows, before, {}, ())
    return WORDS["gained"][CRISIS.gains[0].id] in [entry.words for entry in print_legend.legend(seen, query).entries]


@pytest.mark.thorough
@pytest.mark.parametrize("sheet", [SHEETS["1080p"], SHEETS["a4-portrait"]], ids=["wide", "upright"])
@pytest.mark.parametrize(
    "changes",
    [
        {"start": FIRST_DAY, "end": FIRST_DAY},
        {"start": LAST_DAY, "end": LAST_DAY},
        {"kinds": frozenset()},
        {"layers": frozenset()},
        {"kinds": frozenset({"displacement"})},
        {"kinds": frozenset({"strike"})},
        {"symbols": "clusters"},
        {"symbols": "density", "layers": frozenset(LAYERS)},
        {"symbols": "clusters", "layers": frozenset(LAYERS), "lat": 35.9, "lon": 36.6, "zoom": 10.5},
        {"place": "Nowhere at all"},
        {"lat": 41.9, "lon": 30.1, "zoom": 16.0},
        {"lat": 30.0, "lon": 45.0, "zoom": 5.0},
    ],
    ids="+".join,
)
def test_a_sparse_or_odd_view_is_still_a_sound_picture(sheet, changes, snapshot):
    assert_every_text_stands_free(draw(snapshot, replace(FORTNIGHT, **changes), sheet))


@pytest.mark.thorough
@pytest.mark.parametrize("extent", EXTENTS)
def test_a_table_without_strikes_or_front_or_rows_is_still_drawn(extent, make_table):
    for rows in (
        [],
        [{"kind": "strike", "place": "Saraqib", "lat": "35.86", "lon": "36.8", "date_start": "2020-02-01"}],
    ):
        drawing = draw(Snapshot(make_table(*rows), "0" * 12), FORTNIGHT, named("1080p", extent=extent))
        drawing.figure.canvas.draw()
        assert drawing.drawn["front_km"] == 0
        assert drawing.drawn["strike_events"] == len(rows)


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(0, 0),
        Sheet(1920, 0),
        Sheet(-1, 1080),
        Sheet(50_000, 50_000),
        Sheet(8_000, 8_000),
        Sheet(float("nan"), 1080),
        Sheet(float("inf"), 1080),
        Sheet(297, 210, "mm", 0),
        Sheet(297, 210, "mm", 100_000),
        Sheet(297, 210, "inch"),
        replace(SHEETS["1080p"], extent="moon"),
        replace(SHEETS["1080p"], title="x" * 5000),
        replace(SHEETS["1080p"], link="https://example.org/" + "x" * 5000),
    ],
    ids=lambda sheet: f"{sheet.width}x{sheet.height}{sheet.unit}",
)
def test_a_sheet_that_cannot_be_drawn_is_refused_with_a_sentence(sheet, snapshot):
    with pytest.raises(SheetError, match=r"^[A-Z].*\.$"):
        draw(snapshot, FORTNIGHT, sheet)


def test_a_size_that_is_not_known_is_answered_with_those_that_are():
    with pytest.raises(SheetError, match="a4-landscape"):
        named("postage stamp")


@pytest.mark.thorough
def test_a_picture_twice_as_large_shows_the_same_map(snapshot):
    small, large = (draw(snapshot, FORTNIGHT, SHEETS[name]) for name in ("1080p", "4k"))
    assert [text.get_text() for text in small.labels] == [text.get_text() for text in large.labels]
    assert boxes(large, large.labels) == pytest.approx(2 * boxes(small, small.labels), abs=2.5)


def test_a_crowded_name_is_led_to_its_point_by_a_line(snapshot):
    whole = Query(start=FIRST_DAY, end=LAST_DAY)
    names = {text.get_text() for text in draw(snapshot, whole, SHEETS["a3-landscape"]).labels}
    # The places that the title names are on the map, however many strikes lie around them.
    assert {"Maarat al-Numan", "Kafr Nabl", "Saraqib"} <= names


@pytest.mark.thorough
def test_many_pictures_at_once_are_the_same_as_one_by_one(snapshot):
    asked = [some_view(number) for number in range(4)]
    alone = [[text.get_text() for text in draw(snapshot, *view).texts] for view in asked]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda view: [text.get_text() for text in draw(snapshot, *view).texts], asked * 2))
    assert together == alone * 2


@pytest.mark.thorough
def test_the_view_an_address_asks_for_is_the_view_that_is_drawn(snapshot):
    near, far = (
        draw(snapshot, replace(FORTNIGHT, lat=35.86, lon=36.8, zoom=zoom), SHEETS["1080p"]) for zoom in (11, 9)
    )
    assert "Saraqib" in {text.get_text() for text in near.labels}
    assert "Aleppo" not in {text.get_text() for text in near.labels}
    assert "Aleppo" in {text.get_text() for text in far.labels}


def test_the_same_colours_and_widths_feed_both_maps(snapshot):
    drawing = draw(snapshot, FORTNIGHT, SHEETS["1080p"])
    edges = {
        tuple(np.round(artist.get_edgecolor()[:3], 3))
        for artist in drawing.figure.artists
        if hasattr(artist, "get_path")
    }
    wanted = (TOKENS["front"]["colour"], TOKENS["ground"]["border"]["colour"], TOKENS["ground"]["highway"]["colour"])
    for colour in wanted:
        channels = tuple(round(int(colour[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))
        assert channels in edges, colour


def test_sheets_differ_in_every_pair():
    assert all(one != other for one, other in itertools.combinations(SHEETS.values(), 2))
