"""What a remote execution engine relies on: declared inputs, declared outputs, no more.

The commands are those of BUILDING.md.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.build_step.projects import ROOT, SAMPLE

PAGE = (ROOT / "BUILDING.md").read_text("utf-8")
COMMAND = "apiloom generate api/openapi.yaml -o out/shelf"
CHECKOUT = {
    "PYTHONPATH": str(ROOT / "generator"),
    "PYTHONDONTWRITEBYTECODE": "1",
    "XDG_CACHE_HOME": "/dev/null",
}
"""Without a home, and with a cache that cannot be written."""


def alone() -> list[str]:
    """How a command is run without a network, where the system lets us."""
    program = shutil.which("unshare")
    if program is None:
        return []
    command = [program, "--map-root-user", "--net"]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return [] if tried.returncode else command


def arguments() -> list[str]:
    """The command of the page, by the Python of these tests."""
    assert COMMAND in PAGE
    return [sys.executable, "-s", "-m", *shlex.split(COMMAND)]


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """All that stands in a folder, and when each of it changed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mtime_ns,
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


def sandbox(folder: Path) -> Path:
    """The inputs, which nobody may write, and a place for the output."""
    shutil.copytree(SAMPLE, folder / "api", ignore=shutil.ignore_patterns("*.toml"))
    (folder / "out").mkdir()
    for path in [folder / "api", *(folder / "api").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def woven(folder: Path, environment: Mapping[str, str], umask: int) -> dict[str, bytes]:
    """What the command puts out; it may touch nothing else below `folder`."""
    before = everything(folder / "api")
    done = subprocess.run(
        [*alone(), *arguments()],
        cwd=folder,
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert everything(folder / "api") == before
    assert [path.name for path in folder.iterdir() if path.name[0] == "."] == []
    assert [path.name for path in (folder / "out").iterdir()] == ["shelf"]
    return {name: data for name, (*_, data) in everything(folder / "out").items()}


def test_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    bare = woven(sandbox(tmp_path / "a"), CHECKOUT, 0o077)

    away = sandbox(tmp_path / "some where" / "else")
    home = tmp_path / "home"
    home.mkdir()
    other = {
        **CHECKOUT,
        "HOME": str(home),
        "LC_ALL": "C",
        "PATH": "/nowhere",
        "PYTHONHASHSEED": "12345",
        "SOURCE_DATE_EPOCH": "0",
        "TMPDIR": str(home),
        "TZ": "Pacific/Auckland",
        "USER": "somebody",
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    assert woven(away, other, 0o022) == bare
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert [path.parent for path in kept] == [home / "cache/apiloom/packages"]
    assert str(tmp_path).encode() not in kept[0].read_bytes()
    assert str(tmp_path).encode() not in b"".join(bare.values())


def test_an_output_folder_that_is_there_already(tmp_path: Path) -> None:
    """Bazel makes the folders that an action declares."""
    folder = sandbox(tmp_path / "a")
    (folder / "out/shelf").mkdir()
    assert "shelf/client.py" in woven(folder, CHECKOUT, 0o022)


def test_inputs_that_are_links(tmp_path: Path) -> None:
    """Sandboxes on the same machine link to what stands in the workspace."""
    copied = woven(sandbox(tmp_path / "a"), CHECKOUT, 0o022)
    linked = tmp_path / "b"
    for path in (tmp_path / "a/api").rglob("*.yaml"):
        link = linked / path.relative_to(tmp_path / "a")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path)
    (linked / "out").mkdir()
    assert woven(linked, CHECKOUT, 0o022) == copied


def test_nothing_is_tried_on_the_network(tmp_path: Path) -> None:
    """A reference to another host is refused before anything is looked up."""
    if not (isolated := alone()):
        pytest.skip("the network cannot be cut off here")
    document = tmp_path / "openapi.yaml"
    document.write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        "components: {schemas: {A: {$ref: 'https://example.com/a.yaml'}}}\n"
    )
    command = [sys.executable, "-m", "apiloom", "generate", "openapi.yaml", "-o", "api"]
    done = subprocess.run(
        [*isolated, *command, "--json"],
        cwd=tmp_path,
        env=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    (found,) = json.loads(done.stdout)["documents"][0]["diagnostics"]
    assert (done.returncode, found["code"]) == (2, "reference-refused")


def test_the_build_files_of_the_page_can_be_read() -> None:
    """Both languages have the grammar of Python."""
    blocks = re.findall(
        r"^```(?:starlark|python)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(blocks) >= 4
    for block in blocks:
        ast.parse(block)
