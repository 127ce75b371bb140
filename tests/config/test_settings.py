"""Settings: declared once, documented as declared, and refused with a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.config.environment import faults
from lib.config.paths import APP, LIB, ROOT
from lib.config.settings import SETTINGS, Settings, settings

TABLE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
BAD = {
    "IDLIB_MAP_EXPORT_PROCESSES": ("many", "0", "1.5", "65", "\u0663", "\uff13", "1_0", "+3", " 3", "3\n", "9" * 5000),
    "IDLIB_MAP_EXPORT_TIMEOUT": ("soon", "0", "-3", "nan", "inf", "1e9", "1e2", "2,5", " 3", "1_0", "\u0663"),
    "IDLIB_MAP_ADDRESS": ("maps.example.org", "ftp://maps.example.org", "https://", "https://a b", "https://a/?x=1"),
    "IDLIB_MAP_CACHE": (__file__,),
    "IDLIB_MAP_FRAME_ANCESTORS": (
        "example.org",
        "https://",
        "https://a b",
        "*.example.org",
        "https://a/b",
        "*,none",
        ",",
        "https://a; script-src *",
        "https://*",
        "'self'",
    ),
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def test_the_documents_list_every_setting_as_it_is_declared():
    rows = [line for line in TABLE.splitlines() if line.startswith("| `IDLIB_MAP_")]
    assert rows == [f"| `{s.name}` | {s.kind.words} | {s.default} | {s.meaning} |" for s in SETTINGS]


def test_no_other_module_reads_the_environment_for_a_setting():
    for path in [*LIB.rglob("*.py"), *(ROOT / "pages").glob("*.py"), APP]:
        if path.name not in {"settings.py", "environment.py"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"""["']IDLIB_MAP_""", text), f"{path.relative_to(ROOT)} names a setting's variable"
            assert not re.search(r"environ\.get\(|environ\[|getenv\(", text), f"{path.name} reads the environment"


def test_without_any_variable_every_setting_has_its_default():
    assert settings() == Settings()


def test_a_setting_is_read_as_its_type(monkeypatch, tmp_path):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path))
    monkeypatch.setenv("IDLIB_MAP_EXPORT_QUEUE", "7")
    monkeypatch.setenv("IDLIB_MAP_EXPORT_TIMEOUT", "2.5")
    monkeypatch.setenv("IDLIB_MAP_ADDRESS", "https://maps.example.org/idlib/")
    now = settings()
    assert (now.cache, now.export_queue, now.export_timeout_s) == (tmp_path, 7, 2.5)
    assert now.address == "https://maps.example.org/idlib"


def test_a_blank_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_EXPORT_QUEUE", "")
    assert settings() == Settings()
    assert faults({"IDLIB_MAP_EXPORT_QUEUE": ""}) == []


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a_bad_value_is_told_in_a_sentence_and_never_used(name, text, monkeypatch):
    (sentence,) = faults({name: text})
    assert sentence.startswith(f"{name} is {text!r}, but has to be ")
    monkeypatch.setenv(name, text)
    assert settings() == Settings()


def test_a_misspelled_name_is_told_with_the_one_that_was_meant():
    assert faults({"IDLIB_MAP_TABEL": "x"}) == ["IDLIB_MAP_TABEL is no setting; is IDLIB_MAP_TABLE meant?"]
    assert faults({"IDLIB_MAP_TEST_CACHE": "x", "HOME": "x"}) == []


def test_a_command_ends_with_the_sentences_before_it_does_anything(monkeypatch, capsys):
    monkeypatch.setenv("IDLIB_MAP_EXPORT_PROCESSES", "many")
    monkeypatch.setenv("IDLIB_MAP_EXPORT_QUEUE", "0")
    with pytest.raises(SystemExit) as ended:
        main(["validate", "gone.csv"])
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert [line.split()[0] for line in told.err.splitlines()[:2]] == [
        "IDLIB_MAP_EXPORT_PROCESSES", "IDLIB_MAP_EXPORT_QUEUE"
    ]  # fmt: skip


@pytest.mark.thorough
def test_a_server_with_a_bad_setting_does_not_start_and_shows_no_trace():
    environment = os.environ | {"IDLIB_MAP_EXPORT_PROCESSES": "many"}
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.headless", "true", "--server.port", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "IDLIB_MAP_EXPORT_PROCESSES is 'many', but has to be a whole number from 1 to 64." in done.stderr
    assert "Traceback" not in done.stderr


def test_paths_hold_wherever_worker_processes_are_started(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IDLIB_MAP_TABLE", "mine.csv")
    monkeypatch.setenv("IDLIB_MAP_CACHE", "cache")
    main(["validate", "gone.csv"])
    capsys.readouterr()
    assert Path(settings().table) == tmp_path / "mine.csv"
    assert settings().cache == tmp_path / "cache"
