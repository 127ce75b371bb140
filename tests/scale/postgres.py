"""A PostgreSQL server of our own for as long as it is needed, on the loopback alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import psycopg

STARTS_S = 60


def programs() -> Path:
    """Return the folder of the server's programs, got from Debian's package if there are none.

    Raises:
        SystemExit: None could be had; the message says what to install.
    """
    if not (found := _installed()) and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=False, env=environment)
        found = _installed()
    if not found:
        raise SystemExit("make scale-check needs PostgreSQL: install your system's package postgresql.")
    return found


def _installed() -> Path | None:
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    alone = shutil.which("initdb")
    return known[-1].parent if known else Path(alone).parent if alone else None


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty database and yield its address; it ends with the block."""
    where = programs()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    # The server refuses to be run by root.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as folder:
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = Path(folder) / "data"
        made = [where / "initdb", "-D", data, "-U", "map", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, user=user, cwd=folder)
        options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
        command = [where / "postgres", "-D", data, *(word for option in options for word in ("-c", option))]
        process = subprocess.Popen(command, user=user, cwd=folder, stderr=subprocess.DEVNULL)
        try:
            address = f"postgresql://map@127.0.0.1:{port}/postgres"
            _wait(address, process)
            yield address
        finally:
            process.send_signal(signal.SIGINT)  # it ends at once, whoever is connected
            process.wait(timeout=STARTS_S)


def _wait(address: str, process: subprocess.Popen) -> None:
    until = monotonic() + STARTS_S
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if process.poll() is not None or monotonic() > until:
                raise
            sleep(0.2)
        else:
            return


@contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """Make a database of a server and yield its address; it goes with the block."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield address.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
