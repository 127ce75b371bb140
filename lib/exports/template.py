"""An empty event table to fill in, as CSV or as a workbook: the columns, an example row of each kind, and notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from lib.config.crisis import CRISIS
from lib.events.mapping.apply import EXAMPLE
from lib.events.schema import COLUMNS, NAMES, SUBKINDS
from lib.events.table import read
from lib.exports.tables.about import About
from lib.exports.tables.sheet import as_workbook
from lib.text import _

NAME = "empty-event-table"
"""Name of the file without its ending."""


def rows() -> list[dict[str, str]]:
    """Return an example row of each kind, by column, on the map's first day, of nothing that happened."""
    lon, lat = CRISIS.examples.centre
    shared = {"date_start": CRISIS.period.first.isoformat(), "source": _("Publisher: title of the report")}
    at = {"place": _("name of the place"), "lat": f"{lat:.4f}", "lon": f"{lon:.4f}", "geo_precision": "settlement"}
    own = {
        "strike": {"subkind": "airstrike", "actor": _("as the source says"), "attribution": "alleged",
                   "target_kind": "market;residential", "deaths_low": "2", "deaths_high": "4", "confidence": "medium"},
        "control": {"subkind": "change", "controller": CRISIS.sides[0].id, "previous_controller": CRISIS.sides[1].id},
        "displacement": {"subkind": "flow", "persons_low": "1000", "persons_high": "1500", "metric": "displaced",
                         "origin_place": _("where they left from"), "counter": _("who counts")},
        "milestone": {"subkind": "agreement"},
    }  # fmt: skip
    note = _("An example: write over it. Rows named {name} are left out when the table is read.")
    return [
        {
            **shared,
            **(at if kind != "milestone" else {}),
            **own.get(kind, {"subkind": words[0]}),
            "kind": kind,
            "event_id": f"{EXAMPLE}{kind}",
            "note": note.format(name=f"{EXAMPLE}…"),
        }
        for kind, words in SUBKINDS.items()
    ]


def as_csv() -> bytes:
    """Return the empty table as CSV in UTF-8 with a byte order mark, so that spreadsheets read every script."""
    out = io.StringIO()
    writer = csv.DictWriter(out, NAMES, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows())
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """Return the empty table as a workbook: the rows, how to fill them in, and what each column means."""
    return b"".join(as_workbook([read(as_csv(), f"{NAME}.csv").frame], _about()))


def _about() -> About:
    """Return what stands on the workbook's second sheet."""
    needed = ", ".join(column.name for column in COLUMNS if column.required)
    kinds = "; ".join(f"{kind}: {', '.join(words)}" for kind, words in SUBKINDS.items())
    lines = (
        (_("How to fill it in"), _("One row is one report of one thing at one place. Write over the example rows.")),
        (_("Must be filled"), needed),
        (_("May be left out"), _("Any other column. Blank means that the source does not say, never 0.")),
        (_("Kinds and subkinds"), kinds),
        (_("Dates"), _("YYYY-MM-DD. A blank date_end is the same day.")),
        (_("Figures"), _("Digits only. A single figure stands in low and in high.")),
    )
    return About(_("Empty event table of {title}").format(title=CRISIS.title), len(SUBKINDS), lines)


FORMATS: dict[str, tuple[Callable[[], bytes], str]] = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By ending: what makes the file, and its media type."""
