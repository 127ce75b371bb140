"""The one definition of the event table: its columns, its words, its limits, and the rules that tie cells together.

Everything else is built from :data:`COLUMNS`: the parser, the validation messages, the pandera schema that a loaded
table must pass, and the table in ``docs/event-table.md`` (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import get_args

import pandas as pd
import pandera.pandas as pa

from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crisis.publishing import TargetKind

SCHEMA_VERSION = "1"
"""Raise it whenever the same file would load to a different frame: it is part of every data version."""

# The words a cell may hold.
SUBKINDS: dict[str, tuple[str, ...]] = {
    "control": ("baseline", "change"),
    "strike": (
        "airstrike", "shelling", "airstrike_or_shelling", "rocket", "drone", "barrel_bomb", "cluster_munition",
        "unknown",
    ),
    "displacement": ("flow", "cumulative", "stock", "return"),
    "milestone": ("agreement", "ceasefire", "summit", "un", "escalation", "border", "patrol"),
}  # fmt: skip
KINDS = tuple(SUBKINDS)
DATE_PRECISIONS = ("day", "week", "month")
GEO_PRECISIONS = ("exact", "settlement", "subdistrict", "governorate", "country", "representative")
CONTROLLERS = (*(side.id for side in CRISIS.sides), CONTESTED)
ATTRIBUTIONS = ("stated", "alleged", "contested", "unknown")
TARGET_KINDS: tuple[str, ...] = get_args(TargetKind)
METRICS = ("displaced", "returned", "in_the_open", "in_tents", "in_unfinished_buildings", "still_displaced")
CONFIDENCES = ("high", "medium", "low")
DATE_BASES = ("stated", "inferred")
POINT_BASES = ("file", "shape", "representative", "pcode", "name", "subdistrict", "unusable")
UNUSABLE = "unusable"
"""Basis of a row whose point in the file could not be used, and that has none: the one word without a point."""

WEST, SOUTH, EAST, NORTH = CRISIS.boxes.points
"""Where a point may lie (WGS 84 degrees). A point outside is a slip (latitude and longitude swapped, a sign, a comma)
far more often than a place, and one of them would stretch every map."""
FIRST_YEAR, LAST_YEAR = CRISIS.period.years
"""Years a date may lie in."""
MAX_FIGURE = 99_999_999
"""Largest count of persons a cell may hold: more than lives in most countries. More is a slip."""
MAX_SOURCES = 999
"""Largest number of independent reporters of one thing."""


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    DATE = "date"
    PART_DATE = "date or month"
    FIGURE = "whole number"
    DEGREE = "degrees"
    FLAG = "true or false"
    WORD = "word"
    WORDS = "words"
    ADDRESS = "web address"


DTYPES = {Holds.DATE: "datetime64[s]", Holds.FIGURE: "Int64", Holds.DEGREE: "float64", Holds.FLAG: "bool"}
"""Type of a loaded column by what it holds; any other is text ("" where blank, never missing)."""


@dataclass(frozen=True)
class Column:
    """One column of the event table.

    ``words`` lists the words a cell may hold, ``required_for`` the kinds of row that must fill it, ``limits`` the
    smallest and largest number, ``aliases`` other names that stand for the column in files made elsewhere.
    """

    name: str
    holds: Holds
    meaning: str
    words: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether every row must fill it, so that a file without the column holds no row at all."""
        return self.required_for == KINDS

    @property
    def dtype(self) -> str:
        """Type of the loaded column, as pandas names it."""
        return DTYPES.get(self.holds, "str")


def _point(prefix: str, whose: str) -> tuple[Column, Column]:
    """Make the latitude and longitude columns of ``whose`` point."""
    lat = f"Latitude of {whose}, WGS 84 degrees. Blank: the row is listed, never drawn."
    lon = f"Longitude of {whose}, WGS 84 degrees. Filled exactly when the latitude is."
    aliases = (("latitude",), ("longitude", "long", "lng")) if not prefix else ((), ())
    return (
        Column(f"{prefix}lat", Holds.DEGREE, lat, limits=(SOUTH, NORTH), aliases=aliases[0]),
        Column(f"{prefix}lon", Holds.DEGREE, lon, limits=(WEST, EAST), aliases=aliases[1]),
    )


def _range(stem: str, what: str) -> tuple[Column, Column]:
    """Make the columns of the lower and upper figure of ``what``."""
    low = f"{what}: the lowest figure reported. Blank means that the source does not say, never 0."
    high = f"{what}: the highest figure reported. A single figure fills low and high alike."
    limits = (0, MAX_FIGURE)
    return Column(f"{stem}_low", Holds.FIGURE, low, limits=limits), Column(
        f"{stem}_high", Holds.FIGURE, high, limits=limits
    )


_ALL_SUBKINDS = tuple(dict.fromkeys(word for words in SUBKINDS.values() for word in words))

COLUMNS: tuple[Column, ...] = (
    Column("event_id", Holds.TEXT, "Name of the row, unique and stable.", required_for=KINDS),
    Column("kind", Holds.WORD, "What the row reports.", KINDS, KINDS),
    Column("subkind", Holds.WORD, "Which sort of that kind (see below).", _ALL_SUBKINDS, KINDS),
    Column("date_start", Holds.DATE, "First day, YYYY-MM-DD.", required_for=KINDS),
    Column("date_end", Holds.DATE, "Last day, YYYY-MM-DD. Blank means the same day as date_start."),
    Column("date_precision", Holds.WORD, "How exact the dates are. Blank means day.", DATE_PRECISIONS),
    Column("place", Holds.TEXT, "Where, in English; for displacement the destination."),
    Column("place_ar", Holds.TEXT, "The same place in Arabic."),
    Column("pcode", Holds.TEXT, "P-code of the place."),
    Column("admin1", Holds.TEXT, "Governorate."),
    Column("admin2", Holds.TEXT, "District."),
    Column("admin3", Holds.TEXT, "Sub-district."),
    *_point("", "the place"),
    Column("geo_precision", Holds.WORD, "How exact the point is; representative stands for an area the source names.",
           GEO_PRECISIONS),
    Column("origin_place", Holds.TEXT, "Displacement: where the people left from."),
    Column("origin_pcode", Holds.TEXT, "Displacement: P-code of the origin."),
    *_point("origin_", "the origin"),
    Column("origin_precision", Holds.WORD, "How exact the point of the origin is.", GEO_PRECISIONS),
    Column("controller", Holds.WORD, "Who holds the place after the report.", CONTROLLERS, ("control",)),
    Column("previous_controller", Holds.WORD, "Who held it before.", CONTROLLERS),
    Column("actor", Holds.TEXT, "Who did it, in the source's words."),
    Column("attribution", Holds.WORD, "How firmly the source says so.", ATTRIBUTIONS),
    Column("target_kind", Holds.WORDS, "What was hit, separated by semicolons.", TARGET_KINDS),
    *_range("deaths", "People killed"),
    *_range("civilian_deaths", "Civilians killed"),
    *_range("injured", "People injured"),
    *_range("persons", "Displacement: people who moved"),
    Column("counter", Holds.TEXT, "Displacement: who counts. Figures of two counters are never mixed."),
    Column("metric", Holds.WORD, "Displacement: what is counted.", METRICS),
    Column("source", Holds.TEXT, "Publisher and title.", required_for=KINDS),
    Column("source_url", Holds.ADDRESS, "Address of the source, http or https only."),
    Column("source_date", Holds.PART_DATE, "When the source was published, YYYY-MM-DD, YYYY-MM or YYYY."),
    Column("n_sources", Holds.FIGURE, "Independent original reporters in the group, not rows. Blank when unknown.",
           limits=(0, MAX_SOURCES)),
    Column("confidence", Holds.WORD, "How sure the row is.", CONFIDENCES),
    Column("group_id", Holds.TEXT, "Shared by the reports of one thing. Blank means the row's own event_id."),
    Column("is_primary", Holds.FLAG, "Whether the row stands for its group; only that row is counted. Blank means "
           "true for a row alone in its group."),
    Column("note", Holds.TEXT, "Own words."),
    Column("date_basis", Holds.WORD, "Whether the source states the day, or it is inferred from what the source says "
           "and when it was published. Blank when unknown.", DATE_BASES),
    Column("publisher", Holds.TEXT, "Who published the source. Blank: read from the source, before its colon."),
    Column("archive_url", Holds.ADDRESS, "Address of an archived copy of the source, http or https only."),
    Column("archive_sha256", Holds.TEXT, "SHA-256 of the archived copy, as hexadecimal digits."),
    Column("point_basis", Holds.WORD, "Where the point is from (see below). Blank when unknown, or without a point.",
           POINT_BASES),
)  # fmt: skip
"""The columns in the order of the file."""

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}
RANGES = tuple((f"{stem}_low", f"{stem}_high") for stem in ("deaths", "civilian_deaths", "injured", "persons"))
POINTS = (("lat", "lon"), ("origin_lat", "origin_lon"))


# The rules that tie cells together. Each returns True for the rows that keep the rule, with the frame's own index.
def in_order(frame: pd.DataFrame, low: str, high: str) -> pd.Series[bool]:
    """Return which rows have no ``low`` above ``high``; a blank on either side breaks nothing."""
    return ~(frame[low] > frame[high]).fillna(value=False).astype(bool)


def paired(frame: pd.DataFrame, lat: str, lon: str) -> pd.Series[bool]:
    """Return which rows fill both halves of a point or neither."""
    return frame[lat].isna() == frame[lon].isna()


def basis_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows say where their point is from only if they have one, and that it is unusable only if not."""
    there = frame["lat"].notna()
    return (frame["point_basis"] == "") | (there != (frame["point_basis"] == UNUSABLE))


def subkind_fits(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows have a subkind that belongs to their kind."""
    fits = pd.Series(data=False, index=frame.index)
    for kind, words in SUBKINDS.items():
        fits |= (frame["kind"] == kind) & frame["subkind"].isin(words)
    return fits


def filled_where_required(frame: pd.DataFrame, name: str) -> pd.Series[bool]:
    """Return which rows fill the column ``name`` or are of a kind that need not."""
    blank = frame[name].isna() | (frame[name] == "")
    return ~(blank & frame["kind"].isin(BY_NAME[name].required_for))


def one_primary(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows are of a group that has exactly one primary row."""
    return frame.groupby("group_id")["is_primary"].transform("sum") == 1


def _cell_checks(column: Column) -> list[pa.Check]:
    """Return what pandera checks of each cell of ``column``."""
    checks: list[pa.Check] = []
    if column.holds is Holds.WORD:
        checks.append(pa.Check.isin((*column.words, "")))
    if column.holds is Holds.WORDS:
        word = "|".join(column.words)
        checks.append(pa.Check.str_matches(rf"^(?:(?:{word})(?:;(?:{word}))*)?$"))
    if column.holds is Holds.ADDRESS:
        checks.append(pa.Check.str_matches(r"^(?:https?://\S+)?$"))
    if column.holds is Holds.DATE:
        checks.append(pa.Check.in_range(pd.Timestamp(FIRST_YEAR, 1, 1), pd.Timestamp(LAST_YEAR, 12, 31)))
    if column.limits:
        checks.append(pa.Check.in_range(*column.limits))
    return checks


def empty_frame() -> pd.DataFrame:
    """Return a table without rows: every column of :data:`COLUMNS` and ``row``, typed."""
    columns = {column.name: pd.Series([], dtype=column.dtype) for column in COLUMNS}
    return pd.DataFrame({**columns, "row": pd.Series([], dtype="int64")})


@lru_cache(maxsize=1)
def event_schema() -> pa.DataFrameSchema:
    """Return the pandera schema of a loaded table: types, words, limits and the rules between cells.

    It converts nothing: a frame from :func:`lib.events.table.load` passes as it is. Validate with ``lazy=True`` to
    see every failure at once.
    """
    columns = {
        column.name: pa.Column(
            column.dtype,
            _cell_checks(column),
            nullable=column.holds in (Holds.FIGURE, Holds.DEGREE),
            unique=column.name == "event_id",
            description=column.meaning,
        )
        for column in COLUMNS
    }
    columns["row"] = pa.Column("int64", pa.Check.ge(1), unique=True)

    def rule(name: str, test: Callable[..., pd.Series[bool]], *names: str) -> pa.Check:
        return pa.Check(lambda frame: test(frame, *names), name=name, error=name)

    rules = [
        rule("subkind belongs to kind", subkind_fits),
        rule("one primary row a group", one_primary),
        rule("point_basis where there is a point", basis_fits),
        rule("date_start <= date_end", in_order, "date_start", "date_end"),
        *(rule(f"{low} <= {high}", in_order, low, high) for low, high in RANGES),
        *(rule(f"{lat} and {lon} in pairs", paired, lat, lon) for lat, lon in POINTS),
        *(rule(f"{c.name} filled", filled_where_required, c.name) for c in COLUMNS if c.required_for),
    ]
    return pa.DataFrameSchema(columns, checks=rules, strict=True, ordered=True, coerce=False, name="event table")
