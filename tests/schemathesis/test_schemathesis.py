"""Every check of Schemathesis, against generated servers over a socket.

Few examples, the same in each run: `by_hand.py` has a number for those who want more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.roundtrip.running import serve
from tests.schemathesis.answering import answering
from tests.schemathesis.examining import examine
from tests.schemathesis.fastapi_document import fastapi_document

_ROOT: Final = Path(__file__).resolve().parents[2]
_EVERYDAY: Final = _ROOT / "tests" / "everyday" / "documents"
_DOCUMENTS: Final = {
    "bifrost": _ROOT / "spec" / "openapi.yaml",
    **{path.stem: path for path in _EVERYDAY.glob("*.yaml")},
}


@pytest.mark.parametrize("name", [*sorted(_DOCUMENTS), "fastapi"])
def test_no_check_fails(name: str, tmp_path: Path) -> None:
    document = _DOCUMENTS.get(name, tmp_path / "fastapi.json")
    if name == "fastapi":
        document.write_text(json.dumps(fastapi_document()), encoding="utf-8")
    with answering(document) as served, serve(served.app) as url:
        assert not served.unanswered
        failures = examine(document, url, served.headers, 1, tmp_path)
    assert not failures, "\n".join(map(str, failures))
