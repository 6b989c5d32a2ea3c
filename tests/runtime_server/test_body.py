"""Bodies: what is accepted, and what is said about the rest."""

from collections.abc import Iterable
from typing import Any

import pytest

from apiloom.runtime.operation import Encoding
from apiloom.runtime.server.forms import Form, FormError
from apiloom.runtime.shape import shape_of

from .asgi import Result, call
from .program import Governance, app, customers, security
from .sample.server import create_app

URL = "/api/governance/customers/cus_123"
AUTH = ("Authorization", "Bearer secret")


def put(
    body: bytes | Iterable[bytes], content_type: str | None = "application/json"
) -> Result:
    headers: list[tuple[str, str]] = [AUTH]
    if content_type is not None:
        headers.append(("Content-Type", content_type))
    return call(app, "PUT", URL, headers=headers, body=body)


def note(body: bytes, content_type: str) -> Result:
    return call(
        app, "POST", "/notes", headers=[("Content-Type", content_type)], body=body
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json ; profile=x;",
    ],
)
def test_json(content_type: str) -> None:
    assert put(b"{}", content_type).status == 200


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "json",
        "text/plain",
        "application/json5",
        "application/*",
        "*/*",
        "application/json; charset=utf-16",
        "application/json; charset=rot13",
        "application/json; =",
        "application/vnd.other+json",
    ],
)
def test_unsupported_media_types(content_type: str | None) -> None:
    result = put(b"{}", content_type)
    assert result.status == 415
    assert result.json["title"] == "Unsupported Media Type"


def test_415_says_what_is_supported() -> None:
    result = put(b"<a/>", "application/xml")
    assert result.header("accept") == "application/json"
    assert result.json["detail"] == "The operation does not accept application/xml."


def test_two_content_types_are_none() -> None:
    types = [("Content-Type", "application/json"), ("Content-Type", "text/plain")]
    assert call(app, "PUT", URL, headers=[AUTH, *types], body=b"{}").status == 415


def test_a_content_encoding_is_not_supported() -> None:
    headers = [AUTH, ("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    result = call(app, "PUT", URL, headers=headers, body=b"{}")
    assert result.status == 415
    assert result.header("accept-encoding") == "identity"


@pytest.mark.parametrize("content_type", ["application/json", None])
def test_a_required_body(content_type: str | None) -> None:
    result = put(b"", content_type)
    assert result.status == 400
    assert result.json["detail"] == "A request body is required."


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'name': 1}",
        b"\xff",
        b'{"name": "\xff"}',
        b"\xef\xbb\xbf{}",
        b"{}{}",
        b'{"extra": NaN}',
        b'{"extra": [Infinity]}',
        b'{"extra": -Infinity}',
        b'{"extra": ' + b"9" * 5000 + b"}",
        b'{"name": "\\ud800"}',
    ],
)
def test_bad_json(body: bytes) -> None:
    result = put(body)
    assert result.status == 400
    assert result.json["detail"].startswith("The body is not JSON: ")
    assert "errors" not in result.json


def test_json_that_is_nested_too_deep() -> None:
    result = put(b'{"extra": ' + b"[" * 300 + b"]" * 300 + b"}")
    assert result.status == 400
    assert result.json["detail"].startswith("The body is nested too deep: ")


def test_an_unknown_key_that_python_calls_a_property_by() -> None:
    """`class_` is unknown beside `class`, and does not make it look sent."""
    result = call(
        app,
        "POST",
        "/notes",
        headers=[("Content-Type", "application/vnd.sample+json")],
        body=b'{"class_":1,"name":"A"}',
    )
    assert result.json == {"class_": 1, "name": "A"}


def test_nan_in_a_string_is_a_string() -> None:
    assert put(b'{"name": "NaN and Infinity"}').json["customer"]["name"] == (
        "NaN and Infinity"
    )


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b'{"name": null}', {"/name": "Input should be a valid string"}),
        (b'{"name": 1}', {"/name": "Input should be a valid string"}),
        (b'{"budget": null}', {"/budget": "Input should be an object"}),
        (
            b'{"budget": {"max_limit": "5", "calendar_aligned": 1}}',
            {
                "/budget/max_limit": "Input should be a valid number",
                "/budget/calendar_aligned": "Input should be a valid boolean",
            },
        ),
        (b"[]", {"": "Input should be an object"}),
        (b"null", {"": "Input should be an object"}),
        (b'"text"', {"": "Input should be an object"}),
    ],
)
def test_wrong_values(body: bytes, errors: dict[str, str]) -> None:
    result = put(body)
    assert result.status == 400
    assert {e["pointer"]: e["detail"] for e in result.json["errors"]} == errors


def test_the_body_can_come_in_pieces() -> None:
    assert put([b'{"na', b'me": ', b'"Pieces"}', b""]).json["customer"]["name"] == (
        "Pieces"
    )


def test_no_more_than_a_hundred_errors_are_listed() -> None:
    def errors(count: int) -> list[dict[str, str]]:
        body = b'{"topics": [' + b",".join([b"1"] * count) + b'], "name": "x"}'
        found: list[dict[str, str]] = note(body, "application/vnd.sample+json").json[
            "errors"
        ]
        return found

    assert len(errors(500)) == 101
    assert errors(500)[7]["pointer"] == "/topics/7"
    assert len(errors(5000)) == 101
    assert errors(5000)[-1] == {"pointer": "", "detail": "There are 4900 more errors."}


def test_unknown_fields_are_kept() -> None:
    body = b'{"name":"A","x":{"y":[1,null,1.50]},"z":null,"__class__":"a"}'
    result = note(body, "application/vnd.sample+json")
    assert result.json == {
        "name": "A",
        "x": {"y": [1, None, 1.5]},
        "z": None,
        "__class__": "a",
    }


def test_the_size_limit() -> None:
    small = create_app(
        governance=Governance(customers()), security=security, max_body_size=20
    )

    def send(*chunks: bytes, length: str | None = None) -> Result:
        headers = [AUTH, ("Content-Type", "application/json")]
        if length is not None:
            headers.append(("Content-Length", length))
        return call(small, "PUT", URL, headers=headers, body=chunks)

    assert send(b"{}" + b" " * 18).status == 200
    assert send(b"{}", length=f"{'0' * 5000}2").status == 200
    for result, connection in (
        (send(b"{}" + b" " * 19), None),
        (send(b"{}", b" " * 19), None),
        (send(b"{}", b" " * 19, b" " * 1000), "close"),
        (send(b"{", b"}", length="21"), "close"),
        (send(b"{", b"}", length="9" * 5000), "close"),
    ):
        assert result.status == 413
        assert result.json["title"] == "Content Too Large"
        assert result.json["detail"] == "The body is longer than 20 bytes."
        assert result.header("connection") == connection


def test_bytes() -> None:
    def put_blob(body: bytes, *types: str) -> bytes:
        headers = [("Content-Type", name) for name in types]
        return call(app, "PUT", "/blob", headers=headers, body=body).body

    blob = bytes(range(256))
    assert put_blob(blob, "application/octet-stream") == blob
    assert put_blob(b"", "application/octet-stream") == b""
    assert put_blob(b"") == b"nothing"


def test_text_in_a_range_of_media_types() -> None:
    assert note("é".encode(), "text/plain").body == "é".encode()
    assert note(b"\xe9", "text/markdown; charset=ISO-8859-1").body == "é".encode()
    assert note(b"\xe9", "text/plain").status == 400
    assert note(b"", "text/plain").status == 201


def test_a_structured_suffix_is_json() -> None:
    result = note(b'{"name": "A", "class": "b"}', "application/vnd.sample+json")
    assert result.json == {"name": "A", "class": "b"}
    by_python_name = b'{"name": "A", "topics": null}'
    assert note(by_python_name, "application/vnd.sample+json").status == 400


def test_an_urlencoded_form() -> None:
    form = "application/x-www-form-urlencoded"
    result = note(b"name=A+%C3%A9&age=5&class=x&topics=a&topics=b&more=1", form)
    assert result.json == {
        "name": "A é",
        "age": 5,
        "class": "x",
        "topics": ["a", "b"],
        "more": "1",
    }
    wrong = note(b"name=&age=x", form)
    assert {e["pointer"] for e in wrong.json["errors"]} == {"/name", "/age"}
    assert note(b"name=a&name=b", form).json["detail"] == (
        "The field 'name' must be given once."
    )
    assert note(b"name=%FF", form).status == 400
    assert note(b"age=5", form).json["errors"] == [
        {"pointer": "/name", "detail": "Field required"}
    ]


def part(disposition: str, content: bytes, content_type: str | None = None) -> bytes:
    head = f"--B\r\nContent-Disposition: form-data; {disposition}\r\n"
    if content_type is not None:
        head += f"Content-Type: {content_type}\r\n"
    return head.encode() + b"\r\n" + content + b"\r\n"


def test_a_multipart_form() -> None:
    body = (
        part('name="title"', b"5")
        + part('name="size"', b"5")
        + part('name="taken"', b"2025-01-31")
        + part('name="tags"', b"a")
        + part('name="tags"', b"b\r\n")
        + part('name="place"', b'{"x": 1}', "application/json")
        + part('name="file"; filename="a.txt"', b"text\r\n-B\n", "text/plain")
        + b"--B--\r\n"
    )
    result = note(body, "multipart/form-data; boundary=B")
    assert result.json == {
        "title": "5",
        "size": 5,
        "taken": "2025-01-31",
        "tags": ["a", "b\r\n"],
        "place": {"x": 1},
        "file": "text\r\n-B\n",
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (part('name="title"', b"5"), "multipart/form-data; boundary=B"),
        (part('name="title"', b"5") + b"--B--", "multipart/form-data"),
        (b"--B\r\nno header\r\n--B--", "multipart/form-data; boundary=B"),
        (part("name=title", b"5") + b"--B--", "multipart/form-data; boundary=C"),
        (part("nothing", b"5") + b"--B--", "multipart/form-data; boundary=B"),
        (part('name="title"', b"\xff") + b"--B--", "multipart/form-data; boundary=B"),
        (
            part('name="place"', b"{", "application/json") + b"--B--",
            "multipart/form-data; boundary=B",
        ),
    ],
)
def test_bad_multipart_forms(body: bytes, content_type: str) -> None:
    assert note(body, content_type).status == 400


def test_json_in_a_field_is_given_once() -> None:
    form = Form(
        shape_of(dict[str, Any]), {"a": Encoding(content_type="application/json")}
    )
    assert form.urlencoded(b"a=%7B%22b%22%3A1%7D") == {"a": {"b": 1}}
    with pytest.raises(FormError, match="The field 'a' must be given once"):
        form.urlencoded(b"a=1&a=2")
