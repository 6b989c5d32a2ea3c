"""Requests as they travel: what the typed clients cannot send, and exact answers."""

import httpx2
import pytest

from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import NOW, error
from tests.bifrost.harness.running import TOKEN, Gateway

PATH = "/api/governance/customers/c1"
JSON = {"content-type": "application/json"}
NULL_IS_FORBIDDEN = [
    '{"name": null}',
    '{"budget": null}',
    '{"budget": {"max_limit": null}}',
    '{"budget": {"reset_duration": null}}',
    '{"name": "New", "budget": {"max_limit": 1, "reset_duration": null}}',
]
WRONG_TYPES = [
    *(f'{{"name": {value}}}' for value in ("5", "true", "[]", "{}")),
    *(f'{{"budget": {value}}}' for value in ("5", "true", "[]", '""', "[{}]")),
    *(
        f'{{"budget": {{"max_limit": {value}}}}}'
        for value in ('"5"', "true", "[]", "{}", '""', "1e400")
    ),
    *(
        f'{{"budget": {{"reset_duration": {value}}}}}'
        for value in ("5", "true", "[]", "{}", "3600")
    ),
    *(
        f'{{"budget": {{"max_limit": 1, "calendar_aligned": {value}}}}}'
        for value in ("0", "1", '"true"', "{}", '""')
    ),
    *("null", "[]", '"name"', "5", "true", "[{}]"),
]
NOT_JSON = [
    "",
    " ",
    "{",
    "{'name': 'New'}",
    '{"name": "New",}',
    '{"name": "New"} {}',
    '{"name": "New" // comment\n}',
    '{name: "New"}',
    "NaN",
    '{"budget": {"max_limit": NaN}}',
    '{"budget": {"max_limit": Infinity}}',
    '{"budget": {"max_limit": 05}}',
    '{"budget": {"max_limit": .5}}',
    '{"name": "\\ud800"}',
    '{"name": "a\nb"}',
    '{"x": ' + "[" * 100_000,
]


@pytest.mark.parametrize("body", [*NULL_IS_FORBIDDEN, *WRONG_TYPES, *NOT_JSON])
def test_a_body_that_is_no_update_is_invalid(
    gateway: Gateway, http: httpx2.Client, body: str
) -> None:
    gateway.add(samples.customer_with_budget())
    answer = http.put(PATH, content=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == error(400, "Invalid JSON")
    assert gateway.stored() == samples.customer_with_budget()


def test_a_body_is_utf_8(gateway: Gateway, http: httpx2.Client) -> None:
    gateway.add(samples.customer())
    answer = http.put(PATH, content=b'{"name": "\xff"}', headers=JSON)
    assert (answer.status_code, answer.json()) == (400, error(400, "Invalid JSON"))
    answer = http.put(PATH, content='{"name": "\u00ff"}'.encode(), headers=JSON)
    assert answer.json()["customer"]["name"] == "\u00ff"


def test_a_body_is_required(gateway: Gateway, http: httpx2.Client) -> None:
    gateway.add(samples.customer())
    answer = http.put(PATH)
    assert (answer.status_code, answer.json()) == (400, error(400, "Invalid JSON"))


def test_an_update_is_answered_in_json(gateway: Gateway, http: httpx2.Client) -> None:
    gateway.add(samples.customer_with_budget())
    answer = http.put(PATH, content='{"name": "New", "name": "Last"}', headers=JSON)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "message": "Customer updated successfully",
        "customer": {
            **samples.customer_with_budget(),
            "name": "Last",
            "updated_at": NOW,
        },
    }


@pytest.mark.parametrize(
    "aligned", ["true", "false", "null"], ids=["true", "false", "null"]
)
def test_the_alignment_can_be_null(
    gateway: Gateway, http: httpx2.Client, aligned: str
) -> None:
    gateway.add(samples.customer())
    limits = f'"max_limit": 1e0, "reset_duration": "1d", "calendar_aligned": {aligned}'
    answer = http.put(PATH, content=f'{{"budget": {{{limits}}}}}', headers=JSON)
    budget = answer.json()["customer"]["budget"]
    assert budget["calendar_aligned"] is (aligned == "true")
    assert budget["max_limit"] == 1


def test_unknown_fields_are_ignored(gateway: Gateway, http: httpx2.Client) -> None:
    """Among them those that Bifrost knows and the document does not."""
    gateway.add(samples.customer_with_budget())
    unknown = {
        "id": "c2",
        "rate_limit": {"token_max_limit": 5},
        "budgets": [{"max_limit": -1}],
        "calendar_aligned": True,
        "reset_budget_usage": True,
    }
    budget = {"max_limit": 5, "id": "b2", "current_usage": 0, "calendarAligned": True}
    answer = http.put(PATH, json={**unknown, "budget": budget})
    expected = samples.customer_with_budget(max_limit=5.0, updated_at=NOW)
    assert answer.json()["customer"] == {**expected, "updated_at": NOW}
    answer = http.put(PATH, json=unknown)
    assert answer.json()["customer"] == {**expected, "updated_at": NOW}


@pytest.mark.parametrize("body", ['{"name": "New"}', "{}", '{"budget": {}}'])
def test_an_unknown_customer_is_not_found(
    gateway: Gateway, http: httpx2.Client, body: str
) -> None:
    answer = http.put(PATH, content=body, headers=JSON)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == error(404, "Customer not found")


@pytest.mark.parametrize("body", ['{"name": null}', "{", ""])
def test_the_body_is_judged_before_the_customer_is_looked_up(
    gateway: Gateway, http: httpx2.Client, body: str
) -> None:
    answer = http.put(PATH, content=body, headers=JSON)
    assert (answer.status_code, answer.json()) == (400, error(400, "Invalid JSON"))


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({}, "Credentials are required."),
        ({"x-api-key": TOKEN}, "Credentials are required."),
        ({"authorization": "Basic YTpi"}, "Credentials are required."),
        ({"authorization": "Bearer wrong"}, "The credentials were refused."),
        ({"authorization": f"Bearer {TOKEN}x"}, "The credentials were refused."),
        ({"authorization": "Bearer"}, "The credentials are malformed."),
        ({"authorization": f"Bearer {TOKEN} x"}, "The credentials are malformed."),
    ],
)
@pytest.mark.parametrize("body", ['{"name": "New"}', "{"], ids=["good", "bad"])
def test_without_the_token_nothing_happens(
    gateway: Gateway, headers: dict[str, str], detail: str, body: str
) -> None:
    """The token is checked before the body is looked at."""
    gateway.add(samples.customer())
    answer = httpx2.put(gateway.url + PATH, content=body, headers={**JSON, **headers})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": detail,
    }
    assert gateway.stored() == samples.customer()


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_written_in_any_case(gateway: Gateway, scheme: str) -> None:
    gateway.add(samples.customer())
    headers = {"authorization": f"{scheme} {TOKEN}"}
    answer = httpx2.put(gateway.url + PATH, json={}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/merge-patch+json",
        "application/json; charset=utf-16",
        "json",
        "",
    ],
)
def test_only_json_is_accepted(
    gateway: Gateway, http: httpx2.Client, media_type: str
) -> None:
    gateway.add(samples.customer())
    headers = {"content-type": media_type}
    answer = http.put(PATH, content='{"name": "New"}', headers=headers)
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem.pop("detail")
    assert problem == {
        "type": "about:blank",
        "title": "Unsupported Media Type",
        "status": 415,
    }
    assert gateway.stored() == samples.customer()


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=UTF-8", "Application/JSON"]
)
def test_json_is_json_in_any_spelling(
    gateway: Gateway, http: httpx2.Client, media_type: str
) -> None:
    gateway.add(samples.customer())
    headers = {"content-type": media_type}
    assert http.put(PATH, content="{}", headers=headers).status_code == 200


def test_other_methods_are_not_allowed(gateway: Gateway, http: httpx2.Client) -> None:
    answer = http.get(PATH)
    assert answer.status_code == 405
    assert "PUT" in answer.headers["allow"]
