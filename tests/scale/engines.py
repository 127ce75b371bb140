"""The engines that are compared, each made to hold the rows of one file of Parquet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import ibis
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from lib.events.database.definition import TABLE, statements
from lib.events.schema import COLUMNS, NAMES, Holds
from lib.events.store.engine import EngineStore
from lib.events.typed import to_frame
from tests.scale.postgres import server

Engine = Callable[[Path, ExitStack], EngineStore]
PART = 50_000
"""Rows that are written to a server at a time."""
_TYPED = {Holds.DATE, Holds.FIGURE, Holds.DEGREE, Holds.FLAG}


def _duckdb(file: Path, _open: ExitStack) -> EngineStore:
    return EngineStore(ibis.duckdb.connect().read_parquet(file), file.stem)


def _postgresql(file: Path, opened: ExitStack) -> EngineStore:
    address = opened.enter_context(server())
    text = [column.name for column in COLUMNS if column.holds not in _TYPED]
    names = [*NAMES, "row"]
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({}))").format(
        sql.Identifier(TABLE),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(map(sql.Identifier, text)),
    )
    with psycopg.connect(address) as connection:
        connection.execute(statements()[0])
        with connection.cursor().copy(copy) as writing:
            for batch in pq.ParquetFile(file).iter_batches(PART, columns=names):
                rows = to_frame(pa.Table.from_batches([batch]))
                writing.write(rows.to_csv(index=False, header=False, date_format="%Y-%m-%d").encode())
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(TABLE)))
    return EngineStore(ibis.connect(address).table(TABLE), file.stem)


EMBEDDED: dict[str, Engine] = {"DuckDB": _duckdb}
"""Engines of the process itself."""
ENGINES = EMBEDDED | {"PostgreSQL": _postgresql}
"""All, those too that have a server, which is started."""
