"""The module of a tag is loaded when somebody needs it, and hides nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.weaving import document, weave

PROGRAM: Final = """
import sys

def loaded():
    tags = ("cats", "dogs", "create_app_")
    return {each for each in tags if f"pack.server.{each}" in sys.modules}

import pack.server
from pack.server import HttpError, create_app
assert loaded() == set(), loaded()
from pack.testing import MockApi

api = MockApi(defaults=True)
with api.client() as client:
    client.cats.get()
assert "pack.server.dogs" not in sys.modules
assert pack.server.dogs.DogsApi.__module__ == "pack.server.dogs"
assert loaded() == {"cats", "dogs"}, loaded()
assert "dogs" in dir(pack.server)
create_app()
assert loaded() == {"cats", "dogs", "create_app_"}, loaded()
assert pack.server.create_app is create_app
from pack.server import request_id
assert callable(request_id)
assert not hasattr(pack.server, "mice")
"""


def _operation(tag: str) -> dict[str, Any]:
    responses = {"204": {"description": "done"}}
    return {"operationId": f"get_{tag}", "tags": [tag], "responses": responses}


def test_tags_are_loaded_one_by_one(tmp_path: Path) -> None:
    tags = ("cats", "dogs", "create_app", "request_id", "files", "TYPE_CHECKING")
    paths = {f"/{tag}": {"get": _operation(tag)} for tag in tags}
    pack = tmp_path / "pack"
    with weave(document(paths=paths), targets=("testing",), package=pack):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
