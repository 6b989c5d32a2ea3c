"""The original document and the page."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount

from .asgi import call
from .program import app, security
from .sample.server import create_app

ORIGINAL = Path(__file__).with_name("sample") / "server" / "openapi.json"


def test_the_document_is_served_byte_for_byte() -> None:
    result = call(app, "GET", "/openapi.json")
    assert result.status == 200
    assert result.header("content-type") == "application/json"
    assert result.header("x-content-type-options") == "nosniff"
    assert result.body == ORIGINAL.read_bytes()
    tag = result.header("etag")
    assert tag is not None
    again = call(
        app, "GET", "/openapi.json", headers=[("If-None-Match", f'"x", {tag}')]
    )
    assert (again.status, again.body) == (304, b"")


def test_other_methods() -> None:
    assert call(app, "HEAD", "/docs").body == b""
    result = call(app, "POST", "/openapi.json")
    assert result.status == 405
    assert result.header("content-type") == "application/problem+json"


def test_they_can_be_moved_or_left_out() -> None:
    moved = create_app(security=security, document_path="/api.json", page_path="/try")
    assert call(moved, "GET", "/api.json").status == 200
    assert b'content="/api.json"' in call(moved, "GET", "/try").body
    assert call(moved, "GET", "/openapi.json").status == 404
    no_page = create_app(security=security, page_path=None)
    assert call(no_page, "GET", "/docs").status == 404
    assert call(no_page, "GET", "/openapi.json").status == 200
    neither = create_app(security=security, document_path=None)
    assert call(neither, "GET", "/docs").status == 404
    assert call(neither, "GET", "/openapi.json").status == 404


def test_the_page_knows_where_it_is_mounted() -> None:
    outer = Starlette(routes=[Mount('/v"1', app)])
    page = call(outer, "GET", "/v%221/docs").body
    assert b'content="/v&quot;1/openapi.json"' in page
    assert b'name="base" content="/v&quot;1"' in page


def test_the_page_is_self_contained() -> None:
    page = call(app, "GET", "/docs").body.decode()
    assert "http:" not in page
    assert "https:" not in page
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b", page)
    assert not re.search(r"\b(src|href|srcset|@import|url\()", page)
    assert "import(" not in page


def test_the_page_shows_text_as_text() -> None:
    page = call(app, "GET", "/docs").body.decode()
    # The hostile title of the document is fetched as JSON and is not in the page.
    assert "Sample" not in page
    assert "alert(1)" not in page
    for sink in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
        assert sink not in page
    assert "new Function" not in page


def test_no_other_script_can_run() -> None:
    result = call(app, "GET", "/docs")
    policy = result.header("content-security-policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        found = re.search(rf"<{kind}>(.*?)</{kind}>", result.body.decode(), re.DOTALL)
        assert found is not None
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
