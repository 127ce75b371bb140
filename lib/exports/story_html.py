"""A story as one page of HTML that asks no server for anything: a section a step, with its picture inside."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.analysis import sentences
from lib.analysis.figure_rows import figure_rows
from lib.config.crisis import CRISIS
from lib.events.store import Snapshot
from lib.exports.pictures import webp
from lib.exports.views import View
from lib.geography import basemap
from lib.layers import drawn
from lib.maps import palette
from lib.print.drawing import draw
from lib.print.sheet import Sheet
from lib.print.words import context_lines
from lib.text import _, language, spoken
from lib.text.provenance import disclaimer, provenance

PICTURE: Final = Sheet(1280, 800, figures=False, locator=False, head=False, foot=False)
PICTURE_BYTES: Final = 110_000
"""Most bytes of the picture of a step: a story of ten steps is a megabyte and a half."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, auto_reload=False)


def story_html(snapshot: Snapshot, title: str, views: Sequence[View]) -> bytes:
    """Write a story as one page; the same steps and data give the same bytes."""
    return (
        _environment()
        .get_template("story.html")
        .render(
            _=_,
            lang=language.get(),
            direction=spoken().direction,
            site=str(CRISIS.title),
            title=title,
            colours=Markup(palette.sheet()),  # noqa: S704  our own
            on_paper=Markup(palette.chosen("light")),  # noqa: S704  our own
            steps=[_step(snapshot, view) for view in views],
            notes=[disclaimer(), provenance(snapshot.version, max(view.query.end for view in views),
                                            basemap.attribution())],
        )
        .encode()
    )  # fmt: skip


def _step(snapshot: Snapshot, view: View) -> dict[str, Any]:
    if view.told is None:
        raise TypeError("A section of a story is made of a step")
    picture = webp(draw(snapshot, view.query, PICTURE, view.own), PICTURE_BYTES)
    rows = figure_rows(view.counted, view.query)
    return {
        "title": view.title,
        "context": " \N{MIDDLE DOT} ".join(context_lines(snapshot.events, view.query, "view")),
        "text": Markup(view.told.html),  # noqa: S704  of the one parser, which escapes
        "picture": f"data:image/webp;base64,{base64.b64encode(picture).decode('ascii')}",
        "width": PICTURE.pixels[0],
        "height": PICTURE.pixels[1],
        "described": sentences.depicted(view.query, drawn(snapshot.events, view.query)),
        "figures": [(row.value, row.name, row.basis) for row in rows],
        "cited": view.told.cited,
        "at": view.told.at,
        "link": view.sheet.link,
    }
