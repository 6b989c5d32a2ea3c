"""What apiloom looks at before the new package takes the place of the old one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import apiloom
from apiloom.cli.main import main
from apiloom.package.manifest import MANIFEST
from apiloom.python import extensions as stage
from apiloom.python.render.render_files import render
from apiloom.python.render.rendered_file import RenderedFile
from tests.interrupts import HEED
from tests.package.packages import photograph

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
"""
GENERATE = ["generate", "openapi.yaml", "-o", "pets", "--target", "models"]
Captured = pytest.CaptureFixture[str]
Rendering = Callable[..., tuple[RenderedFile, ...]]


@pytest.fixture
def spec(folder: Path) -> Path:
    """A document whose package has been generated once."""
    path = folder / "openapi.yaml"
    path.write_text(DOCUMENT)
    assert main(GENERATE) == 0
    return path


@pytest.fixture
def spoil(spec: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Changes the document, and puts a text in place of one of the files."""
    rendering: Rendering = render

    def change(path: str, text: str) -> None:
        def broken(planned: Iterable[object], *by: object) -> tuple[RenderedFile, ...]:
            kept = [file for file in rendering(planned, *by) if file.path != path]
            return (*kept, RenderedFile(path, text.encode(), ()))

        spec.write_text(DOCUMENT.replace("name", "title"))
        monkeypatch.setattr(stage, "render", broken)

    return change


@pytest.mark.parametrize(
    ("path", "text", "complaint"),
    [
        ("models/pet.py", "def f(:\n", "invalid syntax"),
        ("models/pet.py", "return 1\n", "'return' outside function"),
        ("models/pet.py", "# coding: latin-1\n", "encoding 'iso-8859-1'"),
        ("../pet.py", "A = 1\n", "no path inside the package"),
        ("Py.Typed", "", "clashes with 'py.typed'"),
    ],
)
def test_a_broken_file_is_never_written(
    spec: Path,
    spoil: Callable[[str, str], None],
    capsys: Captured,
    path: str,
    text: str,
    complaint: str,
) -> None:
    spoil(path, text)
    before = photograph(spec.parent)
    assert main(GENERATE) == 70
    printed = capsys.readouterr().err
    assert "error[internal-output-invalid]" in printed
    assert Path(path).name in printed
    assert complaint in printed
    assert "please report it" in printed
    assert photograph(spec.parent) == before


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("import nothing_such\n", "No module named 'nothing_such'"),
        (
            "from ._runtime.model import NothingSuch\n",
            "cannot import name 'NothingSuch'",
        ),
        (
            "from pydantic import BaseModel\n"
            "class Pet(BaseModel):\n    other: 'Nowhere'\n",
            "'Nowhere'",
        ),
    ],
)
def test_verify_imports_before_anything_is_replaced(
    spec: Path,
    spoil: Callable[[str, str], None],
    capsys: Captured,
    text: str,
    complaint: str,
) -> None:
    text = text.replace("._runtime", ".._runtime")
    spoil("models/pet.py", text)
    before = photograph(spec.parent)
    assert main([*GENERATE, "--verify"]) == 70
    printed = capsys.readouterr().err
    assert "error[internal-import-failed]" in printed
    assert complaint in printed
    assert ".apiloom-" not in printed
    assert photograph(spec.parent) == before
    assert main(GENERATE) == 0, "without --verify nobody finds out"
    assert main([*GENERATE, "--verify"]) == 70, "what stands is verified too"


def test_verify_says_what_is_not_installed(
    spec: Path, spoil: Callable[[str, str], None], capsys: Captured
) -> None:
    text = "raise ModuleNotFoundError(\"No module named 'starlette'\")\n"
    spoil("models/pet.py", text)
    assert main([*GENERATE, "--verify"]) == 2
    printed = capsys.readouterr().err
    assert "error[verify-impossible]" in printed
    assert "pip install 'apiloom[generated]'" in printed


def test_verify_accepts_a_good_package_and_leaves_nothing_behind(
    spec: Path, capsys: Captured
) -> None:
    spec.write_text(DOCUMENT.replace("name", "title"))
    arguments = ["generate", "openapi.yaml", "-o", "pets"]
    assert main([*arguments, "--verify"]) == 0
    assert "title" in Path("pets/models/pet.py").read_text()
    listed = json.loads(Path("pets", MANIFEST).read_text())["files"]
    there = {
        path.relative_to("pets").as_posix()
        for path in Path("pets").rglob("*")
        if path.is_file()
    }
    assert there == {*listed, MANIFEST}
    assert main([*arguments, "--verify"]) == 0


def test_an_exception_says_what_was_being_done(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fail(planned: object, *by: object) -> None:
        raise KeyError("surprise")

    spec.write_text(DOCUMENT.replace("name", "title"))
    monkeypatch.setattr(stage, "render", fail)
    before = photograph(spec.parent)
    assert main(GENERATE) == 70
    printed = capsys.readouterr().err
    assert "failed at 'rendering', 'openapi.yaml': KeyError: " in printed
    assert photograph(spec.parent) == before


def test_an_interrupt_in_the_middle_of_a_run(spec: Path) -> None:
    """The process is sent SIGINT while it renders, as Ctrl-C would."""
    spec.write_text(DOCUMENT.replace("name", "title"))
    before = photograph(spec.parent)
    program = (
        "import sys, time\n"
        "from apiloom.cli.main import main\n"
        "from apiloom.python import extensions as stage\n"
        "def wait(planned, *by):\n"
        "    print('rendering', flush=True)\n"
        "    time.sleep(60)\n"
        "stage.render = wait\n"
        f"sys.exit(main({GENERATE!r}))\n"
    )
    sources = str(Path(apiloom.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", HEED + program],
        env={**os.environ, "PYTHONPATH": sources},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "rendering\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert photograph(spec.parent) == before
