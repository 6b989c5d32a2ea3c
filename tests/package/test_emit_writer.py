"""Writing: all or nothing, only what differs, and never what is not ours."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from apiloom.package import exchange
from apiloom.package import package_writer as writer
from apiloom.package.disk import scan
from apiloom.package.lock import locked
from apiloom.package.package_writer import Changes, publish, recover
from tests.package.packages import OLD, contents, photograph, write

NEW = {
    "__init__.py": b"",
    "models/__init__.py": b"A = 3\n",
    "client/__init__.py": b"C = 4\n",
}


@pytest.fixture(params=["exchange", "two steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of swapping: the atomic one, and the one for old file systems."""
    if request.param == "two steps":
        monkeypatch.setattr(exchange, "_exchange", lambda new, root: False)
    return str(request.param)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A written package."""
    root = tmp_path / "out"
    write(OLD, root)
    return root


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ours(root: Path) -> dict[str, bytes]:
    files = contents(root)
    del files["manifest.json"]
    return files


def test_a_new_folder_gets_its_parents_and_the_usual_mode(tmp_path: Path) -> None:
    root = tmp_path / "src/deep/out"
    write(OLD, root)
    assert ours(root) == OLD
    usual = tmp_path / "usual"
    usual.mkdir()
    assert root.stat().st_mode == usual.stat().st_mode
    assert names(root.parent) == ["out"]


def test_changes_are_made_and_nothing_else_is_touched(out: Path, way: str) -> None:
    before = photograph(out)
    comparison = write(NEW, out)
    assert ours(out) == NEW
    assert photograph(out)["__init__.py"] == before["__init__.py"]
    assert comparison.unchanged == ("__init__.py",)
    assert not (out / "models/pet.py").exists()
    assert names(out.parent) == ["out"]


def test_foreign_files_stay_as_they_are(out: Path, way: str) -> None:
    (out / "models/mine.py").write_text("mine")
    (out / "notes/empty").mkdir(parents=True)
    (out / "link").symlink_to("models/mine.py")
    (out / "dangling").symlink_to("/nowhere/at/all")
    before = photograph(out)
    write(NEW, out)
    after = photograph(out)
    assert after["models/mine.py"] == before["models/mine.py"]
    assert (out / "notes/empty").is_dir()
    assert (out / "link").readlink() == Path("models/mine.py")
    assert (out / "dangling").readlink() == Path("/nowhere/at/all")


def test_folders_emptied_and_byte_code_of_removed_modules_go(out: Path) -> None:
    cache = out / "models/__pycache__"
    cache.mkdir()
    for name in ("pet.cpython-311.pyc", "pet.cpython-313.opt-1.pyc"):
        (cache / name).write_bytes(b"")
    write({"__init__.py": b""}, out)
    assert sorted(contents(out)) == ["__init__.py", "manifest.json"]
    assert not (out / "models").exists()


def test_byte_code_of_others_stays(out: Path) -> None:
    cache = out / "models/__pycache__"
    cache.mkdir()
    foreign = {"petty.cpython-311.pyc", "__init__.cpython-311.pyc", "pet.pyc"}
    for name in (*foreign, "pet.cpython-311.pyc"):
        (cache / name).write_bytes(b"")
    write({"__init__.py": b"", "models/__init__.py": b"A = 1\n"}, out)
    assert {path.name for path in cache.iterdir()} == foreign


def test_modes_of_folders_stay(out: Path) -> None:
    out.chmod(0o750)
    (out / "models").chmod(0o700)
    write(NEW, out)
    assert out.stat().st_mode & 0o777 == 0o750
    assert (out / "models").stat().st_mode & 0o777 == 0o700


def test_files_that_cannot_be_linked_are_copied(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError("no links here")

    (out / "mine.py").write_text("mine")
    before = photograph(out)
    monkeypatch.setattr(os, "link", refuse)
    write(NEW, out)
    after = photograph(out)
    assert after["mine.py"][1:] == before["mine.py"][1:]
    assert after["mine.py"][0] != before["mine.py"][0]


@pytest.mark.parametrize("failing", ["swap", "_carry_over", "_build"])
def test_a_failure_changes_nothing(
    out: Path, monkeypatch: pytest.MonkeyPatch, failing: str, way: str
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = photograph(out)
    monkeypatch.setattr(writer, failing, fail)
    with pytest.raises(OSError, match="No space"):
        write(NEW, out)
    assert photograph(out) == before
    assert names(out.parent) == ["out"]


def test_a_failure_between_the_two_steps_is_undone(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail_second(self: Path, target: Path) -> Path:
        if target == out and "-old-" not in self.name:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    before = photograph(out)
    monkeypatch.setattr(exchange, "_exchange", lambda new, root: False)
    monkeypatch.setattr(Path, "rename", fail_second)
    with pytest.raises(OSError, match="Input/output"):
        write(NEW, out)
    assert photograph(out) == before
    assert names(out.parent) == ["out"]


def test_a_file_where_a_folder_must_be_changes_nothing(out: Path) -> None:
    (out / "client").write_text("mine")
    before = photograph(out)
    with pytest.raises(FileExistsError):
        write(NEW, out)
    assert photograph(out) == before


def test_what_appears_while_writing_is_kept(
    out: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    carry_over = writer._carry_over

    def meanwhile(old: Path, new: Path) -> None:
        carry_over(old, new)
        (out / "late").mkdir(exist_ok=True)
        (out / "late/new.txt").write_text("late")
        (out / "late.py").write_text("late")
        (out / "models/pet.py").write_text("edited at the last moment")

    monkeypatch.setattr(writer, "_carry_over", meanwhile)
    write(NEW, out)
    assert (out / "late/new.txt").read_text() == "late"
    assert (out / "late.py").read_text() == "late"
    assert (out / "models/pet.py").read_text() == "edited at the last moment"
    assert (out / "models/__init__.py").read_bytes() == NEW["models/__init__.py"]


def test_leftovers_of_killed_runs_are_removed(out: Path) -> None:
    before = photograph(out)
    left = out.parent / ".out.apiloom-0123abcd"
    (left / "models").mkdir(parents=True)
    (left / "models/pet.py").write_text("half")
    foreign = [".out.apiloom-notes", ".outer.apiloom-0123abcd", ".out.apiloom-0123ABCD"]
    for name in foreign:
        (out.parent / name).mkdir()
    (out.parent / ".out.apiloom-aaaaaaaa").write_text("a file, so not ours")
    recover(out)
    assert names(out.parent) == sorted(["out", ".out.apiloom-aaaaaaaa", *foreign])
    assert photograph(out) == before


def test_a_run_killed_between_the_two_steps_is_undone_later(out: Path) -> None:
    before = photograph(out)
    out.rename(out.parent / ".out.apiloom-old-01234567")
    (out.parent / ".out.apiloom-89abcdef").mkdir()
    recover(out)
    assert photograph(out) == before
    assert names(out.parent) == ["out"]


def test_a_folder_without_write_permission_is_respected(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = photograph(out)
    # The tests may run as root, whom no mode stops.
    monkeypatch.setattr(os, "access", lambda path, mode: path != out)
    with pytest.raises(PermissionError):
        write(NEW, out)
    assert photograph(out) == before


def test_a_mount_inside_the_package_is_not_swapped_away(out: Path) -> None:
    disk = scan(out)
    entry = disk.entries["models/pet.py"]
    object.__setattr__(entry, "device", entry.device + 1)
    with pytest.raises(OSError, match="mounted"):
        publish(disk, Changes({"a.py": b""}))
    assert ours(out) == OLD


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    events: list[str] = []

    def second() -> None:
        with locked(tmp_path):
            events.append("second")

    with locked(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        events.append("first")
    thread.join()
    assert events == ["first", "second"]
    assert names(tmp_path) == []


def test_waiting_ends(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(TimeoutError), locked(tmp_path, patience=0.1):
        pass
