"""Numbers that are no degrees, turned into degrees or asked about; changes a candidate in place."""

from __future__ import annotations

import numpy as np

from lib.config.crisis import CRISIS
from lib.config.crs import DEGREES, METRIC
from lib.events.problems import shown
from lib.events.questions import Question, QuestionError
from lib.events.reading.coordinates import metres
from lib.events.reading.coordinates.candidates import Candidate, Table
from lib.events.reading.coordinates.degrees import Bools
from lib.events.reading.coordinates.metres import Reading
from lib.geography.swapped_coordinates import MOST, in_box
from lib.text import _, ngettext, number

_KM = 1000.0
_LETTERED = r"(?i)\d\s*[NSEW]\b.*\d\s*[NSEW]\b|^\W*[NSEW]\s*\d.*[NSEW]\s*\d"
_ENOUGH_PACKED = 3
"""Points without letters that can be no accident when all of them are degrees, minutes and seconds on the region."""


def settle_metres(one: Candidate, table: Table, *, may_ask: bool) -> None:
    """Turn the numbers of a candidate that are no degrees into degrees.

    Args:
        one: The candidate; what cannot be turned is dropped from it, and told.
        table: The table they are from; its log is told of each reference system once.
        may_ask: Whether the owner is asked where nothing tells the system; else such points are dropped without words.

    Raises:
        QuestionError: Several systems may be meant, or none that is known.
    """
    said = one.there & (one.crs != "")
    if said.any():
        _orient(one, said, table)
        said &= ~_in_another_zone(one, said, table)
        _convert(one, said, table)
    left = one.there & ~said & ((np.abs(one.y) > 90) | (np.abs(one.x) > 180))  # noqa: PLR2004
    if not left.any():
        return
    one.kept &= ~left
    if _without_signs(one, left, table):
        return
    if table.answers.crs:
        one.crs[left] = metres.answered(table.answers.crs)
        _orient(one, left, table)
        _convert(one, left, table)
        return
    named = table.named.of(np.flatnonzero(left))
    found = metres.readings(one.x[left], one.y[left])
    reading = metres.choose(found, named)
    if not found and (reading := metres.choose(metres.readings(one.x[left] * _KM, one.y[left] * _KM), named)):
        table.log.whole(_("The coordinates are kilometres."), severity="notice", column=table.title)
        one.x[left] *= _KM
        one.y[left] *= _KM
    if reading is None:
        if may_ask and left.sum() > MOST * one.there.sum():
            at = int(np.flatnonzero(left)[0])
            raise QuestionError(metres.question(f"'{shown(str(one.text.iloc[at]))}'", int(left.sum()), found))
        if may_ask:
            words = _(
                "'{value}' is beyond 90 degrees north or 180 east; write it like 35.93. The point was left blank."
            )
            table.log.cells(_("no degrees"), table.rows, left, one.text, words, column=table.column)
        else:
            one.unread |= left
        one.drop(left)
        return
    _take(one, left, reading, table)


def _in_another_zone(one: Candidate, said: Bools, table: Table) -> Bools:
    """Drop the points of rows that lie outside the region in the UTM zone they name, and in it in one beside; told."""
    zoned = said & np.isin(one.crs, [name for name in dict.fromkeys(one.crs[said].tolist()) if metres.is_utm(name)])
    lat, lon = metres.convert(one.x, one.y, one.crs, zoned)
    outside = zoned & ~in_box(lat, lon)
    other = np.full(len(one.x), "", dtype=object)
    for crs in metres.candidates() if outside.any() else ():
        if metres.is_utm(crs):
            lat, lon = metres.to_degrees(one.x, one.y, crs)
            other[outside & (other == "") & in_box(lat, lon, CRISIS.boxes.region)] = metres.title(crs)
    wrong: Bools = other != ""
    words = _(
        "'{value}' lies outside the region in {crs}, which the file names, and in it in {zone}. Correct the zone. The "
        "point was left blank."
    )
    fields = {"crs": np.array([metres.title(name) if name else "" for name in one.crs], dtype=object), "zone": other}
    table.log.cells(_("another zone"), table.rows, wrong, one.text, words, column=table.column, fields=fields)
    one.drop(wrong)
    return wrong


def _without_signs(one: Candidate, left: Bools, table: Table) -> bool:
    """Read rows as degrees that are written without their point, or without the signs between their parts."""
    x, y = one.x[left], one.y[left]
    if scale := metres.without_point(x, y):
        one.x[left] *= scale
        one.y[left] *= scale
        words = _(
            "The coordinates are whole numbers; they were read as degrees without their point ({value} is {read})."
        )
    else:
        lettered = bool(one.text[left].str.contains(_LETTERED).all())
        packed = metres.packed(x, y) if lettered or len(x) >= _ENOUGH_PACKED else None
        if packed is None:
            return False
        one.x[left], one.y[left] = packed
        words = _("The coordinates were read as degrees, minutes and seconds in one number ({value} is {read}).")
    one.crs[left] = DEGREES
    at = int(np.flatnonzero(left)[0])
    read = f"{one.y[at]:.6f}, {one.x[at]:.6f}"
    table.log.whole(words.format(value=shown(str(one.text.iloc[at])), read=read), severity="notice", column=table.title)
    return True


def _convert(one: Candidate, which: Bools, table: Table) -> None:
    """Turn rows into degrees, each from the system it names; one notice a system."""
    lat, lon = metres.convert(one.x, one.y, one.crs, which)
    for name in dict.fromkeys(one.crs[which].tolist()):
        rows = which & (one.crs == name)
        _tell(int(rows.sum()), str(name), table)
    one.y[which], one.x[which] = lat[which], lon[which]
    one.kept &= ~which
    off = which & np.isnan(one.x)
    one.lost |= off
    one.unread |= off


def _tell(n: int, name: str, table: Table) -> None:
    words = ngettext(
        "The coordinates are in {crs}; {n} point was turned into degrees.",
        "The coordinates are in {crs}; {n} points were turned into degrees.",
        n,
    )
    table.log.whole(words.format(crs=metres.title(name), n=number(n)), severity="notice", column=table.title)


def _orient(one: Candidate, rows: Bools, table: Table) -> None:
    """Exchange easting and northing of rows that only so lie where points may; told once."""
    degrees = [name for name in dict.fromkeys(one.crs[rows].tolist()) if metres.is_geographic(name)]
    rows = rows & ~np.isin(one.crs, degrees)
    lat, lon = metres.convert(one.x, one.y, one.crs, rows)
    other_lat, other_lon = metres.convert(one.y, one.x, one.crs, rows)
    turned = rows & ~in_box(lat, lon) & in_box(other_lat, other_lon)
    one.x[turned], one.y[turned] = one.y[turned], one.x[turned].copy()
    if n := int(turned.sum()):
        words = ngettext(
            "{n} point has its northing where the easting stands; it was read so (row {rows}).",
            "{n} points have the northing where the easting stands; they were read so (rows {rows}).",
            n,
        )
        table.log.whole(words.format(n=number(n), rows=table.listed(turned)), severity="notice", column=table.title)


def _take(one: Candidate, rows: Bools, reading: Reading, table: Table) -> None:
    """Take one reading of rows; those that fit a neighbouring zone better are dropped and told."""
    utm = metres.is_utm(reading.crs)
    loose = not one.ordered[rows].all()
    if reading.exchanged and not utm and not loose and table.answers.points != "exchanged":
        if table.answers.points == "written":
            reading = Reading(reading.crs, False, *metres.to_degrees(one.x[rows], one.y[rows], reading.crs))  # noqa: FBT003
        else:
            raise QuestionError(_exchanged(one, rows))
    one.ordered[rows] = True
    one.crs[rows] = reading.crs
    other = np.zeros(len(one.x), dtype=bool)
    if utm:
        outside = ~in_box(reading.lat, reading.lon, CRISIS.boxes.region)
        x, y = (one.y, one.x) if reading.exchanged else (one.x, one.y)
        for crs in set(metres.candidates()) - {reading.crs, METRIC, metres.own_utm(), metres.WEB_MERCATOR}:
            lat, lon = metres.to_degrees(x[rows], y[rows], crs)
            other[rows] |= outside & in_box(lat, lon, CRISIS.boxes.region)
    one.y[rows], one.x[rows] = reading.lat, reading.lon
    _tell(int((rows & ~other).sum()), reading.crs, table)
    words = _(
        "'{value}' lies outside the region in the zone of the other rows, and in it in the zone beside. Name the zone "
        "in a column. The point was left blank."
    )
    table.log.cells(_("another zone"), table.rows, other, one.text, words, column=table.column)
    one.drop(other)


def _exchanged(one: Candidate, rows: Bools) -> Question:
    at = int(np.flatnonzero(rows)[0])
    words = _("The coordinates, as '{value}', lie in the region only with the two exchanged. How are they to be read?")
    choices = (
        ("written", _("as they are written")),
        ("exchanged", _("exchanged: the file has them the wrong way round")),
    )
    return Question("points", words.format(value=shown(str(one.text.iloc[at]))), choices)
