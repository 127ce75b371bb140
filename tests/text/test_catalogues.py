"""Catalogues of translations: what is wrong with one is told by name, and what cannot be read translates nothing."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from lib.config import catalogue
from lib.config.language import LANGUAGES, speaking
from lib.text import _, ngettext, plural_forms
from lib.text.actors import actor_in_words, known_parts
from tools.messages import catalogues, sources

HEAD = """msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
"n%100>=11 && n%100<=99 ? 4 : 5);\\n"

"""
WHOLE = """msgid "Near {place}"
msgstr "قرب {place}"

msgctxt "a button"
msgid "Open"
msgstr "فتح"

msgid "{n} strike"
msgid_plural "{n} strikes"
msgstr[0] "لا ضربات"
msgstr[1] "ضربة واحدة"
msgstr[2] "ضربتان"
msgstr[3] "{n} ضربات"
msgstr[4] "{n} ضربة"
msgstr[5] "{n} ضربة"
"""


@pytest.fixture
def template() -> Catalog:
    made = Catalog()
    made.add("Near {place}", locations=[("a.py", 1)])
    made.add("Open", context="a button")
    made.add(("{n} strike", "{n} strikes"))
    return made


@pytest.fixture
def written(tmp_path):
    def write(body: str):
        path = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + body, encoding="utf-8")
        return path

    return write


def test_a_whole_catalogue_has_no_fault(written, template):
    assert list(catalogues.faults(written(WHOLE), template)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('msgstr "قرب {place}"', 'msgstr ""', "messages.po: “Near {place}” is not translated."),
        ('msgid "Near', '#, fuzzy\nmsgid "Near', "messages.po: “Near {place}” is fuzzy."),
        ("قرب {place}", "قرب {plaec}", "messages.po: “Near {place}” has {plaec}, which its source does not have."),
        ("قرب {place}", "قرب المكان", "messages.po: “Near {place}” lacks {place} of its source."),
        ("قرب {place}", "قرب {place", "messages.po: “Near {place}” has a bracket that is never closed."),
        ('msgstr[3] "{n} ضربات"', 'msgstr[3] ""', "messages.po: “{n} strike” is translated in part only."),
        ('msgctxt "a button"\n', "", "messages.po: “Open” (a button) is missing."),
        ('msgctxt "a button"\n', "", "messages.po: “Open” is obsolete."),
        ('msgctxt "a', '#~ msgid "Close"\n#~ msgstr "إغلاق"\n\nmsgctxt "a', "messages.po: “Close” is obsolete."),
    ],
)
def test_a_fault_of_a_catalogue_is_told_with_its_file_and_its_message(old, new, told, written, template):
    assert old in WHOLE
    assert told in list(catalogues.faults(written(WHOLE.replace(old, new, 1)), template))


def test_a_catalogue_that_is_not_there_is_told(tmp_path, template):
    assert list(catalogues.faults(tmp_path / "messages.po", template)) == ["messages.po: there is no such catalogue."]


def test_an_update_keeps_translations_begins_new_messages_and_is_the_same_file_every_time(written, template):
    path = written(WHOLE)
    template.add("A new one")
    catalogues.update(path, template, "ar")
    first = path.read_bytes()
    assert "قرب {place}".encode() in first
    assert list(catalogues.faults(path, template)) == ["messages.po: “A new one” is not translated."]
    catalogues.update(path, template, "ar")
    assert path.read_bytes() == first


def test_a_catalogue_is_compiled_once_and_read_from_the_cache_after_that(written, tmp_path, monkeypatch):
    path = written(WHOLE)
    monkeypatch.setattr(catalogue.disk_cache, "folder_of", lambda: tmp_path / "cache")
    assert catalogue.read.__wrapped__(path).gettext("Near {place}") == "قرب {place}"
    monkeypatch.setattr(catalogue, "compile_catalogue", lambda _written: pytest.fail("it was compiled again"))
    assert catalogue.read.__wrapped__(path).pgettext("a button", "Open") == "فتح"


def test_a_catalogue_that_cannot_be_read_translates_nothing_and_is_logged(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(catalogue.disk_cache, "folder_of", lambda: tmp_path / "cache")
    path = tmp_path / "messages.po"
    path.write_bytes(b'msgid "a"\nmsgstr "b\nnonsense\n')
    assert catalogue.read.__wrapped__(path).gettext("a") == "a"
    assert "messages.po cannot be read as a catalogue" in caplog.text


@pytest.mark.thorough
def test_a_template_holds_the_words_of_code_pages_templates_and_crisis():
    product, crisis = sources.of_product(), sources.of_crisis()
    assert product.get("Copy link") is not None  # the client's
    assert product.get("Other days") is not None  # a template's
    assert product.get("Figures of this view as a table") is not None  # inside an f-string
    assert crisis.get("the Moscow ceasefire") is not None
    assert crisis.get("Russian forces") is not None
    assert crisis.get("SY24") is None  # a name of a medium is said as it is


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_of_a_count_is_there_under_its_category(lang):
    with speaking(lang):
        forms = plural_forms("{n} reported strike", "{n} reported strikes")
    wanted = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}, "tr": {"one", "other"}}
    assert set(forms) == wanted.get(lang, {"one", "other", "many"} if "many" in forms else {"one", "other"})


def test_an_actor_is_taken_apart_into_parties_and_those_who_report_them():
    assert known_parts(["Russian forces (activists via Syria TV; SOHR); Turkey"]) == [
        "Russian forces", "Turkey", "activists",
    ]  # fmt: skip
    assert actor_in_words("Somebody unheard of (SOHR)") == "Somebody unheard of (SOHR)"


def test_english_is_what_is_written():
    assert _("Copy link") == "Copy link"
    assert ngettext("{n} strike", "{n} strikes", 2) == "{n} strikes"


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "لا تجمّعات"), (1, "تجمّع سكني واحد"), (2, "تجمّعين"), (4, "{n} تجمّعات"), (16, "تجمّعاً"), (100, "تجمّع سكني")],
)
def test_arabic_takes_the_form_of_each_number(n, form):
    with speaking("ar"):
        assert form in ngettext("{n} settlement", "{n} settlements", n)
