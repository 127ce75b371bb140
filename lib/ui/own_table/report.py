"""The report on a reader's table, before anything of it is drawn: what was taken, what not, what is open."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.events.importing import Imported, report_csv
from lib.events.query import FIRST_DAY, LAST_DAY, in_range
from lib.geography.geocoding import SURE, How
from lib.geography.places import places as gazetteer
from lib.text import _, ngettext, number, span
from lib.ui.panels import plain, strip

MOST_LISTED = 300
"""Problems shown on the page; the file to download has them all."""
MOST_OPEN = 300
"""Places to decide on shown at once, those of most rows first."""


def outcome(name: str, imported: Imported) -> None:
    """Rows taken and refused, and every reason, on the page and as a file."""
    table = imported.table
    taken, refused = len(table.frame), table.left_out
    errors = sum(problem.count for problem in table.problems if problem.severity == "error")
    warnings = sum(problem.count for problem in table.problems if problem.severity == "warning")
    cells = [
        (number(table.rows_read), _("rows in the file"), plain_name(name)),
        (number(taken), _("rows taken"), imported.format or _("no known format")),
        (number(refused), _("rows left out"), _("each with its reason below")),
        (number(warnings), _("cells put right or left blank"), _("each with its reason below")),
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


def plain_name(name: str) -> str:
    """A file name short enough for a figure's caption."""
    return name if len(name) <= 28 else f"{name[:24]}…"  # noqa: PLR2004  as many as fit a line


def _problems(imported: Imported, *, expanded: bool) -> None:
    problems = imported.table.problems
    words = ngettext("{n} remark on this file", "{n} remarks on this file", len(problems))
    with st.expander(words.format(n=number(len(problems))), icon=":material/fact_check:", expanded=expanded):
        listed = pd.DataFrame(
            {
                _("row"): pd.array([problem.row for problem in problems[:MOST_LISTED]], dtype="Int64"),
                _("column"): [problem.column or "" for problem in problems[:MOST_LISTED]],
                _("what is wrong"): [problem.message for problem in problems[:MOST_LISTED]],
                _("means"): [_severities()[problem.severity] for problem in problems[:MOST_LISTED]],
            }
        )
        st.dataframe(
            listed,
            hide_index=True,
            height=min(38 + 35 * len(listed), 320),
            column_config={
                _("row"): st.column_config.NumberColumn(width=60),
                _("column"): st.column_config.TextColumn(width=120),
                _("what is wrong"): st.column_config.TextColumn(width=680),
            },
        )
        if len(problems) > MOST_LISTED:
            st.caption(_("The first {n} are listed; the file has all.").format(n=number(MOST_LISTED)))
        st.download_button(
            _("Download the report as CSV"), report_csv(problems), "import-report.csv", "text/csv",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _severities() -> dict[str, str]:
    return {"error": _("left out"), "warning": _("put right or blank"), "notice": _("nothing lost")}


def coverage(frame: pd.DataFrame) -> None:
    """How many rows lie in the days and on the ground that the map covers."""
    within = int(in_range(frame, FIRST_DAY, LAST_DAY).sum())
    drawn = int((in_range(frame, FIRST_DAY, LAST_DAY) & frame["lat"].notna()).sum())
    words = _("{n} of {all} rows lie in the days of the map, {span}; {drawn} of them have a point and can be drawn.")
    told = words.format(n=number(within), all=number(len(frame)), span=span(FIRST_DAY, LAST_DAY), drawn=number(drawn))
    (st.caption if within else st.warning)(plain(told))


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
    """A line for each place that may be meant, with a tick."""
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
            _("where"): where.str.strip(" ,").to_numpy(),
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
        st.warning(plain(told.format(names=", ".join(sorted(set(twice))[:5]))))
    return decided


def _reasons() -> dict[str, str]:
    return {
        How.SEVERAL.value: _("several of this name"),
        How.CONFLICT.value: _("same name, but another governorate or P-code"),
        How.FUZZY.value: _("only alike"),
    }
