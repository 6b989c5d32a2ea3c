"""The document that the API was generated from, and a page to try it out."""

import base64
import hashlib
import html
import re
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.types import Receive, Scope, Send

from .wire import Answer, Header, header_values, send_answer

_NOSNIFF = (b"x-content-type-options", b"nosniff")
_SCRIPTS = ("page_document.js", "page_request.js", "page_view.js", "page.js")
_PART = re.compile(r"\{\{(style|script)\}\}")
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class DocumentEndpoint:
    """Sends the document byte for byte; reads it when it is first asked for."""

    def __init__(self, document: Traversable) -> None:
        self._document = document

    @cached_property
    def _content(self) -> tuple[bytes, bytes]:
        """The document and its entity tag."""
        content = self._document.read_bytes()
        return content, b'"%s"' % hashlib.sha256(content).hexdigest()[:32].encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        content, tag = self._content
        headers: list[Header] = [(b"etag", tag), (b"cache-control", b"no-cache")]
        asked = ",".join(header_values(scope, b"if-none-match"))
        if tag.decode() in [t.strip().removeprefix("W/") for t in asked.split(",")]:
            answer = Answer(304, headers)
        else:
            headers += [(b"content-type", b"application/json"), _NOSNIFF]
            answer = Answer(200, headers, content)
        await send_answer(answer, scope, receive, send)


def _assembled() -> str:
    """The page with its style and its script, which is one."""
    folder = files(__package__ or "")
    script = "".join((folder / name).read_text("utf-8") for name in _SCRIPTS)
    parts = {
        "style": (folder / "page.css").read_text("utf-8"),
        "script": f'"use strict";\n{script}',
    }
    page = (folder / "page.html").read_text("utf-8")
    return _PART.sub(lambda match: parts[match[1]], page)


class PageEndpoint:
    """Sends the page, told where the document is.

    The page is one file without outside parts; its Content-Security-Policy lets no
    other script run, whatever the document says, and lets it talk to any server that
    the person who uses it names.
    """

    def __init__(self, document_path: str, base_path: str = "") -> None:
        self._document_path = document_path
        self._base_path = base_path

    @cached_property
    def _page(self) -> tuple[str, Header]:
        """The page and its Content-Security-Policy."""
        page = _assembled()
        hashes = {
            kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            for kind, text in _INLINE.findall(page)
        }
        policy = (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'; connect-src 'self' http: https:; img-src data:; "
            f"script-src 'sha256-{hashes['script']}'; "
            f"style-src 'sha256-{hashes['style']}'"
        )
        return page, (b"content-security-policy", policy.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page, policy = self._page
        base = scope.get("root_path", "").rstrip("/") + self._base_path
        page = page.replace("{{base}}", html.escape(base), 1)
        page = page.replace("{{document}}", html.escape(base + self._document_path), 1)
        headers = [(b"content-type", b"text/html; charset=utf-8"), policy, _NOSNIFF]
        await send_answer(Answer(200, headers, page.encode()), scope, receive, send)
