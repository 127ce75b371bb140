"""Who published a source: the column, else what the source names before its colon."""

import pandas as pd
import pytest

from lib.analysis import daily
from lib.events import publishers
from tests.queries import all_days


def rows(*pairs):
    return pd.DataFrame(pairs, columns=["source", "publisher"])


@pytest.mark.parametrize(
    ("source", "publisher", "found"),
    [
        ("SOHR: a town falls", "", "SOHR"),
        ("SOHR: a town falls", "Observatory", "Observatory"),
        ("A title: and more", "OCHA", "OCHA"),
        ("Enab Baladi", "", "Enab Baladi"),
        ("Truce at 14:00 holds", "", "Truce at 14:00 holds"),
        ("", "", ""),
    ],
)
def test_the_column_comes_first_then_what_stands_before_the_colon(source, publisher, found):
    assert publishers.publishers(rows((source, publisher))).tolist() == [found]


def test_a_table_without_the_column_is_read_by_its_sources():
    assert publishers.publishers(pd.DataFrame({"source": ["SOHR: a", "OCHA: b"]})).tolist() == ["SOHR", "OCHA"]


def test_coded_sources_give_each_row_its_own_publisher():
    told = rows(("A: x", "P"), ("A: x", ""), ("B: y", "P"), ("A: x", "P"))
    code, different = publishers.coded(told)
    assert len(different) == 3
    pd.testing.assert_frame_equal(different.iloc[code].reset_index(drop=True), told, check_dtype=False)


def test_a_view_counts_its_rows_by_the_publisher_of_the_column(make_table):
    strike = {"kind": "strike", "place": "Binnish", "lat": 35.96, "lon": 36.71}
    table = make_table(
        strike | {"source": "A: one", "publisher": "B"}, strike | {"source": "B: two"}, strike | {"source": "C: three"}
    )
    assert daily.publishers(table, all_days()).to_dict() == {"B": 2, "C": 1}
