"""The event table as PostgreSQL holds it: its constraints, a version that every change raises, and who changed what.

All of it comes of the one definition of the event table (:mod:`lib.events.schema`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lib.events.schema import COLUMNS, KINDS, POINTS, RANGES, SUBKINDS, Column, Holds

TABLE: Final = "events"
VERSION: Final = "events_version"
HISTORY: Final = "events_history"
TRIGGERS: Final = ("events_inserted", "events_updated", "events_deleted", "events_emptied")
"""What raises the version and writes the history."""
_TYPES: Final = {
    Holds.DATE: "date",
    Holds.FIGURE: "integer",
    Holds.DEGREE: "double precision",
    Holds.FLAG: "boolean NOT NULL DEFAULT true",
}
# Names sort as they do elsewhere, whatever the language of the database.
_TEXT: Final = "text COLLATE \"C\" NOT NULL DEFAULT ''"
_ADDRESS: Final = r"^https?://\S+$"


_INDEXES: Final = (
    # Of the reports of one thing one is counted.
    """CREATE UNIQUE INDEX events_one_primary
  ON events (COALESCE(NULLIF(group_id, ''), event_id)) WHERE is_primary""",
    "CREATE INDEX events_by_day ON events (date_end, date_start, event_id)",
)
_VERSION: Final = (
    """CREATE TABLE events_version (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL,
  changed_at timestamptz NOT NULL
)""",
    "INSERT INTO events_version (version, changed_at) VALUES (1, clock_timestamp())",
)
_HISTORY: Final = """CREATE TABLE events_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  author text NOT NULL,
  reason text NOT NULL,
  version bigint NOT NULL,
  action text NOT NULL,
  event_id text NOT NULL,
  before jsonb,
  after jsonb
)"""
# One for each statement, however many rows it changes. The version is raised in the transaction that changes the rows,
# and no two do so at the same time: a version is one state of the table, and later ones are greater.
_FUNCTION: Final = """CREATE FUNCTION events_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
  who text := COALESCE(NULLIF(current_setting('situation_map.author', true), ''), session_user);
  why text := COALESCE(current_setting('situation_map.reason', true), '');
BEGIN
  UPDATE events_version SET version = version + 1, changed_at = clock_timestamp() RETURNING version INTO raised;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO events_history (author, reason, version, action, event_id, before, after)
      SELECT who, why, raised, TG_OP, n.event_id, NULL, to_jsonb(n) FROM after_rows n ORDER BY n.row;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO events_history (author, reason, version, action, event_id, before, after)
      SELECT who, why, raised, TG_OP, o.event_id, to_jsonb(o), NULL FROM before_rows o ORDER BY o.row;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO events_history (author, reason, version, action, event_id, before, after)
      SELECT who, why, raised, TG_OP, n.event_id, to_jsonb(o), to_jsonb(n)
      FROM before_rows o JOIN after_rows n ON n.row = o.row WHERE o IS DISTINCT FROM n ORDER BY n.row;
  ELSE
    INSERT INTO events_history (author, reason, version, action, event_id) VALUES (who, why, raised, TG_OP, '');
  END IF;
  RETURN NULL;
END
$$"""
_CHANGES: Final = (
    ("INSERT", " REFERENCING NEW TABLE AS after_rows"),
    ("UPDATE", " REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows"),
    ("DELETE", " REFERENCING OLD TABLE AS before_rows"),
    ("TRUNCATE", ""),
)


def statements() -> tuple[str, ...]:
    """Return what makes the table, in SQL, to be run in one transaction."""
    columns = ",\n  ".join([*map(_column, COLUMNS), "row bigint GENERATED ALWAYS AS IDENTITY", *_constraints()])
    return (
        f"CREATE TABLE {TABLE} (\n  {columns}\n)",
        *_INDEXES,
        *_VERSION,
        _HISTORY,
        _FUNCTION,
        *(
            f"CREATE TRIGGER {name} AFTER {change} ON {TABLE}{rows}\n"
            "  FOR EACH STATEMENT EXECUTE FUNCTION events_changed()"
            for name, (change, rows) in zip(TRIGGERS, _CHANGES, strict=True)
        ),
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _among(words: Iterable[str]) -> str:
    return "(" + ", ".join(map(_literal, words)) + ")"


def _column(column: Column) -> str:
    kind = _TYPES.get(column.holds, _TEXT)
    if column.holds is Holds.DATE and column.required:
        kind += " NOT NULL"
    if column.name == "event_id":
        kind += " PRIMARY KEY"
    return " ".join([column.name, kind, *_checks(column)])


def _checks(column: Column) -> list[str]:
    """Return what a cell of a column has to be."""
    name, found = column.name, []
    if column.holds is Holds.WORD:
        found.append(f"{name} IN {_among(column.words if column.required else ('', *column.words))}")
    if column.holds is Holds.WORDS:
        word = "|".join(column.words)
        found.append(f"{name} ~ {_literal(f'^(({word})(;({word}))*)?$')}")
    if column.holds is Holds.ADDRESS:
        found.append(f"{name} = '' OR {name} ~ {_literal(_ADDRESS)}")
    if column.limits:
        found.append(f"{name} BETWEEN {column.limits[0]} AND {column.limits[1]}")
    if column.required_for and column.holds is not Holds.DATE:
        others = [kind for kind in KINDS if kind not in column.required_for]
        found.append(f"{name} <> ''" + (f" OR kind IN {_among(others)}" if others else ""))
    return [f"CHECK ({check})" for check in found]


def _constraints() -> list[str]:
    """Return the rules that tie cells together, as :mod:`lib.events.schema` has them."""
    subkinds = " OR ".join(
        f"(kind = {_literal(kind)} AND subkind IN {_among(subs)})" for kind, subs in SUBKINDS.items()
    )
    rules = {
        "subkind_belongs_to_kind": subkinds,
        "days_in_order": "date_end IS NULL OR date_start <= date_end",
        "basis_where_there_is_a_point": "point_basis = '' OR (lat IS NOT NULL) <> (point_basis = 'unusable')",
        **{f"{low}_not_above_{high}": f"{low} IS NULL OR {high} IS NULL OR {low} <= {high}" for low, high in RANGES},
        **{f"{lat}_with_{lon}": f"({lat} IS NULL) = ({lon} IS NULL)" for lat, lon in POINTS},
    }
    return [f"CONSTRAINT {name} CHECK ({rule})" for name, rule in rules.items()]
