"""Keep the garbage collector away from what stays for as long as the server runs."""

from __future__ import annotations

import gc


def freeze_startup_objects() -> None:
    """Call ``gc.freeze()`` once after the warm-up, so that collections skip long-lived objects.

    Streamlit looks for garbage after every run of a page. Modules and tables are a hundred thousand objects that never
    go: searching them takes longer than drawing the page, and holds up the answers of every reader meanwhile.
    """
    gc.collect()
    gc.freeze()
