"""`.pre-commit-hooks.yaml`: what sets the hooks off, and what they run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.build_step.projects import ROOT, change, project

HOOKS: dict[str, Any] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


def run(hook: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    entry = shlex.split(HOOKS[hook]["entry"])
    return subprocess.run(
        [sys.executable, "-m", *entry],
        cwd=cwd,
        env={
            "PYTHONPATH": str(ROOT / "generator"),
            "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_hook_works_on_the_project_and_not_on_files(hook: dict[str, Any]) -> None:
    assert hook.keys() >= {"id", "name", "description", "entry", "language", "files"}
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True
    pattern = re.compile(hook["files"])
    inputs = (
        "openapi.yaml",
        "a/b.yml",
        "x.json",
        "pyproject.toml",
        "t/client.py.jinja",
    )
    assert all(map(pattern.search, inputs))
    assert not any(map(pattern.search, ("README.md", "a.toml", "yaml", "x.yaml.bak")))
    checks = hook["id"] == "apiloom-check"
    assert bool(pattern.search("src/shelf/models/book.py")) == checks


def test_check_then_generate_then_check(tmp_path: Path) -> None:
    sample = project(tmp_path / "sample", "hatchling")
    assert run("apiloom-check", sample).returncode == 1
    assert run("apiloom-generate", sample).returncode == 0
    assert run("apiloom-check", sample).returncode == 0
    # A change of the document always changes a file that git knows: pre-commit sees it.
    before = (sample / "src/shelf/manifest.json").read_bytes()
    change(sample / "openapi.yaml", "description: The book.", "description: A book.")
    assert run("apiloom-generate", sample).returncode == 0
    assert (sample / "src/shelf/manifest.json").read_bytes() != before
