"""``python -m lib export --batch``: what is told, how it ends, and that the recipes of the docs can be used."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys

import pytest

from lib.__main__ import main
from lib.config import file_lock
from lib.events.store import current
from lib.exports.batch import plan, run
from lib.exports.batch.axes import LeftOut
from lib.exports.order import OrderError
from tests.test_docs import ROOT

SCHEDULE = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
SMALL = 'folder = "out"\nname = "{lang}"\n[template]\nfrom = 2020-02-05\nto = 2020-02-06\n[axes]\nlang = ["en", "fr"]\n'


@pytest.fixture
def batch(tmp_path, capsys, monkeypatch):
    def ended(text=SMALL, *more, draw=lambda *_args: b"drawn"):
        monkeypatch.setattr(run, "render", draw)
        path = tmp_path / "nightly.toml"
        path.write_text(text, encoding="utf-8")
        status = main(["export", "--batch", str(path), *more])
        return status, *capsys.readouterr()

    return ended


def refusing(_snapshot, query, *_rest):
    if query.lang == "en":
        raise OrderError("It cannot be drawn.")
    return b"drawn"


def test_all_right_is_status_0_and_a_line_for_each_file_that_was_made(batch):
    assert batch() == (0, "Made: en.png\nMade: fr.png\nMade: 2. Kept as they were: 0. Failed: 0.\n", "")
    assert batch() == (0, "Made: 0. Kept as they were: 2. Failed: 0.\n", "")


def test_a_failure_is_status_1_and_its_reason_on_standard_error(batch):
    status, said, complained = batch(draw=refusing)
    assert status == 1
    assert complained == "Failed: en.png: It cannot be drawn.\n"
    assert said.endswith("Made: 1. Kept as they were: 0. Failed: 1.\n")


def test_an_area_without_an_outline_is_status_1_and_a_sentence_on_standard_error(batch, monkeypatch):
    sentence = "nightly.toml: axes.within_area: no file is made of Nowhere."
    monkeypatch.setattr(plan, "left_out", lambda _axes: (LeftOut("Nowhere", sentence),))
    status, said, complained = batch()
    assert (status, complained) == (1, f"{sentence}\n")
    assert said.endswith("Made: 2. Kept as they were: 0. Failed: 0.\n")


def test_what_is_left_over_is_told_and_removed_when_asked_for(batch, tmp_path):
    batch()
    fewer = SMALL.replace(', "fr"', "")
    assert "No longer asked for: fr.png" in batch(fewer)[1]
    assert "Removed: fr.png" in batch(fewer, "--remove")[1]
    assert not (tmp_path / "out" / "fr.png").exists()


def test_a_file_that_cannot_be_used_is_status_2_and_one_sentence(batch):
    status, said, complained = batch(SMALL + "colour = 3\n")
    assert (status, said) == (2, "")
    assert complained.startswith("nightly.toml: axes.colour")
    assert complained.count("\n") == 1


def test_another_run_at_work_is_status_3(batch, tmp_path):
    (tmp_path / "out").mkdir()
    with file_lock.hold(tmp_path / "out" / run.LOCK):
        status, said, complained = batch()
    assert (status, said) == (3, "")
    assert "at work" in complained


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--batch", "x.toml", "--format", "png"], "--format"),
        (["--batch", "x.toml", "--from", "2020-01-01"], "--from"),
        (["--format", "png"], "--out"),
        (["--format", "png", "--out", "x.png", "--remove"], "--batch"),
    ],
)
def test_a_batch_and_a_single_file_are_not_mixed(capsys, arguments, told):
    assert main(["export", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys, tmp_path):
    assert main(["export", "--batch", str(tmp_path / "gone.toml")]) == 2
    assert "gone.toml" in capsys.readouterr().err


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", SCHEDULE, re.DOTALL)


@pytest.mark.thorough
def test_the_examples_of_the_docs_are_made_as_they_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "render", lambda *_args: b"drawn")
    monkeypatch.setattr(run, "pdf_book", lambda entries, title: f"{len(entries)} {title}".encode())
    counts = []
    for at, text in enumerate([*blocks("toml"), (ROOT / "deploy" / "batch.toml").read_text(encoding="utf-8")]):
        path = tmp_path / f"{at}.toml"
        path.write_text(re.sub(r'folder = ".*?"', f'folder = "{at}"', text), encoding="utf-8")
        account = run.run(plan.read(path, current()), current(), lambda *_each: None)
        assert set(account.files.values()) == {run.MADE}
        counts.append(len(account.files))
    assert counts[:3] == [2 * 2 * 2 + 1, 2, 4 * 2]


def test_the_units_of_the_docs_are_sound(tmp_path):
    service, timer = (text.replace("/opt/situation-map/.venv/bin/python", sys.executable) for text in blocks("ini"))
    units = {"situation-map-batch.service": service, "situation-map-batch.timer": timer}
    for name, text in units.items():
        (tmp_path / name).write_text(text)
        parsed = configparser.ConfigParser(strict=False, interpolation=None)
        parsed.read_string(text)
        assert parsed.sections()[0] == "Unit"
    analyse = shutil.which("systemd-analyze")
    if analyse is not None:
        names = [str(tmp_path / name) for name in units]
        told = subprocess.run([analyse, "verify", "--man=no", *names], capture_output=True, text=True, check=False)
        ours = [line for line in told.stderr.splitlines() if "situation-map-batch" in line]
        assert not ours, told.stderr


def test_the_line_of_the_docs_for_cron_calls_this_command():
    (line,) = [line for line in blocks("cron")[0].splitlines() if "export" in line]
    assert re.fullmatch(r"(\S+\s+){5}.*python -m lib export --batch \S+", line)
    assert (ROOT / line.split()[-1]).is_file()
