"""The house stays in order: who may import what, and what may not be in the repository."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
HOMES = {
    "streamlit": ("pages/", "lib/ui/", "app.py"),
    "streamlit_folium": ("lib/ui/",),
    "folium": ("lib/maps/", "lib/ui/"),
    "matplotlib": ("lib/maps/print", "lib/exports/"),
    "starlette": ("lib/web/", "app.py"),
}
FLOORS = {"events": 0, "geography": 0, "analysis": 1, "maps": 2, "exports": 2, "ui": 3, "web": 3, "commands": 3}
"""Imports go down or stay on a floor; nothing imports upward."""


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_library_is_imported_only_where_it_belongs(path):
    where = path.relative_to(ROOT).as_posix()
    roots = {name.split(".")[0] for name in imported(path)}
    strays = {library for library, homes in HOMES.items() if library in roots and not where.startswith(homes)}
    assert not strays, f"{where} imports {strays}, which belong to {[HOMES[s] for s in strays]}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_upward(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] != "lib" or len(parts) < 3:
        return
    floor = FLOORS[parts[1]]
    packages = {name.split(".")[1] for name in imported(path) if name.startswith("lib.") and name.count(".")}
    above = {package for package in packages if FLOORS.get(package, 0) > floor}
    assert not above, f"{'/'.join(parts)} imports upward: {above}"


def test_pages_only_lay_out_and_never_define_what_is_computed():
    for page in (ROOT / "pages").glob("*.py"):
        tree = ast.parse(page.read_text(encoding="utf-8"))
        defined = [n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
        assert not defined, f"{page.name} defines {defined}; it belongs in lib/"


def test_every_direct_dependency_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-geo.txt"):
        lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
        loose = [line for line in lines if line and not line.startswith("-r") and "==" not in line]
        assert not loose, f"{name}: {loose}"
