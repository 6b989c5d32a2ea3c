"""Swagger UI, from a distribution that brings its files, in place of the own page."""

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, PackagePath, files
from typing import Any

from starlette.types import Receive, Scope, Send

from .wire import Answer, Header, send_answer

_BUNDLE = "swagger-ui-bundle.js"
_STYLE = "swagger-ui.css"
_TYPES = {
    _BUNDLE: b"text/javascript; charset=utf-8",
    _STYLE: b"text/css; charset=utf-8",
}
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_SCRIPT = """
const told = (name) => document.querySelector(`meta[name=${name}]`).content;
const shown = (spec) => {
  const base = told("base") || "/";
  if (spec.swagger) {
    spec.host = location.host;
    spec.schemes = [location.protocol.slice(0, -1)];
    spec.basePath = base;
  } else {
    spec.servers = [{ url: base, description: "this server" }, ...(spec.servers || [])];
  }
  SwaggerUIBundle({
    spec,
    dom_id: "#ui",
    deepLinking: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
  });
};
fetch(told("document")).then((answer) => answer.json()).then(shown);
"""
"""Requests go to this server first, wherever the document says that servers are. No
validator elsewhere is told of the document."""
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="base" content="{{base}}">
<meta name="document" content="{{document}}">
<title>API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{{page}}/{_STYLE}">
</head>
<body>
<div id="ui"></div>
<script src="{{page}}/{_BUNDLE}"></script>
<script>{_SCRIPT}</script>
</body>
</html>
"""
_DIGEST = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "connect-src 'self' http: https:; img-src 'self' data:; style-src 'self'; "
    f"script-src 'self' 'sha256-{_DIGEST}'"
)


def swagger_ui_of(
    distribution: str, page_path: str, document_path: str, base_path: str
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What answers at which path: the page, its script and its style.

    Raises `ImportError` where the distribution is not installed, or does not have them.
    """
    for name, file in _found(distribution).items():
        yield f"{page_path}/{name}", _File(file, _TYPES[name])
    yield page_path, _Page(base_path, page_path, document_path)


def _found(distribution: str) -> dict[str, PackagePath]:
    """The two files, of the newest release where there are several."""
    try:
        listed = files(distribution) or []
    except PackageNotFoundError:
        raise ImportError(
            f"swagger_ui={distribution!r} is not installed: pip install {distribution}"
        ) from None
    folders: dict[str, dict[str, PackagePath]] = {}
    for file in listed:
        if file.name in _TYPES:
            folder = file.parent.as_posix()
            folders.setdefault(folder, {})[file.name] = file
    whole = [folder for folder, found in folders.items() if len(found) == len(_TYPES)]
    if not whole:
        raise ImportError(
            f"swagger_ui={distribution!r} has no {_BUNDLE} with a {_STYLE} beside it"
        )
    return folders[max(whole, key=_numbers)]


def _numbers(folder: str) -> list[int]:
    """The numbers in a path, which are those of a release if there is one."""
    return [int(each) for each in re.findall(r"\d+", folder)]


class _File:
    """Sends a file of the distribution, read when it is first asked for."""

    def __init__(self, file: PackagePath, media_type: bytes) -> None:
        self._file = file
        self._media_type = media_type
        self._content: bytes | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._content is None:
            self._content = self._file.read_binary()
        headers: list[Header] = [(b"content-type", self._media_type), _NOSNIFF]
        await send_answer(Answer(200, headers, self._content), scope, receive, send)


class _Page:
    """Sends the page, told where its files and the document are.

    No script runs in it but its own and that of Swagger UI.
    """

    def __init__(self, base_path: str, page_path: str, document_path: str) -> None:
        self._base_path = base_path
        self._page_path = page_path
        self._document_path = document_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = scope.get("root_path", "").rstrip("/") + self._base_path
        page = _PAGE.replace("{base}", html.escape(base))
        page = page.replace("{page}", html.escape(base + self._page_path))
        page = page.replace("{document}", html.escape(base + self._document_path))
        headers: list[Header] = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-security-policy", _POLICY.encode()),
            _NOSNIFF,
        ]
        await send_answer(Answer(200, headers, page.encode()), scope, receive, send)
