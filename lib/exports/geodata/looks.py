"""How a row of a layer looks in other people's tools: the colours and widths of the map, with none decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lib.config.crisis import CONTESTED, CRISIS
from lib.config.crisis.agreements import Agreement
from lib.maps.style import TOKENS
from lib.text import _
from lib.text.map_words import map_words

NOT_ASSESSED: Final = "not_assessed"


@dataclass(frozen=True)
class Look:
    """How some rows look, and what a legend calls them.

    Attributes:
        key: What picks the rows: the value of the column by which the layer is told apart; "" for all.
        words: The legend.
        fill: Colour inside, as #rrggbb; "" for none.
        opacity: Of the fill, 0 to 1.
        line: Colour of the edge or of the line; "" for none.
        width: Of the edge or line, CSS pixels.
        casing: Colour around a line; "" for none.
        casing_width: CSS pixels.
        dash: Lengths of dash and gap, CSS pixels; none for a whole line.
        pattern: What repeats the fill: none, dots, lines, crosses, hatch.
        mark: Shape of a point: circle, square, triangle, diamond.
        size: Across a point, CSS pixels.
    """

    key: str
    words: str
    fill: str = ""
    opacity: float = 1.0
    line: str = ""
    width: float = 0.0
    casing: str = ""
    casing_width: float = 0.0
    dash: tuple[float, ...] = ()
    pattern: str = "none"
    mark: str = "circle"
    size: float = 0.0


@dataclass(frozen=True)
class Looks:
    """How a layer looks: the column by which its rows are told apart ("" for none), and a look for each value."""

    column: str
    looks: tuple[Look, ...]

    def of(self, row: Any) -> Look:
        """Return the look of a row."""
        value = getattr(row, self.column) if self.column else ""
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return next((look for look in self.looks if look.key == key), self.looks[-1])


def looks_of(name: str) -> Looks:
    """Return how a layer of a file looks, by its name."""
    made = {"areas": _areas, "front": _lines, "band": _band, "flows": _flows, "settlements": _settlements}
    if name in made:
        return made[name]()
    if name == NOT_ASSESSED:
        hatch = TOKENS["unassessed"]["hatch"]
        words = map_words()["unassessed_legend"]
        return Looks("", (Look("", words, line=hatch["colour"], width=hatch["width"], pattern="hatch"),))
    agreement = next((each for each in CRISIS.agreements if each.id == name), None)
    return _points(name) if agreement is None else Looks("", (_agreed(agreement),))


def _agreed(agreement: Agreement) -> Look:
    if agreement.posts is not None:
        post = TOKENS["post"]
        return Look("", str(agreement.legend), post["fill"], line=post["ink"], width=post["edge_width"], mark="diamond",
                    size=2 * post["size"])  # fmt: skip
    ground = TOKENS["strip" if agreement.strip is not None else "corridor"]
    edge = ground["edge"]
    return Look("", str(agreement.legend), ground["fill"], ground["opacity"], line=edge["colour"], width=edge["width"],
                dash=tuple(edge.get("dash", ())))  # fmt: skip


def _areas() -> Looks:
    words, looks = map_words()["sides"], TOKENS["control"]
    return Looks("controller", tuple(
        Look(side, words[side], looks[side]["tint"], looks["opacity"], line=looks[side]["ink"], width=0.4,
             pattern=looks[side]["pattern"])
        for side in (*(side.id for side in CRISIS.sides), CONTESTED)
    ))  # fmt: skip


def _lines() -> Looks:
    front, other = TOKENS["front"], TOKENS["boundary"]
    words = map_words()
    return Looks("is_front", (
        Look("true", words["stretch_bare"], line=front["colour"], width=front["width"], casing=front["casing"],
             casing_width=front["casing_width"]),
        Look("false", words["other_boundary"], line=other["colour"], width=other["width"], casing=other["casing"],
             casing_width=other["casing_width"], dash=tuple(other["dash"])),
    ))  # fmt: skip


def _band() -> Looks:
    band = TOKENS["band"]
    return Looks("", (Look("", map_words()["band"], band["fill"], band["opacity"]),))


def _flows() -> Looks:
    flow = TOKENS["flow"]
    return Looks("", (Look("", _("Reported displacement flows"), line=flow["colour"], width=flow["min_width"],
                           casing=flow["edge"], casing_width=flow["min_width"] + 2 * flow["edge_width"]),))  # fmt: skip


def _settlements() -> Looks:
    looks, said = TOKENS["control"], map_words()["sides"]
    size = 2 * TOKENS["place"]["size"]
    return Looks("controller", tuple(
        Look(side, said[side], TOKENS["paper"] if looks[side]["hollow"] else looks[side]["ink"],
             line=looks[side]["ink"], width=1.0, mark=looks[side]["mark"], size=size)
        for side in (*(side.id for side in CRISIS.sides), CONTESTED)
    ))  # fmt: skip


def _points(name: str) -> Looks:
    strike, camp, crossing = TOKENS["strike"], TOKENS["camp"], TOKENS["crossing"]
    plain = Look("", "", TOKENS["paper"], line=TOKENS["ink_soft"], width=1.0, size=7)
    known = {
        "strikes": Look("", _("Strikes"), strike["fill"], line=strike["edge"], width=strike["edge_width"], size=9),
        "strike_second_reports": Look("", "", line=strike["edge"], width=strike["edge_width"], opacity=0, size=9),
        "camps": Look("", _("Camps"), camp["fill"], line=camp["edge"], width=camp["edge_width"], mark="triangle",
                      size=2 * camp["size"]),
        "crossings": Look("", _("Crossings"), crossing["fill"], line=crossing["edge"], width=crossing["edge_width"],
                          mark="square", size=2 * crossing["size_other"]),
    }  # fmt: skip
    return Looks("", (known.get(name, plain),))
