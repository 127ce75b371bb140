"""Whether the settings of the environment can be used: what is wrong is said before anything is started."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from lib.config.kinds import File, Folder
from lib.config.settings import PREFIX, SETTINGS, TESTS, fault


def faults(environment: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the settings of ``environment``, a sentence each; a name that is none is wrong too."""
    known = {setting.name: setting for setting in SETTINGS}
    given = {name: text for name, text in environment.items() if name.startswith(PREFIX) and text}
    found = []
    for name, text in sorted(given.items()):
        if name in known:
            found.append(fault(known[name], text))
        elif not name.startswith(TESTS):
            near = difflib.get_close_matches(name, known, 1)
            found.append(f"{name} is no setting" + (f"; is {near[0]} meant?" if near else "."))
    return [sentence for sentence in found if sentence]


def check(*others: str) -> None:
    """Make sure that every setting can be used; to be called before anything is started.

    Paths are made absolute in the environment: processes that the server begins start in the product's own folder.

    Args:
        others: What else is wrong, a sentence each; "" for nothing.

    Raises:
        SystemExit: Some cannot; standard error has a sentence for each, and the status is 2, as for wrong usage.
    """
    if found := [*faults(os.environ), *filter(None, others)]:
        sys.stderr.write("\n".join([*found, "docs/settings.md lists every setting.", ""]))
        raise SystemExit(2)
    for setting in SETTINGS:
        text = os.environ.get(setting.name, "")
        if text and "://" not in text and isinstance(setting.kind, File | Folder):
            os.environ[setting.name] = str(Path(text).expanduser().absolute())
