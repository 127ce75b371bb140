"""A server that has much to prepare says how far it is, and one that has nothing says nothing."""

from __future__ import annotations

from lib.web import telling
from lib.web.telling import Telling


def test_a_line_comes_now_and_then_and_one_at_the_end(capsys, monkeypatch):
    times = iter([0.0, 1.0, 6.0, 7.0, 30.0])
    monkeypatch.setattr(telling, "monotonic", lambda: next(times))
    told = Telling()
    for n in (1, 2, 3):
        told(n / 3, f"{n} of 3")
    told.end()
    assert capsys.readouterr().out.splitlines() == [
        "Preparing the map, which can be used meanwhile: 2 of 3",
        "All is prepared, after 30 seconds.",
    ]


def test_what_is_there_at_once_is_not_told(capsys):
    told = Telling()
    told(1.0, "all of it")
    told.end()
    assert not capsys.readouterr().out
