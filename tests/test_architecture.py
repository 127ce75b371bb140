"""The architecture holds: who may import what, that imports run one way, sizes, and that dependencies are pinned."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
TOOLS = sorted((ROOT / "tools").rglob("*.py"))
ALLOWED_IN = {
    "streamlit": ("pages/", "lib/ui/", "app.py"),
    "streamlit_folium": ("lib/ui/",),
    "folium": ("lib/maps/", "lib/ui/"),
    "matplotlib": ("lib/print/", "lib/exports/"),
    "starlette": ("lib/web/", "app.py"),
}
LAYERS = {
    "config": 0, "text": 1, "jobs": 1, "events": 1, "geography": 1, "analysis": 2, "layers": 3, "stories": 3,
    "maps": 4, "print": 5, "exports": 6, "light": 6, "ui": 7, "web": 7, "commands": 7,
    "notebook": 7,
}  # fmt: skip
"""Imports go down or stay in a layer; nothing imports upward."""
KNOWN_PACKAGE_CYCLES: set[frozenset[str]] = set()
"""Pairs of packages that import each other today. May be shortened, never extended."""

LONGEST_FUNCTION, LONGEST_MODULE = 59, 300
"""Lines of a function and of a module, its docstring and comments included."""
LONGER: dict[str, str] = {}
"""Modules that may be longer, each with its reason. May be shortened, never extended without one."""

Graph = dict[str, set[str]]


def modules(lib: Path) -> dict[str, Path]:
    """The modules of a package by their dotted name."""
    named = {".".join(path.relative_to(lib.parent).with_suffix("").parts): path for path in lib.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in named.items()}


def names_in(nodes: Iterable[ast.AST]) -> set[str]:
    """What some import statements name: modules, and what is taken from them."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported(path: Path) -> set[str]:
    return names_in(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def module_imports(lib: Path) -> Graph:
    """Which modules of a package each of them imports, in functions too: put off, a circle is still one."""
    known = modules(lib)
    graph: Graph = {}
    for name, path in known.items():
        names = imported(path)
        taken = {each for each in names if each in known} - {name}
        # "from lib.events import query" takes a module out of a package, not what the package itself holds.
        graph[name] = {
            each for each in taken if not any(other.startswith(f"{each}.") for other in names & known.keys())
        }
    return graph


def cycle_of(graph: Graph) -> list[str]:
    """The names along a cycle, none when there is no cycle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def package_imports(lib: Path) -> Graph:
    """Which packages below ``lib`` each of them imports, in functions too."""
    graph: Graph = {}
    for name, path in modules(lib).items():
        parts = name.split(".")
        if len(parts) > 2 or path.name == "__init__.py":
            taken = {each.split(".")[1] for each in imported(path) if each.startswith(f"{lib.name}.")}
            graph.setdefault(parts[1] if len(parts) > 1 else "", set()).update(taken)
    return {package: taken & graph.keys() - {package} for package, taken in graph.items()}


def without(graph: Graph, pairs: Iterable[frozenset[str]]) -> Graph:
    """``graph`` without the imports between the two of some pairs."""
    return {name: {each for each in taken if frozenset({name, each}) not in pairs} for name, taken in graph.items()}


def test_no_module_imports_itself_through_others():
    cycle = cycle_of(module_imports(ROOT / "lib"))
    assert not cycle, " → ".join(cycle)


def test_no_package_imports_itself_through_others():
    cycle = cycle_of(without(package_imports(ROOT / "lib"), KNOWN_PACKAGE_CYCLES))
    assert not cycle, " → ".join(cycle)


@pytest.mark.thorough
def test_the_known_cycles_of_packages_are_still_there():
    graph = package_imports(ROOT / "lib")
    gone = {pair for pair in KNOWN_PACKAGE_CYCLES if not all(pair - {name} <= graph[name] for name in pair)}
    assert not gone, f"take {[sorted(pair) for pair in gone]} off the list"


@pytest.mark.parametrize(
    "statement",
    ["from lib.b import two", "import lib.b.two", "from lib.b.two import thing",
     "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lib.b.two import Thing",
     "def late():\n    from lib.b.two import thing"],
)  # fmt: skip
def test_a_cycle_is_found_however_it_is_imported(statement, tmp_path):
    for package, module, text in (("a", "one", statement), ("b", "two", "from lib.a.one import x")):
        folder = tmp_path / "lib" / package
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        (folder / f"{module}.py").write_text(text)
    assert set(cycle_of(module_imports(tmp_path / "lib"))) == {"lib.a.one", "lib.b.two"}
    assert set(cycle_of(package_imports(tmp_path / "lib"))) == {"a", "b"}
    assert cycle_of(without(package_imports(tmp_path / "lib"), {frozenset({"a", "b"})})) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_library_is_imported_only_where_it_belongs(path):
    where = path.relative_to(ROOT).as_posix()
    roots = {name.split(".")[0] for name in imported(path)}
    strays = {library for library, homes in ALLOWED_IN.items() if library in roots and not where.startswith(homes)}
    assert not strays, f"{where} imports {strays}, which belong to {[ALLOWED_IN[s] for s in strays]}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_upward(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] != "lib" or len(parts) < 3:
        return
    layer = LAYERS[parts[1]]
    packages = {name.split(".")[1] for name in imported(path) if name.startswith("lib.") and name.count(".")}
    above = {package for package in packages if LAYERS.get(package, 0) > layer}
    assert not above, f"{'/'.join(parts)} imports upward: {above}"


def function_lengths(text: str) -> Iterable[tuple[str, int]]:
    """Each function of a module with the number of its lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", [*SOURCES, *TOOLS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_functions_and_modules_stay_short(path):
    text = path.read_text(encoding="utf-8")
    long = [f"{name}: {lines} lines" for name, lines in function_lengths(text) if lines > LONGEST_FUNCTION]
    assert not long
    where, lines = path.relative_to(ROOT).as_posix(), len(text.splitlines())
    assert (lines > LONGEST_MODULE) == (where in LONGER), f"{where} has {lines} lines; see LONGER"


def test_a_module_that_may_be_longer_exists():
    assert all((ROOT / where).is_file() and reason for where, reason in LONGER.items())


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
