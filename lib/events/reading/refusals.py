"""Files that cannot be read, each with one sentence that says what it is and another what to do."""

from __future__ import annotations

from lib.events.reading import sniff
from lib.text import _, enumerated


def refusal(sort: str, name: str) -> str:
    """Return why a file of this sort is not read, and what to do; "" when it is.

    Args:
        sort: Its sort, one of :mod:`lib.events.reading.sniff`.
        name: Its name, by which the parts of a shapefile can be told apart.
    """
    if sort == sniff.SHAPES:
        return _lone_part(name)
    return _sentences().get(sort, "")


def _lone_part(name: str) -> str:
    """Say why one part of a shapefile is not enough."""
    stem, _dot, ending = name.rpartition(".")
    ending = ending.lower() if ending.lower() in {"shp", "shx", "prj", "cpg"} else "shp"
    others = enumerated(f".{each}" for each in ("shp", "shx", "dbf", "prj", "cpg") if each != ending)
    words = _(
        "This is only the .{ending} of a shapefile, without its columns. Put it into one zip with the files of the "
        "same name beside it ({others}), and bring the zip."
    )
    return words.format(ending=ending, others=others, stem=stem)


def _sentences() -> dict[str, str]:
    """Return the sentences by sort; made when asked, in the reader's language."""
    statistics = _("This is a data file of {program}, which cannot be read. Export it from there as CSV UTF-8.")
    return {
        sniff.WEB_PAGE: _(
            "This is a web page, not a table. Log in where you got it from, and download the table itself."
        ),
        sniff.TOPOJSON: _("This is TopoJSON, which cannot be read. Export it as GeoJSON, or as CSV."),
        sniff.ESRI_JSON: _("This is JSON as Esri's servers write it (f=json). Ask for it as GeoJSON (f=geojson)."),
        sniff.XML: _("This is XML of a sort that is not known. Export the table as CSV UTF-8, GeoJSON or KML."),
        sniff.MHTML: _("This is a web page saved with its pictures. Open it in Excel and save it as .xlsx."),
        sniff.LOCKED: locked(),
        sniff.NUMBERS: _("This is a document of Apple's Numbers. Export it from there as Excel or CSV."),
        sniff.PDF: _(
            "This is not a table but a file of another sort (PDF): its tables are only drawn. Ask for the workbook or "
            "CSV it was made from."
        ),
        sniff.PICTURE: _(
            "This is not a table but a file of another sort (picture). Ask for the workbook or CSV it was made from."
        ),
        sniff.DOCUMENT: _("This is a text document. Copy its table into a spreadsheet, and save that as .xlsx or CSV."),
        sniff.SLIDES: _("This is a presentation. Copy its table into a spreadsheet, and save that as .xlsx or CSV."),
        sniff.MAIL: _("This is a saved mail. Save the table attached to it, and bring that."),
        sniff.PACKED: _(
            "This is an archive of a sort that cannot be opened here. Unpack it, and bring the table, or a zip."
        ),
        sniff.SPSS: statistics.format(program="SPSS"),
        sniff.STATA: statistics.format(program="Stata"),
        sniff.SAS: statistics.format(program="SAS"),
        sniff.R_DATA: statistics.format(program="R"),
        sniff.ACCESS: _("This is an Access database. Export its table from there as Excel or CSV UTF-8."),
        sniff.ARROW: _("This is an Arrow (Feather) file, which cannot be read. Save it as Parquet or CSV UTF-8."),
        sniff.FLATGEOBUF: _("This is FlatGeobuf, which cannot be read. Save it as GeoPackage or GeoJSON."),
    }


def locked() -> str:
    """Return what is said of a workbook that opens with a password only."""
    return _("The workbook is locked with a password. Save it without one.")
