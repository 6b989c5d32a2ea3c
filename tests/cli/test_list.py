"""`apiloom list`: the methods of a client on stdout."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.cli.terminals import on_terminal
from tests.found.catalogue import CATALOGUE
from tests.weaving import Json, document

Captured = pytest.CaptureFixture[str]
PETS = """\
client.pets  All *about* pets.
  client.pets.list(...) -> Page                 GET    /pets           All <b>pets</b>
  client.pets.create(*, name, ...) -> Pet       POST   /pets
  client.pets.get(pet_id) -> Pet                GET    /pets/{pet_id}  Deprecated.
  client.pets.delete(pet_id, *, reason) -> None  DELETE /pets/{pet_id}
"""


@pytest.fixture
def spec(folder: Path) -> Path:
    """A document in the current folder."""
    return written(folder, CATALOGUE)


def written(folder: Path, content: Json) -> Path:
    path = folder / "spec.json"
    path.write_text(json.dumps(content))
    return path


def listed(text: str) -> list[str]:
    """What is called, of each line."""
    return re.findall(r"^ +([\w.]+)\(", text, re.MULTILINE)


def test_a_table_for_each_resource(spec: Path, capsys: Captured) -> None:
    assert main(["list", "spec.json"]) == 0
    printed = capsys.readouterr()
    assert printed.out.split("\n\n")[0].split() == PETS.split()
    columns = {line.index(" /pets") for line in printed.out.splitlines()[1:5]}
    assert len(columns) == 1
    assert "  client.talk.log() -> Stream[Pet]" in printed.out
    assert (
        "    client.stream(client.talk.chat)(*, text) -> Stream[ChatResponse200Item]\n"
        in printed.out
    )
    assert (
        'webhooks.parse(body, headers, name="pet.born", verify=...) -> Pet'
        in printed.out
    )
    assert printed.err == "spec.json: 7 methods\n"
    assert [path.name for path in Path().iterdir()] == ["spec.json"]


def test_a_part_of_it(spec: Path, capsys: Captured) -> None:
    call = [
        "list",
        "spec.json",
        "--select",
        "path:/pets/**",
        "--omit",
        "operation:getPet",
    ]
    assert main(call) == 0
    assert listed(capsys.readouterr().out) == [
        "client.pets.list",
        "client.pets.create",
        "client.pets.delete",
    ]
    assert main(["list", "spec.json", "--select", "tag:none"]) == 2
    assert "error[selection-empty]" in capsys.readouterr().err


def test_for_programs(spec: Path, capsys: Captured) -> None:
    assert main(["list", "spec.json", "--json", "--select", "tag:talk"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    (answer,) = json.loads(printed.out)["documents"]
    (resource,) = answer["resources"]
    assert (resource["name"], resource["path"]) == ("client.talk", "operations/talk.py")
    assert resource["methods"][0] == {
        "call": "client.talk.chat(*, text)",
        "returns": "Pet",
        "forms": [
            {
                "call": "client.stream(client.talk.chat)(*, text)",
                "returns": "Stream[ChatResponse200Item]",
            }
        ],
        "http_method": "POST",
        "path": "/chat",
        "summary": None,
        "deprecated": False,
    }


def test_what_is_configured_keeps_its_names(
    spec: Path, folder: Path, capsys: Captured
) -> None:
    settings = (
        '[tool.apiloom]\nspec = "spec.json"\noutput = "zoo"\nomit = {tags = ["talk"]}\n'
    )
    Path("pyproject.toml").write_text(settings)
    assert main(["generate"]) == 0
    # The name that shipped stays, though the rules would give another one now.
    content = json.loads(json.dumps(CATALOGUE))
    content["paths"]["/pets"]["get"]["operationId"] = "everyPet"
    written(folder, content)
    before = {path: path.read_bytes() for path in Path("zoo").rglob("*.*")}
    for call in (["list"], ["list", "spec.json"], ["list", "--only", "zoo"]):
        capsys.readouterr()
        assert main([*call, "--omit", "operation:deletePet"]) == 0
        assert listed(capsys.readouterr().out)[:3] == [
            "client.pets.list",
            "client.pets.create",
            "client.pets.get",
        ]
    assert {path: path.read_bytes() for path in before} == before
    Path("pyproject.toml").unlink()
    assert main(["list", "spec.json"]) == 0
    assert "client.pets.every(" in capsys.readouterr().out


def test_methods_as_the_operation_ids_are(spec: Path, capsys: Captured) -> None:
    assert main(["list", "spec.json", "--methods", "operation-id"]) == 0
    assert "client.pets.list_pets(...)" in capsys.readouterr().out


def test_a_package_without_a_client_has_none(spec: Path, capsys: Captured) -> None:
    settings = (
        '[tool.apiloom]\nspec = "spec.json"\noutput = "zoo"\ntargets = ["server"]\n'
    )
    Path("pyproject.toml").write_text(settings)
    assert main(["list"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "spec.json: nothing to list\n")


def test_what_cannot_be_read(folder: Path, capsys: Captured) -> None:
    assert main(["list"]) == 2
    assert main(["list", "none.yaml"]) == 2
    assert "error[file-missing]" in capsys.readouterr().err
    assert main(["list", "none.yaml", "--only", "x"]) == 2


def test_warnings_are_told_where_they_count(folder: Path, capsys: Captured) -> None:
    schema = {"type": "string", "pattern": "("}
    content = {"application/json": {"schema": schema}}
    response = {"200": {"description": "", "content": content}}
    written(folder, document(paths={"/a": {"get": {"responses": response}}}))
    assert main(["list", "spec.json"]) == 0
    assert "pattern-unusable" not in capsys.readouterr().err
    assert main(["list", "spec.json", "--strict"]) == 1
    assert "warning[pattern-unusable]" in capsys.readouterr().err


def test_a_person_sees_colours_and_no_line_that_is_cut_by_the_terminal(
    spec: Path, folder: Path
) -> None:
    content = json.loads(json.dumps(CATALOGUE))
    content["paths"]["/pets"]["get"]["summary"] = "\x1b[31mred " + "word " * 20
    written(folder, content)
    shown = on_terminal(folder, "list", "spec.json", columns=100)
    assert "\x1b[36mclient.pets.list\x1b[0m(...) -> Page" in shown
    assert "\\x1b[31mred word" in shown
    assert "\x1b[31m" not in shown
    plain = re.sub(r"\x1b\[\d*m", "", shown)
    (line,) = [line for line in plain.splitlines() if "red word" in line]
    assert len(line) <= 100
    assert line.endswith("…")
    assert "\x1b" not in on_terminal(folder, "list", "spec.json", NO_COLOR="1")
