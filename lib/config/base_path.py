"""Where the server answers, and every address that leads to it: the path in front of them, links, whole addresses.

Behind a proxy that others share, all addresses begin with a path (``https://example.org/maps/…``). It is read once, by
``app.py``, from Streamlit's own option (``server.baseUrlPath``). Pages link to each other and to files relative to
themselves, so that a proxy which puts another path in front, or takes one away, breaks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from lib.config.settings import settings, variable

BESIDE = ("/healthz", "/readyz", "/metrics", "/robots.txt")
"""What is answered without the path too: asked by whoever watches a process, past the proxy, and by robots."""
_PATH = [""]


def use(path: str) -> None:
    """Take the path that all addresses begin with, with slashes at its ends or without; "" for none."""
    trimmed = path.strip("/")
    _PATH[0] = f"/{trimmed}" if trimmed else ""


def base_path() -> str:
    """Return the path that all addresses begin with: a slash first and none at the end; "" for none."""
    return _PATH[0]


def under(path: str) -> str:
    """Return the address from the root of the host of what is called ``path`` here, which begins with a slash."""
    return _PATH[0] + path


def below(path: str) -> str:
    """Return what an address from the root of the host is called here; "" for one that is not below the base path."""
    return path.removeprefix(_PATH[0]) if path.startswith(f"{_PATH[0]}/") else ""


def link(path: str, params: Mapping[str, str] | None = None) -> str:
    """Return the address of what is called ``path`` here as a link of any of our pages.

    Each page lies right below the base path, so that what is beside it is found from all of them.

    Args:
        path: Begins with a slash; "/" is the first page.
        params: What is asked of it.
    """
    return f".{path}" + (f"?{urlencode(params)}" if params else "")


def server_address(origin: str) -> str:
    """Return the address of the server as its readers know it, with no slash at its end.

    Args:
        origin: Scheme, name and port by which it was asked, as ``https://example.org``; "" where that is not known.

    Returns:
        What the settings say, else ``origin`` and the base path; "" for neither.
    """
    return settings().address or (origin and origin + _PATH[0])


def fault() -> str:
    """Say what is wrong with an address of the settings that does not end with the base path; "" for nothing."""
    address = settings().address
    if not address or urlsplit(address).path.endswith(_PATH[0]):
        return ""
    return f"{variable('address')} is {address!r}, but the server answers below {_PATH[0]}: it has to end with that."
