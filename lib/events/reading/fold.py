"""Text brought to one form for comparing: case, accents, and the shape of digits and signs make no difference."""

from __future__ import annotations

import re
import unicodedata

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")
"""Arabic, Persian and wide digits as ASCII writes them."""
_SIGNS = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("’‘ʼʿʾ`´′", "'"),
    **dict.fromkeys('“”«»"', ""),
    **dict.fromkeys("ـ؟", ""),
    "ı": "i", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "،": ",", "⁄": "/",
}  # fmt: skip
_TABLE = DIGITS | str.maketrans(_SIGNS)
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]+")
"""Arabic letters in the shape they take on a page, as copied out of a PDF."""


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents, with ASCII digits, plain dashes and single blanks."""
    if not text.isascii():
        text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = text.casefold().translate(_TABLE)
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
    else:
        text = text.lower().replace('"', "").replace("`", "'")
    return " ".join(text.split())
