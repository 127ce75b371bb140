"""Rows of a table that are none of its records: totals, notes, tags. Told by what they say, in four languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lib.text import _, enumerated

_SUMS = (
    "grand[ -]?total", "sub[ -]?totals?", "totals?", "sum", "overall total", "total g[ée]n[ée]ral", "sous[ -]?totaux",
    "sous[ -]?total", "totaux", "somme", "genel toplam", "ara toplam", "toplam", "المجموع", "مجموع", "الإجمالي",
    "الاجمالي", "إجمالي", "اجمالي", "الاجمالى",
)  # fmt: skip
SUMS_BEGIN = rf"(?i)^[\s*(]*(?:{'|'.join(_SUMS)})"
"""How a cell begins that may name a row of totals, for quick searches (:func:`is_sum` is exact)."""
_SUM = re.compile(rf"{SUMS_BEGIN}(?![\w/]).{{0,40}}$")
_NOTE_MARK = re.compile(
    r"(?i)^\s*(?:[*†‡•¹²³]|\(\*\)|n\.?b\.?\b|(?:foot)?notes?\b|sources?\b|remarks?\b|disclaimer|legend\b|data as of\b|"
    r"(?:last )?updated\b|prepared by\b|compiled\b|remarques?\b|avertissement|mis à jour|notlar\b|not:|kaynak|"
    r"açıklama|güncelle|المصدر|مصدر|المصادر|ملاحظ|تنويه|تحديث)"
)
_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")
_NAMES_PART = re.compile(r"[^\W\d_]{4,}|\d{4}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{4}")
"""One word, or a month or year in figures."""
_LEAST_COUNTED = 4
"""Columns that a row of numbers counts at least."""
_LISTED = 5
_LONG_NOTE = 3
"""Words that a line must have to be a note wherever it stands; below the table two do."""


def is_sum(cell: str) -> bool:
    """Tell whether a cell names a row of totals."""
    return _SUM.match(cell.strip()) is not None


def is_note(cell: str, *, below: bool) -> bool:
    """Tell whether the one filled cell of a row is a note; ``below``: no record follows it."""
    words = len(cell.split())
    return _NOTE_MARK.match(cell) is not None or words >= _LONG_NOTE - below


def is_heading(cell: str) -> bool:
    """Tell whether the one filled cell of a row may be a heading over the rows below: words, or a month or year."""
    return len(cell.split()) > 1 or _NAMES_PART.fullmatch(cell) is not None


def counts_columns(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a row count the columns, with 1, 2, 3 or with A, B, C."""
    bare = [cell.strip(" ()[].#").upper() for cell in cells]
    if len(bare) < _LEAST_COUNTED:
        return False
    figures = [int(cell) if cell.isdecimal() and len(cell) < _LEAST_COUNTED else -1 for cell in bare]
    letters = [ord(cell) if len(cell) == 1 and cell.isalpha() else -1 for cell in bare]
    return any(all(each == first[0] + at for at, each in enumerate(first)) for first in (figures, letters)
               if first[0] in {0, 1, ord("A")})  # fmt: skip


def begins_note(cell: str) -> bool:
    """Tell whether a cell begins as notes under a table do."""
    return _NOTE_MARK.match(cell) is not None


def tags_of(row: Sequence[str]) -> tuple[str, ...]:
    """Return the HXL tags of a row, "" for a blank cell; nothing when the row is no row of tags."""
    cells = tuple(cell.strip() for cell in row)
    filled = [cell for cell in cells if cell]
    if len(filled) < min(2, len(cells)) or not all(_TAG.fullmatch(cell) for cell in filled):
        return ()
    return tuple(re.sub(r"\s+", "", cell).lower() for cell in cells)


def row_list(rows: Collection[int]) -> str:
    """Return the first of some rows, for a message: "row 5", "rows 5, 6, …"."""
    first = enumerated(str(row) for row in sorted(rows)[:_LISTED])
    if len(rows) > _LISTED:
        return _("rows {rows}, …").format(rows=first)
    return (_("row {rows}") if len(rows) == 1 else _("rows {rows}")).format(rows=first)
