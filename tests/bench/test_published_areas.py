"""Our areas stand beside what others published, each with its day, scope and source."""

from datetime import timedelta

import pytest

from bench import published_areas
from lib.analysis import control


@pytest.fixture(scope="module")
def rows():
    return published_areas.published()


def test_every_published_figure_has_its_days_a_scope_and_a_source(rows):
    assert len(rows)
    assert (rows["scope"] != "").all()
    assert rows["source_url"].str.match(r"https?://\S+$").all()
    assert set(rows["quantity"]) == {"gained", "held", "share"}
    assert (rows["date_from"] <= rows["date_to"]).all()


@pytest.mark.thorough
def test_ours_is_what_the_product_shows(events, rows):
    whole = rows.loc[rows["area"] == ""]
    for _at, row in whole.iterrows():
        if row["quantity"] == "held":
            assert published_areas.ours(events, row) == control.area_range(events, row["side"], row["date_to"])
        else:
            start = max(row["date_from"] - timedelta(days=1), control.control_dates(events)[0])
            told = control.changed_range(events, row["side"], start, row["date_to"])
            assert published_areas.ours(events, row) == told


@pytest.mark.thorough
def test_shares_of_a_governorate_are_percentages_and_a_part_is_no_larger_than_the_whole(events, rows):
    shares = [published_areas.ours(events, row) for _at, row in rows.loc[rows["quantity"] == "share"].iterrows()]
    assert shares
    assert all(0 < share.best < 100 for share in shares)
    parts = rows.loc[(rows["area"] != "") & (rows["quantity"] == "gained")]
    for _at, row in parts.iterrows():
        whole = published_areas.ours(events, row.where(row.index != "area", ""))
        assert 0 < published_areas.ours(events, row).best <= whole.best
