"""What is coarsened for publication, as a crisis declares it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from lib.config.crisis.fields import STRICT

TargetKind: TypeAlias = Literal[
    "market", "school", "hospital", "camp", "residential", "military", "mosque", "bakery", "shelter", "farm", "road",
    "other",
]  # fmt: skip
"""What a report can say was hit."""


def _ascending(value: tuple[int, ...]) -> tuple[int, ...]:
    if not value or value[0] != 1 or any(below >= above for below, above in pairwise(value)):
        raise ValueError("bands begin with 1, and each above the one before it")
    return value


@dataclass(frozen=True, config=STRICT)
class Publishing:
    """What is coarsened besides the place: targets that are not told apart, and where bands of small figures begin.

    Above the last of ``bands`` a band is as wide as the second digit of the figure.
    """

    sensitive_targets: tuple[TargetKind, ...] = ("hospital", "school", "camp", "shelter")
    bands: Annotated[tuple[Annotated[int, Field(gt=0)], ...], AfterValidator(_ascending)] = (1, 5, 10, 20, 50, 100)
