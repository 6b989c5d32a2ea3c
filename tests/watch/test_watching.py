"""Snapshots of files, and waiting for one to differ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from apiloom.cli.file_snapshots import Snapshot, wait


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
    assert wait(before, sleep) == (path,)
    assert path.read_text() == "whole, at last"


def test_what_never_rests_is_acted_upon_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("")
    before = Snapshot.of((path,))

    def sleep(seconds: float) -> None:
        with path.open("a") as file:
            file.write("more")

    assert wait(before, sleep) == (path,)


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
    assert wait(before, sleep) == (path,)
    assert path.read_text() == "a change, at last"
