"""What is asked of a PostgreSQL database that holds an event table, and what is written to it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from typing import Final

import pandas as pd
import psycopg
from psycopg import sql

from lib.events.database.definition import HISTORY, TABLE, TRIGGERS, VERSION, statements
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.events.table import MAX_BYTES
from lib.text import _, number

WAIT_S: Final = 3
"""Seconds that a connection may take to be made."""
_READING: Final = (
    "SET default_transaction_read_only = on",
    "SET datestyle = 'ISO, YMD'",
    "SET statement_timeout = '2min'",
    "SET lock_timeout = '10s'",
)
_OPEN: dict[str, psycopg.Connection] = {}
"""A connection to each database, for reading; those of a process are its own."""
_ASKING = RLock()
_FLAGS: Final = frozenset(column.name for column in COLUMNS if column.holds is Holds.FLAG)
_TYPED: Final = frozenset({Holds.DATE, Holds.FIGURE, Holds.DEGREE, Holds.FLAG})


class DatabaseError(Exception):
    """The database cannot be asked; the message is one sentence that says why, without user, password or host."""


@dataclass(frozen=True)
class State:
    """Which version a table has, and since when."""

    version: int
    changed: datetime


def state(address: str) -> State:
    """Return the version of the table of a database.

    Raises:
        DatabaseError: It cannot be reached, or has no such table.
    """
    with _reading(address) as connection, connection.transaction():
        return _state(connection)


def take(address: str) -> tuple[State, bytes]:
    """Return all rows of a database's table as CSV, with the version that they are of.

    Raises:
        DatabaseError: It cannot be reached, has no such table, or a larger one than is read.
    """
    with _reading(address) as connection, connection.transaction():
        # What others commit meanwhile is of the next version.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = _state(connection)
        with connection.cursor() as cursor, cursor.copy(_all_rows()) as rows:
            whole = io.BytesIO()
            for part in rows:
                whole.write(part)
                if whole.tell() > MAX_BYTES:
                    size = number(MAX_BYTES / 1024 / 1024)
                    raise DatabaseError(_("The table of the database is larger than {size} MB.").format(size=size))
        return found, whole.getvalue()


def create(address: str) -> None:
    """Make the table, its version and its history.

    Raises:
        DatabaseError: They cannot be made, or are there already.
    """
    with _writing(address) as connection:
        if connection.execute("SELECT to_regclass(%s)", (TABLE,)).fetchone() != (None,):
            raise DatabaseError(_("The database has a table '{name}' already.").format(name=TABLE))
        for statement in statements():
            connection.execute(sql.SQL(statement))  # of our own words, and escaped


def put(address: str, rows: pd.DataFrame, *, replacing: bool, author: str = "", reason: str = "") -> None:
    """Write rows into the table, all or none.

    Args:
        address: The database.
        rows: The frame of an event table.
        replacing: Whether the rows that are there are deleted first, in the same transaction.
        author: Who is named in the history; the user of the database where it is blank.
        reason: Why.

    Raises:
        DatabaseError: They cannot be written.
    """
    with _writing(address) as connection:
        for name, value in (("situation_map.author", author), ("situation_map.reason", reason)):
            connection.execute("SELECT set_config(%s, %s, true)", (name, value))
        if replacing:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(TABLE)))
        with connection.cursor() as cursor, cursor.copy(_new_rows()) as copy:
            for start in range(0, len(rows), 50_000):
                part = rows[list(NAMES)].iloc[start : start + 50_000]
                copy.write(part.to_csv(index=False, header=False, date_format="%Y-%m-%d").encode())


def faults(address: str) -> list[str]:
    """Say what the table of a database lacks, a sentence each.

    Raises:
        DatabaseError: It cannot be reached.
    """
    known = sql.SQL("SELECT column_name FROM information_schema.columns WHERE table_name = %s")
    with _reading(address) as connection, connection.transaction():
        tables = {name: {row[0] for row in connection.execute(known, (name,))} for name in (TABLE, VERSION, HISTORY)}
        raising = {row[0] for row in connection.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")}
    lacking = [name for name, columns in tables.items() if not columns]
    if lacking:
        words = _("The database has no table '{name}', which python -m lib table create makes.")
        return [words.format(name=name) for name in lacking]
    words = _("The table has no column '{name}'.")
    found = [words.format(name=name) for name in (*NAMES, "row") if name not in tables[TABLE]]
    words = _("The table has no trigger '{name}': what it should notice is not followed.")
    return [*found, *(words.format(name=name) for name in TRIGGERS if name not in raising)]


def _state(connection: psycopg.Connection) -> State:
    row = connection.execute(sql.SQL("SELECT version, changed_at FROM {}").format(sql.Identifier(VERSION))).fetchone()
    if row is None:
        raise DatabaseError(_("The version of the table in the database is missing."))
    return State(int(row[0]), row[1])


def _all_rows() -> sql.Composed:
    """Ask for every row as a file of events has it, in the order in which rows were added."""
    cells = sql.SQL(", ").join(
        sql.SQL("{0}::text AS {0}" if name in _FLAGS else "{0}").format(sql.Identifier(name)) for name in NAMES
    )
    rows = sql.SQL("SELECT {} FROM {} ORDER BY row").format(cells, sql.Identifier(TABLE))
    return sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(rows)


def _new_rows() -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, NAMES))
    text = sql.SQL(", ").join(sql.Identifier(column.name) for column in COLUMNS if column.holds not in _TYPED)
    copy = "COPY {} ({}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({}))"
    return sql.SQL(copy).format(sql.Identifier(TABLE), names, text)


@contextlib.contextmanager
def _reading(address: str) -> Iterator[psycopg.Connection]:
    """Give the connection for reading, made anew where it was lost."""
    with _ASKING, _told():
        connection = _OPEN.get(address)
        if connection is None or connection.closed:
            connection = _connected(address, autocommit=True)
            for setting in _READING:
                connection.execute(setting)
            _OPEN[address] = connection
        try:
            yield connection
        except psycopg.OperationalError:
            connection.close()
            raise


@contextlib.contextmanager
def _writing(address: str) -> Iterator[psycopg.Connection]:
    """Give a connection of its own whose one transaction is committed, or undone where anything fails."""
    with _told(), _connected(address, autocommit=False) as connection:
        yield connection


def _connected(address: str, *, autocommit: bool) -> psycopg.Connection:
    return psycopg.connect(
        address,
        autocommit=autocommit,
        connect_timeout=WAIT_S,
        client_encoding="UTF8",
        application_name="idlib-situation-map",
    )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what a database answers in a sentence without its address."""
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        words = _("The database has no event table. Make one with: python -m lib table create")
        raise DatabaseError(words) from error
    except psycopg.OperationalError as error:
        # What it says names host, port and user.
        raise DatabaseError(_("The database cannot be reached.")) from error
    except psycopg.Error as error:
        said = error.diag.message_primary or type(error).__name__
        raise DatabaseError(_("The database refuses: {reason}.").format(reason=said)) from error
