"""Signs of a text that nobody sees, and text that was put into UTF-8 twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lib.events.problems import ProblemLog, shown
from lib.text import _, enumerated, ngettext, number

INVISIBLE = (
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb]"
)
"""Control characters but newline and tab; characters that override or mark the direction of text, with which a cell can
show something else than it holds; and those of no width, with which it is not what it looks like."""
JOINERS = "\u200c\u200d"
"""Characters of no width that belong into words of Arabic script, and nowhere else."""
MAY_HIDE = f"{INVISIBLE[:-1]}{JOINERS}]"
"""One of either."""
_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_STRAY = re.compile(f"{INVISIBLE}|(?<![{_ARABIC}])[{JOINERS}]+|[{JOINERS}]+(?![{_ARABIC}{JOINERS}])")
MAY_BE_INVISIBLE = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xcd\x8f|\xd8\x9c|\xe1\xa0\x8e"
    rb"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]"
)
"""One of these in UTF-8, joiners included."""
MAY_BE_TWICE = re.compile(
    rb"(?:\xc3[\x82-\x9f]|\xc4\xb0|\xc4\x9e|\xc5\x9e)(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2[\x80-\x84])|\xd8[\xb7\xb8](?:\xc2[\xa0-\xbf]|\xe2[\x80-\x84]|[\xd8-\xdb][\x80-\xbf]|\xc5[\x92\x93]|\xc6\x92|\xcb\x86)"
)
"""What the two bytes of a letter beyond ASCII look like when they were read as two letters, in UTF-8."""
_PAGES = ("cp1252", "cp1256", "cp1254")
_HIGH = 0x80
_LEAST = 2
"""Letters beyond ASCII that a cell must hold to be told from chance."""


def visible(text: str) -> str:
    """Return ``text`` without characters that a reader cannot see but a program or a line of text obeys."""
    return _STRAY.sub("", text)


def _page(name: str) -> dict[str, int]:
    """Return the byte of each character of a code page; of one without a character, what Latin-1 has there."""
    made = {}
    for byte in range(256):
        raw = bytes([byte])
        made[raw.decode(name, errors="replace").replace("\ufffd", raw.decode("latin-1"))] = byte
        made.setdefault(raw.decode("latin-1"), byte)
    return made


_BYTES = {name: _page(name) for name in _PAGES}


def once(text: str) -> str | None:
    """Return what ``text`` was before UTF-8 was taken for a one-byte encoding and put into UTF-8 again, however often.

    None unless that is certain: the whole text goes back, to letters of a script.
    """
    back = None
    while (earlier := _once_less(text)) is not None:
        back = text = earlier
    return back


def _once_less(text: str) -> str | None:
    """Return ``text`` with one such turn undone; None unless that is certain."""
    for page in _BYTES.values():
        try:
            back = bytes(page[sign] for sign in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            continue
        beyond = [sign for sign in back if ord(sign) >= _HIGH]
        letters = sum(unicodedata.category(sign)[0] == "L" for sign in beyond)
        known = all(
            unicodedata.category(sign)[0] in "LMNPSZ" or sign in JOINERS or visible(sign) == "" for sign in beyond
        )
        if known and letters and (letters >= _LEAST or page is _BYTES["cp1252"]):
            return back
    return None


MAY_BE_ARABIC = re.compile(rb"(?:\xc3[\x80-\xbf]){3}")
"""Three letters of Western Europe beyond ASCII in a row, in UTF-8: no word of it, but Arabic in the wrong code page."""
ARABIC_RUN = "[\u00c0-\u00ff]{3}"
"""The same, in text."""
_FEWEST = 3


def arabic(text: str) -> str | None:
    """Return what ``text`` in Windows-1256 was before it was read as Windows-1252.

    None unless that is certain: it has three letters at least, and each is one of Arabic.
    """
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < _FEWEST or any(ord(sign) < _HIGH for sign in letters):
        return None
    try:
        back = bytes(_BYTES["cp1252"][sign] for sign in text).decode("cp1256")
    except (KeyError, UnicodeDecodeError):
        return None
    words = [sign for sign in back if sign.isalpha()]
    return back if len(words) >= _FEWEST and all("\u0620" <= sign <= "\u06ff" for sign in words) else None


def plain_names(header: Sequence[str], log: ProblemLog) -> tuple[str, ...]:
    """Return the names of columns without invisible characters, and as they were before they were put into UTF-8 twice.

    Args:
        header: The names as the file has them.
        log: Is told once of each.
    """
    mended = [once(name) if MAY_BE_TWICE.search(name.encode(errors="replace")) else None for name in header]
    turned = [arabic(name) for name in header]
    names = [found or other or name for found, other, name in zip(mended, turned, header, strict=True)]
    clean = [visible(name) for name in names]
    hidden = [now.strip() for now, name in zip(clean, names, strict=True) if now != name]
    if hidden:
        words = ngettext(
            "The name of {n} column holds characters that cannot be seen; they were taken out: {names}.",
            "The names of {n} columns hold characters that cannot be seen; they were taken out: {names}.",
            len(hidden),
        )
        listed = enumerated(f"'{shown(name)}'" for name in hidden[:10])
        log.whole(words.format(n=number(len(hidden)), names=listed), severity="notice")
    if any(mended):
        words = _("Names of columns had been put into UTF-8 twice, as '{value}'; that was undone.")
        log.whole(words.format(value=shown(next(name for name in mended if name))), severity="notice")
    if any(turned):
        words = _("Names of columns were Arabic in a wrong encoding, as '{value}'; they were read as such.")
        log.whole(words.format(value=shown(next(name for name in turned if name))), severity="notice")
    return tuple(clean)
