"""``serve``: the map as a web server, from any folder."""

from __future__ import annotations

import os
import sys

import pytest

from lib.__main__ import main
from lib.config.paths import APP


def test_the_server_takes_the_place_of_the_command_with_host_and_port(monkeypatch, capsys):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, command: started.append((program, command)))
    monkeypatch.setattr(os, "name", "posix")

    class Done:
        returncode = 0

    monkeypatch.setattr("lib.commands.serve.subprocess.run", lambda *_args, **_more: Done())
    assert main(["serve", "--host", "192.0.2.1", "--port", "8600"]) == 0
    ((program, command),) = started
    assert program == sys.executable
    assert str(APP) in command
    assert command[-4:] == ["--server.address", "192.0.2.1", "--server.port", "8600"]
    assert "http://192.0.2.1:8600" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_what_is_no_port_is_refused_in_words(port, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", port])
    assert ended.value.code == 2
    assert "a port is a whole number" in capsys.readouterr().err
