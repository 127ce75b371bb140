"""``/export/story.<format>``: a story as slides, on paper or as one page, made by the workers of the exports."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.config.crisis import CRISIS
from lib.events import publishing
from lib.events.address import STREAMLIT, is_tracking, shown, unescaped_names
from lib.events.query import parse
from lib.events.store import Snapshot
from lib.exports.order import STORY_FORMATS, OrderError
from lib.exports.task import ExportTask
from lib.stories.asked import PATH, story_of
from lib.stories.shipped import is_name
from lib.stories.story import written
from lib.text import LANGUAGES, _, enumerated, language
from lib.web.answers import base_of, failure
from lib.web.exports import HARMLESS, Asked, answered

TAKEN: Final = frozenset({"story", "lang", publishing.NAME})
POLICY: Final = {
    # The page runs its own few lines for the arrow keys, as a page of nobody's: it cannot reach this server.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "script-src 'unsafe-inline'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
}
"""What a story as a page may do where it is opened on this server."""


async def export_story(request: Request) -> Response:
    """Answer ``/export/story.<format>``; 404 for a name or a format that there is not, 422 for what cannot be used."""
    fmt = request.path_params["format"]
    if fmt not in STORY_FORMATS:
        words = _("There is no export story.{format}; there are {known}.")
        return failure(words.format(format=fmt[:20], known=enumerated(STORY_FORMATS)), 404)
    return await answered(request, partial(_asked, request, fmt))


def _asked(request: Request, fmt: str, snapshot: Snapshot) -> Asked:
    """Read which story is asked for.

    Raises:
        OrderError: A parameter cannot be used, or the story is not named.
        UnknownStoryError, StoryError: There is none of that name, or it cannot be used.
    """
    given = unescaped_names(request.query_params)
    reader, notes = parse({name: given.get(name, "") for name in ("lang", publishing.NAME)})
    language.set(reader.lang)
    if notes:
        raise OrderError(" ".join(notes))
    if strange := [name for name in given if name not in TAKEN | STREAMLIT and not is_tracking(name)]:
        words = _("A story is exported with story, lang and safe alone; leave \u201c{name}\u201d out.")
        raise OrderError(words.format(name=shown(strange[0])))
    name = given.get("story", "")
    if not name:
        raise OrderError(_("Say which story: story=, and its name or what its link has there."))
    story = story_of(name)
    base = base_of(request)
    # A link with a whole story in it is too long for a margin.
    link = f"{base}/{PATH}?story={quote(name)}" if base and is_name(name) else ""
    if link and reader.lang != LANGUAGES[0]:
        link += f"&lang={reader.lang}"
    own = {"lang": reader.lang} | ({publishing.NAME: publishing.YES} if reader.safe else {})
    if link and reader.safe and not publishing.is_forced():
        link += f"&{publishing.NAME}={publishing.YES}"
    plain = written(story).decode()
    task = ExportTask(own, {}, fmt, link, snapshot.events.version, snapshot.version, plain)
    file = f"{CRISIS.slug}-story-{name if is_name(name) else 'own'}.{fmt}"
    how = "attachment" if fmt == "pptx" else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{file}"'} | (POLICY if fmt == "html" else HARMLESS)
    return Asked(task, len(story.steps) > 1, headers)


ROUTE: Final = Route("/export/story.{format}", export_story)
