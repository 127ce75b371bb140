"""Each file of deploy/ is read by the program that it is for."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.conftest import DESKTOP, HOST, ROOT, free_port, map_frame, patient
from tests.deploy.two_processes import CONFIG, Process, await_answer, install

DEPLOY = CONFIG.parent
PATH = "/maps/here"


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


def configured(folder: Path, *processes: str) -> tuple[Path, str]:
    """Write the example of nginx for these processes as a whole file; gives it and the address that it listens at."""
    at = f"{HOST}:{free_port()}"
    here = (DEPLOY / "nginx.conf").read_text("utf-8").replace("listen 8080", f"listen {at}")
    for example, process in zip(("127.0.0.1:8501", "127.0.0.1:8502"), processes, strict=True):
        here = here.replace(f"server {example};", f"server {process};" if process else "")
    whole = folder / "nginx.conf"
    whole.write_text(f"pid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ access_log off;\n{here}\n}}\n")
    return whole, f"http://{at}"


def test_nginx_reads_its_file(tmp_path):
    whole, _address = configured(tmp_path, "127.0.0.1:8501", "127.0.0.1:8502")
    done = subprocess.run([install("nginx"), "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nginx_gives_the_map_its_path_and_nothing_else(tmp_path, chromium):
    with ExitStack() as running:
        process = Process(tmp_path, "map", STREAMLIT_SERVER_BASE_URL_PATH=PATH.strip("/"))
        running.callback(process.kill)
        whole, address = configured(tmp_path, process.at, "")
        nginx = subprocess.Popen([install("nginx"), "-c", str(whole), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        running.callback(nginx.wait, 20)
        running.callback(nginx.terminate)
        await_answer(f"{address}{PATH}/healthz")
        context = running.enter_context(patient(chromium, DESKTOP))
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}{PATH}?from=2020-02-20&to=2020-03-05")
        map_frame(page)
        assert not [url for url in asked if url.startswith("http") and not url.startswith(f"{address}{PATH}")]
        with urlopen(f"{address}{PATH}/export/events.csv", timeout=60) as answer:
            assert answer.headers["content-type"].startswith("text/csv")
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{address}/light", timeout=60)


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
