"""As in a container: nobody's user, no home, a file system that cannot be written but for one folder in memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.conftest import HOST, ROOT, free_port
from tests.deploy.two_processes import await_answer
from tests.web.doors import Door, files

NOBODY = "65534"
VIEW = "from=2020-02-20&to=2020-02-27"
WRITABLE = "/mnt"
"""Where the folder in memory is, in the mounts of this one process."""
ALONE = f"""
for at in / $(awk '$2 ~ "^/(tmp|var|dev/shm|run|work|root|home)" {{ print $2 }}' /proc/self/mounts); do
  mount -o remount,bind,ro "$at" || exit 9
done
mount -t tmpfs -o size=2g,mode=1777 tmpfs {WRITABLE} || exit 9
exec "$@"
"""
"""Makes every mount read-only, for the process that it becomes and for no other."""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """The address of a server that may write to one folder in memory."""
    if os.geteuid() or not shutil.which("unshare") or not shutil.which("setpriv"):
        pytest.fail("needs root, and unshare and setpriv of util-linux: run it in a container")
    port, log = free_port(), tmp_path_factory.mktemp("sealed") / "log.txt"
    as_nobody = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"]
    bare = [
        "env",
        "--ignore-environment",
        f"PATH={os.environ['PATH']}",
        f"TMPDIR={WRITABLE}",
        "PYTHONDONTWRITEBYTECODE=1",
    ]
    served = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.address", HOST,
              "--server.port", str(port)]  # fmt: skip
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", ALONE, "sh", *as_nobody, *bare, *served]
    with log.open("w") as to:
        process = subprocess.Popen(command, cwd=ROOT, stdout=to, stderr=to)
    try:
        await_answer(f"http://{HOST}:{port}/healthz")
        yield f"http://{HOST}:{port}", process.pid, log
    finally:
        process.terminate()
        process.wait(30)


def test_the_server_is_as_poor_as_the_test_says(sealed):
    _address, pid, _log = sealed
    told = Path(f"/proc/{pid}")
    status = dict(line.split(":\t", 1) for line in (told / "status").read_text("ascii").splitlines())
    assert set(status["Uid"].split()) == {NOBODY}
    assert int(status["CapEff"], 16) == 0
    assert b"\0HOME=" not in b"\0" + (told / "environ").read_bytes()
    mounts = [line.split() for line in (told / "mounts").read_text("utf-8").splitlines()]
    assert next(options for _what, at, _kind, options, *_rest in mounts if at == "/").startswith("ro")


@pytest.mark.parametrize("door", files(), ids=Door.address)
def test_every_kind_of_file_is_made(sealed, door):
    address, _pid, log = sealed
    with urlopen(f"{address}{door.path}?{door.asks if 'story' in door.asks else VIEW}", timeout=500) as answer:
        assert answer.status == 200
        assert len(answer.read()) > 100
    assert "Traceback" not in log.read_text("utf-8")
