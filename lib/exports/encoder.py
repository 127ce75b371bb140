"""Whether this machine can make an MP4."""

from __future__ import annotations

import shutil

from lib.text import _


class NoEncoderError(RuntimeError):
    """MP4 was asked for and this machine has no ffmpeg; the message says what can be had."""


def encoder() -> str:
    """Find the path of ffmpeg.

    Raises:
        NoEncoderError: It is not installed.
    """
    if found := shutil.which("ffmpeg"):
        return found
    raise NoEncoderError(_("MP4 needs ffmpeg, which is not installed where the map runs; ask for gif instead."))
