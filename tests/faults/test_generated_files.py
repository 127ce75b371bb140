"""A file that was damaged in any way is read, asked about or refused with a sentence; it is never a failure of ours."""

from __future__ import annotations

import io
import logging
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.events.importing import import_table
from lib.events.problems import lines
from lib.events.questions import Answers, QuestionError
from tests.data.workbooks import workbook
from tests.events.tables import STRIKE, file_of, strike

ROWS = [STRIKE, strike(event_id="b", date_start="2020-02-06", place="Binnish")]
TABLE = file_of(ROWS)


def _parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(ROWS).to_parquet(out)
    return out.getvalue()


def _geojson() -> bytes:
    points = gpd.points_from_xy([36.8, 36.7], [35.86, 35.95])
    return gpd.GeoDataFrame(pd.DataFrame(ROWS), geometry=points, crs="EPSG:4326").to_json().encode()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mine.csv", TABLE)
    return out.getvalue()


FILES = {
    "csv": TABLE,
    "xlsx": workbook({"A": [list(STRIKE), *(list(row.values()) for row in ROWS)]}),
    "geojson": _geojson(),
    "parquet": _parquet(),
    "zip": _archive(),
}


@st.composite
def damaged(draw):
    """A file of some sort, cut, overwritten, repeated, or with bytes put in, under its own ending or another."""
    ending = draw(st.sampled_from([*FILES]))
    data = bytearray(FILES[ending])
    for _change in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(["cut", "write", "put in", "repeat", "drop"]))
        some = draw(st.binary(max_size=12) | st.sampled_from([b"\0", b'"', b"\xff\xfe", b"\n" * 9, b"<", b"PK", b"{}"]))
        if how == "cut":
            data = data[:at]
        elif how == "write":
            data[at : at + len(some)] = some
        elif how == "put in":
            data[at:at] = some
        elif how == "repeat":
            data += data[:at]
        else:
            del data[at : at + draw(st.integers(1, 40))]
    return bytes(data), f"mine.{draw(st.sampled_from([ending, ending, *FILES, 'xls', 'kml', 'txt']))}"


@pytest.mark.thorough
@given(damaged())
def test_a_damaged_file_is_never_a_failure_of_ours(file):
    data, name = file
    failures: list[logging.LogRecord] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = failures.append
    logging.getLogger().addHandler(handler)
    try:
        imported = import_table(data, name, Answers())
        said = lines(imported.table.problems)
        rows = len(imported.table.frame)
    except QuestionError as asked:
        said, rows = [str(asked)], 0
    finally:
        logging.getLogger().removeHandler(handler)
    assert not failures, failures[0].getMessage()
    assert rows or [line for line in said if line]
    assert not [line for line in said if "Traceback" in line or len(line) > 2000]
