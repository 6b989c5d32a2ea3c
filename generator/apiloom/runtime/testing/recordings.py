"""What a real server has answered, in a file, so that a test can be answered the same.

    {"calls": [{
      "operation": "GET /pets/{pet_id}",
      "request": {"path": "/pets/5", "query": [["all", "true"]], "body": null},
      "response": {"status": 200, "headers": {}, "json": {"id": 5}}
    }]}

No header field of a request is kept, nor any credential: of a response those are that
tell nothing of who was asking. Bodies are kept as they are.
"""

import base64
import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl

import httpx2

from ..auth import ApiKey, SecurityScheme
from ..middleware import AsyncSend, Attempt, Send
from ..server.request import HttpRequest
from ..server.route import Route
from ..server.wire import Answer, raw_headers

Call: TypeAlias = dict[str, Any]

_EXPRESSION = re.compile(r"\{[^{}]*\}")
_LEFT_OUT = frozenset(
    {
        *("authorization", "proxy-authorization", "set-cookie", "cookie"),
        *("www-authenticate", "proxy-authenticate", "authentication-info"),
        *("connection", "content-encoding", "content-length", "date", "keep-alive"),
        *("server", "transfer-encoding"),
    }
)
"""Secrets, and what is of one connection."""
_ENDLESS = "text/event-stream"


def secret_parameters(schemes: Iterable[SecurityScheme]) -> frozenset[str]:
    """The query parameters that hold credentials."""
    return frozenset(
        scheme.key
        for scheme in schemes
        if isinstance(scheme, ApiKey) and scheme.location == "query"
    )


class Recorder:
    """Middleware of a client that writes its answers; streams of events pass."""

    def __init__(self, path: Path, secrets: Collection[str]) -> None:
        self._path = path
        self._secrets = secrets
        self._calls: list[Call] = []
        self._lock = Lock()

    def sync(self, attempt: Attempt, send: Send) -> httpx2.Response:
        """Around a call of a sync client."""
        response = send(attempt)
        if not _is_endless(response):
            response.read()
            self._note(attempt, response)
        return response

    async def asynchronous(self, attempt: Attempt, send: AsyncSend) -> httpx2.Response:
        """Around a call of an async client."""
        response = await send(attempt)
        if not _is_endless(response):
            await response.aread()
            self._note(attempt, response)
        return response

    def _note(self, attempt: Attempt, response: httpx2.Response) -> None:
        url = attempt.request.url
        sent = attempt.request.headers.get("content-type", "")
        try:
            body = attempt.request.content
        except httpx2.RequestNotRead:
            body = b""
        call = {
            "operation": f"{attempt.method} {attempt.path}",
            "request": _asked(
                attempt.path, url.raw_path, sent, body, secrets=self._secrets
            ),
            "response": {
                "status": response.status_code,
                "headers": {
                    name: value
                    for name, value in response.headers.items()
                    if name not in _LEFT_OUT
                },
                **_written(response.content, response.headers.get("content-type", "")),
            },
        }
        with self._lock:
            self._calls.append(call)
            text = json.dumps({"calls": self._calls}, indent=1, ensure_ascii=False)
            whole = self._path.with_name(f"{self._path.name}.new")
            whole.write_text(f"{text}\n", "utf-8")
            whole.replace(self._path)


class Recording:
    """Answers requests as they were answered when they were recorded."""

    def __init__(self, path: Path, secrets: Collection[str]) -> None:
        self._calls: list[Call] = json.loads(path.read_text("utf-8"))["calls"]
        self._secrets = secrets
        self._given: dict[str, int] = {}

    @property
    def known(self) -> str:
        """What was recorded, for people."""
        calls = (
            f"{call['operation'].partition(' ')[0]} {call['request']['path']}"
            for call in self._calls
        )
        names = ", ".join(dict.fromkeys(calls))
        return f"recorded are {names}" if names else "nothing is recorded"

    async def of(self, tag: str, route: Route, request: Any) -> Answer | None:
        """The answer to a request, one after another to the same; None without any."""
        del tag
        operation, http = route.operation, cast("HttpRequest", request.http)
        raw = http.scope.get("raw_path") or http.scope["path"].encode()
        query = http.scope["query_string"]
        sent = http.headers.get("content-type", "")
        body = await http.body() if operation.body is not None else b""
        target = raw + b"?" + query if query else raw
        asked = _asked(operation.path, target, sent, body, secrets=self._secrets)
        name = f"{operation.method} {operation.path}"
        fitting = [
            call["response"]
            for call in self._calls
            if call["operation"] == name and call["request"] == asked
        ]
        if not fitting:
            return None
        key = json.dumps([name, asked])
        number = self._given[key] = self._given.get(key, -1) + 1
        response = fitting[min(number, len(fitting) - 1)]
        headers = list(raw_headers(response["headers"]))
        return Answer(response["status"], headers, _read(response))


def _asked(
    template: str,
    target: bytes,
    content_type: str,
    body: bytes,
    *,
    secrets: Collection[str],
) -> dict[str, Any]:
    """What tells a request of an operation from others."""
    path, _, query = target.decode("ascii").partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted([name, value] for name, value in pairs if name not in secrets)
    is_known = body and "multipart" not in content_type
    return {
        "path": _below(template, path),
        "query": kept,
        "body": _written(body, content_type) if is_known else None,
    }


def _below(template: str, path: str) -> str:
    """The end of a path that the template of an operation is for."""
    literals = map(re.escape, _EXPRESSION.split(template))
    match = re.search("[^/]*".join(literals) + "$", path)
    return path if match is None else match[0]


def _written(body: bytes, content_type: str) -> dict[str, Any]:
    """A body in a file: as JSON where it is that, as text where it can be."""
    if "json" in content_type:
        try:
            return {"json": json.loads(body)}
        except ValueError:
            pass  # What is no JSON is kept as what it is.
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode("ascii")}


def _read(response: dict[str, Any]) -> bytes:
    if "json" in response:
        return json.dumps(response["json"]).encode()
    if "text" in response:
        return str(response["text"]).encode()
    return base64.b64decode(response["base64"])


def _is_endless(response: httpx2.Response) -> bool:
    return response.headers.get("content-type", "").startswith(_ENDLESS)
