"""`--depfile` and `--stamp`, read by the tools that they are written for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.build_step.projects import ROOT, change, later, project

NINJA = shutil.which("ninja", path=sysconfig.get_path("scripts")) or "ninja"
APILOOM = f"{sys.executable} -m apiloom"
# Each of them has a character that makefiles mean something by.
PARTS = ("a b.yaml", "c$d.yaml", "e#f.yaml", "g:h.yaml", "i[j].yaml", "k%l.yaml")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A document that refers to files with awkward names, in an awkward folder."""
    folder = tmp_path / "my $work"
    (folder / "parts").mkdir(parents=True)
    schemas = []
    for number, name in enumerate(PARTS):
        (folder / "parts" / name).write_text(f"type: string\nmaxLength: {number}\n")
        schemas.append(f"    S{number}: {{$ref: 'parts/{quote(name)}'}}\n")
    (folder / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        f"components:\n  schemas:\n{''.join(schemas)}"
    )
    return folder


def tool(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "LC_ALL": "C"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def now(folder: Path) -> None:
    """Nothing is from the future any more, and nothing newer than its output."""
    for path in folder.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def test_ninja_runs_when_an_input_changes_and_not_else(here: Path) -> None:
    (here / "build.ninja").write_text(
        "rule weave\n"
        f"  command = {APILOOM} generate $in -o api --depfile $out.d\n"
        "  depfile = $out.d\n  deps = gcc\n  restat = 1\n"
        "build api/manifest.json: weave openapi.yaml\n"
    )
    first = tool(NINJA, "-v", cwd=here)
    assert first.returncode == 0, first.stdout
    assert "no work to do" in tool(NINJA, cwd=here).stdout
    known = tool(NINJA, "-t", "deps", cwd=here).stdout.splitlines()[1:]
    inputs = {line.strip() for line in known if line}
    assert inputs == {"openapi.yaml", *(f"parts/{name}" for name in PARTS)}
    later(here / "parts" / PARTS[0])
    assert "unchanged" in tool(NINJA, "-v", cwd=here).stdout
    assert "no work to do" in tool(NINJA, cwd=here).stdout
    change(here / "parts" / PARTS[1], "string", "integer")
    later(here / "parts" / PARTS[1])
    assert "written" in tool(NINJA, "-v", cwd=here).stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_runs_when_an_input_changes_and_not_else(here: Path) -> None:
    (here / "Makefile").write_text(
        f"api.stamp: openapi.yaml\n"
        f"\t{APILOOM} generate $< -o api --stamp $@ --depfile api.d\n"
        "-include api.d\n"
    )
    first = tool("make", cwd=here)
    assert first.returncode == 0, first.stderr
    now(here)
    assert "up to date" in tool("make", cwd=here).stdout
    for name in PARTS:
        later(here / "parts" / name)
        assert "generate" in tool("make", "--dry-run", cwd=here).stdout, name
        now(here)
    # What is gone does not stop make: the command says what is missing, with a place.
    (here / "parts" / PARTS[0]).unlink()
    gone = tool("make", cwd=here)
    assert "openapi.yaml:6:" in gone.stderr
    change(here / "openapi.yaml", "parts/a%20b.yaml", "parts/c%24d.yaml")
    assert tool("make", cwd=here).returncode == 0


def apiloom(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return tool(sys.executable, "-m", "apiloom", *arguments, cwd=cwd)


def test_paths_are_spelled_as_the_user_does(here: Path) -> None:
    """A build knows its files by the names that it has given them."""
    build = here / "build"
    build.mkdir()
    command = ("generate", "../openapi.yaml", "-o", "api", "--depfile", "new/api.d")
    assert apiloom(*command, cwd=build).returncode == 0
    rules = (build / "new/api.d").read_text().splitlines()
    assert rules[0] == "api/manifest.json: \\"
    assert "  ../openapi.yaml \\" in rules
    assert "  ../parts/a\\ b.yaml \\" in rules
    assert str(here.parent) not in "\n".join(rules)

    # The same again where nothing has changed, and with another target.
    again = ("check", *command[1:-1], "again.d", "--stamp", "stamp")
    assert apiloom(*again, cwd=build).returncode == 0
    assert (build / "stamp").read_text() == ""
    expected = ["stamp: \\", *rules[1:]]
    assert (build / "again.d").read_text().splitlines() == expected


def test_the_configuration_and_templates_are_inputs(tmp_path: Path) -> None:
    sample = project(tmp_path / "sample", "hatchling")
    with (sample / "pyproject.toml").open("a") as file:
        file.write('templates = "my templates"\n')
    (sample / "my templates").mkdir()
    assert apiloom("generate", "--depfile", "d", cwd=sample).returncode == 0
    first, *inputs = (sample / "d").read_text().partition("\nmy\\")[0].splitlines()
    assert first == "src/shelf/manifest.json: \\"
    assert [each.removesuffix(" \\").strip() for each in inputs][:4] == [
        "my\\ templates",
        "openapi.yaml",
        "parts/author.yaml",
        "pyproject.toml",
    ]


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_run_that_fails_leaves_no_trace(command: str, here: Path) -> None:
    change(here / "openapi.yaml", "parts/c%24d.yaml", "parts/nowhere.yaml")
    files = ("--depfile", "api.d", "--stamp", "stamp")
    done = apiloom(command, "openapi.yaml", "-o", "api", *files, cwd=here)
    assert done.returncode == 2
    assert not (here / "api.d").exists()
    assert not (here / "stamp").exists()


def test_check_touches_no_stamp_where_something_differs(here: Path) -> None:
    done = apiloom("check", "openapi.yaml", "-o", "api", "--stamp", "s", cwd=here)
    assert done.returncode == 1
    assert not (here / "s").exists()


@pytest.mark.parametrize("option", ["--depfile", "--stamp"])
def test_a_file_that_cannot_be_written(option: str, here: Path) -> None:
    command = ("generate", "openapi.yaml", "-o", "api", option, "parts")
    done = apiloom(*command, cwd=here)
    assert done.returncode == 2
    assert done.stderr.endswith(f"Error: {option}: 'parts': Is a directory\n")


def test_a_name_that_make_cannot_be_told(here: Path) -> None:
    (here / "openapi.yaml").rename(here / "open\napi.yaml")
    command = ("generate", "open\napi.yaml", "-o", "api", "--depfile", "api.d")
    done = apiloom(*command, cwd=here)
    assert done.returncode == 2, done.stderr
    assert "'open\\napi.yaml' cannot be told to make and ninja" in done.stderr
