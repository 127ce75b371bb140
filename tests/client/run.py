"""Run the client's unit tests in Node: ``python -m tests.client.run``, with a file's name to run only that one.

The tests read the configuration that the product itself gives a browser, so that they know its words and its look.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xstatic.pkg.leaflet

from lib.maps.web import MapConfig
from tests.client.node import ROOT, command, environment

COVERED = "lib/maps/client/**/*.js"


def configuration() -> dict[str, object]:
    """Return what a page tells the client, with the addresses left out."""
    return MapConfig("v1", clock=True).for_browser() | {"script": "", "asset_version": ""}


@contextmanager
def configured() -> Iterator[dict[str, str]]:
    """Give the environment in which ``support.js`` finds the configuration and Leaflet, while it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(configuration()), encoding="utf-8")
        yield environment() | {
            "SITUATION_CONFIG": str(config),
            "SITUATION_LEAFLET": f"{xstatic.pkg.leaflet.BASE_DIR}/leaflet.js",
        }


def main(*names: str) -> int:
    """Run the tests; return Node's exit code."""
    files = [str(Path(name).relative_to(ROOT) if Path(name).is_absolute() else name) for name in names]
    with configured() as surroundings:
        coverage = [] if files else ["--experimental-test-coverage", f"--test-coverage-include={COVERED}"]
        line = command("--test", *coverage, "--test-reporter=dot", "--test-reporter-destination=stdout")
        if not files:
            line += ["--test-reporter=./tests/client/coverage.js", "--test-reporter-destination=stdout"]
        line += files or ["tests/client/**/*.test.js"]
        return subprocess.run(line, cwd=ROOT, env=surroundings, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except FileNotFoundError as error:
        sys.exit(str(error))
