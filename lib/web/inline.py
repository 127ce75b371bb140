"""The map in one file shown where it is asked for, also in a frame of another page, and not handed over as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.events.problems import shown
from lib.exports.order import ExportParameter, OrderError
from lib.text import _, enumerated
from lib.web.headers import ancestors

INLINE: Final = ExportParameter(
    "inline", str, "`1`: the map in one file is shown, in a frame of another page too, and not handed over as a file",
    frozenset({"html"}),
)  # fmt: skip
"""How an answer is handed over: what is in the file is the same."""
POLICY: Final = (
    # A page of nobody's, which carries its own scripts, styles and pictures: it cannot reach this server or any other.
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "base-uri 'none'; form-action 'none'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; "
    "frame-ancestors {}"
)


def wanted(params: Mapping[str, str], fmt: str) -> bool:
    """Return whether an export is asked for inline.

    Raises:
        OrderError: The format is none that can be, or the value cannot be used.
    """
    text = params.get(INLINE.name, "").strip()
    if text and fmt not in INLINE.formats:
        words = _("An export as {format} has no {name}; leave it out, or choose one of {formats}.")
        raise OrderError(words.format(format=fmt, name=INLINE.name, formats=enumerated(INLINE.formats)))
    if text not in {"", "1"}:
        words = _("{name} cannot be '{text}'; choose one of {words}.")
        raise OrderError(words.format(name=INLINE.name, text=shown(text, 30), words="1"))
    return text == "1"


def headers() -> dict[str, str]:
    """Return what is said with a map that is shown: what it may do, and whose pages may show it."""
    return {"Content-Security-Policy": POLICY.format(" ".join(ancestors()))}
