"""Pictures on the printed map: relief and what covers tints."""

from __future__ import annotations

import numpy as np
from matplotlib.transforms import Bbox, TransformedBbox

from lib.print.page import ExactImage, Page
from lib.print.sheet import Sheet


def test_a_picture_on_the_map_stands_upright():
    page = Page(Sheet(480, 480))
    dots = np.zeros((40, 40, 4), dtype=np.uint8)
    dots[..., 3] = 255
    dots[:20, :, 0] = 255
    # A box as the map's layers give it: layout pixels, measured downwards.
    box = TransformedBbox(Bbox([[0, page.height], [page.width, 0]]), page.transform)
    for size in (40, 480):
        picture = ExactImage(box, interpolation="nearest", origin="upper")
        picture.set_data(np.kron(dots, np.ones((size // 40, size // 40, 1), dtype=np.uint8)))
        page.add(picture)
        page.figure.canvas.draw()
        red = np.asarray(page.figure.canvas.buffer_rgba())[..., 0]
        assert (red[100, 240], red[380, 240]) == (255, 0)
