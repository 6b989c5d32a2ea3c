"""What a handler answers is what the client returns or raises."""

from typing import Any

import httpx2
import pytest

from .running import Caller, Served
from .served import pet


def test_nothing(call: Caller) -> None:
    assert call("answers.nothing") is None
    raw = call.raw("answers.nothing")
    assert (raw.status_code, raw.body, raw.data) == (204, b"", None)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_several(call: Caller, models: Any, status: int) -> None:
    expected = {
        200: pet(models),
        201: models.Point(x=1, y=-2),
        202: "später",
        204: None,
    }
    raw = call.raw("answers.several", status)
    assert (raw.status_code, raw.data) == (status, expected[status])
    assert call("answers.several", status) == expected[status]
    assert type(raw.data) is type(expected[status])


@pytest.mark.parametrize("status", [200, 201, 299])
def test_range(call: Caller, models: Any, status: int) -> None:
    raw = call.raw("answers.range", status)
    assert (raw.status_code, raw.data) == (status, pet(models))
    assert raw.data.model_fields_set == {"name", "weight"}


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (302, "DefaultError"),
        (404, "DefaultClientError"),
        (418, "DefaultClientError"),
        (500, "DefaultServerError"),
        (599, "DefaultServerError"),
    ],
)
def test_default(
    call: Caller, models: Any, errors: Any, status: int, name: str
) -> None:
    with pytest.raises(errors.StatusError) as caught:
        call("answers.range", status)
    assert type(caught.value) is getattr(errors, name)
    assert caught.value.status_code == status
    assert caught.value.data == models.Fault(reason="default")


@pytest.mark.parametrize(
    ("status", "name", "data"),
    [
        (404, "NotFoundError", ("NotThere", {"missing": "Rex"})),
        (409, "ConflictError", ("Conflict", {"winner": 7})),
        (403, "OtherClientError", ("Fault", {"reason": "range"})),
        (499, "OtherClientError", ("Fault", {"reason": "range"})),
    ],
)
def test_error(
    call: Caller,
    models: Any,
    errors: Any,
    status: int,
    name: str,
    data: tuple[str, dict[str, Any]],
) -> None:
    model, values = data
    with pytest.raises(errors.ClientError) as caught:
        call("answers.error", status)
    assert type(caught.value) is getattr(errors, name)
    assert caught.value.status_code == status
    assert caught.value.data == getattr(models, model)(**values)
    assert caught.value.operation_id == "answerError"
    assert caught.value.headers["content-type"] == "application/json"


def test_no_error(call: Caller, models: Any) -> None:
    assert call("answers.error", 200) == pet(models)


@pytest.mark.parametrize("status", [500, 503])
def test_undeclared_status_of_a_handler(call: Caller, errors: Any, status: int) -> None:
    with pytest.raises(errors.ServerError) as caught:
        call("answers.error", status)
    assert caught.value.status_code == 500
    assert caught.value.data["title"] == "Internal Server Error"


@pytest.mark.parametrize("which", [199, 600])
def test_out_of_range(
    call: Caller, errors: Any, http: httpx2.Client, served: Served, which: int
) -> None:
    before = len(served.paths)
    with pytest.raises(errors.RequestValidationError, match="path 'which': Input"):
        call("answers.several", which)
    assert len(served.paths) == before
    answer = http.get(f"/answers/several/{which}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["in"], error["name"]) == ("path", "which")


def test_headers(call: Caller) -> None:
    raw = call.raw("answers.headers")
    assert (raw.status_code, raw.data, raw.body) == (200, "text", b"text")
    assert raw.headers["x-left"] == "3"
    assert raw.headers["x-names"].replace(" ", "") == "a,b"
    assert raw.headers["content-type"].partition(";")[0] == "text/plain"


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("whole", "x-simple", "x,1,y,2,label,l"),
        ("partial", "x-simple", "x,1,y,2"),
        ("exploded", "x-exploded", "x=1,y=2,label=l"),
    ],
)
def test_object_header(call: Caller, kind: str, name: str, value: str) -> None:
    raw = call.raw("answers.object_header", kind)
    assert raw.headers[name].replace(" ", "") == value


def test_unfinished(call: Caller, errors: Any) -> None:
    with pytest.raises(errors.ServerError) as caught:
        call("answers.unfinished")
    assert caught.value.status_code == 501
    assert caught.value.data["status"] == 501


def test_unknown_path_and_method(http: httpx2.Client) -> None:
    assert http.get("/answers").status_code == 404
    refused = http.post("/answers/headers")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]


def test_document_is_served(http: httpx2.Client, served: Served) -> None:
    document = http.get("/openapi.json").json()
    assert document["info"]["title"] == "Round Trip"
