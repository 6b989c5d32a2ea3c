"""Refusing from wherever it is known: handlers, security functions, and deeper."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from apiloom.runtime.server.refusals import Forbidden, HttpError, Unauthorized

from .asgi import Result, call
from .program import Things, bearer, key, login, security
from .sample.models import BifrostError, ErrorField
from .sample.server import Access, Security, create_app
from .sample.server.governance import GovernanceApi, UpdateCustomer
from .sample.server.things import DeleteThing

URL = "/api/governance/customers/cus_123"
HEADERS = (("Authorization", "Bearer secret"), ("Content-Type", "application/json"))


def _app(error: Callable[[], Exception], **options: Any) -> Starlette:
    """An application whose handler raises."""

    class Own(GovernanceApi[str]):
        def update_customer(self, request: Any) -> UpdateCustomer.Response:
            raise error()

    return create_app(governance=Own(), security=security, **options)


def _put(app: Starlette) -> Result:
    return call(app, "PUT", URL, headers=HEADERS, body=b"{}")


def _message(text: str) -> BifrostError:
    return BifrostError(error=ErrorField(message=text))


class TestRaised:
    """What a handler raises."""

    def test_a_declared_reply(self) -> None:
        result = _put(_app(lambda: UpdateCustomer.NotFound(_message("No Acme"))))
        assert (result.status, result.json) == (404, {"error": {"message": "No Acme"}})

    def test_a_reply_that_is_another_operations(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What the document does not declare is not sent."""
        with caplog.at_level(logging.ERROR):
            result = _put(_app(lambda: DeleteThing.ClientError(409, _message("x"))))
        assert result.status == 500
        assert "status 409 is not declared" in caplog.text

    def test_a_status_in_the_words_of_its_schema(self) -> None:
        result = _put(_app(lambda: HttpError(404, "No Acme")))
        assert (result.status, result.json) == (404, {"error": {"message": "No Acme"}})
        assert result.header("content-type") == "application/json"

    def test_a_status_that_is_not_declared(self) -> None:
        headers = {"Retry-After": "7"}
        result = _put(_app(lambda: HttpError(429, "Too many", headers=headers)))
        assert result.header("content-type") == "application/problem+json"
        assert result.header("retry-after") == "7"
        assert (result.status, result.json["detail"]) == (429, "Too many")

    def test_401_has_the_challenges_of_the_operation(self) -> None:
        result = _put(_app(lambda: Unauthorized("Expired", scopes=["read", 'a"b'])))
        assert result.status == 401
        assert result.header("www-authenticate") == (
            'Bearer error="invalid_token", scope="read a\\"b"'
        )

    def test_403_has_one_where_scopes_are_missing(self) -> None:
        assert _put(_app(Forbidden)).header("www-authenticate") is None
        result = _put(_app(lambda: Forbidden("Ask Ann", scopes=["write"])))
        assert (result.status, result.json["detail"]) == (403, "Ask Ann")
        assert result.header("www-authenticate") == (
            'Bearer error="insufficient_scope", scope="write"'
        )

    def test_starlettes_own(self) -> None:
        error = HTTPException(404, "Not here", {"X-Why": "moved"})
        result = _put(_app(lambda: error))
        assert (result.status, result.header("x-why")) == (404, "moved")
        assert result.json == {"error": {"message": "Not here"}}

    @pytest.mark.parametrize("status", [200, 302, 600])
    def test_only_errors_are_errors(self, status: int) -> None:
        with pytest.raises(ValueError, match="no status of an error"):
            HttpError(status)

    def test_headers_are_one_line_each(self) -> None:
        with pytest.raises(ValueError, match="line break"):
            HttpError(400, headers={"X-A": "b\r\nX-C: d"})


class _QuotaError(LookupError):
    """A user's own."""


class TestTable:
    """Exceptions of the user's by class."""

    def test_the_nearest_class_counts(self) -> None:
        table = {LookupError: 404, _QuotaError: 429, ValueError: 400}
        assert _put(_app(lambda: _QuotaError("x"), exceptions=table)).status == 429
        assert _put(_app(lambda: KeyError("x"), exceptions=table)).status == 404

    def test_what_is_said_stays_inside_unless_it_is_given_out(self) -> None:
        told = _put(_app(lambda: KeyError("secret"), exceptions={LookupError: 404}))
        assert b"secret" not in told.body

        def shown(error: KeyError) -> HttpError:
            return HttpError(404, f"No {error.args[0]}", headers={"X-A": "b"})

        told = _put(_app(lambda: KeyError("Acme"), exceptions={KeyError: shown}))
        assert told.json == {"error": {"message": "No Acme"}}
        assert told.header("x-a") == "b"

    def test_a_reply(self) -> None:
        def reply(error: KeyError) -> UpdateCustomer.NotFound:
            return UpdateCustomer.NotFound(_message(str(error)))

        result = _put(_app(lambda: KeyError("Acme"), exceptions={KeyError: reply}))
        assert (result.status, result.json) == (404, {"error": {"message": "'Acme'"}})

    def test_one_that_fails_itself(self, caplog: pytest.LogCaptureFixture) -> None:
        def broken(error: KeyError) -> HttpError:
            raise RuntimeError("broken")

        with caplog.at_level(logging.ERROR):
            result = _put(_app(lambda: KeyError("x"), exceptions={KeyError: broken}))
        assert result.status == 500
        assert "broken" in caplog.text

    def test_what_nobody_knows_is_logged(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            assert _put(_app(lambda: OSError("x"), exceptions={})).status == 500
        assert "updateCustomer: the handler failed" in caplog.text


class TestAdded:
    """Handlers of exceptions that were added as Starlette does."""

    @pytest.mark.parametrize("is_async", [False, True])
    def test_it_answers(self, is_async: bool) -> None:
        def plain(request: Request, error: Exception) -> Response:
            return JSONResponse({"path": request.url.path}, 418, {"X-A": str(error)})

        async def coroutine(request: Request, error: Exception) -> Response:
            return plain(request, error)

        app = _app(lambda: _QuotaError("x"))
        handler: Any = coroutine if is_async else plain
        app.add_exception_handler(LookupError, handler)
        result = _put(app)
        assert (result.status, result.json) == (418, {"path": URL})
        assert result.header("x-a") == "x"

    def test_for_any(self) -> None:
        app = _app(lambda: OSError("x"))
        app.add_exception_handler(Exception, lambda *_: Response(b"ours", 500))
        assert _put(app).body == b"ours"

    def test_one_that_fails(self, caplog: pytest.LogCaptureFixture) -> None:
        def broken(request: Request, error: Exception) -> Response:
            raise RuntimeError("broken")

        app = _app(lambda: OSError("x"))
        app.add_exception_handler(OSError, broken)
        with caplog.at_level(logging.ERROR):
            assert _put(app).status == 500
        assert "broken" in caplog.text


class TestSecurityFunctions:
    """What a function may raise that judges credentials."""

    @staticmethod
    def _me(check: Callable[..., Any], *headers: tuple[str, str]) -> Result:
        checks = Security(
            management_bearer_auth=check,
            api_key=None,
            query_key=None,
            session=key,
            login=None,
        )
        app = create_app(things=Things(), security=checks)
        return call(app, "GET", "/me", headers=headers)

    def test_forbidden_goes_before_unauthorized(self) -> None:
        def check(token: str, access: Access) -> str | None:
            raise Forbidden("Locked") if token == "locked" else Unauthorized("Expired")

        locked = ("Authorization", "Bearer locked")
        result = self._me(check, locked)
        assert (result.status, result.json["detail"]) == (403, "Locked")
        result = self._me(check, ("Authorization", "Bearer old"))
        assert (result.status, result.json["detail"]) == (401, "Expired")
        good = ("Cookie", "session=secret")
        assert self._me(check, locked, good).body == b"key of whoAmI"
        assert self._me(check, locked, ("Cookie", "session=wrong")).status == 403

    def test_it_is_told_who_asks(self) -> None:
        seen: list[Any] = []

        def check(token: str, access: Access) -> str:
            seen.append((access.operation.id, access.scopes))
            seen.append(access.http.headers["x-trace"])
            return token

        headers = ("Authorization", "Bearer a"), ("X-Trace", "t")
        assert self._me(check, *headers).status == 200
        assert seen == [("whoAmI", ()), "t"]

    def test_a_function_of_another_shape_is_refused_at_once(self) -> None:
        wrong: Any = bearer
        short: Any = len
        given: dict[str, Any] = {"api_key": None, "query_key": None, "session": None}
        with pytest.raises(TypeError, match="management_bearer_auth has to take 1 and"):
            Security(management_bearer_auth=short, login=None, **given)
        with pytest.raises(TypeError, match="login has to take 2 and"):
            Security(management_bearer_auth=None, login=wrong, **given)
        Security(management_bearer_auth=bearer, login=login, **given)

    def test_a_scheme_that_is_missing_is_named_at_once(self) -> None:
        whole = Security(
            management_bearer_auth=bearer,
            api_key=None,
            query_key=None,
            session=None,
            login=None,
        )
        del whole.schemes["session"]
        with pytest.raises(TypeError, match="Security has nothing for session, which"):
            create_app(things=Things(), security=whole)
