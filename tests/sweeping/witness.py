"""The third witness: a request, and a response, written from the document alone.

Client and server of a package come from one walk over the document, so they can agree
on a mistake. The witness reads the document by itself and says what must be on the
wire. Where OpenAPI says nothing, it says nothing either, and the reason is counted.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from tests.sweeping import style_table
from tests.sweeping.described import (
    DescribedMedia,
    DescribedOperation,
    DescribedParameter,
    DescribedResponse,
    Json,
    is_token,
)
from tests.sweeping.style_table import Pairs, Undefined
from tests.sweeping.wire import Fields, WireReply, WireRequest
from tests.sweeping.witness_bodies import IsBinary, written

_EXPRESSION: Final = re.compile(r"\{([^{}]*)\}")
_IN_PATHS: Final = "/%:@!$&'()*+,;=~"
_SILENT: Final = frozenset({204, 205, 304})


@dataclass(slots=True)
class Testimony:
    """A request in parts, each as encoded text; `undefined` are the parts left open.

    These are (place, name) of parameters, or (`"body"`, `""`), with the reason.
    """

    method: str
    path: str
    query: Pairs = field(default_factory=list)
    fields: Fields = field(default_factory=list)
    cookies: Pairs = field(default_factory=list)
    body: bytes = b""
    content_type: str = ""
    undefined: dict[tuple[str, str], str] = field(default_factory=dict)

    def request(self) -> WireRequest:
        """The request as it goes over the wire."""
        query = "&".join(f"{name}={text}" for name, text in self.query)
        fields = list(self.fields)
        if "host" not in dict(fields):
            fields.append(("host", "server.test"))
        if self.cookies:
            pairs = "; ".join(f"{name}={text}" for name, text in self.cookies)
            fields.append(("cookie", pairs))
        if self.content_type:
            length = str(len(self.body))
            fields += [("content-type", self.content_type), ("content-length", length)]
        target = f"{self.path}?{query}" if query else self.path
        return WireRequest(self.method, target, fields, self.body)


def testify(
    operation: DescribedOperation, values: Mapping[tuple[str, str], Any]
) -> Testimony:
    """The request without body and credentials; `values` are by place and name."""
    before, _, _ = operation.path.partition("#")
    path, _, query = before.partition("?")
    testimony = Testimony(operation.method, path)
    unusual = _unusual_path(operation.path)
    for pair in query.split("&") if query and not unusual else ():
        name, _, value = pair.partition("=")
        testimony.query.append((_literal(name), _literal(value)))
    if unusual:
        testimony.undefined["path", ""] = unusual
    segments: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter.key not in values:
            continue
        try:
            _write(parameter, values[parameter.key], testimony, segments)
        except Undefined as reason:
            testimony.undefined[parameter.key] = str(reason)
    testimony.path = _expanded(path, segments)
    return testimony


def add_body(
    testimony: Testimony, media: DescribedMedia, value: Any, is_binary: IsBinary
) -> None:
    """The body in one of the media types that the operation takes."""
    try:
        testimony.body, testimony.content_type = written(media, value, is_binary)
    except Undefined as reason:
        testimony.undefined["body", ""] = str(reason)


def add_credentials(testimony: Testimony, scheme: Json, secret: Any) -> None:
    """Where a security scheme says that credentials go (section 4.8.27).

    `secret` is a text, or user name and password. Raises `Undefined`.
    """
    kind = scheme.get("type")
    http = str(scheme.get("scheme", "")).lower() if kind == "http" else ""
    if is_token(scheme):
        _add_authorization(testimony, f"Bearer {secret}")
    elif http == "basic":
        pair = b64encode(":".join(secret).encode()).decode()
        _add_authorization(testimony, f"Basic {pair}")
    elif kind == "apiKey" and scheme.get("in") in ("header", "query", "cookie"):
        _add_key(testimony, scheme["in"], str(scheme.get("name")), secret)
    else:
        raise Undefined(f"credentials of {kind} {http}".strip())


def _add_authorization(testimony: Testimony, value: str) -> None:
    """Once, where several schemes write the same (RFC 9110, section 11.6.2)."""
    if ("authorization", value) not in testimony.fields:
        testimony.fields.append(("authorization", value))


def _add_key(testimony: Testimony, place: str, name: str, secret: str) -> None:
    if place == "header":
        testimony.fields.append((name.lower(), secret))
    elif place == "query":
        testimony.query.append((style_table.encoded(name), style_table.encoded(secret)))
    else:
        testimony.cookies.append((name, secret))


def response(
    described: DescribedResponse,
    status: int,
    content: tuple[DescribedMedia, Any] | None,
    headers: Mapping[str, Any],
    is_binary: IsBinary,
) -> WireReply:
    """A response with a value for each header. Raises `Undefined`."""
    fields = header_fields(described, headers)
    if content is None or status in _SILENT:
        return WireReply(status, fields)
    body, content_type = written(*content, is_binary)
    return WireReply(status, [("content-type", content_type), *fields], body)


def header_fields(described: DescribedResponse, headers: Mapping[str, Any]) -> Fields:
    """The declared header fields of a response. Raises `Undefined`."""
    return [
        (each.name.lower(), style_table.header_text(each, headers[each.name]))
        for each in described.headers
        if each.name in headers
    ]


def _write(
    parameter: DescribedParameter,
    value: Any,
    testimony: Testimony,
    segments: dict[str, str],
) -> None:
    if parameter.unusual:
        raise Undefined(parameter.unusual)
    match parameter.place:
        case "path":
            segments[parameter.name] = style_table.path_text(parameter, value)
        case "query":
            testimony.query += style_table.query_pairs(parameter, value)
        case "header":
            text = style_table.header_text(parameter, value)
            testimony.fields.append((parameter.name.lower(), text))
        case "cookie":
            testimony.cookies += style_table.cookie_pairs(parameter, value)


def _unusual_path(path: str) -> str:
    """Why OpenAPI does not say where a path leads; empty where it does (4.8.8)."""
    if not path.startswith("/"):
        return "a path that begins without a slash"
    if re.search(r"\{[?&#+*./;]|[*+]\}|/:\w", path):
        return "a path with the operators of other templates"
    if re.search(r"[?].*\{", path):
        return "a path with a parameter in its query"
    return ""


def _expanded(path: str, segments: Mapping[str, str]) -> str:
    """The path with its values; literal text is encoded where a URL cannot have it."""
    text, position = "", 0
    for match in _EXPRESSION.finditer(path):
        text += _literal(path[position : match.start()])
        text += segments.get(match[1], _literal(match[0]))
        position = match.end()
    return text + _literal(path[position:])


def _literal(text: str) -> str:
    return quote(text, safe=_IN_PATHS)
