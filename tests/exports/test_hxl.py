"""Hashtags of HXL stand under the names of the columns on request, and humanitarian tools read them."""

from __future__ import annotations

import csv
import io
from datetime import date

import hxl as libhxl
import pytest
from hxl.input import InputOptions

from lib import layers
from lib.events.importing import import_table
from lib.events.query import Query
from lib.events.questions import Answers
from lib.events.schema import NAMES
from lib.events.store import Snapshot
from lib.exports import hxl
from lib.exports.geodata.asked import FORMATS as LAYER_FORMATS
from lib.exports.geodata.asked import read
from lib.exports.geodata.files import write as write_layer
from lib.exports.order import OrderError
from lib.exports.tables import FORMATS, write

VIEW = Query(start=date(2020, 2, 10), end=date(2020, 2, 15))
LAYERS = tuple(layers.addressed())


@pytest.fixture(scope="module")
def snapshot(events):
    return Snapshot(events, "0123456789ab")


def file_of(snapshot, name):
    kind, _dot, ending = name.partition(".")
    if kind == "events":
        return b"".join(write(snapshot, VIEW, ending, tagged=True))
    return write_layer(snapshot, read(VIEW, kind, ending, {"hxl": "1"}))


FILES = ("events.csv", "events.xlsx", *(f"{name}.csv" for name in LAYERS))


def opened(data):
    return libhxl.data(io.BytesIO(data), InputOptions(allow_local=True))


@pytest.mark.parametrize("name", FILES)
def test_libhxl_reads_every_column_under_its_tag_and_every_row(snapshot, name):
    kind = name.partition(".")[0]
    source = opened(file_of(snapshot, name))
    found = {column.header.lstrip("\ufeff"): column.display_tag for column in source.columns}
    declared = hxl.REPORTS if kind == "events" else hxl.LAYERS
    # libhxl writes the attributes of a tag in an order of its own.
    assert {header: parts(tag) for header, tag in found.items()} == {each: parts(declared[each]) for each in found}
    plain = (
        b"".join(write(snapshot, VIEW, "csv"))
        if kind == "events"
        else write_layer(snapshot, read(VIEW, kind, "csv", {}))
    )
    rows = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
    assert list(found) == rows[0]
    assert sum(1 for _row in source) == len(rows) - 1


def parts(tag):
    first, *attributes = tag.split("+")
    return first, frozenset(attributes)


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_it_breaks_the_rules_of_libhxl(snapshot, name):
    found = []
    libhxl.schema(None, callback=found.append).validate(opened(file_of(snapshot, name)).cache())
    # What it calls an outlier, a rare word or a likely slip is for a reader to judge; an error is a wrong tag.
    wrong = [(each.rule.severity, str(each.column), each.message) for each in found if each.rule.severity == "error"]
    assert not wrong


def test_every_column_has_a_tag_and_no_two_of_a_table_share_one():
    assert tuple(hxl.REPORTS) == NAMES
    named = {column.name for data in layers.addressed().values() for column in (data.series_columns or data.columns)()}
    assert named == hxl.LAYERS.keys()
    for tags in (hxl.REPORTS, hxl.LAYERS):
        assert len({parts(tag) for tag in tags.values()}) == len(tags)
        assert all(libhxl.model.Column.parse(tag) is not None for tag in tags.values())


@pytest.mark.thorough
def test_a_file_with_tags_is_taken_back_as_it_was(snapshot):
    back = import_table(file_of(snapshot, "events.csv"), "events.csv", Answers("auto")).table
    plain = import_table(b"".join(write(snapshot, VIEW, "csv")), "events.csv", Answers("auto")).table
    assert back.frame.drop(columns="row").equals(plain.frame.drop(columns="row"))
    assert back.left_out == plain.left_out == 0


@pytest.mark.parametrize("ending", sorted((set(FORMATS) | set(LAYER_FORMATS)) - set(hxl.FORMATS)))
def test_a_format_without_rows_of_cells_has_none_and_says_which_has(ending):
    with pytest.raises(OrderError, match=r"csv"):
        hxl.asked({"hxl": "1"}, ending)
    assert hxl.asked({}, ending) is False


@pytest.mark.parametrize("text", ["yes", "2", "-1", "true"])
def test_another_value_is_refused(text):
    with pytest.raises(OrderError, match="hxl"):
        hxl.asked({"hxl": text}, "csv")


def test_without_being_asked_for_there_are_none(snapshot):
    for data in (b"".join(write(snapshot, VIEW, "csv")), write_layer(snapshot, read(VIEW, "areas", "csv", {}))):
        assert b"#" not in data.split(b"\n")[1][:2]
