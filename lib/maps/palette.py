"""The colours of all that stands around the map, by day and by night: one table, from which every style sheet has them.

The style sheets name them, ``var(--colour-ink)``; :func:`sheet` gives them their values. A browser takes the first or
the second of a pair by the ``color-scheme`` of the element that is painted (``light-dark()``): Streamlit sets it on its
own elements, our own pages follow the reader's system. A browser that knows no ``light-dark()`` goes by the system, and
on Streamlit's pages by what Streamlit tells the server.

The map itself keeps its light ground whatever the theme: see docs/accessibility.md. Its colours are
:data:`lib.maps.style.TOKENS`; what lies upon it without a ground of its own takes those here whose name begins with
``map``, which have one value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

GROUNDS: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#ffffff", "#14181d"),
    "side": ("#f4f2ed", "#1f242b"),
    "hover": ("#f1f3f5", "#262d35"),
    "chosen": ("#e8f0f8", "#1a3550"),
    "warning": ("#fdf3dd", "#352a10"),
    "own": ("#e3f1ee", "#10332e"),
}
"""What words stand on."""

WORDS: Final[dict[str, tuple[str, str]]] = {
    "ink": ("#1c2027", "#e8eaed"),
    "soft": ("#4c525b", "#b9bfc7"),
    "link": ("#174f8a", "#8fc3ee"),
    "chosen-ink": ("#123f68", "#b5d7f4"),
    "warning-ink": ("#7a4b00", "#f0c66e"),
}
"""Words, readable on every ground; ``ink`` is the focus ring as well."""

MARKS: Final[dict[str, tuple[str, str]]] = {
    "edge": ("#83888f", "#828a94"),
    "accent": ("#1f5a8a", "#7db4e0"),
    "fill": ("#1f5a8a", "#2f74b0"),
    "alarm": ("#b2182b", "#f0666f"),
    "agreed": ("#0a5a43", "#45b893"),
    "changes": ("#2b5c9e", "#7aa7e8"),
    "own-edge": ("#00635a", "#4db6a8"),
}
"""Borders of controls, bars, dots and buttons: seen on ``paper``. ``fill`` is a ground of ``on-fill`` words."""

OTHERS: Final[dict[str, tuple[str, str]]] = {
    "on-fill": ("#ffffff", "#ffffff"),
    "fill-hover": ("#174768", "#245f95"),
    "ink-hover": ("#3a404a", "#c6cbd2"),
    "line": ("#dcd9d1", "#353c45"),
    "frame": ("#cfccc4", "#454d58"),
    "track": ("#ebe8e1", "#ebe8e1"),
    "alarm-pale": ("#dfaab0", "#7d3b41"),
    "share": ("#4f6d8f", "#4f6d8f"),
    **{
        f"part-{n}": (colour, colour)
        for n, colour in enumerate(("#14405f", "#4f83a8", "#97bcd4", "#c9dcc0", "#e6d9a8", "#e3b98a"))
    },
    "gold": ("#c29a2e", "#d8b04a"),
    "held": ("#f2c12e", "#f2c12e"),
    "month": ("#c9c5bc", "#4b535e"),
    "shadow": ("#0000004d", "#000000b3"),
    "more": ("#1c20274d", "#e8eaed4d"),
    "veil": ("#fffffff0", "#14181df5"),
    "outside": ("#ffffffad", "#14181db0"),
    "inside": ("#2b5c9e17", "#7aa7e826"),
    "marks-ground": ("#ffffff00", "#f1efe9"),
    "map-ground": ("#f1efe9", "#f1efe9"),
    "map-paper": ("#ffffff", "#ffffff"),
    "map-ink": ("#1c2027", "#1c2027"),
}
"""Lines between parts, shades, and what is told by something else as well."""

COLOURS: Final[dict[str, tuple[str, str]]] = {**GROUNDS, **WORDS, **MARKS, **OTHERS}

Theme = Literal["light", "dark"]
PAIRS: Final = "(color:light-dark(#000,#fff))"
"""What a browser has to know, to take one of a pair by itself."""
LINEAR: Final = 0.04045
"""Up to here sRGB is a straight line."""


@lru_cache(maxsize=1)
def sheet() -> str:
    """Return the table as a style sheet, to stand before those that name its colours."""
    both = "".join(f"--colour-{name}:light-dark({light},{dark});" for name, (light, dark) in COLOURS.items())
    return (
        f":root{{color-scheme:light dark;{_values('light')}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_values('dark')}}}}}\n"
        f"@supports {PAIRS}{{:root{{{both}}}}}\n"
    )


def chosen(theme: Theme) -> str:
    """Return the rules that set a page to one theme, to stand after :func:`sheet`."""
    return f":root{{color-scheme:{theme}}}\n@supports not {PAIRS}{{:root{{{_values(theme)}}}}}\n"


def _values(theme: Theme) -> str:
    return "".join(f"--colour-{name}:{pair[theme == 'dark']};" for name, pair in COLOURS.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two opaque colours (#rrggbb), from 1 to 21, as WCAG defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of an opaque colour (#rrggbb), from 0 to 1, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(colour: str, theme: Theme, least: float = 3.0) -> str:
    """Return a colour of the map (#rrggbb) as a mark on the page: itself by day, by night as much paler as it needs.

    Args:
        colour: The colour as it is on the light ground.
        theme: The theme of the page.
        least: The contrast that it has to have against the ground of the page.

    Returns:
        The colour, or a paler one of its hue.
    """
    ground = COLOURS["paper"][theme == "dark"]
    for step in range(21):
        if theme == "light" or contrast(colour, ground) >= least:
            return colour
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        colour = "#" + "".join(f"{round(part + (255 - part) * 0.02 * (step + 1)):02x}" for part in parts)
    return colour
