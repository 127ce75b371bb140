"""Find a place by its name, in English or Arabic, however it is spelled, or by its P-code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from lib.geography import spelling
from lib.geography.places import places

RESULT_COLUMNS = (
    "place",
    "place_ar",
    "pcode",
    "admin1",
    "admin2",
    "admin3",
    "rank",
    "how",
    "score",
    "matched",
    "description",
    "geometry",
)
ALIKE = 80.0
"""Least likeness (0 to 100) of a name of more than ``SHORT`` letters: one letter in five may differ."""
SHORT = 5
ALIKE_SHORT = 87.0
"""The same for a name of up to ``SHORT`` letters, where one other letter makes another place."""
BEGUN = 80.0
"""Score of a name that merely begins with the text; more is added the more of it is there."""
BEGUN_WITHIN = 70.0
"""The same when a later word of the name begins with it."""
BEGUN_LETTERS = 3
"""Letters that a beginning needs."""
UNHEARD = 0.97
"""Factor for names that agree only when letters are folded into sounds."""
_PCODE = re.compile(r"\s*(C\d{3,5})\s*", re.IGNORECASE)
_BRACKET = re.compile(r"[(（].*$")
_VARIANTS = re.compile(r"[/()،]")


class How(StrEnum):
    """In which way a place was found, best first."""

    CODE = "code"
    EXACT = "exact"
    ALIAS = "alias"
    FUZZY = "fuzzy"


_ORDER = {how.value: place for place, how in enumerate(How)}


@dataclass(frozen=True)
class _Index:
    """Every spelling once for each place, in parallel arrays; ``owner`` is the row in :func:`places`.

    ``sound`` is compared as a whole; ``spaced`` (sounds of the words, a space before each) and ``joined`` (the same
    without spaces) are for beginnings.
    """

    owner: npt.NDArray[np.intp]
    spelling: npt.NDArray[np.object_]
    is_name: npt.NDArray[np.bool_]
    plain: npt.NDArray[np.object_]
    sound: list[str]
    spaced: npt.NDArray[np.str_]
    joined: npt.NDArray[np.str_]


@lru_cache(maxsize=1)
def _index() -> _Index:
    known = places()
    english, arabic = known["place"], known["place_ar"]
    names = pd.concat([english, english.str.replace(_BRACKET, "", regex=True), arabic])
    # "زردنا / مشهد", "طنجرة (المنارة)": two names of one place in a cell.
    names = pd.concat([names, arabic.str.split(_VARIANTS, regex=True).explode()])
    aliases = known["aliases"].str.split("|", regex=False).explode()
    # A few gazetteer aliases are addresses of web pages.
    aliases = aliases[~aliases.str.contains("://", regex=False)]
    text = pd.concat([names, aliases])
    found = pd.DataFrame({"owner": text.index, "spelling": text.str.strip().to_numpy()})
    found["is_name"] = np.arange(len(found)) < len(names)
    found["words"] = [spelling.words(name) for name in found["spelling"]]
    found["plain"] = found["words"].map("".join).astype("str")
    # The name comes before an alias that is spelled the same.
    found = found.loc[found["plain"] != ""].drop_duplicates(["owner", "plain"])
    sounds = [spelling.sound(plain) for plain in found["plain"]]
    spaced = np.array([" " + " ".join(map(spelling.sound, words)) for words in found["words"]], dtype=np.str_)
    return _Index(
        found["owner"].to_numpy(dtype=np.intp),
        found["spelling"].to_numpy(dtype=object),
        found["is_name"].to_numpy(dtype=bool),
        found["plain"].to_numpy(dtype=object),
        sounds,
        spaced,
        np.strings.replace(spaced, " ", "") if len(spaced) else spaced,
    )


def spellings() -> pd.DataFrame:
    """List every spelling of every place once.

    Returns:
        owner (position in :func:`places`), plain and sound (:mod:`lib.geography.spelling`), is_name (else an alias).
    """
    index = _index()
    normalised = index.plain.astype(str)
    return pd.DataFrame({"owner": index.owner, "plain": normalised, "sound": index.sound, "is_name": index.is_name})


def likeness(plain: list[str], sound: list[str], known: pd.DataFrame) -> npt.NDArray[np.float32]:
    """Score how alike names are to known spellings, 0 to 100; 0 where they are not alike enough to be the same name.

    Args:
        plain: The names in plain form.
        sound: The same by sound.
        known: Rows of :func:`spellings`.

    Returns:
        One row a name, one column a spelling.
    """
    heard = process.cdist(sound, known["sound"].tolist(), scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
    written = process.cdist(plain, known["plain"].tolist(), scorer=fuzz.ratio, dtype=np.float32)
    short = np.array([len(text) <= SHORT for text in sound], dtype=bool)[:, None]
    enough = (heard > 0) & (~short | (heard >= ALIKE_SHORT))
    score: npt.NDArray[np.float32] = np.where(enough, UNHEARD * (0.7 * heard + 0.3 * np.maximum(written, ALIKE)), 0.0)
    return score.astype(np.float32)


def search(text: str, limit: int = 8) -> gpd.GeoDataFrame:
    """Find the places whose name is, or is like, ``text``.

    Case, accents, apostrophes, hyphens, articles (al-, an-, ash- …; ال), doubled letters and the spelling of
    ta marbuta, hamza and alef maqsura never matter. What differs beyond that is compared by sound.

    Args:
        text: A name in Latin or Arabic letters, its beginning, or a P-code (``C3985``).
        limit: Most places returned.

    Returns:
        place, place_ar, pcode, admin1, admin2, admin3, rank, how (:class:`How`), score (0 to 100), matched (the
        spelling that was found), description (one line that tells the place from others of its name) and geometry
        (WGS 84 degrees); one row a place, best first. Places of one name
        are all there, larger first: admin3 tells them apart. Empty when nothing is like ``text``.
    """
    known = places()
    if code := _PCODE.fullmatch(text[: spelling.MAX_LENGTH]):
        owner = np.flatnonzero((known["pcode"] == code[1].upper()).to_numpy())
        pcodes = known["pcode"].to_numpy(dtype=object)[owner]
        hits = pd.DataFrame({"owner": owner, "how": How.CODE.value, "score": 100.0, "matched": pcodes})
    else:
        hits = _by_name(text)
    hits = hits.assign(order=hits["how"].map(_ORDER), rank=known["rank"].to_numpy()[hits["owner"]])
    hits = hits.sort_values(["order", "score", "rank", "owner"], ascending=[True, False, True, True])
    hits = hits.drop_duplicates("owner").head(max(limit, 0))
    found = known.iloc[hits["owner"]].reset_index(drop=True)
    found = found.assign(**{name: hits[name].to_numpy() for name in ("how", "score", "matched")})
    return found.assign(description=_described(found))[list(RESULT_COLUMNS)]


def _described(found: gpd.GeoDataFrame) -> list[str]:
    """Describe each place in one line: name, Arabic name, what it lies in and P-code, without what is not known."""
    where = found[["admin3", "admin1", "pcode"]]
    parts = where.where(where != "").apply(lambda row: ", ".join(dict.fromkeys(row.dropna())), axis=1)
    names = (found["place"] + " " + found["place_ar"]).str.strip()
    return [f"{name} \N{MIDDLE DOT} {part}" if part else name for name, part in zip(names, parts, strict=True)]


def _by_name(text: str) -> pd.DataFrame:
    """Find every spelling that is, or is like, ``text``: owner, how, score, matched."""
    index = _index()
    asked = spelling.plain(text)
    heard = spelling.sound(asked)
    score = _likeness(index, asked, heard) if len(heard) > 1 else np.zeros(len(index.owner))
    same = index.plain == asked if asked else np.zeros(len(index.owner), dtype=bool)
    score[same] = 100.0
    hit = np.flatnonzero(score > 0)
    how = np.where(same, np.where(index.is_name, How.EXACT.value, How.ALIAS.value), How.FUZZY.value)
    columns = {"owner": index.owner, "how": how, "score": np.round(score, 1), "matched": index.spelling}
    return pd.DataFrame({name: values[hit] for name, values in columns.items()})


def _likeness(index: _Index, asked: str, heard: str) -> npt.NDArray[np.float64]:
    """Score the likeness of each spelling to the text, 0 where it is too little."""
    enough = ALIKE if len(heard) > SHORT else ALIKE_SHORT
    score = process.cdist([heard], index.sound, scorer=fuzz.ratio, score_cutoff=enough, dtype=np.float64)[0]
    as_written = process.cdist([asked], index.plain, scorer=fuzz.ratio, dtype=np.float64)[0]
    # Agreeing in sound lets a name in; how much it agrees in writing as well settles the order.
    score = np.where(score > 0, UNHEARD * (0.7 * score + 0.3 * np.maximum(as_written, ALIKE)), 0.0)
    if len(heard) >= BEGUN_LETTERS:
        whole = np.maximum(np.strings.str_len(index.joined), 1)
        share = np.minimum(len(heard) / whole, 1.0)
        first = np.strings.startswith(index.joined, heard)
        later = ~first & (np.strings.find(index.spaced, " " + heard) >= 0)
        least = np.where(first, BEGUN, BEGUN_WITHIN)
        score = np.maximum(score, np.where(first | later, least + (UNHEARD * 100.0 - least) * share, 0.0))
    return score
