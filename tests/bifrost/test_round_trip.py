"""A customer that uses every schema travels from the server and back, unharmed."""

import json

import pytest

from bifrost import Client
from bifrost.models import Customer
from tests.bifrost.gateway.store import Store
from tests.bifrost.harness import samples
from tests.bifrost.harness.running import TOKEN, Caller, Gateway

DEPTHS = [1, 2, 3, 4, 5, 6, 12]


def received(call: Caller, customer_id: str) -> Customer:
    """The customer as a client reads it: an empty update changes nothing."""
    customer = call(customer_id, {}).customer
    assert customer is not None
    return customer


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_client_reads_what_the_server_has(
    gateway: Gateway, call: Caller, depth: int
) -> None:
    value = samples.nested_customer(depth)
    gateway.add(value)
    customer = received(call, value["id"])
    assert customer.model_dump(mode="json", exclude_unset=True) == value
    assert json.loads(customer.model_dump_json(exclude_unset=True)) == value


@pytest.mark.parametrize("depth", DEPTHS)
def test_what_a_client_read_can_be_stored_and_served_again(
    gateway: Gateway, call: Caller, depth: int
) -> None:
    value = samples.nested_customer(depth)
    gateway.add(value)
    first = received(call, value["id"])
    with Store() as elsewhere:
        with elsewhere.transaction() as rows:
            rows.add_customer(first)
            again = rows.customer(value["id"])
        assert again == first
    gateway.add({**json.loads(first.model_dump_json(exclude_unset=True)), "id": "c2"})
    assert received(call, "c2").model_copy(update={"id": value["id"]}) == first


def test_nested_values_have_their_types(gateway: Gateway, call: Caller) -> None:
    """Down six levels: customer, team, key, customer, team, key."""
    gateway.add(samples.nested_customer(6))
    customer = received(call, "customer-0")
    for level in (0, 3):
        assert customer.id == f"customer-{level}"
        assert customer.created_at is not None
        assert customer.created_at.isoformat() == "2024-01-01T00:00:00+00:00"
        assert customer.teams is not None
        team, empty = customer.teams
        assert not empty.model_fields_set
        assert team.id == f"team-{level + 1}"
        assert team.virtual_keys is not None
        (key,) = team.virtual_keys
        assert key.id == f"vk-{level + 2}"
        assert key.rate_limit is not None
        assert key.rate_limit.token_current_usage == 2**53 + 1
        config, bare = key.provider_configs
        assert (config.weight, bare.weight) == (0.25, None)
        assert config.keys is not None
        assert config.keys[0].value is not None
        assert config.keys[0].value.env_var == "env.AZURE_KEY"
        (mcp,) = key.mcp_configs
        assert mcp.mcp_client.auth_type == "per_user_headers"
        assert mcp.mcp_client.headers == {"X-Team": "a", "": "b"}
        assert mcp.mcp_client.tool_pricing == {"read_file": 0.001, "write_file": 2.0}
        if level == 0:
            assert key.customer is not None
            customer = key.customer


def test_absent_null_and_present_are_three_things(
    gateway: Gateway, call: Caller
) -> None:
    gateway.add(samples.nested_customer(6))
    customer = received(call, "customer-0")
    assert customer.teams is not None
    team = customer.teams[0]
    assert team.config_hash is None
    assert "config_hash" in team.model_fields_set
    assert team.customer is not None
    assert team.customer.name is None
    assert "name" not in team.customer.model_fields_set


def test_defaults_are_read_and_not_written(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.nested_customer(6))
    customer = received(call, "customer-0")
    assert customer.teams is not None
    keys = customer.teams[0].virtual_keys
    assert keys is not None
    configs = keys[0].provider_configs
    assert configs[0].keys is not None
    full, empty = configs[0].keys
    assert (full.enabled, full.use_for_batch_api) == (None, True)
    assert (empty.enabled, empty.use_for_batch_api) == (True, False)
    assert empty.model_dump(exclude_unset=True) == {}


def test_unknown_keys_are_kept(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.nested_customer(6))
    customer = received(call, "customer-0")
    assert customer.model_extra == {
        "x-region": {"name": "eu", "zones": [1, 2.5, None, True, "\u00e5"]}
    }
    assert customer.teams is not None
    assert customer.teams[0].model_extra == {"virtual_key_count": 1}


def test_the_bytes_of_an_answer_are_at_hand(gateway: Gateway) -> None:
    value = samples.nested_customer(6)
    gateway.add(value)
    with Client(base_url=gateway.url, management_bearer_auth=TOKEN) as client:
        raw = client.raw(client.governance.update_customer)("customer-0", name="New")
    assert raw.status_code == 200
    assert raw.headers["content-type"] == "application/json"
    body = json.loads(raw.body)
    assert body == raw.data.model_dump(mode="json", exclude_unset=True)
    assert body["customer"] == gateway.stored("customer-0")
