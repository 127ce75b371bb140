"""Catalogues of translations: those of the product, and those of the crisis that is shown, each a ``.po`` file.

A catalogue is kept and committed as its translators write it. What is compiled from it lies among the other caches
under the hash of its bytes; without a cache it is compiled again in each process, which takes a tenth of a second.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import logging
from functools import lru_cache
from pathlib import Path
from typing import Final

from lib.config import disk_cache
from lib.config.paths import DATA, LIB

LOCALES: Final = LIB / "text" / "locale"
"""A folder a language: ``LC_MESSAGES/messages.po``, the words of the product."""
CRISIS_LOCALES: Final = DATA / "locale"
"""The same for the words of the crisis, ``LC_MESSAGES/crisis.po``; may be missing."""
_MOST: Final = 16
logger = logging.getLogger(__name__)


def path_of(folder: Path, lang: str, domain: str) -> Path:
    """Return where the catalogue of a language lies."""
    return folder / lang / "LC_MESSAGES" / f"{domain}.po"


@lru_cache(maxsize=_MOST)
def of_product(lang: str) -> gettext.NullTranslations:
    """Return the product's words in a language; in English where there are none."""
    return read(path_of(LOCALES, lang, "messages"))


@lru_cache(maxsize=_MOST)
def of_crisis(lang: str) -> gettext.NullTranslations:
    """Return the words of the crisis in a language; as its files give them where there are none."""
    return read(path_of(CRISIS_LOCALES, lang, "crisis"))


@lru_cache(maxsize=_MOST)
def read(path: Path) -> gettext.NullTranslations:
    """Read a catalogue; one that is missing translates nothing, nor does one that cannot be read, which is logged."""
    try:
        written = path.read_bytes()
    except OSError:
        return gettext.NullTranslations()
    stored = disk_cache.folder_of() / "catalogues" / f"{hashlib.sha256(written).hexdigest()[:32]}.mo"
    compiled = disk_cache.read(stored)
    if compiled is None:
        try:
            compiled = compile_catalogue(written)
        except ValueError as error:
            logger.warning("%s cannot be read as a catalogue: %s", path, error)
            return gettext.NullTranslations()
        disk_cache.write(stored, compiled)
    return gettext.GNUTranslations(io.BytesIO(compiled))


def compile_catalogue(written: bytes) -> bytes:
    """Compile the bytes of a ``.po`` file into those of a ``.mo`` file; a fuzzy message is left out.

    Raises:
        ValueError: It is no catalogue.
    """
    # Loaded where a catalogue is compiled alone: a start that finds it compiled does not wait for it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    try:
        write_mo(compiled, read_po(io.BytesIO(written), abort_invalid=True))
    except PoFileError as error:
        raise ValueError(str(error)) from error
    return compiled.getvalue()
