"""Comparison with the disk: every state, and diffs that `patch` understands."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from apiloom.package.comparison import (
    Comparison,
    FileDifference,
    FileState,
    compare,
    ignoring_provenance,
)
from apiloom.package.disk import scan
from apiloom.package.manifest import FileDigests
from tests.package.packages import OLD, ORIGIN, contents, file_set, write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A written package."""
    root = tmp_path / "out"
    write(OLD, root)
    return root


def states(comparison: Comparison) -> dict[str, FileState]:
    by_path = {item.path: item.state for item in comparison.differences}
    by_path.pop("manifest.json", None)
    return by_path


def test_the_same_is_no_difference(out: Path) -> None:
    comparison = compare(file_set(OLD), scan(out))
    assert comparison == Comparison((), tuple(sorted([*OLD, "manifest.json"])))


def test_line_ends_changed_by_git_are_no_difference(out: Path) -> None:
    (out / "models/pet.py").write_bytes(b"B = 2\r\n")
    assert not compare(file_set(OLD), scan(out)).differences
    changed = {**OLD, "models/pet.py": b"B = 3\n"}
    by_path = states(compare(file_set(changed), scan(out)))
    assert by_path == {"models/pet.py": FileState.DIFFERENT}


def test_every_state(out: Path) -> None:
    (out / "models/__init__.py").write_bytes(b"A = 'mine'\n")
    (out / "theirs.py").write_bytes(b"")
    new = {
        "__init__.py": b"changed\n",
        "models/__init__.py": b"A = 1\n",
        "theirs.py": b"ours\n",
        "added.py": b"",
    }
    comparison = compare(file_set(new), scan(out))
    assert states(comparison) == {
        "__init__.py": FileState.DIFFERENT,
        "models/__init__.py": FileState.EDITED,
        "theirs.py": FileState.FOREIGN,
        "added.py": FileState.MISSING,
        "models/pet.py": FileState.STALE,
    }
    assert comparison.counts == {
        FileState.MISSING: 1,
        FileState.DIFFERENT: 2,
        FileState.STALE: 1,
        FileState.EDITED: 1,
        FileState.FOREIGN: 1,
    }


def test_an_edited_file_that_is_no_longer_generated_is_edited(out: Path) -> None:
    (out / "models/pet.py").write_bytes(b"mine\n")
    remaining = {path: OLD[path] for path in OLD if path != "models/pet.py"}
    by_path = states(compare(file_set(remaining), scan(out)))
    assert by_path == {"models/pet.py": FileState.EDITED}


def test_a_file_edited_into_what_would_be_generated_is_no_edit(out: Path) -> None:
    (out / "models/pet.py").write_bytes(b"B = 9\n")
    new = {**OLD, "models/pet.py": b"B = 9\n"}
    assert states(compare(file_set(new), scan(out))) == {}


def test_a_removed_file_is_missing_and_a_removed_stale_one_is_nothing(
    out: Path,
) -> None:
    (out / "models/pet.py").unlink()
    by_path = states(compare(file_set(OLD), scan(out)))
    assert by_path == {"models/pet.py": FileState.MISSING}
    remaining = {path: OLD[path] for path in OLD if path != "models/pet.py"}
    assert states(compare(file_set(remaining), scan(out))) == {}


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_a_file_of_ours_replaced_by_something_else_is_edited(
    out: Path, kind: str
) -> None:
    target = out / "models/pet.py"
    target.unlink()
    if kind == "link":
        (out / "other").write_bytes(b"B = 2\n")
        target.symlink_to("../other")
    else:
        target.mkdir()
    by_path = states(compare(file_set(OLD), scan(out)))
    assert by_path == {"models/pet.py": FileState.EDITED}


@pytest.mark.parametrize("kind", ["file", "link"])
def test_something_in_the_way_of_a_folder_is_foreign(
    out: Path, tmp_path: Path, kind: str
) -> None:
    if kind == "file":
        (out / "client").write_bytes(b"")
    else:
        (tmp_path / "elsewhere").mkdir()
        (out / "client").symlink_to(tmp_path / "elsewhere")
    by_path = states(compare(file_set({**OLD, "client/a.py": b""}), scan(out)))
    assert by_path == {"client/a.py": FileState.FOREIGN}


def test_the_diff_can_be_applied_with_patch(out: Path) -> None:
    new = {
        "__init__.py": b"first\nlast without end",
        "models/__init__.py": b"A = 1\nwith\xe2\x80\xa8separator\n",
        "added/one.py": b"x = 1\n",
    }
    comparison = compare(file_set(new), scan(out))
    text = "".join(item.unified("out/") for item in comparison.differences)
    assert "--- /dev/null\n+++ b/out/added/one.py\n" in text
    assert "--- a/out/models/pet.py\n+++ /dev/null\n" in text
    subprocess.run(
        ["patch", "-p1", "--silent"], cwd=out.parent, input=text.encode(), check=True
    )
    assert contents(out) == file_set(new).contents()


def test_diffs_of_what_is_not_text() -> None:
    binary = FileDifference("a", FileState.DIFFERENT, b"\xff", b"x")
    assert binary.unified() == "Binary files a/a and b/a differ\n"
    empty = FileDifference("a", FileState.MISSING, None, b"")
    assert empty.unified() == "--- /dev/null\n+++ b/a\n"


def test_a_new_release_alone_is_no_difference(out: Path) -> None:
    origin = replace(ORIGIN, apiloom="9.9", formatter="black 99", templates="f" * 64)
    files = file_set(OLD, origin)
    digests = {
        path: FileDigests("rendered otherwise", listed.content)
        for path, listed in files.manifest.files.items()
    }
    newer = replace(files, manifest=replace(files.manifest, files=digests, warnings=4))
    disk = scan(out)
    assert compare(newer, disk).differences
    assert not compare(ignoring_provenance(newer, disk), disk).differences


def test_another_document_is_a_difference(out: Path) -> None:
    origin = replace(ORIGIN, documents={"openapi.yaml": "3" * 64})
    disk = scan(out)
    comparison = compare(ignoring_provenance(file_set(OLD, origin), disk), disk)
    assert [(item.path, item.state) for item in comparison.differences] == [
        ("manifest.json", FileState.DIFFERENT)
    ]
