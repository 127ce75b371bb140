"""Which column of a reader's table is which: a line for each with some of its cells, a guess, and a way to change it.

The answer is a column mapping as JSON, which can be downloaded and brought again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import streamlit as st

from lib.events.mapping.apply import preview
from lib.events.mapping.guess import SEVERAL, proposed_words
from lib.events.mapping.model import MAX_BYTES, ColumnMapping, MappingError, from_json
from lib.events.mapping.vocabulary import KIND_OF, STEMS, WORD_COLUMNS
from lib.events.questions import Question
from lib.events.reading.grid import Grid, grid_of
from lib.events.schema import BY_NAME, NAMES, Holds
from lib.text import _, enumerated, ngettext, number, pgettext
from lib.text.vocabulary import in_words
from lib.ui.panels import plain
from lib.ui.tables import data_table

MOST_OPEN = 40
"""Columns of the file that are shown at once; the others are a click away."""
MOST_WORDS = 30
"""Different cells of a column of words that can be matched here; a saved mapping can hold more."""
_SAMPLE_CELLS = 3
_CELL = 40


@dataclass(frozen=True)
class _Asked:
    """What is asked about: the file, its columns and their titles, some rows, the cells of each column, the guess."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    distinct: tuple[tuple[str, ...], ...]
    guess: ColumnMapping
    titles: Mapping[str, str]

    def key(self, *parts: object) -> str:
        """Name a widget about this file."""
        return ".".join(("own.columns", self.file, *map(str, parts)))

    def column_of(self, header: str) -> str:
        """Return what a column of the file was guessed to be, "" for nothing."""
        return next((column for column, name in self.guess.columns.items() if name.strip() == header.strip()), "")


def ask(file: str, title: str, question: Question) -> str | None:
    """Ask which column is which.

    Args:
        file: Id of the file, in the names of the widgets.
        title: Its name.
        question: What was asked about it, with the guess as JSON in ``suggested``.

    Returns:
        The mapping as JSON once the reader says so, else None.
    """
    header, *rows = question.sample
    asked = _Asked(file, header, tuple(rows), question.distinct, from_json(question.suggested), question.titles)
    st.markdown(f"**{plain(title[:60])}**  \n{_('Which column is which?')}")
    st.caption(
        _("The columns of your file, each with some of its cells and what it was taken for. Change what is wrong.")
    )
    if (saved := _saved(asked)) is not None:
        return saved
    columns = _columns(asked)
    if columns is None:
        return None
    words = {column: chosen for column in columns if (chosen := _words(asked, column, columns[column]))}
    constants = _constants(asked, columns)
    mapping = ColumnMapping(columns, words, constants)
    _preview(asked, mapping, title)
    missing = mapping.missing()
    if missing:
        lacking = {"date_start": _("the day (date_start)"), "subkind": _("the sort of event (subkind)")}
        st.warning(_("Still to say: {names}.").format(names=enumerated(lacking[name] for name in missing)))
    with st.container(horizontal=True):
        used = st.button(
            _("Use these columns"),
            type="primary",
            disabled=bool(missing),
            key=asked.key("use"),
            icon=":material/check:",
        )
        st.download_button(
            _("Download this mapping"), mapping.to_json(), "column-mapping.json", "application/json",
            on_click="ignore", key=asked.key("download"), icon=":material/download:",
        )  # fmt: skip
    return mapping.to_json() if used else None


def _saved(asked: _Asked) -> str | None:
    """Ask for a mapping that was saved before, brought as a file or as text."""
    with st.expander(_("Use a mapping that you saved"), icon=":material/upload_file:"):
        brought = st.file_uploader(_("Saved mapping (JSON)"), type=["json"], key=asked.key("saved"))
        pasted = st.text_area(_("or its text"), max_chars=MAX_BYTES, key=asked.key("pasted"), height=80)
        text: str | bytes = brought.getvalue() if brought is not None else pasted
        if not st.button(_("Use this mapping"), key=asked.key("use_saved")) or not text:
            return None
        try:
            mapping = from_json(text)
        except MappingError as error:
            st.error(plain(str(error)))
            return None
        if why := _unfit(asked, mapping):
            st.error(plain(why))
            return None
        return mapping.to_json()


def _unfit(asked: _Asked, mapping: ColumnMapping) -> str:
    """Say why a mapping is not for this file, "" when it is."""
    for name in mapping.columns.values():
        if name.strip() not in _stripped(asked.header):
            return _("The mapping names the column '{name}', which the file does not have.").format(name=name[:_CELL])
    if lacking := mapping.missing():
        return _("The mapping does not say {names}.").format(names=enumerated(lacking))
    return ""


def _stripped(header: Sequence[str]) -> set[str]:
    return {name.strip() for name in header}


def _columns(asked: _Asked) -> dict[str, str] | None:
    """Ask what each column of the file is, a line each; None when two of them are said to be the same."""
    named = [at for at, name in enumerate(asked.header) if name.strip()]
    first = [at for at in named if asked.column_of(asked.header[at])]
    others = [at for at in named if at not in first]
    shown = sorted((*first, *others[: max(0, MOST_OPEN - len(first))]))
    chosen = {at: _line(asked, at) for at in shown}
    if hidden := [at for at in named if at not in chosen]:
        words = ngettext("{n} further column", "{n} further columns", len(hidden)).format(n=number(len(hidden)))
        with st.expander(words):
            chosen |= {at: _line(asked, at) for at in hidden}
    columns: dict[str, str] = {}
    for at, column in chosen.items():
        for end in STEMS.get(column, (column,)):
            other = next((name for name in columns if end in STEMS.get(name, (name,))), "")
            if column and other and columns[other] != asked.header[at]:
                words = _("'{one}' and '{two}' cannot both be {column}. Change one of them.")
                st.error(
                    plain(words.format(one=columns[other][:_CELL], two=asked.header[at][:_CELL], column=_label(column)))
                )
                return None
        if column:
            columns[column] = asked.header[at]
    return columns


def _line(asked: _Asked, at: int) -> str:
    """Show one column of the file, its name and some of its cells, and ask what it is."""
    name, cells, choice = st.columns([3, 4, 5], vertical_alignment="center")
    header = asked.header[at]
    title = asked.titles.get(header, header)[:_CELL]
    name.markdown(f"**{plain(title)}**")
    filled = [row[at] for row in asked.rows if row[at].strip()][:_SAMPLE_CELLS]
    cells.caption(plain(" · ".join(cell[:_CELL] for cell in filled)) or pgettext("cell of a table", "blank"))
    options = ("", *_targets())
    guessed = asked.column_of(header)
    picked: str = choice.selectbox(
        title, options, index=options.index(guessed) if guessed in options else 0, format_func=_label,
        key=asked.key("column", at), label_visibility="collapsed",
    )  # fmt: skip
    return picked


def _targets() -> list[str]:
    """List the columns of the event table, a figure as one before its two ends."""
    lows = {low: stem for stem, (low, _high) in STEMS.items()}
    return [target for name in NAMES for target in ((lows[name], name) if name in lows else (name,))]


def _label(column: str) -> str:
    """Write a column of the event table as a choice says it."""
    if not column:
        return _("— not used —")
    if column in STEMS:
        meaning = BY_NAME[STEMS[column][0]].meaning.removesuffix(BY_NAME[STEMS[column][0]].meaning.split(": ")[-1])
        return f"{column}: {_(meaning.rstrip(': '))}, {_('one figure')}"
    return f"{column}: {BY_NAME[column].meaning.split('. ')[0].replace(' (see below)', '').rstrip('.')}"


def _words(asked: _Asked, column: str, header: str) -> dict[str, str]:
    """Ask what the words of a column are: a line for each that is not ours already."""
    if column not in WORD_COLUMNS:
        return {}
    at = asked.header.index(header)
    cells = asked.distinct[at][:MOST_WORDS] if at < len(asked.distinct) else ()
    # A cell of several words is read word by word.
    cells = tuple(cell for cell in cells if BY_NAME[column].holds is not Holds.WORDS or not SEVERAL.search(cell))
    guessed = dict(asked.guess.words.get(column, {})) or proposed_words(column, cells)
    flag = BY_NAME[column].holds is Holds.FLAG
    options = ("", *(("true", "false") if flag else BY_NAME[column].words))
    chosen: dict[str, str] = {}
    with st.expander(
        _("Words of '{name}' ({column})").format(name=plain(header[:_CELL]), column=column),
        expanded=column in {"kind", "subkind", "controller"},
        icon=":material/translate:",
    ):
        for n, cell in enumerate(cells):
            given, choice = st.columns([4, 5], vertical_alignment="center")
            given.markdown(plain(cell[:80]))
            word = guessed.get(cell, "")
            chosen[cell] = choice.selectbox(
                cell[:_CELL], options, index=options.index(word) if word in options else 0, format_func=_word,
                key=asked.key("word", column, at, n), label_visibility="collapsed",
            )  # fmt: skip
    return {**{cell: word for cell, word in guessed.items() if cell not in chosen}, **chosen}


def _word(word: str) -> str:
    return f"{in_words(word)} ({word})" if word else _("— none of these: left out —")


def _constants(asked: _Asked, columns: Mapping[str, str]) -> dict[str, str]:
    """Ask what every row holds, where no column tells: the sort of event, who holds the place, the source."""
    constants = dict(asked.guess.constants)
    if "subkind" not in columns:
        kind = st.selectbox(
            _("No column tells what sort of event a row is. All rows are:"), ("", *KIND_OF), format_func=_kind,
            key=asked.key("kind"),
        )  # fmt: skip
        if kind:
            constants |= {"subkind": kind, "kind": KIND_OF[kind]}
        if kind and KIND_OF[kind] == "control" and "controller" not in columns:
            holder = st.selectbox(
                _("Who holds the places:"), ("", *BY_NAME["controller"].words), format_func=_word,
                key=asked.key("holder"),
            )  # fmt: skip
            constants |= {"controller": holder} if holder else {}
    if "source" not in columns:
        source = st.text_input(
            _("No column names a source. The source of all rows (blank: the file's name):"), max_chars=200,
            key=asked.key("source"),
        ).strip()  # fmt: skip
        constants |= {"source": source} if source else {}
    return constants


def _kind(subkind: str) -> str:
    return f"{in_words(KIND_OF[subkind])}: {in_words(subkind)}" if subkind else _("— choose —")


def _preview(asked: _Asked, mapping: ColumnMapping, title: str) -> None:
    """Show the first rows as they will be read."""
    if not mapping.columns:
        return
    try:
        frame = preview(_grid(asked), mapping, title)
    except MappingError as error:
        st.error(plain(str(error)))
        return
    made = {"event_id"} - set(mapping.columns)
    frame = frame.drop(columns=[name for name in made if name in frame])
    st.markdown(_("The first rows as they will be read:"))
    data_table(pd.DataFrame(frame), height=38 + 35 * max(1, len(frame)))


def _grid(asked: _Asked) -> Grid:
    """Make a grid from the rows that are shown, as a file of them would be."""
    columns = list(zip(*asked.rows, strict=True)) if asked.rows else [() for _name in asked.header]
    return grid_of([
        (name, pa.chunked_array([pa.array(cells, type=pa.string())]))
        for name, cells in zip(asked.header, columns, strict=True)
    ])  # fmt: skip


def unlike(header: Sequence[str]) -> list[str]:
    """Return names of columns of which no two are alike, as a table on the page needs them."""
    names: list[str] = []
    for name in header:
        names.append(name if name and name not in names else f"{name} ({len(names) + 1})")
    return names
