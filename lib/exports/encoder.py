"""The program that encodes an MP4: the one that comes with a package, else one that the machine has."""

from __future__ import annotations

import shutil

import imageio_ffmpeg

from lib.text import _


class NoEncoderError(RuntimeError):
    """MP4 was asked for and nothing here encodes it; the message says what can be had."""


def encoder() -> str:
    """Find the path of ffmpeg: the package brings it for Linux, macOS and Windows on the usual processors.

    Raises:
        NoEncoderError: The package has none for this machine, and none is installed.
    """
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        if found := shutil.which("ffmpeg"):
            return found
    raise NoEncoderError(_("A film (MP4) cannot be made on this server; the animation (GIF) shows the same."))
