"""The report on a reader's table, before anything of it is drawn: what was taken, what not, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.events.importing import Imported, report_csv
from lib.events.problem_kinds import ProblemKind
from lib.events.problems import kinds
from lib.events.query import FIRST_DAY, LAST_DAY, in_range
from lib.geography.geocoding import SURE, How, told_bases
from lib.geography.places import places as gazetteer
from lib.text import _, enumerated, ngettext, number, pgettext, span
from lib.ui.panels import plain, strip
from lib.ui.tables import data_table, reading_order

MOST_LISTED = 300
"""Kinds of problem shown on the page; the file to download has every problem of every row."""
MOST_OPEN = 300
"""Places to decide on shown at once, those of most rows first."""


def outcome(name: str, imported: Imported) -> None:
    """Show how many rows were taken and refused, and every reason, on the page and as a file."""
    table = imported.table
    taken, refused = len(table.frame), table.left_out
    errors = sum(problem.count for problem in table.problems if problem.severity == "error")
    warnings = sum(problem.count for problem in table.problems if problem.severity == "warning")
    cells = [
        (number(table.rows_read), _("rows in the file"), plain_name(name)),
        (number(taken), _("rows taken"), imported.format or _("no known format")),
        (number(refused), _("rows left out"), _("to download below, with the reasons")),
        (number(warnings), _("cells put right or left blank"), _("the reasons are below")),
    ]
    if imported.total is not None:
        total = number(imported.total, digits=0 if imported.total.is_integer() else 1)
        cells.append((total, _("persons in the sheet"), _("its cells added up, totals left out")))
    strip(cells)
    if not taken:
        first = next((problem for problem in table.problems if problem.severity == "error"), None)
        st.error(plain(first.message if first else _("No row of the file could be taken.")), icon=":material/block:")
    if table.problems:
        _problems(imported, expanded=bool(errors) and not taken)
    if (left_out := imported.left_out).rows:
        words = ngettext("Download the {n} row left out", "Download the {n} rows left out", left_out.rows)
        st.download_button(
            words.format(n=number(left_out.rows)), left_out.csv, "rows-left-out.csv", "text/csv",
            on_click="ignore", icon=":material/playlist_remove:",
            help=_("The rows as your file has them, the reason in the first column: mend them and read them again."),
        )  # fmt: skip


def plain_name(name: str) -> str:
    """Cut a file name of more than 28 characters short enough for a figure's caption."""
    return name if len(name) <= 28 else f"{name[:24]}…"  # noqa: PLR2004  as many as fit a line


def _problems(imported: Imported, *, expanded: bool) -> None:
    """Show a line for each kind of problem, and offer every problem of every row as a file."""
    problems = imported.table.problems
    found = kinds(problems)
    words = ngettext("{n} kind of remark on this file", "{n} kinds of remark on this file", len(found))
    with st.expander(words.format(n=number(len(found))), icon=":material/fact_check:", expanded=expanded):
        listed = _listed(found[:MOST_LISTED])
        data_table(
            listed,
            height=min(38 + 35 * len(listed), 320),
            column_config={
                _("rows"): st.column_config.NumberColumn(width=70),
                _("first rows"): st.column_config.TextColumn(width=110),
                _("column"): st.column_config.TextColumn(width=120),
                _("what is wrong, and what to do"): st.column_config.TextColumn(width=480),
                _("cells"): st.column_config.TextColumn(width=180),
            },
        )
        if len(found) > MOST_LISTED:
            st.caption(_("The first {n} are listed; the file has all.").format(n=number(MOST_LISTED)))
        st.download_button(
            _("Download the report as CSV"), partial(report_csv, problems), "import-report.csv", "text/csv",
            on_click="ignore", icon=":material/download:", help=_("Every remark on every row, one a line."),
        )  # fmt: skip


def _listed(found: Sequence[ProblemKind]) -> pd.DataFrame:
    """Return kinds of problem as a table to read, a line each."""
    severities = _severities()
    return pd.DataFrame(
        {
            _("rows"): pd.array([kind.count if len(kind.rows) else None for kind in found], dtype="Int64"),
            _("column"): [kind.column or "" for kind in found],
            _("what is wrong, and what to do"): [kind.message() for kind in found],
            _("first rows"): [kind.first_rows() for kind in found],
            _("cells"): [kind.shown_values() for kind in found],
            pgettext("heading of a column", "means"): [severities[kind.severity] for kind in found],
        }
    )


def _severities() -> dict[str, str]:
    return {"error": _("left out"), "warning": _("put right or blank"), "notice": _("nothing lost")}


def coverage(frame: pd.DataFrame) -> None:
    """Say how many rows lie in the days that the map covers, how many can be drawn, and where points are from."""
    within = int(in_range(frame, FIRST_DAY, LAST_DAY).sum())
    drawn = int((in_range(frame, FIRST_DAY, LAST_DAY) & frame["lat"].notna()).sum())
    words = _("{n} of {all} rows lie in the days of the map, {span}; {drawn} of them have a point and can be drawn.")
    told = words.format(n=number(within), all=number(len(frame)), span=span(FIRST_DAY, LAST_DAY), drawn=number(drawn))
    (st.caption if within else st.warning)(plain(told))
    st.caption(plain(told_bases(frame)))


def places(found: pd.DataFrame, chosen: dict[int, int], *, editor: str) -> dict[int, int]:
    """Say which places without a point were found, and ask about those that are only alike.

    Args:
        found: What :func:`lib.geography.geocoding.geocode` answered.
        chosen: What has been decided so far, by position in ``found``.
        editor: Name of the table of decisions.

    Returns:
        What is decided now.
    """
    if found.empty:
        return chosen
    sure = found["how"].isin(SURE)
    open_ones = found.loc[~sure & found["how"].ne(How.NONE)]
    unknown = found.loc[found["how"] == How.NONE]
    words = _(
        "Rows that name a place but give no point: {rows}. Of their places: {sure} found in the gazetteer by P-code or "
        "name, {open} for you to decide, {none} not in it (listed, not drawn)."
    )
    st.markdown(
        words.format(
            rows=number(found["rows"].sum()), sure=number(int(sure.sum())), open=number(len(open_ones)),
            none=number(len(unknown)),
        )
    )  # fmt: skip
    if open_ones.empty:
        return chosen
    with st.expander(_("Places to decide"), icon=":material/edit_location_alt:", expanded=True):
        st.caption(_("Tick the place that is meant. A place without a tick stays without a point."))
        return _decisions(open_ones.head(MOST_OPEN), editor)


def _decisions(open_ones: pd.DataFrame, editor: str) -> dict[int, int]:
    """Show a line for each place that may be meant, with a tick."""
    pairs = open_ones[["place", "place_ar", "admin1", "rows", "how", "score", "owners"]].explode("owners")
    owners = pairs["owners"].to_numpy(dtype=int)
    known = gazetteer().iloc[owners]
    named = pairs["place"].where(pairs["place"] != "", pairs["place_ar"])
    where = known["admin3"] + ", " + known["admin1"] + " " + known["pcode"]
    shown = pd.DataFrame(
        {
            _("is it this"): False,
            _("in your table"): named.to_numpy(),
            _("in the gazetteer"): (known["place"] + " " + known["place_ar"]).to_numpy(),
            pgettext("heading of a column", "where"): where.str.strip(" ,").to_numpy(),
            _("why asked"): pairs["how"].map(_reasons()).to_numpy(),
            _("likeness"): pairs["score"].to_numpy(dtype=float),
            _("governorate there"): pairs["admin1"].to_numpy(),
            _("rows"): pairs["rows"].to_numpy(),
        }
    )
    edited = st.data_editor(
        shown,
        key=editor,
        hide_index=True,
        column_order=reading_order(shown),
        disabled=[name for name in shown.columns if name != _("is it this")],
        column_config={_("likeness"): st.column_config.NumberColumn(format="%.0f"),
                       _("is it this"): st.column_config.CheckboxColumn(width="small")},
    )  # fmt: skip
    ticked = edited[_("is it this")].to_numpy(dtype=bool)
    decided: dict[int, int] = {}
    twice: list[str] = []
    for at, owner, place in zip(pairs.index[ticked].tolist(), owners[ticked].tolist(), named[ticked], strict=True):
        if at in decided:
            twice.append(str(place))
        decided.setdefault(at, owner)
    if twice:
        told = _("Two ticks for {names}: the first one counts.")
        st.warning(plain(told.format(names=enumerated(sorted(set(twice))[:5]))))
    return decided


def _reasons() -> dict[str, str]:
    return {
        How.SEVERAL.value: _("several of this name"),
        How.CONFLICT.value: _("same name, but another governorate or P-code"),
        How.FUZZY.value: _("only alike"),
    }
