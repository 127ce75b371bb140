"""A story inside an address: packed and written with the signs that an address may have, and bounded on both ways."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Final

from lib.stories.story import MOST_BYTES, Story, StoryError, read, values
from lib.text import _, number

MARK: Final = "z1."
"""How a story in an address begins; no name of a story has a dot in it."""
LONGEST: Final = 1_800
"""Most characters: what mailers, browsers and servers carry without cutting it."""
_SIGNS: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def packed(story: Story) -> str:
    """Return a story as it stands in an address.

    Raises:
        StoryError: It is too long for one; the sentence says what to do.
    """
    plain = json.dumps(values(story), ensure_ascii=False, separators=(",", ":")).encode()
    code = MARK + base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode("ascii").rstrip("=")
    if len(code) > LONGEST:
        words = _("The story is too long for an address ({n} characters, {most} fit): hand out its file instead.")
        raise StoryError([words.format(n=number(len(code)), most=number(LONGEST))])
    return code


def unpacked(code: str) -> Story:
    """Return the story that an address holds.

    Raises:
        StoryError: It holds none that can be used.
    """
    broken = StoryError([_("The address of the story is not whole; ask for the link again, or for the story's file.")])
    text = code.removeprefix(MARK)
    if not code.startswith(MARK) or len(code) > LONGEST or not _SIGNS.fullmatch(text):
        raise broken
    try:
        opening = zlib.decompressobj()
        # What is small when packed may be of any size when it is opened: no more than a file may have is taken.
        plain = opening.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_BYTES + 1)
    except (binascii.Error, zlib.error) as error:
        raise broken from error
    if len(plain) > MOST_BYTES or not opening.eof or opening.unused_data:
        raise broken
    return read(plain, _("The story in the address"))
