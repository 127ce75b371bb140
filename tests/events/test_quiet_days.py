"""Days of reported quiet: a finding with its source, and no strike of the table contradicts it."""

from datetime import date

import pandas as pd
import pytest

from lib.events import quiet_days
from lib.events.quiet_days import COLUMNS
from lib.text.vocabulary import quiet_in_words

SOUND = {
    "date_start": "2020-01-12",
    "date_end": "2020-01-13",
    "what": "no_aircraft",
    "source": "A newspaper: a title",
    "source_url": "https://example.org/1",
}
FROM_THE_AIR = ("airstrike", "barrel_bomb", "drone")


def written(path, *rows):
    pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(path, index=False)
    return path


def test_the_file_that_ships_is_sound_and_each_spell_can_be_said():
    rows, faults = quiet_days.read(quiet_days.QUIET_DAYS)
    assert not faults
    assert not rows.empty
    assert all(quiet_in_words(row).endswith(":") for row in rows.to_dict("records"))


def test_no_strike_from_the_air_is_counted_on_a_day_without_aircraft(events):
    struck = events.strikes.loc[events.strikes["is_primary"] & events.strikes["subkind"].isin(FROM_THE_AIR)]
    for row in quiet_days.quiet_days().itertuples():
        inside = (struck["date_start"] <= row.date_end) & (struck["date_end"] >= row.date_start)
        assert struck.loc[inside, "event_id"].tolist() == []


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"date_start": "12/01/2020"}, "YYYY-MM-DD"),
        ({"date_end": "2020-01-01"}, "before the first"),
        ({"what": "silence"}, "no_aircraft"),
        ({"source": ""}, "source is needed"),
        ({"source_url": "javascript:alert(1)"}, "no web address"),
    ],
)
def test_a_row_with_a_fault_is_left_out_and_told(tmp_path, cells, why):
    rows, faults = quiet_days.read(written(tmp_path / "quiet_days.csv", SOUND | cells, SOUND))
    assert len(rows) == 1
    assert len(faults) == 1
    assert "row 2" in faults[0]
    assert why in faults[0]


def test_a_crisis_may_lack_the_file(tmp_path):
    rows, faults = quiet_days.read(tmp_path / "quiet_days.csv")
    assert (list(rows.columns), len(rows), faults) == (list(COLUMNS), 0, ())


def test_a_file_of_other_columns_is_told_and_not_used(tmp_path):
    path = tmp_path / "quiet_days.csv"
    path.write_text("day\n2020-01-12\n", encoding="utf-8")
    rows, faults = quiet_days.read(path)
    assert rows.empty
    assert "date_start" in faults[0]


def test_a_spell_is_told_of_when_its_days_overlap_the_range(monkeypatch, tmp_path):
    rows, _faults = quiet_days.read(written(tmp_path / "quiet_days.csv", SOUND))
    monkeypatch.setattr(quiet_days, "quiet_days", lambda: rows)
    assert len(quiet_days.between(date(2020, 1, 13), date(2020, 1, 20))) == 1
    assert quiet_days.between(date(2020, 1, 14), date(2020, 1, 20)).empty
