"""Responses: typed where they fit the document, and never lost where they do not."""

import json
import pickle
import warnings
from typing import Annotated, Any

import httpx2
import pytest
from pydantic import Field

from apiloom.runtime.decode import Received, decode_success
from apiloom.runtime.digits import Integer
from apiloom.runtime.errors import ResponseValidationError, ResponseWarning
from apiloom.runtime.lenient import blank, decode_leniently
from apiloom.runtime.model import Maybe, Model
from apiloom.runtime.operation import MediaType, Operation, Response
from apiloom.runtime.tags import Tagged, Tags

from .harness import Harness, Recorder, answer
from .sample.models import Customer
from .sample.models.customer import Card, Invoice

TOKEN: dict[str, Any] = {"management_bearer_auth": "t"}
HTML = httpx2.Response(200, html="<h1>Please log in</h1>")


def put(client: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme")


def get(both: Harness, body: object) -> Customer:
    """What the customer update returns for that JSON."""
    recorder = Recorder(answer(json=body))
    result: Customer = both.run(put, handler=recorder, **TOKEN)
    return result


GOOD: list[dict[str, Any]] = [
    {"id": "1", "name": "n"},
    {"id": "1", "name": "n", "note": None, "unknown": {"a": [1]}},
    {"id": "1", "name": "n", "plan": "free", "class": "a"},
    {
        "id": "1",
        "name": "n",
        "teams": [{"name": "t", "customer": {"id": "2", "name": "m", "teams": []}}],
        "created_at": "2025-01-02T03:04:05Z",
        "payment": {"kind": "invoice", "days": 5},
    },
    {"id": "1", "name": "n", "class_": 5, "teams": [{"name": "t"}]},
    {"id": "1", "name": "n", "class_": 5, "class": "b"},
]


@pytest.mark.parametrize("body", GOOD)
def test_what_fits_is_typed_and_survives(both: Harness, body: dict[str, Any]) -> None:
    customer = get(both, body)
    assert type(customer) is Customer
    assert json.loads(customer.model_dump_json(exclude_unset=True)) == body
    assert json.loads(customer.model_dump_json(exclude_unset=True)) == body


def test_recursion_is_natural(both: Harness) -> None:
    customer = get(both, GOOD[3])
    assert customer.teams is not None
    assert customer.teams[0].customer is not None
    assert customer.teams[0].customer.name == "m"
    assert isinstance(customer.payment, Invoice)


FLAWED: list[tuple[dict[str, Any], str]] = [
    ({"id": "1", "name": "n", "status": "paused"}, "/status"),
    ({"id": "1", "name": "n", "limit": None}, "/limit"),
    ({"id": "1", "name": "n", "class": "z"}, "/class"),
    ({"id": "1"}, "/name"),
    ({"id": 1, "name": "n", "new": True}, "/id"),
    ({"id": "1", "name": "n", "created_at": "yesterday"}, "/created_at"),
    ({"id": "1", "name": "n", "created_at": 5}, "/created_at"),
    ({"id": "1", "name": "n", "labels": {"a/b": "x", "c": 1}}, "/labels/a~1b"),
    ({"id": "1", "name": "n", "tags": ["x", "new"]}, "/tags/1"),
    ({"id": "1", "name": "n", "teams": [{}, {"name": "t"}]}, "/teams/0/name"),
    ({"id": "1", "name": "n", "teams": "none"}, "/teams"),
    (
        {"id": "1", "name": "n", "payment": {"kind": "cash", "digits": "1"}},
        "/payment",
    ),
    ({"id": "1", "name": "n", "payment": {"kind": "invoice", "days": "5"}}, "/days"),
]


@pytest.mark.parametrize(("body", "place"), FLAWED)
def test_what_does_not_fit_is_kept(
    both: Harness, body: dict[str, Any], place: str
) -> None:
    with pytest.warns(ResponseWarning, match=f"updateCustomer.*{place}'"):
        customer = get(both, body)
    assert type(customer) is Customer
    assert json.loads(customer.model_dump_json(exclude_unset=True)) == body
    assert customer.model_dump(mode="json", exclude_unset=True) == body
    assert set(customer.model_dump(mode="json")) >= set(body)
    again = pickle.loads(pickle.dumps(customer))
    assert again.model_dump_json() == customer.model_dump_json()


def test_raw_values_are_where_the_typed_ones_would_be(both: Harness) -> None:
    body = {"id": "1", "status": "paused", "class": "z", "teams": [{"x": 1}]}
    with pytest.warns(ResponseWarning):
        customer = get(both, body)
    read: Any = customer
    assert (read.id, read.name, read.status, read.class_) == ("1", None, "paused", "z")
    assert read.plan == "free"
    assert read.limit is None
    assert type(read.teams[0]).__name__ == "Team"
    assert read.teams[0].name is None
    assert read.teams[0].x == 1
    assert customer.model_fields_set == {"id", "status", "class_", "teams"}
    with pytest.raises(AttributeError):
        _ = read.nonsense


def test_a_flawed_answer_can_be_changed_and_sent_back(both: Harness) -> None:
    with pytest.warns(ResponseWarning):
        customer = get(both, {"id": "1", "name": "n", "status": "paused"})
    customer.name = "m"
    recorder = Recorder(answer(201, {"id": "1", "name": "m"}))
    both.run(
        lambda c: c.governance.create_customer(customer), handler=recorder, **TOKEN
    )
    sent = json.loads(recorder.request.content)
    assert sent == {"id": "1", "name": "m", "status": "paused"}


def test_one_warning_for_each_operation_and_place(both: Harness) -> None:
    bodies = [
        {"id": "1", "name": "n", "tags": ["new", "newer"], "status": "paused"},
        {"id": "2", "name": "n", "tags": ["x", "newest"], "status": "late"},
    ]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for body in bodies:
            get(both, body)
    messages = [str(warning.message) for warning in caught]
    assert messages == [
        "updateCustomer: the response breaks the document at '/status'",
        "updateCustomer: the response breaks the document at '/tags/0'",
    ]


def test_a_warning_points_at_the_call(both: Harness) -> None:
    with pytest.warns(ResponseWarning) as caught:
        get(both, {"id": "1"})
    assert "runtime_client" in caught[0].filename


@pytest.mark.parametrize(("body", "place"), FLAWED)
def test_strict_clients_raise(both: Harness, body: dict[str, Any], place: str) -> None:
    recorder = Recorder(answer(json=body, x_request_id="r1"))
    with pytest.raises(ResponseValidationError, match=place) as raised:
        both.run(put, handler=recorder, strict_responses=True, **TOKEN)
    error = raised.value
    assert json.loads(error.body) == body
    assert error.status_code == 200
    assert error.request_id == "r1"
    assert error.headers["content-type"] == "application/json"
    assert error.path == "/customers/{customer_id}"
    assert pickle.loads(pickle.dumps(error)).body == error.body


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "response",
    [HTML, httpx2.Response(200, text="{")],
)
def test_what_is_no_json_at_all_is_raised(
    both: Harness, response: httpx2.Response, strict: bool
) -> None:
    with pytest.raises(ResponseValidationError, match="not JSON") as raised:
        both.run(put, handler=Recorder(response), strict_responses=strict, **TOKEN)
    assert raised.value.body == response.content
    assert "log in" not in str(raised.value)


@pytest.mark.parametrize("strict", [False, True])
def test_json_that_is_nested_too_deep(both: Harness, strict: bool) -> None:
    text = f'{{"extra": {"[" * 300}{"]" * 300}}}'
    response = httpx2.Response(200, text=text)
    with pytest.raises(ResponseValidationError, match="is nested too deep") as raised:
        both.run(put, handler=Recorder(response), strict_responses=strict, **TOKEN)
    assert raised.value.body == text.encode()


def test_json_of_another_kind_is_returned_as_it_is(both: Harness) -> None:
    with pytest.warns(ResponseWarning, match="at ''"):
        customer: Any = get(both, [1])
    assert customer == [1]


def test_empty_bodies(both: Harness) -> None:
    for status in (204, 200):
        recorder = Recorder(httpx2.Response(status))
        assert (
            both.run(
                lambda c: c.governance.delete_customer("c1"),
                handler=recorder,
                basic_auth=("u", "p"),
            )
            is None
        )
    with pytest.warns(ResponseWarning, match="updateCustomer"):
        assert both.run(put, handler=Recorder(httpx2.Response(200)), **TOKEN) is None
    with pytest.raises(ResponseValidationError):
        both.run(
            put,
            handler=Recorder(httpx2.Response(200)),
            strict_responses=True,
            **TOKEN,
        )


@pytest.mark.parametrize(
    ("content_type", "content", "expected"),
    [
        ("text/plain", "é".encode(), "é"),
        ("text/plain; charset=latin-1", "é".encode("latin-1"), "é"),
        ('text/plain; charset="nonsense"', b"a", "a"),
        ("text/plain", b"\xff", "\ufffd"),
    ],
)
def test_text(both: Harness, content_type: str, content: bytes, expected: str) -> None:
    response = httpx2.Response(
        200, content=content, headers={"content-type": content_type}
    )
    text = both.run(lambda c: c.governance.greeting(), handler=Recorder(response))
    assert text == expected


def test_bytes(both: Harness) -> None:
    content = bytes(range(256))
    data = both.run(
        lambda c: c.governance.export(),
        handler=Recorder(httpx2.Response(200, content=content)),
        query_key="k",
    )
    assert data == content


class One(Model):
    one: Integer


class Two(Model):
    two: Integer


def decoded(declared: dict[str, Response], status: int, content_type: str) -> Any:
    operation: Operation[Any] = Operation(
        id="get", method="GET", path="/", responses=declared
    )
    headers = httpx2.Headers({"content-type": content_type})
    received = Received(status, headers, b'{"one": 1, "two": 2}')
    return decode_success(operation, received, strict=False)


SEVERAL = (
    MediaType("application/json", One),
    MediaType("application/vnd.two+json", Two),
    MediaType("application/json; version=2", Two),
    MediaType("text/*", str),
)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", One),
        ("application/json; charset=utf-8", One),
        ("APPLICATION/JSON", One),
        ("application/vnd.two+json", Two),
        ("application/json;version=2", Two),
        ("application/problem+json", One),
        ("text/html", str),
        ("", One),
        ("image/png", One),
    ],
)
def test_the_media_type_decides(content_type: str, expected: type) -> None:
    responses = {"200": Response(content=SEVERAL)}
    assert type(decoded(responses, 200, content_type)) is expected


@pytest.mark.parametrize(
    ("keys", "status", "expected"),
    [
        (("200", "2XX", "default"), 200, One),
        (("2XX", "default"), 201, One),
        (("default",), 200, One),
        (("201", "default"), 200, One),
        (("default", "202"), 200, Two),
    ],
)
def test_the_status_decides(keys: tuple[str, ...], status: int, expected: type) -> None:
    types = {key: One if index == 0 else Two for index, key in enumerate(keys)}
    responses = {
        key: Response(content=(MediaType("application/json", type_),))
        for key, type_ in types.items()
    }
    assert type(decoded(responses, status, "application/json")) is expected


def test_any_media_type_is_read_by_what_it_is() -> None:
    for type_, expected in ((bytes, bytes), (One, One)):
        responses = {"200": Response(content=(MediaType("*/*", type_),))}
        assert type(decoded(responses, 200, "application/json")) is expected
    undeclared = {"200": Response()}
    assert decoded(undeclared, 200, "application/json") == b'{"one": 1, "two": 2}'


def test_deep_json_is_no_danger() -> None:
    body: Any = {"id": 1}
    for _ in range(60):
        body = {"id": 1, "teams": [{"name": 2, "customer": body}]}
    customer, flaws = decode_leniently(Customer, body)
    assert len(flaws) < 300
    assert customer.model_dump(exclude_unset=True) == body


def test_blank_models() -> None:
    customer = blank(Customer)
    assert customer.model_dump(exclude_unset=True) == {}
    assert customer.name is None
    assert blank(Card | Invoice | None).kind is None
    assert blank(list[Customer]) is None
    assert blank(int) is None


@pytest.mark.parametrize(
    ("type_", "value", "expected", "flaws"),
    [
        (list[int], [1, "2"], [1, "2"], ["/1"]),
        (list[int] | str, [1, "2"], [1, "2"], ["/1"]),
        (dict[str, One], {"a": {}}, {"a": {}}, ["/a/one"]),
        (Annotated[list[int], Field(min_length=2)], [1], [1], [""]),
        (int | str, 1.5, 1.5, [""]),
    ],
)
def test_values_outside_models(
    type_: Any, value: Any, expected: Any, flaws: list[str]
) -> None:
    result, found = decode_leniently(type_, value)
    if isinstance(expected, dict):
        result = {key: model.model_dump() for key, model in result.items()}
    assert (result, found) == (expected, flaws)


class Cat(Model):
    pet: str
    lives: Integer


class Dog(Model):
    pet: str
    lives: str


PETS = Annotated[
    Annotated[Cat, Tags("cat")] | Annotated[Dog, Tags("dog")], Tagged("pet")
]


class Owner(Model):
    pet: Maybe[PETS] = None


def test_a_tag_decides_even_when_the_rest_does_not_fit() -> None:
    for pet, kind in (("cat", Cat), ("dog", Dog), ("emu", dict)):
        value = {"pet": {"pet": pet, "lives": None}}
        owner, _ = decode_leniently(Owner, value)
        assert type(owner.pet) is kind
        assert owner.model_dump(exclude_unset=True) == value
    assert Owner().model_dump() == {}
    assert decode_leniently(Owner, {"pet": None})[1] == ["/pet"]


def test_the_member_that_agrees_best_is_chosen() -> None:
    value = {"kind": "invoice", "days": "soon"}
    model, flaws = decode_leniently(Card | Invoice, value)
    assert isinstance(model, Invoice)
    assert flaws == ["/days"]
