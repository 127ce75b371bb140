"""The letters of the printed map: Noto Sans and IBM Plex Sans Arabic, cut to the weights and letters in use.

Noto Sans is one variable font, which PDF readers do not take: each weight in use is cut out of it once and kept in
the user's cache directory; after that a face costs nothing. Noto's own Arabic sets letters and dots apart, so that
text copied out of a PDF holds letters twice; Plex does not. The faces have names of their own, so that a
font that happens to be installed on the machine never takes their place.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Final

import fontpkg_ibm_plex_sans_arabic
import fontpkg_noto_sans
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from lib.config import disk_cache

_LATIN: Final = (
    *range(0x20, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), *range(0x20A0, 0x20C0),
    0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
"""What is kept of the 4,500 glyphs of Noto Sans: Latin with every accent, punctuation, currencies, a few signs."""
_ARABIC_LETTERS: Final = (*range(0x20, 0x7F), *range(0x600, 0x700), *range(0x750, 0x780), *range(0x2000, 0x2070))
FEATURES: Final = (
    "kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "calt", "init", "medi", "fina", "isol", "rclt", "curs",
)  # fmt: skip
"""What a shaper needs of a font, Arabic joining included."""
_MEASURED_AT: Final = 100.0
_STEPS: Final = 64.0
"""FreeType counts in 64ths of a pixel."""


@dataclass(frozen=True)
class Face:
    """One face: the name it has in figures and files, and where it is cut from; no weight for a font with one."""

    family: str
    package: str
    folder: Path
    file: str
    weight: int | None = None


_SANS = Path(fontpkg_noto_sans.__file__).parent / "files"
_ARABIC = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files"
_NOTO, _PLEX = "fontpkg-noto-sans", "fontpkg-ibm-plex-sans-arabic"
FACES: Final = (
    Face("Map Sans", _NOTO, _SANS, "NotoSans[wdth,wght].ttf", 400),
    Face("Map Sans Bold", _NOTO, _SANS, "NotoSans[wdth,wght].ttf", 650),
    Face("Map Sans Italic", _NOTO, _SANS, "NotoSans-Italic[wdth,wght].ttf", 500),
    Face("Map Arabic", _PLEX, _ARABIC, "IBMPlexSansArabic-Regular.ttf"),
    Face("Map Arabic Bold", _PLEX, _ARABIC, "IBMPlexSansArabic-SemiBold.ttf"),
)
REGULAR: Final = ("Map Sans", "Map Arabic")
BOLD: Final = ("Map Sans Bold", "Map Arabic Bold")
ITALIC: Final = ("Map Sans Italic", "Map Arabic")
"""Families of a text: the first that has a letter gives it."""

_LOCK = Lock()
_PATHS: dict[str, Path] = {}


def paths() -> dict[str, Path]:
    """Return the file of each face by family; made on the first call ever, which takes some seconds."""
    with _LOCK:
        if not _PATHS:
            made = {face.family: _made(face) for face in FACES}
            for path in made.values():
                font_manager.fontManager.addfont(path)
            _PATHS.update(made)
        return dict(_PATHS)


def _made(face: Face) -> Path:
    recipe = (face, version(face.package), version("fonttools"), _LATIN, _ARABIC_LETTERS, FEATURES)
    digest = hashlib.sha256(repr([*map(str, recipe[1:]), face.file, face.weight, face.family]).encode()).hexdigest()
    folder = disk_cache.folder_of(None) / "fonts"
    start = f"{face.family.replace(' ', '-')}-{digest[:12]}."
    for path in sorted(folder.glob(f"{start}*.ttf")):
        if _is_whole(path):
            return path
        with contextlib.suppress(OSError):
            path.unlink()
    written = io.BytesIO()
    _cut(face).save(written)
    return _written(folder, start, written.getvalue())


def _is_whole(path: Path) -> bool:
    """Return whether a font file is as it was written: its name holds the checksum of its content."""
    try:
        return path.name.split(".")[-2] == _checksum(path.read_bytes())
    except (OSError, IndexError):
        return False


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _written(folder: Path, start: str, data: bytes) -> Path:
    """Write a font file whole or not at all; where the cache cannot be written it costs time, never the picture."""
    target = folder / f"{start}{_checksum(data)}.ttf"
    partial = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(partial).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(partial).unlink(missing_ok=True)
        return _in_memory(target.name, data)
    return target


_HELD: list[int | tempfile.TemporaryDirectory[str]] = []
"""What fonts lie in that are on no disk, for as long as the process runs."""


def _in_memory(name: str, data: bytes) -> Path:
    """Return a path to the bytes that goes with this process; nothing of it is left anywhere, however it ends."""
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has it, and may forbid it
        handle = os.memfd_create(name)
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(data)
        _HELD.append(handle)
        return Path(f"/proc/self/fd/{handle}")
    temporary = tempfile.TemporaryDirectory(prefix="idlib-map-fonts-")
    _HELD.append(temporary)
    path = Path(temporary.name) / name
    path.write_bytes(data)
    return path


def _cut(face: Face) -> TTFont:
    """Cut the face at its weight, with the letters in use and a name of its own."""
    font = TTFont(face.folder / face.file, recalcTimestamp=False)
    options = Options(layout_features=list(FEATURES), drop_tables=["meta", "DSIG"], recalc_timestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_ARABIC_LETTERS if face.folder == _ARABIC else _LATIN)
    subsetter.subset(font)
    if face.weight is not None:
        font = instancer.instantiateVariableFont(font, {"wght": face.weight, "wdth": 100})
    # Each face is a family of its own, chosen by name alone.
    font["OS/2"].usWeightClass = 400
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in {0, 13, 14}]
    for name_id, text in ((1, face.family), (2, "Regular"), (4, face.family), (6, face.family.replace(" ", ""))):
        names.setName(text, name_id, 3, 1, 0x409)
    return font


@lru_cache(maxsize=64)
def properties(families: tuple[str, ...], size: float) -> FontProperties:
    """Return font properties of a text ``size`` points high. Shared: not to be changed."""
    paths()
    return FontProperties(family=list(families), size=size)


@lru_cache(maxsize=20_000)
def _unit_width(text: str, families: tuple[str, ...]) -> float:
    known = paths()
    font = font_manager.get_font([str(known[family]) for family in families])
    font.set_size(_MEASURED_AT, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0] / _STEPS / _MEASURED_AT)


def width(text: str, families: tuple[str, ...], size: float) -> float:
    """Measure the width of a line of text in the unit of ``size``."""
    return _unit_width(text, families) * size if text else 0.0


@lru_cache(maxsize=20_000)
def _unit_extents(text: str, families: tuple[str, ...]) -> tuple[float, float]:
    known = paths()
    font = font_manager.get_font([str(known[family]) for family in families])
    font.set_size(_MEASURED_AT, 72)
    font.set_text(text, 0.0)
    high, deep = font.get_width_height()[1], font.get_descent()
    return float((high - deep) / _STEPS / _MEASURED_AT), float(deep / _STEPS / _MEASURED_AT)


def extents(text: str, families: tuple[str, ...], size: float) -> tuple[float, float]:
    """Measure how far the ink of a line of text goes above its base and below it, in the unit of ``size``."""
    above, below = _unit_extents(text, families) if text.strip() else (0.0, 0.0)
    return above * size, below * size


def wrapped(text: str, families: tuple[str, ...], size: float, room: float) -> list[str]:
    """Break ``text`` into lines no wider than ``room``; a word that is wider by itself is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _pieces(paragraph, families, size, room):
            longer = f"{line} {word}" if line else word
            if line and width(longer, families, size) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _pieces(paragraph: str, families: tuple[str, ...], size: float, room: float) -> Iterator[str]:
    """Split a paragraph into words, those wider than ``room`` cut."""
    for given in paragraph.split():
        word = given
        while len(word) > 1 and width(word, families, size) > room:
            fits = len(word) - 1
            while fits > 1 and width(word[:fits], families, size) > room:
                fits -= max(1, fits // 8)
            yield word[:fits]
            word = word[fits:]
        yield word


@lru_cache(maxsize=len(FACES))
def letters_of(family: str) -> frozenset[str]:
    """Return the letters that a face has."""
    with TTFont(paths()[family]) as font:
        return frozenset(map(chr, font.getBestCmap()))


def subset_of(family: str, letters: str) -> bytes:
    """Make a small font file of the face that holds only ``letters`` and what joins them."""
    font = TTFont(paths()[family], recalcTimestamp=False)
    options: Any = Options(layout_features=list(FEATURES), recalc_timestamp=False, flavor="woff")
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = "woff"
    with tempfile.SpooledTemporaryFile() as out:
        font.save(out)
        out.seek(0)
        return out.read()
