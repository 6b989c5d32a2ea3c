"""Every media type of a body can be sent: by keyword, and as options say."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.weaving import Woven

from .conftest import Sender
from .raw_server import RawServer

DOCUMENT = "../type_checking/documents/several_bodies.yaml"


def sent(server: RawServer) -> tuple[str, bytes]:
    """The media type, and the body, of the last request."""
    return server.came[-1].fields["content-type"], server.came[-1].body


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ({"url": "http://x"}, None, ("application/json", b'{"url":"http://x"}')),
        (
            {"url": "a b"},
            "application/x-www-form-urlencoded",
            ("application/x-www-form-urlencoded", b"url=a+b"),
        ),
        ("a,\u00e9", "text/csv", ("text/csv; charset=utf-8", "a,\u00e9".encode())),
        (b"\x89PNG", "image/png", ("image/png", b"\x89PNG")),
    ],
)
def test_what_is_sent(
    send: Sender,
    server: RawServer,
    body: Any,
    content_type: str | None,
    expected: tuple[str, bytes],
) -> None:
    chosen: dict[str, Any] = {}
    if content_type is not None:
        chosen["content_type"] = content_type
    send("images.put", "a", body, **chosen)
    assert sent(server) == expected
    send("images.put", "a", body, options=chosen)
    assert sent(server) == expected


def test_a_file_in_place_of_json(send: Sender, server: RawServer) -> None:
    body = {"file": io.BytesIO(b"\x00\xff"), "note": "n"}
    send("images.put", "a", body, content_type="multipart/form-data")
    content_type, written = sent(server)
    assert content_type.startswith("multipart/form-data; boundary=")
    assert b"\r\n\r\n\x00\xff\r\n" in written
    assert b'name="note"' in written


def test_each_is_judged_as_its_own_schema_says(
    send: Sender, server: RawServer, woven: Woven
) -> None:
    refused = woven.module("errors").RequestValidationError
    for body, content_type in (
        ({"url": "u"}, "application/x-www-form-urlencoded"),
        ({"file": b"", "note": "longer than 5"}, "multipart/form-data"),
        ({"note": "n"}, "multipart/form-data"),
        ({"content_type": 5}, "text/csv"),
    ):
        with pytest.raises(refused):
            send("images.put", "a", body, content_type=content_type)
    with pytest.raises(refused, match="takes no body in application/pdf: it takes app"):
        send("images.put", "a", b"", content_type="application/pdf")
    assert server.came == []


def test_an_optional_body_and_a_property_of_that_name(
    send: Sender, server: RawServer
) -> None:
    send("notes.add")
    assert server.came[-1].body == b""
    send("notes.add", "text", content_type_="text/plain")
    assert sent(server) == ("text/plain; charset=utf-8", b"text")
    send("notes.add_label", content_type="x")
    assert sent(server) == ("application/json", b'{"content_type":"x"}')
    send("notes.add_label", "text", content_type_="text/plain")
    assert sent(server) == ("text/plain; charset=utf-8", b"text")
