"""Arguments on the wire: values by type, and what must never be sent."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal
from urllib.parse import unquote
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from apiloom.runtime.errors import RequestValidationError
from apiloom.runtime.missing import MISSING
from apiloom.runtime.operation import Operation, Parameter, ParameterLocation
from apiloom.runtime.parameters import expand_path, write_arguments

from .harness import Harness, Recorder, answer
from .sample.models import SearchFilter


class Colour(Enum):
    RED = "red"


VALUES: list[tuple[Any, Any, str]] = [
    (bool, False, "false"),
    (int, 0, "0"),
    (int, 10**30, str(10**30)),
    (UUID, UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (dt.date, dt.date(2025, 1, 2), "2025-01-02"),
    (
        dt.datetime,
        dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        "2025-01-02T03:04:05Z",
    ),
    (Colour, Colour.RED, "red"),
    (Decimal, Decimal("1.10"), "1.10"),
    (Any, Colour.RED, "red"),
]


@pytest.mark.parametrize(("type_", "value", "expected"), VALUES)
def test_values_are_written_as_their_json(
    type_: Any, value: Any, expected: str
) -> None:
    operation: Operation[None] = Operation(
        id="get",
        method="GET",
        path="/",
        parameters=(Parameter(name="v", location="query", type=type_),),
    )
    ((_, text),) = write_arguments(operation, (value,)).query
    assert unquote(text) == expected


WRONG: list[tuple[Any, Any, str]] = [
    (int, "5", "Input should be a valid integer"),
    (str, 5, "Input should be a valid string"),
    (Annotated[int, Field(le=100)], 101, "less than or equal to 100"),
    (Literal["a", "b"], "c", "Input should be 'a' or 'b'"),
    (list[int], [1, "2"], "1: Input should be a valid integer"),
    (SearchFilter, {"minimum": "3"}, "minimum: Input should be a valid integer"),
]


@pytest.mark.parametrize("location", ["path", "query", "header", "cookie"])
@pytest.mark.parametrize(("type_", "value", "reason"), WRONG)
def test_what_breaks_the_schema_is_not_written(
    location: ParameterLocation, type_: Any, value: Any, reason: str
) -> None:
    operation: Operation[None] = Operation(
        id="get",
        method="GET",
        path="/{v}" if location == "path" else "/",
        parameters=(Parameter(name="v", location=location, type=type_, required=True),),
    )
    with pytest.raises(RequestValidationError) as raised:
        write_arguments(operation, (value,))
    message = str(raised.value)
    assert message.startswith(f"get: {location} 'v': ")
    assert reason in message
    assert isinstance(raised.value.__cause__, ValidationError)


def test_a_model_is_written_as_it_is_set() -> None:
    parameter = Parameter(
        name="v", location="query", type=SearchFilter, style="deepObject"
    )
    operation: Operation[None] = Operation(
        id="get", method="GET", path="/", parameters=(parameter,)
    )
    written = write_arguments(operation, (SearchFilter(minimum=3),))
    assert written.query == [("v%5Bminimum%5D", "3")]


def test_every_parameter_follows_its_own_style(both: Harness) -> None:
    recorder = Recorder(answer(json=[]))
    both.run(
        lambda client: client.governance.search(
            ["a", "b/c"],
            q="",
            ids=[1, 2],
            tags=["x", "y"],
            pipes=["p", "q"],
            filter=SearchFilter(owner="me", minimum=3),
            x_trace=["t1", "t2"],
            theme="dark;1",
            where=SearchFilter(minimum=4),
        ),
        handler=recorder,
    )
    request = recorder.request
    assert request.url.raw_path.decode() == (
        "/v1/search/a,b%2Fc?q=&ids=1,2&tags=x&tags=y&pipes=p%7Cq"
        "&filter%5Bowner%5D=me&filter%5Bminimum%5D=3&where=%7B%22minimum%22%3A4%7D"
    )
    assert request.headers["x-trace"] == "t1,t2"
    assert request.headers["cookie"] == "theme=dark%3B1"


def test_what_is_not_given_is_not_sent(both: Harness) -> None:
    recorder = Recorder(answer(json=[]))
    both.run(lambda client: client.governance.search(["a"]), handler=recorder)
    assert recorder.request.url.raw_path == b"/v1/search/a"
    assert "cookie" not in recorder.request.headers
    assert b"MISSING" not in recorder.request.content


UNSAFE = [
    ".",
    "..",
    "%2e",
    "%2E%2e",
    "%252e%252E",
    "../admin",
    "a/../b",
    "..\\b",
    "a%2f..%2fb",
    "",
]


@pytest.mark.parametrize("value", UNSAFE)
def test_a_path_never_leads_elsewhere(both: Harness, value: str) -> None:
    recorder = Recorder()
    with pytest.raises(ValueError, match="unsafe value for"):
        both.run(
            lambda client: client.governance.update_customer(value),
            handler=recorder,
            management_bearer_auth="t",
        )
    assert recorder.requests == []


SAFE = ["a/b", "a?b", "a#b", "a b", "é", "...", "a..b", "x;y", "{customer_id}", "50%"]


@pytest.mark.parametrize("value", SAFE)
def test_any_other_value_stays_one_segment(both: Harness, value: str) -> None:
    recorder = Recorder(answer(json={"id": "1", "name": "n"}))
    both.run(
        lambda client: client.governance.update_customer(value),
        handler=recorder,
        management_bearer_auth="t",
    )
    path = recorder.request.url.raw_path.decode()
    before, _, segment = path.rpartition("/")
    assert before == "/v1/customers"
    assert unquote(segment) == value


def test_dot_segments_can_not_be_put_together_from_several_values() -> None:
    with pytest.raises(ValueError, match="unsafe"):
        expand_path("/x/{a}{b}/y", {"a": ".", "b": "."})
    assert expand_path("/x/{a}.{b}", {"a": "1", "b": "2"}) == "/x/1.2"


@pytest.mark.parametrize("value", ["a\r\nx-evil: 1", "a\nb", "a\rb", "a\x00b"])
def test_a_header_never_ends_early(both: Harness, value: str) -> None:
    recorder = Recorder()
    with pytest.raises(ValueError, match="control character") as raised:
        both.run(
            lambda client: client.governance.search(["a"], x_trace=[value]),
            handler=recorder,
        )
    assert "evil" not in str(raised.value)
    with pytest.raises(ValueError, match="control character"):
        both.run(
            lambda client: client.governance.search(
                ["a"], options={"headers": {"x-other": value}}
            ),
            handler=recorder,
        )
    with pytest.raises(ValueError, match="control character"):
        both.run(lambda client: None, headers={"x-other": value})
    assert recorder.requests == []


def test_a_required_argument_is_never_null() -> None:
    operation: Operation[None] = Operation(
        id="get",
        method="GET",
        path="/{a}",
        parameters=(Parameter(name="a", location="path", type=str, required=True),),
    )
    for value in (None, MISSING):
        with pytest.raises(ValueError, match="path 'a' is required"):
            write_arguments(operation, (value,))


def test_request_options_replace_parameters_of_the_same_name(both: Harness) -> None:
    recorder = Recorder(answer(json=[]))
    both.run(
        lambda client: client.governance.search(
            ["a"],
            q="1",
            tags=["x"],
            x_trace=["t"],
            options={"query": {"q": "2", "new": [1, 2]}, "headers": {"X-Trace": "u"}},
        ),
        handler=recorder,
    )
    assert recorder.request.url.query == b"tags=x&q=2&new=1&new=2"
    assert recorder.request.headers["x-trace"] == "u"


def test_misspelt_options_are_an_error(both: Harness) -> None:
    with pytest.raises(TypeError, match="unknown request option 'time_out'"):
        both.run(
            lambda client: client.governance.greeting(options={"time_out": 1}),
            handler=Recorder(),
        )
