"""A target from another distribution: installed, chosen by name, and used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import apiloom

GENERATOR = Path(apiloom.__file__).parents[1]
HERE = Path(__file__).parent / "markdown_target"
_DOCUMENT = """\
openapi: 3.1.0
info: {title: 'Pets & <b>more</b>', version: '1'}
tags: [{name: pets}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      summary: 'Read [one](javascript:alert)'
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: 'a|`b', in: query, schema: {type: string}}
      responses:
        '200': {description: ok}
        default: {description: no}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the distribution `apiloom-markdown` and its metadata."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*pip, str(folder), str(HERE)], check=True)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(_DOCUMENT)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "openapi.yaml"\noutput = "pets"\n'
        'targets = ["client", "markdown"]\n'
    )
    return tmp_path


def _call(
    folder: Path, *arguments: str, site: Path | None = None
) -> subprocess.CompletedProcess[str]:
    paths = [str(GENERATOR), *([str(site)] if site else [])]
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )


def _apiloom(
    folder: Path, *arguments: str, site: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return _call(folder, "-m", "apiloom", *arguments, site=site)


def test_its_files_are_generated_used_and_owned(folder: Path, installed: Path) -> None:
    process = _apiloom(folder, "generate", "--verify", site=installed)
    assert process.returncode == 0, process.stderr
    reference = (folder / "pets/REFERENCE.md").read_text()
    assert "# Pets \\& \\<b\\>more\\</b\\>" in reference
    assert "### `GET /pets/{id}`" in reference
    assert "`pets`: `client.pets.get`" in reference
    assert "Read \\[one\\]\\(javascript\\:alert\\)" in reference
    assert "| `` a\\|`b `` | query | no |" in reference
    program = "from pets.index import OPERATIONS; print(OPERATIONS['get'])"
    used = _call(folder, "-c", program)
    assert used.stdout == "('GET', '/pets/{id}')\n", used.stderr
    listed = json.loads((folder / "pets/manifest.json").read_text())["files"]
    assert {"REFERENCE.md", "index.py"} <= listed.keys()
    assert "unchanged" in _apiloom(folder, "generate", site=installed).stderr
    assert _apiloom(folder, "check", site=installed).returncode == 0

    # Without the target, its files go.
    plain = (folder / "pyproject.toml").read_text().replace(', "markdown"', "")
    (folder / "pyproject.toml").write_text(plain)
    assert _apiloom(folder, "generate").returncode == 0
    assert not (folder / "pets/REFERENCE.md").exists()


def test_it_can_be_named_on_the_command_line(folder: Path, installed: Path) -> None:
    call = ("generate", "openapi.yaml", "-o", "other", "--target", "markdown")
    process = _apiloom(folder, *call, site=installed)
    assert process.returncode == 0, process.stderr
    assert (folder / "other/REFERENCE.md").is_file()
    refused = _apiloom(folder, *call[:-1], "markdwon", site=installed)
    assert refused.returncode == 2
    assert "did you mean 'markdown'?" in refused.stderr


def test_a_target_that_is_not_there_is_told_with_its_place(folder: Path) -> None:
    process = _apiloom(folder, "generate")
    assert process.returncode == 2
    assert "pyproject.toml:4:22: error[target-unknown]" in process.stderr
    assert not (folder / "pets").exists()


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("import nothing_such", "target-unusable"),
        ("target = 3", "target-unusable"),
        (
            "class T:\n    version = 1\n    templates = None\n"
            "    def plan(self, api, options, report):\n        return 1 / 0\n"
            "target = T()\n",
            "target-failed",
        ),
        (
            "class T:\n    version = 2\n    templates = None\n"
            "    def plan(self, api, options, report):\n        return []\n"
            "target = T()\n",
            "written for version 2 of apiloom.plugin",
        ),
    ],
)
def test_a_broken_target_is_told_of_and_writes_nothing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, module: str, code: str
) -> None:
    site = tmp_path_factory.mktemp("broken")
    info = site / "apiloom_markdown-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: apiloom-markdown\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(
        "[apiloom.targets]\nmarkdown = apiloom_markdown:target\n"
    )
    (site / "apiloom_markdown.py").write_text(module)
    process = _apiloom(folder, "generate", site=site)
    assert process.returncode == 2, process.stderr
    assert code in process.stderr
    assert "apiloom-markdown 2.0" in process.stderr
    assert not (folder / "pets").exists()


def test_a_changed_target_is_a_changed_input(
    folder: Path, installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert _apiloom(folder, "generate", site=installed).returncode == 0
    module = installed / "apiloom_markdown/__init__.py"
    before = module.read_text()
    try:
        module.write_text(before.replace("**Deprecated.**", "Deprecated!"))
        process = _apiloom(folder, "generate", site=installed)
    finally:
        module.write_text(before)
    # The output is the same, but it was made anew: the manifest says of what.
    assert "1 file written" in process.stderr
