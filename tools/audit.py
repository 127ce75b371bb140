"""Look for known faults in the versions that the lock files pin: in a list of ours, and online where that can be had.

``python -m tools.audit``; the status is 1 where a fault is known that is neither mended nor accepted with a reason.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.version import Version

ROOT: Final = Path(__file__).resolve().parents[1]
LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
LIST: Final = Path(__file__).with_name("advisories.toml")
ONLINE: Final = "https://api.osv.dev/v1/querybatch"
PATIENCE_S: Final = 20.0
_PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """A fault that is known of a pinned version; ``accepted`` says why it does not matter here, "" where it does."""

    package: str
    version: str
    name: str
    accepted: str = ""


def pinned(text: str) -> dict[str, str]:
    """Return the version of each package that a lock file pins, by its name in small letters."""
    return {name.casefold().replace("_", "-"): version for name, version in _PINNED.findall(text)}


def listed(versions: dict[str, str], advisories: list[dict[str, str]]) -> list[Fault]:
    """Return the faults of pinned versions that a list names."""
    return [
        Fault(one["package"], versions[one["package"]], one["name"], one.get("accepted", ""))
        for one in advisories
        if one["package"] in versions and Version(versions[one["package"]]) < Version(one["fixed"])
    ]


def online(versions: dict[str, str], accepted: dict[str, str]) -> list[Fault] | None:
    """Return the faults that the public database of open source knows of; None where it cannot be asked."""
    asked = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in versions.items()]
    request = urllib.request.Request(
        ONLINE, json.dumps({"queries": asked}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
            results: list[dict[str, Any]] = json.load(answer)["results"]
            return [
                Fault(name, version, fault["id"], accepted.get(fault["id"], ""))
                for (name, version), found in zip(versions.items(), results, strict=True)
                for fault in found.get("vulns", [])
            ]
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def main() -> int:
    """Print what is known, and return the status."""
    versions = {name: version for lock in LOCKS for name, version in pinned((ROOT / lock).read_text("utf-8")).items()}
    advisories = tomllib.loads(LIST.read_text(encoding="utf-8"))["advisory"]
    names = {name: one.get("accepted", "") for one in advisories for name in (one["name"], *one.get("also", []))}
    asked = online(versions, names)
    where = "in our list alone: the public database cannot be asked" if asked is None else "in our list and online"
    faults = [*listed(versions, advisories), *(asked or [])]
    sys.stdout.write(f"{len(versions)} packages looked up {where}.\n")
    for fault in faults:
        sys.stdout.write(f"{fault.package} {fault.version}: {fault.name}{' (accepted)' if fault.accepted else ''}\n")
    still_open = [fault for fault in faults if not fault.accepted]
    sys.stdout.write(f"{len(still_open)} open.\n")
    return 1 if still_open else 0


if __name__ == "__main__":
    raise SystemExit(main())
