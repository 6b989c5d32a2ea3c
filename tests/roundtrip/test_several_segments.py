"""Values that go over several segments of a path: `{path+}`, `{+name}`."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from tests.weaving import Woven

from .echo import both_callers, echoing, operation, parameter
from .running import TLS, Served

TEXT = {"type": "string"}
PATHS = {
    "/files/{path+}": {"get": operation("file", parameter("path", "path", TEXT))},
    "/files/{path}": {"get": operation("top", parameter("path", "path", TEXT))},
    "/files/list": {"get": operation("list")},
    "/v1/{+name}:cancel": {
        "post": operation("cancel", parameter("name", "path", TEXT))
    },
    "/tree/{from+}/to/{to+}": {
        "get": operation(
            "move", parameter("from", "path", TEXT), parameter("to", "path", TEXT)
        )
    },
}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Woven, Served]]:
    with echoing(PATHS) as both:
        yield both


@pytest.mark.parametrize(
    "path", ["a/b.txt", "a b/ü/%2F", "/a//b/", "a/" * 30 + "b", "a/?/#"]
)
def test_there_and_back(running: tuple[Woven, Served], path: str) -> None:
    for call in both_callers(running[1]):
        assert call("default.file", path) == {"path": path}
        assert call("default.cancel", path) == {"name": path}
        if path.count("/") < 20:
            assert call("default.move", path, path) == {"from_": path, "to": path}


def test_on_the_wire(running: tuple[Woven, Served]) -> None:
    _, served = running
    with httpx2.Client(base_url=served.url, verify=TLS) as http:
        assert http.get("/files/a/b%2Fc").json() == {"path": "a/b/c"}
        assert http.get("/files/a").json() == {"path": "a"}
        assert http.get("/files/list").json() == {}
        assert http.get("/files").status_code == 404
        assert http.get("/files/").status_code == 404
        assert http.post("/files/a/b").status_code == 405
        found = http.get("/tree/to/to/to/x").json()
        assert found == {"from_": "to/to", "to": "x"}  # as long as it can be
        assert http.get("/tree" + "/x" * 5000).status_code == 404


def test_it_never_leads_elsewhere(running: tuple[Woven, Served]) -> None:
    _, served = running
    before = len(served.paths)
    for call in both_callers(served):
        for path in ("../a", "a/../b", "a/%2e%2e/b", "", "."):
            with pytest.raises(ValueError, match="unsafe value for"):
                call("default.file", path)
    assert len(served.paths) == before
