"""Maps whose names are free: what is called `x-...` there is no extension."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import weave

KIND = {"kind": TEXT}
ANIMAL = {
    "oneOf": [ref("Cat"), ref("Dog")],
    "discriminator": {
        "propertyName": "kind",
        "mapping": {"x-cat": ref("Cat")["$ref"], "dog": ref("Dog")["$ref"]},
    },
}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}


def whole(version: str) -> dict[str, Any]:
    schemas = {"Cat": obj("kind", **KIND), "Dog": obj("kind", **KIND), "Animal": ANIMAL}
    get: dict[str, Any] = {
        "operationId": "get",
        "tags": ["pets"],
        "security": [{"x-key": []}],
    }
    answer: dict[str, Any] = {"description": ""}
    if version == "2.0":
        headers = {"x-rate": INTEGER, "x-said": "nothing"}
        answer |= {"schema": TEXT, "headers": headers}
        return {
            "swagger": "2.0",
            "info": {"title": "Free", "version": "1"},
            "host": "a.example.com",
            "securityDefinitions": {"x-key": KEY},
            "paths": {"/": {"get": {**get, "responses": {"200": answer}}}},
        }
    answer["headers"] = {"x-rate": {"schema": INTEGER}, "x-said": "nothing"}
    answer["content"] = {"x-made/x-up+json": {"schema": ref("Animal")}}
    return {
        "openapi": version,
        "info": {"title": "Free", "version": "1"},
        "servers": [{"url": "https://a.example.com"}],
        "components": {"securitySchemes": {"x-key": KEY}, "schemas": schemas},
        "paths": {"/": {"get": {**get, "responses": {"200": answer}}}},
    }


@pytest.mark.parametrize("version", ["2.0", "3.0.4", "3.1.0"])
def test_security_and_headers(version: str) -> None:
    requests: list[httpx2.Request] = []
    body: Any = "a" if version == "2.0" else {"kind": "x-cat"}

    def handle(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        kind = "application/json" if version == "2.0" else "x-made/x-up+json"
        headers = {"x-rate": "5", "content-type": kind}
        return httpx2.Response(200, json=body, headers=headers)

    with weave(whole(version)) as woven:
        http = httpx2.Client(transport=httpx2.MockTransport(handle))
        client = woven.module("client").Client(x_key="secret", http_client=http)
        read = client.pets.get()
        assert requests[0].headers["X-Key"] == "secret"
        if version != "2.0":
            assert type(read) is woven.models.Cat
        operations = (woven.folder / "operations" / "pets.py").read_text()
        server = (woven.folder / "server" / "pets.py").read_text()
        assert "x-rate" in operations + server
        assert "x-said" not in operations + server
