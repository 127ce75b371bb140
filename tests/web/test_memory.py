"""What stays for as long as the server runs is not searched for garbage."""

import gc

import app
from lib.web.memory import freeze_startup_objects


def test_what_is_there_when_the_server_is_ready_is_never_searched_again():
    kept = [[] for _ in range(1000)]
    try:
        freeze_startup_objects()
        searched = {id(thing) for thing in gc.get_objects()}
        assert not searched & {id(thing) for thing in kept}
    finally:
        gc.unfreeze()


def test_what_comes_later_is_still_searched():
    try:
        freeze_startup_objects()
        later = []
        later.append(later)
        assert any(thing is later for thing in gc.get_objects())
    finally:
        gc.unfreeze()


def test_the_server_sets_aside_what_it_prepared(monkeypatch):
    prepared = []
    monkeypatch.setattr(app, "prepare", lambda: prepared.append([]))
    try:
        app._prepare()
        assert all(thing is not prepared[0] for thing in gc.get_objects())
    finally:
        gc.unfreeze()
