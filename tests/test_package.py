"""The package as somebody installs it: built, put into an environment of its own, and used from an empty folder."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from lib import __version__
from lib.config.paths import ROOT

THREE_LINES = """
from idlib_map import control_on, front_on, open_table

events = open_table()
areas, front = control_on(events, "2020-02-15"), front_on(events, "2020-02-15")
"""
NOTEBOOK = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def environment(folder: Path, *what: str) -> Path:
    """Make an environment with something installed; what that depends on is lent by the tests' own. Its programs."""
    venv.create(folder)
    site, programs = (
        Path(sysconfig.get_path(kind, "venv", {"base": str(folder), "platbase": str(folder)}))
        for kind in ("purelib", "scripts")
    )
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", "--no-build-isolation", *what], check=True)
    return programs


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The programs of an environment with the package in it."""
    return environment(tmp_path_factory.mktemp("environment"), str(wheel))


@pytest.fixture
def run(installed, tmp_path):
    """Run a program of the environment in an empty folder: its outcome."""

    def outcome(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed / program), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)

    return outcome


def test_the_package_holds_the_product_under_one_name(wheel):
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"idlib_map", f"idlib_situation_map-{__version__}.dist-info"}
    sources = [ROOT / "app.py", *(path for name in ("pages", "lib", "data") for path in (ROOT / name).rglob("*"))]
    ours = [path.relative_to(ROOT).as_posix() for path in sources if path.is_file() and path.suffix != ".pyc"]
    moved = "lib/notebook/package/"
    missing = [name for name in ours if f"idlib_map/_home/{name}" not in names and not name.startswith(moved)]
    assert not missing
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.thorough
def test_three_lines_give_areas_and_lines_without_streamlit(run):
    checks = """
import sys
import geopandas
for frame in (areas, front):
    assert isinstance(frame, geopandas.GeoDataFrame) and frame.crs == "EPSG:4326" and len(frame)
assert not {"streamlit", "folium", "matplotlib"} & set(sys.modules)
"""
    done = run("python", "-c", THREE_LINES + checks)
    assert done.returncode == 0, done.stderr


@pytest.mark.thorough
def test_every_block_of_the_notebook_document_runs(run):
    assert THREE_LINES.strip() in NOTEBOOK
    done = run("python", "-c", "".join(re.findall(r"```python\n(.*?)```", NOTEBOOK, re.DOTALL)))
    assert done.returncode == 0, done.stderr
    assert "2 rows, 1 left out" in done.stdout


@pytest.mark.thorough
def test_the_command_is_there_and_checks_a_table(run, tmp_path):
    (tmp_path / "mine.csv").write_bytes((ROOT / "data" / "events.csv").read_bytes())
    done = run("idlib-map", "validate", "mine.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 problems" in done.stdout
    assert run("idlib-map", "--help").stdout.startswith("usage: idlib-map")


@pytest.mark.thorough
def test_the_command_serves_the_map_and_makes_a_picture(installed, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (tmp_path / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [installed / "idlib-map", "serve", "--port", str(port)],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert any(f"URL: {address}" in line for line in server.stdout), "it ended before Streamlit listened"
        with urlopen(f"{address}/export/map.png?size=720p&from=2020-02-01&to=2020-02-03", timeout=120) as answer:
            assert answer.read(4) == b"\x89PNG"
        with urlopen(f"{address}/_stcore/health", timeout=10) as answer:
            assert answer.read() == b"ok"
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


@pytest.mark.thorough
def test_another_package_called_lib_is_told_in_a_sentence(run, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "__init__.py").write_text("")
    assert run("python", "-c", "import idlib_map").returncode == 0
    done = run("python", "-c", "import lib, idlib_map")
    assert "Another package called lib" in done.stderr
    assert "import idlib_map first" in done.stderr


@pytest.mark.thorough
def test_an_editable_install_uses_the_clone(tmp_path):
    programs = environment(tmp_path / "environment", "--editable", str(ROOT))
    told = "import idlib_map; from lib.config.paths import ROOT; print(ROOT, len(idlib_map.open_table().frame) > 0)"
    done = subprocess.run([programs / "python", "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{ROOT} True"
