"""Media types: one judge for the generator, the client and the server."""

import subprocess
import sys

import pytest

from apiloom.api import media_type_kinds as media
from apiloom.core.text import Text
from apiloom.runtime.media_types import (
    ContentType,
    Kind,
    best_match,
    encoded_text,
    kind_of,
    parse_content_type,
    read_content_type,
    with_charset,
)
from apiloom.runtime.operation import MediaType

KINDS: dict[str, Kind] = {
    "application/json": "json",
    "Application/JSON; charset=utf-8": "json",
    "text/json": "json",
    "application/problem+json": "json",
    "application/vnd.api+json;v=1": "json",
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data; boundary=x": "multipart",
    "multipart/mixed": "multipart",
    "text/plain": "text",
    "text/*": "text",
    "text/html; charset=latin-1": "text",
    "application/xml": "text",
    "text/xml": "text",
    "image/svg+xml": "text",
    "image/json": "bytes",
    "application/json5": "bytes",
    "application/json-seq": "bytes",
    "application/jsonl": "bytes",
    "application/octet-stream": "bytes",
    "application/*": "bytes",
    "*/*": "bytes",
    "": "bytes",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_kinds(name: str, kind: Kind) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_generator_agrees(name: str, kind: Kind) -> None:
    text = Text(name)
    assert media.is_json(text) == (kind == "json")
    assert media.is_form(text) == (kind in {"form", "multipart"})
    assert media.is_text(text) == (kind == "text")
    assert media.has_model(text) == (kind in {"json", "form", "multipart"})


DECLARED = (
    "*/*",
    "text/*",
    "text/plain",
    "application/json; v=1",
    "application/json; v=2",
    "application/json",
)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("text/plain", "text/plain"),
        ("TEXT/Plain; charset=utf-8", "text/plain"),
        ("text/html", "text/*"),
        ("image/png", "*/*"),
        ("application/problem+json", "*/*"),
        ("application/json", "application/json"),
        ("application/json; v=2", "application/json; v=2"),
        ("application/json; charset=utf-8; v=1", "application/json; v=1"),
        ("application/json; v=3", "application/json"),
    ],
)
def test_the_most_specific_declared_type_wins(sent: str, found: str) -> None:
    content = [MediaType(name, str) for name in DECLARED]
    media_type = best_match(content, read_content_type(sent))
    assert media_type is not None
    assert media_type.name == found


def test_what_is_not_declared_has_no_match() -> None:
    content = [MediaType("application/json", str), MediaType("text/*", str)]
    for sent in ("application/problem+json", "texts/plain", "*/*", ""):
        assert best_match(content, read_content_type(sent)) is None
    assert best_match([], read_content_type("text/plain")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/plain", ContentType("text/plain", {})),
        ("Text/Plain ; A=b;", ContentType("text/plain", {"a": "b"})),
        ('a/b;c="d;\\"e"', ContentType("a/b", {"c": 'd;"e'})),
        ("", None),
        ("text", None),
        ("a/b/c", None),
        ("a/b; =", None),
    ],
)
def test_parsing(value: str, expected: ContentType | None) -> None:
    assert parse_content_type(value) == expected
    name = value.partition(";")[0].strip().lower()
    assert read_content_type(value) == (expected or ContentType(name, {}))


def test_the_charset_of_text() -> None:
    assert with_charset("text/plain") == "text/plain; charset=utf-8"
    assert with_charset("text/plain; charset=ascii") == "text/plain; charset=ascii"
    assert with_charset("application/xml") == "application/xml"
    assert encoded_text("é", "text/plain") == "é".encode()
    assert encoded_text("é", "text/plain; charset='latin-1'") == b"\xe9"
    for name in ("text/plain; charset=rot13", "text/plain; charset=ascii"):
        with pytest.raises(ValueError, match="encod"):
            encoded_text("é", name)


def test_the_server_does_without_an_http_client() -> None:
    program = (
        "import sys, apiloom.runtime.server.app; "
        "assert not {'httpx', 'httpx2', 'fastapi'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)
