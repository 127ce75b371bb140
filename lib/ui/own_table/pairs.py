"""Reports that are probably in both tables, side by side, for the reader to accept or refuse."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis import control
from lib.analysis.same_incident import SURE_SCORE, reasons
from lib.analysis.same_incident.decisions import decisions_csv, pairs_csv, read_decisions
from lib.events.query import FIRST_DAY, LAST_DAY
from lib.events.store import current
from lib.text import _, between, enumerated, joined, ngettext, number, pgettext, span
from lib.text.vocabulary import in_words
from lib.ui.own_table.session import SHOWN_WITH_OURS, Own, Pairs, own
from lib.ui.panels import plain, source_link

AT_A_TIME: Final = 10
"""Pairs shown at once; more on request."""
MOST_SHOWN: Final = 300
"""Most pairs shown, best first; the others come up as these are decided."""
LENGTH = "own.pairs.length"
TAKEN = "own.pairs.taken"
"""Where the session keeps which file of decisions was taken up last."""
TOLD = "own.pairs.told"
"""Where the session keeps what is to be said of that file."""


def section(mine: Own) -> None:
    """Show the pairs to decide on, where the map's reports stand beside the reader's."""
    if mine.shown not in SHOWN_WITH_OURS or mine.snapshot is None:
        return
    with st.spinner(_("Comparing your reports with the map's …")):
        known = mine.compared()
    st.subheader(_("Reports in both tables"), anchor="same-incident")
    _summary(mine, known)
    if known.found.frame.empty and not mine.decisions:
        st.info(
            _("No report of yours is near one of the map's in place, day and kind: nothing is counted twice."),
            icon=":material/done_all:",
        )
        return
    _tools(mine, known)
    if known.open.empty:
        st.success(_("Every pair is decided."), icon=":material/done_all:")
        return
    ours = current().events.frame
    length = min(st.session_state.get(LENGTH, AT_A_TIME), MOST_SHOWN)
    shown = known.open.head(length)
    told = reasons(shown)
    frame = mine.frame
    records = shown.to_dict("records")
    for nth, (pair, why) in enumerate(zip(records, told, strict=True)):
        _card(nth, {str(key): value for key, value in pair.items()}, why, frame, ours)
    _more(len(known.open), length)


def _summary(mine: Own, known: Pairs) -> None:
    """Say how many pairs there are, how many are decided, and what that means for the figures."""
    same, different = len(known.decided.same), len(known.decided.different)
    words = {
        "together": _("An accepted pair is one incident: the map's report counts, yours is listed as a further one."),
        "beside": _("A report of yours that is accepted has no green square: the map's own symbol stands for it."),
    }[mine.shown]
    counted = _("{same} accepted, {different} refused, {open} to decide.").format(
        same=number(same), different=number(different), open=number(len(known.open))
    )
    told = [_("Probably the same incident, by place, day, kind and figures."), words, counted]
    if mine.shown == "together" and len(known.open):
        told.append(
            ngettext(
                "Until it is decided, {n} pair may be counted twice in every figure.",
                "Until they are decided, {n} pairs may be counted twice in every figure.",
                len(known.open),
            ).format(n=number(len(known.open)))
        )
    if known.decided.unknown:
        told.append(
            ngettext(
                "{n} decision was passed over: it names no counted report of both tables, or one in another pair.",
                "{n} decisions were passed over: they name no counted report of both tables, or one in another pair.",
                known.decided.unknown,
            ).format(n=number(known.decided.unknown))
        )
    if known.found.not_compared:
        told.append(
            _("So many reports lie near each other that {n} comparisons were left out; a pair may be missing.").format(
                n=number(known.found.not_compared)
            )
        )
    st.caption(plain(" ".join(told)))


def _tools(mine: Own, known: Pairs) -> None:
    """Offer all sure pairs at once, undoing, and the file of decisions, to take away and to take up again."""
    sure = known.open.loc[known.open["score"] >= SURE_SCORE]
    with st.container(key="own_pairs_tools", horizontal=True, vertical_alignment="center"):
        st.button(
            _("Accept all with a score of {least} or more ({n})").format(
                least=number(SURE_SCORE), n=number(len(sure))
            ),
            key="own.pairs.sure", on_click=_decide_all, args=(sure, True), disabled=sure.empty,
            icon=":material/done_all:",
        )  # fmt: skip
        st.button(
            _("Undo the last decision"), key="own.pairs.undo", on_click=_undo, disabled=not mine.past,
            icon=":material/undo:",
        )  # fmt: skip
        st.download_button(
            _("Download the decisions"), decisions_csv(mine.decisions), "same-incidents.csv", "text/csv",
            key="own.pairs.download", on_click="ignore", disabled=not mine.decisions, icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            _("Download the open pairs"), lambda: _open_pairs(mine, known), "open-pairs.csv", "text/csv",
            key="own.pairs.open", on_click="ignore", disabled=known.open.empty, icon=":material/download:",
        )  # fmt: skip
    with st.expander(_("Take up decisions from a file"), icon=":material/upload_file:"):
        st.caption(
            _(
                "The file of decisions that you downloaded, or the open pairs with same or different written in the "
                "column decision."
            )
        )
        uploaded = st.file_uploader(
            _("File of decisions"), type=["csv", "txt"], key="own.pairs.file", label_visibility="collapsed",
        )  # fmt: skip
        if uploaded is not None and st.session_state.get(TAKEN) != (mine.file, uploaded.file_id):
            st.session_state[TAKEN] = (mine.file, uploaded.file_id)
            _take_up(mine, uploaded)
        for words in st.session_state.get(TOLD, ()):
            st.info(plain(words))


def _open_pairs(mine: Own, known: Pairs) -> bytes:
    return pairs_csv(known.open, mine.frame, current().events.frame, why=reasons(known.open))


def _take_up(mine: Own, uploaded: Any) -> None:
    decided, problems = read_decisions(uploaded.getvalue(), uploaded.name)
    words = ngettext("{n} decision was taken up.", "{n} decisions were taken up.", len(decided))
    st.session_state[TOLD] = [*problems, words.format(n=number(len(decided)))]
    if decided:
        mine.decide(decided)
        st.rerun()


def _card(nth: int, pair: dict[str, Any], why: str, mine: pd.DataFrame, ours: pd.DataFrame) -> None:
    """Show one pair: both reports side by side, why they may be one, and two buttons."""
    one, other = mine.iloc[pair["mine"]], ours.iloc[pair["ours"]]
    ids = (str(one["event_id"]), str(other["event_id"]))
    with st.container(key=f"own_pair_{nth}", border=True):
        st.html(_side_by_side(one, other, pair, why, ours))
        with st.container(horizontal=True, key=f"own_pair_buttons_{nth}"):
            for same, words, icon in (
                (True, _("Same incident"), ":material/check:"),
                (False, _("Not the same"), ":material/close:"),
            ):
                st.button(
                    words, key=f"own.pair.{nth}.{same}", on_click=_decide, args=(ids, same), icon=icon,
                    type="primary" if same else "secondary",
                )  # fmt: skip


def _side_by_side(one: pd.Series, other: pd.Series, pair: dict[str, Any], why: str, ours: pd.DataFrame) -> str:
    """Write a pair as HTML, everything escaped; the names of places and sources may run from right to left."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td><bdi>{first}</bdi></td><td><bdi>{second}</bdi></td></tr>'
        for (name, first), (_name, second) in zip(_cells(one), _cells(other), strict=True)
    )
    score = _("Score {n} of 100").format(n=number(pair["score"]))
    second = ""
    if pair["runner_up"] >= 0:
        rival = ours.iloc[pair["runner_up"]]
        words = _("Next best of the map's: {when}, {place}, {what} (score {n}).").format(
            when=_when(rival), place=rival["place"], what=in_words(rival["subkind"]),
            n=number(pair["runner_up_score"]),
        )  # fmt: skip
        second = f'<p class="im-pair-next" dir="auto">{escape(words)}</p>'
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in (_("your report"), _("the map's report")))
    return (
        f'<table class="im-pair"><thead><tr><td></td>{titles}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="im-pair-why"><b>{escape(score)}</b> \N{MIDDLE DOT} {escape(why)}</p>{second}'
    )


def _cells(row: pd.Series) -> list[tuple[str, str]]:
    """Return what is shown of a report: a name and HTML for each line of the table."""
    place = " \N{MIDDLE DOT} ".join(str(row[name]) for name in ("place", "place_ar") if row[name])
    if row["origin_place"]:
        place = _("{origin} to {place}").format(origin=row["origin_place"], place=place)
    what = enumerated(
        in_words(word) for word in (row["subkind"], row["controller"], *str(row["target_kind"]).split(";")) if word
    )
    return [
        (_("date"), escape(_when(row))),
        (_("place"), escape(place or _("A place without a name"))),
        (pgettext("heading of a column", "what"), escape(what)),
        (_("figures"), escape(_figures(row))),
        (_("source"), source_link(str(row["source"]), str(row["source_url"]))),
    ]


def _when(row: pd.Series) -> str:
    return span(row["date_start"].date(), row["date_end"].date())


def _figures(row: pd.Series) -> str:
    names = {
        "deaths": _("killed in all: {range}"),
        "civilian_deaths": _("civilians killed: {range}"),
        "injured": _("injured: {range}"),
        "persons": _("persons: {range}"),
    }
    told = []
    for stem, words in names.items():
        ends = [None if pd.isna(value) else int(value) for value in (row[f"{stem}_low"], row[f"{stem}_high"])]
        if any(end is not None for end in ends):
            told.append(words.format(range=between(*ends)))
    return joined(told) or _("not reported")


def _more(n: int, length: int) -> None:
    """Show more pairs on request, up to the limit."""
    if n <= length:
        return
    if length < MOST_SHOWN:
        st.button(
            _("Show more pairs ({n} left)").format(n=number(n - length)), key="own.pairs.more", on_click=_longer,
            icon=":material/expand_more:",
        )  # fmt: skip
    else:
        st.caption(
            ngettext(
                "{n} more pair comes up as these are decided.",
                "{n} more pairs come up as these are decided.",
                n - length,
            ).format(n=number(n - length))
        )


def _longer() -> None:
    st.session_state[LENGTH] = st.session_state.get(LENGTH, AT_A_TIME) + 2 * AT_A_TIME


def _decide(ids: tuple[str, str], same: bool) -> None:
    if mine := own():
        mine.decide({ids: same})


def _decide_all(open_ones: pd.DataFrame, same: bool) -> None:
    mine = own()
    if mine is None:
        return
    ours = current().events.frame
    ids = (mine.frame["event_id"].iloc[open_ones["mine"]], ours["event_id"].iloc[open_ones["ours"]])
    mine.decide(dict.fromkeys(zip(*(each.tolist() for each in ids), strict=True), same))


def _undo() -> None:
    mine = own()
    if mine is not None and mine.past:
        mine.decide({}, undo=True)


def front_lines(mine: Own, place: DeltaGenerator) -> None:
    """Compute the front lines of both tables as one, where the reader's reports of control change them.

    About a second of computing for each day whose line is another than the map's. A reader who goes on meanwhile ends
    it; what is left is then computed when a page asks for it.
    """
    events = mine.snapshot.events if mine.snapshot is not None and mine.shown == "together" else None
    if events is None or events.base is None:
        return
    counted = events.control.loc[events.control["is_primary"], "event_id"]
    # A decision on any other kind of report leaves the lines as they are.
    state = f"{mine.base} {','.join(counted)}"
    if mine.lines_of == state:
        return
    if len(counted) > events.base.control["is_primary"].sum():
        days = [day for day in control.control_dates(events) if FIRST_DAY <= day <= LAST_DAY]
        words = _("Your reports of control change the front lines. They are being computed, once; you can go on.")
        for done, day in enumerate(reversed(days)):
            place.progress(done / len(days), words)
            control.control_map(events, day)
        place.empty()
    mine.lines_of = state
