"""What YAML takes for numbers and booleans is text where a schema asks for text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.core.diagnostics import Report
from apiloom.document.bundle import bundle
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise
from tests.upgrade.lifting import lifted, normalised


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("schema", "keyword", "expected"),
    [
        ("{type: string, enum: [regular, false, 404]}", "enum", "regular false 404"),
        ("{type: string, enum: [True, FALSE, 1.10, 0x1F]}", "enum", None),
        ("{type: string, enum: [007, +5, 1e3, .5, 1.0]}", "enum", None),
        ("{type: string, enum: [2020-01-01, on, 12:30]}", "enum", None),
        ("{type: string, const: 1.0}", "const", "1.0"),
        ("{type: string, default: false}", "default", "false"),
        ("{type: string, examples: [404, 1.50]}", "examples", "404 1.50"),
        ("{allOf: [{type: string}], enum: [1, true]}", "enum", "1 true"),
        ("{anyOf: [{type: string, minLength: 1}], enum: [1]}", "enum", "1"),
        ("{type: array, items: {type: string}, default: [1, no]}", "default", "1 no"),
    ],
)
def test_text_is_spelled_as_written(
    schema: str, keyword: str, expected: str | None, version: str
) -> None:
    if expected is None:
        expected = schema.partition("[")[2].rstrip("]}").replace(",", "")
    value, _ = lifted(schema, version)
    written = value[keyword]
    words = written if isinstance(written, list) else [written]
    assert words == expected.split()


@pytest.mark.parametrize(
    ("schema", "keyword", "expected"),
    [
        ("{type: string, default: null}", "default", None),
        ("{type: string, enum: [a, ~]}", "enum", ["a", None]),
        ("{type: [string, integer], enum: [1, true]}", "enum", [1, "true"]),
        ("{type: integer, enum: [1, 2]}", "enum", [1, 2]),
        ("{enum: [1, a]}", "enum", [1, "a"]),
        ("{type: string, enum: [!!int 5, !!bool true]}", "enum", [5, True]),
    ],
)
def test_what_is_no_text_stays(schema: str, keyword: str, expected: Any) -> None:
    assert lifted(schema, "3.1.0")[0][keyword] == expected


def test_properties_aliases_and_merge_keys() -> None:
    report = Report()
    document = normalised(
        "openapi: 3.0.3\n"
        "components:\n"
        "  schemas:\n"
        "    Base: &base {type: string, enum: &words [true, 0x1F]}\n"
        "    Merged: {<<: *base, default: &one 1}\n"
        "    Aliased: {type: string, enum: *words, default: *one}\n"
        "    Numbers: {enum: *words}\n"
        "    Object:\n"
        "      default: {word: 007, deep: {word: 1.0}, any: 5}\n"
        "      properties:\n"
        "        word: {type: string}\n"
        "        deep: {additionalProperties: {$ref: '#/components/schemas/Base'}}\n",
        report,
    )
    assert document is not None
    schemas = document.root["components"]["schemas"]
    for name in ("Base", "Merged", "Aliased"):
        assert schemas[name]["enum"] == ["true", "0x1F"]
    assert schemas["Merged"]["default"] == schemas["Aliased"]["default"] == "1"
    assert schemas["Numbers"]["enum"] == [True, 31]
    expected = {"word": "007", "deep": {"word": "1.0"}, "any": 5}
    assert schemas["Object"]["default"] == expected


def test_parameters_of_swagger_2() -> None:
    document = normalised(
        'swagger: "2.0"\n'
        "paths:\n"
        "  /a:\n"
        "    get:\n"
        "      parameters:\n"
        "      - {name: q, in: query, type: string, enum: [true, False],"
        " default: true}\n"
        "      - {name: r, in: query, type: array, items: {type: string, enum: [1]}}\n",
        Report(),
    )
    assert document is not None
    kind, listed = document.root["paths"]["/a"]["get"]["parameters"]
    assert kind["schema"]["enum"] == ["true", "False"]
    assert kind["schema"]["default"] == "true"
    assert listed["schema"]["items"]["enum"] == ["1"]


def test_other_files_and_json(tmp_path: Path) -> None:
    """The spelling is that of the file; JSON has no text without quotes."""
    for name, schema in (
        ("api.yaml", "{allOf: [{$ref: words.yaml#/Word}, {$ref: words.json#/Word}]}"),
        ("words.yaml", "{type: string, enum: [TRUE, 1.10]}"),
        ("words.json", '{"type": "string", "enum": [true, "a"]}'),
    ):
        text = f"Word: {schema}\n"
        if name == "api.yaml":
            text = f"openapi: 3.1.0\ncomponents:\n  schemas:\n    {text}"
        if name == "words.json":
            text = f'{{"Word": {schema}}}'
        (tmp_path / name).write_text(text)
    report, policy = Report(), LoadPolicy()
    documents = load(tmp_path / "api.yaml", policy, report)
    assert documents is not None
    document = normalise(bundle(documents, policy, report), report)
    assert document is not None
    schemas = document.root["components"]["schemas"].values()
    enums = [schema["enum"] for schema in schemas if "enum" in schema]
    assert sorted(enums, key=repr) == [["TRUE", "1.10"], [True, "a"]]
