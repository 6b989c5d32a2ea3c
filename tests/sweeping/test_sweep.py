"""The sweep over small documents, each of them full of what real documents hold."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Final

import pytest

from tests.sweep import Sweep
from tests.sweeping.documents_found import documents_below, operations_in
from tests.sweeping.results import Result, Stage, read_results, table

DOCUMENTS: Final = Path(__file__).parent / "documents"


@pytest.mark.parametrize(
    "document", list(documents_below(DOCUMENTS)), ids=lambda path: path.name
)
def test_nothing_fails(document: Path, tmp_path: Path) -> None:
    result = Sweep(DOCUMENTS, tmp_path).result_of(document)
    found = {
        name: stage.failures for name, stage in result.stages.items() if stage.failed
    }
    assert (result.refused, found) == ("", {})
    done = result.stages.keys()
    assert {"operations", "imports", "decodes", "answers", "calls"} <= done


def test_documents_are_told_from_other_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "late.json").write_text('{"info": {}, "swagger": "2.0"}')
    (tmp_path / "a.yaml").write_text("# first\nopenapi: 3.0.0\n")
    (tmp_path / "flow.yml").write_text('{"openapi": "3.1.0"}')
    (tmp_path / "part.yaml").write_text("type: object\nexample: {openapi: 3.0.0}\n")
    (tmp_path / "part.json").write_text('{"example": {"openapi": "3.0.0"}}')
    (tmp_path / "a.txt").write_text("openapi: 3.0.0\n")
    found = [
        path.relative_to(tmp_path).as_posix() for path in documents_below(tmp_path)
    ]
    assert found == ["a.yaml", "deep/late.json", "flow.yml"]


def test_operations_are_counted_across_files(tmp_path: Path) -> None:
    entry = tmp_path / "openapi.yaml"
    entry.write_text(
        "openapi: 3.0.0\n"
        "paths:\n"
        "  /a: {get: {}, x-get: {}, parameters: [], query: {}}\n"
        "  /b: {$ref: 'other/items.yaml#/~1b~0'}\n"
        "  x-c: {get: {}}\n"
    )
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "items.yaml").write_text(
        "/b~: {$ref: last.yaml}\nbase: &base {put: {}}\n"
    )
    (tmp_path / "other" / "last.yaml").write_text(
        "base: &base {put: {}}\n<<: *base\nhead: {}\n"
    )
    assert operations_in(entry) == {"GET /a", "PUT /b", "HEAD /b"}


def test_a_document_that_cannot_be_used_fails(tmp_path: Path) -> None:
    document = tmp_path / "broken.yaml"
    document.write_text("openapi: 3.1.0\ninfo: [\n")
    result = Sweep(tmp_path, tmp_path / "out").result_of(document)
    assert result.failed
    assert list(result.stages) == ["generated"]


def test_a_process_that_takes_too_long_fails(tmp_path: Path) -> None:
    document = tmp_path / "small.json"
    document.write_text('{"openapi": "3.1.0", "info": {}, "paths": {}}')
    result = Sweep(tmp_path, tmp_path / "out", seconds=0).result_of(document)
    assert result.stages["generated"].failures == (("more than 0 s", ""),)


def test_results_are_read_back(tmp_path: Path) -> None:
    failed = Stage(1.5, 2, (("it crashed", "here"),), 1)
    result = Result("a.json", {"generated": failed}, {"some-code": 2})
    journal = tmp_path / "results.jsonl"
    journal.write_text(f"{result.line()}\n{result.line()[:20]}\n")
    assert read_results(journal) == {"a.json": result}
    fine = dataclasses.replace(result, document="b.json", stages={})
    text = table([result, fine, dataclasses.replace(result, document="c.json")])
    assert "3 documents, 0 refused, 2 failed" in text
    assert "2 x generated: it crashed (documents: 2)\n    a.json: here" in text
    assert json.loads(result.line())["document"] == "a.json"
