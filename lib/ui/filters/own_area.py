"""An area of the reader's own: drawn on the map, brought as a file, or chosen by name; the address holds it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final

import streamlit as st

from lib.config.crisis import CRISIS
from lib.events import area_files, own_area
from lib.events.area_files import AreaFile
from lib.geography import areas
from lib.text import _, number, pgettext, sentence_case
from lib.ui.filters import folded
from lib.ui.panels import plain

FIELD: Final = "within_area"
NOTE = "own_area.note"
"""Why the last area could not be used, until another is."""
DRAWING = "own_area.drawing"
"""What the reader wants to draw on the map, until it is drawn."""
WISHES = "own_area.wishes"
FILE = "own_area.file"
"""The areas of the file that was brought last, with its id."""
NAMED_WIDGET, SIDES_WIDGET, FILE_WIDGET, SHAPE_WIDGET = (
    f"own_area_{name}" for name in ("named", "sides", "upload", "shape")
)
Touch = Callable[[], None]


def drawing() -> dict[str, Any] | None:
    """Return what the map has to let the reader draw: its ``shape``, and which wish it is, ``n``."""
    asked: dict[str, Any] | None = st.session_state.get(DRAWING)
    return asked


def drawn(told: object, touch: Touch) -> None:
    """Take over what the map says was drawn: a shape and its corners, or None where the reader let it be."""
    st.session_state[DRAWING] = None
    if isinstance(told, dict):
        _use(lambda: _code(told), touch)


def _code(told: dict[str, Any]) -> str:
    """Write what a browser sent as an address does; it may have sent anything.

    Raises:
        ValueError: It is no area; the message is a clause that says why.
    """
    try:
        corners = [(float(lon), float(lat)) for lon, lat in told["corners"]]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(_("its corners cannot be read")) from error
    if not all(math.isfinite(value) and abs(value) <= 360 for corner in corners for value in corner):  # noqa: PLR2004
        raise ValueError(_("its corners cannot be read"))
    if told.get("shape") == "box" and len(corners) == 2:  # noqa: PLR2004  two corners that lie opposite
        (west, east), (south, north) = (sorted(values) for values in zip(*corners, strict=True))
        return own_area.box_code(west, south, east, north)
    return own_area.polygon_code([corners])


def _use(code: Callable[[], str], touch: Touch) -> None:
    """Narrow the view to an area, or say why it cannot be."""
    touch()
    try:
        st.session_state[FIELD] = own_area.read(code())
        st.session_state[NOTE] = ""
    except ValueError as error:
        words = _("This area cannot be used: {why}.")
        st.session_state[NOTE] = words.format(why=str(error)[:300])


def widgets(touch: Touch) -> None:
    """Draw the part of the filter."""
    parts = (partial(each, touch) for each in (_chosen, _draw, _choose, _bring))
    folded.part(_("Area of my own"), "own_area_open", NOTE, *parts)


def _chosen(touch: Touch) -> None:
    """Say what the area is, and offer to take it off."""
    text = st.session_state[FIELD]
    if not text:
        st.caption(_("Strikes, movements and control inside an area that you draw, bring or name."))
        return
    area = own_area.area_of(text)
    words = _("{area}, {n} km²") if area.drawn else _("{area}, about {n} km²")
    name = own_area.name_of(text)
    st.markdown(plain(words.format(area=sentence_case(name), n=number(area.km2))))
    st.button(_("Take the area off"), key="own_area_clear", width="stretch", on_click=_clear, args=(touch,))


def _clear(touch: Touch) -> None:
    touch()
    st.session_state[FIELD] = ""
    st.session_state[NOTE] = ""
    st.session_state[DRAWING] = None


def _draw(touch: Touch) -> None:
    for shape, words in (("box", _("Draw a rectangle")), ("polygon", _("Draw a polygon"))):
        st.button(words, key=f"own_area_draw_{shape}", width="stretch", on_click=_begin, args=(shape, touch))
    if drawing():
        st.caption(_("Now draw on the map. Escape leaves it."))
    example = ", ".join(f"{side:g}" for side in CRISIS.boxes.start)
    st.text_input(
        _("Or its west, south, east and north, degrees"),
        key=SIDES_WIDGET,
        placeholder=example,
        max_chars=80,
        on_change=_type,
        args=(touch,),
    )


def _begin(shape: str, touch: Touch) -> None:
    touch()
    n = st.session_state[WISHES] = st.session_state.get(WISHES, 0) + 1
    st.session_state[DRAWING] = {"shape": shape, "n": n}
    st.session_state[NOTE] = ""


def _type(touch: Touch) -> None:
    typed = st.session_state[SIDES_WIDGET]
    if typed.strip():
        sides = [part for part in typed.replace(",", " ").replace(";", " ").split() if part]
        _use(lambda: own_area.BOX + "_".join(sides), touch)


def _choose(touch: Touch) -> None:
    """Offer every district and sub-district that is known."""
    names = _named()
    if not names:
        return
    now = st.session_state[FIELD]
    shown = now if now in names else None
    # Set only when it shows another: a value set anew would undo a click on its way.
    if NAMED_WIDGET not in st.session_state or st.session_state[NAMED_WIDGET] != shown:
        st.session_state[NAMED_WIDGET] = shown
    st.selectbox(
        _("District or sub-district"),
        list(names),
        format_func=lambda code: _label(*names[code], code),
        key=NAMED_WIDGET,
        placeholder=pgettext("area", "none"),
        on_change=_name,
        args=(touch,),
    )


def _name(touch: Touch) -> None:
    code = st.session_state[NAMED_WIDGET]
    _use(lambda: code, touch) if code else _clear(touch)


def _label(level: str, name: str, code: str) -> str:
    words = _("{name} ({code})") if level == "admin3" else _("{name}, district ({code})")
    return words.format(name=name, code=code)


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[str, str]]:
    """Return level and name of every district and sub-district with a P-code, districts first."""
    known = areas.subdistricts()
    found: dict[str, tuple[str, str]] = {}
    for column, level in (("admin2_pcode", "admin2"), ("pcode", "admin3")):
        listed = known.loc[known[column] != ""].drop_duplicates(column).sort_values(level)
        found |= {code: (level, name) for code, name in zip(listed[column], listed[level], strict=True)}
    return found


def _bring(touch: Touch) -> None:
    """Take a file with one area or several."""
    file = st.file_uploader(
        _("Or a file: GeoJSON or GeoPackage"),
        type=["geojson", "json", "gpkg"],
        max_upload_size=area_files.MOST_BYTES // 1024**2,
        key=FILE_WIDGET,
    )
    if file is None:
        st.session_state.pop(FILE, None)
        return
    kept = st.session_state.get(FILE)
    if kept is None or kept[0] != file.file_id:
        with st.spinner(_("Reading the file \N{HORIZONTAL ELLIPSIS}")):
            found = area_files.read_in_subprocess(file.getvalue())
        kept = st.session_state[FILE] = (file.file_id, found)
    _offer(kept[1], touch)


def _offer(found: AreaFile, touch: Touch) -> None:
    """Let the reader use an area of a file, and say how it was fitted to an address."""
    if found.refused:
        st.warning(plain(found.refused))
        return
    shape = found.shapes[0]
    if len(found.shapes) > 1:
        chosen = st.selectbox(
            _("Which of its areas"),
            range(len(found.shapes)),
            format_func=lambda at: found.shapes[at].name,
            key=SHAPE_WIDGET,
        )
        shape = found.shapes[chosen]
    if shape.moved_m:
        words = _("Simplified to {n} corners, so that an address holds it; its edge moved by up to {m} m.")
        st.caption(words.format(n=number(own_area.corners(shape.code)), m=number(shape.moved_m)))
    st.button(
        _("Use this area"),
        key="own_area_use",
        width="stretch",
        disabled=shape.code == st.session_state[FIELD],
        on_click=_use,
        args=(lambda: shape.code, touch),
    )
