"""Rules that rename many parts of a document at once, and names taken afresh."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiloom import RenameRule
from apiloom.cli.main import main
from apiloom.core.shipped import Renamed
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from tests.weaving import Json, document

TEXT: Json = {"type": "string"}
PET: Json = {"type": "object", "properties": {"petName": TEXT, "a-b": TEXT}}
OPERATION: Json = {
    "tags": ["Zoo API"],
    "parameters": [{"name": "x_limit", "in": "query", "schema": TEXT}],
    "responses": {
        "200": {
            "description": "",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/PetDto"}}
            },
        }
    },
}
ZOO = document(
    paths={
        "/pets": {
            "get": OPERATION | {"operationId": "PetService_All"},
            "post": OPERATION | {"operationId": "PetService_Add"},
        },
        "/shops": {"get": OPERATION | {"operationId": "shops"}},
    },
    schemas={"PetDto": PET, "Other": PET},
    tags=[{"name": "Zoo API"}],
)
RULES = (
    RenameRule("operation", "^(.*)Service_(.*)$", r"\2"),
    RenameRule("schema", "Dto$", ""),
    RenameRule("property", "^pet", ""),
    RenameRule("parameter", "^x_", ""),
    RenameRule("tag", " API$", ""),
)


def written(folder: Path, whole: Json = ZOO) -> Path:
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(whole))
    return spec


def manifest(folder: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((folder / "zoo" / "manifest.json").read_text())
    return tree


def run(folder: Path, *rules: RenameRule, rename: bool = False) -> Outcome:
    job = Job(folder / "openapi.json", folder / "zoo", rename=rules)
    return generate(job, rename=rename)


def test_rules_are_for_what_they_match(tmp_path: Path) -> None:
    written(tmp_path)
    # Also where the names of the document have shipped already.
    for rules in ((), RULES):
        assert run(tmp_path, *rules).exit_code == 0
    names = manifest(tmp_path)
    assert names["operations"]["GET /pets"]["client"] == "operations.zoo:Zoo.all"
    assert names["operations"]["POST /pets"]["client"] == "operations.zoo:Zoo.add"
    assert names["names"]["/components/schemas/PetDto"] == "models.pet:Pet"
    assert names["names"]["/components/schemas/Other"] == "models.other:Other"
    assert names["fields"]["/components/schemas/PetDto"] == {
        "petName": "name",
        "a-b": "a_b",
    }
    assert names["arguments"]["GET /pets"] == {"query x_limit": "limit"}


@pytest.mark.parametrize(
    ("rule", "code", "message"),
    [
        (RenameRule("schema", "^Dog$", "Cat"), "name-unused", "no schema of the"),
        (RenameRule("schema", "^.*$", "!"), "name-unusable", "nothing that could be"),
        (RenameRule("schema", "^.*$", "Same"), "name-unusable", "that is the name of"),
        (RenameRule("operation", "^.*$", "same"), "name-unusable", "that is the name"),
        (RenameRule("property", "^.*$", "x"), "name-unusable", "another property"),
    ],
)
def test_rules_that_come_to_nothing(
    rule: RenameRule, code: str, message: str, tmp_path: Path
) -> None:
    written(tmp_path)
    outcome = run(tmp_path, rule)
    messages = [item.message for item in outcome.diagnostics if item.code == code]
    assert any(message in text for text in messages), outcome.diagnostics
    assert outcome.exit_code == (2 if code == "name-unusable" else 0)


CONFIGURATION = """
[tool.apiloom]
spec = "openapi.json"
output = "zoo"
rename = [
  {rule},
]
"""


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('{ kind = "schema", match = "(", to = "" }', "is no regular expression"),
        ('{ kind = "schema", match = "a", to = "\\\\1" }', "cannot be filled in"),
        (
            '{ kind = "class", match = "a", to = "b" }',
            "'kind' must be one of operation",
        ),
        ('{ kind = "schema", match = "a" }', "must be a table with the texts"),
        ('{ kind = "tag", match = "a", to = "b", also = 1 }', "unknown key 'also'"),
        ('"schema"', "must be a table with the texts"),
    ],
)
def test_rules_that_are_none(
    rule: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION.replace("{rule}", rule))
    assert main(["generate"]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert "pyproject.toml:6" in said
    assert not (tmp_path / "zoo").exists()


def test_rules_in_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    rule = r'{ kind = "operation", match = "^(.*)Service_(.*)$", to = "\\2" }'
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION.replace("{rule}", rule))
    assert main(["generate"]) == 0
    methods = manifest(tmp_path)["operations"]["GET /pets"]
    assert methods["client"].endswith(".all")


def aged(folder: Path) -> None:
    """A manifest as an earlier apiloom wrote it, with names of its own."""
    path = folder / "zoo" / "manifest.json"
    tree = json.loads(path.read_text())
    tree["manifest"] = 1
    for key in ("arguments", "credentials", "fields", "lists", "twins"):
        del tree[key]
    tree["names"]["/components/schemas/PetDto"] = "models.beast:Beast"
    for method, names in tree["operations"].items():
        for role, name in names.items():
            place, _, _ = name.rpartition(".")
            names[role] = f"{place}.old_{method.partition(' ')[0].lower()}"
    del tree["operations"]["GET /shops"]
    path.write_text(json.dumps(tree))


def test_an_old_manifest_is_honoured_until_names_are_taken_afresh(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = written(tmp_path)
    assert run(tmp_path).exit_code == 0
    fresh = manifest(tmp_path)
    aged(tmp_path)
    kept = run(tmp_path)
    assert kept.exit_code == 0
    names = manifest(tmp_path)
    assert names["manifest"] == 2
    assert names["names"]["/components/schemas/PetDto"] == "models.beast:Beast"
    assert names["operations"]["GET /pets"]["client"].endswith(".old_get")
    (methods,) = (
        item.message
        for item in kept.diagnostics
        if item.code == "name-kept" and item.message.startswith("methods")
    )
    assert "'old_get'" in methods

    command = ["generate", str(spec), "-o", str(tmp_path / "zoo"), "--rename"]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "class: models.beast:Beast -> models.pet_dto:PetDto" in said
    assert manifest(tmp_path) == fresh
    aged(tmp_path)
    assert main([*command, "--json"]) == 0
    (job,) = json.loads(capsys.readouterr().out)["documents"]
    change = {"kind": "class", "before": "models.beast:Beast"}
    assert {**change, "now": "models.pet_dto:PetDto"} in job["renamed"]
    # It is not asked for every time.
    assert check(Job(spec, tmp_path / "zoo")).exit_code == 0
    assert run(tmp_path, rename=True).renamed == ()


def test_what_changes_is_listed(tmp_path: Path) -> None:
    written(tmp_path)
    run(tmp_path)
    aged(tmp_path)
    renamed = run(tmp_path, rename=True).renamed
    assert Renamed("class", "models.beast:Beast", "models.pet_dto:PetDto") in renamed
    assert {change.kind for change in renamed} == {"class", "method"}


def test_a_member_that_has_moved_is_no_other_name(tmp_path: Path) -> None:
    """What stands at its position now was never called so."""
    card, bank, voucher = (
        {
            "type": "object",
            "properties": {"type": {"const": word}},
            "required": ["type"],
        }
        for word in ("card", "bank", "voucher")
    )
    written(tmp_path, document(schemas={"Source": {"oneOf": [card, bank]}}))
    run(tmp_path)
    written(tmp_path, document(schemas={"Source": {"oneOf": [voucher, card, bank]}}))
    assert run(tmp_path, rename=True).renamed == ()
