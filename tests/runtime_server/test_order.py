"""Security, parameters, body, handler, reply: each is looked at in its turn."""

import asyncio
import json
import logging
from typing import Any

import pytest
from starlette.types import ASGIApp

from apiloom.runtime.server import respond
from apiloom.runtime.server.problem import BodyError, ParameterError
from apiloom.runtime.server.wire import Answer, Header

from .asgi import Result, call, messages
from .program import Governance, Things, app, customers, security
from .sample.models import (
    BifrostError,
    CustomerResponse,
    ErrorField,
    UpdateCustomerRequest,
)
from .sample.server import Access, Operation, Problem, create_app
from .sample.server.governance import GovernanceApi, UpdateCustomer

URL = "/api/governance/customers/cus_123"
AUTH = ("Authorization", "Bearer secret")
JSON = ("Content-Type", "application/json")


def put(
    body: bytes,
    *headers: tuple[str, str],
    url: str = URL,
    to: ASGIApp | None = None,
) -> Result:
    return call(to or app, "PUT", url, headers=headers, body=body)


def problem(status: int, title: str, **members: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, **members}


def told(status: int, title: str, **members: Any) -> dict[str, Any]:
    """A problem in the schema that the document declares, as the program writes it."""
    return {**problem(status, title, **members), "error": {"message": title}}


def test_a_good_request() -> None:
    fresh = create_app(governance=Governance(customers()), security=security)
    result = put(b'{"name": "New", "extra": 1}', AUTH, JSON, to=fresh)
    assert result.status == 200
    assert result.header("content-type") == "application/json"
    assert result.header("content-length") == str(len(result.body))
    assert result.json == {
        "message": "Customer updated successfully",
        "customer": {"id": "cus_123", "name": "New"},
    }


def test_security_comes_first() -> None:
    result = put(b"nonsense", ("Content-Type", "text/plain"))
    assert result.status == 401
    assert result.header("www-authenticate") == "Bearer"
    assert result.header("content-type") == "application/problem+json"
    assert result.json == problem(
        401, "Unauthorized", detail="Credentials are required."
    )


def test_parameters_come_before_the_body() -> None:
    result = put(b"nonsense", AUTH, JSON, url="/api/governance/customers/%FF")
    assert result.status == 400
    assert result.header("content-type") == "application/json"
    assert result.json == told(
        400,
        "Bad Request",
        detail="The parameters are not valid.",
        errors=[
            {
                "in": "path",
                "name": "customer_id",
                "detail": "Must be percent-encoded UTF-8.",
            }
        ],
    )


def test_the_body_comes_before_the_handler() -> None:
    result = put(b'{"name": 1}', AUTH, JSON, url="/api/governance/customers/unknown")
    assert result.status == 400
    assert result.json == told(
        400,
        "Bad Request",
        detail="The body is not valid.",
        errors=[{"pointer": "/name", "detail": "Input should be a valid string"}],
    )


def test_a_declared_failure_has_its_declared_schema() -> None:
    result = put(b"{}", AUTH, JSON, url="/api/governance/customers/unknown")
    assert result.status == 404
    assert result.header("content-type") == "application/json"
    assert result.json == {"error": {"message": "Customer not found"}}


def test_not_implemented() -> None:
    result = put(b"{}", AUTH, JSON, to=create_app(security=security))
    assert result.status == 501
    assert result.json == problem(501, "Not Implemented")
    base = create_app(governance=GovernanceApi[str](), security=security)
    assert put(b"{}", AUTH, JSON, to=base).json == problem(501, "Not Implemented")
    assert put(b"{}", to=base).status == 401


class Failing(GovernanceApi[str]):
    """Does what its caller's id says."""

    async def update_customer(
        self, req: UpdateCustomer.Request[str]
    ) -> UpdateCustomer.Response:
        match req.customer_id:
            case "raises":
                raise RuntimeError("the password is hunter2")
            case "bare":
                return CustomerResponse()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
            case "type":
                wrong = CustomerResponse.model_construct(message=3)
                return UpdateCustomer.Ok(wrong)
            case "other":
                error = BifrostError(error=ErrorField())
                return UpdateCustomer.Ok(error)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            case "injection":
                return UpdateCustomer.Ok(
                    CustomerResponse(), headers={"X-A": "1\r\nX-B: 2"}
                )
            case "name":
                return UpdateCustomer.Ok(
                    CustomerResponse(), headers={"X-A: 1\r\nX-B": "2"}
                )
            case "framing":
                return UpdateCustomer.Ok(
                    CustomerResponse(), headers={"Content-Length": "2"}
                )
            case "media":
                return UpdateCustomer.Ok(CustomerResponse(), media_type="text/html")
            case _:
                return Undeclared(CustomerResponse())


class Undeclared(UpdateCustomer.Ok):
    """A status that the document does not have."""

    status = 202


failing = create_app(governance=Failing(), security=security)


def test_an_exception_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        result = put(
            b"{}", AUTH, JSON, to=failing, url="/api/governance/customers/raises"
        )
    assert result.status == 500
    assert result.json == {"error": {"message": "Internal Server Error"}}
    assert "hunter2" not in result.body.decode()
    assert "updateCustomer: the handler failed" in caplog.text
    assert "hunter2" in caplog.text


@pytest.mark.parametrize(
    "case",
    ["bare", "type", "other", "injection", "name", "framing", "media", "status"],
)
def test_a_reply_that_breaks_the_document(
    case: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"/api/governance/customers/{case}"
    with caplog.at_level(logging.ERROR):
        result = put(b"{}", AUTH, JSON, to=failing, url=url)
    assert result.status == 500
    assert result.json == {"error": {"message": "Internal Server Error"}}
    assert [name for name, _ in result.headers] == ["content-type", "content-length"]
    assert "updateCustomer: the reply breaks the document" in caplog.text


def test_validate_replies_judges_constraints() -> None:
    class Hollow(GovernanceApi[str]):
        async def update_customer(
            self, req: UpdateCustomer.Request[str]
        ) -> UpdateCustomer.Response:
            if req.customer_id == "null":
                response = CustomerResponse(message="x")
                vars(response)["message"] = None
                return UpdateCustomer.Ok(response)
            return UpdateCustomer.NotFound(BifrostError.model_construct())

    lax = create_app(governance=Hollow(), security=security)
    strict = create_app(governance=Hollow(), security=security, validate_replies=True)
    assert put(b"{}", AUTH, JSON, to=lax).status == 404
    assert put(b"{}", AUTH, JSON, to=strict).status == 500
    null = "/api/governance/customers/null"
    assert put(b"{}", AUTH, JSON, to=strict, url=null).status == 500


def test_problem_body_gives_a_problem_the_declared_shape() -> None:
    seen: list[tuple[str, int]] = []

    def shaped(problem: Problem, operation: Operation) -> BifrostError | None:
        seen.append((operation.id, problem.status))
        message = problem.detail or problem.title
        return BifrostError(error=ErrorField(type="about:blank", message=message))

    shaping = create_app(governance=Failing(), security=security, problem_body=shaped)
    bad = put(b"[]", AUTH, JSON, to=shaping)
    assert bad.status == 400
    assert bad.header("content-type") == "application/json"
    assert bad.json == {
        "error": {"type": "about:blank", "message": "The body is not valid."}
    }
    failed = put(b"{}", AUTH, JSON, to=shaping, url="/api/governance/customers/raises")
    assert failed.json["error"]["message"] == "Internal Server Error"
    # 401 is not declared, so there is no shape to give it.
    assert put(b"{}", to=shaping).header("content-type") == "application/problem+json"
    assert seen == [("updateCustomer", 400), ("updateCustomer", 500)]


@pytest.mark.parametrize(
    ("method", "url", "headers", "body", "part"),
    [
        ("DELETE", "/things/toolong", (), b"", "credentials"),
        (
            "DELETE",
            "/things/toolong",
            (("X-Api-Key", "secret"), ("Authorization", "Basic YTpzZWNyZXQ=")),
            b"",
            "parameters",
        ),
        ("PUT", URL, (AUTH, JSON), b"{", "body"),
        ("PUT", URL, (AUTH, JSON), b"", "body"),
        ("PUT", URL, (AUTH, JSON), b"[]", "body"),
        ("PUT", URL, (AUTH,), b"{}", "body"),
        ("PUT", "/api/governance/customers/raises", (AUTH, JSON), b"{}", None),
    ],
)
def test_a_problem_names_the_part_that_is_to_blame(
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    url: str,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
    part: str | None,
) -> None:
    seen: list[Problem] = []

    def see(problem: Problem, headers: tuple[Header, ...] = ()) -> Answer:
        seen.append(problem)
        return Answer(problem.status, [])

    monkeypatch.setattr(respond, "problem_answer", see)
    monkeypatch.setattr(respond.ProblemResponder, "_declared", lambda *_: None)
    failing = create_app(governance=Failing(), security=security)
    call(failing, method, url, headers=headers, body=body)
    assert [problem.part for problem in seen] == [part]
    expected = {"parameters": ParameterError, "body": BodyError}
    assert {type(error) for error in seen[0].errors} <= {expected.get(part or "")}


def test_a_problem_body_that_fails_leaves_the_problem(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(problem: Problem, operation: Operation) -> BifrostError | None:
        if problem.detail == "A request body is required.":
            return None
        raise RuntimeError("no")

    app = create_app(governance=Failing(), security=security, problem_body=broken)
    message = put(b"[]", AUTH, JSON, to=app).json["error"]["message"]
    assert message.startswith("The body is not valid: body: ")
    assert "problem_body failed for status 400" in caplog.text
    assert put(b"", AUTH, JSON, to=app).json == {
        "error": {"message": "A request body is required."}
    }


def test_a_range_has_a_schema_too() -> None:
    result = call(
        create_app(things=Things(), security=security),
        "DELETE",
        "/things/toolong",
        headers=[("X-Api-Key", "secret"), ("Authorization", "Basic YTpzZWNyZXQ=")],
    )
    assert (result.status, result.header("content-type")) == (400, "application/json")
    assert result.json == {
        "error": {
            "message": "The parameters are not valid: id: "
            "String should have at most 3 characters"
        }
    }


def test_an_error_in_a_security_function_is_500() -> None:
    from .sample.server import Security

    async def broken(token: str, access: Access) -> str | None:
        raise RuntimeError("database is down")

    app = create_app(
        governance=Failing(),
        security=Security(
            management_bearer_auth=broken,
            api_key=None,
            query_key=None,
            session=None,
            login=None,
        ),
    )
    assert put(b"{}", AUTH, JSON, to=app).status == 500


@pytest.mark.parametrize("body", [b"", b'{"name"'])
def test_nobody_is_answered_when_the_client_is_gone(body: bytes) -> None:
    sent = messages(app, "PUT", URL, headers=[AUTH, JSON], body=[body], disconnect=True)
    assert sent == []


def test_errors_of_starlette_are_problems() -> None:
    result = call(app, "GET", "/nowhere")
    assert result.status == 404
    assert result.header("content-type") == "application/problem+json"
    assert json.loads(result.body) == problem(404, "Not Found")


def test_handlers_can_be_called_without_a_server() -> None:
    request = UpdateCustomer.Request[str](
        principal="ann", customer_id="none", body=UpdateCustomerRequest()
    )
    reply = asyncio.run(Governance({}).update_customer(request))
    assert isinstance(reply, UpdateCustomer.NotFound)
    assert (reply.status, reply.body.error.message) == (404, "Customer not found")
    assert repr(reply).startswith("UpdateCustomer.NotFound(BifrostError(")
