"""Where the browser for the tests is, and how to get one: installed, else Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",
]
"""How the tests start it: nothing but the pages under test may open a connection; they share one process."""


def installed() -> str | None:
    """Path of an installed Chromium or Chrome; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights()


def _playwrights() -> str | None:
    """Path of the Chromium that Playwright downloaded earlier."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str:
    """Get a Chromium if there is none.

    Returns:
        Its path.

    Raises:
        SystemExit: None could be had; the message says what to install.
    """
    if path := installed():
        return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-core"], check=False, env=environment)
        if path := installed():
            return path
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if path := installed():
        return path
    raise SystemExit("The browser tests need Chromium: install your system's package, or set CHROMIUM to its path.")


if __name__ == "__main__":
    sys.stdout.write(f"{install() if '--install' in sys.argv else installed() or 'none'}\n")
