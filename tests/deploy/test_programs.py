"""Each file of deploy/ is read by the program that it is for."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.browser.conftest import HOST, ROOT, free_port
from tests.deploy.two_processes import CONFIG, install

DEPLOY = CONFIG.parent


def test_haproxy_reads_its_file():
    told = {"MAP_BIND": f"{HOST}:{free_port()}", "MAP_A": f"{HOST}:8501", "MAP_B": f"{HOST}:8502"}
    done = subprocess.run(
        [install("haproxy"), "-c", "-f", str(CONFIG)],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_nginx_reads_its_file(tmp_path):
    whole = tmp_path / "nginx.conf"
    here = (DEPLOY / "nginx.conf").read_text("utf-8").replace("listen 8080", f"listen {HOST}:{free_port()}")
    whole.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ access_log off;\n{here}\n}}\n")
    done = subprocess.run([install("nginx"), "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_systemd_reads_the_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.fail("needs systemd-analyze, of your system's package systemd")
    streamlit = shutil.which("true")
    unit = (DEPLOY / "situation-map@.service").read_text("utf-8")
    unit = unit.replace("/opt/situation-map/.venv/bin/streamlit", str(streamlit))
    path = tmp_path / "situation-map@8501.service"
    path.write_text(unit.replace("/opt/situation-map", str(ROOT)))
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
