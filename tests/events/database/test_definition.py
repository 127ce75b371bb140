"""What makes the table of a database comes of the one definition of the event table."""

from __future__ import annotations

import pytest

from lib.config.environment import faults
from lib.events import database
from lib.events.database.definition import TRIGGERS, statements
from lib.events.schema import COLUMNS, Holds


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_is_there_with_its_words_and_limits(column):
    [line] = [line for line in statements()[0].splitlines() if line.strip().startswith(f"{column.name} ")]
    if column.holds is Holds.WORD:
        assert all(f"'{word}'" in line for word in column.words)
    if column.limits:
        assert f"BETWEEN {column.limits[0]} AND {column.limits[1]}" in line
    if column.required:
        assert "NOT NULL" in line


def test_every_sort_of_change_raises_the_version():
    made = "\n".join(statements())
    for trigger, change in zip(TRIGGERS, ("INSERT", "UPDATE", "DELETE", "TRUNCATE"), strict=True):
        assert f"CREATE TRIGGER {trigger} AFTER {change} ON events" in made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("postgresql://map@db.example.org/crisis", True),
        ("postgres:///crisis", True),
        ("PostgreSQL://db/crisis", True),
        ("postgresql", False),
        ("/data/postgresql/events.csv", False),
        ("events.csv", False),
        ("", False),
    ],
)
def test_an_address_is_told_from_a_path(text, found):
    assert database.is_address(text) == found


def test_a_database_is_called_by_its_name_and_nothing_else_of_its_address():
    assert database.name_of("postgresql://map:secret@db.example.org:5432/crisis?sslmode=require") == "crisis"
    assert database.name_of("postgresql://map:secret@[db/crisis") == "postgresql"


def test_the_address_of_something_else_is_no_table():
    assert faults({"IDLIB_MAP_TABLE": "mysql://db.example.org/crisis"})
    assert not faults({"IDLIB_MAP_TABLE": "postgresql://db.example.org/crisis"})
