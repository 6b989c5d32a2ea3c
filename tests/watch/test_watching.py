"""Snapshots of files, and waiting for one to differ: by looks, and by what is told."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from apiloom.cli import file_changes
from apiloom.cli.file_changes import wait
from apiloom.cli.file_snapshots import Snapshot


def _in_turn(*steps: Callable[[], object]) -> Callable[[float], None]:
    """A sleep in which something happens each time, and then no more."""
    waiting: Iterator[Callable[[], object]] = iter(steps)

    def sleep(seconds: float) -> None:
        assert seconds > 0
        next(waiting, lambda: None)()

    return sleep


def test_what_changes_appears_and_goes_is_named(tmp_path: Path) -> None:
    changed, gone, new, same = (tmp_path / name for name in "abcd")
    for path in (changed, gone, same):
        path.write_text("1")
    before = Snapshot.of((changed, gone, new, same))
    assert not before.differing(before.again())
    changed.write_text("22")
    gone.unlink()
    new.write_text("")
    assert before.differing(before.again()) == (changed, gone, new)


def test_a_file_of_the_same_size_put_in_its_place_is_a_change(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("1")
    before = Snapshot.of((path,))
    other.write_text("2")
    found = path.stat()
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(path)
    assert before.differing(before.again()) == (path,)


def test_a_folder_is_all_that_it_holds(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    before = Snapshot.of((tmp_path,))
    new = tmp_path / "deep/er/new"
    new.write_text("1")
    assert before.differing(before.again()) == (new,)


def test_two_snapshots_keep_the_earlier_look(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_text("a")
    before = Snapshot.of((one,))
    one.write_text("changed")
    both = before | Snapshot.of((one, two))
    assert both.differing(both.again()) == (one,)


def test_waits_until_a_file_has_come_to_rest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("")
    before = Snapshot.of((path,))
    sleep = _in_turn(
        lambda: None,
        lambda: path.write_text("half"),
        lambda: path.write_text("half and more"),
        lambda: path.write_text("whole, at last"),
        lambda: None,
    )
    assert wait(before, sleep, told=False) == (path,)
    assert path.read_text() == "whole, at last"


def test_what_never_rests_is_acted_upon_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("")
    before = Snapshot.of((path,))

    def sleep(seconds: float) -> None:
        with path.open("a") as file:
            file.write("more")

    assert wait(before, sleep, told=False) == (path,)


def test_a_file_that_comes_back_unchanged_is_waited_over(tmp_path: Path) -> None:
    path, aside = tmp_path / "a", tmp_path / "aside"
    path.write_text("1")
    before = Snapshot.of((path,))
    sleep = _in_turn(
        lambda: path.rename(aside),
        lambda: aside.rename(path),
        lambda: None,
        lambda: path.write_text("a change, at last"),
    )
    assert wait(before, sleep, told=False) == (path,)
    assert path.read_text() == "a change, at last"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """Every look that is taken; none is, but where something is told."""
    taken: list[Snapshot] = []
    look = Snapshot.again

    def again(snapshot: Snapshot) -> Snapshot:
        taken.append(look(snapshot))
        return taken[-1]

    monkeypatch.setattr(Snapshot, "again", again)
    monkeypatch.setattr(file_changes, "_LOOK_ANYWAY", 600.0)
    return taken


def _until_watched(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the system has been asked: what is done from then on is told."""
    asked = threading.Event()
    watch = watchfiles.watch

    def watched(*paths: Path, **options: object) -> object:
        options["rust_timeout"] = 50
        for changes in watch(*paths, **options):  # type: ignore[arg-type]
            asked.set()
            if changes:
                yield changes

    monkeypatch.setattr(watchfiles, "watch", watched)
    return asked


@pytest.mark.parametrize("place", ["a", "deep/b", "not/yet/there"])
def test_nothing_is_looked_at_until_something_is_told(
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    looks: list[Snapshot],
) -> None:
    (tmp_path / "deep").mkdir()
    path = tmp_path / place
    before = Snapshot.of((path,))
    asked = _until_watched(monkeypatch)

    def change() -> None:
        assert asked.wait(60)
        assert looks == []
        for _ in range(3):
            # As long as nobody has looked, nothing is asked of the files either.
            asked.clear()
            assert asked.wait(60)
            assert looks == []
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")

    writer = threading.Thread(target=change)
    writer.start()
    assert wait(before, lambda _: None) == (path,)
    writer.join()


def _absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)


def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(*paths: Path, **options: object) -> Iterator[None]:
        raise OSError(28, "no space left on device: inotify watch limit")

    monkeypatch.setattr(watchfiles, "watch", watch)


@pytest.mark.parametrize("broken", [_absent, _full])
def test_looks_do_where_nothing_can_be_told(
    broken: Callable[[pytest.MonkeyPatch], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken(monkeypatch)
    path = tmp_path / "a"
    before = Snapshot.of((path,))
    sleep = _in_turn(lambda: None, lambda: path.write_text("1"))
    assert wait(before, sleep) == (path,)


def test_looks_that_take_long_are_taken_rarely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    before = Snapshot.of((path,))
    clock = iter(range(0, 100, 3))
    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            path.write_text("1")

    assert wait(before, sleep, told=False) == (path,)
    assert slept == [150, 150, file_changes.PAUSE]
