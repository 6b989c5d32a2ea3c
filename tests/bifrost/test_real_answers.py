"""Answers of the real Bifrost, which break its document in places.

Go writes null for an empty slice or map, some strings have become objects, and there
are fields that the document does not have. A caller loses none of it.
"""

import json
from uuid import uuid4

import pytest
from starlette.responses import Response

from bifrost import Client, errors
from bifrost.models import Customer
from tests.bifrost.harness import samples
from tests.bifrost.harness.running import TOKEN, Caller, Door


def virtual_key(key_id: str, **changes: object) -> samples.Json:
    return {
        "id": key_id,
        "name": "production",
        "value": "sk-bf-1",
        "is_active": True,
        "provider_configs": None,
        "mcp_configs": None,
        "calendar_aligned": False,
        "config_hash": "",
        "created_at": samples.CREATED,
        "updated_at": samples.CREATED,
        **changes,
    }


def real_answer(**headers: object) -> samples.Json:
    """What Bifrost sends after an update; the headers are those of an MCP client."""
    team = {
        **samples.customer("t1"),
        "profile": None,
        "config": None,
        "claims": None,
        "virtual_key_count": 2,
    }
    client = {
        "id": 1,
        "name": "files",
        "connection_type": "websocket",
        "connection_string": {"value": "", "env_var": "env.URL", "from_env": True},
        "oauth_config_id": None,
        "headers": headers,
        "is_ping_available": True,
    }
    mcp = {
        "id": 3,
        "virtual_key_id": "vk2",
        "mcp_client_id": 1,
        "mcp_client": client,
        "tools_to_execute": ["*"],
    }
    return {
        "message": "Customer updated successfully",
        "customer": {
            **samples.customer_with_budget(),
            "rate_limit_id": "rl1",
            "rate_limit": {"id": "rl1", "calendar_aligned": True},
            "teams": [team],
            "virtual_keys": [
                virtual_key("vk1"),
                virtual_key("vk2", provider_configs=[], mcp_configs=[mcp]),
            ],
        },
    }


@pytest.fixture
def real(door: Door) -> Door:
    """A server that answers as Bifrost does."""
    door.app = Response(json.dumps(real_answer()), media_type="application/json")
    return door


@pytest.mark.filterwarnings("ignore::bifrost.errors.ResponseWarning")
def test_no_data_is_lost(real: Door, call: Caller) -> None:
    response = call("c1", {})
    assert response.model_dump(mode="json", exclude_unset=True) == real_answer()
    customer = response.customer
    assert isinstance(customer, Customer)
    assert customer.budget is not None
    assert customer.budget.max_limit == 100
    assert customer.virtual_keys is not None
    first, second = customer.virtual_keys
    assert (first.id, first.is_active) == ("vk1", True)
    assert second.mcp_configs[0].mcp_client.name == "files"


@pytest.mark.filterwarnings("always::bifrost.errors.ResponseWarning")
def test_a_flaw_is_named_once_and_its_value_never(
    real: Door, call: Caller, recwarn: pytest.WarningsRecorder
) -> None:
    call("c1", {})  # says what else there is to say, if no other test has made it
    name = f"x-{uuid4().hex}"  # warnings are for the whole process: a place of its own
    answer = json.dumps(real_answer(**{name: {"env_var": "env.SECRET"}}))
    real.app = Response(answer, media_type="application/json")
    recwarn.clear()
    call("c1", {})
    call("c1", {})
    (warning,) = recwarn
    place = f"/customer/virtual_keys/1/mcp_configs/0/mcp_client/headers/{name}"
    assert place in str(warning.message)
    assert "updateCustomer" in str(warning.message)
    assert "SECRET" not in str(warning.message)
    assert warning.filename.endswith("running.py")  # where the call is


@pytest.mark.filterwarnings("ignore::bifrost.errors.ResponseWarning")
def test_a_strict_client_raises_with_the_bytes(real: Door) -> None:
    with (
        Client(
            base_url=real.url, management_bearer_auth=TOKEN, strict_responses=True
        ) as client,
        pytest.raises(errors.ResponseValidationError) as caught,
    ):
        client.governance.update_customer("c1")
    assert caught.value.status_code == 200
    assert json.loads(caught.value.body) == real_answer()


def test_nanoseconds_are_read(door: Door, call: Caller) -> None:
    """Go writes up to nine digits; Python's `datetime` holds six of them."""
    answer = {"customer": samples.customer(updated_at="2024-05-15T10:30:15.123456789Z")}
    door.app = Response(json.dumps(answer), media_type="application/json")
    customer = call("c1", {}).customer
    assert customer is not None
    assert customer.updated_at is not None
    assert customer.updated_at.isoformat() == "2024-05-15T10:30:15.123456+00:00"
