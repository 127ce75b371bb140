"""The definition of the event table, and the documentation that shows it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.errors
import pytest

from lib.events import schema
from lib.events.table import load

DOCS = Path(__file__).resolve().parents[2] / "docs" / "event-table.md"


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return load().frame


def failures(frame: pd.DataFrame) -> str:
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.event_schema().validate(frame, lazy=True)
    return caught.value.failure_cases[["column", "check"]].astype(str).to_string()


def column_table() -> str:
    """The columns as a Markdown table: name, what it holds, whether it must be filled, meaning."""
    lines = ["| column | holds | must be filled | meaning |", "|---|---|---|---|"]
    for column in schema.COLUMNS:
        words = "" if column.name == "subkind" else ", ".join(f"`{word}`" for word in column.words)
        holds = f"{column.holds}: {words}" if words else f"{column.holds}"
        must = "always" if column.required else ", ".join(f"{kind} rows" for kind in column.required_for)
        lines.append(f"| `{column.name}` | {holds} | {must} | {column.meaning} |")
    return "\n".join(lines) + "\n"


def subkind_table() -> str:
    """The words of ``subkind`` by kind, as a Markdown table."""
    rows = (f"| `{kind}` | {', '.join(f'`{word}`' for word in words)} |" for kind, words in schema.SUBKINDS.items())
    return "\n".join(["| kind | subkind |", "|---|---|", *rows]) + "\n"


def test_the_documentation_shows_the_columns_as_the_schema_defines_them():
    assert column_table() in DOCS.read_text(encoding="utf-8")


def test_the_documentation_shows_the_subkinds_of_each_kind():
    assert subkind_table() in DOCS.read_text(encoding="utf-8")


def test_the_documentation_names_the_limits():
    text = DOCS.read_text(encoding="utf-8")
    for limit in (schema.WEST, schema.EAST, schema.SOUTH, schema.NORTH, schema.FIRST_YEAR, schema.LAST_YEAR):
        assert str(limit) in text


def test_the_shipped_table_has_the_columns_of_the_schema_in_order():
    header = (DOCS.parents[1] / "data" / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")) == schema.NAMES


def test_the_shipped_table_passes_the_schema(shipped):
    schema.event_schema().validate(shipped, lazy=True)


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [
        ("kind", "battle", "isin"),
        ("subkind", "summit", "subkind belongs to kind"),
        ("lat", 61.0, "in_range"),
        ("lon", float("nan"), "lat and lon in pairs"),
        ("date_start", pd.Timestamp("1999-01-01"), "in_range"),
        ("date_end", pd.Timestamp("2012-01-01"), "date_start <= date_end"),
        ("deaths_low", 4_000, "deaths_low <= deaths_high"),
        ("source", "", "source filled"),
        ("source_url", "javascript:alert(1)", "str_matches"),
        ("target_kind", "bazaar", "str_matches"),
        ("is_primary", False, "one primary row a group"),
        ("controller", "", "controller filled"),
    ],
)
def test_the_schema_refuses_a_frame_that_breaks_a_rule(shipped, column, value, check):
    kind = "control" if column == "controller" else "strike"
    rows = shipped.loc[(shipped["kind"] == kind) & shipped["lat"].notna() & shipped["is_primary"]]
    if column == "deaths_low":
        rows = rows.loc[rows["deaths_high"].notna()]
    frame = rows.head(1).copy()
    schema.event_schema().validate(frame, lazy=True)
    frame[column] = pd.Series([value], index=frame.index, dtype=frame[column].dtype)
    assert check in failures(frame)


def test_the_schema_refuses_a_column_it_does_not_know(shipped):
    assert "column_in_schema" in failures(shipped.head(1).assign(mood="calm"))


def test_every_column_says_what_it_means():
    assert all(column.meaning.endswith(".") for column in schema.COLUMNS)


def test_each_vocabulary_is_in_lower_case_without_blanks():
    words = [word for column in schema.COLUMNS for word in column.words]
    assert all(word == word.lower() and " " not in word and "-" not in word for word in words)
