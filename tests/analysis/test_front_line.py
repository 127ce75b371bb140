"""Areas without gaps, a calm line, and every place on its own side or named as an exception."""

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import control
from lib.analysis.front import field as front_field
from lib.analysis.front import line as front_line
from lib.analysis.front.line import AREA_COLUMNS, BAND_COLUMNS, LINE_COLUMNS, Reason, draw, to_metres
from tests.analysis.land import areas_changed

REGION = shapely.box(36.2, 35.4, 37.0, 36.0)
GOVERNMENT, OPPOSITION, TURKISH, KURDISH = front_line.SIDES


def drawing(*places, region=REGION, unsure=None):
    """The drawing of (lon, lat, controller) places."""
    lon, lat, holder = zip(*places, strict=True) if places else ((), (), ())
    return draw(np.array(lon, dtype=float), np.array(lat, dtype=float), list(holder), region, unsure=unsure)


def column(lon, holder, south=35.45, north=35.95, step=0.05):
    return [(lon, float(lat), holder) for lat in np.arange(south, north + 1e-9, step)]


def assert_covers(result, region=REGION):
    """The areas neither overlap nor leave gaps in the region."""
    areas = to_metres(result.areas.geometry.to_numpy())
    whole = to_metres(shapely.segmentize(region, 0.05))
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    assert shapely.area(areas).sum() == pytest.approx(whole.area, rel=1e-4)
    assert shapely.symmetric_difference(shapely.union_all(areas), whole).area < whole.area * 1e-4


def length(result):
    return float(result.front.loc[result.front.is_front, "length_km"].sum())


def test_no_place_gives_empty_frames_with_their_columns():
    result = drawing()
    assert list(result.areas.columns) == list(AREA_COLUMNS)
    assert list(result.front.columns) == list(LINE_COLUMNS)
    assert list(result.band.columns) == list(BAND_COLUMNS)
    assert len(result.areas) == len(result.front) == len(result.band) == len(result.reasons) == 0


@pytest.mark.parametrize("number", [1, 12])
def test_one_side_holds_everything_and_there_is_no_line(number):
    result = drawing(*column(36.5, OPPOSITION)[:number])
    assert result.areas.controller.tolist() == [OPPOSITION]
    assert len(result.front) == len(result.band) == 0
    assert_covers(result)


def test_two_places_that_oppose_each_other_share_the_region():
    result = drawing((36.4, 35.7, OPPOSITION), (36.8, 35.7, GOVERNMENT))
    assert set(result.areas.controller) == {OPPOSITION, GOVERNMENT}
    assert (result.reasons == "").all()
    assert_covers(result)


def test_the_line_between_two_straight_rows_is_straight_and_half_way():
    result = drawing(*column(36.5, OPPOSITION, 35.4, 36.0, 0.02), *column(36.7, GOVERNMENT, 35.4, 36.0, 0.02))
    # 0.6 degrees of latitude are 66.6 km: no grid noise adds to that.
    assert length(result) == pytest.approx(66.6, rel=0.01)
    x = shapely.get_coordinates(result.front.geometry.to_numpy())[:, 0]
    assert np.abs(x - 36.6).max() < 0.01


def test_the_length_of_a_slanted_line_does_not_depend_on_the_grid(monkeypatch):
    at = np.arange(0, 0.6, 0.02)
    rows = [(36.3 + d, 35.4 + d, OPPOSITION) for d in at] + [(36.45 + d, 35.4 + d, GOVERNMENT) for d in at]
    usual = length(drawing(*rows))
    monkeypatch.setattr(front_field, "CELL", 500.0)
    monkeypatch.setattr(front_field.grid_over, "__defaults__", (500.0,))
    front_line._region.cache_clear()
    finer = length(drawing(*rows))
    front_line._region.cache_clear()
    assert finer == pytest.approx(usual, rel=0.01)


def test_a_lone_village_makes_no_hole_and_is_named():
    result = drawing(*column(36.5, OPPOSITION), *column(36.6, OPPOSITION), (36.55, 35.7, GOVERNMENT))
    assert result.areas.controller.tolist() == [OPPOSITION]
    assert result.reasons[-1] == Reason.LONE


def test_two_villages_make_an_enclave():
    around = [p for p in column(36.5, OPPOSITION) + column(36.7, OPPOSITION) if abs(p[1] - 35.7) > 0.08]
    result = drawing(*around, (36.59, 35.7, GOVERNMENT), (36.61, 35.7, GOVERNMENT))
    assert set(result.areas.controller) == {OPPOSITION, GOVERNMENT}
    assert (result.reasons == "").all()
    assert_covers(result)


def test_a_part_of_the_region_without_any_place_goes_to_the_nearest_side():
    island = shapely.union(REGION, shapely.box(37.3, 35.4, 37.5, 36.0))
    result = drawing(*column(36.5, OPPOSITION), *column(36.7, GOVERNMENT), region=island)
    assert result.areas.set_index("controller").geometry[GOVERNMENT].contains(shapely.Point(37.4, 35.7))
    assert_covers(result, island)


def test_the_line_between_opposition_and_turkish_backed_area_is_no_front():
    result = drawing(*column(36.4, OPPOSITION), *column(36.6, TURKISH), *column(36.8, GOVERNMENT))
    kinds = {(row.side_a, row.side_b): bool(row.is_front) for row in result.front.itertuples()}
    assert kinds == {(OPPOSITION, TURKISH): False, (GOVERNMENT, TURKISH): True}


def test_the_line_runs_on_through_a_contested_place_whose_patch_is_small():
    sides = [*column(36.5, OPPOSITION), *column(36.7, GOVERNMENT)]
    plain, disputed = drawing(*sides), drawing(*sides, (36.6, 35.7, "contested"))
    area = disputed.areas.set_index("controller").area_km2
    assert 8 < area["contested"] < 13
    assert length(disputed) == pytest.approx(length(plain), rel=0.01)
    assert_covers(disputed)


def test_a_contested_place_the_fight_has_left_behind_is_not_drawn():
    sides = [*column(36.3, OPPOSITION), *column(36.4, GOVERNMENT), *column(36.8, GOVERNMENT)]
    result = drawing(*sides, (36.7, 35.7, "contested"))
    assert "contested" not in set(result.areas.controller)
    assert result.reasons[-1] == Reason.OVERTAKEN


def test_of_two_places_at_one_point_the_later_counts():
    sides = [*column(36.5, OPPOSITION), *column(36.7, GOVERNMENT)]
    result = drawing(*sides, (36.55, 35.7, GOVERNMENT), (36.55, 35.7, OPPOSITION))
    assert result.reasons[-2] == Reason.OLDER
    assert result.reasons[-1] == ""


def test_a_place_outside_the_region_or_without_a_point_is_named():
    result = drawing(*column(36.5, OPPOSITION), (39.0, 35.7, GOVERNMENT), (float("nan"), float("nan"), GOVERNMENT))
    assert result.reasons[-2:].tolist() == [Reason.OUTSIDE, Reason.NO_POINT]
    assert result.areas.controller.tolist() == [OPPOSITION]


def test_the_band_is_narrow_where_places_are_close_and_wide_where_they_are_not():
    close = drawing(*column(36.59, OPPOSITION, step=0.02), *column(36.61, GOVERNMENT, step=0.02))
    far = drawing(*column(36.45, OPPOSITION, step=0.02), *column(36.75, GOVERNMENT, step=0.02))
    assert close.band.width_km.median() < 1.5
    assert far.band.width_km.min() > 9


def test_the_band_does_not_overlap_itself_and_stays_in_the_region():
    result = drawing(*column(36.5, OPPOSITION, step=0.02), *column(36.6, GOVERNMENT, step=0.02))
    band = to_metres(result.band.geometry.to_numpy())
    assert shapely.area(band).sum() == pytest.approx(shapely.union_all(band).area, rel=1e-6)
    outside = shapely.difference(shapely.union_all(band), to_metres(shapely.segmentize(REGION, 0.05)))
    assert outside.area < 1e4


def test_the_same_places_in_another_order_give_the_same_areas():
    rows = [*column(36.5, OPPOSITION), *column(36.7, GOVERNMENT), *column(36.9, TURKISH)]
    one, other = drawing(*rows), drawing(*rows[::-1])
    assert one.areas.area_km2.to_numpy() == pytest.approx(other.areas.area_km2.to_numpy())


places = st.lists(
    st.tuples(
        st.integers(0, 100).map(lambda n: 36.1 + n / 100),
        st.integers(0, 80).map(lambda n: 35.3 + n / 100),
        st.sampled_from([*front_line.SIDES, "contested"]),
    ),
    max_size=40,
)


@pytest.mark.thorough
@given(places)
def test_whatever_the_table_areas_cover_the_region_and_each_place_is_at_home_or_named(rows):
    result = drawing(*rows)
    drawn = {holder for (*_, holder), reason in zip(rows, result.reasons, strict=True) if not reason}
    if drawn & set(front_line.SIDES):
        assert_covers(result)
    assert set(result.areas.controller) <= {holder for *_, holder in rows}
    area = result.areas.set_index("controller").geometry
    for (lon, lat, holder), reason in zip(rows, result.reasons, strict=True):
        assert reason or area[holder].distance(shapely.Point(lon, lat)) < 1e-4
    assert (result.front.length_km > 0).all()
    assert result.stretches.length_km.sum() == pytest.approx(result.front.length_km.sum(), abs=1e-3)
    assert shapely.is_valid(result.band.geometry.to_numpy()).all()


@pytest.mark.thorough
@given(places)
def test_whatever_the_table_an_enclave_has_two_places_of_its_side(rows):
    result = drawing(*rows)
    region = to_metres(shapely.segmentize(REGION, 0.05))
    used = [(row, reason) for row, reason in zip(rows, result.reasons, strict=True) if not reason]
    for area in result.areas[result.areas.controller != "contested"].itertuples():
        own = [shapely.Point(lon, lat) for (lon, lat, holder), _ in used if holder == area.controller]
        parts = shapely.get_parts(to_metres(area.geometry))
        for part in parts[shapely.distance(shapely.boundary(region), parts) > 10 * front_field.CELL]:
            near = shapely.dwithin(part, to_metres(np.array(own)), front_field.CELL) if own else np.zeros(0)
            # A patch around a contested place may cut a piece off an area; only pieces among another side count.
            cut = shapely.distance(part, to_metres(_contested(result))) < 1.0
            assert cut or near.sum() >= front_field.SUPPORT


def _contested(result):
    patches = result.areas.geometry[result.areas.controller == "contested"]
    return patches.iloc[0] if len(patches) else shapely.Point()


def test_the_estimate_follows_the_shape_of_an_advance():
    # A salient of the government: the village at its root is left out, the nearest place is the opposition's.
    west = [(36.45, 35.45 + 0.05 * n, OPPOSITION) for n in range(11) if n not in {5, 6}]
    tip = [(36.50, 35.71, GOVERNMENT), (36.45, 35.72, GOVERNMENT), (36.57, 35.74, GOVERNMENT)]
    result = drawing(*west, *tip, (36.52, 35.66, OPPOSITION), (36.52, 35.78, OPPOSITION), *column(36.65, GOVERNMENT))
    area = result.areas.set_index("controller").geometry[GOVERNMENT]
    assert area.contains(shapely.Point(36.54, 35.72))


# What the real table must give. The dates and holders are those of the reports it cites.


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("maps")


def holder(events, day, place, cache):
    state = control.control_on(events, date.fromisoformat(day)).set_index("place")
    area = control.control_map(events, date.fromisoformat(day), cache).areas
    at = area.loc[area.contains(state.geometry[place]), "controller"]
    return state.controller[place], at.iloc[0]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("place", "day", "side"),
    [
        ("Maarat al-Numan", "2020-01-27", OPPOSITION),
        ("Maarat al-Numan", "2020-01-28", GOVERNMENT),
        ("Saraqib", "2020-01-31", OPPOSITION),
        ("Saraqib", "2020-02-08", GOVERNMENT),
        ("Saraqib", "2020-02-27", OPPOSITION),
        ("Saraqib", "2020-03-02", GOVERNMENT),
        ("Khan Tuman", "2020-02-15", GOVERNMENT),
        ("Anadan", "2020-02-15", OPPOSITION),
        ("Anadan", "2020-02-16", GOVERNMENT),
        ("Idlib", "2020-03-05", OPPOSITION),
    ],
)
def test_towns_lie_in_the_area_of_the_side_that_held_them(events, cache, place, day, side):
    assert holder(events, day, place, cache) == (side, side)


@pytest.mark.thorough
def test_the_land_that_changed_between_any_two_real_dates_can_be_told(events, cache):
    days = control.control_dates(events)
    gained = [
        areas_changed(*(control.control_map(events, day, cache) for day in pair))
        for pair in ((days[0], days[-1]), (date(2020, 1, 28), date(2020, 2, 15)), (date(2020, 2, 26), date(2020, 3, 2)))
    ]
    assert all(change.geom_type.isin(["Polygon", "MultiPolygon"]).all() for change in gained)
    largest = gained[1].iloc[0]
    assert (largest.previous_controller, largest.controller) == (OPPOSITION, GOVERNMENT)
    assert 1200 < largest.area_km2 < 2000


@pytest.mark.thorough
def test_the_pocket_shrinks_by_about_half_and_every_real_map_is_sound(events, cache):
    maps = [control.control_map(events, day, cache) for day in control.control_dates(events)[::6]]
    size = [m.areas.set_index("controller").area_km2[OPPOSITION] for m in maps]
    assert 0.4 < size[-1] / size[0] < 0.7
    region = control.default_region()
    for m in maps:
        assert_covers(m, region)
        drawable = m.places.loc[~m.places.event_id.isin(m.exceptions.event_id)]
        joined = gpd.sjoin(drawable.to_crs(32637), m.areas.to_crs(32637), predicate="dwithin", distance=1.0)
        assert set(joined.index[joined.controller_left == joined.controller_right]) == set(drawable.index)
