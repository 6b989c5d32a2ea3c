"""The generated clients refuse to send what breaks the document."""

import asyncio
import pickle
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from bifrost import AsyncClient, Client, errors
from bifrost.models import UpdateBudgetRequest, UpdateCustomerRequest
from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import error
from tests.bifrost.harness.running import TOKEN, Gateway

Send: TypeAlias = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def send(gateway: Gateway, request: pytest.FixtureRequest) -> Send:
    """The update with any arguments at all, right or wrong."""

    def send_sync(*arguments: Any, **keywords: Any) -> Any:
        with Client(base_url=gateway.url, management_bearer_auth=TOKEN) as client:
            return client.governance.update_customer(*arguments, **keywords)

    def send_async(*arguments: Any, **keywords: Any) -> Any:
        async def run() -> Any:
            async with AsyncClient(
                base_url=gateway.url, management_bearer_auth=TOKEN
            ) as client:
                return await client.governance.update_customer(*arguments, **keywords)

        return asyncio.run(run())

    return send_sync if request.param == "sync" else send_async


@pytest.mark.parametrize(
    "body",
    [
        {"name": "New", "budget": {"max_limit": 5}},
        UpdateCustomerRequest(name="New", budget=UpdateBudgetRequest(max_limit=5)),
        {"name": "New", "budget": UpdateBudgetRequest(max_limit=5)},
    ],
    ids=["dict", "model", "mixed"],
)
def test_a_body_is_a_dict_or_a_model(gateway: Gateway, send: Send, body: Any) -> None:
    gateway.add(samples.customer_with_budget())
    send("c1", body)
    assert gateway.stored()["name"] == "New"
    assert gateway.stored()["budget"]["max_limit"] == 5
    assert gateway.stored()["budget"]["reset_duration"] == "1M"


@pytest.mark.parametrize(
    "body",
    [
        {"budget": {"max_limit": None}},
        {"budget": {"reset_duration": None}},
        {"name": 5},
        {"name": True},
        {"budget": []},
        {"budget": {"max_limit": "5"}},
        {"budget": {"max_limit": True}},
        {"budget": {"max_limit": float("nan")}},
        {"budget": {"max_limit": float("inf")}},
        {"budget": {"reset_duration": 3600}},
        {"budget": {"max_limit": 1, "calendar_aligned": 1}},
    ],
)
def test_what_breaks_the_document_is_not_sent(
    gateway: Gateway, send: Send, body: dict[str, Any]
) -> None:
    gateway.add(samples.customer_with_budget())
    with pytest.raises(errors.RequestValidationError):
        send("c1", **body)
    with pytest.raises(errors.RequestValidationError):
        send("c1", body)
    assert gateway.stored() == samples.customer_with_budget()


@pytest.mark.parametrize("name", ["name", "budget"])
def test_none_is_absent_as_an_argument_and_null_in_a_body(
    gateway: Gateway, send: Send, name: str
) -> None:
    gateway.add(samples.customer_with_budget())
    with pytest.raises(errors.RequestValidationError):
        send("c1", {name: None})
    send("c1", **{name: None})
    before, stored = samples.customer_with_budget(), gateway.stored()
    assert (stored["name"], stored["budget"]) == (before["name"], before["budget"])


@pytest.mark.parametrize("customer_id", ["", ".", "..", None])
def test_an_id_that_would_change_the_path_is_not_sent(
    gateway: Gateway, send: Send, customer_id: Any
) -> None:
    with pytest.raises(ValueError, match="customer_id"):
        send(customer_id, name="New")


def test_an_error_can_be_pickled(send: Send) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        send("nobody")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(copy, errors.NotFoundError)
    assert copy.status_code == 404
    assert copy.data == caught.value.data
    answer = copy.data.model_dump(mode="json", exclude_unset=True)
    assert answer == error(404, "Customer not found")


def test_credentials_are_asked_for_before_anything_is_sent(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BIFROST_MANAGEMENT_BEARER_AUTH", raising=False)
    gateway.add(samples.customer())
    with (
        Client(base_url=gateway.url) as client,
        pytest.raises(errors.MissingCredentials, match="management_bearer_auth"),
    ):
        client.governance.update_customer("c1", name="New")
    assert gateway.stored() == samples.customer()


def test_the_environment_gives_address_and_token(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIFROST_BASE_URL", gateway.url)
    monkeypatch.setenv("BIFROST_MANAGEMENT_BEARER_AUTH", TOKEN)
    gateway.add(samples.customer())
    with Client() as client:
        client.governance.update_customer("c1", name="New")
    assert gateway.stored()["name"] == "New"


def test_a_wrong_token_is_an_undeclared_error(gateway: Gateway) -> None:
    with (
        Client(base_url=gateway.url, management_bearer_auth="wrong") as client,
        pytest.raises(errors.ClientError) as caught,
    ):
        client.governance.update_customer("c1", name="New")
    assert caught.value.status_code == 401
    assert caught.value.data["title"] == "Unauthorized"
    assert "wrong" not in repr(caught.value)


def test_calls_can_be_made_side_by_side(gateway: Gateway) -> None:
    """Each answer has the name that its own call gave."""
    gateway.add(samples.customer())

    async def rename(client: AsyncClient, name: str) -> str | None:
        answer = await client.governance.update_customer("c1", name=name)
        return answer.customer.name if answer.customer else None

    async def rename_all(names: list[str]) -> list[str | None]:
        async with AsyncClient(
            base_url=gateway.url, management_bearer_auth=TOKEN
        ) as client:
            return await asyncio.gather(*(rename(client, name) for name in names))

    names = [f"Acme {number}" for number in range(50)]
    assert asyncio.run(rename_all(names)) == names
