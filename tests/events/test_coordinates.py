"""However a table says where things are, its points come back as degrees, or are asked about; never another point."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import geopandas as gpd
import mgrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events import schema
from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, QuestionError
from lib.events.reading.coordinates import cells, expand
from lib.events.reading.files import read_file
from lib.events.schema import BY_NAME
from lib.events.uploads import import_file
from lib.geography import basemap
from lib.geography.geocoding import bases, fill
from lib.geography.places import places
from tests.events.tables import STRIKE

WEST, SOUTH, EAST, NORTH = CRISIS.boxes.region
KNOWN = places()[places().geometry.notna() & (places()["rank"] <= 3)]
KNOWN = KNOWN[shapely.within(KNOWN.geometry.to_numpy(), basemap.country())]
KNOWN = KNOWN[KNOWN.geometry.y.between(SOUTH, NORTH) & KNOWN.geometry.x.between(WEST, EAST)]
TOWNS = list(zip(KNOWN["place"], KNOWN.geometry.y.round(4), KNOWN.geometry.x.round(4), strict=True))[:3]
POINTS = [(lat, lon) for _name, lat, lon in TOWNS]
BARE = {name: STRIKE[name] for name in ("event_id", "kind", "subkind", "date_start", "source")}
TO_METRIC = pyproj.Transformer.from_crs(DEGREES, METRIC, always_xy=True)
TO_WEB = pyproj.Transformer.from_crs(DEGREES, "EPSG:3857", always_xy=True)
ZONE = str(pyproj.CRS(METRIC).utm_zone)


def table(*rows: dict[str, object], named: bool = True, cells_above: str = "") -> bytes:
    """A table in the map's columns, each row with the cells given; the towns give the names of places."""
    made = []
    for at, row in enumerate(rows):
        place = {"place": TOWNS[at % len(TOWNS)][0]} if named else {}
        made.append(BARE | place | {"event_id": f"e{at}"} | row)
    out = io.StringIO(cells_above)
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, list(made[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue().encode()


def bring(data: bytes, name: str = "mine.csv", **answers: str) -> Imported:
    imported = import_table(data, name, Answers(**answers))
    schema.event_schema().validate(imported.table.frame, lazy=True)
    return imported


def points(imported: Imported) -> list[tuple[float, float] | None]:
    frame = imported.table.frame
    return [None if np.isnan(lat) else (lat, lon) for lat, lon in zip(frame["lat"], frame["lon"], strict=True)]


def basis(imported: Imported) -> list[str]:
    return list(imported.table.frame["point_basis"])


def said(imported: Imported) -> str:
    return "\n".join(str(problem) for problem in imported.table.problems)


def asked(data: bytes, name: str = "mine.csv", **answers: str):
    with pytest.raises(QuestionError) as raised:
        bring(data, name, **answers)
    return raised.value.question


def near(found, wanted, degrees: float = 1e-4) -> bool:
    return found is not None and np.allclose(found, wanted, atol=degrees, rtol=0)


def all_near(imported: Imported, degrees: float = 1e-4) -> bool:
    return all(near(found, wanted, degrees) for found, wanted in zip(points(imported), POINTS, strict=True))


def dms(value: float) -> tuple[int, int, str]:
    seconds = round(value * 3600, 1)
    return int(seconds // 3600), int(seconds % 3600 // 60), f"{seconds % 60:.1f}"


def with_srid(point: shapely.Point) -> str:
    return str(shapely.to_wkb(shapely.set_srid(point, 4326), hex=True, include_srid=True))


# One coordinate a cell.
AXIS = {
    "degree sign": lambda v, side: f"{v}°{side}",
    "letter first": lambda v, side: f"{side} {v}",
    "letter after": lambda v, side: f"{v} {side}",
    "decimal comma": lambda v, side: f"{v} {side}".replace(".", ","),
    "minutes and seconds": lambda v, side: "{}°{}'{}\"{}".format(*dms(v), side),
    "typographic signs": lambda v, side: "{}º{}′{}″ {}".format(*dms(v), side),
    "blanks": lambda v, _side: "{} {} {}".format(*dms(v)),
    "colons": lambda v, _side: "{}:{}:{}".format(*dms(v)),
    "decimal minutes": lambda v, side: f"{int(v)}° {(v - int(v)) * 60:.3f}' {side}",
    "English words": lambda v, side: "{} deg {} min {} sec {}".format(*dms(v), {"N": "North", "E": "East"}[side]),
    "Arabic words": lambda v, side: "{} درجة {} دقيقة {} ثانية {}".format(*dms(v), {"N": "شمالاً", "E": "شرقاً"}[side]),
    "French words": lambda v, side: "{} degrés {} minutes {} secondes {}".format(
        *dms(v), {"N": "nord", "E": "est"}[side]
    ),
    "Arabic digits": lambda v, _side: str(v).translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")),
    "letters of programs": lambda v, side: "{}d{}m{}s{}".format(*dms(v), side),
    "letters of programs, side first": lambda v, side: "{} {}d{}m{}s".format(side, *dms(v)),
    "underscores": lambda v, _side: "{}_{}_{}".format(*dms(v)),
    "points between the parts": lambda v, side: "{}.{:02}.{}{}".format(*dms(v), side),
    "one Arabic letter": lambda v, side: f"{v}{ {'N': 'ش', 'E': 'ق'}[side] }",
    "one number": lambda v, side: "{}{:02}{:04.1f}{}".format(*dms(v)[:2], float(dms(v)[2]), side),
}


@pytest.mark.parametrize("form", AXIS.values(), ids=AXIS)
def test_each_way_of_writing_a_coordinate_is_read_and_said_once(form):
    imported = bring(table(*({"lat": form(lat, "N"), "lon": form(lon, "E")} for lat, lon in POINTS)))
    assert all_near(imported)
    assert basis(imported) == ["file"] * 3
    if form is AXIS["one number"]:
        assert said(imported).count("read as degrees, minutes and seconds in one number") == 1
        return
    quiet = form is AXIS["Arabic digits"]
    assert said(imported).count("3 points were read from what the cells say") == (0 if quiet else 1)


# Both in one cell.
PAIR = {
    "comma": lambda a, o: f"{a}, {o}",
    "semicolon": lambda a, o: f"{a};{o}",
    "blank": lambda a, o: f"{a} {o}",
    "slash": lambda a, o: f"{a}/{o}",
    "brackets": lambda a, o: f"({a}, {o})",
    "survey": lambda a, o: f"{a} {o} 0 0",
    "decimal commas": lambda a, o: f"{a}, {o}".replace(".", ","),
    "decimal commas and a semicolon": lambda a, o: f"{a};{o}".replace(".", ","),
    "letters": lambda a, o: f"{a}N, {o}E",
    "letters the other way round": lambda a, o: f"E{o} N{a}",
    "words": lambda a, o: f"lon: {o}, lat: {a}",
    "minutes and seconds": lambda a, o: "{}°{}'{}\" {}°{}'{}\"".format(*dms(a), *dms(o)),
    "minutes, seconds, letters": lambda a, o: "{}°{}'{}\"N {}°{}'{}\"E".format(*dms(a), *dms(o)),
    "Arabic comma": lambda a, o: f"{a}، {o}".translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")),
    "words before each": lambda a, o: f"Lat: {a} Long: {o}",
    "a dash between": lambda a, o: f"{a} - {o}",
    "an address of a map": lambda a, o: f"https://maps.google.com/?q={a},{o}",
    "an address of a view": lambda a, o: f"https://www.google.com/maps/@{a},{o},15z",
    "an address of a place": lambda a, o: f"https://www.google.com/maps/place/X/@1.5,2.5,9z/data=!3m1!3d{a}!4d{o}",
    "an address of OpenStreetMap": lambda a, o: f"https://www.openstreetmap.org/?mlat={a}&mlon={o}#map=15/{a}/{o}",
    "members": lambda a, o: json.dumps({"latitude": a, "longitude": o}),
    "members of Python": lambda a, o: f"{{'lat': {a}, 'lng': {o}}}",
    "GeoJSON of text": lambda a, o: json.dumps({"type": "Point", "coordinates": [str(o), str(a)]}),
    "WKT with a comma": lambda a, o: f"POINT({o}, {a})",
    "WKT of linked data": lambda a, o: f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT({o} {a})",
    "WKT of linked data, latitude first": lambda a, o: f"<http://www.opengis.net/def/crs/EPSG/0/4326> POINT({a} {o})",
    "signs alone": lambda a, o: f"+{a}+{o:08.4f}/",
    "underscores": lambda a, o: "{}_{}_{} N, {}_{}_{} E".format(*dms(a), *dms(o)),
    "six numbers": lambda a, o: "{} {} {}, {} {} {}".format(*dms(a), *dms(o)),
    "WKT": lambda a, o: f"POINT ({o} {a})",
    "WKT with a height": lambda a, o: f"POINT Z ({o} {a} 240)",
    "WKT with its system": lambda a, o: f"SRID=4326;POINT({o} {a})",
    "WKB": lambda a, o: shapely.Point(o, a).wkb_hex,
    "WKB with its system": lambda a, o: with_srid(shapely.Point(o, a)),
    "GeoJSON": lambda a, o: json.dumps({"type": "Point", "coordinates": [o, a]}),
    "one of several": lambda a, o: f"MULTIPOINT (({o} {a}))",
    "UTM": lambda a, o: "{} {:.0f} {:.0f}".format(ZONE, *TO_METRIC.transform(o, a)),
    "UTM of a band": lambda a, o: "{} {:.0f}mE {:.0f}mN".format(ZONE[:-1] + "S", *TO_METRIC.transform(o, a)),
    "UTM, zone without a letter": lambda a, o: "{} {:.0f} {:.0f}".format(ZONE[:-1], *TO_METRIC.transform(o, a)),
    "UTM, northing first": lambda a, o: "{} {:.0f} {:.0f}".format(ZONE, *TO_METRIC.transform(o, a)[::-1]),
    "UTM, zone last": lambda a, o: "{:.0f} {:.0f} (zone {})".format(*TO_METRIC.transform(o, a), ZONE),
    "Web Mercator": lambda a, o: "SRID=3857;POINT({} {})".format(*TO_WEB.transform(o, a)),
    "MGRS": lambda a, o: mgrs.MGRS().toMGRS(a, o),
    "MGRS with dashes": lambda a, o: re.sub(r"^(...)(..)(.....)", r"\1-\2-\3-", mgrs.MGRS().toMGRS(a, o)),
    "MGRS without its zone": lambda a, o: mgrs.MGRS().toMGRS(a, o)[3:],
    "MGRS with blanks": lambda a, o: re.sub(r"^(...)(..)(.....)", r"\1 \2 \3 ", mgrs.MGRS().toMGRS(a, o)),
}  # fmt: skip


@pytest.mark.parametrize("form", PAIR.values(), ids=PAIR)
@pytest.mark.parametrize("column", ["coordinates", "gps"])
def test_each_way_of_writing_a_point_in_one_cell_is_read(form, column):
    imported = bring(table(*({column: form(*point)} for point in POINTS)))
    assert all_near(imported)
    assert "unknown" not in said(imported)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("Y", "X"), ("POINT_Y", "POINT_X"), ("Latitude (WGS84)", "Longitude (WGS84)"), ("Lat (dd)", "Long_"),
     ("lat", "lng"),
     ("_gps_latitude", "_gps_longitude"), ("GPS Latitude", "GPS Longitude"), ("decimalLatitude", "decimalLongitude"),
     ("خط العرض", "خط الطول"), ("enlem", "boylam"), ("site/_where_latitude", "site/_where_longitude")],
)  # fmt: skip
def test_columns_of_coordinates_are_known_by_many_names(lat, lon):
    imported = bring(table(*({lat: a, lon: o} for a, o in POINTS)))
    assert all_near(imported)


@pytest.mark.parametrize("names", [("N", "E"), ("e", "n")])
def test_columns_of_one_letter_are_coordinates_where_their_cells_are(names):
    rows = [dict(zip(sorted(names, reverse=True), point, strict=True)) for point in POINTS]
    assert all_near(bring(table(*rows)))
    counts = bring(table(*({name: n for n, name in enumerate(names)} for _point in POINTS)))
    assert basis(counts) == [""] * 3


def test_points_of_two_things_of_which_none_is_known_to_be_the_place_are_said_until_a_mapping_names_one():
    names = ("Start lat", "Start lon", "End lat", "End lon")
    rows = [dict(zip(names, (*POINTS[0], *point), strict=True)) for point in POINTS]
    imported = bring(table(*rows))
    assert points(imported) == [None] * 3
    assert said(imported).count("nothing tells which is the place of the row") == 1
    mapping = {"columns": {name: name for name in (*BARE, "place")} | {"lat": "End lat", "lon": "End lon"}}
    mapped = bring(table(*rows), columns=json.dumps(mapping))
    assert all_near(mapped)
    assert "nothing tells" not in said(mapped)


def test_a_survey_with_both_forms_of_a_point_gives_it_once():
    rows = [{"gps": f"{a} {o} 0 0", "_gps_latitude": a, "_gps_longitude": o, "_gps_altitude": 0} for a, o in POINTS]
    assert all_near(bring(table(*rows)))


def test_degrees_minutes_and_seconds_may_stand_in_columns_of_their_own():
    names = ("lat_deg", "lat_min", "lat_sec", "lon_deg", "lon_min", "lon_sec")
    rows = [dict(zip(names, (*dms(a), *dms(o)), strict=True))
            for a, o in POINTS]  # fmt: skip
    assert all_near(bring(table(*rows)))


def test_what_is_no_coordinate_is_named_and_leaves_a_row_that_says_so():
    rows = [
        {"lat": "north of the mill", "lon": "36.7"},
        {"lat": "35.9", "lon": "36.7E 4"},
        {"lat": "35 71 00", "lon": "36.7"},
    ]
    imported = bring(table(*rows))
    assert points(imported) == [None] * 3
    assert basis(imported) == ["unusable"] * 3
    for row, value in ((2, "north of the mill"), (3, "36.7E 4"), (4, "35 71 00")):
        assert f"row {row}, column {'lon' if row == 3 else 'lat'}: '{value}' is not a number of degrees" in said(
            imported
        )


def test_a_word_in_a_column_of_points_is_named():
    rows = [{"gps": f"{a}, {o}"} for a, o in POINTS] + [{"gps": "near the mosque"}]
    imported = bring(table(*rows))
    assert "row 5, column gps: 'near the mosque' is no point that can be read" in said(imported)
    assert basis(imported)[3] == "unusable"


UNREADABLE = {
    "a link without a point": "https://maps.app.goo.gl/AbC123456789",
    "one number": "35.8641",
    "words": "1250 m east of 35.86",
    "a shape cut off": "POINT (36.806 35.8",
    "GeoJSON of one number": '{"type": "Point", "coordinates": [36.8066]}',
}


@pytest.mark.thorough
@pytest.mark.parametrize("cell", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("column", ["GPS", "Coordinates", "geom", "MGRS", "UTM", "الاحداثيات", "lat/long"])
def test_a_column_of_points_that_cannot_be_read_is_named_and_its_rows_say_so(column, cell):
    imported = bring(table(*({column: cell} for _point in POINTS)))
    assert basis(imported) == ["unusable"] * 3
    assert said(imported).count("is no point that can be read") == 3
    assert "is unknown" not in said(imported)


def test_the_one_point_that_can_be_read_is_kept_among_words():
    rows = [{"Coordinates": "{}, {}".format(*POINTS[0])}, {"Coordinates": "see map"}, {"Coordinates": "see map"}]
    imported = bring(table(*rows))
    assert near(points(imported)[0], POINTS[0])
    assert basis(imported) == ["file", "unusable", "unusable"]


@pytest.mark.parametrize("column", ["location", "point", "grid"])
def test_a_name_that_means_other_things_too_makes_no_point_of_words_and_house_numbers(column):
    imported = bring(table(*({column: f"House {n}, street 12"} for n in range(3))))
    assert "no point that can be read" not in said(imported)
    assert basis(imported) == [""] * 3


def test_whole_degrees_of_a_survey_are_degrees():
    rows = [{"gps": f"{a} {o} 389 5"} for a, o in POINTS[:2]] + [{"gps": f"{round(NORTH)} 36.714 0 0"}]
    assert near(points(bring(table(*rows, named=False)))[2], (round(NORTH), 36.714))


@pytest.mark.parametrize("word", ["n/a", "-", "unknown", "غير معروف"])
@pytest.mark.parametrize("names", [("lat", "lon"), ("gps",)])
def test_words_for_not_known_are_blank(word, names):
    good = [dict(zip(names, point if len(names) > 1 else ["{}, {}".format(*point)], strict=True)) for point in POINTS]
    imported = bring(table(*good[:2], dict.fromkeys(names, word)))
    assert basis(imported) == ["file", "file", ""]
    assert f"'{word}'" not in said(imported)


def test_a_point_of_which_both_cells_cannot_be_read_has_one_line():
    imported = bring(table({"lat": "by the mill", "lon": "in the east"}))
    assert said(imported).count("The point was left blank") == 1
    assert "'by the mill, in the east' are not numbers of degrees" in said(imported)


@pytest.mark.parametrize("zero", [{"gps": "0/0"}, {"gps": "0, 0"}])
def test_nought_nought_is_no_point_and_said(zero):
    imported = bring(table({"gps": "{}, {}".format(*POINTS[0])}, {"gps": "{}, {}".format(*POINTS[1])}, zero))
    assert points(imported)[2] is None
    assert "1 row has the point 0, 0, which stands for none" in said(imported)
    assert basis(imported)[2] == ""


# Exchanged.
def exchanged(*, named: bool = True) -> bytes:
    return table(*({"lat": lon, "lon": lat} for lat, lon in POINTS), named=named)


@pytest.mark.parametrize("named", [True, False])
def test_a_table_with_latitude_and_longitude_exchanged_is_asked_about_once(named):
    question = asked(exchanged(named=named))
    assert question.topic == "points"
    assert "3 of 3 rows" in question.words
    assert all_near(bring(exchanged(named=named), points="exchanged"), 0)
    assert points(bring(exchanged(named=named), points="written"))[0] == POINTS[0][::-1]


def test_the_question_says_how_far_from_the_places_named_the_points_lie():
    assert " km from the places named" in asked(exchanged()).words


def test_a_single_exchanged_row_is_named_and_loses_its_point():
    rows = [{"lat": lat, "lon": lon} for lat, lon in POINTS]
    rows[1] = {"lat": POINTS[1][1], "lon": POINTS[1][0]}
    imported = bring(table(*rows))
    assert points(imported) == [POINTS[0], None, POINTS[2]]
    assert "row 3, column lat: '{1}, {0}': latitude and longitude look exchanged".format(*POINTS[1]) in said(imported)
    assert basis(imported)[1] == "unusable"


def test_points_in_the_right_order_are_not_suspect_with_or_without_names():
    rows = [{"lat": lat, "lon": lon} for lat, lon in POINTS]
    for named in (True, False):
        imported = bring(table(*rows, named=named))
        assert points(imported) == POINTS
        assert "exchanged" not in said(imported)


@pytest.mark.parametrize("named", [True, False])
def test_two_numbers_in_one_column_are_read_in_the_order_of_the_places_named_else_asked_about(named):
    first, second = (
        table(*({"coordinates": form.format(*point)} for point in POINTS), named=named)
        for form in ("{0}, {1}", "{1}, {0}")
    )
    if named:
        assert all_near(bring(first))
        assert all_near(bring(second))
    else:
        assert asked(first).topic == asked(second).topic == "points"
        assert all_near(bring(first, points="written"))
        assert all_near(bring(second, points="exchanged"))


@pytest.mark.parametrize(("column", "form"), [("lat, lon", "{0}, {1}"), ("Coordinates (lon, lat)", "{1}, {0}")])
def test_a_column_named_for_its_order_needs_no_question(column, form):
    assert all_near(bring(table(*({column: form.format(*point)} for point in POINTS), named=False)))


def test_two_numbers_of_which_either_may_be_the_latitude_are_asked_about():
    alike = round((max(SOUTH, WEST) + min(NORTH, EAST)) / 2, 2)
    data = table({"coordinates": f"{alike}, {alike + 0.01}"}, named=False)
    assert asked(data).topic == "points"
    assert points(bring(data, points="written")) == [(alike, alike + 0.01)]
    assert points(bring(data, points="exchanged")) == [(alike + 0.01, alike)]


def test_letters_in_the_wrong_columns_say_which_is_which():
    assert all_near(bring(table(*({"lat": f"{lon} E", "lon": f"{lat} N"} for lat, lon in POINTS))))


def test_one_direction_twice_is_told():
    imported = bring(table({"lat": "35.9 N", "lon": "36.7 N"}))
    assert points(imported) == [None]
    assert "names the same direction twice" in said(imported)


def test_the_origin_of_a_movement_is_read_alike():
    imported = bring(table(*({"lat": a, "lon": o, "origin_lat": f"{a}°N", "origin_lon": f"{o}°E"} for a, o in POINTS)))
    assert list(imported.table.frame["origin_lat"]) == [lat for lat, _lon in POINTS]


# Metres.
@pytest.mark.parametrize("names", [("lat", "lon"), ("northing", "easting"), ("Y", "X"), ("X", "Y")])
@pytest.mark.parametrize("form", ["{:.1f}", "{:,.1f}", "{:.0f} m"])
def test_metres_of_the_regions_zone_are_turned_into_degrees_with_one_notice(names, form):
    metric = [TO_METRIC.transform(lon, lat) for lat, lon in POINTS]
    rows = [{names[0]: form.format(y), names[1]: form.format(x)} for x, y in metric]
    imported = bring(table(*rows, named=False))
    assert all_near(imported)
    assert said(imported).count(f"({METRIC}); 3 points were turned into degrees") == 1


def test_web_mercator_is_turned_into_degrees():
    rows = [dict(zip("XY", TO_WEB.transform(lon, lat), strict=True)) for lat, lon in POINTS]
    imported = bring(table(*rows, named=False))
    assert all_near(imported)
    assert "(EPSG:3857)" in said(imported)


def test_web_mercator_with_its_columns_exchanged_is_asked_about():
    rows = [dict(zip("YX", TO_WEB.transform(lon, lat), strict=True)) for lat, lon in POINTS]
    assert asked(table(*rows)).topic == "points"
    assert all_near(bring(table(*rows), points="exchanged"))


def test_each_row_may_name_its_zone():
    rows = []
    for lat, lon in POINTS:
        zone = int(ZONE[:-1]) - len(rows) % 2
        x, y = pyproj.Transformer.from_crs(DEGREES, f"EPSG:{32600 + zone}", always_xy=True).transform(lon, lat)
        rows.append({"easting": x, "northing": y, "zone": f"{zone}N"})
    assert all_near(bring(table(*rows, named=False)))


@pytest.mark.parametrize("column", ["x_utm_zone", "epsg", "above"])
def test_a_system_that_the_file_names_is_honoured(column):
    other = pyproj.Transformer.from_crs(DEGREES, f"EPSG:{32600 + int(ZONE[:-1]) - 1}", always_xy=True)
    code = f"EPSG:{32600 + int(ZONE[:-1]) - 1}"
    metric = [other.transform(lon, lat) for lat, lon in POINTS]
    names = (
        (f"x (UTM {int(ZONE[:-1]) - 1}N)", f"y (UTM {int(ZONE[:-1]) - 1}N)") if column == "x_utm_zone" else ("x", "y")
    )
    rows = [dict(zip(names, point, strict=True)) | ({"epsg": code} if column == "epsg" else {}) for point in metric]
    above = f"Strikes; coordinates in {code}\n" if column == "above" else ""
    assert all_near(bring(table(*rows, named=False, cells_above=above)))


def test_metres_of_no_system_that_fits_are_asked_about_and_the_answer_is_honoured():
    other = pyproj.Transformer.from_crs(DEGREES, "EPSG:22780", always_xy=True)
    rows = [dict(zip(("x", "y"), other.transform(lon, lat), strict=True)) for lat, lon in POINTS]
    question = asked(table(*rows, named=False))
    assert question.topic == "crs"
    assert all_near(bring(table(*rows, named=False), crs="22780"))
    assert asked(table(*rows, named=False), crs="99999").words.startswith("There is no coordinate reference system")


@pytest.mark.parametrize("zone", [ZONE, ZONE[:-1], f"{ZONE[:-1]} N", f"{ZONE[:-1]}S"])
def test_a_northing_where_the_easting_stands_is_read_and_said_where_the_zone_is_named(zone):
    rows = [dict(zip(("Y", "X"), TO_METRIC.transform(o, a), strict=True)) | {"zone": zone} for a, o in POINTS]
    imported = bring(table(*rows, named=False))
    assert all_near(imported)
    assert "3 points have the northing where the easting stands" in said(imported)


def test_kilometres_are_read_and_said():
    rows = [dict(zip("XY", (f"{v / 1000:.3f}" for v in TO_METRIC.transform(o, a)), strict=True)) for a, o in POINTS]
    imported = bring(table(*rows, named=False))
    assert all_near(imported)
    assert "The coordinates are kilometres" in said(imported)


def test_a_row_of_the_zone_beside_is_named_not_drawn_elsewhere():
    beside = pyproj.Transformer.from_crs(DEGREES, f"EPSG:{32600 + int(ZONE[:-1]) - 1}", always_xy=True)
    metric = [TO_METRIC.transform(lon, lat) for lat, lon in POINTS] * 4 + [beside.transform(*POINTS[0][::-1])]
    imported = bring(table(*({"x": x, "y": y} for x, y in metric), named=False))
    assert points(imported)[-1] is None
    assert "row 14, column y" in said(imported)


def test_a_number_far_too_large_among_degrees_is_named():
    imported = bring(
        table({"lat": POINTS[0][0], "lon": POINTS[0][1]}, {"lat": 3581.4, "lon": 36.6}, {"lat": "", "lon": ""})
    )
    assert points(imported)[1] is None
    assert "row 3, column lat: '3581.4, 36.6' is beyond 90 degrees" in said(imported)


def test_degrees_without_their_point_are_read():
    imported = bring(table(*({"lat": round(a * 1e6), "lon": round(o * 1e6)} for a, o in POINTS)))
    assert all_near(imported)
    assert "without their point" in said(imported)


# Shapes.
def features(shapes, crs: str | None = None, **columns: list) -> bytes:
    rows = [BARE | {"event_id": f"e{at}", "place": TOWNS[at][0]} for at in range(len(shapes))]
    made = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": row | {name: cells[at] for name, cells in columns.items()},
             "geometry": shapely.geometry.mapping(shape) if shape is not None else None}
            for at, (row, shape) in enumerate(zip(rows, shapes, strict=True))
        ],
    }  # fmt: skip
    if crs:
        made["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(made).encode()


DOTS = [shapely.Point(lon, lat) for lat, lon in POINTS]


def test_a_geometry_is_used_where_the_columns_are_null():
    imported = bring(features(DOTS, lat=[None] * 3, lon=[None] * 3), "a.geojson")
    assert all_near(imported, 1e-6)
    assert basis(imported) == ["shape"] * 3


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::3857", f"urn:ogc:def:crs:EPSG::{METRIC[5:]}"])
def test_the_crs_member_of_a_geojson_file_is_honoured(crs):
    frame = gpd.GeoSeries(DOTS, crs=DEGREES).to_crs(crs)
    imported = bring(features(list(frame), crs), "a.geojson")
    assert all_near(imported, 1e-6)
    assert "3 shapes were turned into degrees" in said(imported)


@pytest.mark.parametrize("coordinates", [[36.8], [], ["east", "north"], [[36.8, 35.9]]])
def test_a_geometry_that_is_no_point_is_named_and_its_row_says_so(coordinates):
    made = json.loads(features(DOTS))
    made["features"][1]["geometry"] = {"type": "Point", "coordinates": coordinates}
    imported = bring(json.dumps(made).encode(), "a.geojson")
    assert basis(imported) == ["shape", "unusable", "shape"]
    assert "row 3, column geometry" in said(imported)
    assert "is no point that can be read" in said(imported)


def test_a_geometry_that_is_no_point_is_found_though_a_property_is_called_so():
    made = json.loads(features([*DOTS[:2], None], note=["a", "b", "c"]))
    made["features"][0]["properties"]["note"] = {"geometry": None}
    made["features"][1]["geometry"]["coordinates"] = [str(number) for number in POINTS[1][::-1]]
    imported = bring(json.dumps(made).encode(), "a.geojson")
    assert basis(imported) == ["shape", "file", ""]
    assert near(points(imported)[1], POINTS[1])


def of_kind(frame: gpd.GeoDataFrame, kind: str, folder, prj: str | None = None) -> bytes:
    if kind == "geojson":
        return features(list(frame.geometry), f"urn:ogc:def:crs:EPSG::{frame.crs.to_epsg()}")
    path = folder / ("a.gpkg" if kind == "gpkg" else "a.shp")
    frame.to_file(path)
    if kind == "gpkg":
        return path.read_bytes()
    if prj is not None:
        path.with_suffix(".prj").write_text(prj)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    return out.getvalue()


@pytest.mark.parametrize("crs", [METRIC, "EPSG:3857"])
@pytest.mark.parametrize("kind", ["geojson", "gpkg", "zip"])
def test_degrees_under_the_name_of_a_system_of_metres_are_degrees_and_said(crs, kind, tmp_path):
    frame = made_frame(None).set_crs(crs, allow_override=True)
    imported = bring(of_kind(frame, kind, tmp_path), f"a.{kind}")
    assert all_near(imported, 1e-6)
    assert "but the numbers of 3 shapes are degrees" in said(imported)


def test_a_prj_that_names_no_system_is_said(tmp_path):
    imported = bring(of_kind(made_frame(None), "zip", tmp_path, "no system"), "a.zip")
    assert all_near(imported, 1e-6)
    assert "The .prj of the shapefile names no known system" in said(imported)


def test_a_question_about_shapes_shows_their_numbers_not_their_bytes():
    words = asked(features([shapely.Point(lat, lon) for lat, lon in POINTS]), "a.geojson").words
    assert any(f"'{lon}, {lat}'" in words for lat, lon in POINTS)


def made_frame(crs: str | None) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        [BARE | {"event_id": f"e{at}", "place": TOWNS[at][0]} for at in range(3)], geometry=DOTS, crs=DEGREES
    )
    return frame.to_crs(crs) if crs else frame


@pytest.mark.parametrize("crs", [None, "EPSG:3857", METRIC, "EPSG:4230", "EPSG:22780"])
@pytest.mark.parametrize("kind", ["gpkg", "parquet"])
def test_the_system_of_a_geographic_file_is_honoured(crs, kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    frame = made_frame(crs)
    frame.to_file(path) if kind == "gpkg" else frame.to_parquet(path)
    imported = bring(path.read_bytes(), path.name)
    assert all_near(imported, 1e-5)
    assert ("turned into degrees" in said(imported)) == (crs is not None)


def test_a_geographic_file_in_metres_without_a_system_is_found_out_or_asked_about(tmp_path):
    path = tmp_path / "a.parquet"
    frame = made_frame(METRIC)
    frame.geometry.array.crs = None
    frame.to_parquet(path)
    assert all_near(bring(path.read_bytes(), path.name))


def test_points_of_two_numbers_in_a_parquet_file_are_read(tmp_path):
    path = tmp_path / "a.parquet"
    made_frame(None).to_parquet(path, geometry_encoding="geoarrow")
    assert all_near(bring(path.read_bytes(), path.name), 1e-6)


def test_a_parquet_file_with_a_description_that_is_no_json_is_read_without_it(tmp_path):
    at = pa.table({name: [cell] for name, cell in (BARE | {"event_id": "e0"}).items()} | {"geometry": [DOTS[0].wkb]})
    pq.write_table(at.replace_schema_metadata({b"geo": b"[1"}), tmp_path / "a.parquet")
    assert near(points(bring((tmp_path / "a.parquet").read_bytes(), "a.parquet"))[0], POINTS[0])


def test_lines_and_areas_become_a_point_inside_and_say_so():
    line = shapely.LineString([DOTS[1], (DOTS[1].x + 0.01, DOTS[1].y)])
    shapes = [DOTS[0].buffer(0.02), line, DOTS[2]]
    imported = bring(features(shapes), "a.geojson")
    frame = imported.table.frame
    assert basis(imported) == ["representative", "representative", "shape"]
    assert list(frame["geo_precision"]) == ["representative", "representative", ""]
    assert all(
        shape.buffer(1e-6).contains(shapely.Point(lon, lat))
        for shape, (lat, lon) in zip(shapes, points(imported), strict=True)
    )
    assert "2 shapes are lines, areas or several points" in said(imported)


def test_a_multipoint_of_one_is_that_point():
    imported = bring(features([shapely.MultiPoint([dot]) for dot in DOTS]), "a.geojson")
    assert all_near(imported, 1e-6)
    assert basis(imported) == ["shape"] * 3


def test_a_shape_and_columns_that_differ_are_asked_about_once():
    off = [POINTS[0][0] + 0.1, POINTS[1][0], POINTS[2][0]]
    data = features(DOTS, lat=off, lon=[lon for _lat, lon in POINTS])
    question = asked(data, "a.geojson")
    assert (question.topic, "In 1 row" in question.words) == ("geometry", True)
    assert all_near(bring(data, "a.geojson", geometry="shape"), 1e-6)
    assert points(bring(data, "a.geojson", geometry="columns"))[0] == (off[0], POINTS[0][1])


def test_a_shape_and_columns_a_few_metres_apart_are_the_same():
    data = features(DOTS, lat=[lat + 0.0001 for lat, _lon in POINTS], lon=[lon for _lat, lon in POINTS])
    assert basis(bring(data, "a.geojson")) == ["file"] * 3


def test_a_shape_nested_too_deep_is_named_and_takes_nothing_down():
    deep = b"\x01\x07\0\0\0\x01\0\0\0" * 100_000 + shapely.Point(36, 35).wkb
    assert cells.from_wkb(np.array([deep, DOTS[0].wkb], dtype=object))[0] is None
    text = "GEOMETRYCOLLECTION(" * 5_000 + "POINT(36 35)" + ")" * 5_000
    imported = bring(
        table(
            {"geom": f"POINT ({POINTS[0][1]} {POINTS[0][0]})"},
            {"geom": f"POINT ({POINTS[1][1]} {POINTS[1][0]})"},
            {"geom": text},
        )
    )
    assert "is no point that can be read" in said(imported)


# Where a point is from.
def test_the_gazetteer_takes_the_place_of_an_unreadable_point_only_with_a_warning():
    rows = [{"lat": lat, "lon": lon} for lat, lon in POINTS[:2]] + [{"lat": "somewhere", "lon": "there"}]
    parsed = import_file(table(*rows), "mine.csv", Answers(), lambda _share, _what: None)
    frame = fill(parsed.imported.table.frame, parsed.places)
    schema.event_schema().validate(frame, lazy=True)
    assert list(frame["point_basis"]) == ["file", "file", "name"]
    told = [problem for problem in parsed.imported.table.problems if "in the gazetteer was" in problem.message]
    assert [(problem.row, problem.severity) for problem in told] == [(4, "warning")]
    assert TOWNS[2][0] in told[0].message


def test_what_a_table_says_of_its_points_is_kept():
    rows = [
        {"lat": POINTS[0][0], "lon": POINTS[0][1], "point_basis": "pcode"},
        {"lat": POINTS[1][0], "lon": POINTS[1][1], "point_basis": ""},
    ]
    assert basis(bring(table(*rows))) == ["pcode", "file"]


def test_a_basis_without_a_point_is_told_and_left_blank():
    imported = bring(table({"lat": "", "lon": "", "point_basis": "name"}))
    assert basis(imported) == [""]
    assert "is the basis of a point, and the row has none" in said(imported)


def test_every_word_for_where_a_point_is_from_is_counted():
    frame = bring(table(*({"lat": lat, "lon": lon} for lat, lon in POINTS))).table.frame
    assert bases(frame) == {"file": 3}
    assert set(BY_NAME["point_basis"].words) >= {
        "file",
        "shape",
        "representative",
        "pcode",
        "name",
        "subdistrict",
        "unusable",
    }


# The step itself.
def test_the_step_is_the_same_when_done_twice():
    log, answers = ProblemLog("a"), Answers()
    data = table(*({"gps": f"{lat}°N {lon}°E"} for lat, lon in POINTS))
    once = expand(read_file(data, "a.csv", frozenset({"eventid", "kind", "subkind"}), log, answers), log, answers)
    twice = expand(once, log, answers)
    assert once.header == twice.header
    assert once.cells.table.equals(twice.cells.table)


def test_a_table_without_coordinates_comes_back_as_it_is():
    log, answers = ProblemLog("a"), Answers()
    grid = read_file(table({"note": "35.9 and 36.7"}), "a.csv", frozenset({"eventid", "kind", "subkind"}), log, answers)
    assert expand(grid, log, answers) is grid


def points_or_topic(data: bytes) -> list[tuple[float, float] | None] | str:
    """The points that come back, or what is asked first."""
    try:
        return points(bring(data))
    except QuestionError as error:
        return error.question.topic


PLACE = st.tuples(
    st.floats(SOUTH + 0.05, NORTH - 0.05).map(lambda v: round(v, 5)),
    st.floats(WEST + 0.5, EAST - 0.05).map(lambda v: round(v, 5)),
)


@pytest.mark.thorough
@settings(max_examples=120, deadline=None)
@given(form=st.sampled_from([*PAIR]), spots=st.lists(PLACE, min_size=1, max_size=4))
def test_any_point_in_one_cell_comes_back_or_is_asked_about(form, spots):
    data = table(*({"coordinates": PAIR[form](*spot)} for spot in spots), named=False)
    found = points_or_topic(data)
    if isinstance(found, str):
        assert found in {"points", "crs"}
        return
    limit = 2e-5 if "MGRS" in form else 1e-4
    assert all(one is None or near(one, spot, limit) for one, spot in zip(found, spots, strict=True))


@pytest.mark.thorough
@settings(max_examples=120, deadline=None)
@given(form=st.sampled_from([*AXIS]), spots=st.lists(PLACE, min_size=1, max_size=4), turned=st.booleans())
def test_any_coordinate_in_two_columns_comes_back_or_is_asked_about(form, spots, turned):
    names = ("lon", "lat") if turned else ("lat", "lon")
    data = table(*({names[0]: AXIS[form](lat, "N"), names[1]: AXIS[form](lon, "E")} for lat, lon in spots), named=False)
    found = points_or_topic(data)
    if isinstance(found, str):
        assert found == "points"
        return
    if not turned or form not in {"underscores", "blanks", "colons", "Arabic digits"}:
        assert all(one is None or near(one, spot) for one, spot in zip(found, spots, strict=True))


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(spots=st.lists(PLACE, min_size=1, max_size=4), web=st.booleans())
def test_any_metres_come_back_or_are_asked_about(spots, web):
    transform = (TO_WEB if web else TO_METRIC).transform
    data = table(*(dict(zip(("x", "y"), transform(lon, lat), strict=True)) for lat, lon in spots), named=False)
    found = points_or_topic(data)
    if isinstance(found, str):
        assert found in {"points", "crs"}
        return
    assert all(one is None or near(one, spot) for one, spot in zip(found, spots, strict=True))


def test_columns_that_only_the_owner_knows_are_read_in_every_form_too():
    rows = [{"place kord a": f"{lat}°N", "place kord b": f"{lon}°E"} for lat, lon in POINTS]
    mapping = {"columns": {name: name for name in (*BARE, "place")} | {"lat": "place kord a", "lon": "place kord b"}}
    assert all_near(bring(table(*rows), columns=json.dumps(mapping)))


def test_a_table_read_by_a_mapping_still_says_which_points_could_not_be_used():
    rows = [{"lat": lat, "lon": lon} for lat, lon in POINTS[:2]] + [{"lat": "somewhere", "lon": "there"}]
    columns = {name: name for name in (*BARE, "place", "lat", "lon")}
    assert basis(bring(table(*rows), columns=json.dumps({"columns": columns}))) == ["file", "file", "unusable"]


@pytest.mark.parametrize(("form", "answer"), [("{0}, {1}", "exchanged"), ("{1}, {0}", "written")])
def test_an_answer_that_the_places_named_contradict_is_not_followed_and_said(form, answer):
    imported = bring(table(*({"coordinates": form.format(*point)} for point in POINTS)), points=answer)
    assert all_near(imported)
    assert f"The answer points={answer} contradicts the file, which was followed: '" in said(imported)


@pytest.mark.parametrize(
    "column",
    ["g/gps", "g/GPS coordinates", "Location of the incident (GPS)", "incident/details/geopoint", "GPS of the strike",
     "Coordonnées GPS du lieu", "group:coordinates"],
)  # fmt: skip
def test_a_column_of_whole_points_is_found_in_a_group_and_among_other_words(column):
    assert all_near(bring(table(*({column: f"{lat} {lon} 0 0"} for lat, lon in POINTS))))


@pytest.mark.parametrize("column", ["Origin GPS", "GPS of the office", "gps precision", "GPS device"])
def test_the_point_of_another_thing_is_not_taken_for_that_of_the_row(column):
    cells = [f"{lat:.2f} {lon:.2f}" if "device" not in column else "Garmin 64" for lat, lon in POINTS]
    assert points(bring(table(*({column: cell} for cell in cells), named=False))) == [None] * len(POINTS)


def test_a_shape_among_the_records_of_a_json_file_has_its_longitude_first():
    records = [BARE | {"event_id": f"e{at}", "point": {"type": "Point", "coordinates": [lon, lat]}}
               for at, (lat, lon) in enumerate(POINTS)]  # fmt: skip
    assert all_near(bring(json.dumps(records).encode(), "mine.json"))


def in_metres(lat: float, lon: float) -> dict[str, object]:
    x, y = TO_METRIC.transform(lon, lat)
    return {"lat": round(y), "lon": round(x)}


def test_a_column_of_zones_that_was_used_is_not_called_ignored():
    zone = ZONE.removesuffix("N")
    imported = bring(table(*({**in_metres(*point), "Zone": zone} for point in POINTS)))
    assert all_near(imported)
    assert "'Zone'" not in said(imported)


def test_points_of_a_wrong_zone_are_told_the_right_one():
    wrong = int(ZONE.removesuffix("N")) - 1
    imported = bring(table(*({**in_metres(*point), "Zone": str(wrong)} for point in POINTS)))
    assert points(imported) == [None] * len(POINTS)
    assert "swapped" not in said(imported)
    assert f"UTM zone {wrong}N" in said(imported)
    assert f"and in it in WGS 84 / UTM zone {ZONE}" in said(imported)


def test_a_reference_system_that_nobody_knows_is_said():
    lat, lon = POINTS[0]
    feature = {"type": "Feature", "properties": BARE, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
    for code, known in (("urn:ogc:def:crs:EPSG::99999", False), ("EPSG:99999", False), ("EPSG:4326", True)):
        crs = {"type": "name", "properties": {"name": code}}
        data = json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}).encode()
        told = said(bring(data, "a.geojson"))
        assert ("The file names a reference system that is not known (EPSG:99999)" in told) is not known
