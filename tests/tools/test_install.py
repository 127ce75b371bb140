"""Setting up says how far it is, and takes away nothing that is run."""

from __future__ import annotations

from lib.config.paths import ROOT
from tools.install import TESTED, pinned, remove_tests, told


def test_every_distribution_of_a_lock_is_counted():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert pinned(text) == len([line for line in text.splitlines() if line[:1].isalnum()]) > 60


def test_each_distribution_is_told_as_it_comes():
    said: list[str] = []
    lines = [
        "Collecting a==1",
        "  Downloading a",
        "Requirement already satisfied: b in x",
        "Installing collected packages: a",
    ]
    told(lines, 2, said.append)
    assert said == ["  1 of 2: a", "  2 of 2: b", "  unpacking ..."]


def test_only_tests_are_removed(tmp_path):
    kept, gone = tmp_path / TESTED[0] / "testing" / "a.py", tmp_path / TESTED[0] / "core" / "tests" / "b.py"
    other = tmp_path / "another" / "tests" / "c.py"
    for path in (kept, gone, other):
        path.parent.mkdir(parents=True)
        path.write_text("1")
    assert remove_tests(tmp_path) == 1
    assert kept.exists()
    assert other.exists()
    assert not gone.parent.exists()
