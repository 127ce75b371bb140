"""``serve``: the map as a web server, from wherever the product is installed."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from lib.commands.command import Command, say
from lib.config.kinds import Whole
from lib.config.paths import APP
from lib.text import _

_PORT = Whole(1, 65_535)


def declare(parser: argparse.ArgumentParser) -> None:
    """Add where the server listens."""
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("address to listen on; 0.0.0.0 shares it on your network")
    )
    parser.add_argument("--port", type=_port, default=8501, help=_("port to listen on"))


def _port(text: str) -> int:
    try:
        return _PORT.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("a port is a whole number from 1 to 65535")) from error


def run(arguments: argparse.Namespace) -> int:
    """Serve the map until it is stopped; returns the server's exit status where it does not take this one's place."""
    say(_("The map is at {address}").format(address=f"http://{arguments.host}:{arguments.port}"))
    sys.stdout.flush()
    # A process of its own: the modules that commands need are none that the server has to carry.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(APP), "--server.headless", "true"]
    command += ["--server.address", arguments.host, "--server.port", str(arguments.port)]
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606  our own interpreter; signals reach the server itself
    return subprocess.run(command, check=False).returncode  # noqa: S603  our own interpreter and script


COMMAND = Command("serve", _("serve the map as a web page"), declare, run)
