"""A known fault in a pinned version is found, online or off, and one is accepted only with a reason."""

from __future__ import annotations

import io
import json

import pytest

from lib.config.paths import ROOT
from tools import audit
from tools.audit import Fault, listed, online, pinned

LOCK = "starlette==1.0.0 \\\n    --hash=sha256:aa\nPyYAML==6.0.2 ; python_version >= '3'\n# x==1"
KNOWN = [{"package": "starlette", "fixed": "1.1.0", "name": "CVE-1"}]


def test_what_a_lock_file_pins_is_read():
    assert pinned(LOCK) == {"starlette": "1.0.0", "pyyaml": "6.0.2"}


@pytest.mark.parametrize(("version", "found"), [("1.0.9", True), ("1.1.0", False), ("1.10.0", False)])
def test_a_version_before_the_mended_one_is_a_fault(version, found):
    assert bool(listed({"starlette": version}, KNOWN)) is found


def test_what_the_public_database_knows_is_told_and_what_is_accepted_is_marked(monkeypatch):
    answer = {"results": [{"vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}, {}]}
    monkeypatch.setattr(audit.urllib.request, "urlopen", lambda *_a, **_k: io.BytesIO(json.dumps(answer).encode()))
    found = online({"a": "1", "b": "2"}, {"CVE-2": "not reachable"})
    assert found == [Fault("a", "1", "CVE-1"), Fault("a", "1", "CVE-2", "not reachable")]


def test_without_a_network_the_list_of_ours_is_enough(monkeypatch, capsys):
    def refuse(*_asked, **_named):
        raise OSError("no network")

    monkeypatch.setattr(audit.urllib.request, "urlopen", refuse)
    assert audit.main() == 0, "no fault is known of what is pinned, but for those accepted with a reason"
    assert "cannot be asked" in capsys.readouterr().out


def test_every_lock_file_pins_by_hash():
    for name in audit.LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.count("--hash=sha256:") >= len(pinned(text)) > 50
