"""The snippets of BUILDING.md, run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.build_step.projects import ROOT, SAMPLE, later

PAGE = (ROOT / "BUILDING.md").read_text("utf-8")
NINJA = shutil.which("ninja", path=sysconfig.get_path("scripts")) or "ninja"


def block(language: str, number: int = 0) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    text: str = found[number]
    return text


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The sample, and a program `apiloom` to be found."""
    folder = tmp_path / "work"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("*.toml"))
    program = tmp_path / "bin/apiloom"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m apiloom "$@"\n')
    program.chmod(0o755)
    return folder


def run(*command: str, cwd: Path) -> str:
    """What the command prints, both ways; it must succeed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={
            **os.environ,
            "PATH": f"{cwd.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "generator"),
            "LC_ALL": "C",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make(here: Path) -> None:
    (here / "Makefile").write_text(block("make"))
    run("make", cwd=here)
    assert (here / "src/shelf/api/client.py").is_file()
    assert "up to date" in run("make", cwd=here)
    later(here / "parts/author.yaml")
    assert "unchanged" in run("make", cwd=here)
    assert "up to date" in run("make", cwd=here)


def test_ninja(here: Path) -> None:
    (here / "build.ninja").write_text(block("ninja"))
    run(NINJA, cwd=here)
    assert (here / "src/shelf/api/client.py").is_file()
    assert "no work to do" in run(NINJA, cwd=here)
    later(here / "parts/author.yaml")
    assert "unchanged" in run(NINJA, "-v", cwd=here)
    assert "no work to do" in run(NINJA, cwd=here)


@pytest.mark.skipif(shutil.which("cmake") is None, reason="there is no cmake")
def test_cmake(here: Path) -> None:
    head = "cmake_minimum_required(VERSION 3.20)\nproject(shelf NONE)\n"
    (here / "CMakeLists.txt").write_text(head + block("cmake"))
    configure = ("cmake", "-S", ".", "-B", "build", "-G", "Ninja")
    run(*configure, f"-DCMAKE_MAKE_PROGRAM={shutil.which(NINJA)}", cwd=here)
    build = ("cmake", "--build", "build", "--verbose")
    run(*build, cwd=here)
    assert (here / "build/shelf/client.py").is_file()
    assert "no work to do" in run(*build, cwd=here)
    later(here / "parts/author.yaml")
    assert "unchanged" in run(*build, cwd=here)
    assert "no work to do" in run(*build, cwd=here)


def test_the_configurations_are_those_of_the_samples() -> None:
    """But for the place of the output."""
    for number, backend in enumerate(("hatchling", "setuptools")):
        shown = tomllib.loads(block("toml", number))
        sample = tomllib.loads((SAMPLE / f"{backend}.toml").read_text("utf-8"))
        assert shown["build-system"] == sample["build-system"]
        assert shown["tool"].keys() == sample["tool"].keys()
        assert shown["tool"].get("hatch") == sample["tool"].get("hatch")


def test_what_generated_code_needs_is_said() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["optional-dependencies"]["generated"]:
        assert f'`"{requirement}"`' in PAGE


def test_the_workflows_use_what_there_is() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    workflow = yaml.safe_load(block("yaml", 1))
    *_, step = workflow["jobs"]["api"]["steps"]
    assert step["with"].keys() <= action["inputs"].keys()
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repository,) = yaml.safe_load(block("yaml", 0))["repos"]
    ids = {hook["id"] for hook in hooks}
    assert {hook["id"] for hook in repository["hooks"]} <= ids
    for name in action["inputs"]:
        assert f"`{name}" in PAGE or f"{name}:" in block("yaml", 1), name
