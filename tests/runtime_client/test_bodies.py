"""Request bodies: the same JSON however they are given; what is refused."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from apiloom.runtime.body import encode_body
from apiloom.runtime.errors import RequestValidationError
from apiloom.runtime.missing import MISSING
from apiloom.runtime.operation import MediaType, Operation, RequestBody

from .harness import Harness, Recorder, Use, answer
from .sample.models import (
    Customer,
    Team,
    UpdateBudgetRequest,
    UpdateCustomerRequest,
)

CUSTOMER = {"id": "c1", "name": "Acme"}
TOKEN: dict[str, Any] = {"management_bearer_auth": "t"}


def sent(both: Harness, use: Use) -> Any:
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(use, handler=recorder, **TOKEN)
    assert recorder.request.headers["content-type"] == "application/json"
    return json.loads(recorder.request.content)


BODIES: list[tuple[dict[str, Any], Any]] = [
    ({}, {}),
    ({"name": "Acme"}, {"name": "Acme"}),
    ({"name": MISSING, "tier": "free"}, {"tier": "free"}),
    (
        {"budget": {"max_limit": 250.0, "calendar_aligned": None}},
        {"budget": {"max_limit": 250.0, "calendar_aligned": None}},
    ),
    ({"budget": {}}, {"budget": {}}),
    ({"budget": UpdateBudgetRequest(max_limit=1.5)}, {"budget": {"max_limit": 1.5}}),
]


@pytest.mark.parametrize(("properties", "expected"), BODIES)
def test_properties(both: Harness, properties: Any, expected: Any) -> None:
    assert (
        sent(both, lambda c: c.governance.update_customer("c1", **properties))
        == expected
    )


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Acme", "budget": {"max_limit": 2.0}},
        UpdateCustomerRequest(name="Acme", budget=UpdateBudgetRequest(max_limit=2.0)),
    ],
)
def test_a_whole_body(both: Harness, body: Any) -> None:
    assert sent(both, lambda c: c.governance.update_customer("c1", body)) == {
        "name": "Acme",
        "budget": {"max_limit": 2.0},
    }


def test_a_model_is_sent_as_it_is_set(both: Harness) -> None:
    customer = Customer(id="1", name="n", note=None, class_="a")
    customer.teams = [Team(name="t", customer=Customer(id="2", name="m"))]
    customer.created_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    assert sent(both, lambda c: c.governance.create_customer(customer)) == {
        "id": "1",
        "name": "n",
        "note": None,
        "class": "a",
        "teams": [{"name": "t", "customer": {"id": "2", "name": "m"}}],
        "created_at": "2025-01-01T00:00:00Z",
    }


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": 5}, "name"),
    ({"budget": {"max_limit": "5"}}, "budget.max_limit"),
    ({"budget": {"reset_duration": None}}, "budget.reset_duration"),
    ({"budget": {"max_limit": float("nan")}}, "budget.max_limit"),
]


@pytest.mark.parametrize(("properties", "place"), REFUSED)
def test_what_breaks_the_document_is_not_sent(
    both: Harness, properties: Any, place: str
) -> None:
    recorder = Recorder()
    for use in (
        lambda c: c.governance.update_customer("c1", **properties),
        lambda c: c.governance.update_customer("c1", properties),
    ):
        with pytest.raises(RequestValidationError, match=re.escape(place)) as raised:
            both.run(use, handler=recorder, **TOKEN)
        assert raised.value.__cause__ is not None
        assert "updateCustomer" in str(raised.value)
    assert recorder.requests == []


def test_none_is_absent_as_an_argument_and_null_in_a_body(both: Harness) -> None:
    assert sent(both, lambda c: c.governance.update_customer("c1", name=None)) == {}
    recorder = Recorder()
    with pytest.raises(RequestValidationError, match="name"):
        both.run(
            lambda c: c.governance.update_customer("c1", {"name": None}),
            handler=recorder,
            **TOKEN,
        )
    assert recorder.requests == []


def test_an_error_message_does_not_show_what_was_given(both: Harness) -> None:
    with pytest.raises(RequestValidationError) as raised:
        both.run(
            lambda c: c.governance.update_customer("c1", budget={"max_limit": "s3cr"}),
            handler=Recorder(),
            **TOKEN,
        )
    assert "s3cr" not in str(raised.value)


def test_a_misspelt_property_is_an_error(both: Harness) -> None:
    with pytest.raises(TypeError, match="takes no 'nmae'"):
        both.run(
            lambda c: c.governance.update_customer("c1", nmae="x"),
            handler=Recorder(),
            **TOKEN,
        )
    with pytest.raises(TypeError, match="not both"):
        both.run(
            lambda c: c.governance.update_customer("c1", {}, name="x"),
            handler=Recorder(),
            **TOKEN,
        )


def test_a_form(both: Harness) -> None:
    recorder = Recorder()
    both.run(lambda c: c.governance.submit(owner="a b&c", minimum=3), handler=recorder)
    assert recorder.request.content == b"owner=a+b%26c&minimum=3"
    assert recorder.request.headers["content-type"] == (
        "application/x-www-form-urlencoded"
    )


def test_an_optional_body_that_is_not_given_is_not_sent(both: Harness) -> None:
    recorder = Recorder()
    both.run(lambda c: c.governance.submit(), handler=recorder)
    assert recorder.request.content == b""
    assert "content-type" not in recorder.request.headers


def test_multipart_files(both: Harness, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"--+++\r\n")
    boundaries: set[str] = set()
    for file, expected in (
        (b"\x00\xff", b'name="file"; filename="file"\r\n'),
        (path, b'filename="report.txt"\r\nContent-Type: text/plain\r\n\r\n--+++'),
        (("a.csv", b"1,2"), b'filename="a.csv"\r\nContent-Type: text/csv'),
        (("a", b"1", "x/y"), b'filename="a"\r\nContent-Type: x/y'),
    ):
        recorder = Recorder()

        def upload(client: Any, file: Any = file) -> Any:
            return client.governance.upload(file=file, title="T")

        both.run(upload, handler=recorder)
        content_type = recorder.request.headers["content-type"]
        kind, _, boundary = content_type.partition("; boundary=")
        assert kind == "multipart/form-data"
        assert expected in recorder.request.content
        assert b'name="title"\r\n\r\nT\r\n' in recorder.request.content
        boundaries.add(boundary)
    assert len(boundaries) == 4


def operation_with(name: str, type_: Any, *, required: bool = True) -> Operation[None]:
    body = RequestBody(content=(MediaType(name, type_),), required=required)
    return Operation(id="put", method="PUT", path="/", body=body)


@pytest.mark.parametrize(
    ("declared", "body", "content", "content_type"),
    [
        ("text/plain", "é", "é".encode(), "text/plain; charset=utf-8"),
        ("text/*", "x", b"x", "text/plain; charset=utf-8"),
        ("text/csv; charset=utf-8", "x", b"x", "text/csv; charset=utf-8"),
        ("application/zip", b"x", b"x", "application/zip"),
        ("*/*", "x", b'"x"', "application/json"),
        ("application/xml", "<a/>", b"<a/>", "application/xml"),
        ("application/vnd.x+json", [1], b"[1]", "application/vnd.x+json"),
    ],
)
def test_other_media_types(
    declared: str, body: Any, content: bytes, content_type: str
) -> None:
    encoded = encode_body(operation_with(declared, Any), body, {})
    assert encoded is not None
    assert (encoded.content, encoded.content_type) == (content, content_type)


def test_a_required_body_that_is_no_object_must_be_given() -> None:
    with pytest.raises(TypeError, match="put needs a body"):
        encode_body(operation_with("application/json", list[int]), MISSING, {})
    optional = operation_with("application/json", list[int], required=False)
    assert encode_body(optional, MISSING, {}) is None


def test_null_is_a_body_where_the_document_allows_it() -> None:
    encoded = encode_body(operation_with("application/json", int | None), None, {})
    assert encoded is not None
    assert encoded.content == b"null"


def test_the_first_media_type_is_sent() -> None:
    content = (MediaType("application/json", list[int]), MediaType("text/plain", str))
    operation: Operation[None] = Operation(
        id="put", method="PUT", path="/", body=RequestBody(content=content)
    )
    encoded = encode_body(operation, [1], {})
    assert encoded is not None
    assert encoded.content_type == "application/json"
