"""Points for places that a table names without one, from the gazetteer alone: nobody is asked over a network.

A place is taken when its P-code, its name or a known other spelling leads to one settlement, and nothing else in the
row speaks against it. Whatever is only alike, or fits several, is proposed with a score for the owner to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.geography import spelling
from lib.geography.places import places
from lib.geography.search import likeness, spellings
from lib.geography.subdistricts import changed, fill_subdistricts
from lib.geography.swapped_coordinates import governorate
from lib.text import _, enumerated, number, pgettext

MOST_NAMES = 100_000
"""Most different places of one table that are looked up."""
MOST_ALIKE = 3_000
"""Most of those that no name fits for which names that are alike are sought, those of most rows first."""
_BATCH = 200
PROPOSED = 5
"""Most places proposed for one name."""
WIDE = ("subdistrict", "governorate", "country", "representative")
"""Precisions of rows that name an area: the settlement of that name is not what they mean."""
KEY = ["place", "place_ar", "pcode", "admin1"]
UNUSABLE = "unusable"
"""What a row without a point says of where it is from, when the file had a point that could not be used."""


class How(StrEnum):
    """In which way a place was found; only the first three are taken without asking."""

    CODE = "code"
    EXACT = "exact"
    ALIAS = "alias"
    SEVERAL = "several"
    CONFLICT = "conflict"
    FUZZY = "fuzzy"
    NONE = "none"


SURE = (How.CODE, How.EXACT, How.ALIAS)


def missing(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows of an event frame name a settlement but have no point."""
    named = (frame[["place", "place_ar", "pcode"]] != "").any(axis=1)
    return (named & frame["lat"].isna() & ~frame["geo_precision"].isin(WIDE)).to_numpy(dtype=bool)


def geocode(frame: pd.DataFrame, progress: Callable[[float], None] = lambda _share: None) -> pd.DataFrame:
    """Look up every place of an event frame that has no point.

    Args:
        frame: An event frame.
        progress: Is told how far it has come, 0 to 1.

    Returns:
        One row a different place: place, place_ar, pcode, admin1 (as the table has them), rows (how many rows name it),
        how (:class:`How`), score (0 to 100), owners (positions in :func:`lib.geography.places.places`, best first;
        empty where nothing is alike). The most named first.
    """
    asked = frame.loc[missing(frame), KEY].groupby(KEY, sort=False).size().rename("rows").reset_index()
    asked = asked.sort_values("rows", ascending=False, kind="stable").head(MOST_NAMES).reset_index(drop=True)
    asked["how"], asked["score"] = How.NONE.value, 0.0
    asked["owners"] = pd.Series([()] * len(asked), dtype=object)
    _by_code(asked)
    _by_name(asked)
    unknown = np.flatnonzero(asked["how"] == How.NONE)[:MOST_ALIKE]
    for done in range(0, len(unknown), _BATCH):
        _alike(asked, unknown[done : done + _BATCH])
        progress((done + _BATCH) / len(unknown))
    return asked


def fill(frame: pd.DataFrame, found: pd.DataFrame, chosen: dict[int, int] | None = None) -> pd.DataFrame:
    """Return an event frame with the points of the places that were found.

    Args:
        frame: The frame that :func:`geocode` was asked about.
        found: What it answered.
        chosen: For places that were asked about: position in ``found``, and the position in the gazetteer decided on.

    Returns:
        A frame with lat, lon, geo_precision, point_basis and a blank pcode filled, also of rows that name nothing but a
        sub-district; no other row and no other cell is touched.
    """
    return fill_subdistricts(_fill_settlements(frame, found, chosen))


def unusable_replaced(frame: pd.DataFrame, found: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows had a point that could not be used, and get one from the gazetteer without being asked."""
    lost = (frame["point_basis"] == UNUSABLE).to_numpy(dtype=bool)
    return lost & fill(frame, found)["lat"].notna().to_numpy() if lost.any() else lost


def codes_in_doubt(frame: pd.DataFrame, found: pd.DataFrame) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which rows without a point have a P-code that is of another place than they say, or of none.

    Args:
        frame: The frame that :func:`geocode` was asked about.
        found: What it answered.

    Returns:
        Rows whose P-code is that of another place than the name leads to, or of another governorate than is stated; and
        rows whose P-code looks like a settlement's and is not in the gazetteer.
    """
    known = places()
    coded = found.loc[found["how"] == How.CODE]
    owner = coded["owners"].str[0].to_numpy(dtype=np.intp)
    stated, there = (column.map(governorate).to_numpy() for column in (coded["admin1"], known["admin1"].iloc[owner]))
    other = (stated != "") & (there != "") & (stated != there)
    written = spellings().groupby("plain")["owner"].agg(set)
    for column in ("place", "place_ar"):
        owners = coded[column].map(spelling.plain).map(written)
        other |= np.array(
            [isinstance(of, set) and at not in of for of, at in zip(owners, owner, strict=True)], dtype=bool
        )
    codes = found["pcode"].str.upper()
    strange = codes.str.fullmatch(r"C\d{3,5}") & ~codes.isin(known["pcode"])
    marked = found[KEY].assign(other=False, strange=strange.astype(bool))
    marked.loc[coded.index[other], "other"] = True
    rows = np.flatnonzero(missing(frame))
    matched = frame.iloc[rows][KEY].merge(marked, on=KEY, how="left")
    masks = [np.zeros(len(frame), dtype=bool) for _each in range(2)]
    for mask, name in zip(masks, ("other", "strange"), strict=True):
        mask[rows] = matched[name].fillna(value=False).to_numpy(dtype=bool)
    return masks[0], masks[1]


def bases(frame: pd.DataFrame) -> dict[str, int]:
    """Count the rows of an event frame by where their point is from.

    Returns:
        Rows by word of ``point_basis`` ("file" where it is blank), and "none" for rows without a point; only what there
        is.
    """
    words = frame["point_basis"].where(frame["lat"].notna(), "none").replace("", "file")
    return {str(word): int(n) for word, n in words.value_counts().items()}


def told_bases(frame: pd.DataFrame) -> str:
    """Return a line that says where the points of an event frame are from, as "points: 12 from the file, 3 by name"."""
    words = {
        "file": _("{n} from the file"),
        "shape": _("{n} from the file's shapes"),
        "representative": _("{n} inside a shape of the file"),
        "pcode": _("{n} by P-code"),
        "name": _("{n} by name"),
        "subdistrict": _("{n} of the sub-district"),
        "none": _("{n} none"),
    }
    counted = bases(frame)
    told = [said.format(n=number(counted[word])) for word, said in words.items() if word in counted]
    return _("points: {counts}").format(counts=enumerated(told) or pgettext("points", "none"))


def _fill_settlements(frame: pd.DataFrame, found: pd.DataFrame, chosen: dict[int, int] | None) -> pd.DataFrame:
    sure = found["how"].isin(SURE)
    owner = pd.Series(np.where(sure, found["owners"].str[0], -1), index=found.index).astype("int64")
    for at, decided in (chosen or {}).items():
        owner[at] = decided
    taken = found.loc[owner >= 0, [*KEY, "how"]].assign(owner=owner[owner >= 0])
    if taken.empty:
        return frame
    rows = np.flatnonzero(missing(frame))
    matched = frame.iloc[rows][KEY].merge(taken, on=KEY, how="left")
    got = matched["owner"].notna().to_numpy()
    rows, owners = rows[got], matched.loc[got, "owner"].to_numpy(dtype=np.intp)
    by_code = matched.loc[got, "how"] == How.CODE
    known = places()
    codes = frame["pcode"].iloc[rows].to_numpy(dtype=object)
    return frame.assign(
        lat=changed(frame["lat"], rows, known.geometry.y.to_numpy()[owners]),
        lon=changed(frame["lon"], rows, known.geometry.x.to_numpy()[owners]),
        # The gazetteer knows settlements: a row that claims to be exact had no point to be exact about.
        geo_precision=changed(frame["geo_precision"], rows, "settlement"),
        point_basis=changed(frame["point_basis"], rows, np.where(by_code, "pcode", "name")),
        pcode=changed(
            frame["pcode"], rows, np.where(codes == "", known["pcode"].to_numpy(dtype=object)[owners], codes)
        ),
    )


def _settle(asked: pd.DataFrame, at: npt.NDArray[np.intp], how: Any, owners: list[tuple[int, ...]]) -> None:
    asked.loc[asked.index[at], "how"] = how
    asked.loc[asked.index[at], "score"] = 100.0
    asked.loc[asked.index[at], "owners"] = pd.Series(owners, index=asked.index[at], dtype=object)


def _by_code(asked: pd.DataFrame) -> None:
    """Settle places whose P-code the gazetteer has."""
    known = places()
    with_point = known.loc[(known["pcode"] != "") & known.geometry.notna(), "pcode"].drop_duplicates()
    owner = asked["pcode"].str.upper().map(pd.Series(with_point.index, index=with_point.to_numpy()))
    at = np.flatnonzero(owner.notna())
    if len(at):
        _settle(asked, at, How.CODE.value, [(int(value),) for value in owner.iloc[at]])


def _by_name(asked: pd.DataFrame) -> None:
    """Settle places whose name, or another spelling of it, the gazetteer has."""
    known = places()
    written = spellings()
    written = written.loc[known.geometry.notna().to_numpy()[written["owner"]]]
    left = asked.loc[asked["how"] == How.NONE]
    names = pd.concat([left["place"], left["place_ar"]])
    names = names[names != ""]
    plain = names.map({name: spelling.plain(name) for name in names.unique()})
    hits = plain[plain != ""].rename("plain").rename_axis("at").reset_index().merge(written, on="plain")
    if hits.empty:
        return
    hits = hits.groupby(["at", "owner"], as_index=False)["is_name"].max()
    # A name of the place comes before another place's alias.
    hits = hits.loc[hits["is_name"] | ~hits.groupby("at")["is_name"].transform("max")]
    stated = asked["admin1"].iloc[hits["at"]].map(governorate).to_numpy()
    there = known["admin1"].iloc[hits["owner"]].map(governorate).to_numpy()
    hits["agrees"] = (stated == "") | (there == "") | (stated == there)
    hits["other_code"] = _other_code(asked["pcode"].iloc[hits["at"]], known["pcode"].iloc[hits["owner"]])
    hits["rank"] = known["rank"].to_numpy()[hits["owner"]]
    hits = hits.sort_values(["at", "agrees", "rank"], ascending=[True, False, True], kind="stable")
    # Two of one name in two governorates are told apart by the row's own governorate.
    fitting = hits.loc[hits["agrees"]]
    counts = fitting.groupby("at").size()
    grouped = hits.groupby("at")
    owners = grouped["owner"].agg(lambda found: tuple(int(owner) for owner in found)[:PROPOSED])
    first = grouped.first()
    fits = counts.reindex(owners.index).fillna(0)
    how = np.where(first["is_name"], How.EXACT.value, How.ALIAS.value)
    how = np.where(fits > 1, How.SEVERAL.value, how)
    how = np.where((fits == 0) | first["other_code"], How.CONFLICT.value, how)
    _settle(asked, owners.index.to_numpy(dtype=np.intp), how, owners.tolist())


def _other_code(stated: pd.Series, known: pd.Series) -> npt.NDArray[np.bool_]:
    """Return where a row states a P-code and the gazetteer has another one for the place of its name."""
    mine, theirs = stated.str.upper().to_numpy(dtype=object), known.to_numpy(dtype=object)
    settlement = stated.str.upper().str.fullmatch(r"C\d{3,5}").to_numpy(dtype=bool)
    other: npt.NDArray[np.bool_] = settlement & (theirs != "") & (mine != theirs)
    return other


def _alike(asked: pd.DataFrame, at: npt.NDArray[np.intp]) -> None:
    """Propose the places whose names are alike, in the governorate that the row states if it states one."""
    known = places()
    written = spellings()
    written = written.loc[known.geometry.notna().to_numpy()[written["owner"]]].reset_index(drop=True)
    part = asked.iloc[at]
    plain = part["place"].where(part["place"] != "", part["place_ar"]).map(spelling.plain)
    score = likeness(plain.tolist(), plain.map(spelling.sound).tolist(), written)
    rows, columns = np.nonzero(score)
    hits = pd.DataFrame({
        "at": part.index.to_numpy()[rows],
        "owner": written["owner"].to_numpy()[columns],
        "score": score[rows, columns],
    })  # fmt: skip
    stated = part["admin1"].map(governorate).to_numpy()[rows]
    there = known["admin1"].map(governorate).to_numpy()[hits["owner"]]
    other = _other_code(part["pcode"].iloc[rows], known["pcode"].iloc[hits["owner"]])
    hits = hits.loc[((stated == "") | (there == "") | (stated == there)) & ~other]
    hits = hits.sort_values(["at", "score"], ascending=[True, False], kind="stable").drop_duplicates(["at", "owner"])
    if hits.empty:
        return
    grouped = hits.groupby("at")
    owners = grouped["owner"].agg(lambda found: tuple(int(owner) for owner in found)[:PROPOSED])
    asked.loc[owners.index, "how"] = How.FUZZY.value
    asked.loc[owners.index, "score"] = grouped["score"].max().round(1).astype(float)
    asked.loc[owners.index, "owners"] = owners
