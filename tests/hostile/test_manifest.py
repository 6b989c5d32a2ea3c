"""Nothing of a manifest reaches code: names are judged, and all else is looked up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from tests.hostile.alphabet import STRINGS
from tests.package.packages import contents

MARK = b"CANARY"
EXPLOIT = "x.a(self): pass\n    exec('CANARY()')\n    async def b"


def _document(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    operation = {"responses": {"200": {"description": "a", "content": answer}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            f"/{name}": {"get": {**operation, "tags": ["pets"]}} for name in names
        },
        "components": {"schemas": {"Pet": schema}},
    }


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A package whose document has changed since, so that it is made anew."""
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(_document("pets")), "utf-8")
    made = Job(spec, tmp_path / "pets")
    assert generate(made).exit_code == FINE
    spec.write_text(json.dumps(_document("pets", "dogs")), "utf-8")
    return made


def _edited(job: Job, edit: Callable[[dict[str, Any]], None]) -> None:
    path = job.output / "manifest.json"
    tree = json.loads(path.read_bytes())
    edit(tree)
    path.write_text(json.dumps(tree), "ascii")


def _replaced(tree: Any, text: str) -> Iterator[Callable[[], None]]:
    """What puts `text` for one text of the manifest, each of them, keys too."""
    for key, value in list(tree.items()):

        def as_value(key: str = key) -> None:
            tree[key] = text

        def as_key(key: str = key) -> None:
            tree[text] = tree.pop(key)

        yield as_key
        if isinstance(value, str):
            yield as_value
        elif isinstance(value, dict):
            yield from _replaced(value, text)


def _refused(outcome: Outcome) -> bool:
    codes = [each.code for each in outcome.diagnostics]
    return codes == ["manifest-damaged"] and outcome.exit_code == UNUSABLE


@pytest.mark.parametrize("kind", ["client", "handler"])
def test_a_name_that_is_code_is_refused(job: Job, kind: str) -> None:
    def edit(tree: dict[str, Any]) -> None:
        tree["operations"]["GET /pets"] = {kind: EXPLOIT}

    _edited(job, edit)
    before = contents(job.output)
    assert _refused(generate(job))
    assert _refused(check(job))
    assert contents(job.output) == before
    assert generate(job, force=True).exit_code == FINE
    assert not any(MARK in data for data in contents(job.output).values())


def test_no_text_of_a_manifest_reaches_code(job: Job) -> None:
    """Each is replaced by code in turn: refused, or nothing but a key to look up."""
    original = (job.output / "manifest.json").read_bytes()
    tree = json.loads(original)
    tree["files"] = dict(list(tree["files"].items())[:2])
    places = len(list(_replaced(tree, EXPLOIT)))
    assert places > 30
    let_through = 0
    for number in range(places):
        tree = json.loads(original)
        kept = tree["files"]
        tree["files"] = dict(list(kept.items())[:2])
        list(_replaced(tree, EXPLOIT))[number]()
        if "files" in tree:
            tree["files"] = {**kept, **tree["files"]}
        (job.output / "manifest.json").write_text(json.dumps(tree), "ascii")
        outcome = check(job)
        if _refused(outcome):
            continue
        let_through += 1
        assert outcome.comparison is not None
        after = [each.after or b"" for each in outcome.comparison.differences]
        assert after
        assert not any(MARK in data for data in after)
    assert let_through == 3, "the entry, its one document, a property: called anything"


def test_what_is_looked_up_may_be_anything(job: Job) -> None:
    """Documents, places and operations are called as the document has it."""

    def edit(tree: dict[str, Any]) -> None:
        texts = [text for text in STRINGS.values() if "\0" not in text]
        tree["names"] |= {f"/a/{text}": "models.a:A" for text in texts}
        tree["operations"] |= {f"GET {text}": {} for text in texts}
        tree["documents"] |= {
            f"b {text} b": "0" * 64 for text in texts if "/" not in text
        }

    _edited(job, edit)
    assert MARK in (job.output / "manifest.json").read_bytes()
    assert generate(job).exit_code == FINE
    assert not any(MARK in data for data in contents(job.output).values())
