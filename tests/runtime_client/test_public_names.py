"""What users need is importable from the package itself, and nothing else shows."""

from __future__ import annotations

import importlib
from typing import Any

from tests.roundtrip.echo import operation
from tests.weaving import document, weave

_PATHS: Any = {"/pets": {"get": operation("pets")}}
_EVENTS: Any = {
    "200": {
        "description": "",
        "content": {"application/jsonl": {"itemSchema": {"type": "integer"}}},
    }
}


def test_names_of_the_root() -> None:
    with weave(document(paths=_PATHS), clean=True) as woven:
        package = woven.package
        expected = {
            *("AsyncClient", "AsyncMiddleware", "AsyncSend", "AsyncStreamedResponse"),
            *("Attempt", "Client", "File", "MISSING", "Middleware", "RawResponse"),
            *("async_tracing", "tracing"),
            *("RequestOptions", "Send", "StreamedResponse", "Upload", "decode"),
            *("decode_json", "encode", "encode_json", "errors", "models"),
        }
        assert set(package.__all__) == expected
        assert {name for name in dir(package) if name[:1] != "_"} == expected
        for name in expected:
            assert getattr(package, name) is not None
        importlib.import_module(f"{woven.name}.server")
        shown = {name for name in dir(package) if name[:1] != "_"}
        assert shown - expected == {"server"}


def test_streams_where_there_are_some() -> None:
    paths = {"/items": {"get": {**operation("items"), "responses": _EVENTS}}}
    with weave(document("3.2.0", paths=paths), clean=True) as woven:
        assert {"AsyncStream", "Stream"} <= set(woven.package.__all__)


def test_without_a_client_there_is_nothing_of_it() -> None:
    with weave(document(paths=_PATHS), targets=("models",)) as woven:
        assert "RawResponse" not in woven.package.__all__


def test_the_version_of_the_api_is_in_the_user_agent() -> None:
    with weave(document(paths=_PATHS)) as woven:
        agent = woven.module("client").API.user_agent
        assert agent.startswith(f"{woven.name}/1 python/")
