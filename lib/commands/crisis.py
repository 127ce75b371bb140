"""``crisis new`` makes a folder for another crisis, ``crisis check`` says what is wrong with one."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

import shapely

from lib.commands import crisis_tables
from lib.commands.command import Command, RequestError, complain, read_day, say
from lib.config.crisis import CONTESTED, FILE, CrisisError, load
from lib.config.crisis.fields import Box
from lib.config.paths import SHIPPED
from lib.config.settings import variable
from lib.events.schema import COLUMNS
from lib.geography import projection, world
from lib.text import _

LOOKS: Final = (
    ("#f4d2b4", "#8a3b0b", "none", "circle", False, "#b8501b"),
    ("#a3cfbb", "#0a5a43", "dots", "circle", True, "#0a5a43"),
    ("#c4d0f0", "#14507f", "lines", "square", False, "#14507f"),
    ("#f4ebab", "#665a00", "crosses", "triangle", False, "#665a00"),
)
"""Tint, ink, pattern, mark, whether hollow, and hatch of each side in turn: apart for every eye, as four can be."""
FEWEST: Final = 2
"""Sides that a front needs."""
SMALLEST: Final = 0.05
"""Least width and height of a box, degrees: some kilometres."""
FIRST_YEAR: Final = 1700
LAST_YEAR: Final = 2200
"""Years that the dates of a table can lie in."""
TABLES: Final = ("publishers.csv", "CHANGES.csv", "geo/places.csv", "geo/camps_and_crossings.csv", "geo/areas.csv")
"""What is made with its header alone, to be filled."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add ``new`` and ``check`` with what each needs."""
    words = parser.add_subparsers(dest="word", required=True, metavar="new | check")
    new = words.add_parser("new", help=_("make a folder for another crisis"))
    new.add_argument("folder", type=Path, metavar="FOLDER", help=_("where it is made; it may not exist yet"))
    new.add_argument("--title", required=True, help=_("name of the map"))
    new.add_argument("--from", dest="first", required=True, metavar="DAY", help=_("first day, YYYY-MM-DD"))
    new.add_argument("--to", dest="last", required=True, metavar="DAY", help=_("last day, YYYY-MM-DD"))
    new.add_argument("--box", required=True, metavar="W,S,E,N", help=_("where it is, degrees"))
    new.add_argument(
        "--sides",
        required=True,
        metavar="A,B[,C]",
        help=_("who can hold ground, two to four words (in the table: coast_guard)"),
    )
    check = words.add_parser("check", help=_("say what is wrong with a folder"))
    check.add_argument("folder", type=Path, metavar="FOLDER", help=_("holds crisis.toml and events.csv"))


def run(arguments: argparse.Namespace) -> int:
    """Make or check a folder.

    Returns:
        0 when it is made or nothing is wrong, 1 when something is wrong, 2 when it cannot be made as asked.
    """
    if arguments.word == "check":
        return _check(arguments.folder)
    try:
        days = _days(arguments.first, arguments.last)
        made = _new(arguments.folder, arguments.title, days, _box(arguments.box), _sides(arguments.sides))
    except RequestError as error:
        return complain(str(error), 2)
    for path in made:
        say(_("made {file}").format(file=path))
    say(
        _("Show it with: {command}").format(
            command=f"{variable('crisis')}={shlex.quote(str(arguments.folder))} make run"
        )
    )
    return 0


def _days(first: str, last: str) -> tuple[date, date]:
    days = read_day(first), read_day(last)
    if days[0] > days[1]:
        raise RequestError(_("The first day, {first}, comes after the last.").format(first=first))
    if not FIRST_YEAR <= days[0].year <= days[1].year <= LAST_YEAR:
        words = _("The days have to lie between the years {first} and {last}.")
        raise RequestError(words.format(first=FIRST_YEAR, last=LAST_YEAR))
    return days


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise RequestError(
            _("'{text}' is no box; write west,south,east,north in degrees.").format(text=text)
        ) from error
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):  # noqa: PLR2004  degrees
        words = _(
            "'{text}' is no box: west comes before east and south before north, and it may not cross 180 degrees."
        )
        raise RequestError(words.format(text=text))
    if min(east - west, north - south) < SMALLEST:
        words = _("'{text}' is too small a box: a map needs {n} degrees each way.")
        raise RequestError(words.format(text=text, n=SMALLEST))
    return Box(west, south, east, north)


def _sides(text: str) -> list[str]:
    sides = [part.strip().lower().replace(" ", "_").replace("-", "_") for part in text.split(",") if part.strip()]
    if not FEWEST <= len(sides) <= len(LOOKS):
        words = _("A crisis has two to four sides; '{text}' names {n}.")
        raise RequestError(words.format(text=text, n=len(sides)))
    for side in sides:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", side):
            words = _(
                "'{side}' cannot be the word of a side: write letters of English, digits and _; names come later."
            )
            raise RequestError(words.format(side=side))
    if len(set(sides)) < len(sides):
        raise RequestError(_("'{text}' names a side twice.").format(text=text))
    if CONTESTED in sides:
        words = _("No side may be called '{contested}', which is what no side holds alone.")
        raise RequestError(words.format(contested=CONTESTED))
    return sides


def _new(folder: Path, title: str, days: tuple[date, date], box: Box, sides: list[str]) -> list[Path]:
    """Write the folder, whole or not at all; returns the files made.

    Raises:
        RequestError: The folder is there already, or cannot be written, or what was asked for does not fit together.
    """
    if not title.strip():
        raise RequestError(_("The map needs a title."))
    made = {FILE: _toml(title.strip(), days, box, sides), "events.csv": ",".join(each.name for each in COLUMNS) + "\n"}
    for name in TABLES:
        made[name] = (SHIPPED / name).read_text(encoding="utf-8").split("\n", 1)[0] + "\n"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            words = _("{folder} is there already; name a folder that does not exist yet.")
            raise RequestError(words.format(folder=folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            part = Path(beside) / "new"
            for name, text in made.items():
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                (part / name).write_text(text, encoding="utf-8")
            load(part)
            part.rename(folder)
    except OSError as error:
        raise RequestError(_("{folder} cannot be written: {why}.").format(folder=folder, why=error.strerror)) from error
    except CrisisError as error:
        said = [fault.split(f"{FILE}: ", 1)[-1] for fault in error.faults]
        raise RequestError("\n".join(said)) from error
    return [folder / name for name in made]


def _grown(box: Box, share: float) -> str:
    """Grow a box on each side by a share of its size, cut to the world, and write it as the file has it."""
    wide, high = (box.east - box.west) * share, (box.north - box.south) * share
    grown = max(box.west - wide, -180), max(box.south - high, -85), min(box.east + wide, 180), min(box.north + high, 85)
    return str([round(edge, 3) for edge in grown])


def _country(box: Box) -> tuple[str, str]:
    """Find code and name of the country that fills most of a box."""
    found = world.inside(shapely.box(*box))
    if found.empty:
        raise RequestError(_("No country lies in the box; is longitude written before latitude?"))
    most = found.iloc[int(shapely.area(found.geometry.to_numpy()).argmax())]
    return str(most["code"]), str(most["name_en"])


def _toml(title: str, days: tuple[date, date], box: Box, sides: list[str]) -> str:
    """Write the file ``crisis.toml``: sound as it is, with a comment where only its owner knows more."""
    code, country = _country(box)
    crs = projection.best_for(box)
    first, last = days
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in {"title": title, "country": country}.items()}
    slug = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in title.lower()).strip("-") or "map"
    boxes = {"region": 0.0, "start": 0.0, "picture": 0.0, "border": 0.0, "points": 0.25, "base": 1.5, "limits": 1.0,
             "centres": 1.5, "locator": 3.0}  # fmt: skip
    parts = [
        f"# {_('What each entry is for stands in docs/crisis.md.')}",
        f"title = {quoted['title']}",
        f"place = {quoted['country']}  # {_('the line under every title')}",
        f"crisis = {quoted['title']}  # {_('as a sentence names it')}",
        f'slug = "{slug[:40]}"',
        f'metric_crs = "{crs}"',
        f'time_zone = "Etc/UTC"  # {_("the zone of the region")}',
        "",
        "[period]",
        f"first = {first}\nlast = {last}\nopens_to = {last}\nopens_days = 7\ndated = {last}",
        f"years = [{max(first.year - 20, FIRST_YEAR)}, {min(last.year + 20, LAST_YEAR)}]",
        "",
        "[boxes]",
        *(f"{name} = {_grown(box, share)}" for name, share in boxes.items()),
        "",
        *(_side(side, number, sides) for number, side in enumerate(sides)),
        *(_gain(side, number, sides) for number, side in enumerate(sides)),
        *(f'[[parties]]\nid = "{side}"\nname = "{_spoken(side)}"\ncamp = "{side}"\n' for side in sides),
        '[[parties]]\nid = "independent"\nname = "no party"\n',
        '[[parties]]\nid = "unknown"\nname = "not known"\n',
        f'[counters]  # {_("whose figures come first; blank: who counts most often")}\ntotals = ""\nflows = ""\n',
        f'[areas]\nwhole = [{quoted["country"]}]\nwhole_short = "whole area"\nplaces_from = "none"',
        f'reach = "only inside the box {_grown(box, 0.0)}"\n',
        f"[country]\ncode = {json.dumps(code)}\nname = {quoted['country']}\nnames = [{quoted['country']}]\n",
        f'[examples]  # {_("what hints in fields name")}\nplace = ""\nsearch = ""\nwords = ""\narea = ""',
        'area_between = ""\ncounter = ""\nactor = ""\nreport = ""',
        f"centre = [{round((box.west + box.east) / 2, 3)}, {round((box.south + box.north) / 2, 3)}]\nday = {first}",
    ]
    return "\n".join(parts) + "\n"


def _spoken(side: str) -> str:
    return side.replace("_", " ")


def _side(side: str, number: int, sides: list[str]) -> str:
    tint, ink, pattern, mark, hollow, _hatch = LOOKS[number]
    words = _spoken(side)
    # Every side is taken to face every other, until its owner says less.
    faces = f"faces = {json.dumps(sides[number + 1 :])}\n" if sides[number + 1 :] else ""
    return (
        f'[[sides]]\nid = "{side}"\nname = "{words}"\nto = "{words}"\nheld = "held by {words}"\n'
        f'legend = "Held by {words} (reported)"\ntint = "{tint}"\nink = "{ink}"\npattern = "{pattern}"\n'
        f'mark = "{mark}"\nhollow = {str(hollow).lower()}\ncamp = "{side}"\n{faces}'
    )


def _gain(side: str, number: int, sides: list[str]) -> str:
    others = [*(other for other in sides if other != side), CONTESTED]
    leans = ("right", "left", "upright", "level")[number]
    return (
        f'[[gains]]\nid = "{side}"\nlost_by = {json.dumps(others)}\nwon_by = ["{side}"]\nto = "{_spoken(side)}"\n'
        f'leans = "{leans}"\ncolour = "{LOOKS[number][5]}"\nwidth = 1.4\nopacity = 0.8\n'
    )


def _check(folder: Path) -> int:
    """Print every fault of a folder's file, or else of its tables; 0 when there is none."""
    try:
        load(folder)
    except CrisisError as error:
        for fault in error.faults:
            say(fault)
        return 1
    checked = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", crisis_tables.__name__],
        env=os.environ | {variable("crisis"): str(folder.resolve())}, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    return checked.returncode


COMMAND = Command("crisis", _("make or check the folder of another crisis"), declare, run)
