"""The colours around the map keep apart by day and by night, and stand in one table."""

from __future__ import annotations

import re
from itertools import product

import pytest

from lib.config.crisis import CRISIS
from lib.config.paths import ROOT
from lib.maps import bundle, palette
from lib.maps.style import TOKENS
from tests.maps.colours import contrast

THEMES = pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
SHEETS = sorted(path for path in (ROOT / "lib").rglob("*.css"))
OF_ITS_OWN = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch)a?\(|\b(?:white|black)\b(?!-)", re.IGNORECASE)
NAMED = re.compile(r"var\(--colour-([\w-]+)\)")


@THEMES
def test_words_can_be_read_on_every_ground_and_marks_are_seen(night):
    for (word, colours), (ground, grounds) in product(palette.WORDS.items(), palette.GROUNDS.items()):
        assert contrast(colours[night], grounds[night]) >= 4.5, (word, ground)
    for mark, colours in palette.MARKS.items():
        assert contrast(colours[night], palette.GROUNDS["paper"][night]) >= 3, mark
    for fill in ("fill", "fill-hover"):
        assert contrast(palette.COLOURS["on-fill"][night], palette.COLOURS[fill][night]) >= 4.5
    assert contrast(palette.COLOURS["paper"][night], palette.COLOURS["ink-hover"][night]) >= 4.5


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_has_a_colour_of_its_own(path):
    text = re.sub(r"/\*.*?\*/|url\(.*?\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not [value for value in re.findall(r":([^;{}]+)[;}]", text) if OF_ITS_OWN.search(value)]
    assert set(NAMED.findall(text)) <= set(palette.COLOURS)


def test_every_colour_of_the_table_is_used():
    used = {name for path in SHEETS for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    scripts = bundle.script()[0] + "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lib/ui").rglob("*.py"))
    assert {name for name in palette.COLOURS if name not in used and f'"{name}"' not in scripts} == set()


def test_a_browser_that_cannot_choose_of_a_pair_has_the_theme_of_its_system_or_the_reader_s():
    plain, _, pairs = palette.sheet().partition("@supports")
    day, _, night = plain.partition("@media (prefers-color-scheme:dark)")
    for name, (light, dark) in palette.COLOURS.items():
        assert f"--colour-{name}:{light};" in day
        assert f"--colour-{name}:{dark};" in night
        assert f"--colour-{name}:light-dark({light},{dark});" in pairs
        assert f"--colour-{name}:{dark};" in palette.chosen("dark").partition("@supports not")[2]


def test_colours_of_the_map_are_seen_as_marks_in_charts_by_night():
    given = [*TOKENS["series"], TOKENS["strike"]["fill"], *(side.ink for side in CRISIS.sides)]
    for colour in given:
        assert palette.seen(colour, "light") == colour
        assert contrast(palette.seen(colour, "dark"), palette.COLOURS["paper"][True]) >= 3
    assert len({palette.seen(colour, "dark") for colour in TOKENS["series"]}) == len(TOKENS["series"])


def test_streamlit_has_the_colours_of_the_table():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for night, theme in enumerate(("light", "dark")):
        part = config.partition(f"[theme.{theme}]")[2].partition("\n[")[0]
        assert f'backgroundColor = "{palette.COLOURS["paper"][night]}"' in part
        assert f'secondaryBackgroundColor = "{palette.COLOURS["side"][night]}"' in part
        assert f'primaryColor = "{palette.COLOURS["accent"][night]}"' in part
        assert f'textColor = "{palette.COLOURS["ink"][night]}"' in part
