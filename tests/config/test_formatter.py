"""`formatter = "none"`: what is rendered is what is written."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.core.diagnostics import Report
from apiloom.package.disk import scan
from apiloom.package.formatting import finish
from apiloom.python.render.rendered_file import RenderedFile
from tests.weaving import document

LONG = "a_rather_long_name_of_a_property_" * 3
WIDE = document(
    paths={
        "/x": {
            "get": {
                "operationId": "get",
                "parameters": [
                    {
                        "name": LONG,
                        "in": "query",
                        "schema": {"enum": [LONG, f"{LONG}2"]},
                    }
                ],
                "responses": {"200": {"description": "ok"}},
            }
        }
    },
    schemas={"X": {"type": "object", "properties": {LONG: {"const": LONG}}}},
)


def test_black_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.json").write_text(json.dumps(WIDE))
    table = '[tool.apiloom]\nspec = "openapi.json"\noutput = "pets"\n'
    Path("pyproject.toml").write_text(f'{table}formatter = "none"\n')
    with monkeypatch.context() as without:
        # Whatever would call black fails now.
        without.setitem(sys.modules, "black", None)
        assert main(["generate"]) == 0
        assert main(["check"]) == 0
        assert (
            main(["generate", "openapi.json", "-o", "two", "--formatter", "none"]) == 0
        )
    for path in Path("pets").rglob("*.py"):
        compile(path.read_text(), str(path), "exec")
    manifest = json.loads(Path("pets/manifest.json").read_text())
    assert manifest["formatter"] == "none"
    assert all(
        digests["content"] == digests["rendered"]
        for digests in manifest["files"].values()
    )


def test_what_is_rough_stays_so(tmp_path: Path) -> None:
    file = RenderedFile("a.py", b"x = {  'a':1 }\n", (range(1),))
    (final,) = finish([file], scan(tmp_path), "none", Report())
    assert final.content == file.content
    assert final.digests.rendered == final.digests.content
