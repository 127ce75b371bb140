"""A whole server, as it is run: what it sends with its pages, and that it stops in time whatever it is at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import HOST, ROOT, free_port
from tests.faults.test_processes import ends

FILM = "/export/map.gif?from=2020-01-01&to=2020-02-25&dates=daily&size=540p"


def asked(address: str, **headers: str):
    """Status, headers and body of an answer, whatever its status."""
    try:
        with urlopen(Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


class Server:
    """The product, served as `make run` does."""

    def __init__(self, folder, **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.log = folder / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--server.address", HOST, "--server.port", str(self.port)],
                cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        late = monotonic() + 120
        while not self.answers():
            if monotonic() > late or self.process.poll() is not None:
                pytest.fail(self.log.read_text()[-2000:])
            sleep(0.1)

    def answers(self) -> bool:
        try:
            urlopen(f"{self.address}/healthz", timeout=5).close()
        except OSError:
            return False
        return True

    def children(self) -> list[int]:
        done = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(pid) for pid in done.stdout.split()]

    def end(self) -> None:
        self.process.kill()
        self.process.wait(20)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("server"), IDLIB_MAP_HOSTS="127.0.0.1,map.example")
    yield made
    made.end()


def test_a_page_carries_its_policy_and_the_request_a_name(server):
    status, headers, _body = asked(server.address)
    assert status == 200
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert len(headers["x-request-id"]) == 8
    late = monotonic() + 20  # the line is written once all of the answer is sent
    while (line := f" {headers['x-request-id']} GET / 200 ") not in server.log.read_text() and monotonic() < late:
        sleep(0.05)
    assert line in server.log.read_text()


def test_what_is_not_there_or_not_for_everybody_is_404(server):
    for path in ("/nonsense", "/.git/config", "/_stcore/metrics", "/assets/" + "a" * 300 + ".js", "/export/map.docx"):
        assert asked(server.address + path)[0] == 404, path
    assert asked(f"{server.address}/robots.txt")[0] == 200


def test_a_host_that_is_not_the_servers_is_refused(server):
    assert asked(f"{server.address}/export/events.txt?to=2019-12-02", Host="evil.example")[0] == 400
    status, _headers, body = asked(f"{server.address}/export/events.txt?to=2019-12-02", Host="map.example")
    assert status == 200
    assert b"http://map.example/" in body


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="signals and processes as Linux has them")
def test_a_server_that_is_told_to_stop_ends_in_ten_seconds_tells_who_waits_and_leaves_nothing(tmp_path):
    server = Server(tmp_path)
    try:
        with ThreadPoolExecutor(2) as asking:
            film = asking.submit(asked, server.address + FILM)
            late = monotonic() + 60
            while "lib.jobs.child 0" not in commands(server.children()) and monotonic() < late:
                sleep(0.1)
            children = server.children()
            assert children
            began = monotonic()
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(60)
            took = monotonic() - began
            status, headers, body = film.result(60)
        assert took < 10
        assert (status, headers["retry-after"]) == (503, "10")
        assert b"being stopped" in body
        assert all(ends(pid) for pid in children)
        assert "Traceback" not in server.log.read_text()
    finally:
        server.end()


def commands(pids: list[int]) -> str:
    """The command lines of processes; that of an export is named by the niceness that tests set, 0."""
    which = ",".join(map(str, pids)) or "0"
    return subprocess.run(["ps", "-o", "args=", "-p", which], capture_output=True, text=True, check=False).stdout
