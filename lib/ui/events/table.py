"""The list of reports as an HTML table, every value escaped: a line a thing, its reports folded under it.

A table of our own, for Streamlit's cannot fold lines and tells a screen reader neither its name nor the heads of its
lines. What a reader can ask for stands in ``data-ask``, which ``asking.js`` hands to the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd

from lib.analysis import list_columns
from lib.analysis.folded import MOST_LISTED, FoldedPage
from lib.analysis.list_columns import NAMED_UNDER, UNDER
from lib.text import _, enumerated, ngettext, number, pgettext
from lib.ui.panels import given, source_link

REPORTS: Final = "reports"
"""The column that says how many tell of the same thing, and that one of them is counted."""
SORTS_OF: Final[dict[str, tuple[str, ...]]] = {
    "when": ("oldest", "newest"),
    "place": ("place",),
    "destination": ("place",),
    "civilians": ("killed",),
    "deaths": ("deaths",),
    "injured": ("injured",),
    "persons": ("persons",),
    "source": ("source",),
    REPORTS: ("reports",),
}
"""What the heading of a column sorts the whole list by; when it does already, by the next of these."""
UPWARDS: Final = frozenset({"oldest", "place", "source"})
"""Those that go from the least on."""
HEADS: Final = ("place", "destination", "what", "when")
"""The column that names a line and opens it: the first of these that is shown."""
FIGURES_OF: Final = {"civilians": "strike", "deaths": "strike", "injured": "strike", "persons": "displacement"}
"""Columns of figures, and the kind of report that might give one."""
_RANGE: Final = re.compile(r"[^\s<>&;]{0,12}\d\N{EN DASH}\d[^\s<>&;]{0,12}")
"""A range of figures or days, in text that is escaped already."""
_MARK: Final = '<span aria-hidden="true">\N{CHECK MARK}</span>'


@dataclass(frozen=True)
class Asked:
    """What the table is asked for: its columns, what it is sorted by, the report that is open ("" for none).

    ``address`` gives the link that opens a report by its name, "" where none leads to it.
    """

    columns: list[str]
    sort: str
    chosen: str
    address: Callable[[str], str]


@dataclass(frozen=True)
class _Column:
    """A column as it is drawn, with those in small letters under it, each with its label ("" where it needs none)."""

    name: str
    label: str
    under: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Report:
    """One report as it is listed under its line: its name, whether it is counted, what it tells, its source as HTML."""

    name: str
    counted: bool
    told: tuple[str, ...]
    source: str


def table(page: FoldedPage, asked: Asked) -> str:
    """Write some things of the list as a table.

    Args:
        page: The things.
        asked: What is shown of them.
    """
    columns = _columns(asked.columns)
    heads = "".join(_heading(column, asked.sort) for column in columns)
    cells = list_columns.cells(page.heads, list(dict.fromkeys([*asked.columns, "when"])))
    folded = _folded(page.reports)
    things = [_thing(page, at, cells, columns, folded.get(at, []), asked) for at in range(len(cells))]
    name = _("Reports in this view, a line for each thing that they tell of")
    return (
        f'<table class="im-reports"><caption class="im-unseen">{escape(name)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{''.join(things)}</table>"
    )


def _folded(rows: pd.DataFrame) -> dict[int, list[_Report]]:
    """Write what is told of each report, by the line that it stands under."""
    cells = list_columns.cells(rows, ["when", "said", "actor", "attribution"])
    given = rows[["thing", "event_id", "is_primary", "source", "source_url"]].to_numpy(dtype=object)
    found: dict[int, list[_Report]] = {}
    for (thing, name, counted, source, address), told in zip(given, cells.to_numpy(), strict=True):
        one = _Report(str(name), bool(counted), tuple(told), source_link(str(source), str(address)))
        found.setdefault(int(thing), []).append(one)
    return found


def _columns(names: list[str]) -> list[_Column]:
    """Arrange columns: some stand under others; how many reports there are comes last."""
    labels = list_columns.labels() | {REPORTS: _("reports")}
    over = {name: next((one for one in UNDER.get(name, ()) if one in names), "") for name in names}
    main = [*(name for name in names if not over[name]), REPORTS]

    def under(main: str) -> tuple[tuple[str, str], ...]:
        return tuple((one, labels[one] if one in NAMED_UNDER else "") for one in names if over[one] == main)

    return [_Column(name, labels[name], under(name)) for name in main]


def _heading(column: _Column, sort: str) -> str:
    label, sorts = escape(column.label), SORTS_OF.get(column.name, ())
    if not sorts:
        return f'<th scope="col" data-column="{column.name}">{label}</th>'
    turn = state = ""
    following = sorts[0]
    if sort in sorts:
        following = sorts[(sorts.index(sort) + 1) % len(sorts)]
        state = f' aria-sort="{"ascending" if sort in UPWARDS else "descending"}"'
        arrow = "\N{BLACK UP-POINTING TRIANGLE}" if sort in UPWARDS else "\N{BLACK DOWN-POINTING TRIANGLE}"
        turn = f' <span aria-hidden="true">{arrow}</span>'
    button = f'<button type="button" data-ask="sort:{following}">{label}{turn}</button>'
    return f'<th scope="col" data-column="{column.name}"{state}>{button}</th>'


def _thing(  # noqa: PLR0913, PLR0917  a line, what is folded under it, and how both are shown
    page: FoldedPage, at: int, cells: pd.DataFrame, columns: list[_Column], reports: list[_Report], asked: Asked
) -> str:
    """Write one thing: the line of its counted report, and under it the reports of it that are in the list."""
    row, facts = page.heads.iloc[at], page.things.iloc[at]
    texts = {str(name): str(text) for name, text in cells.iloc[at].items()}
    head = next((name for name in HEADS if any(column.name == name for column in columns)), columns[0].name)
    written = "".join(_cell(column, row, texts, facts, asked, is_head=column.name == head) for column in columns)
    chosen = bool(asked.chosen) and asked.chosen in {str(row["event_id"]), *(one.name for one in reports)}
    fold = _fold(row, facts, reports, len(columns), asked, opened=chosen) if facts["reports"] > 1 else ""
    mark = ' class="im-chosen"' if chosen else ""
    return f"<tbody{mark}><tr>{written}</tr>{fold}</tbody>"


def _cell(  # noqa: PLR0913  what it shows, and of what
    column: _Column, row: pd.Series, texts: dict[str, str], facts: pd.Series, asked: Asked, *, is_head: bool
) -> str:
    text = texts.get(column.name, "")
    if column.name == REPORTS:
        inner = f"{number(int(facts['reports']))} {_counted(shown=bool(facts['shown']))}"
    elif is_head:
        inner = _opening(str(row["event_id"]), text or _("not named"), texts["when"], asked)
    elif column.name == "source":
        inner = source_link(text, str(row["source_url"]))
    elif column.name == "archive_url" and text:
        inner = source_link(_("archived copy"), text)
    else:
        words = given(text) if text and column.name == "note" and row["kind"] != "milestone" else _text(text)
        inner = words or _blank(column.name, str(row["kind"]))
    for name, label in column.under:
        if texts[name] and texts[name] != text:
            said = f"{label}: {texts[name]}" if label else texts[name]
            inner += f"<small>{_text(said)}</small>"
    tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
    told = f'data-column="{column.name}" data-label="{escape(column.label, quote=True)}"'
    return f"<{tag}{scope} {told}>{inner}</{tag}>"


def _text(text: str) -> str:
    """Escape a text; a range in it is kept on one line, and from left to right in every language."""
    return _RANGE.sub(r'<span class="im-range">\g<0></span>', escape(text))


def _blank(name: str, kind: str) -> str:
    """Say that a report gives no figure, or nothing where it is not asked for one."""
    return f"<i>{escape(_('not reported'))}</i>" if FIGURES_OF.get(name) == kind else "<i>\N{EN DASH}</i>"


def _counted(*, shown: bool) -> str:
    if shown:
        return f"<small>{_MARK} {escape(_('counted'))}</small>"
    return f"<small><i>{escape(_('the counted one is not in this view'))}</i></small>"


def _opening(event_id: str, text: str, more: str, asked: Asked) -> str:
    """Write what opens a report: a link where one leads to it, else a button."""
    current = ' aria-current="true"' if event_id == asked.chosen else ""
    told = f'data-ask="{escape(f"id:{event_id}", quote=True)}" aria-label="{escape(f"{text}, {more}", quote=True)}"'
    address = asked.address(event_id)
    if not address:
        return f'<button type="button" {told}{current}>{escape(text)}</button>'
    return f'<a href="{escape(address, quote=True)}" {told}{current}>{escape(text)}</a>'


def _fold(  # noqa: PLR0913  what is folded, and how it is shown
    row: pd.Series, facts: pd.Series, reports: list[_Report], width: int, asked: Asked, *, opened: bool
) -> str:
    """Write the reports of a thing that are in the list, folded; open where one is chosen or the line is of none."""
    inside = int(facts["listed"])
    part = ""
    if inside < facts["reports"]:
        words = ngettext("{n} of them in this view", "{n} of them in this view", inside).format(n=number(inside))
        part = f" <small>{escape(words)}</small>"
    lines = [_line(one, asked) for one in reports]
    if inside > MOST_LISTED:
        more = ngettext("{n} more is in the downloads.", "{n} more are in the downloads.", inside - MOST_LISTED).format(
            n=number(inside - MOST_LISTED)
        )
        lines.append(f"<li>{escape(more)}</li>")
    show = " open" if opened or not facts["shown"] else ""
    return (
        f'<tr class="im-fold"><td colspan="{width}"><details{show}><summary>{_text(in_short(row, facts))}{part}'
        f"</summary><ul>{''.join(lines)}</ul></details></td></tr>"
    )


def _line(report: _Report, asked: Asked) -> str:
    words = "".join(f"<span>{_text(text)}</span>" for text in report.told if text)
    opening = _opening(
        report.name, pgettext("button", "Open"), enumerated(text for text in report.told[:2] if text), asked
    )
    rest = f"{words}<span>{report.source}</span>{opening}"
    if report.counted:
        return f'<li class="im-counted"><b>{_MARK} {escape(_("counted"))}</b>{rest}</li>'
    return f"<li><span>{escape(_('second report'))}</span>{rest}</li>"


def in_short(row: pd.Series, facts: pd.Series) -> str:
    """Say how many reports there are of a thing, and of a strike between which figures they lie: their word, no sum.

    Args:
        row: The counted report.
        facts: Its row of :attr:`lib.analysis.folded.FoldedPage.things`.
    """
    reports, given = int(facts["reports"]), int(facts["given"])
    if row["kind"] != "strike":
        return ngettext("{n} report", "{n} reports", reports).format(n=number(reports))
    if not given:
        words = ngettext(
            "{n} report, without a figure of civilians killed",
            "{n} reports, none with a figure of civilians killed",
            reports,
        )
        return words.format(n=number(reports))
    killed = list_columns.civilians_killed(int(facts["low"]), int(facts["high"]))
    if given == reports:
        return ngettext("{n} report: {killed}", "{n} reports: {killed}", reports).format(
            n=number(reports), killed=killed
        )
    words = ngettext(
        "{n} report, {given} with a figure: {killed}", "{n} reports, {given} with a figure: {killed}", reports
    )
    return words.format(n=number(reports), given=number(given), killed=killed)
