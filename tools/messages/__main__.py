"""Bring the catalogues up to date with the code and the crisis, or check them.

``python -m tools.messages`` does the first (``make messages``), ``python -m tools.messages --check`` the second; the
status of the check is 1 where a catalogue is not whole, or a document was translated from an older English.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog

from lib.config.catalogue import CRISIS_LOCALES, LOCALES
from lib.config.language import LANGUAGES
from lib.config.paths import METHOD, ROOT
from lib.text import prose
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
    if "--check" in argv:
        for fault in _of_the_method():
            told += 1
            print(fault, file=sys.stderr)  # noqa: T201
    if told:
        print(f"{told} messages to mend; `make messages` brings new ones in.", file=sys.stderr)  # noqa: T201
    return 1 if told else 0


def _of_the_method() -> Iterator[str]:
    """Tell in which languages the method in words says something else than in English; a translation may be missing."""
    english = METHOD.read_text(encoding="utf-8")
    for lang in LANGUAGES[1:]:
        path = prose.path_in(METHOD, lang)
        if path != METHOD:
            name = path.relative_to(ROOT).as_posix()
            yield from (f"{name}: {what}." for what in prose.faults(english, path.read_text(encoding="utf-8")))


def _templates() -> tuple[tuple[catalogues.Path, str, Catalog], ...]:
    """Return where catalogues lie, how their files are called, and what they are to translate."""
    return (LOCALES, "messages", sources.of_product()), (CRISIS_LOCALES, "crisis", sources.of_crisis())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
