"""What the product needs is declared, pinned and locked: an import, its requirement and its lock say the same."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;#\\]+)", re.MULTILINE)
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
OURS = {"lib", "idlib_map"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    """The version of each distribution that a file of requirements pins."""
    return {normal(name): version for name, version in PIN.findall((ROOT / name).read_text(encoding="utf-8"))}


def imported(path: Path) -> set[str]:
    """The top-level modules that a file imports, those inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


def test_every_library_that_the_code_imports_is_declared():
    declared, provided = pins("requirements.txt"), packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in SOURCES
        for name in imported(path)
        if not {normal(found) for found in provided.get(name, [name])} & declared.keys()
    }
    assert not missing


@pytest.mark.parametrize(("asked", "locked"), LOCKS.items(), ids=list(LOCKS))
def test_the_lock_holds_each_pin_in_the_same_version(asked, locked):
    found = pins(locked)
    differing = {name: version for name, version in pins(asked).items() if found.get(name) != version}
    assert not differing, f"{locked} does not hold them: run `make lock`"


def test_what_tests_run_on_is_what_the_product_runs_on():
    ours, tests = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: tests.get(name) for name in ours} == ours


@pytest.mark.parametrize("locked", LOCKS.values())
def test_every_locked_version_has_a_hash_and_no_lock_names_a_registry(locked):
    text = (ROOT / locked).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(locked))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index-url" not in text
