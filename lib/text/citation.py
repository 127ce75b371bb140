"""How to cite the map and its data: one paragraph, and an entry for lists of references."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from lib.config.citation import Citation, Licence
from lib.config.crisis import CRISIS
from lib.text import _, day, enumerated

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""What a list of references calls the months, in every language."""
_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def in_words(cited: Citation, data_version: str, data_day: date | None, link: str, licence: Licence | None) -> str:
    """Write a citation as one paragraph; what is not known is left out.

    Args:
        cited: What the citation file says.
        data_version: Version of table, base layers and method together.
        data_day: Day of the version of the event table.
        link: Address of the map; "" where it is not known.
        licence: Terms of the data.
    """
    sentences = []
    if cited.authors and cited.released:
        words = _("{authors} ({year}). {title}.")
        sentences.append(words.format(authors=enumerated(cited.authors), year=cited.released.year, title=cited.title))
    elif cited.authors:
        sentences.append(_("{authors}. {title}.").format(authors=enumerated(cited.authors), title=cited.title))
    else:
        sentences.append(f"{cited.title}.")
    if cited.version and cited.released:
        words = _("Version {version} of {day}.")
        sentences.append(words.format(version=cited.version, day=day(cited.released)))
    if data_day:
        words = _("Data version {version}, event table of {day}.")
        sentences.append(words.format(version=data_version, day=day(data_day)))
    else:
        sentences.append(_("Data version {version}.").format(version=data_version))
    if licence:
        sentences.append(f"{licence.title} ({licence.name}).")
    return " ".join([*sentences, *filter(None, (f"https://doi.org/{cited.doi}" if cited.doi else "", link))])


def bibtex(cited: Citation, data_version: str, data_day: date | None, link: str, licence: Licence | None) -> str:
    """Write a citation as an entry for BibTeX and BibLaTeX; arguments as for :func:`in_words`.

    It is in English in every language, since a list of references has words of its own.
    """
    version = f"Data version {data_version}" + (f", event table of {data_day.isoformat()}" if data_day else "")
    notes = [version, *([licence.title] if licence else [])]
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in cited.authors),
        "title": f"{{{_escaped(cited.title)}}}",
        "year": str(cited.released.year) if cited.released else "",
        "month": MONTHS[cited.released.month - 1] if cited.released else "",
        "version": _escaped(cited.version),
        "note": _escaped(". ".join(notes)),
        "doi": _escaped(cited.doi),
        "url": re.sub(r"[{}\\\s]", "", link or cited.url),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{CRISIS.slug}-map-{data_version},", *lines, "}", ""])


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
