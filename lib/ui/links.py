"""Links that can be copied: each in a field of its own, with a button."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from lib.config import base_path
from lib.config.settings import settings
from lib.text import _


def server() -> str:
    """Return the address of the server as others know it, with no slash at its end; "" where it is not known."""
    here = urlsplit(st.context.url or "")
    return base_path.server_address(f"{here.scheme}://{here.netloc}" if here.netloc else "")


def links(named: Sequence[tuple[str, str]]) -> None:
    """Show addresses, each under its name and with a button that copies it; plain text, escaped here.

    They are links of this page, and shown whole: as the reader's browser came here, or as the settings say.
    """
    copy, copied = escape(_("Copy link")), escape(_("Copied"), quote=True)
    rows = "".join(
        f'<p class="im-link"><label>{escape(name)}<input readonly value="{escape(address, quote=True)}"></label>'
        f'<button type="button" data-copied="{copied}">{copy}</button></p>'
        for name, address in named
    )
    known = escape(settings().address, quote=True)
    st.html(f'<div class="im-links" data-server="{known}">{rows}</div>{COPY}', unsafe_allow_javascript=True)


COPY: Final = """<script>
document.querySelectorAll(".im-link").forEach((row) => {
  const [field, button] = [row.querySelector("input"), row.querySelector("button")];
  if (button.dataset.ready) return;
  button.dataset.ready = "1";
  const { server } = row.closest(".im-links").dataset;
  const page = window.location.pathname.split("/").pop();
  field.value = new URL(field.value, server ? `${server}/${page}` : window.location.href).href;
  const said = button.textContent;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = said), 2000);
  });
});
</script>"""
"""Makes the links whole and the buttons copy them; the words come with the buttons. Where the clipboard is out of
reach the field is left selected."""
