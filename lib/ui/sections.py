"""The parts of a page of which one is shown at a time."""

from __future__ import annotations

import streamlit as st


def choose(label: str, names: dict[str, str], key: str) -> str:
    """Ask which part of the page the reader wants, the first unless they say; only that one is made.

    Args:
        label: What is chosen, in words that are heard and not seen.
        names: The parts: key to words, in order.
        key: Name of the widget.

    Returns:
        The key of the chosen part.
    """
    chosen = st.segmented_control(
        label,
        list(names),
        default=next(iter(names)),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        required=True,
    )
    return str(chosen)
