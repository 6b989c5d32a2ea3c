"""Encoding Objects where a parameter is a form (OpenAPI 3.2, section 4.15)."""

from __future__ import annotations

from typing import Any

import httpx2

from .echo import both_callers, echoing, operation
from .running import TLS

LIST = {"type": "array", "items": {"type": "string"}}
FORM: Any = {
    "application/x-www-form-urlencoded": {
        "schema": {
            "type": "object",
            "properties": {
                "piped": LIST,
                "plain": LIST,
                "deep": {"type": "object", "additionalProperties": {"type": "integer"}},
                "json": LIST,
            },
        },
        "encoding": {
            "piped": {"style": "pipeDelimited", "explode": False},
            "deep": {"style": "deepObject", "explode": True},
            "json": {"contentType": "application/json"},
        },
    }
}
PATHS = {
    f"/{place}": {"get": operation(place, {"name": "q", "in": place, "content": FORM})}
    for place in ("querystring", "query", "header", "cookie")
}
VALUE: Any = {
    "piped": ["a", "b c"],
    "plain": ["d", "&"],
    "deep": {"x": 1},
    "json": ["e", "f"],
}


def test_there_and_back() -> None:
    with echoing(PATHS, version="3.2.0") as (_, served):
        for call in both_callers(served):
            for place in ("querystring", "query", "header", "cookie"):
                assert call(f"default.{place}", q=VALUE) == {"q": VALUE}
        with httpx2.Client(base_url=served.url, verify=TLS) as http:
            sent = "piped=a%7Cb+c&plain=d&plain=%26&deep[x]=1&json=[%22e%22,%22f%22]"
            assert http.get(f"/querystring?{sent}").json() == {"q": VALUE}
            assert http.get("/querystring?json=e").status_code == 400
