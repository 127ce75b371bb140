"""What stays for as long as the server runs, set aside from the search for garbage."""

from __future__ import annotations

import gc


def set_aside() -> None:
    """Take all objects that exist now out of Python's search for garbage; to be called once, when the server is ready.

    Streamlit looks for garbage after every run of a page. Modules and tables are a hundred thousand objects that never
    go: searching them takes longer than drawing the page, and holds up the answers of every reader meanwhile.
    """
    gc.collect()
    gc.freeze()
