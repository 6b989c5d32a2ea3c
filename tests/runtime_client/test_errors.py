"""Errors: one class for each declared status, with everything the response said."""

import copy
import pickle
from typing import Any

import httpx2
import pytest

from .harness import Harness, Recorder, answer
from .sample import errors
from .sample.models import Customer, SampleError

TOKEN: dict[str, Any] = {"management_bearer_auth": "t0k3n"}


def put(client: Any) -> Any:
    return client.governance.update_customer("secret-id", name="secret-name")


def post(client: Any) -> Any:
    return client.governance.create_customer(Customer(id="1", name="n"))


def raised_by(both: Harness, use: Any, response: httpx2.Response) -> Any:
    with pytest.raises(errors.StatusError) as raised:
        both.run(use, handler=Recorder(response), max_retries=0, **TOKEN)
    return raised.value


def test_a_declared_status(both: Harness) -> None:
    response = answer(404, {"message": "gone", "new": 1}, X_Request_Id="r1", etag="e")
    error = raised_by(both, put, response)
    assert type(error) is errors.NotFoundError
    assert isinstance(error, errors.ClientError)
    assert type(error.data) is SampleError
    assert error.data.message == "gone"
    assert error.status_code == 404
    assert error.headers["etag"] == "e"
    assert error.headers["ETag"] == "e"
    assert error.body == response.content
    assert error.request_id == "r1"
    assert (error.operation_id, error.method) == ("updateCustomer", "PUT")
    assert error.path == "/customers/{customer_id}"
    assert str(error) == (
        "updateCustomer (PUT /customers/{customer_id}): 404 Not Found, request r1"
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (302, errors.RedirectError),
        (304, errors.RedirectError),
        (409, errors.ClientError),
        (499, errors.ClientError),
        (500, errors.ServerError),
        (599, errors.ServerError),
        (600, errors.StatusError),
    ],
)
def test_an_undeclared_status(both: Harness, status: int, expected: Any) -> None:
    error = raised_by(both, put, answer(status, {"a": 1}))
    assert type(error) is expected
    assert error.data == {"a": 1}
    assert str(status) in str(error)
    plain = raised_by(both, put, httpx2.Response(status, text="oops"))
    assert plain.data is None
    assert plain.body == b"oops"


@pytest.mark.parametrize(
    ("status", "expected", "general"),
    [
        (409, errors.DefaultClientError, errors.ClientError),
        (502, errors.DefaultServerError, errors.ServerError),
        (302, errors.DefaultError, errors.StatusError),
    ],
)
def test_the_default_response(
    both: Harness, status: int, expected: Any, general: Any
) -> None:
    error = raised_by(both, post, answer(status, {"message": "m"}))
    assert type(error) is expected
    assert isinstance(error, errors.DefaultError)
    assert isinstance(error, general)
    assert error.data.message == "m"


@pytest.mark.parametrize("strict", [False, True])
def test_an_error_page_of_a_proxy(both: Harness, strict: bool) -> None:
    page = httpx2.Response(404, html="<h1>Not here</h1>")
    with pytest.raises(errors.NotFoundError) as raised:
        both.run(put, handler=Recorder(page), strict_responses=strict, **TOKEN)
    data: Any = raised.value.data
    assert type(data).__name__ == "SampleError"
    assert (data.message, data.code) == (None, None)
    assert raised.value.body == b"<h1>Not here</h1>"
    empty = raised_by(both, put, httpx2.Response(404))
    assert empty.data.message is None


def test_a_flawed_error_body(both: Harness) -> None:
    with pytest.warns(errors.ResponseWarning, match="/code"):
        error = raised_by(both, put, answer(404, {"message": "m", "code": "x"}))
    assert (error.data.message, error.data.code) == ("m", "x")


@pytest.mark.parametrize(
    "response",
    [
        answer(404, {"message": "gone", "new": 1}, X_Request_Id="r1"),
        httpx2.Response(400, text="?"),
        answer(500, [1]),
        httpx2.Response(302, headers={"location": "http://elsewhere.test/"}),
    ],
)
def test_errors_pickle_and_copy(both: Harness, response: httpx2.Response) -> None:
    error = raised_by(both, put, response)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)
        assert twin.args == error.args
    assert TOKEN["management_bearer_auth"].encode() not in pickle.dumps(error)


def test_other_errors_pickle() -> None:
    for kind in (
        errors.ConnectionFailed,
        errors.RequestTimeout,
        errors.MissingCredentials,
        errors.UnusableClient,
        errors.RequestValidationError,
    ):
        twin = pickle.loads(pickle.dumps(kind("m")))
        assert type(twin) is kind
        assert str(twin) == "m"


def test_redirects_are_not_followed(both: Harness) -> None:
    recorder = Recorder(httpx2.Response(307, headers={"location": "http://evil.test/"}))
    with pytest.raises(errors.RedirectError) as raised:
        both.run(put, handler=recorder, **TOKEN)
    assert raised.value.headers["location"] == "http://evil.test/"
    assert len(recorder.requests) == 1


def test_every_error_is_an_api_error() -> None:
    for kind in (
        errors.StatusError,
        errors.ConnectionFailed,
        errors.MissingCredentials,
        errors.ResponseValidationError,
    ):
        assert issubclass(kind, errors.ApiError)
    assert issubclass(errors.RequestTimeout, errors.ConnectionFailed)
    assert issubclass(errors.RequestValidationError, ValueError)


def test_messages_show_nothing_of_the_caller(both: Harness) -> None:
    error = raised_by(both, put, answer(404, {"message": "secret-message"}))
    for text in (str(error), repr(error)):
        assert "secret" not in text
        assert "t0k3n" not in text
