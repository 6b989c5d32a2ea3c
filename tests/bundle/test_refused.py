"""References that must not be followed, or cannot be: each is said, and where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiloom.document.source import LoadPolicy
from tests.bundle.writing import bundled, schemas_file, write

OUT = "it leads out of the folder of the entry document"
SECRET = "leak: {type: string}\n"

REFUSED = [
    ("../secret.yaml#/leak", OUT),
    ("%2e%2e/secret.yaml#/leak", OUT),
    ("models/../../secret.yaml", OUT),
    ("models/%2E%2E/%2E%2E/secret.yaml", OUT),
    ("link.yaml#/leak", OUT),
    ("linked/secret.yaml#/leak", OUT),
    ("{secret}", "absolute paths are never followed"),
    ("file://{secret}", "'file:' references are never followed"),
    ("FILE:{secret}", "'file:' references are never followed"),
    ("file:secret.yaml", "'file:' references are never followed"),
    ("file://server/share/x.yaml", "'file:' references are never followed"),
    ("//server/share/x.yaml", "network shares are never read"),
    (r"\\\\server\\share\\x.yaml", "it holds a character that no URI has"),
    (r"..\\secret.yaml", "it holds a character that no URI has"),
    ("a%00b.yaml", "it holds a character that no URI has"),
    (r"a\0b.yaml", "it holds a character that no URI has"),
    (r"a\nb.yaml", "it holds a character that no URI has"),
    ("http://127.0.0.1:1/x.yaml", "the host '127.0.0.1' is not on the list"),
    (
        "https://169.254.169.254/latest/",
        "the host '169.254.169.254' is not on the list",
    ),
    ("http://0x7f000001/", "the host '0x7f000001' is not on the list"),
    ("http://[::ffff:0:7f00:1]/", "the host '::ffff:0:7f00:1' is not on the list"),
    ("https://user:pass@example.com/x", "the host 'example.com' is not on the list"),
]


@pytest.mark.parametrize(("reference", "reason"), REFUSED)
def test_refused(reference: str, reason: str, tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret.yaml": SECRET})
    spec = tmp_path / "spec"
    write(spec, {"models/pet.yaml": "{}"})
    (spec / "link.yaml").symlink_to(secret)
    (spec / "linked").symlink_to(tmp_path)
    reference = reference.replace("{secret}", secret.as_posix())
    description = bundled(
        spec, {"api.yaml": schemas_file(f'A: {{$ref: "{reference}"}}')}
    )
    (message,) = description.messages
    assert message.startswith("api.yaml:4:28: error[reference-refused]: ")
    assert reason in message
    assert message.endswith("at #/components/schemas/A/$ref")
    assert len(description.documents.documents) == 1
    assert "string" not in str(description.root)


def test_a_root_can_be_allowed_and_is_no_more_than_that(tmp_path: Path) -> None:
    write(tmp_path, {"shared/pet.yaml": SECRET, "other/pet.yaml": SECRET})
    policy = LoadPolicy(allowed_roots=(tmp_path / "shared",))
    text = schemas_file(
        "A: {$ref: '../shared/pet.yaml#/leak'}, B: {$ref: '../other/pet.yaml#/leak'}"
    )
    description = bundled(tmp_path / "spec", {"api.yaml": text}, policy)
    assert [message.partition(" leads")[0] for message in description.messages] == [
        "api.yaml:4:67: error[reference-refused]: '../other/pet.yaml#/leak'"
    ]
    assert description.schemas["A"] == {"type": "string"}


def test_every_reference_of_an_object_that_is_no_schema_is_judged(
    tmp_path: Path,
) -> None:
    text = schemas_file("A: {}") + "x-a: {$ref: ../secret.yaml}\n"
    write(tmp_path, {"secret.yaml": SECRET})
    description = bundled(tmp_path / "spec", {"api.yaml": text})
    assert description.messages == []
    assert description.root["x-a"] == {"$ref": "../secret.yaml"}


def test_links_inside_of_the_folder_are_followed(tmp_path: Path) -> None:
    write(tmp_path, {"real/pet.yaml": "type: string"})
    (tmp_path / "pet.yaml").symlink_to("real/pet.yaml")
    description = bundled(
        tmp_path,
        {"api.yaml": schemas_file("A: {$ref: pet.yaml}, B: {$ref: real/pet.yaml}")},
    )
    assert description.messages == []
    assert description.schemas == {
        "A": {"type": "string"},
        "B": {"$ref": "#/components/schemas/A"},
    }


UNRESOLVED = [
    ("missing.yaml", "'missing.yaml': there is no such file"),
    ("Pet", "'Pet': there is no such file"),
    ("models", "'models': it is a folder, not a file"),
    ("pipe.yaml", "'pipe.yaml': it is neither a file nor a pipe"),
    ("pet.yaml#/nothing", "in 'pet.yaml', # has no member 'nothing'"),
    ("pet.yaml#/type/x", "in 'pet.yaml', #/type is neither an object nor an array"),
    ("pet.yaml#nothing", "no schema has the anchor 'nothing'"),
    ("binary.yaml", "'binary.yaml' cannot be read"),
    ("broken.yaml", "'broken.yaml' cannot be read"),
    ("urn:example:pet", "nothing that was read is called 'urn:example:pet'"),
    ("http://[/", "'http://[/' is not a URI reference"),
    ("round.yaml#/a/x", "its pointer leads through references without an end"),
]


@pytest.mark.parametrize(("reference", "reason"), UNRESOLVED)
def test_unresolved(reference: str, reason: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pet.yaml": "type: string",
            "models/x.yaml": "{}",
            "binary.yaml": b"\x89PNG\xff\xfe\x00",
            "broken.yaml": "a: [1\n",
            "round.yaml": "a: {$ref: '#/b'}\nb: {$ref: '#/a'}",
        },
    )
    os.mkfifo(tmp_path / "pipe.yaml")
    text = schemas_file(f"A: {{$ref: '{reference}'}}, B: {{$ref: pet.yaml}}")
    description = bundled(tmp_path, {"api.yaml": text})
    message = description.messages[-1]
    assert message.startswith("api.yaml:4:28: error[unresolved-reference]: ")
    assert reason in message
    assert description.schemas["B"] == {"type": "string"}


def test_what_is_wrong_in_a_file_is_said_of_that_file(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file(
                "A: {$ref: a.yaml}, B: {$ref: b.json}, C: {$ref: c.json}"
            ),
            "a.yaml": "x: {$ref: pet.yaml}\nitems: {$ref: 'pet.yaml'}\n",
            "b.json": '{"a": 1,\n b: 2}',
            "c.json": '{"a": 1,\n "a": 2}',
        },
    )
    assert description.messages == [
        "c.json:2:2: error[duplicate-key]: the key 'a' stands twice in one object"
        " at #/a",
        "b.json:2:2: error[syntax-json]: Expecting property name enclosed in double"
        " quotes",
        "api.yaml:4:47: error[unresolved-reference]: 'b.json' leads nowhere:"
        " 'b.json' cannot be read at #/components/schemas/B/$ref",
        "a.yaml:2:9: error[unresolved-reference]: 'pet.yaml' leads nowhere:"
        " 'pet.yaml': there is no such file at #/items/$ref",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_permission_denied(tmp_path: Path) -> None:
    secret = write(tmp_path, {"pet.yaml": SECRET})
    secret.chmod(0)
    description = bundled(tmp_path, {"api.yaml": schemas_file("A: {$ref: pet.yaml}")})
    assert "it cannot be read: Permission denied" in description.messages[0]


@pytest.mark.parametrize("kind", ["parameters", "responses"])
def test_examples_and_links_are_dispensable(kind: str, tmp_path: Path) -> None:
    holder = {
        "parameters": "parameters: [{name: a, examples: {X: {$ref: no.yaml}}}]",
        "responses": "responses: {'200': {links: {X: {$ref: no.yaml}}}}",
    }
    text = schemas_file("A: {}").replace(
        "{}", f"{{/a: {{get: {{{holder[kind]}}}}}}}", 1
    )
    description = bundled(tmp_path, {"api.yaml": text})
    (message,) = description.messages
    assert "warning[unresolved-reference]: 'no.yaml'" in message


def test_objects_that_contain_themselves(tmp_path: Path) -> None:
    description = bundled(
        tmp_path,
        {
            "api.yaml": schemas_file("A: {}").replace("{}", "{/a: {$ref: a.yaml}}", 1),
            "a.yaml": "{$ref: b.yaml}",
            "b.yaml": "{$ref: a.yaml}",
        },
    )
    (message,) = description.messages
    assert "error[circular-reference]" in message
    assert "a.yaml# contains itself" in message


def test_limits(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "api.yaml": schemas_file("A: {$ref: a.yaml}"),
        "a.yaml": "items: {$ref: b.yaml}",
        "b.yaml": "items: {$ref: a.yaml}",
    }
    assert bundled(tmp_path, files, LoadPolicy(max_documents=3)).messages == []
    description = bundled(tmp_path, files, LoadPolicy(max_documents=2))
    assert "more than 2 documents at #/items/$ref" in description.messages[0]
    description = bundled(tmp_path, files, LoadPolicy(max_bytes=100, max_depth=5))
    assert description.messages == []


def test_what_takes_the_place_of_references_is_counted(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "api.yaml": schemas_file("A: {}") + "x-bomb: {$ref: '0.yaml'}\n"
    }
    for number in range(9):
        inner = [f"{{$ref: {number + 1}.yaml}}"] * 9
        files[f"{number}.yaml"] = f"a: [{', '.join(inner)}]"
    files["9.yaml"] = "lol: lol"
    policy = LoadPolicy(max_repeated=10_000)
    (message,) = bundled(tmp_path, files, policy).messages
    assert "error[too-many-nodes]: more than 10,000 values stand in place of" in message
    policy = LoadPolicy(max_nodes=10_000)
    (message,) = bundled(tmp_path, files, policy).messages
    assert "error[too-many-nodes]: more than 10,000 values stand in place of" in message
