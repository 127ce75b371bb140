"""A cache never keeps a picture from being made: what is damaged is made again, and no disk is done without."""

from __future__ import annotations

import errno
import tempfile

import pytest
from fontTools.ttLib import TTFont

from lib.print import fonts

FACE = fonts.FACES[-1]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path / "cache"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "cache"


def is_sound(path):
    with TTFont(path) as font:
        return font["name"].getDebugName(1) == FACE.family


@pytest.mark.thorough
@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:1000], lambda _data: b"", lambda data: bytes(len(data)), lambda data: data + b"\0"],
    ids=["cut", "emptied", "zeroed", "longer"],
)
def test_a_damaged_font_is_made_again(cache, damage):
    path = fonts._made(FACE)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    again = fonts._made(FACE)
    assert again.read_bytes() == whole
    assert [found.name for found in (cache / "fonts").iterdir()] == [again.name]


@pytest.mark.usefixtures("cache")
def test_a_font_that_is_whole_is_taken_as_it_is(monkeypatch):
    path = fonts._made(FACE)
    monkeypatch.setattr(fonts, "_cut", lambda _face: pytest.fail("it was made again"))
    assert fonts._made(FACE) == path


def fails(number):
    def fail(*_args, **_named):
        raise OSError(number, "as told")

    return fail


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES], ids=["full", "read-only", "forbidden"])
def test_on_a_disk_that_cannot_be_written_a_font_is_made_all_the_same_and_nothing_is_left(
    tmp_path, monkeypatch, number
):
    monkeypatch.setattr(tempfile, "mkstemp", fails(number))
    assert is_sound(fonts._made(FACE))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("cache")
def test_a_disk_that_fills_while_a_font_is_written_keeps_no_part_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts.Path, "replace", fails(errno.ENOSPC))
    assert is_sound(fonts._made(FACE))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
