"""A lock is held by one at a time, and free again when it is closed or its process is gone."""

from __future__ import annotations

import subprocess
import sys

from lib.config import file_lock

HOLD_AND_TELL = """
import sys
from pathlib import Path
from lib.config import file_lock
held = file_lock.hold(Path(sys.argv[1]))
print("held" if held else "taken", flush=True)
sys.stdin.read()
"""


def test_it_is_held_by_one_at_a_time_and_goes_with_its_process(tmp_path):
    path = tmp_path / "lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_TELL, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "held\n"
    assert file_lock.hold(path) is None
    other.kill()
    other.wait()
    other.stdin.close()
    other.stdout.close()
    with file_lock.hold(path):
        assert file_lock.hold(path) is None
    file_lock.hold(path).close()
