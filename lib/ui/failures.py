"""What a reader sees when a page cannot be made: one sentence, never a trace. The log keeps the trace."""

from __future__ import annotations

import logging

import streamlit as st

from lib.geography.basemap import BaseLayerError
from lib.geography.places import PlacesError
from lib.text import _

LOG = logging.getLogger(__name__)


def explain(error: Exception) -> bool:
    """Show a sentence for ``error`` in place of the page's rest.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    LOG.error("a page could not be made", exc_info=error)
    if isinstance(error, BaseLayerError | PlacesError):
        st.error(_("The map lacks a file of its own. {reason}").format(reason=error))
    else:
        st.error(
            _("This part of the page could not be made; the server's log has the reason. Reload the page to try again.")
        )
    return True
