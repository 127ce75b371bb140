"""Bring the catalogues up to date with the code and the crisis, or check them.

``python -m tools.messages`` does the first (``make messages``), ``python -m tools.messages --check`` the second; the
status of the check is 1 where a catalogue is not whole.
"""

from __future__ import annotations

import sys

from babel.messages.catalog import Catalog

from lib.config.catalogue import CRISIS_LOCALES, LOCALES
from lib.config.language import LANGUAGES
from tools.messages import catalogues, sources


def main(argv: list[str]) -> int:
    """Write the catalogues, or tell what is wrong with them; return the exit status."""
    told = 0
    for folder, domain, template in _templates():
        for lang in LANGUAGES[1:]:
            path = catalogues.path_of(folder, lang, domain)
            if "--check" in argv:
                for fault in catalogues.faults(path, template):
                    told += 1
                    print(fault, file=sys.stderr)  # noqa: T201  a command tells
            else:
                catalogues.update(path, template, lang)
    if told:
        print(f"{told} messages to mend; `make messages` brings new ones in.", file=sys.stderr)  # noqa: T201
    return 1 if told else 0


def _templates() -> tuple[tuple[catalogues.Path, str, Catalog], ...]:
    """Return where catalogues lie, how their files are called, and what they are to translate."""
    return (LOCALES, "messages", sources.of_product()), (CRISIS_LOCALES, "crisis", sources.of_crisis())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
