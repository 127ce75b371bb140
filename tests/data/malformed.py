"""Forty files as they come from outside, each with what its owner is told. They are made here, never stored."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tests.data.workbooks import workbook
from tests.events.tables import CONTROL, FLOW, STRIKE, file_of, strike, text_of

NAMES = list(STRIKE)


@dataclass(frozen=True)
class Case:
    """One file: its name, its bytes, what is said (part of a sentence), and how many rows are taken."""

    file: str
    make: Callable[[], bytes]
    said: str
    taken: int
    row: int | None = None
    column: str | None = None


def one(**cells: str) -> Callable[[], bytes]:
    """A sound row, then a row with some cells changed."""
    return partial(file_of, [STRIKE, strike(event_id="s2", **cells)])


def lines(*extra: str) -> Callable[[], bytes]:
    text = text_of([STRIKE, CONTROL]) + "\n".join(extra) + "\n"
    return partial(text.encode, "utf-8")


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of 60 kB that unpacks to 60 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet1.xml", "w") as sheet:
        for _ in range(60):
            sheet.write(bytes(1_000_000))
    return out.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame), out)
    return out.getvalue()


def features(*properties: dict[str, str], geometry: object = None) -> bytes:
    items = [{"type": "Feature", "properties": one_, "geometry": geometry} for one_ in properties]
    return json.dumps({"type": "FeatureCollection", "features": items}, ensure_ascii=False).encode()


def renamed(old: str, new: str) -> Callable[[], bytes]:
    return lambda: file_of([STRIKE, CONTROL]).replace(old.encode(), new.encode(), 1)


CASES: dict[str, Case] = {
    # Files that are no table.
    "empty": Case("a.csv", lambda: b"", "The file is empty", 0),
    "only blanks": Case("a.csv", lambda: b" \r\n\t\n", "The file is empty", 0),
    "only zero bytes": Case("a.csv", lambda: bytes(4096), "The file is empty", 0),
    "header alone": Case("a.csv", lambda: ",".join(NAMES).encode(), "has a header but no rows", 0),
    "PDF called csv": Case("a.csv", lambda: b"%PDF-1.7 ...", "a file of another sort (PDF)", 0),
    "picture called csv": Case("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), "another sort (picture)", 0),
    "random bytes": Case("a.csv", lambda: bytes(range(256)) * 20, "not a table of text", 0),
    "page of the web": Case("a.csv", lambda: b"<!doctype html><p>Log in first</p>", "This is a web page", 0),
    "zip of a csv": Case("a.csv", lambda: zipped(a=file_of([STRIKE])), "'a' in the archive was read", 1),
    "JSON without features": Case("a.geojson", lambda: b'{"type": "Point"}', "JSON but no GeoJSON", 0),
    "torn GeoJSON": Case("a.geojson", lambda: features(STRIKE)[:-30], "damaged", 0),
    "torn parquet": Case("a.parquet", lambda: b"PAR1" + bytes(50) + b"PAR1", "damaged", 0),
    "torn database": Case("a.gpkg", lambda: b"SQLite format 3\0" + bytes(90), "damaged", 0),
    # Workbooks.
    "zip bomb": Case("a.xlsx", bomb, "unpacks to more than 50 MB", 0),
    "torn workbook": Case("a.xlsx", lambda: workbook({"A": [NAMES]})[:-40], "damaged", 0),
    "workbook called csv": Case("a.csv", lambda: workbook({"A": [NAMES, list(STRIKE.values())]}), "is a workbook", 1),
    "workbook of notes": Case("a.xlsx", lambda: workbook({"A": [["Dear all"]], "B": [["See A"]]}), "None of the 2", 0),
    "hundred sheets, one a table": Case(
        "a.xlsx",
        lambda: workbook({f"S{n}": [["note"]] for n in range(99)} | {"T": [NAMES, list(STRIKE.values())]}),
        "has 100 sheets; 'T' was read", 1,
    ),
    "empty workbook": Case("a.xlsx", lambda: workbook({"A": []}), "is empty", 0),
    # Headers.
    "unknown columns": Case("a.csv", lambda: b"this,that\n1,2\n", "belong to no known format", 0),
    "header lower down": Case(
        "a.csv", lambda: b"Situation report\nof today,,\n\n" + file_of([STRIKE]), "stand in row 4", 1
    ),
    "no column of names": Case(
        "a.csv", renamed("event_id", "identity"), "No column names the rows", 2, None, "event_id"
    ),
    "misspelt column": Case("a.csv", renamed("confidence", "confidance"), "did you mean 'confidence'", 2),
    "column twice": Case("a.csv", renamed("n_sources", "note"), "more than once", 2, None, "note"),
    "unknown column besides": Case("a.csv", renamed("target_kind", "mood"), "'mood' is unknown", 2),
    "monthly sums of UCDP": Case(
        "a.csv", lambda: b"month_start,region,civilian_deaths,combatant_deaths\n2020-01-01,Idlib,4,2\n", "sums by", 0
    ),
    # Rows.
    "row too short": Case("a.csv", lines("a,b,c"), "has 3 cells", 2, 4),
    "row too long": Case("a.csv", lines(",".join("x" * 60)), "has 60 cells", 2, 4),
    "quotation mark left open": Case(
        "a.csv", lambda: file_of([STRIKE, CONTROL]).replace(b"\nc1,", b'\nx,"never closed\nc1,'), "quotation mark", 2, 3
    ),
    "same id twice": Case("a.csv", lambda: file_of([STRIKE, STRIKE]), "the name of row 2 already", 1, 3, "event_id"),
    "kind blank": Case("a.csv", one(kind=""), "The cell is blank", 1, 3, "kind"),
    "kind unknown": Case("a.csv", one(kind="strick"), "did you mean 'strike'", 1, 3, "kind"),
    # Cells.
    "day that is none": Case("a.csv", one(date_start="31/02/2020", date_end=""), "is not a date", 1, 3, "date_start"),
    "month of one writer": Case(
        "a.csv", one(date_start="5/22/20", date_end=""), "contradicts the file", 2, None, "date_start"
    ),
    "date of another century": Case("a.csv", one(date_start="1920-02-05"), "between 2011 and 2030", 1, 3, "date_start"),
    "figure in words": Case("a.csv", one(deaths_low="ten and a half"), "not a whole number", 2, 3, "deaths_low"),
    "figure of half a person": Case("a.csv", one(injured_low="1,5"), "not a whole number", 2, 3, "injured_low"),
    "low above high": Case("a.csv", one(deaths_low="9", deaths_high="2"), "more than deaths_high", 2, 3, "deaths_low"),
    "swapped point": Case("a.csv", one(lat="46.8", lon="25.8"), "outside the region of the map", 2, 3, "lat"),
    "half a point": Case("a.csv", one(lon=""), "stands without lon", 2, 3, "lat"),
    "link that runs": Case("a.csv", one(source_url="javascript:alert(1)"), "not a web address", 2, 3, "source_url"),
    "letters that turn round": Case("a.csv", one(place="Sara\u202eqib"), "cannot be seen, in row 3", 2, None, "place"),
    "byte that is no letter": Case(
        "a.csv", lambda: file_of([STRIKE, strike(event_id="s2", note="Sar@qib")]).replace(b"@", b"\xe9"),
        "cannot be read", 2, 3, "note",
    ),
    "shape that is no point": Case(
        "a.geojson",
        lambda: features({k: v for k, v in STRIKE.items() if k not in {"lat", "lon"}},
                         geometry={"type": "LineString", "coordinates": [[36, 35], [37, 36]]}),
        "stands for it", 1,
    ),
    "half a group": Case("a.csv", one(group_id="s1"), "has a primary row already", 2, 3, "is_primary"),
    "flow to nowhere known": Case(
        "a.csv", lambda: file_of([{**FLOW, "metric": "fled"}]), "none of the words of this column", 1, 2, "metric"
    ),
    "table in a bundle of parquet": Case(
        "a.parquet", lambda: parquet(pd.DataFrame({"this": ["2020-02-01"], "that": ["Idlib"]})), "no known format", 0
    ),
}  # fmt: skip
"""By name; the tests run through all of them."""
