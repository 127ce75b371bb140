"""From the bytes of a file to UTF-8 with plain line ends, whatever program wrote it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from lib.events.problems import ProblemLog
from lib.events.reading.sniff import GEOPACKAGE, WORKBOOK, binary_sort
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
    "cp1252": "Windows-1252 (Western)",
}
_MIN_EVIDENCE = 3
"""Fewer bytes than this do not tell an encoding: they are damage, and named cell by cell."""
_HIGH_BYTES = bytes(range(128, 256))
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_ARTICLE = re.compile(r"(?<![\u0621-\u064a])\u0627\u0644")
_ARABIC_PAGES = ("cp1256", "iso8859_6")
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
        log.whole(_("The text is {encoding}; it was read as such.").format(encoding="UTF-16"), severity="notice")
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
    """Name the UTF-16 form of ``data``, or "" when it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:400]
    # The header is ASCII, so in UTF-16 every second byte of it is zero.
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        half, other = head[first::2], head[1 - first :: 2]
        if len(half) > 4 and half.count(0) > 0.9 * len(half) and other.count(0) < 0.1 * len(half):  # noqa: PLR2004
            return encoding
    return ""


def _high(data: bytes) -> int:
    """Count the bytes of ``data`` that are not ASCII."""
    return len(data) - len(data.translate(None, _HIGH_BYTES))


def _decode_other(data: bytes, log: ProblemLog) -> bytes:
    """Read ``data``, which is not sound UTF-8, in the encoding it most likely is in."""
    sound = _high(data.decode("utf-8", errors="ignore").encode())
    loose = _high(data) - sound
    if loose >= max(sound, _MIN_EVIDENCE) and (encoding := _narrow_encoding(data)):
        message = _("The text is not UTF-8 but {encoding}; it was read as such. Check the names, and save it as UTF-8.")
        log.whole(message.format(encoding=_NAMES[encoding]), severity="notice")
        return data.decode(encoding, errors="replace").encode("utf-8")
    return data.decode("utf-8", errors="replace").encode("utf-8")


def _narrow_encoding(data: bytes) -> str:
    """Name the one-byte encoding of ``data``, or "" when none gives plausible text."""
    sample = b"\n".join(line for line in data[: 50 * _SAMPLE].split(b"\n") if not line.isascii())[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=[name for name in _NAMES if name != "iso8859_6"]).best()
    # Short Arabic names defeat the statistics, but nothing else makes runs of Arabic letters in these code pages.
    page = max(_ARABIC_PAGES, key=lambda name: _arabic(sample, name)[1])
    if _arabic(sample, page)[0] > _high(sample) / 2:
        return page
    if best is None or best.encoding == "cp1256":
        return ""
    # Latin 5 and the Western page differ in six letters; those of the Western page are Icelandic.
    return "cp1254" if _ICELANDIC.search(sample.decode("cp1252", errors="replace")) else best.encoding


def _arabic(sample: bytes, page: str) -> tuple[int, int]:
    """Count the letters in Arabic words when ``sample`` is read in a code page, and say how well it reads.

    The two pages of Arabic share half of their letters. What is no letter speaks against a page, the article for it.
    """
    text = sample.decode(page, errors="replace")
    letters = sum(len(word) for word in _ARABIC_WORD.findall(text))
    others = sum(not sign.isascii() for sign in text) - letters
    return letters, letters - 2 * others + 3 * len(_ARTICLE.findall(text))
