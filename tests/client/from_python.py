"""Ask a module of the client from a Python test, where paper and browser have to follow one rule."""

from __future__ import annotations

import json
import subprocess
from contextlib import nullcontext
from typing import Any

from lib.maps.bundle import CLIENT
from lib.maps.client_config import crisis
from tests.client.node import ROOT, command, environment
from tests.client.run import configured


def in_client(program: str, *, page: bool = False, **modules: str) -> Any:
    """Run the body of a function in Node and return what it returns, through JSON.

    Args:
        program: The function's body. It finds ``calendar`` (the days of the crisis) and each of ``modules``.
        page: Whether the program runs in a document, and finds what ``support.js`` offers as ``support``.
        modules: Name of a module in the program, and its path below ``lib/maps/client``.

    Raises:
        FileNotFoundError: Node is not installed.
        subprocess.CalledProcessError: The program failed.
    """
    if page:
        modules["support"] = "../../../tests/client/support.js"
    imports = [
        f"import * as {name} from {json.dumps((CLIENT / path).resolve().as_uri())};"
        for name, path in {"days": "data/days.js", **modules}.items()
    ]
    calendar = f"const calendar = new days.Days({json.dumps(crisis())});"
    start = "support.document();" if page else ""
    end = f"console.log(JSON.stringify((() => {{ {program} }})()));"
    with configured() if page else nullcontext(environment()) as surroundings:
        done = subprocess.run(
            command("--input-type=module"),
            input="\n".join([*imports, calendar, start, end]),
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout)
