"""What screen and paper have to decide alike is decided once: the marks of settlements, numbers, seen hatching."""

from __future__ import annotations

import numpy as np

from lib.events.schema import CONTROLLERS
from lib.maps import style
from lib.maps.client_config import crisis
from lib.print import legend, symbols
from lib.print.page import Page, corners
from lib.print.sheet import SHEETS
from tests.client.from_python import in_client


def test_no_two_sides_mark_their_settlements_alike_in_black_and_white():
    shapes = {(str(style.place_mark(side)["outline"]), style.TOKENS["control"][side]["hollow"]) for side in CONTROLLERS}
    assert len(shapes) == len(CONTROLLERS)


def test_the_browser_is_told_the_mark_that_paper_draws(monkeypatch):
    filled = []
    monkeypatch.setattr(Page, "fill", lambda _page, path, colour, **pen: filled.append((path, colour, pen["pen"])))
    page = Page(SHEETS["1080p"])
    for side in CONTROLLERS:
        filled.clear()
        symbols.place_marks(page, np.array([[10.0, 20.0]]), side)
        ((path, colour, pen),) = filled
        told = crisis()["sides"][side]
        assert (colour, pen) == (told["fill"], {"colour": told["edge"], "width": told["width"]})
        if told["outline"] is not None:
            assert np.allclose(corners(path)[:-1], np.add(told["outline"], [10, 20]))


def test_hatching_is_explained_by_screen_and_paper_from_the_same_width_on():
    least = style.TOKENS["control"]["least_seen"]
    assert least == legend.LEAST_SEEN
    program = f"""
        const cells = (side) => Uint8ClampedArray.from({{ length: 4 * 100 }}, (_, i) => {{
            const [x, y] = [(i >> 2) % 10, Math.floor((i >> 2) / 10)];
            return x < side && y < side ? 255 : 0;
        }});
        return [2, 3].map((side) => control.patch(cells(side), 10, {least} / 3));
    """
    assert in_client(program, control="layers/control.js") == [False, True]
