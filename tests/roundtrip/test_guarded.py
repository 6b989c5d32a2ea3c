"""Who may call: every kind of scheme, from the client's argument to the handler."""

from typing import Any

import httpx2
import pytest

from .running import Caller, Served

HEADER, QUERY, COOKIE = "header key;", "query key;", "cookie%20key%3B"
LOGIN = ("ann", "pass:wörd")
GOOD: dict[str, dict[str, Any]] = {
    "header": {"header_key": HEADER},
    "query": {"query_key": QUERY},
    "cookie": {"cookie_key": COOKIE},
    "basic": {"login": LOGIN},
    "bearer": {"token": "token"},
    "both": {"query_key": QUERY, "login": LOGIN},
}
PRINCIPAL = {
    "header": "header",
    "query": "query",
    "cookie": "cookie",
    "basic": "ann",
    "bearer": "guardBearer",
    "both": "query",
}
BAD: dict[str, Any] = {
    "header_key": "another",
    "query_key": "another",
    "cookie_key": "another",
    "login": ("ann", "another"),
    "token": "another",
}
ALL: dict[str, Any] = {name: v for each in GOOD.values() for name, v in each.items()}


@pytest.mark.parametrize("kind", GOOD)
def test_admitted(call: Caller, kind: str) -> None:
    assert call.given(**GOOD[kind])(f"guarded.guard_{kind}") == PRINCIPAL[kind]
    assert call.given(**ALL)(f"guarded.guard_{kind}") == PRINCIPAL[kind]


@pytest.mark.parametrize(
    ("kind", "wrong"), [(kind, name) for kind, given in GOOD.items() for name in given]
)
def test_refused(call: Caller, errors: Any, kind: str, wrong: str) -> None:
    given = {**GOOD[kind], wrong: BAD[wrong]}
    with pytest.raises(errors.ClientError) as caught:
        call.given(**given)(f"guarded.guard_{kind}")
    assert caught.value.status_code == 401
    assert caught.value.data["detail"] == "The credentials were refused."
    assert caught.value.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [(kind, name) for kind, given in GOOD.items() for name in given],
)
def test_missing_is_not_sent(
    call: Caller, served: Served, errors: Any, kind: str, missing: str
) -> None:
    before = len(served.paths)
    given = {name: value for name, value in GOOD[kind].items() if name != missing}
    with pytest.raises(errors.MissingCredentials, match=missing):
        call.given(**given)(f"guarded.guard_{kind}")
    assert len(served.paths) == before


CHALLENGES = {
    "header": {'ApiKey in="header", name="X-Key"'},
    "query": {'ApiKey in="query", name="key"'},
    "cookie": {'ApiKey in="cookie", name="session"'},
    "basic": {'Basic realm="login", charset="UTF-8"'},
    "bearer": {"Bearer"},
    "both": {
        'ApiKey in="query", name="key"',
        'Basic realm="login", charset="UTF-8"',
    },
    "either": {'ApiKey in="cookie", name="session"', "Bearer"},
}


@pytest.mark.parametrize("kind", CHALLENGES)
def test_challenged(http: httpx2.Client, kind: str) -> None:
    answer = http.get(f"/guarded/{kind}")
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Credentials are required."
    assert set(answer.headers.get_list("www-authenticate")) == CHALLENGES[kind]


@pytest.mark.parametrize("half", ["query_key", "login"])
def test_half_of_both(http: httpx2.Client, half: str) -> None:
    given: dict[str, Any] = {
        "query_key": {"params": {"key": QUERY}},
        "login": {"auth": LOGIN},
    }
    assert http.get("/guarded/both", **given[half]).status_code == 401
    whole = {**given["query_key"], **given["login"]}
    assert http.get("/guarded/both", **whole).text == "query"


@pytest.mark.parametrize("given", [{}, ALL], ids=["nothing", "everything"])
def test_open_to_anybody(call: Caller, given: dict[str, Any]) -> None:
    assert call.given(**given)("guarded.guard_none") == "anybody"


def test_optional(call: Caller, errors: Any) -> None:
    assert call("guarded.guard_optional") == "None"
    assert call.given(header_key=HEADER)("guarded.guard_optional") == "header"
    with pytest.raises(errors.ClientError) as caught:
        call.given(header_key="another")("guarded.guard_optional")
    assert caught.value.status_code == 401


@pytest.mark.parametrize(
    ("given", "principal"),
    [
        ({"cookie_key": COOKIE}, "cookie"),
        ({"token": "token"}, "guardEither"),
        ({"cookie_key": COOKIE, "token": "token"}, "cookie"),
        ({"cookie_key": COOKIE, "token": "another"}, "cookie"),
    ],
)
def test_either(call: Caller, given: dict[str, Any], principal: str) -> None:
    assert call.given(**given)("guarded.guard_either") == principal


def test_either_missing(call: Caller, errors: Any) -> None:
    with pytest.raises(errors.MissingCredentials):
        call.given(login=LOGIN)("guarded.guard_either")


def test_secret_is_not_shown(call: Caller, errors: Any) -> None:
    with pytest.raises(errors.ClientError) as caught:
        call.given(query_key="another")("guarded.guard_query")
    assert "another" not in f"{caught.value} {caught.value!r}"
