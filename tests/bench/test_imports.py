"""The benchmarks, which no other test runs whole, name only what there is."""

from __future__ import annotations

import ast
from importlib import import_module

import pytest

from lib.config.paths import ROOT

SCRIPTS = sorted((ROOT / "bench").rglob("*.py"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_benchmark_imports_from_the_product_is_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"lib", "bench", "tests"}:
            module = import_module(node.module or "")
            for alias in node.names:
                assert hasattr(module, alias.name) or import_module(f"{node.module}.{alias.name}")
