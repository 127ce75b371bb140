"""Every page with every parameter of an address: whatever a link asks for, no page breaks and nothing is logged."""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl

import pytest

from lib.events.query import PARAMETERS, Query
from lib.pages import PAGES
from tests.ui.conftest import opened

FOUND, NOTHING, UNUSABLE = range(3)


def asked(parameter, which):
    return dict(parse_qsl(parameter.examples[which]))


def faults(page, caplog):
    """What a reader or an operator would see of a failure."""
    return [
        *(str(box.value) for box in page.error),
        *(str(box.message) for box in page.exception),
        *(record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR),
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.script)
@pytest.mark.parametrize("which", [FOUND, NOTHING], ids=["found", "nothing"])
def test_a_page_opens_with_any_parameter_that_can_be_used(page, which, caplog):
    shown, broken = opened(page), {}
    for parameter in PARAMETERS:
        shown.query_params.clear()
        for name, value in asked(parameter, which).items():
            shown.query_params[name] = value
        shown.run()
        if found := faults(shown, caplog):
            broken[parameter.examples[which]] = found
        if which == FOUND:
            query = shown.session_state["page_context"].query
            assert getattr(query, parameter.attribute) != getattr(Query(), parameter.attribute), parameter.name
        caplog.clear()
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.script)
def test_a_page_says_of_each_parameter_that_cannot_be_used_that_it_was_ignored(page, caplog):
    shown = opened(page)
    for parameter in PARAMETERS:
        for name, value in asked(parameter, UNUSABLE).items():
            shown.query_params[name] = value
    shown.run()
    assert not faults(shown, caplog)
    notes = " ".join(str(box.value) for box in shown.info).replace("\\", "")  # as Markdown shows them
    assert not [p.name for p in PARAMETERS if f"asks for {p.name} =" not in notes]
