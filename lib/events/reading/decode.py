"""From the bytes of a file to UTF-8 with plain line ends, whatever program wrote it."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from charset_normalizer import from_bytes

from lib.events.mapping.vocabulary import vocabulary
from lib.events.problems import ProblemLog
from lib.events.reading.sniff import GEOPACKAGE, WORKBOOK, binary_sort
from lib.geography.places import places
from lib.text import _

_BINARY_SHARE = 0.02
"""More control bytes than this share of the file: it is not text. A damaged table has a few."""
_CONTROL_BYTES = bytes(c for c in range(32) if c not in b"\t\n\r\x0c\x1b")
_PIECE = 1 << 22
_SAMPLE = 64_000
"""Bytes from lines that are not plain ASCII, enough to tell an encoding."""
_NAMES = {
    "cp1256": "Windows-1256 (Arabic)",
    "iso8859_6": "ISO-8859-6 (Arabic)",
    "cp1254": "Windows-1254 (Latin 5)",
    "iso8859_15": "ISO-8859-15 (Western with €)",
    "cp1252": "Windows-1252 (Western)",
}
_MIN_EVIDENCE = 3
"""Fewer bytes than this do not tell an encoding: they are damage, and named cell by cell."""
_HIGH_BYTES = bytes(range(128, 256))
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_ARABIC_PAGES = ("cp1256", "iso8859_6")
_UNSEEN = 0.05
"""What a pair of letters counts that no known name has."""
_LETTER_IN_WORD = re.compile(
    r"(?<=[A-Za-z])[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff](?=[A-Za-z])"
)
_LATIN_9 = re.compile("¤|(?<=[A-Za-zÀ-ÿ])[¼½¾¦¨¸]|(?<![0-9])[¼½](?=u)")
"""Letters and signs of ISO-8859-15 as they look when they are taken for those of the Western page."""
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_WIDE_HEAD = 4_096
_WIDE_SHARE = 0.98
_PLANES = np.array([0, 1, 2, 3, 4, 6, 7, 8, 0x1E, 0x20, 0x21, 0x22, 0x25, 0xFB, 0xFC, 0xFD, 0xFE], dtype=np.uint16)
"""High bytes of the letters that tables are written in: Latin, Greek, Cyrillic, Arabic, and signs."""
_LAST_PLANE = 0x2FFFF
_BETWEEN_CELLS = np.array([ord(sign) for sign in ",;\t\n\r|"], dtype=np.uint32)
_ICELANDIC = re.compile("[ÐÝÞðýþ]")


def to_utf8(data: bytes, log: ProblemLog) -> bytes | None:
    r"""Return ``data`` as UTF-8 without a byte order mark, every line ended by ``\n``.

    Args:
        data: The bytes of the file.
        log: Is told when the file is no text (an error), or in another encoding than UTF-8 (a notice).

    Returns:
        The text, or None when the file is empty or no text. A byte that cannot be read becomes U+FFFD.
    """
    if not data[:_PIECE].strip() and not data.strip():
        log.whole(_("The file is empty. Export the table again, as CSV UTF-8."))
        return None
    if refusal := _not_text(data):
        log.whole(refusal)
        return None
    text = _decode(data, log)
    if text is not None and b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text


def _not_text(data: bytes) -> str:
    """Say why ``data`` is not text, or "" when it may be."""
    sort = binary_sort(data)
    if not sort:
        return ""
    if sort == WORKBOOK:
        return _("This is a spreadsheet workbook, not a table of text. Open it and save the sheet as CSV UTF-8.")
    return _("This is not a table of text but a file of another sort ({what}). Save the table as CSV UTF-8.").format(
        what="database" if sort == GEOPACKAGE else sort
    )


def _decode(data: bytes, log: ProblemLog) -> bytes | None:
    """Return ``data`` in UTF-8, with a notice that names any other encoding."""
    if data.startswith(codecs.BOM_UTF8):
        log.whole(_("The text is UTF-8 with a byte order mark; it was read as such."), severity="notice")
        data = data[len(codecs.BOM_UTF8) :]
    elif encoding := _wide_encoding(data):
        name = encoding.upper()[: len("UTF-16")]
        log.whole(_("The text is {encoding}; it was read as such.").format(encoding=name), severity="notice")
        return data.decode(encoding, errors="replace").removeprefix("\ufeff").encode("utf-8", errors="replace")
    if sum(len(piece.translate(None, _CONTROL_BYTES)) for piece in _pieces(data)) < (1 - _BINARY_SHARE) * len(data):
        log.whole(_("This is not a table of text. Save the table as CSV UTF-8."))
        return None
    return data if _is_utf8(data) else _decode_other(data, log)


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield ``data`` piece by piece: a copy of a large file as a whole would take its memory again."""
    return (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(data):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(data: bytes) -> str:
    """Name the UTF-16 or UTF-32 form of ``data``, or "" when it is none."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[: min(_WIDE_HEAD, len(data) // 4 * 4)]
    # No narrow encoding has bytes of zero, and what stands between cells has one in the wide ones.
    if len(head) < 2 * len(_BETWEEN_CELLS) or not head.count(0):
        return ""
    for encoding, letter in (("utf-32-le", "<u4"), ("utf-32-be", ">u4"), ("utf-16-le", "<u2"), ("utf-16-be", ">u2")):
        letters = np.frombuffer(head, dtype=letter)
        likely = np.isin(letters >> 8, _PLANES) if letter.endswith("2") else letters <= _LAST_PLANE
        if likely.mean() >= _WIDE_SHARE and np.isin(letters, _BETWEEN_CELLS).any() and (letters > 0).all():
            return encoding
    return ""


def _high(data: bytes) -> int:
    """Count the bytes of ``data`` that are not ASCII."""
    return len(data) - len(data.translate(None, _HIGH_BYTES))


def _decode_other(data: bytes, log: ProblemLog) -> bytes:
    """Read ``data``, which is not sound UTF-8, in the encoding it most likely is in."""
    sound = _high(data.decode("utf-8", errors="ignore").encode())
    loose = _high(data) - sound
    encoding = ""
    if loose >= max(sound, _MIN_EVIDENCE):
        encoding = _narrow_encoding(data)
    elif not sound:
        encoding = _of_few_letters(data)
    if encoding:
        message = _("The text is not UTF-8 but {encoding}; it was read as such. Check the names, and save it as UTF-8.")
        log.whole(message.format(encoding=_NAMES[encoding]), severity="notice")
        return data.decode(encoding, errors="replace").encode("utf-8")
    return data.decode("utf-8", errors="replace").encode("utf-8")


def _of_few_letters(data: bytes) -> str:
    """Name the encoding of a text with one or two bytes beyond ASCII, where each makes a letter inside of a word."""
    at = data.find(data.translate(None, bytes(range(128)))[:1])
    near = data[data.rfind(b"\n", 0, at) + 1 :]
    sample = b"\n".join(line for line in near.split(b"\n") if not line.isascii())
    text = sample.decode("cp1252", errors="replace")
    if _is_latin_9(sample, text):
        return "iso8859_15"
    if len(_LETTER_IN_WORD.findall(text)) < _high(sample):
        return ""
    return "cp1254" if _ICELANDIC.search(text) else "cp1252"


def _is_latin_9(sample: bytes, text: str) -> bool:
    """Tell whether a text that was taken for the Western page (``text``) is in ISO-8859-15."""
    return _CONTROLS.search(sample) is None and _LATIN_9.search(text) is not None


def _narrow_encoding(data: bytes) -> str:
    """Name the one-byte encoding of ``data``, or "" when none gives plausible text."""
    sample = b"\n".join(line for line in data[: 50 * _SAMPLE].split(b"\n") if not line.isascii())[:_SAMPLE]
    statistics = [name for name in _NAMES if name not in {"iso8859_6", "iso8859_15"}]
    best = from_bytes(sample, cp_isolation=statistics).best()
    # Short Arabic names defeat the statistics, but nothing else makes runs of Arabic letters in these code pages.
    read = {page: sample.decode(page, errors="replace") for page in _ARABIC_PAGES}
    most = max(sum(map(len, _ARABIC_WORD.findall(text))) for text in read.values())
    if most > _high(sample) / 2:
        return max(_ARABIC_PAGES, key=lambda page: _likely(read[page]))
    if best is None or best.encoding == "cp1256":
        return ""
    # Latin 5 and the Western page differ in six letters; those of the Western page are Icelandic.
    western = sample.decode("cp1252", errors="replace")
    if _is_latin_9(sample, western):
        return "iso8859_15"
    return "cp1254" if _ICELANDIC.search(western) else best.encoding


def _likely(text: str) -> float:
    """Return how likely a text is Arabic, by its words and their pairs of letters; 0 where every word is known.

    The two pages of Arabic share half of their letters, so that one read as the other is made of letters as well.
    """
    words, pairs = _known()
    strange = (word for word in _BEYOND.findall(text) if word not in words)
    return sum(n * log(pairs.get(pair, _UNSEEN) / pairs.total()) for pair, n in _pairs(strange).items())


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], Counter[str]]:
    """Return the Arabic words in names of places and of columns and in cells, and how often letters follow in them."""
    known = vocabulary()
    cells = (word for words in known.words.values() for word in words)
    words = [word for text in (*places()["place_ar"], *known.names, *cells) for word in _BEYOND.findall(text)]
    return frozenset(words), _pairs(words)


def _pairs(words: Iterable[str]) -> Counter[str]:
    """Count the pairs of letters in some words, their beginnings and ends included."""
    return Counter(pair for word in words for pair in map("".join, pairwise(f" {word} ")))
