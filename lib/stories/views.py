"""The view of a step: the parameters of an address as one line of text, and a query made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from lib.events import address
from lib.events.query import PARAMETERS, Query, parse
from lib.text import _, enumerated, ngettext

READERS: Final = frozenset({"lang", "view", "safe"})
"""Parameters that are the reader's own whatever is shown: language, kind of view, and whether it is for publication."""
NAMES: Final = frozenset(parameter.name for parameter in PARAMETERS) - READERS
"""Parameters that a view may be made of."""
LONGEST_VIEW: Final = 6_000
"""Most characters of a view: every parameter at once is shorter."""
MOST_PARAMETERS: Final = 80


def query_of(view: str) -> Query:
    """Return what a view shows; of a blank one, what the map opens with.

    Raises:
        ValueError: It cannot be used; the message is a clause or sentences in plain words.
    """
    params = _parameters(view)
    if own := sorted(READERS & params.keys()):
        raise ValueError(_("{names} is for the reader to choose, and has to be left out").format(names=enumerated(own)))
    query, notes = parse(params, fitting=True)
    if notes:
        raise ValueError(" ".join(notes))
    return query


def view_of(query: Query) -> str:
    """Write what a query shows of the map as the view of a step: without what is the reader's own, and no report."""
    plain = replace(query, view=Query().view, lang=Query().lang, safe=False, search="", event="")
    return urlencode(plain.params())


def pasted(link: str) -> str:
    """Return the view that a link leads to, whatever its host and page.

    Raises:
        ValueError: It has none, or one that cannot be used; the message is a clause or sentences in plain words.
    """
    try:
        given = urlsplit(link.strip()).query
    except ValueError as error:
        raise ValueError(_("it is not a link")) from error
    params = {name: text for name, text in _parameters(given).items() if name in NAMES}
    if not params:
        raise ValueError(_("it has no view in it; on the map, \u201cCopy link\u201d gives one that has"))
    query, notes = parse(params)
    if notes:
        raise ValueError(" ".join(notes))
    return view_of(query)


def _parameters(text: str) -> dict[str, str]:
    """Take parameters apart.

    Raises:
        ValueError: There are too many, or one stands there twice.
    """
    if len(text) > LONGEST_VIEW:
        raise ValueError(
            ngettext("it is longer than {n} character", "it is longer than {n} characters", LONGEST_VIEW).format(
                n=LONGEST_VIEW
            )
        )
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise ValueError(
            ngettext("it has more than {n} parameter", "it has more than {n} parameters", MOST_PARAMETERS).format(
                n=MOST_PARAMETERS
            )
        ) from error
    counted = Counter(name for name, _text in pairs)
    if twice := [name for name, n in counted.items() if n > 1]:
        raise ValueError(_("it gives \u201c{name}\u201d more than once").format(name=address.shown(twice[0])))
    return address.unescaped_names(dict(pairs))
