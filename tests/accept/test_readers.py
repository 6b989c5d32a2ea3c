"""How the readers go on where what they object to is accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.core.diagnostics import Report, Severity
from apiloom.document.source import LoadPolicy, load

CASES: list[tuple[str, str, str, Any]] = [
    ("yaml", "a: {b: 1, b: 2, c: 3}\n", "duplicate-key", {"b": 2, "c": 3}),
    ("json", '{"a": {"b": 1, "b": {"c": 3}}}', "duplicate-key", {"b": {"c": 3}}),
    ("yaml", "a: [.inf, 1]\n", "number-not-json", [".inf", 1]),
    ("json", '{"a": [NaN, -Infinity, 1]}', "number-not-json", ["NaN", "-Infinity", 1]),
    ("yaml", "a: 1e999\n", "number-out-of-range", "1e999"),
    ("json", '{"a": 1e999}', "number-out-of-range", "1e999"),
    ("yaml", "a: !include x.yaml\n", "yaml-tag", "x.yaml"),
    ("yaml", "a: !!int x\n", "yaml-tag", "x"),
    ("yaml", "a: !Ref {b: [!x 1]}\n", "yaml-tag", {"b": ["1"]}),
    ("yaml", "a: 1\n---\nb: 2\n", "several-documents", 1),
]


@pytest.mark.parametrize(("suffix", "text", "code", "value"), CASES)
def test_the_rest_is_read(
    suffix: str, text: str, code: str, value: Any, tmp_path: Path
) -> None:
    path = tmp_path / f"api.{suffix}"
    path.write_text(text)
    report = Report()
    documents = load(path, LoadPolicy(), report)
    assert documents is not None
    assert documents.entry.root == {"a": value}
    assert {item.code for item in report} == {code}
    assert all(item.severity is Severity.ERROR and item.fallback for item in report)
    assert all(item.where.line for item in report)
