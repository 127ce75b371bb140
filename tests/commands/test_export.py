"""``python -m lib export``: a file and status 0, or one sentence, status 2 and no file."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing

import pyogrio
import pytest
from PIL import Image

from lib.__main__ import main
from lib.events import store as snapshot
from lib.exports import encoder as encoding

DAYS = ["--from", "2020-02-05", "--to", "2020-02-06"]


@pytest.fixture
def run(tmp_path, capsys):
    def export(*arguments, out="map.png"):
        status = main(["export", *arguments, "--out", str(tmp_path / out)])
        return status, capsys.readouterr().err.strip(), sorted(path.name for path in tmp_path.iterdir())

    return export


@pytest.mark.thorough
def test_a_picture_of_the_size_asked_for_is_written(run, tmp_path):
    arguments = [
        "--format",
        "png",
        "--size",
        "854x480",
        "--layers",
        "control,front",
        "--title",
        "Mine",
        "--note",
        "Draft",
    ]
    status, said, files = run(*DAYS, *arguments, "--lang", "fr", "--filter", "kinds=control")
    assert (status, said, files) == (0, "", ["map.png"])
    assert Image.open(io.BytesIO((tmp_path / "map.png").read_bytes())).size == (854, 480)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--size", "0x0"], "0 × 0"),
        (["--size", "50000x50000"], "50000"),
        (["--size", "poster"], "a3-portrait"),
        (["--from", "soon"], "soon"),
        (["--layers", "tanks"], "tanks"),
        (["--extent", "moon"], "moon"),
        (["--extent", "place"], "place"),
        (["--dates", "weekly"], "pdf"),
        (["--title", "a" * 301], "301"),
        (["--filter", "kind=strike"], "kind"),
        (["--filter", "kinds=tanks"], "tanks"),
    ],
)
def test_what_cannot_be_made_is_one_sentence_and_no_file(run, arguments, told):
    status, said, files = run("--format", "png", *arguments)
    assert (status, files) == (2, [])
    assert told in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("layer", "ending", "more"),
    [("front", "gpkg", ()), ("areas", "csv", ("--dates", "weekly")), ("flows", "geojson", ("--dates", "all"))],
)
def test_a_layer_is_written_as_data(run, tmp_path, layer, ending, more):
    name = f"{layer}.{ending}"
    status, said, files = run(*DAYS, "--layer", layer, "--format", ending, *more, out=name)
    assert (status, said, files) == (0, "", [name])
    assert len(pyogrio.read_dataframe(tmp_path / name)) > 0


def test_a_series_is_written_with_hashtags_and_a_layer_as_a_data_package(run, tmp_path):
    status, said, _files = run(*DAYS, "--layer", "areas", "--format", "csv", "--hxl", out="areas.csv")
    assert (status, said) == (0, "")
    assert (tmp_path / "areas.csv").read_text(encoding="utf-8").splitlines()[1].startswith("#date,")
    status, said, _files = run(*DAYS, "--layer", "areas", "--format", "zip", out="areas.zip")
    assert (status, said) == (0, "")
    assert "datapackage.json" in zipfile.ZipFile(tmp_path / "areas.zip").namelist()


@pytest.mark.thorough
def test_the_project_in_the_file_of_all_layers_looks_for_the_name_that_it_was_given(run, tmp_path):
    status, said, files = run("--layer", "situation", "--format", "gpkg", "--filter", "kinds=strike", out="mine.gpkg")
    assert (status, said, files) == (0, "", ["mine.gpkg"])
    with closing(sqlite3.connect(tmp_path / "mine.gpkg")) as file:
        (content,) = file.execute("SELECT content FROM qgis_projects").fetchone()
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
        assert b"./mine.gpkg|layername=strikes" in archive.read(archive.namelist()[0])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "gpkg"], "--layer"),
        (["--format", "gpkg", "--layer", "tanks"], "areas"),
        (["--format", "png", "--layer", "areas"], "geojson"),
        (["--format", "kml", "--layer", "areas", "--size", "1080p"], "size"),
        (["--format", "kml", "--layer", "areas", "--dates", "2020-02-05"], "weekly"),
        (["--format", "kml", "--layer", "areas", "--filter", "kinds=strike"], "control"),
        (["--format", "kml", "--layer", "areas", "--hxl"], "csv"),
        (["--format", "png", "--hxl"], "--layer"),
    ],
)
def test_a_layer_that_cannot_be_had_so_is_one_sentence_and_no_file(run, arguments, told):
    status, said, files = run(*DAYS, *arguments)
    assert (status, files) == (2, [])
    assert told in said
    assert "\n" not in said


def test_an_unknown_format_names_those_there_are(run, capsys):
    with pytest.raises(SystemExit) as ended:
        run("--format", "docx")
    assert ended.value.code == 2
    assert "pptx" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said_before_anything_is_drawn(run):
    status, said, files = run("--format", "png", out="nowhere/map.png")
    assert (status, files) == (2, [])
    assert "no such folder" in said


@pytest.mark.thorough
def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing_behind(run, tmp_path):
    (tmp_path / "map.png").mkdir()
    status, said, files = run(*DAYS, "--format", "png", "--size", "854x480")
    assert (status, files) == (2, ["map.png"])
    assert "cannot be written" in said


def test_a_table_that_is_not_there_is_said(run, tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_TABLE", str(tmp_path / "gone.csv"))
    try:
        status, said, files = run("--format", "png")
    finally:
        monkeypatch.delenv("IDLIB_MAP_TABLE")
        snapshot.current()
    assert (status, files) == (2, [])
    assert "gone.csv" in said


def nothing():
    raise RuntimeError("no binary")


def test_mp4_without_ffmpeg_says_what_can_be_had(run, monkeypatch):
    monkeypatch.setattr(encoding.imageio_ffmpeg, "get_ffmpeg_exe", nothing)
    monkeypatch.setattr(encoding.shutil, "which", lambda _name: None)
    status, said, files = run("--format", "mp4", out="map.mp4")
    assert (status, files) == (2, [])
    assert "GIF" in said
