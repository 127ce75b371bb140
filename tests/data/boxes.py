"""Files around tables, and tables as other programs write them: made here, never stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import geopandas as gpd
import pandas as pd

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
KML = "http://www.opengis.net/kml/2.2"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked(archive: bytes) -> bytes:
    """The same archive as if its files needed a password."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := archive.find(mark, start)) >= 0:
            archive = archive[: start + at] + bytes([archive[start + at] | 1]) + archive[start + at + 1 :]
            start += 4
    return archive


def shapefile(folder: Path, rows: Sequence[Mapping[str, str]], encoding: str = "UTF-8") -> dict[str, bytes]:
    """The files of a shapefile of points, by ending; lat and lon of each row are its point."""
    frame = pd.DataFrame(rows).drop(columns=["lat", "lon"])
    points = gpd.points_from_xy([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    gpd.GeoDataFrame(frame, geometry=points, crs=4326).to_file(folder / "made.shp", encoding=encoding)
    return {path.suffix[1:]: path.read_bytes() for path in sorted(folder.glob("made.*"))}


def ods(sheets: str, *, manifest: str = "", flat: bool = False) -> bytes:
    """An OpenDocument workbook with the XML of its sheets (:func:`ods_sheet`)."""
    spaces = " ".join(f'xmlns:{each}="{OFFICE}:{each}:1.0"' for each in ("office", "table", "text", "style"))
    root = "document" if flat else "document-content"
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:{root} {spaces}><office:automatic-styles>"
        '<style:style style:name="shut"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        f"</office:{root}>"
    )
    if flat:
        return content.encode()
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
        "content.xml": content.encode(),
    })  # fmt: skip


def ods_sheet(name: str, rows: Sequence[Sequence[str]], *, more: str = "", hidden: bool = False) -> str:
    """The XML of a sheet of text; ``more`` is XML of rows after them."""
    style = ' table:style-name="shut"' if hidden else ""
    body = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}"{style}>{body}{more}</table:table>'


def ods_cell(text: str, extra: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{extra}><text:p>{escape(text)}</text:p></table:table-cell>'


def xml_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook in the XML of Excel 2003."""
    tables = "".join(
        f'<Worksheet ss:Name="{name}"><Table>'
        + "".join(
            "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row) + "</Row>"
            for row in rows
        )
        + "</Table></Worksheet>"
        for name, rows in sheets.items()
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">{tables}</Workbook>'
    ).encode()


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of a web page."""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{body}</table>"


def placemark(name: str, point: str, fields: Mapping[str, str], more: str = "") -> str:
    """A placemark of KML with data fields."""
    data = "".join(f'<Data name="{key}"><value>{escape(value)}</value></Data>' for key, value in fields.items())
    shape = f"<Point><coordinates>{point}</coordinates></Point>" if point else ""
    return f"<Placemark><name>{name}</name>{more}<ExtendedData>{data}</ExtendedData>{shape}</Placemark>"


def kml(placemarks: str, prolog: str = "") -> bytes:
    """A KML file of placemarks, in folders or not."""
    document = f"<Document><name>made</name>{placemarks}</Document>"
    return f"<?xml version='1.0'?>{prolog}<kml xmlns='{KML}'>{document}</kml>".encode()
