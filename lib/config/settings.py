"""Every setting of the product: one environment variable each, declared once, read here alone.

A blank variable counts as not set. Whatever starts the product (:func:`lib.__main__.main`, ``app.py``) calls
:func:`check` first, which ends it with a sentence for each bad value; code that is imported elsewhere takes the
default of a bad one, so that nothing fails while it is imported.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from lib.config.kinds import (
    Address,
    ExistingFolder,
    File,
    Folder,
    Hosts,
    Kind,
    Networks,
    Origins,
    Seconds,
    Table,
    Whole,
)

PREFIX: Final = "IDLIB_MAP_"
TESTS: Final = f"{PREFIX}TEST_"
"""Variables of the tests, which are no settings of the product."""
_DAY_S: Final = 86_400.0
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Setting:
    """One declared setting.

    Attributes:
        name: Its environment variable.
        kind: What values it takes, and how they are read.
        default: What holds where it is not set, in words.
        meaning: What it does, a sentence.
    """

    name: str
    kind: Kind[Any]
    default: str
    meaning: str


def _setting(name: str, kind: Kind[_Value], default: _Value, meaning: str, words: str = "") -> _Value:
    """Declare one; ``words`` is what the default is called where the value alone would not say it."""
    shown = words or f"{default:g}" if isinstance(default, float) else words or str(default)
    declared: _Value = field(default=default, metadata={"setting": Setting(PREFIX + name, kind, shown, meaning)})
    return declared


@dataclass(frozen=True)
class Settings:
    """The value of each setting. Times are seconds; ``_mb`` are megabytes, of 1024² bytes but for the export cache."""

    table: str = _setting(
        "TABLE",
        Table(),
        "",
        "The event table to show instead of ours, in the same columns: a file, or a database that is followed while "
        "others edit it (docs/database.md). What is wrong in it is told on the page.",
        words="`data/events.csv`",
    )
    crisis: Path | None = _setting(  # noqa: RUF009  it declares and makes nothing
        "CRISIS",
        ExistingFolder(),
        None,
        "The folder of another crisis to show: its crisis.toml, events.csv and geo/ (docs/crisis.md).",
        words="`data`",
    )
    table_mb: int = _setting(
        "TABLE_MB", Whole(1, 2000, "megabytes"), 400, "The largest table that is read, and the largest upload."
    )
    cache: Path | None = _setting(  # noqa: RUF009  it declares and makes nothing
        "CACHE",
        Folder(),
        None,
        "Where tables once read, front lines, packed files and fonts are kept. Without a folder that can be written "
        "they are made again.",
        words="the user's cache folder",
    )
    cache_versions: int = _setting(
        "CACHE_VERSIONS",
        Whole(1, 1000),
        3,
        "How many combinations of data and method the cache holds; the one not used for longest goes first.",
    )
    address: str = _setting(
        "ADDRESS",
        Address(),
        "",
        "The address that pictures and files link to, where readers know the server by another than its own.",
        words="the address of the request",
    )
    hosts: tuple[str, ...] = _setting(
        "HOSTS",
        Hosts(),
        (),
        "The names under which the server answers, `*.` before one for all below it; a request for another is refused, "
        "one by the machine's address too.",
        words="every name",
    )
    safe: int = _setting(
        "SAFE", Whole(0, 1), 0, "1 gives out coarsened data alone, whatever is asked for (publishing.md)."
    )
    safe_grid_km: int = _setting(
        "SAFE_GRID",
        Whole(0, 100, "kilometres"),
        0,
        "The side of the squares that points are coarsened to for publication; 0: to sub-districts (publishing.md).",
    )
    proxies: tuple[str, ...] = _setting(
        "PROXIES",
        Networks(),
        (),
        "Proxies that are believed, beside those on the same machine, when they say who asks and whether by https; "
        "without them all readers behind one count as one client.",
        words="none",
    )
    frame_ancestors: tuple[str, ...] = _setting(
        "FRAME_ANCESTORS",
        Origins(),
        ("*",),
        "Whose pages may show the map in a frame (`/embed`, and the map in one file where it is shown inline), beside "
        "our own; every other page of ours stands in frames of our own alone (docs/embedding.md).",
        words="`*`",
    )
    hsts_s: int = _setting(
        "HSTS",
        Whole(0, 63_072_000, "seconds"),
        86_400,
        "For how long a browser that came by https is told to come by https alone; 0 tells it nothing.",
    )
    log_requests: int = _setting(
        "LOG_REQUESTS",
        Whole(0, 1),
        1,
        "1 writes a line for each request to standard error: time, name of the request, method, route, status and "
        "milliseconds, nothing of what was asked for; 0 writes none.",
    )
    audit_log: str = _setting(
        "AUDIT_LOG",
        File(),
        "",
        "A file to which a line is added for each export by its address, with what was asked for, and for each upload: "
        "when, from where, and how it was answered.",
        words="none",
    )
    lines_wait_s: float = _setting(
        "LINES_WAIT",
        Seconds(3600),
        90.0,
        "How long an answer waits for the front lines that are computed at the start, before it computes its own.",
    )
    export_processes: int = _setting(
        "EXPORT_PROCESSES",
        Whole(1, 64),
        2,
        "How many exports are made at the same time, each in a process that holds the table in memory. With two or "
        "more one of them is kept for single pictures, which then need not wait for films.",
    )
    export_queue: int = _setting("EXPORT_QUEUE", Whole(1, 10_000), 96, "How many exports may wait; others get 503.")
    export_queue_client: int = _setting(
        "EXPORT_QUEUE_CLIENT", Whole(1, 10_000), 40, "How many of them one client may have asked for."
    )
    export_cache_mb: int = _setting(
        "EXPORT_CACHE_MB", Whole(0, 4000, "megabytes"), 48, "Memory for the exports made last."
    )
    export_files_mb: int = _setting(
        "EXPORT_FILES_MB",
        Whole(0, 1_000_000, "megabytes"),
        1000,
        "Room in the system's folder for temporary files (`TMPDIR`) for the files of data written last, which are sent "
        "in parts to whoever asks for some; those that are being sent come on top.",
    )
    export_rate: int = _setting(
        "EXPORT_RATE",
        Whole(0, 100_000),
        240,
        "How many exports a minute a client may ask for, a film counting as ten; 0 is no limit. Others get 429.",
    )
    export_start_s: float = _setting(
        "EXPORT_START",
        Seconds(3600),
        120.0,
        "What a new export process may take to begin and read the table, beside the time of its export.",
    )
    export_timeout_s: float = _setting(
        "EXPORT_TIMEOUT", Seconds(_DAY_S), 120.0, "What an export of one page may take before it is ended."
    )
    export_timeout_pages_s: float = _setting(
        "EXPORT_TIMEOUT_PAGES", Seconds(_DAY_S), 400.0, "What an export of several pages or frames may take."
    )
    export_idle_s: float = _setting(
        "EXPORT_IDLE",
        Seconds(_DAY_S),
        300.0,
        "After how long without work an export process ends and gives its memory back.",
    )
    niceness: int = _setting(
        "NICENESS",
        Whole(0, 19),
        10,
        "How much the processes that make exports and read files give way to others: 0 not at all.",
    )
    upload_processes: int = _setting(
        "UPLOAD_PROCESSES", Whole(1, 64), 2, "How many files of readers are read at the same time, each in a process."
    )
    upload_memory_mb: int = _setting(
        "UPLOAD_MEMORY_MB",
        Whole(256, 1_000_000, "megabytes"),
        6144,
        "The address space of the process that reads a reader's file; a million rows take about half of the default.",
    )
    upload_rate: int = _setting(
        "UPLOAD_RATE", Whole(0, 100_000), 60, "How many files a minute a client may bring; 0 is no limit."
    )
    search_rate: int = _setting(
        "SEARCH_RATE",
        Whole(0, 100_000),
        60,
        "How many searches of the reports a minute a reader may ask for, and ten times as many those of one address, "
        "of places on the map too; 0 is no limit.",
    )
    uploads_mb: int = _setting(
        "UPLOADS_MB",
        Whole(1, 1_000_000, "megabytes"),
        2000,
        "How much memory the files of all readers together may take, beside the tables that are made of them.",
    )
    upload_timeout_s: float = _setting(
        "UPLOAD_TIMEOUT", Seconds(_DAY_S), 300.0, "What reading a reader's file may take before it is ended."
    )
    upload_wait_s: float = _setting(
        "UPLOAD_WAIT", Seconds(3600), 120.0, "How long a reader's file waits for those before it."
    )
    uploaded_tables: int = _setting(
        "UPLOADED_TABLES", Whole(1, 10_000), 24, "How many tables of readers are open at a time."
    )
    uploaded_rows: int = _setting(
        "UPLOADED_ROWS",
        Whole(1, 1_000_000_000),
        3_000_000,
        "How many rows they may have together, at about a kilobyte of memory each.",
    )


_FIELDS: Final[dict[str, Setting]] = {found.name: found.metadata["setting"] for found in fields(Settings)}
SETTINGS: Final = tuple(_FIELDS.values())
"""Every setting, in the order in which docs/settings.md lists them."""


def variable(name: str) -> str:
    """Return the environment variable of a field of :class:`Settings`."""
    return _FIELDS[name].name


def settings() -> Settings:
    """Return the settings as the environment has them now; a bad value counts as not set (see :func:`check`)."""
    return _read(tuple(os.environ.get(setting.name, "") for setting in SETTINGS))


def fault(setting: Setting, text: str) -> str:
    """Say in a sentence what is wrong with a value; return "" for nothing."""
    try:
        setting.kind.read(text)
    except (ValueError, OSError, RuntimeError):
        return f"{setting.name} is {text!r}, but has to be {setting.kind.words}."
    return ""


@lru_cache(maxsize=8)
def _read(texts: tuple[str, ...]) -> Settings:
    values: dict[str, Any] = {}
    for (name, setting), text in zip(_FIELDS.items(), texts, strict=True):
        if text and not fault(setting, text):
            values[name] = setting.kind.read(text)
    return Settings(**values)
