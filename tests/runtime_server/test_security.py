"""Who is let in: kinds of schemes, alternatives, combinations, absence."""

import asyncio
from base64 import b64encode
from dataclasses import replace

import pytest
from starlette.types import Scope

from apiloom.runtime.server.problem import ProblemError
from apiloom.runtime.server.request import HttpRequest
from apiloom.runtime.server.schemes import Other
from apiloom.runtime.server.security import Guard, SecuritySchemes

from .asgi import Result, call
from .program import Things, app, bearer, key
from .sample.server import Access, Operation, Security, create_app


def me(*headers: tuple[str, str]) -> Result:
    return call(app, "GET", "/me", headers=headers)


def delete(*headers: tuple[str, str]) -> Result:
    return call(app, "DELETE", "/things/abc", headers=headers)


def basic(text: str, scheme: str = "Basic") -> tuple[str, str]:
    return "Authorization", f"{scheme} {b64encode(text.encode()).decode()}"


KEY = ("X-API-Key", "secret")


def test_optional_security() -> None:
    assert me().body == b"nobody"
    assert me(("Authorization", "Bearer secret")).body == b"admin of whoAmI"
    assert me(("Cookie", "session=secret")).body == b"key of whoAmI"
    # Credentials of a scheme that the operation does not have are none.
    assert me(basic("a:secret")).body == b"nobody"
    assert me(KEY).body == b"nobody"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_written_in_any_case(scheme: str) -> None:
    assert me(("Authorization", f"{scheme} secret")).status == 200
    assert me(("Authorization", f"{scheme}   secret")).status == 200


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("Bearer wrong", "The credentials were refused."),
        ("Bearer", "The credentials are malformed."),
        ("Bearer ", "The credentials are malformed."),
        ("Bearer a b", "The credentials are malformed."),
        ("Bearer secr\u00e9t", "The credentials are malformed."),
        ("Bearer a\x7f", "The credentials are malformed."),
    ],
)
def test_bad_credentials_are_not_absent_ones(header: str, detail: str) -> None:
    result = me(("Authorization", header))
    assert result.status == 401
    assert result.json["detail"] == detail
    assert [v for k, v in result.headers if k == "www-authenticate"] == [
        'Bearer error="invalid_token"',
        'ApiKey in="cookie", name="session"',
    ]


def test_one_good_alternative_is_enough() -> None:
    good, bad = ("Cookie", "session=secret"), ("Authorization", "Bearer wrong")
    assert me(good, bad).body == b"key of whoAmI"


def test_credentials_sent_twice_are_malformed() -> None:
    header = ("Authorization", "Bearer secret")
    assert me(header, header).status == 401
    assert me(("Cookie", "session=secret; session=secret")).status == 401
    assert delete(KEY, KEY, basic("a:secret")).status == 401


def test_schemes_that_are_needed_together() -> None:
    result = delete(KEY, basic("ann:secret"))
    assert result.status == 204
    for headers in (
        [],
        [KEY],
        [basic("ann:secret")],
        [KEY, basic("ann:wrong")],
        [("X-API-Key", "wrong"), basic("ann:secret")],
        [("X-API-Key", ""), basic("ann:secret")],
    ):
        result = delete(*headers)
        assert result.status == 401
        assert [v for k, v in result.headers if k == "www-authenticate"] == [
            'ApiKey in="header", name="X-Api-Key"',
            'Basic realm="login", charset="UTF-8"',
        ]


def test_the_first_scheme_names_the_principal() -> None:
    result = call(app, "DELETE", "/things/x", headers=[KEY, basic("ann:secret")])
    assert result.status == 409
    assert result.json == {"error": {"message": "key of deleteThing"}}


@pytest.mark.parametrize(
    "header",
    [
        ("Authorization", "Basic"),
        ("Authorization", "Basic !!!!"),
        ("Authorization", "Basic YQ"),
        ("Authorization", "Basic /w=="),
        basic("no colon"),
    ],
)
def test_malformed_basic_credentials(header: tuple[str, str]) -> None:
    result = delete(KEY, header)
    assert result.status == 401
    assert result.json["detail"] == "The credentials are malformed."


def test_a_password_can_have_colons_and_umlauts() -> None:
    seen: list[tuple[str, str]] = []

    def login(username: str, password: str, access: Access) -> str | None:
        seen.append((username, password))
        return username

    security = Security(
        management_bearer_auth=None,
        api_key=key,
        query_key=None,
        session=None,
        login=login,
    )
    app = create_app(things=Things(), security=security)
    headers = [KEY, basic("änn:a:b", "bAsIc")]
    assert call(app, "DELETE", "/things/abc", headers=headers).status == 204
    assert seen == [("änn", "a:b")]


def test_an_api_key_in_the_query() -> None:
    assert call(app, "POST", "/things?key=secret").status == 501
    assert call(app, "POST", "/things?key=s%65cret").status == 501
    for query in ("", "?key=", "?key=wrong", "?key=secret&key=secret"):
        assert call(app, "POST", f"/things{query}").status == 401


def test_a_scheme_without_a_function_accepts_nobody() -> None:
    security = Security(
        management_bearer_auth=bearer,
        api_key=None,
        query_key=None,
        session=None,
        login=None,
    )
    app = create_app(things=Things(), security=security)
    assert call(app, "POST", "/things?key=secret").status == 401
    assert call(app, "GET", "/me", headers=[("Cookie", "session=x")]).status == 401
    assert call(app, "GET", "/me").status == 200


def test_the_function_is_told_the_operation() -> None:
    seen: list[Operation] = []

    def check(token: str, access: Access) -> str | None:
        seen.append(access.operation)
        return token

    security = Security(
        management_bearer_auth=check,
        api_key=None,
        query_key=None,
        session=None,
        login=None,
    )
    app = create_app(things=Things(), security=security)
    call(app, "GET", "/me", headers=[("Authorization", "Bearer t")])
    (operation,) = seen
    assert (operation.id, operation.method, operation.path) == ("whoAmI", "GET", "/me")
    assert operation.security[0] == {"management_bearer_auth": ()}


def test_any_other_scheme() -> None:
    def certificate(access: Access) -> str | None:
        scope = access.http.scope
        names: list[str] = scope.get("extensions", {}).get("tls", [])
        return names[0] if names else None

    schemes = SecuritySchemes(Other[str]("mutual", certificate, scheme="Mutual"))
    operation = Operation(id="a", method="GET", path="/", security=({"mutual": ()},))
    optional = replace(operation, security=({"mutual": ()}, {}))
    scope: Scope = {"type": "http", "headers": []}
    known = HttpRequest({**scope, "extensions": {"tls": ["ann"]}})
    unknown = HttpRequest(scope)
    assert asyncio.run(Guard(operation, schemes).admit(known)) == "ann"
    assert asyncio.run(Guard(optional, schemes).admit(unknown)) is None
    with pytest.raises(ProblemError) as refused:
        asyncio.run(Guard(operation, schemes).admit(unknown))
    assert refused.value.headers == ((b"www-authenticate", b"Mutual"),)
