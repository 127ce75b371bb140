"""Text of a table as a feed may hold it, and names that stay the same wherever the same table is served."""

from __future__ import annotations

import re
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from lib.config.crisis import CRISIS

_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML does not allow, what ends a line for some readers alone, and what turns the direction of what follows."""
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)


def fit(text: str) -> str:
    """Return ``text`` with a blank in place of each sign that a feed cannot hold; line ends stay."""
    return _UNFIT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def on_one_line(text: str) -> str:
    """Return ``text`` as one line that a feed can hold."""
    return " ".join(fit(text).split())


def web(text: str) -> str:
    """Return an address of the web that can stand in a feed as it is; "" for anything else."""
    return text if _ADDRESS.fullmatch(text) else ""


def name(*parts: str) -> UUID:
    """Return the name of something of this crisis, the same wherever and whenever it is told."""
    return uuid5(NAMESPACE_URL, "\x1f".join((CRISIS.slug, *parts)))
