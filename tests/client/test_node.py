"""Node comes from its package alone: without it every check of the client fails, and none is left out."""

import pytest

from tests.client import node, run
from tests.client.from_python import in_client


@pytest.fixture
def without_node(monkeypatch):
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("without_node")
def test_without_the_package_a_check_fails_with_a_sentence():
    with pytest.raises(FileNotFoundError, match="Node is missing: run `make setup-dev`"):
        in_client("return 1;")
    with pytest.raises(FileNotFoundError, match="Node is missing"):
        run.main()


@pytest.mark.usefixtures("without_node")
def test_the_command_says_the_sentence_and_fails(capsys):
    assert node.main() == 1
    assert "make setup-dev" in capsys.readouterr().err


def test_npm_runs_with_the_same_node():
    program, script, *rest = node.command("npm", "ci")
    assert program == node.command()[0]
    assert script.endswith("npm-cli.js")
    assert rest == ["ci"]
