"""What is said of a cell that cannot be read: what is wrong, how to write it, which word is meant, and its end."""

from __future__ import annotations

import re
from difflib import get_close_matches

from lib.events.mapping.guess import proposed_words
from lib.events.mapping.likeness import opposed
from lib.events.mapping.vocabulary import WORD_COLUMNS
from lib.events.schema import FIRST_YEAR, LAST_YEAR, Column, Holds
from lib.text import _, number

_CLOSE = 0.7
"""How alike a word must be to be suggested (difflib's ratio)."""


def meant(column: Column, cell: str) -> str:
    """Return the word that an unknown one may be: by what it means, else by its letters; "" for none."""
    if column.name in WORD_COLUMNS and column.words:
        for text in (cell, re.sub(r"\s*[(\[].*?[)\]]", "", cell)):
            word = proposed_words(column.name, [text]).get(text, "")
            if word in column.words and not opposed(cell, text):
                return word
    close = get_close_matches(cell, [word for word in column.words if not opposed(cell, word)], n=1, cutoff=_CLOSE)
    return close[0] if close else ""


def unread(column: Column) -> str:
    """Say what is wrong with a cell that cannot be read, and how to write it."""
    return {
        Holds.DATE: _("'{value}' is not a date; write it as YYYY-MM-DD."),
        Holds.PART_DATE: _("'{value}' is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY."),
        Holds.FIGURE: _("'{value}' is not a whole number; write digits only."),
        Holds.DEGREE: _("'{value}' is not a number of degrees; write it like 35.93."),
        Holds.FLAG: _("'{value}' is neither true nor false; write one of the two."),
        Holds.ADDRESS: _("'{value}' is not a web address; write one that begins with http:// or https://."),
    }.get(column.holds, _("'{value}' cannot be read."))


def beyond(column: Column) -> str:
    """Say what is wrong with a value outside the limits of its column."""
    if column.holds is Holds.DATE:
        return _("'{value}' is not between {low} and {high}.").replace("{low}", str(FIRST_YEAR)).replace(
            "{high}", str(LAST_YEAR)
        )  # fmt: skip
    low, high = column.limits or (0, 0)
    if column.holds is Holds.DEGREE:
        words = _("'{value}' is outside the region of the map ({low} to {high}); are latitude and longitude swapped?")
        return words.replace("{low}", str(low)).replace("{high}", str(high))
    words = _("'{value}' is not between {low} and {high}.")
    return words.replace("{low}", number(low)).replace("{high}", number(high))


def consequence(column: Column) -> str:
    """Say what becomes of a bad cell that its row can do without."""
    if column.name == "date_end":
        return _("The last day was taken to be the first.")
    if column.holds is Holds.DEGREE:
        return _("The point was left blank.")
    if column.holds is Holds.WORDS:
        return _("The word was left out.")
    if column.holds is Holds.FLAG:
        return _("The cell was taken as blank.")
    return _("The cell was left blank.")
