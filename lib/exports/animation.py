"""The clock as a moving picture: a GIF, or an MP4 where ffmpeg is installed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from typing import Final

from PIL import Image

from lib.events.store import Snapshot
from lib.exports.encoder import encoder
from lib.exports.order import OrderError
from lib.exports.pictures import picture
from lib.exports.views import View
from lib.text import _

FRAME_MS: Final = 450
LAST_MS: Final = 3000
"""How long a frame, and the last one, stand. Milliseconds."""
COLOURS: Final = 192
"""Colours that all frames of a GIF share: with a palette a frame the ground would flicker."""
FRAMES_A_SECOND: Final = 20
PATIENCE_S: Final = 120.0


def gif(snapshot: Snapshot, views: Sequence[View]) -> bytes:
    """Encode a GIF that plays the views for ever, with a rest on the last."""
    frames = [_frame(snapshot, view) for view in views]
    # The last frame shows the most, so its colours do for all.
    palette = frames[-1].quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    shown = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    out = io.BytesIO()
    shown[0].save(
        out,
        format="GIF",
        save_all=True,
        append_images=shown[1:],
        duration=[FRAME_MS] * (len(shown) - 1) + [LAST_MS],
        loop=0,
        optimize=False,
    )
    return out.getvalue()


def mp4(snapshot: Snapshot, views: Sequence[View]) -> bytes:
    """Encode the same as an MP4 (H.264) with ffmpeg.

    Raises:
        NoEncoderError: There is no ffmpeg here.
        OrderError: ffmpeg could not encode it.
    """
    ffmpeg = encoder()
    frames = [_frame(snapshot, view) for view in views]
    # Both sides of a frame of H.264 are even.
    width, height = (side // 2 * 2 for side in frames[0].size)
    frames += [frames[-1]] * (LAST_MS // FRAME_MS)
    raw = b"".join(frame.crop((0, 0, width, height)).tobytes() for frame in frames)
    command = [
        *(ffmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"),
        *("-framerate", f"1000/{FRAME_MS}", "-i", "-", "-r", str(FRAMES_A_SECOND)),
        *("-c:v", "libx264", "-threads", "1", "-pix_fmt", "yuv420p"),
        # Streamable, which pipes need, and without the name of the encoder or the time in it.
        *("-movflags", "frag_keyframe+empty_moov", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4", "-"),
    ]
    done = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=PATIENCE_S)  # noqa: S603  our own arguments
    if done.returncode:
        raise OrderError(_("ffmpeg could not make the MP4; ask for gif instead."))
    return done.stdout


def _frame(snapshot: Snapshot, view: View) -> Image.Image:
    with Image.open(io.BytesIO(picture(snapshot, view.query, view.sheet, "png", view.own))) as image:
        return image.convert("RGB")
