"""Streamlit's two fonts, cut to the icons and letters that its scripts and our pages use.

Whole they are 545 kB; cut, 40. Streamlit's icons are ligatures: the letters of an icon's name become its sign, so the
ligatures of all others have to go before their signs can. The cut is made again when Streamlit's fonts or scripts, our
pages, or the letters kept change.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from lib.config import disk_cache
from lib.config.paths import ROOT
from lib.web.installed import STREAMLIT

ICON: Final = re.compile(r":material/([a-z0-9_]+):")
"""How Streamlit and our pages name an icon."""
LETTERS: Final = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x18F, 0x259, 0x2B9, 0x2BB, 0x2BC, 0x2BE, 0x2BF,
    0x1E0C, 0x1E0D, 0x1E10, 0x1E11, 0x1E24, 0x1E25, 0x1E28, 0x1E29, 0x1E62, 0x1E63, 0x1E6C, 0x1E6D, 0x1E92, 0x1E93,
    *range(0x2010, 0x2028), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122,
    *range(0x2190, 0x2194), 0x2197, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25B2, 0x25B6, 0x25BC, 0x25CF, 0x2713,
)  # fmt: skip
"""Latin with the accents of the four languages and of transliterated names, punctuation, and a few signs; letters of
another script come from the reader's own fonts, as they do without the cut, and so do accents written apart from their
letters, which would bring a table of positions along as large as a fifth of the rest."""
FEATURES: Final = ("kern", "liga", "lnum", "tnum", "mark", "mkmk", "ccmp", "locl")
NAMES: Final = {"icons": "MaterialSymbols-Rounded.*.woff2", "text": "SourceSansVF-Upright.*.woff2"}
"""What each font is called among Streamlit's files."""


def files() -> dict[str, Path]:
    """Return the fonts that are cut, by what they hold; none that this version of Streamlit does not have."""
    found = {what: sorted((STREAMLIT / "static" / "media").glob(name)) for what, name in NAMES.items()}
    return {what: paths[0] for what, paths in found.items() if paths}


@cache
def icons() -> frozenset[str]:
    """Return the names of the icons that Streamlit's scripts and our pages use."""
    ours = [path for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py")]
    sources = [*(STREAMLIT / "static" / "js").glob("*.js"), *ours]
    names = (ICON.findall(path.read_text(encoding="utf-8")) for path in sources)
    return frozenset(name for found in names for name in found)


def cut(what: str) -> bytes | None:
    """Return a font as it was cut before (WOFF2); None when it was not, or this version of Streamlit has no such."""
    path = files().get(what)
    return None if path is None else disk_cache.read(_kept(what, path))


def make() -> None:
    """Cut the fonts and keep them on disk; does nothing where that was done. Takes about five seconds."""
    for what, path in files().items():
        target = _kept(what, path)
        if disk_cache.read(target) is None:
            disk_cache.write(target, _cut_icons(path, icons()) if what == "icons" else _cut_text(path))


def _kept(what: str, path: Path) -> Path:
    recipe = (what, path.name, version("fonttools"), sorted(icons()) if what == "icons" else (LETTERS, FEATURES))
    digest = hashlib.sha256(repr(recipe).encode() + path.read_bytes()).hexdigest()
    return disk_cache.folder_of() / "packed" / digest[:24]


def _cut_text(path: Path) -> bytes:
    font = TTFont(path, recalcTimestamp=False)
    return _saved(font, Options(layout_features=list(FEATURES), flavor="woff2"), unicodes=LETTERS)


def _cut_icons(path: Path, names: frozenset[str]) -> bytes:
    font = TTFont(path, recalcTimestamp=False)
    letters = font.getBestCmap()
    spelled = {tuple(letters.get(ord(sign), "") for sign in name) for name in names}
    signs = set()
    for table in _ligatures(font):
        for first, ligatures in table.items():
            kept = [one for one in ligatures if (first, *one.Component) in spelled]
            signs |= {one.LigGlyph for one in kept}
            table[first] = kept
    return _saved(
        font,
        Options(layout_features=["*"], flavor="woff2"),
        unicodes=sorted({ord(sign) for name in names for sign in name}),
        glyphs=sorted(signs),
    )


def _ligatures(font: TTFont) -> list[dict[str, list[Any]]]:
    ligature, extension = 4, 7
    found = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = table.ExtSubTable if lookup.LookupType == extension else table
            if getattr(inner, "LookupType", lookup.LookupType) == ligature:
                found.append(inner.ligatures)
    return found


def _saved(font: TTFont, options: Options, unicodes: Sequence[int], glyphs: Sequence[str] = ()) -> bytes:
    options.recalc_timestamp = False
    options.drop_tables += ["meta", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes, glyphs=glyphs)
    subsetter.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
