"""A file of events is read once: who comes next takes what was kept of it, and that is the very same."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.config import disk_cache
from lib.events import kept, store, table
from lib.events.problems import kinds
from lib.text import language
from tests.conftest import as_csv

FAULTY = as_csv(
    [
        {"event_id": "sound", "place": "Saraqib", "place_ar": "سراقب", "lat": 35.86, "lon": 36.8, "deaths_low": 0},
        {"event_id": "sound", "place": "twice"},
        {"event_id": "figure", "deaths_low": "many", "note": 'a "note"\nof two lines'},
        {"event_id": "word", "subkind": "raid"},
        {"event_id": "range", "deaths_low": 9, "deaths_high": 3},
        {"event_id": "civilians", "deaths_high": 1, "deaths_low": 1, "civilian_deaths_low": 5},
        {"event_id": "nowhere", "lat": 91, "lon": 0, "point_basis": "file"},
        {"event_id": "half", "lat": 35.9},
    ]
)
SOUND = as_csv([{"event_id": f"e{n}", "place": "Saraqib", "civilian_deaths_low": n or ""} for n in range(3)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLIB_MAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "read"


@pytest.fixture
def readings(monkeypatch):
    """How often the reader was called."""
    calls = []
    plain = table.read
    monkeypatch.setattr(table, "read", lambda data, name: calls.append(name) or plain(data, name))
    return calls


def same(one, other):
    assert one.frame.equals(other.frame)
    assert list(one.frame.dtypes) == list(other.frame.dtypes)
    assert one.frame.index.equals(other.frame.index)
    assert (one.version, one.name, one.rows_read) == (other.version, other.name, other.rows_read)
    assert one.problems == other.problems
    assert list(map(str, kinds(one.problems))) == list(map(str, kinds(other.problems)))
    for kind, like in zip(kinds(one.problems), kinds(other.problems), strict=True):
        assert (kind.rows == like.rows).all()
        assert [kind.message(at) for at in range(len(kind.rows))] == [like.message(at) for at in range(len(like.rows))]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("data", [SOUND, FAULTY, table.DEFAULT_TABLE.read_bytes()], ids=["sound", "faulty", "shipped"])
def test_what_is_kept_is_the_reading_itself_type_by_type_and_problem_by_problem(readings, data):
    first = kept.read(data, "events.csv")
    second = kept.read(data, "events.csv")
    assert readings == ["events.csv"], "the second time nothing was read"
    same(first, second)
    same(second, table.read(data, "events.csv"))


@pytest.mark.usefixtures("folder")
def test_problems_name_the_file_as_it_is_called_now():
    kept.read(FAULTY, "old.csv")
    same(kept.read(FAULTY, "new.csv"), table.read(FAULTY, "new.csv"))


@pytest.mark.usefixtures("folder")
def test_problems_are_told_in_the_language_of_who_reads(readings):
    english = kept.read(FAULTY, "events.csv")
    token = language.set("fr")
    try:
        french = kept.read(FAULTY, "events.csv")
    finally:
        language.reset(token)
    assert str(french.problems[0]) != str(english.problems[0])
    same(kept.read(FAULTY, "events.csv"), english)
    assert len(readings) == 2


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def of_another_file(path):
    other = next(file for file in path.parent.glob("*.parquet") if file != path)
    path.write_bytes(other.read_bytes())


def without_a_column(path):
    rows = pq.read_table(BytesIO(disk_cache.read(path)))
    write(path, rows.drop_columns(["note"]))


def of_another_type(path):
    rows = pq.read_table(BytesIO(disk_cache.read(path)))
    write(path, rows.set_column(rows.schema.get_field_index("lat"), "lat", pa.array(["north"] * len(rows))))


def of_other_problems(path):
    rows = pq.read_table(BytesIO(disk_cache.read(path)))
    write(path, rows.replace_schema_metadata({b"reading": b'{"of": "", "problems": [{"no": 1}]}'}))


def write(path, rows):
    body = BytesIO()
    pq.write_table(rows, body)
    disk_cache.write(path, body.getvalue())


SPOILED = {
    "cut": cut,
    "empty": lambda path: path.write_bytes(b""),
    "no Parquet": lambda path: disk_cache.write(path, b"PAR1 nothing of the kind PAR1"),
    "of another file": of_another_file,
    "without a column": without_a_column,
    "of another type": of_another_type,
    "of other problems": of_other_problems,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_cannot_be_trusted_is_read_again(folder, readings, spoil):
    kept.read(FAULTY, "other.csv")
    others = set(folder.iterdir())
    kept.read(SOUND, "events.csv")
    [path] = set(folder.iterdir()) - others
    spoil(path)
    readings.clear()
    same(kept.read(SOUND, "events.csv"), table.read(SOUND, "events.csv"))
    assert readings[0] == "events.csv"


@pytest.mark.usefixtures("folder")
def test_other_bytes_and_other_code_are_another_reading(readings, monkeypatch):
    kept.read(SOUND, "events.csv")
    kept.read(SOUND + b"\n", "events.csv")
    monkeypatch.setattr(kept, "_code", lambda: b"another version")
    kept.read(SOUND, "events.csv")
    assert len(readings) == 3


def test_the_oldest_readings_go_and_the_last_used_stay(folder, readings):
    made = [as_csv([{"event_id": f"file {n}"}]) for n in range(kept.MOST + 3)]
    for data in made:
        kept.read(data, "events.csv")
        kept.read(made[0], "events.csv")
    assert len(list(folder.glob("*.parquet"))) == kept.MOST
    assert len(readings) == len(made), "what is used again and again is not read again"


def test_without_a_folder_that_can_be_written_everything_is_read(folder, readings):
    folder.parent.mkdir()
    folder.write_bytes(b"")
    for _time in range(2):
        assert len(kept.read(SOUND, "events.csv").frame) == 3
    assert len(readings) == 2


def test_a_table_that_a_reader_brings_is_never_written(folder):
    store.guest(table.read(SOUND, "mine.csv"))
    assert not folder.exists()


AGAIN = """
from lib.events import table
def refuse(data, name):
    raise SystemExit("the file was read again")
table.read = refuse
from lib.events.store import current
print(current().events.version, len(current().events.frame))
"""


@pytest.mark.usefixtures("folder")
def test_a_second_process_does_not_read_the_file(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_bytes(SOUND)
    monkeypatch.setenv("IDLIB_MAP_TABLE", str(path))
    version = store.current().events.version
    done = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [version, "3"], done.stderr
