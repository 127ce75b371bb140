"""Workbooks that no spreadsheet program would save so: formulas without results, cells beyond the end of a sheet."""

from __future__ import annotations

import io
import zipfile

import pytest
import python_calamine

from tests.data.workbooks import workbook
from tests.events.test_sheets import BODY, NAMES, bring, ids, said

ROWS = workbook({"A": [NAMES, *BODY]})


class PanicException(BaseException):
    """What the library raises where its language gives up."""


def edited(old: bytes, new: bytes, data: bytes = ROWS) -> bytes:
    """A workbook with something else in the file of its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            assert old in part or "sheet1" not in name
            after.writestr(name, part.replace(old, new, 1) if "sheet1" in name else part)
    return out.getvalue()


DEATHS = b'<c t="inlineStr"><is><t xml:space="preserve">4</t></is></c>'


@pytest.mark.parametrize(
    "cell", [b"<f>1+2</f><v></v>", b"<f>1+2</f><v/>", b"<f>1+2</f>", b'<f t="shared" si="0"/>', b"<f>1+2</f>\n<v />\n"]
)
def test_formulas_without_results_are_told_with_column_and_row(cell):
    imported = bring(edited(DEATHS, b'<c r="H3">' + cell + b"</c>"))
    assert imported.table.frame["deaths_low"].fillna(-1).tolist() == [2, -1]
    assert "1 cell holds a formula without its result and was taken as blank (in H; row 3)" in said(imported)
    assert "Open it in Excel or LibreOffice, save it, and bring it again." in said(imported)


@pytest.mark.parametrize("cell", [b'r="H3"><f>1+2</f><v>3</v>', b'r="H3" t="str"><f>""</f><v></v>'])
def test_formulas_with_results_are_read_without_a_word(cell):
    assert "formula" not in said(bring(edited(DEATHS, b"<c " + cell + b"</c>")))


@pytest.mark.parametrize("place", ["ZZZZZZ4000000000", "XFE1", "ZZZZ1", "A1048577", "A99999999", "zzzz9"])
def test_a_cell_where_no_sheet_has_one_is_refused_with_a_sentence(place):
    imported = bring(edited(b"</sheetData>", f'<row><c r="{place}"><v>1</v></c></row></sheetData>'.encode()))
    assert "which no spreadsheet can hold" in said(imported)


@pytest.mark.thorough
def test_more_rows_than_a_sheet_can_have_are_refused_before_they_are_read():
    data = edited(b"</sheetData>", b"<row><c/></row>" * 1_048_577 + b"</sheetData>")
    assert len(data) < 100_000
    assert "which no spreadsheet can hold" in said(bring(data))


def test_the_last_cell_of_a_sheet_is_none_beyond_it():
    assert ids(bring(workbook({"A": [NAMES, *BODY]}, far={"A": {"XFD1048576": ""}}))) == ["s1", "s2"]


def test_a_library_that_gives_up_ends_with_a_sentence(monkeypatch):
    def panics(*_arguments):
        raise PanicException

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", panics)
    assert "The workbook is damaged and cannot be opened." in said(bring(ROWS))
