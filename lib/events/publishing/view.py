"""What a view cannot ask of coarsened data: what they would answer falsely, or what is the reader's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Final, Protocol, TypeVar

from lib.config.crisis import CRISIS
from lib.events.publishing import coarseness
from lib.text import _, enumerated

FINE_GROUND: Final = ("box_", "poly_")
"""How areas of a reader's own begin in an address: of a sub-district's point it is not known what lies inside."""


class Asking(Protocol):
    """What is looked at of a view (:class:`lib.events.query.Query`)."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def safe(self) -> bool:
        """Whether coarsened data are shown."""

    @property
    def near(self) -> str:
        """What strikes have to be near."""

    @property
    def targets(self) -> frozenset[str]:
        """What they have to have hit."""

    @property
    def within_area(self) -> str:
        """An area of one's own."""

    @property
    def area(self) -> str:
        """The area whose displacement is shown."""

    @property
    def marks(self) -> str:
        """Marks of one's own."""


View = TypeVar("View", bound=Asking)


def fitted(query: View) -> tuple[View, tuple[str, ...]]:
    """Return a view without what coarsened data would answer falsely, and a sentence that names what was left out.

    Distances from a sub-district's point are none of the strike; a target that is not told apart is found nowhere;
    and marks are words of the reader's own. A view of data as reported comes back as it is.
    """
    if not query.safe:
        return query, ()
    off = _left_out(query)
    if not off:
        return query, ()
    words = _("Not asked of data that are coarsened for publication, and left out: {names}.")
    changed = {name: value for fields in off.values() for name, value in fields.items()}
    return replace(query, **changed), (words.format(names=enumerated(off)),)


def _left_out(query: Asking) -> dict[str, dict[str, Any]]:
    """Return the parameters that are left out, each with the fields of the view as they are without it."""
    sensitive = query.targets & frozenset(CRISIS.publishing.sensitive_targets)
    fine = ("", *FINE_GROUND) if coarseness().grid_km else FINE_GROUND
    off: dict[str, dict[str, Any]] = {}
    if query.near != "any":
        off["near"] = {"near": "any"}
    if sensitive:
        off["targets"] = {"targets": query.targets - sensitive}
    if query.within_area and query.within_area.startswith(fine):
        off["within_area"] = {"within_area": ""}
    if query.area and coarseness().grid_km:
        off["area"] = {"area": ""}
    if query.marks:
        off["marks"] = {"marks": ""}
    return off
