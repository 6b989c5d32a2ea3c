"""Every way a document can be unreadable: which, where, and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiloom.core.diagnostics import Report
from apiloom.document.source import LoadPolicy, load
from tests.source.loading import loaded, refused, written

YAML = [
    (
        "a: [1, 2\nb: 3\n",
        "2:2: error[syntax-yaml]: did not find expected ',' or ']' while parsing a flow"
        " sequence",
        "a bracket or a brace is not closed, or a comma is missing",
    ),
    (
        "a: b: c\n",
        "1:5: error[syntax-yaml]: mapping values are not allowed in this context",
        "quote a value that contains ': '",
    ),
    (
        "a:\n\t- b\n",
        "2:1: error[syntax-yaml]: found character that cannot start any token while"
        " scanning for the next token",
        "YAML does not indent with tabs: use spaces",
    ),
    (
        "a: é\x00\n",
        "1:5: error[syntax-yaml]: the character U+0000 is not allowed in YAML",
        "write it as an escape inside double quotes, or remove it",
    ),
    (
        "a: 1\nb:\n  c: 1\n  d: 2\n  'c': 3\n",
        "5:3: error[duplicate-key]: the key 'c' stands twice in one object at #/b/c",
        "keep one of the two; the first is on line 3",
    ),
    (
        "a: [.NaN]\n",
        "1:5: error[number-not-json]: .NaN is a number that JSON does not have at"
        " #/a/0",
        "quote it if it is text, or leave the bound out",
    ),
    (
        "a: 12e345\n",
        "1:4: error[number-out-of-range]: the number 12e345 is too large to be"
        " represented at #/a",
        "quote it if it is text",
    ),
    (
        'a: !!python/object/apply:os.system ["true"]\n',
        "1:4: error[yaml-tag]: the tag '!!python/object/apply:os.system' has no meaning"
        " in an OpenAPI document at #/a",
        "remove it: only the tags of YAML's core schema are read",
    ),
    (
        "a: !!timestamp 2020-01-01\n",
        "1:4: error[yaml-tag]: the tag '!!timestamp' has no meaning in an OpenAPI"
        " document at #/a",
        "remove it: only the tags of YAML's core schema are read",
    ),
    (
        "a: !!int x\n",
        "1:4: error[yaml-tag]: 'x' does not fit its tag !!int at #/a",
        "remove the tag or correct the value",
    ),
    (
        "a:\n  null: 1\n",
        "2:3: error[key-not-a-string]: a key must be a string at #/a",
        "quote the key; null, arrays and objects cannot be keys",
    ),
    (
        "? [a]\n: 1\n",
        "1:3: error[key-not-a-string]: a key must be a string",
        "quote the key; null, arrays and objects cannot be keys",
    ),
    (
        "a: *nope\n",
        "1:4: error[yaml-alias]: the alias '*nope' names no anchor at #/a",
        "put '&nope' before the value it shall repeat",
    ),
    (
        "a: &x [*x]\n",
        "1:8: error[yaml-alias]: the alias '*x' stands inside of what it names at"
        " #/a/0",
        "use $ref for a structure that contains itself",
    ),
    (
        "a: {<<: 3}\n",
        "1:9: error[yaml-merge]: the merge key '<<' needs a mapping or a list of"
        " mappings at #/a/<<",
        "quote the key if it is not meant to merge anything",
    ),
    (
        "a: 1\n---\nb: 2\n",
        "2:1: error[several-documents]: a second YAML document begins here",
        "one file holds one document: remove the rest after '---'",
    ),
    (
        "- a\n",
        "1:1: error[not-an-object]: the document is an array, not an object",
        "an OpenAPI document begins with 'openapi: 3.1.0'",
    ),
    (
        "<!doctype html><html></html>",
        "1:1: error[not-an-object]: the document is a string, not an object",
        "this looks like HTML or XML: download the document itself",
    ),
]

JSON = [
    (
        '{\n "a": 1,\n "b": {"x": 1,\n "x": 2}}',
        "4:2: error[duplicate-key]: the key 'x' stands twice in one object at #/b/x",
        "keep one of the two; the first is on line 3",
    ),
    (
        '{"a": 1,}',
        "1:9: error[syntax-json]: Expecting property name enclosed in double quotes",
        "JSON has neither comments nor trailing commas",
    ),
    (
        '{"a": [0, -Infinity]}',
        "1:11: error[number-not-json]: -Infinity is a number that JSON does not have"
        " at #/a/1",
        "quote it if it is text, or leave the bound out",
    ),
    (
        '{"a": 1e999}',
        "1:7: error[number-out-of-range]: the number 1e999 is too large to be"
        " represented at #/a",
        "quote it if it is text",
    ),
    (
        '{"a": ' + "1" * 5000 + "}",
        "1:7: error[number-out-of-range]: the number " + "1" * 37 + "... is too large"
        " to be represented at #/a",
        "quote it if it is text",
    ),
    (
        '{"a": "x\ny"}',
        "1:9: error[syntax-json]: Invalid control character",
        "write a line break as \\n, a tab as \\t",
    ),
    (
        '{"a": 1} x',
        "1:10: error[syntax-json]: Extra data",
        "a file holds one JSON value",
    ),
    (
        "[1]",
        "1:1: error[not-an-object]: the document is an array, not an object",
        "an OpenAPI document begins with 'openapi: 3.1.0'",
    ),
]

BYTES = [
    (b"", "1:1: error[empty-document]: the document is empty", ""),
    (b"# nothing\n", "1:1: error[empty-document]: the document is empty", ""),
    (
        "a: é\nb: ".encode() + b"\xe9\n",
        "2:4: error[encoding]: the byte 0xE9 is not UTF-8",
        "save the document as UTF-8",
    ),
    (
        b"\x1f\x8b\x08\x00\x00",
        "1:2: error[encoding]: the byte 0x8B is not UTF-8",
        "save the document as UTF-8",
    ),
    (
        b"\xff\xfea\x00:",
        "1:2: error[encoding]: the byte 0x3A is not UTF-16-LE",
        "save the document as UTF-8",
    ),
]


def expected(name: str, complaint: str, hint: str) -> str:
    return f"{name}:{complaint}" + (f"\n    hint: {hint}" if hint else "")


@pytest.mark.parametrize(("text", "complaint", "hint"), YAML)
def test_yaml(text: str, complaint: str, hint: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text) == expected("api.yaml", complaint, hint)


@pytest.mark.parametrize(("text", "complaint", "hint"), JSON)
def test_json(text: str, complaint: str, hint: str, tmp_path: Path) -> None:
    message = refused(tmp_path, text, "api.json")
    assert message == expected("api.json", complaint, hint)


@pytest.mark.parametrize(("data", "complaint", "hint"), BYTES)
def test_bytes(data: bytes, complaint: str, hint: str, tmp_path: Path) -> None:
    assert refused(tmp_path, data) == expected("api.yaml", complaint, hint)


def test_files(tmp_path: Path) -> None:
    (tmp_path / "opnapi.yaml").write_text("a: 1")
    (tmp_path / "folder").mkdir()
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    names = ["openapi.yaml", "folder", "gone.yaml", "loop.yaml", "a\0b"]
    report = Report()
    for name in names:
        assert load(tmp_path / name, LoadPolicy(), report) is None
    assert load(Path(os.devnull), LoadPolicy(), report) is None
    assert [(item.code, item.message, item.hint) for item in report] == [
        ("file-missing", "there is no such file", "did you mean 'opnapi.yaml'?"),
        (
            "file-unreadable",
            "it is a folder, not a file",
            "name the file inside of it",
        ),
        (
            "file-missing",
            "it is a symbolic link that leads nowhere",
            "repair the link",
        ),
        (
            "file-unreadable",
            "it cannot be read: Too many levels of symbolic links",
            "check the path and its rights",
        ),
        (
            "file-unreadable",
            "it cannot be read: embedded null byte",
            "check the path and its rights",
        ),
        (
            "file-unreadable",
            "it is neither a file nor a pipe",
            "save it to a file first",
        ),
    ]
    assert [item.where.document for item in report][:2] == [
        f"{tmp_path.as_posix()}/openapi.yaml",
        f"{tmp_path.as_posix()}/folder",
    ]


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, "a: 1", "api.yaml")
    report = Report()
    monkeypatch.setattr(Path, "open", denied)
    assert load(path, LoadPolicy(), report) is None
    assert [(item.code, item.message) for item in report] == [
        ("file-unreadable", "it cannot be read: Permission denied")
    ]


def test_bytes_are_budgeted(tmp_path: Path) -> None:
    text = "a: 12345"
    loaded(tmp_path, text, policy=LoadPolicy(max_bytes=8))
    assert refused(tmp_path, text, policy=LoadPolicy(max_bytes=7)) == (
        "api.yaml: error[file-too-large]: the file has more than 7 bytes\n"
        "    hint: raise the limit if you trust the document"
    )


@pytest.mark.parametrize("name", ["api.yaml", "api.json"])
def test_depth_is_budgeted(name: str, tmp_path: Path) -> None:
    text = '{"a": [[1], [[2]]]}'
    loaded(tmp_path, text, name, LoadPolicy(max_depth=4))
    assert refused(tmp_path, text, name, LoadPolicy(max_depth=3)).startswith(
        f"{name}:1:14: error[nesting-too-deep]: more than 3 nested levels at #/a/1/0\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("api.yaml", "{a: {b: 1, c: [2]}}", 15),
        ("api.json", '{"a": {"b": 1, "c": [2]}}', 21),
    ],
)
def test_nodes_are_budgeted(name: str, text: str, column: int, tmp_path: Path) -> None:
    loaded(tmp_path, text, name, LoadPolicy(max_nodes=5))
    assert refused(tmp_path, text, name, LoadPolicy(max_nodes=3)) == (
        f"{name}:1:{column}: error[too-many-nodes]: more than 3 values once aliases are"
        " expanded at #/a/c\n"
        "    hint: use $ref in place of YAML aliases, or split the document"
    )


def test_aliases_count_with_all_they_stand_for(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        aliases = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    message = refused(tmp_path, "\n".join(lines))
    assert message.startswith(
        "api.yaml:7:45: error[too-many-nodes]: more than 5,000,000 values once aliases"
        " are expanded at #/a6/7\n"
    )


def test_aliases_are_as_deep_as_what_they_stand_for(tmp_path: Path) -> None:
    text = "a: &a [[[1]]]\nb: [*a]\n"
    assert loaded(tmp_path, text, policy=LoadPolicy(max_depth=5)).entry.depth == 5
    assert refused(tmp_path, text, policy=LoadPolicy(max_depth=4)).startswith(
        "api.yaml:2:5: error[nesting-too-deep]: more than 4 nested levels at #/b/0\n"
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_yaml_stops_early(opening: str, tmp_path: Path) -> None:
    message = refused(tmp_path, opening * 50_000)
    assert "error[nesting-too-deep]" in message


def test_deep_json_stops_early(tmp_path: Path) -> None:
    text = '{"a": ' + "[" * 50_000 + "]" * 50_000 + "}"
    assert refused(tmp_path, text, "api.json") == (
        "api.json:1:5006: error[nesting-too-deep]: more than 5,000 nested levels at"
        " #/a/0/0\n    hint: move inner parts into components and refer to them"
    )


def test_suffix_decides_between_complaints_only(tmp_path: Path) -> None:
    flow = "{'a': 1}"
    assert loaded(tmp_path, flow, "api").entry.syntax == "yaml"
    assert loaded(tmp_path, flow, "api.yaml").entry.syntax == "yaml"
    assert loaded(tmp_path, '{"a": 1}', "api.yaml").entry.syntax == "json"
    assert loaded(tmp_path, "a: 1", "api.json").entry.syntax == "yaml"
    assert "error[syntax-json]" in refused(tmp_path, flow, "api.json")
    assert "error[syntax-json]" in refused(tmp_path, "{'a': [}", "api")
    assert "error[syntax-yaml]" in refused(tmp_path, "{'a': [}", "api.yml")
