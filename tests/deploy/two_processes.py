"""Two processes of the product behind HAProxy, as deploy/haproxy.cfg has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

from tests.browser.conftest import HOST, ROOT, free_port

CONFIG = ROOT / "deploy" / "haproxy.cfg"


def install(package: str) -> str:
    """Get a program from Debian's package of its name if there is none.

    Returns:
        Its path.

    Raises:
        SystemExit: None could be had; the message says what to install.
    """
    if not shutil.which(package) and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, env=environment)
    if path := shutil.which(package):
        return path
    raise SystemExit(f"make deploy-check needs {package}: install your system's package {package}.")


class Process:
    """One process of the map, and where its log is."""

    def __init__(self, folder: Path, name: str, **settings: str) -> None:
        self.at = f"{HOST}:{free_port()}"
        self.log = folder / f"{name}.txt"
        self._settings = settings
        self.start()

    def start(self) -> None:
        """Start it, as `make run` does."""
        host, port = self.at.split(":")
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [*command, "--server.address", host, "--server.port", port],
                cwd=ROOT, env=os.environ | self._settings, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        await_answer(f"http://{self.at}/healthz")

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def kill(self) -> None:
        """End it without a warning, as a crash does."""
        self._process.kill()
        self._process.wait(20)

    def answered(self, line: str) -> int:
        """Count the answers that its log tells of."""
        return self.log.read_text("utf-8").count(line)

    def await_answers(self, line: str, n: int) -> None:
        """Wait until its log tells of so many: a line is written once all of an answer is sent.

        Raises:
            TimeoutError: It does not within twenty seconds.
        """
        late = monotonic() + 20
        while self.answered(line) < n:
            if monotonic() > late:
                raise TimeoutError(line)
            sleep(0.1)


@contextmanager
def behind_haproxy(folder: Path, **settings: str) -> Iterator[tuple[str, dict[str, Process]]]:
    """Serve two processes at one address; gives the address, and the processes by the names that the cookie has."""
    path, port = install("haproxy"), free_port()
    with ExitStack() as running:
        processes = {}
        for name in ("a", "b"):
            processes[name] = Process(folder, name, **settings)
            running.callback(processes[name].kill)
        told = {"MAP_BIND": f"{HOST}:{port}"} | {f"MAP_{name.upper()}": at.at for name, at in processes.items()}
        with (folder / "haproxy.txt").open("w") as log:
            proxy = subprocess.Popen([path, "-f", str(CONFIG)], env=os.environ | told, stdout=log, stderr=log)
        running.callback(proxy.wait, 20)
        running.callback(proxy.terminate)
        await_answer(f"http://{HOST}:{port}/healthz")
        yield f"http://{HOST}:{port}", processes


def await_answer(address: str) -> None:
    """Wait until an address answers.

    Raises:
        TimeoutError: It does not within two minutes.
    """
    late = monotonic() + 120
    while True:
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            if monotonic() > late:
                raise TimeoutError(address) from None
            sleep(0.1)
        else:
            return


if __name__ == "__main__":
    sys.stdout.writelines(f"{install(name)}\n" for name in ("haproxy", "nginx"))
