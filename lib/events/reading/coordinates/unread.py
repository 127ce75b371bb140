"""The shapes of a GeoJSON file that its reader passed over without a word, as the file has them."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import numpy.typing as npt

_MEMBER = re.compile(rb'"geometry"\s*:\s*')
_LONGEST = 2_000
"""Bytes of a shape that are handed on, to be read or named."""
_LARGEST = 1 << 26
"""Bytes of a file whose features are sought one by one where its members are not one a feature."""


def shapes_written(data: bytes, rows: npt.NDArray[np.intp], n: int) -> dict[int, str]:
    """Return what a GeoJSON file holds as the shape of features of which none was read.

    Args:
        data: The file.
        rows: Positions of those features.
        n: How many features there are.

    Returns:
        The shape as the file writes it, by position, cut off after 2,000 bytes; a feature without one is left out.
    """
    begins = np.fromiter((found.end() for found in _MEMBER.finditer(data)), dtype=np.int64)
    if len(begins) == n:
        texts = {at: _value(data[begins[at] : begins[at] + _LONGEST]) for at in rows.tolist()}
    else:
        # A property may be called so too.
        shapes = _of_features(data)
        texts = {at: _text(shapes[at]) for at in rows.tolist()} if len(shapes) == n else {}
    return {at: text for at, text in texts.items() if text}


def _value(data: bytes) -> str:
    """Return the value of JSON that some bytes begin with, "" for null."""
    text = data.decode(errors="replace")
    if text.startswith("null"):
        return ""
    try:
        return text[: json.JSONDecoder().raw_decode(text)[1]]
    except (ValueError, RecursionError):
        return text


def _of_features(data: bytes) -> list[Any]:
    if len(data) > _LARGEST:
        return []
    try:
        root = json.loads(data)
        return [feature.get("geometry") for feature in root.get("features", [root])]
    except (ValueError, RecursionError, TypeError, AttributeError):
        return []


def _text(shape: Any) -> str:
    return "" if shape is None else json.dumps(shape, ensure_ascii=False)[:_LONGEST]
