"""The command line, as a user in a shell meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.events.schema import NAMES

ROOT = Path(__file__).resolve().parents[1]
ROW = {
    "event_id": "s1", "kind": "strike", "subkind": "airstrike", "date_start": "2020-02-05", "place_ar": "سراقب",
    "source": "A newspaper: a title", "is_primary": "true",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> str:
    lines = [",".join(NAMES), *(",".join(row.get(name, "") for name in NAMES) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def validate(tmp_path, capsys):
    def run(*rows: dict[str, str]) -> tuple[int, list[str]]:
        status = main(["validate", write(tmp_path / "mine.csv", *rows)])
        return status, capsys.readouterr().out.splitlines()

    return run


def test_a_sound_table_gives_one_line_and_status_0(validate):
    assert validate(ROW) == (0, ["1 row read, 0 left out, 0 problems"])


def test_every_problem_is_one_line_and_the_status_is_1(validate):
    status, lines = validate(
        ROW, {**ROW, "event_id": "s2", "date_start": "31.12.19"}, {**ROW, "event_id": "s3", "lat": "1"}
    )
    assert status == 1
    assert lines[0] == (
        "mine.csv, row 3, column date_start: '31.12.19' is not a date; write it as YYYY-MM-DD. The row was left out."
    )
    assert lines[-1] == "3 rows read, 1 left out, 2 problems"
    assert len(lines) == 3


def test_notices_alone_are_no_failure(validate):
    status, lines = validate({**ROW, "note": "so\x07und"})
    assert status == 0
    assert lines[-1] == "1 row read, 0 left out, 0 problems, 1 notice"


def test_a_missing_file_is_a_problem_not_a_traceback(capsys, tmp_path):
    assert main(["validate", str(tmp_path / "none.csv")]) == 1
    assert "There is no such file" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["validate"], ["dance"], ["validate", "a", "b"]])
def test_wrong_usage_ends_with_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_shipped_table_is_sound(capsys):
    assert main(["validate", str(ROOT / "data" / "events.csv")]) == 0, capsys.readouterr().out


def test_a_terminal_without_arabic_gets_no_traceback(tmp_path):
    path = write(tmp_path / "mine.csv", {**ROW, "lat": "سراقب"})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "lib", "validate", path],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b""
    assert b"\\u0633" in done.stdout
