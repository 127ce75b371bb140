"""What the method page says: how each layer is made, and what the facts do not cover."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from lib.analysis import strikes
from lib.events.query import FIRST_DAY, LAST_DAY, Query, select
from lib.maps.snapshot import Snapshot
from lib.wording import _, day, ngettext, number

PROSE_WIDTH = 820
"""Width of running text in pixels: about ninety characters a line."""

METHOD = Path(__file__).resolve().parents[2] / "docs" / "method.md"


def limits(snapshot: Snapshot) -> None:
    """What the map does not know, counted from the table itself, then the method as docs/method.md has it."""
    events = snapshot.events
    struck = strikes.strikes(events, Query(end=LAST_DAY))
    reported = select(events.strikes, Query(end=LAST_DAY))
    silent = strikes.toll(struck, "civilian_deaths").silent
    lines = [
        _("{n} rows, {primary} of them counted; data version {version}.").format(
            n=number(len(events.frame)), primary=number(len(events.primary)), version=snapshot.version
        ),
        _(
            "{n} of {all} strikes come from Airwars alone or first: a cited selection, which under-covers strikes "
            "charged to the Syrian government alone."
        ).format(n=number(int(struck["source"].str.startswith("Airwars").sum())), all=number(len(struck))),
        _("{n} of {all} strikes have no figure of civilians killed; blank is not zero.").format(
            n=number(silent), all=number(len(struck))
        ),
        _("{n} of {all} strikes name no target: shares of targets would mislead, so none are shown.").format(
            n=number(int((struck["target_kind"] == "").sum())), all=number(len(struck))
        ),
        _days_without(reported),
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(f'<ul class="im-limits">{items}</ul>')
    st.markdown(METHOD.read_text(encoding="utf-8").partition("\n")[2], width=PROSE_WIDTH)


def _days_without(struck: pd.DataFrame) -> str:
    """The days on which no row of the table reports a strike."""
    days = pd.date_range(FIRST_DAY, LAST_DAY, freq="D")
    starts, ends = struck["date_start"].to_numpy()[:, None], struck["date_end"].to_numpy()[:, None]
    covered = ((starts <= days.to_numpy()) & (days.to_numpy() <= ends)).any(axis=0)
    empty = [day(when.date(), short=True) for when in days[np.flatnonzero(~covered)]]
    words = ngettext(
        "{n} day has no strike in the table, which is not evidence of quiet: {days}.",
        "{n} days have no strike in the table, which is not evidence of quiet: {days}.",
        len(empty),
    )
    return words.format(n=number(len(empty)), days=", ".join(empty) or _("none"))
