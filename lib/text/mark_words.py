"""The words of what a reader draws on the map: an area of their own, and marks of their own."""

from __future__ import annotations

from typing import Any

from lib.text import _, pgettext


def drawing_words() -> dict[str, Any]:
    """Return the words of the tool that draws an area of the reader's own."""
    return {
        "draw_box": _("Drag a rectangle, or click two corners that lie opposite each other."),
        "draw_box_second": _("Click the corner that lies opposite."),
        "draw_polygon": _("Click the corners, one after another."),
        "draw_polygon_close": _("Click the next corner, or the first one again to close the area."),
        "draw_finish": pgettext("drawing an area", "Finish"),
        "draw_undo": _("Take back a corner"),
        "draw_cancel": _("Cancel (Esc)"),
    }


def mark_words() -> dict[str, Any]:
    """Return the words of the tool for marks of one's own, and of what is said of them on the map."""
    return {
        "marks_legend": _("Marks of the author, not reports"),
        "marks_caption": _("With marks of the author, which are not reports"),
        "mark_note": _("A mark of the author of this view. It is not a report, and in no figure."),
        "mark": _("Mark"),
        "mark_help": _("Put points, arrows, lines, boxes and words of your own on the map"),
        "mark_tools": _("Marks of your own"),
        "mark_kinds": {
            "point": _("Point"),
            "arrow": _("Arrow"),
            "line": _("Line"),
            "box": _("Box"),
            "text": _("Text"),
        },
        "mark_first": {
            "point": _("Click where the point stands."),
            "arrow": _("Drag the arrow from its tail to its head, or click both."),
            "line": _("Click the corners of the line, one after another."),
            "box": _("Drag the box, or click two corners that lie opposite each other."),
            "text": _("Click where the words stand."),
            "move": _("Click where it shall stand."),
        },
        "mark_next": {
            "arrow": _("Click where the head of the arrow lies."),
            "line": _("Click the next corner; a double click ends the line."),
            "box": _("Click the corner that lies opposite."),
        },
        "mark_by_keys": _("Or move the cross with the arrow keys and press Enter."),
        "mark_words": _("Words beside the mark; they may stay blank"),
        "mark_text": _("Words on the map"),
        "mark_keep": _("Keep"),
        "mark_discard": _("Discard"),
        "mark_undo": _("Undo"),
        "mark_done": _("Done"),
        "mark_change": _("Change its words"),
        "mark_move": _("Move"),
        "mark_delete": _("Delete"),
        "mark_most": _("There are {n} marks, and no more fit. Delete one first."),
        "marks_not_in_link": _(
            "The marks are too many for a link: it leaves them out. Save them as a file, in the side bar."
        ),
    }
