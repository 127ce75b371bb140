"""What is in deploy/ names only what there is: settings, addresses, files, and one another."""

from __future__ import annotations

import ipaddress
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from lib.config.settings import PREFIX, SETTINGS, fault
from lib.web.routes import ROUTES

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = (DEPLOY / "situation-map@.service").read_text("utf-8")
HAPROXY = (DEPLOY / "haproxy.cfg").read_text("utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
PATH = "/maps/here"
KNOWN = {setting.name: setting for setting in SETTINGS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path):
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", path.read_text("utf-8")))
    assert named <= set(KNOWN)


def test_every_file_stands_in_the_document_and_the_document_names_no_other():
    told = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert set(re.findall(r"^\|[^|]*\| `([^`]+)` \|$", told, re.MULTILINE)) == {
        path.name for path in FILES if path.suffix not in {".toml", ".dockerignore"}
    }


def environment() -> dict[str, str]:
    """Give what the image and the composition set, each variable of the shell blank or its default."""
    given = dict(part.split("=", 1) for line in re.findall(r"^ENV ((?:.|\\\n)*?[^\\])$", DOCKERFILE, re.MULTILINE)
                 for part in shlex.split(line.replace("\\\n", " ")))  # fmt: skip
    given |= COMPOSE["x-map"]["environment"]
    return {name: re.sub(r"\$\{\w+:[-?][^}]*\}", "", str(text)) for name, text in given.items()}


def test_every_value_can_be_used():
    wrong = [fault(KNOWN[name], text) for name, text in environment().items() if name in KNOWN and text]
    assert not [sentence for sentence in wrong if sentence and "/cache" not in sentence]
    assert environment()["IDLIB_MAP_CACHE"] == "/cache"


def test_the_image_holds_what_the_package_holds_and_the_locked_requirements():
    allowed = [
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*project["only-include"], *(name for name in project["force-include"] if "/" not in name)]
    for name in [*needed, "requirements.lock"]:
        assert (ROOT / name).exists()
        assert any(fnmatch(name, pattern) for pattern in allowed)
    for pattern in allowed:
        assert list(ROOT.glob(pattern))
    assert "--require-hashes" in DOCKERFILE


def test_the_process_is_nobody_writes_to_two_folders_and_can_gain_no_rights():
    user = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1]
    made = COMPOSE["x-map"]
    assert user == made["user"]
    assert not user.startswith("0")
    assert made["read_only"] is True
    assert made["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in made["security_opt"]
    writable = {mount.split(":")[0] for mount in made["tmpfs"]} | {mount.split(":")[1] for mount in made["volumes"]}
    assert writable == {"/tmp", "/cache"}  # noqa: S108  folders of the container
    set_to = environment()
    assert {set_to["TMPDIR"], set_to["IDLIB_MAP_CACHE"]} == writable
    assert set_to["MPLCONFIGDIR"].startswith("/cache/")
    assert "HOME" not in set_to


def test_what_asks_for_health_asks_an_address_that_there_is():
    paths = {route.path for route in ROUTES}
    checked = re.search(r"HEALTHCHECK.*?urlopen\('([^']+)'", DOCKERFILE, re.DOTALL).group(1)
    port = re.search(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE).group(1)
    assert urlsplit(checked).path in paths
    assert str(urlsplit(checked).port) == port
    assert f'"--server.port", "{port}"' in DOCKERFILE
    assert re.search(r"option httpchk GET (\S+)", HAPROXY).group(1) in paths


def test_the_proxy_is_told_what_it_needs_and_is_believed_by_the_processes():
    services, given = COMPOSE["services"], COMPOSE["services"]["proxy"]["environment"]
    assert set(given) == set(re.findall(r"\$\{(\w+)\}", HAPROXY))
    servers = {given[name].split(":")[0] for name in given if name != "MAP_BIND"}
    assert servers == set(services) - {"proxy"} == set(services["proxy"]["depends_on"])
    (network,) = COMPOSE["networks"]["map"]["ipam"]["config"]
    assert ipaddress.ip_network(environment()["IDLIB_MAP_PROXIES"]) == ipaddress.ip_network(network["subnet"])
    assert "option forwardfor" in HAPROXY


def test_nothing_is_open_to_the_network_that_is_not_meant_to_be():
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["proxy"]["ports"])
    assert not [name for name, service in COMPOSE["services"].items() if name != "proxy" and "ports" in service]
    assert "--server.address 127.0.0.1" in UNIT


def test_the_unit_has_a_user_of_its_own_and_writes_to_its_cache_alone():
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "NoNewPrivileges=yes"):
        assert line in UNIT.splitlines()
    cache = re.search(r"^CacheDirectory=(\S+)$", UNIT, re.MULTILINE).group(1)
    assert f"IDLIB_MAP_CACHE=/var/cache/{cache} " in UNIT


def test_nginx_hands_the_path_of_the_example_on_as_it_is():
    assert f"location {PATH}/ {{" in NGINX
    (passed,) = re.findall(r"proxy_pass (\S+);", NGINX)
    assert urlsplit(passed).path == "", "with a path there nginx would take ours away"
    assert f"--server.baseUrlPath={PATH.strip('/')}" in NGINX
    assert "X-Forwarded-For $remote_addr" in NGINX, "who asks is not taken from what a client says"
