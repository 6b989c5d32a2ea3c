"""A small change of the document is a small change of the code."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.resolve.edited_documents import Editor, Json, Writer
from tests.weaving import document

SEEDS = range(12)
MOST_FILES, MOST_LINES = 8, 30
"""What one addition touches of some ninety files: lines that go or are others.

What is copied of the runtime, by use, is not read by anybody.
"""


def of_parts(parts: Json) -> Json:
    return document(paths=parts["paths"], schemas=parts["components"]["schemas"])


def modules(package: Path) -> dict[str, list[str]]:
    return {
        str(path.relative_to(package)): path.read_text("utf-8").splitlines()
        for path in package.rglob("*.py")
    }


def code(lines: list[str]) -> Counter[str]:
    """The lines as they would be anywhere; JSON that is judged by, is data."""
    stripped = (line.strip() for line in lines)
    return Counter(line for line in stripped if line[:1].isalpha())


@pytest.mark.parametrize("seed", SEEDS)
def test_one_addition_touches_few_lines(seed: int, tmp_path: Path) -> None:
    writer = Writer(random.Random(seed))
    parts = writer.document()
    for _ in range(6):
        writer.named(parts)
        writer.add_component(parts)
    spec = tmp_path / "openapi.json"
    job = Job(spec, tmp_path / "package", formatter="none")
    spec.write_text(json.dumps(of_parts(parts)))
    assert generate(job).exit_code == 0
    before = modules(job.output)
    editor = Editor(writer)
    spec.write_text(json.dumps(of_parts(editor.edited(parts, 1))))
    outcome = generate(job)
    assert outcome.exit_code == 0
    assert outcome.removed == ()
    after = modules(job.output)
    differing = [
        path
        for path in after
        if after[path] != before.get(path) and not path.startswith("_runtime/")
    ]
    lost = Counter[str]()
    for path in differing:
        lost += code(before.get(path, [])) - code(after[path])
    assert len(differing) <= MOST_FILES, editor.edits
    assert lost.total() <= MOST_LINES, (editor.edits, lost)
