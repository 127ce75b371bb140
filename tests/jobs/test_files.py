"""What a worker writes for the server lies on the disk for as long as somebody needs it, and not a moment longer."""

from __future__ import annotations

import gc

import pytest

from lib.config import file_lock
from lib.jobs import files
from lib.jobs.errors import WorkerFailedError
from lib.jobs.files import WrittenFile
from lib.jobs.queue import Bounds, JobQueue
from lib.jobs.results import Results
from tests.jobs import calls


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def queue():
    made = JobQueue(1, bounds=Bounds(file_bytes=1000))
    yield made
    made.close()


def submit(queue, function, *args, key="k", **more):
    return queue.submit(function, *args, client="a", timeout_s=60, key=key, file="bin", **more)


def names(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("folder")
def test_a_file_is_shared_cached_and_gone_with_the_last_who_holds_it(queue):
    one, two = submit(queue, calls.write, b"abc"), submit(queue, calls.write, b"abc")
    file = one.result.result(60)
    assert two.result.result(60) is file
    assert (file.path.read_bytes(), file.size) == (b"abc", 3)
    assert queue.holds("k")
    # One that takes all the room drives it out of the cache; who sends it has it still.
    submit(queue, calls.write, b"x" * 999, key="other").result.result(60)
    assert not queue.holds("k")
    assert file.path.read_bytes() == b"abc"
    path = file.path
    del one, two, file
    gc.collect()
    assert not path.parent.exists()


@pytest.mark.parametrize("function", [calls.write_and_fail, calls.write_and_die])
def test_a_file_that_was_not_finished_leaves_nothing_behind(queue, folder, function):
    with pytest.raises(WorkerFailedError):
        submit(queue, function).result.result(60)
    assert list(folder.iterdir()) == []


def test_a_file_under_way_ends_with_the_only_reader_who_wanted_it(queue, folder):
    job = submit(queue, calls.write_and_wait, wants_progress=True, ends_alone=True)
    assert job._steps.get(timeout=60) == (0.5, "written")
    assert names(folder) == ["file.bin", "file.bin-journal"]
    queue.leave(job)
    with pytest.raises(WorkerFailedError):
        job.result.result(60)
    assert list(folder.iterdir()) == []
    # Whoever asks for it after that has one of their own.
    assert submit(queue, calls.write, b"abc", ends_alone=True).result.result(60).size == 3


def test_a_file_under_way_goes_on_for_the_other_who_wants_it(queue, folder):
    first = submit(queue, calls.write_when_told, str(folder / "go"), wants_progress=True, ends_alone=True)
    assert first._steps.get(timeout=60) == (0.5, "waiting")
    second = submit(queue, calls.write_when_told, str(folder / "go"), wants_progress=True, ends_alone=True)
    queue.leave(first)
    (folder / "go").touch()
    assert second.result.result(60).size == 3


def test_the_folder_of_a_process_that_was_killed_is_swept_and_that_of_one_at_work_is_not(tmp_path):
    for name in ("dead", "alive"):
        (tmp_path / f"{files.PREFIX}{name}" / "x").mkdir(parents=True)
        (tmp_path / f"{files.PREFIX}{name}" / files.LOCK).touch()
    (tmp_path / "another's").mkdir()
    with file_lock.hold(tmp_path / f"{files.PREFIX}alive" / files.LOCK):
        files.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{files.PREFIX}alive", "another's"}


def test_files_and_bytes_have_rooms_of_their_own(folder):
    held = Results(memory=4, disk=4)
    path = files.place("bin")
    path.write_bytes(b"1234")
    held.add("file", WrittenFile(path))
    held.add("bytes", b"1234")
    assert held.get("file").size == len(held.get("bytes")) == 4
    held.add("more", b"1")
    assert held.get("bytes") is None
    assert held.get("file") is not None
    assert names(folder) == ["file.bin"]
