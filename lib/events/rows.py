"""From cells of text to rows of values: what is blank, bad, doubled or at odds, and what then becomes of the row.

A row that lacks what every count and map needs is left out; any other bad cell is left blank and the row kept. Each
decision is told once, with file, row, column and value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.events import cell_words, parsing, schema
from lib.events.problems import ProblemLog, Severity
from lib.events.schema import COLUMNS, POINTS, RANGES, Column
from lib.text import _, enumerated, pgettext

Mask = npt.NDArray[np.bool_]
_MOST_GUESSED = 500
"""Different unknown words of a column whose nearest known word is looked for."""


class Rows:
    """The rows of one file on their way from text to values."""

    def __init__(self, text: pd.DataFrame, rows: npt.NDArray[np.int64], log: ProblemLog) -> None:
        """Start from cells of text (every column of the event table, index 0..n-1) and their row numbers."""
        self.text = text
        self.rows = rows
        self.log = log
        self.values: dict[str, pd.Series] = {}
        self.bad: dict[str, Mask] = {}
        self.left_out: Mask = np.zeros(len(text), dtype=bool)

    def frame(self) -> pd.DataFrame:
        """Return the rows that hold, typed, in file order: the columns of the event table, and ``row``."""
        for column in COLUMNS:
            self._parse(column)
        self._subkind()
        for column in COLUMNS:
            if column.required_for:
                self._required(column)
        self._dates()
        for low, high in RANGES:
            self._range(low, high)
        self._civilians()
        for lat, lon in POINTS:
            self._point(lat, lon)
        self._same_id()
        frame = pd.DataFrame({**self.values, "row": self.rows})
        if self.left_out.any():
            frame = frame.loc[~self.left_out].reset_index(drop=True)
        return self._groups(frame)

    def _tell(  # noqa: PLR0913  as many as a problem has parts
        self,
        sort: str,
        bad: Mask,
        column: str,
        message: str,
        *,
        out: bool = False,
        fields: Mapping[str, npt.NDArray[Any]] | None = None,
    ) -> None:
        """Report one problem for each True in ``bad``: an error that leaves the row out, or a warning."""
        severity: Severity = "error" if out else "warning"
        cells = self.text[column]
        self.log.cells(sort, self.rows, bad, cells, message, column=column, severity=severity, fields=fields)
        if out:
            self.left_out |= bad

    def _parse(self, column: Column) -> None:
        """Read the cells of one column; tell of those that cannot be read."""
        self.values[column.name], bad, beyond = parsing.parse(self.text[column.name], column)
        self.bad[column.name] = bad
        bad = bad & ~self._told(column.name)
        if not bad.any():
            return
        beyond = beyond & bad
        needed = self._needs(column)
        for out, end in ((True, _("The row was left out.")), (False, cell_words.consequence(column))):
            who = needed if out else ~needed
            self._tell(
                _("outside the limits"), beyond & who, column.name, f"{cell_words.beyond(column)} {end}", out=out
            )
            broken = unread = bad & ~beyond & who
            if unread.any():
                broken = unread & parsing.spreadsheet_errors(self.text[column.name])
                unread &= ~broken
            words = _("The cell holds a spreadsheet's error, '{value}'. Correct its formula.")
            self._tell(_("a spreadsheet's error"), broken, column.name, f"{words} {end}", out=out)
            if column.words:
                self._unknown_words(column, unread, end, out=out)
            else:
                self._tell(_("cannot be read"), unread, column.name, f"{cell_words.unread(column)} {end}", out=out)

    def _told(self, name: str) -> Mask:
        """Return which cells were told already: those of a highest figure that are of the lowest one's column."""
        for low, high in RANGES:
            called = self.log.called.get(low)
            if name == high and called is not None and called == self.log.called.get(high):
                return (self.text[low] == self.text[high]).to_numpy(dtype=bool) & self.bad[low]
        return np.zeros(len(self.text), dtype=bool)

    def _needs(self, column: Column) -> Mask:
        """Return which rows must fill ``column``."""
        if column.required or not column.required_for:
            return np.full(len(self.text), fill_value=column.required)
        return self.values["kind"].isin(column.required_for).to_numpy(dtype=bool)

    def _unknown_words(self, column: Column, bad: Mask, end: str, *, out: bool) -> None:
        """Report words that are not in the vocabulary, with the nearest one that is."""
        words = enumerated(column.words)
        plain = _("'{value}' is none of the words of this column{listed}.")
        near = _("'{value}' is none of the words of this column; did you mean '{near}'?")

        cells = self.text[column.name].str.slice(0, 100).str.lower()
        unknown = cells[bad].unique()
        meant_by = {cell: word for cell in unknown[:_MOST_GUESSED] if (word := cell_words.meant(column, cell))}
        nearest = cells.map(meant_by).astype("object").where(bad, "").fillna("")
        for word in nearest.unique():
            template = near.replace("{near}", word) if word else plain
            meant = bad & (nearest == word).to_numpy(dtype=bool)
            fields = {} if word else {"listed": _once(meant, f" ({words})")}
            self._tell(_("unknown word"), meant, column.name, f"{template} {end}", out=out, fields=fields)

    def _subkind(self) -> None:
        """Leave out rows whose subkind does not belong to their kind."""
        known = ~(self.bad["kind"] | self.bad["subkind"]) & (self.values["subkind"] != "").to_numpy(dtype=bool)
        known &= (self.values["kind"] != "").to_numpy(dtype=bool)
        fits = schema.subkind_fits(pd.DataFrame({name: self.values[name] for name in ("kind", "subkind")}))
        message = _(
            "'{value}' does not belong to the kind of the row. Its subkinds are listed in the table's description."
        )
        end = _("The row was left out.")
        self._tell(_("subkind of another kind"), known & ~fits.to_numpy(), "subkind", f"{message} {end}", out=True)

    def _required(self, column: Column) -> None:
        """Leave out rows that leave blank what their kind must fill."""
        blank = (self.text[column.name] == "").to_numpy(dtype=bool) & self._needs(column)
        if column.name in self.log.made:
            # What it was made from is at fault, and is told.
            self.left_out |= blank
            return
        self._tell(
            pgettext("cell of a table", "blank"),
            blank,
            column.name,
            _("The cell is blank. Fill it. The row was left out."),
            out=True,
        )

    def _dates(self) -> None:
        """Take the first day for the last where that is blank or earlier, and a blank precision for that of a day."""
        start, end = self.values["date_start"], self.values["date_end"]
        early = (end < start).to_numpy(dtype=bool)
        message = _(
            "'{value}' is before the first day. Correct one of the two. The last day was taken to be the first."
        )
        self._tell(_("ends before it starts"), early, "date_end", message)
        self.values["date_end"] = end.where(end.notna() & ~early, start)
        precision = self.values["date_precision"]
        self.values["date_precision"] = precision.where(precision != "", "day")

    def _range(self, low: str, high: str) -> None:
        """Blank both ends of a range whose low end is above its high end."""
        wrong = ~schema.in_order(pd.DataFrame({name: self.values[name] for name in (low, high)}), low, high)
        message = _(
            "'{value}' is more than {high} of the same row. Correct one of the two. Both cells were left blank."
        )
        self._tell(_("low above high"), wrong.to_numpy(), low, message.replace("{high}", high))
        for name in (low, high):
            self.values[name] = self.values[name].mask(wrong)

    def _civilians(self) -> None:
        """Name rows with more civilians dead than dead; both figures are kept."""
        most, low = self.values["deaths_high"], self.values["deaths_low"]
        most = most.where(most.notna(), low)
        wrong = (self.values["civilian_deaths_low"] > most).fillna(value=False).to_numpy(dtype=bool)
        message = _(
            "'{value}' civilians dead are more than all the dead of the same row ({most}). Correct one of the two. "
            "Both were kept."
        )
        fields = {"most": most.astype("object").fillna("").astype(str).to_numpy(dtype=object)}
        self._tell(_("more civilians than dead"), wrong, "civilian_deaths_low", message, fields=fields)

    def _point(self, lat: str, lon: str) -> None:
        """Blank half a point, which is no point. A half that is missing because it was bad has been told already."""
        halves = pd.DataFrame({name: self.values[name] for name in (lat, lon)})
        half = ~schema.paired(halves, lat, lon).to_numpy()
        told = self.bad[lat] | self.bad[lon]
        for name, other in ((lat, lon), (lon, lat)):
            alone = half & ~told & halves[name].notna().to_numpy()
            message = _("'{value}' stands without {other}. Fill both or neither. The cell was left blank.")
            self._tell(_("half a point"), alone, name, message.replace("{other}", other))
            self.values[name] = halves[name].mask(half)
        if lat == "lat":
            self._basis(told | half)

    def _basis(self, unusable: Mask) -> None:
        """Blank the basis of a row without a point, but say there where the file's could not be used."""
        there = self.values["lat"].notna().to_numpy()
        basis = self.values["point_basis"]
        kept = there | (basis == schema.UNUSABLE).to_numpy(dtype=bool)
        idle = ~kept & ~unusable & (basis != "").to_numpy(dtype=bool)
        message = _("'{value}' is the basis of a point, and the row has none. The cell was left blank.")
        self._tell(_("basis without a point"), idle, "point_basis", message)
        odd = there & (basis == schema.UNUSABLE).to_numpy(dtype=bool)
        self.values["point_basis"] = basis.mask(~kept | odd, "").mask(unusable & ~there, schema.UNUSABLE)

    def _same_id(self) -> None:
        """Keep the first that holds of the rows with the same name."""
        ids = self.values["event_id"]
        kept = np.flatnonzero(~self.left_out)
        again = np.zeros(len(ids), dtype=bool)
        again[kept] = ids.iloc[kept].duplicated().to_numpy()
        if not again.any():
            return
        codes = pd.factorize(ids.iloc[kept])[0]
        first_of = np.unique(codes, return_index=True)[1]
        firsts = np.zeros(len(ids), dtype=np.int64)
        firsts[kept] = self.rows[kept][first_of[codes]]
        template = _(
            "'{value}' is the name of row {first} already. Give the row a name of its own. The row was left out."
        )
        self._tell(_("name used twice"), again, "event_id", template, out=True, fields={"first": firsts})

    def _groups(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give a row without a group one of its own, and every group exactly one primary row."""
        frame["group_id"] = frame["group_id"].where(frame["group_id"] != "", frame["event_id"])
        size = frame.groupby("group_id")["row"].transform("size")
        said = self.text["is_primary"].iloc[np.flatnonzero(~self.left_out)].reset_index(drop=True)
        unsaid = (said == "") | self.bad["is_primary"][~self.left_out]
        frame["is_primary"] |= unsaid & (size == 1)
        rows = frame["row"].to_numpy(dtype=np.int64)
        primaries = frame.groupby("group_id")["is_primary"].transform("sum").to_numpy()
        first = ~frame["group_id"].duplicated().to_numpy()
        none = _("No row of the group '{value}' is primary. Set is_primary to true on one of them. This row was taken.")
        bad = first & (primaries == 0)
        self.log.cells(_("no primary row"), rows, bad, frame["group_id"], none, column="is_primary", severity="warning")
        flagged = frame["is_primary"].to_numpy(dtype=bool)
        later = flagged & frame.loc[flagged, "group_id"].duplicated().reindex(frame.index, fill_value=False).to_numpy()
        many = _(
            "The group '{value}' has a primary row already. Set is_primary to false. This row was taken as not primary."
        )
        self.log.cells(
            _("second primary row"), rows, later, frame["group_id"], many, column="is_primary", severity="warning"
        )
        frame["is_primary"] = (flagged & ~later) | bad
        return frame


def _once(which: Mask, words: str) -> npt.NDArray[np.object_]:
    """Return ``words`` for the first of some rows, "" for the others."""
    made = np.full(len(which), "", dtype=object)
    made[np.flatnonzero(which)[:1]] = words
    return made
