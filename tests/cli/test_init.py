"""`apiloom init`, with a terminal and without."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import apiloom

GENERATOR = Path(apiloom.__file__).parents[1]
DOCUMENT = (
    'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
    "paths: {}\ncomponents: {schemas: {Pet: {type: object, properties: {a: {}}}}}\n"
)
PROJECT = '[project]\nname = "shop"   # odd  spacing\n\n[tool.ruff]\n'


@pytest.fixture(autouse=True)
def repository(folder: Path) -> Path:
    """A repository with one document and a package in `src`."""
    (folder / ".git").mkdir()
    write("api/pets.yaml", DOCUMENT)
    write("src/shop/__init__.py", "")
    return folder


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def command(*arguments: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR), "NO_COLOR": "1"}
    return [sys.executable, "-m", "apiloom", *arguments], environment


def init(*arguments: str, cwd: str = ".") -> tuple[int, str]:
    """Exit code and what was said, where there is no terminal."""
    line, environment = command("init", *arguments)
    done = subprocess.run(
        line,
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def answer(answers: Sequence[str], *arguments: str) -> tuple[int, str]:
    """Exit code and what was said on a terminal where somebody types `answers`."""
    line, environment = command("init", *arguments)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        line, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, "".join(f"{each}\n" for each in answers).encode())
    said = b""
    with contextlib.suppress(OSError):  # how Linux ends a terminal
        while part := os.read(ours, 4096):
            said += part
    os.close(ours)
    return process.wait(timeout=60), said.decode().replace("\r\n", "\n")


def table() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(Path("pyproject.toml").read_text())
    table: dict[str, Any] = found["tool"]["apiloom"]
    return table


def test_without_a_terminal_it_needs_a_yes() -> None:
    code, said = init()
    assert code == 2
    assert 'spec = "api/pets.yaml"' in said
    assert said.endswith("nothing written; --yes writes it\n")
    assert not Path("pyproject.toml").exists()
    code, said = init("--yes")
    assert code == 0
    assert said.endswith("written; now run: apiloom generate\n")
    assert table() == {"spec": "api/pets.yaml", "output": "src/shop/pets"}


def test_what_it_writes_is_what_generate_takes() -> None:
    write("pyproject.toml", PROJECT)
    code, said = init("--yes", "--target", "models")
    assert code == 0
    assert 'extend-exclude = ["src/shop/pets"]' in said
    assert Path("pyproject.toml").read_text().startswith(PROJECT)
    line, environment = command("generate")
    assert subprocess.run(line, env=environment, check=False).returncode == 0
    assert Path("src/shop/pets/models/pet.py").exists()


def test_everything_by_flags_from_below(repository: Path) -> None:
    write("pyproject.toml", PROJECT)
    write("api/shop.json", json.dumps({"openapi": "3.1.0", "info": {}, "paths": {}}))
    code, _ = init(
        "--spec",
        "pets.yaml",
        "-o",
        "../out/one",
        "--spec",
        "shop.json",
        "--target",
        "server",
        "--target",
        "client",
        "--yes",
        cwd="api",
    )
    assert code == 0
    assert table()["documents"] == [
        {"spec": "api/pets.yaml", "output": "out/one", "targets": ["client", "server"]},
        {
            "spec": "api/shop.json",
            "output": "src/shop/shop",
            "targets": ["client", "server"],
        },
    ]
    assert not Path("api/pyproject.toml").exists()


def test_a_table_that_is_there_stays() -> None:
    text = PROJECT + '\n[tool.apiloom]\nspec = "old"\noutput = "old"\n'
    write("pyproject.toml", text)
    code, said = init("--yes")
    assert code == 2
    assert "--force replaces it" in said
    assert Path("pyproject.toml").read_text() == text
    assert init("--yes", "--force")[0] == 0
    assert Path("pyproject.toml").read_text().startswith(PROJECT)
    assert table()["spec"] == "api/pets.yaml"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--spec", "none.yaml"], "none.yaml is no document to generate from"),
        (["--spec", "src/shop/__init__.py"], "no document to generate from"),
        (["-o", "../x"], "../x is outside of"),
        (["-o", "src/shop"], "has files that are not apiloom's"),
        (["-o", "src/no-name"], "not a Python identifier"),
        (["-o", "api"], "it contains the document"),
        (["-o", "a", "-o", "b"], "there are more -o than --spec"),
        (
            [
                "--spec",
                "api/pets.yaml",
                "-o",
                "x",
                "--spec",
                "api/pets.yaml",
                "-o",
                "x",
            ],
            "two documents have the package folder x",
        ),
    ],
)
def test_what_will_not_do(arguments: list[str], said: str) -> None:
    code, errors = init("--yes", *arguments)
    assert code == 2
    assert said in errors
    assert not Path("pyproject.toml").exists()


def test_which_document_has_to_be_said(repository: Path) -> None:
    write("other.yaml", DOCUMENT)
    code, said = init("--yes")
    assert code == 2
    assert "several OpenAPI documents here; name one with --spec SPEC" in said
    assert "--spec other.yaml" in said
    Path("other.yaml").unlink()
    Path("api/pets.yaml").unlink()
    code, said = init("--yes")
    assert code == 2
    assert "no OpenAPI document here" in said


def test_a_file_that_cannot_be_edited() -> None:
    write("pyproject.toml", "tool = { x = 1 }\n")
    code, said = init("--yes")
    assert code == 2
    assert "[tool.apiloom]" in said
    write("pyproject.toml", "[tool\n")
    code, said = init("--yes")
    assert code == 2
    assert "pyproject.toml:1:6: error[config-invalid]" in said
    assert Path("pyproject.toml").read_text() == "[tool\n"


def test_a_link_stays_one_and_so_do_rights() -> None:
    write("real.toml", PROJECT)
    Path("real.toml").chmod(0o640)
    Path("pyproject.toml").symlink_to("real.toml")
    assert init("--yes")[0] == 0
    assert Path("pyproject.toml").is_symlink()
    assert Path("real.toml").stat().st_mode & 0o777 == 0o640
    assert "tool.apiloom" in Path("real.toml").read_text()


def test_on_a_terminal_it_asks() -> None:
    write("other.yaml", DOCUMENT)
    code, said = answer(["2", "src/shop/zoo", "models", "y"])
    assert code == 0, said
    assert "  1  other.yaml\n  2  api/pets.yaml\n" in said
    assert "Package folder for api/pets.yaml [src/shop/pets]" in said
    assert table() == {
        "spec": "api/pets.yaml",
        "output": "src/shop/zoo",
        "targets": ["models"],
    }


def test_enter_takes_what_is_suggested() -> None:
    code, said = answer(["", "", "", ""])
    assert code == 0, said
    assert table() == {"spec": "api/pets.yaml", "output": "src/shop/pets"}


def test_answers_that_will_not_do_are_asked_for_again() -> None:
    write("other.yaml", DOCUMENT)
    code, said = answer(
        ["none.yaml", "1, 2", "no-name", "a", "a", "b", "cobol", "models", ""]
    )
    assert code == 0, said
    assert "none.yaml is no document" in said
    assert "two documents have the package folder a" in said
    assert "cobol cannot be generated" in said
    assert [each["output"] for each in table()["documents"]] == ["a", "b"]


def test_no_is_no() -> None:
    code, said = answer(["", "", "", "n"])
    assert code == 1
    assert "nothing written" in said
    assert not Path("pyproject.toml").exists()


def test_flags_answer_questions() -> None:
    code, said = answer(
        ["y"], "--spec", "api/pets.yaml", "-o", "x", "--target", "client"
    )
    assert code == 0, said
    assert "Package folder" not in said
    assert table()["output"] == "x"


@pytest.mark.parametrize("which", ["table", "file"])
def test_the_schema_is_printed(which: str) -> None:
    line, environment = command("init", "--schema", which)
    done = subprocess.run(line, env=environment, capture_output=True, check=True)
    schema = json.loads(done.stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not Path("pyproject.toml").exists()
