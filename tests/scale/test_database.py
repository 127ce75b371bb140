"""A table in PostgreSQL is followed: every change is on the map, recorded, and checked where it is written."""

from __future__ import annotations

from itertools import count
from threading import Event

import psycopg
import pytest
from psycopg import sql

from lib.__main__ import main
from lib.analysis.control import sharing
from lib.events import database, last_good, store, table
from lib.events.database import connection
from lib.events.table import load
from tests.conftest import as_csv
from tests.scale.postgres import database as a_database
from tests.scale.postgres import server

ROWS = [
    {"event_id": "c", "kind": "control", "subkind": "baseline", "place": "Saraqib", "lat": 35.86, "lon": 36.8},
    {"event_id": "a", "place": "Saraqib", "place_ar": "سراقب", "lat": 35.86, "lon": 36.8, "civilian_deaths_low": 2},
    {"event_id": "b", "place": "Ariha", "note": 'a "note",\nof two lines', "date_end": "2020-01-17"},
    {"event_id": "b2", "group_id": "b", "is_primary": "false", "actor": "O'Brien; DROP TABLE events"},
]
NAMES = count()


@pytest.fixture(scope="session")
def postgres():
    with server() as address:
        yield address


@pytest.fixture
def address(postgres, tmp_path, monkeypatch):
    """A database without tables, which the settings name; nobody waits for it to be asked again."""
    with a_database(postgres, f"t{next(NAMES)}") as made:
        monkeypatch.setenv("IDLIB_MAP_TABLE", made)
        monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(database, "POLL_S", 0.0)
        monkeypatch.setattr(database, "AGAIN_S", 0.0)
        keeping = Event()
        keeping.set()
        monkeypatch.setattr(last_good, "_KEEPING", keeping)
        forget()
        yield made
        forget()


def forget():
    """Forget what a process has in memory, as one that starts."""
    for known in (store._READ, store._LAST, store._EARLIER, database._NEXT):
        known.clear()
    for opened in connection._OPEN.values():
        opened.close()
    connection._OPEN.clear()
    last_good.at_version.cache_clear()


@pytest.fixture
def filled(address, tmp_path):
    file = tmp_path / "events.csv"
    file.write_bytes(as_csv(ROWS))
    assert main(["table", "create"]) == 0
    assert main(["table", "load", str(file), "--author", "A. Editor", "--reason", "first"]) == 0
    return address


def run(address, *statements):
    with psycopg.connect(address) as connection:
        return [connection.execute(statement).rowcount for statement in statements]


def ask(address, question):
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchall()


@pytest.mark.usefixtures("address")
def test_the_shipped_table_comes_back_as_it_went_in_cell_by_cell(capsys):
    events = load()
    assert main(["table", "create"]) == 0
    assert main(["table", "load", str(table.DEFAULT_TABLE)]) == 0
    found = store.current().events
    assert found.frame.drop(columns="row").equals(events.frame.drop(columns="row"))
    assert not found.problems
    assert sharing.reports_version(found) == sharing.reports_version(events), "and has the same front lines"
    assert main(["table", "check"]) == 0
    assert f"Version 2: {len(events.frame):,} rows." in capsys.readouterr().out


CHANGES = {
    "INSERT": "INSERT INTO events (event_id, kind, subkind, date_start, source) "
    "VALUES ('new', 'strike', 'rocket', '2020-02-01', 'x')",
    "UPDATE": "UPDATE events SET civilian_deaths_low = 5, civilian_deaths_high = 6 WHERE event_id = 'a'",
    "DELETE": "DELETE FROM events WHERE event_id = 'a'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_sort_of_change_is_followed_recorded_and_leaves_the_lines_alone(filled, change):
    before = store.current()
    assert store.current() is before, "nothing changed"
    run(filled, CHANGES[change])
    now = store.current()
    assert now.version != before.version
    names = {"INSERT": ["c", "a", "b", "b2", "new"], "UPDATE": ["c", "a", "b", "b2"], "DELETE": ["c", "b", "b2"]}
    assert list(now.events.frame["event_id"]) == names[change]
    assert sharing.reports_version(now.events) == sharing.reports_version(before.events)
    assert store.lookup(before.version) is before, "pages that are open go on"
    assert store.at_version(before.events.version) is before.events
    [(action, version, author)] = ask(
        filled, "SELECT action, version, author FROM events_history WHERE version > 2 ORDER BY id"
    )
    assert (action, version, author) == (change, 3, "map")


def test_who_and_why_is_in_the_history_with_what_was_before_and_after(filled):
    assert ask(filled, "SELECT DISTINCT author, reason, action FROM events_history") == [
        ("A. Editor", "first", "INSERT")
    ]
    run(
        filled,
        "SELECT set_config('situation_map.author', 'B', true),"
        " set_config('situation_map.reason', 'the source corrected it', true)",
        "UPDATE events SET place = 'Binnish' WHERE event_id IN ('a', 'c')",
        "UPDATE events SET place = 'Binnish' WHERE event_id = 'a'",
    )
    said = "SELECT event_id, author, reason, before->>'place', after->>'place' FROM events_history WHERE version > 2"
    assert sorted(ask(filled, said)) == [
        ("a", "B", "the source corrected it", "Saraqib", "Binnish"),
        ("c", "B", "the source corrected it", "Saraqib", "Binnish"),
    ], "what was the same before is no change"


def test_a_version_is_one_state_and_what_is_undone_is_none(filled):
    before = store.current()
    with psycopg.connect(filled) as connection:
        connection.execute(CHANGES["DELETE"])
        assert store.current() is before, "nothing is committed yet"
        connection.rollback()
    assert store.current() is before
    run(filled, CHANGES["DELETE"], CHANGES["INSERT"])
    assert ask(filled, "SELECT version FROM events_version") == [(4,)]
    run(filled, "TRUNCATE events")
    assert store.current().events.frame.empty, "in a database what is empty is meant"


REFUSED = {
    "an unknown word": ("confidence", "sure"),
    "a sub-kind of another kind": ("subkind", "flow"),
    "a day after the last": ("date_start", "2020-03-01"),
    "a point far away": ("lat", "60"),
    "half a point": ("lon", None),
    "a figure above its upper end": ("civilian_deaths_high", "1"),
    "a figure below 0": ("deaths_low", "-1"),
    "a target that is none": ("target_kind", "market;moon"),
    "an address that is none": ("source_url", "javascript:alert(1)"),
    "a blank source": ("source", ""),
    "a name that another row has": ("event_id", "b"),
    "a second counted report": ("group_id", "b"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_breaks_a_rule_of_the_table_is_refused_where_it_is_written(filled, name):
    column, value = REFUSED[name]
    change = sql.SQL("UPDATE events SET {} = %s WHERE event_id = 'a'").format(sql.Identifier(column))
    with psycopg.connect(filled, autocommit=True) as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(change, (value,))
    assert ask(filled, "SELECT version FROM events_version") == [(2,)]


def test_what_no_constraint_can_say_is_mended_and_told(filled, capsys):
    run(filled, "DELETE FROM events WHERE event_id = 'b'")
    frame = store.current().events.frame
    assert frame.loc[frame["event_id"] == "b2", "is_primary"].all()
    assert main(["table", "check"]) == 1
    assert "No row of the group 'b' is primary" in capsys.readouterr().out


@pytest.mark.usefixtures("filled")
def test_a_database_that_is_gone_takes_nothing_away_also_from_who_starts_meanwhile(monkeypatch):
    before = store.current()
    real = connection._connected

    def away(*_args, **_named):
        raise psycopg.OperationalError('connection to "db.example.org", user "map", password "secret" failed')

    for opened in connection._OPEN.values():
        opened.close()
    monkeypatch.setattr(connection, "_connected", away)
    now = store.current()
    assert (now.version, now.events) == (before.version, before.events)
    assert "cannot be used" in str(now.kept)
    assert "secret" not in str(now.kept)
    assert store.current() is now, "it is said once"
    forget()
    assert (store.current().version, bool(store.current().kept)) == (before.version, True)
    monkeypatch.setattr(connection, "_connected", real)
    assert (store.current().version, store.current().kept) == (before.version, None)


@pytest.mark.usefixtures("address")
def test_a_database_without_the_table_says_what_to_do(capsys):
    events = store.current().events
    assert events.frame.empty
    assert "python -m lib table create" in str(events.problems[0])
    assert main(["table", "check"]) == 1
    assert "no table 'events'" in capsys.readouterr().out
    assert main(["table", "load", str(table.DEFAULT_TABLE)]) == 2
    assert "python -m lib table create" in capsys.readouterr().err


@pytest.mark.usefixtures("filled")
def test_a_table_is_made_once_and_its_rows_are_replaced_all_or_none(tmp_path, capsys):
    assert main(["table", "create"]) == 2
    assert "already" in capsys.readouterr().err
    file = tmp_path / "events.csv"
    assert main(["table", "load", str(file)]) == 2, "the names are there"
    file.write_bytes(as_csv([{"event_id": "only"}]))
    assert main(["table", "load", str(file), "--replace"]) == 0
    assert list(store.current().events.frame["event_id"]) == ["only"]
    file.write_bytes(b"no,table\n1,2\n")
    assert main(["table", "load", str(file), "--replace"]) == 1
    assert list(store.current().events.frame["event_id"]) == ["only"]


@pytest.mark.usefixtures("filled")
def test_a_second_process_takes_what_the_first_has_read(monkeypatch):
    version = store.current().events.version
    forget()
    monkeypatch.setattr(table, "read", lambda *_args: pytest.fail("the rows were read again"))
    assert store.current().events.version == version


def test_a_worker_gets_the_version_it_is_asked_for_after_the_table_has_changed(filled):
    version = store.current().events.version
    run(filled, CHANGES["DELETE"])
    forget()
    found = store.at_version(version)
    assert list(found.frame["event_id"]) == ["c", "a", "b", "b2"]


def test_the_reading_connection_cannot_write(filled):
    with connection._reading(filled) as reading, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        reading.execute(CHANGES["DELETE"])
