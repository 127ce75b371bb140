"""Files of every sort that tables come in: what can be read gives the same rows, the rest is told what it is."""

from __future__ import annotations

import codecs
import gzip
import io
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lib.events.importing import Imported, import_table
from lib.events.problems import ProblemLog
from lib.events.questions import Answers, Question, QuestionError
from lib.events.reading.files import ENDINGS, read_file
from tests.data import boxes
from tests.data.workbooks import workbook
from tests.events.tables import CONTROL, STRIKE, file_of, strike

ROWS = [STRIKE, strike(event_id="s2", place="Ariha", lat="35.81", lon="36.61", date_start="2020-02-06", date_end="")]
COLUMNS = list(STRIKE)
TABLE = [COLUMNS, *[[row[name] for name in COLUMNS] for row in ROWS]]
PAGE = boxes.html_table(TABLE)
KNOWN = frozenset({"eventid", "kind", "subkind", "datestart", "place", "lat", "lon"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def bring(data: bytes, name: str, **answers: str) -> Imported:
    return import_table(data, name, Answers(**answers))


def said(imported: Imported) -> str:
    text = "\n".join(map(str, imported.table.problems))
    assert "not foreseen" not in text
    return text


def ids(imported: Imported) -> list[str]:
    return list(imported.table.frame["event_id"])


def asked(data: bytes, name: str, **answers: str) -> Question:
    with pytest.raises(QuestionError) as raised:
        bring(data, name, **answers)
    return raised.value.question


def same_rows(imported: Imported) -> None:
    """The rows are those of :data:`ROWS`, whatever the file."""
    # Whether a point is the file's own shape or of its columns is all that may differ.
    wanted = bring(file_of(ROWS), "plain.csv").table.frame.drop(columns="point_basis")
    pd.testing.assert_frame_equal(imported.table.frame[wanted.columns], wanted, obj=said(imported))


def properties(row: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if key not in {"lat", "lon"}}


def feature(row: dict[str, str]) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
    return {"type": "Feature", "properties": properties(row), "geometry": point}


def package(rows=ROWS) -> bytes:
    points = gpd.points_from_xy([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows], crs=4326)
    out = io.BytesIO()
    gpd.GeoDataFrame(pd.DataFrame(map(properties, rows)), geometry=points).to_file(out, driver="GPKG", layer="events")
    return out.getvalue()


# What is read as any other table.


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.zip", lambda: boxes.zipped({"events.csv": file_of(ROWS)})),
        ("a.zip", lambda: boxes.zipped({"no ending": file_of(ROWS)})),
        ("a.zip", lambda: boxes.zipped({
            "data/": b"", "data/events.csv": file_of(ROWS), "__MACOSX/data/._events.csv": b"\0\5", "README.txt": b"Hi",
            "data/.DS_Store": b"x", "map.pdf": b"%PDF-1.7", "licence.md": b"CC-BY",
        })),
        ("a.zip", lambda: boxes.zipped({"events.xlsx": workbook({"A": TABLE})})),
        ("a.zip", lambda: boxes.zipped({"events.gpkg": package()})),
        ("a.csv.gz", lambda: gzip.compress(file_of(ROWS))),
        ("a.ods", lambda: boxes.ods(boxes.ods_sheet("A", TABLE))),
        ("a.fods", lambda: boxes.ods(boxes.ods_sheet("A", TABLE), flat=True)),
        ("a.xml", lambda: boxes.xml_workbook({"A": TABLE})),
        ("a.xls", lambda: boxes.xml_workbook({"A": TABLE})),
        ("a.xls", lambda: b"<html><body>" + PAGE.encode()),
        ("a.xls", lambda: codecs.BOM_UTF8 + b"\n<table><tr><td>menu</td></tr></table>" + PAGE.encode()),
        ("a.html", lambda: b"<table><tr><td>" + PAGE.encode() + b"</td></tr></table>"),
        ("a.html", lambda: b"<html><meta charset='windows-1256'>" + PAGE.encode("cp1256")),
        ("a.html", lambda: ("<html>" + PAGE).encode("utf-16")),
        ("a.geojsonl", lambda: "\n".join(json.dumps(feature(row)) for row in ROWS).encode()),
        ("a.geojsons", lambda: "".join(f"\x1e{json.dumps(feature(row), indent=1)}\n" for row in ROWS).encode()),
        ("a.kml", lambda: boxes.kml("".join(
            boxes.placemark(row["place"], f"{row['lon']},{row['lat']},0", properties(row)) for row in ROWS))),
        ("a.xlsx", lambda: file_of(ROWS)),
        ("a.csv", lambda: boxes.ods(boxes.ods_sheet("A", TABLE))),
    ],
)  # fmt: skip
def test_a_table_gives_the_same_rows_in_whatever_sort_of_file(name, make):
    same_rows(bring(make(), name))


def test_a_file_with_the_ending_of_another_sort_is_read_as_what_it_is_and_said():
    assert "called .xlsx but is a table of text" in said(bring(file_of(ROWS), "a.xlsx"))
    assert "called .xls but is a web page" in said(bring(boxes.html_table(TABLE).encode(), "a.xls"))
    assert "called .xls but is a XML workbook" in said(bring(boxes.xml_workbook({"A": TABLE}), "a.xls"))
    assert "called" not in said(bring(boxes.xml_workbook({"A": TABLE}), "a.xml"))


def test_every_ending_that_is_offered_is_one_that_is_read_or_told_what_it_lacks():
    assert {"zip", "kml", "kmz", "gpx", "ods", "xls", "shp", "dbf", "gz", "geojsonl", "html", "xml"} <= set(ENDINGS)


# Archives.


def test_several_tables_of_an_archive_are_asked_about_and_all_alike_can_be_read_at_once():
    data = boxes.zipped({"feb.csv": file_of(ROWS[:1]), "march/mar.csv": file_of(ROWS[1:])})
    question = asked(data, "a.zip")
    assert question.topic == "sheet"
    assert [value for value, _words in question.choices] == ["*", "feb.csv", "march/mar.csv"]
    assert ids(bring(data, "a.zip", sheet="march/mar.csv")) == ["s2"]
    both = bring(data, "a.zip", sheet="*")
    assert ids(both) == ["s1", "s2"]
    assert "Their rows are counted on from one to the next: 'feb.csv' 2, 'march/mar.csv' 4" in said(both)


def test_tables_of_an_archive_with_other_columns_are_not_offered_together():
    data = boxes.zipped(
        {"a.csv": file_of(ROWS[:1], columns=COLUMNS), "b.csv": file_of(ROWS[1:], columns=(*COLUMNS[:8], "persons_low"))}
    )
    assert [value for value, _words in asked(data, "a.zip").choices] == ["a.csv", "b.csv"]


def test_the_sheet_of_a_workbook_in_an_archive_of_several_can_be_named():
    book = workbook({"Jan": TABLE[:2], "Feb": [TABLE[0], TABLE[2]]})
    data = boxes.zipped({"book.xlsx": book, "more.csv": file_of([CONTROL])})
    assert {value for value, _words in asked(data, "a.zip").choices} == {"book.xlsx", "more.csv"}
    inner = [value for value, _words in asked(data, "a.zip", sheet="book.xlsx").choices]
    assert inner == ["book.xlsx/*", "book.xlsx/Jan", "book.xlsx/Feb"]
    assert ids(bring(data, "a.zip", sheet="book.xlsx/Feb")) == ["s2"]
    alone = boxes.zipped({"book.xlsx": book})
    assert ids(bring(alone, "a.zip", sheet="Jan")) == ["s1"]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"inner.zip": boxes.zipped({"a.csv": b"x"})}, "holds another archive ('inner.zip')"),
        ({"a.csv.gz": gzip.compress(b"x")}, "holds another archive"),
        ({"a.pdf": b"%PDF-1.7", "b.docx": boxes.zipped({"word/document.xml": b"<x/>"})}, "no table that can be read"),
        ({}, "It holds: nothing"),
    ],
)
def test_an_archive_without_a_table_says_what_it_holds(members, words):
    imported = bring(boxes.zipped(members), "a.zip")
    assert imported.table.frame.empty
    assert words in said(imported)


def test_a_password_is_called_a_password():
    assert "locked with a password" in said(bring(boxes.locked(boxes.zipped({"a.csv": file_of(ROWS)})), "a.zip"))
    assert "locked with a password" in said(bring(boxes.locked(workbook({"A": TABLE})), "a.xlsx"))
    assert "locked with a password" in said(bring(OLE + "EncryptedPackage\0".encode("utf-16-le"), "a.xlsx"))
    old = OLE + b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x36\x00" + bytes(600)
    assert "locked with a password" in said(bring(old, "a.xls"))
    sealed = boxes.ods(boxes.ods_sheet("A", TABLE), manifest="<file-entry><encryption-data/></file-entry>")
    assert "locked with a password" in said(bring(sealed, "a.ods"))


def test_a_file_in_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("lib.events.reading.archive.MAX_BYTES", 100_000)
    assert "unpacks to more than" in said(bring(boxes.zipped({"a.csv": file_of(ROWS) + bytes(1_000_000)}), "a.zip"))
    assert "unpacks to more than" in said(bring(gzip.compress(bytes(1_000_000)), "a.csv.gz"))
    monkeypatch.setattr("lib.events.reading.archive.MAX_MEMBERS", 3)
    assert "holds 4 files" in said(bring(boxes.zipped({f"{n}.csv": b"a,b" for n in range(4)}), "a.zip"))


def test_a_torn_archive_is_damaged():
    assert "damaged" in said(bring(boxes.zipped({"a.csv": file_of(ROWS)})[:-30], "a.zip"))
    assert "damaged" in said(bring(gzip.compress(file_of(ROWS))[:-30], "a.csv.gz"))


# Shapefiles.


@pytest.mark.parametrize("without", ["", "shx", "prj", "cpg"])
def test_a_shapefile_is_read_without_its_lesser_parts_and_with_its_names_whole(tmp_path, without):
    parts = boxes.shapefile(tmp_path, ROWS)
    parts.pop(without, None)
    imported = bring(boxes.zipped({f"dir/Events.{key}": data for key, data in parts.items()}), "a.zip")
    frame = imported.table.frame
    assert ids(imported) == ["s1", "s2"]
    assert frame[["lat", "lon"]].to_numpy().tolist() == [[35.864, 36.8], [35.81, 36.61]]
    assert list(frame["deaths_high"]) == [4, 4]
    assert frame["place_ar"].iloc[0] == "سراقب"
    assert "'deaths_hig' (deaths_high)" in said(imported)
    assert ("without its .prj" in said(imported)) == (without == "prj")


def test_a_shapefile_in_the_arabic_code_page_is_read_though_nothing_names_it(tmp_path):
    parts = boxes.shapefile(tmp_path, ROWS, encoding="cp1256")
    parts["dbf"] = parts["dbf"][:29] + b"\0" + parts["dbf"][30:]
    data = boxes.zipped({f"a.{key}": part for key, part in parts.items() if key != "cpg"})
    assert bring(data, "a.zip").table.frame["place_ar"].iloc[0] == "سراقب"


def test_parts_of_a_shapefile_are_told_what_is_missing(tmp_path):
    parts = boxes.shapefile(tmp_path, ROWS)
    alone = said(bring(parts["shp"], "events.shp"))
    assert "only the .shp of a shapefile" in alone
    assert ".shx, .dbf, .prj, .cpg" in alone
    assert "only the .shx of a shapefile" in said(bring(parts["shx"], "events.shx"))
    assert "without its .dbf" in said(bring(boxes.zipped({"events.shp": parts["shp"]}), "a.zip"))


def test_a_table_of_dbase_alone_is_read(tmp_path):
    rows = [{**row, "x": row["lon"], "y": row["lat"]} for row in ROWS]
    parts = boxes.shapefile(tmp_path, rows)
    assert ids(bring(parts["dbf"], "a.dbf")) == ["s1", "s2"]


def test_several_shapefiles_in_an_archive_are_asked_about(tmp_path):
    parts = boxes.shapefile(tmp_path, ROWS)
    data = boxes.zipped({f"{name}.{key}": part for name in ("one", "two") for key, part in parts.items()})
    assert [value for value, _words in asked(data, "a.zip").choices] == ["*", "one.shp", "two.shp"]
    assert ids(bring(data, "a.zip", sheet="two.shp")) == ["s1", "s2"]


# KML and GPX.


def grid(data: bytes, name: str = "a.kml"):
    log = ProblemLog(name)
    found = read_file(data, name, KNOWN, log, Answers())
    return found, "\n".join(map(str, log.problems()))


def columns_of(found) -> dict[str, list[str]]:
    return {name: found.cells.table.column(at).to_pylist() for at, name in enumerate(found.header)}


def test_a_placemark_gives_its_name_time_folder_data_and_point():
    when = "<description><![CDATA[<b>Two</b> hit<br/>at night]]></description>"
    when += "<TimeStamp><when>2020-02-05</when></TimeStamp>"
    span = "<TimeSpan><begin>2020-02-05</begin><end>2020-02-09</end></TimeSpan>"
    inner = boxes.placemark("Saraqib", "36.8,35.864", {"Killed": "3"}, when)
    schema = (
        '<Placemark><name>Ariha</name><ExtendedData><SchemaData><SimpleData name="Killed">4</SimpleData></SchemaData>'
    )
    outer = f"{schema}</ExtendedData>{span}</Placemark>"
    found, told = grid(boxes.kml(f"<Folder><name>February</name>{inner}</Folder>{outer}"))
    cells = columns_of(found)
    assert cells["place"] == ["Saraqib", "Ariha"]
    assert cells["date_start"] == ["2020-02-05", "2020-02-05"]
    assert cells["date_end"] == ["2020-02-05", "2020-02-09"]
    assert cells["folder"] == ["February", ""]
    assert cells["Killed"] == ["3", "4"]
    assert cells["description"] == ["Two hit at night", ""]
    points = shapely.from_wkb([cell or None for cell in cells["geometry"]])
    assert [None if point is None else (point.y, point.x) for point in points] == [(35.864, 36.8), None]
    assert not told


def test_a_kmz_is_read_by_its_document_though_others_lie_beside_it():
    document = boxes.kml(boxes.placemark("Saraqib", "36.8,35.864", properties(STRIKE)))
    data = boxes.zipped({"doc.kml": document, "files/more.kml": boxes.kml(""), "files/icon.png": b"\x89PNG"})
    assert ids(bring(data, "a.kmz")) == ["s1"]
    assert ids(bring(data, "a.zip")) == ["s1"]


def test_a_kml_that_only_links_elsewhere_is_told_and_nothing_is_fetched():
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    assert "holds no placemark" in said(bring(boxes.kml(link), "a.kml"))


def test_xml_that_declares_entities_is_refused_unread():
    bomb = "<!DOCTYPE kml [" + "".join(
        f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' if n else '<!ENTITY e1 "ha">' for n in range(30)
    ) + "]>"  # fmt: skip
    data = boxes.kml(boxes.placemark("&e30;", "36.8,35.864", {}), bomb)
    assert "declares entities" in said(bring(data, "a.kml"))


def test_waypoints_give_name_time_and_remark_and_tracks_are_told():
    point = (
        '<wpt lat="35.864" lon="36.8"><time>2020-02-05T10:00:00Z</time><name>Saraqib</name><desc>crater</desc></wpt>'
    )
    track = '<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>'
    start = "<?xml version='1.0'?><gpx xmlns='http://www.topografix.com/GPX/1/1'>"
    found, told = grid(f"{start}{point}{track}</gpx>".encode(), "a.gpx")
    assert columns_of(found) == {
        "place": ["Saraqib"], "date_start": ["2020-02-05T10:00:00Z"], "description": ["crater"],
        "lat": ["35.864"], "lon": ["36.8"],
    }  # fmt: skip
    assert "1 track or route" in told
    assert "holds no waypoint" in said(bring(f"{start}{track}</gpx>".encode(), "a.gpx"))


# What is not read says what it is, and what to do.


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "(PDF)"),
        (b"\x89PNG\r\n\x1a\n", "(picture)"),
        (boxes.zipped({"word/document.xml": b"<x/>"}), "text document"),
        (
            boxes.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
            "text document",
        ),
        (OLE + "WordDocument\0".encode("utf-16-le"), "text document"),
        (b"{\\rtf1\\ansi", "text document"),
        (boxes.zipped({"ppt/presentation.xml": b"<x/>"}), "presentation"),
        (boxes.zipped({"Index/Document.iwa": b"x"}), "Apple's Numbers"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
        (b"<stata_dta><header>", "Stata"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(99), "Access database"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "Unpack it"),
        (b"Rar!\x1a\x07\x00" + bytes(20), "Unpack it"),
        (b'{"type":"Topology","objects":{}}', "TopoJSON"),
        (b'{"fields":[],"features":[{"attributes":{"a":1},"geometry":{"x":1,"y":2}}]}', "f=geojson"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "save it as .xlsx"),
        (b"<?xml version='1.0'?><feed/>", "XML of a sort"),
        (b"<html><body><form>Log in</form></body></html>", "This is a web page"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_what_it_is_in_one_sentence(data, words):
    imported = bring(data, "a.csv")
    errors = [problem.message for problem in imported.table.problems if problem.severity == "error"]
    assert len(errors) == 1
    assert words in errors[0]


# Files made to exhaust.


def test_deeply_nested_json_is_refused():
    nested = b'{"type":"Feature","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert "nested deeper" in said(bring(nested, "a.geojson"))
    assert "nested deeper" in said(
        bring(b'{"type":"Feature","properties":' + b'{"a":' * 90 + b"1" + b"}" * 91, "a.json")
    )


def test_rows_that_an_opendocument_sheet_only_says_are_repeated_cost_nothing():
    empty = '<table:table-row table:number-rows-repeated="1048000">'
    empty += '<table:table-cell table:number-columns-repeated="16384"/>'
    sheet = boxes.ods_sheet(
        "A", TABLE, more=f"{empty}</table:table-row><table:table-row>{boxes.ods_cell(' ')}</table:table-row>"
    )
    same_rows(bring(boxes.ods(sheet), "a.ods"))


def test_filled_rows_that_an_opendocument_sheet_repeats_a_million_times_are_refused():
    filled = boxes.ods_cell("x", ' table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048000">{filled}</table:table-row>'
    assert "at most" in said(bring(boxes.ods(boxes.ods_sheet("A", TABLE, more=row)), "a.ods"))
