"""The clock as a moving picture, GIF or MP4: a day a second at most, legend on the first frame, sources on the last."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from lib.events.store import Snapshot
from lib.exports.encoder import encoder
from lib.exports.order import OrderError
from lib.exports.pictures import pixels
from lib.exports.views import View
from lib.print.film import PIXELS, Frame, draw_frame
from lib.print.sheet import Sheet
from lib.text import _

DAY_MS: Final = 1000
"""How long a frame stands for each day since the one before. Milliseconds, as all times here."""
MOST_MS: Final = 3000
"""How long a frame stands at most: there is no more on it than can be read in that time."""
FIRST_MS: Final = 5000
LAST_MS: Final = 3000
SOURCES_MS: Final = 6000
"""How long the frame with the legend, the last day, and the frame with the sources stand: they are to be read."""
COLOURS: Final = 224
"""Colours that all frames of a GIF share: with a palette a frame the ground would flicker."""
FRAMES_A_SECOND: Final = 10
PATIENCE_S: Final = 240.0


@dataclass(frozen=True)
class Shot:
    """A frame of a film, and how long it stands, milliseconds."""

    view: View
    frame: Frame
    stands: int


def shots(views: Sequence[View]) -> list[Shot]:
    """List the frames of a film: one a view, before them the first with the legend, at last the sources."""
    days = [view.query.end for view in views]
    length = max((days[-1] - days[0]).days, 1)
    made = []
    for at, view in enumerate(views):
        frame = Frame(
            view.query,
            share=(days[at] - days[0]).days / length if len(days) > 1 else 1.0,
            title=view.title if view.titled else "",
        )
        gone = (days[at] - days[at - 1]).days if at else 1
        stands = LAST_MS if at == len(views) - 1 else min(gone * DAY_MS, MOST_MS)
        made.append(Shot(view, frame, stands))
    opening, closing = replace(made[0].frame, legend=True), replace(made[-1].frame, sources=True)
    return [Shot(views[0], opening, FIRST_MS), *made, Shot(views[-1], closing, SOURCES_MS)]


def gif(snapshot: Snapshot, views: Sequence[View]) -> bytes:
    """Encode a GIF that plays the views for ever."""
    played = shots(views)
    frames = [_frame(snapshot, shot) for shot in played]
    # The frame with the legend has every mark, the last day the most of them: their colours do for all.
    both = Image.new("RGB", (frames[0].width, 2 * frames[0].height))
    both.paste(frames[0], (0, 0))
    both.paste(frames[-2], (0, frames[0].height))
    palette = both.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    shown = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    out = io.BytesIO()
    shown[0].save(
        out,
        format="GIF",
        save_all=True,
        append_images=shown[1:],
        duration=[shot.stands for shot in played],
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
    played = shots(views)
    width, height = (side // 2 * 2 for side in played[0].view.sheet.pixels)
    step = 1000 // FRAMES_A_SECOND
    command = [
        *(ffmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"),
        *("-framerate", str(FRAMES_A_SECOND), "-i", "-"),
        *("-c:v", "libx264", "-threads", "1", "-preset", "veryfast", "-tune", "stillimage", "-pix_fmt", "yuv420p"),
        # Streamable, which pipes need, and without the name of the encoder or the time in it.
        *("-movflags", "frag_keyframe+empty_moov", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4", "-"),
    ]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603  our own arguments
        try:
            for shot in played:
                # Both sides of a frame of H.264 are even.
                raw = _frame(snapshot, shot).crop((0, 0, width, height)).tobytes()
                for _nth in range(shot.stands // step):
                    _fed(process, raw)
            if process.stdin is not None:
                process.stdin.close()
            failed = process.wait(PATIENCE_S)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            failed = 1
        finally:
            process.kill()
            process.wait()
        if failed:
            raise OrderError(_("ffmpeg could not make the MP4; ask for gif instead."))
        out.seek(0)
        return out.read()


def _fed(process: subprocess.Popen[bytes], raw: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(raw)


def _frame(snapshot: Snapshot, shot: Shot) -> Image.Image:
    return pixels(draw_frame(snapshot, shot.frame, sheet_of_frame(shot), shot.view.own))


def sheet_of_frame(shot: Shot) -> Sheet:
    """Return the sheet of a frame: a smaller frame is the same picture with smaller letters."""
    sheet = shot.view.sheet
    return replace(sheet, scale=sheet.pixels[0] / PIXELS, locator=False, title=shot.view.title)
