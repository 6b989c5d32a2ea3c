"""Names of files that make would obey: nothing is run, whatever a document says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import click
import pytest

from apiloom.cli.dependencies import Dependencies
from apiloom.cli.main import main
from apiloom.pipeline.job import Job, Outcome

REFUSED = (
    "api.json;touch${IFS}PWNED;%.json",
    "a;touch PWNED;%.json",
    "a;touch x;%.json",
    "a\ttouch PWNED",
    "a\n\ttouch PWNED",
    "a\r\n\ttouch PWNED",
    "$(shell touch PWNED)",
    "${shell touch PWNED}",
    "a`touch PWNED`",
    "a|touch PWNED",
    "a&touch PWNED",
    "a<b",
    "a>PWNED",
    "a'b",
    'a"b',
    "a*",
    "a?",
    "^",
    "|",
    "a\\",
    "a:",
    "lib(member)",
    "a\x1b[31m",
    ".SECONDEXPANSION",
    ".ONESHELL",
)
TOLD = (
    "SHELL=parts.json",
    "SHELL=touch PWNED #",
    "x!=touch PWNED",
    "x:=$$",
    "x::=y",
    "x +=y",
    "include parts",
    "-include parts",
    "define x",
    "export x=y",
    "override SHELL=x",
    "private SHELL=x",
    "load parts",
    "vpath %.c",
    "%.json",
    "api (1).json",
    "~root",
    "a $x b",
    "a\\b",
    "a\\ b",
    "a\\#b",
    "[ab].json",
    "{a,b}.json",
    "@a",
    "a:b",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not (tmp_path / "PWNED").exists()


def tell(here: Path, names: tuple[str, ...], stamp: str = "stamp") -> None:
    """The depfile of a run that has read files of these names."""
    for name in (*names, "openapi.json"):
        (here / name).write_text('{"type": "string"}')
    spec = here / "openapi.json"
    outcome = Outcome((), inputs=(spec, *(here / name for name in names)))
    told = Dependencies(here / "api.d", Path(stamp), Path("openapi.json"))
    told.recording(lambda job: outcome)(Job(Path("openapi.json"), Path("api")))
    assert told.write_files(0) == 0


@pytest.mark.parametrize("name", [name for name in REFUSED if "/" not in name])
def test_what_has_no_spelling_is_refused(here: Path, name: str) -> None:
    with pytest.raises(click.ClickException, match="cannot be told to make and ninja"):
        tell(here, (name,))
    assert not (here / "api.d").exists()


@pytest.mark.parametrize("stamp", ["a%", "SHELL=x", "a;touch PWNED", "a:"])
def test_a_target_is_refused_too(here: Path, stamp: str) -> None:
    with pytest.raises(click.ClickException, match="cannot be told to make and ninja"):
        tell(here, (), stamp)


def test_a_document_that_refers_to_such_a_name(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / REFUSED[0]).write_text('{"type": "string"}')
    reference = {"$ref": f"./{quote(REFUSED[0])}"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"S": reference}},
    }
    (here / "openapi.json").write_text(json.dumps(document))
    command = ["generate", "openapi.json", "-o", "api", "--target", "models"]
    assert main([*command, "--depfile", "api.d"]) == 2
    assert "cannot be told to make and ninja" in capsys.readouterr().err
    assert not (here / "api.d").exists()


@pytest.mark.parametrize("before", ["", ".SECONDEXPANSION:\n"])
def test_make_runs_nothing_and_knows_the_rest(here: Path, before: str) -> None:
    tell(here, TOLD)
    (here / "parts").write_text("$(shell touch PWNED)\n")
    (here / "Makefile").write_text(f"all: stamp\n{before}-include api.d\n\t\n")
    for path in here.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    make = shutil.which("make")
    assert make is not None
    done = subprocess.run([make], cwd=here, capture_output=True, text=True, check=False)
    # Where names are expanded twice, one with a dollar is not there, and nothing runs.
    assert done.returncode == (2 if before else 0), done.stderr
    assert not (here / "PWNED").exists()
    # The shell is still the shell.
    (here / "Makefile").write_text("-include api.d\nstamp:\n\techo run by $(SHELL)\n")
    os.utime(here / "openapi.json")
    done = subprocess.run(
        [make, "stamp"], cwd=here, capture_output=True, text=True, check=False
    )
    assert "run by /bin/sh" in done.stdout, done.stderr


def test_ninja_knows_them_all(here: Path) -> None:
    names = tuple(name for name in TOLD if "\\" not in name)
    (here / "build.ninja").write_text(
        "rule weave\n  command = true\n  depfile = api.d\n  deps = gcc\n"
        "build stamp: weave openapi.json\n"
    )
    tell(here, names)
    ninja = shutil.which("ninja")
    if ninja is None:
        return
    for command in ([ninja], [ninja, "-t", "deps"]):
        done = subprocess.run(
            command, cwd=here, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
    known = {line.strip() for line in done.stdout.splitlines()[1:] if line}
    assert known == {"openapi.json", *names}


def test_a_stamp_is_touched_and_never_truncated(here: Path) -> None:
    mine = here / "mine"
    mine.write_text("not apiloom's")
    os.utime(mine, (1_000_000_000, 1_000_000_000))
    (here / "link").symlink_to(mine)
    tell(here, (), "link")
    assert mine.read_text() == "not apiloom's"
    assert mine.stat().st_mtime > 1_000_000_000
    os.mkfifo(here / "pipe")
    tell(here, (), "pipe")
    tell(here, (), "new/stamp")
    assert (here / "new/stamp").read_bytes() == b""
