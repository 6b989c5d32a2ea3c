"""Customers to test with, written as the JSON that travels."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

CREATED = "2024-01-01T00:00:00Z"
UPDATED = "2024-02-29T23:59:59.999999+05:30"


def budget(**changes: Any) -> Json:
    """A budget of 100 dollars a month, of which 42.5 are used."""
    return {
        "id": "9f0c2f5e-5d0f-4c1c-8a39-0d7b7b9a3a11",
        "max_limit": 100.0,
        "reset_duration": "1M",
        "calendar_aligned": False,
        "last_reset": "2024-05-03T04:05:06Z",
        "current_usage": 42.5,
        "config_hash": "",
        "created_at": CREATED,
        "updated_at": CREATED,
        **changes,
    }


def customer(customer_id: str = "c1", **changes: Any) -> Json:
    """A customer without a budget."""
    return {
        "id": customer_id,
        "name": "Acme",
        "config_hash": "",
        "created_at": CREATED,
        "updated_at": CREATED,
        **changes,
    }


def customer_with_budget(customer_id: str = "c1", **changes: Any) -> Json:
    """A customer with the budget above, changed as asked for."""
    owned = budget(**changes)
    return customer(customer_id, budget_id=owned["id"], budget=owned)


def nested_customer(depth: int) -> Json:
    """A customer that uses every schema: teams and keys nest `depth` levels deep.

    Customer, team, virtual key, customer and so on: each level holds the next.
    """
    kinds = (_full_customer, _full_team, _full_virtual_key)
    below: Json | None = None
    for level in reversed(range(depth)):
        below = kinds[level % 3](level, below)
    assert below is not None
    return below


def _full_customer(level: int, team: Json | None) -> Json:
    members: Json = {} if team is None else {"teams": [team, {}]}
    return {
        **customer_with_budget(f"customer-{level}", config_hash=None),
        "virtual_keys": [],
        "x-region": {"name": "eu", "zones": [1, 2.5, None, True, "\u00e5"]},
        **members,
    }


def _full_team(level: int, key: Json | None) -> Json:
    return {
        "id": f"team-{level}",
        "name": "",
        "customer_id": f"customer-{level - 1}",
        "customer": {"id": f"customer-{level - 1}", "teams": [{"virtual_keys": None}]},
        "budget": budget(team_id=f"team-{level}", calendar_aligned=True),
        "virtual_keys": None if key is None else [key],
        "profile": {},
        "config": {"sso": {"domains": ["acme.example"], "strict": None}},
        "claims": {"groups": ["a", "b"], "level": 3},
        "config_hash": None,
        "created_at": CREATED,
        "updated_at": UPDATED,
        "virtual_key_count": 1,
    }


def _full_virtual_key(level: int, owner: Json | None) -> Json:
    owners: Json = {} if owner is None else {"customer": owner}
    return {
        "id": f"vk-{level}",
        "name": "production",
        "value": "sk-bf-0123456789",
        "description": 'quotes " and \\ and \n and \u2028',
        "is_active": True,
        "provider_configs": [_provider_config(), _bare_provider_config()],
        "mcp_configs": [_mcp_config()],
        "team": {"id": f"team-{level - 1}"},
        "rate_limit_id": "rl-1",
        "rate_limit": _rate_limit(),
        "calendar_aligned": False,
        "budgets": [budget(virtual_key_id=f"vk-{level}")],
        "config_hash": "",
        "created_by_user_id": "u1",
        "created_at": CREATED,
        "updated_at": "2024-03-01T12:00:00-08:00",
        "expires_at": None,
        **owners,
    }


def _rate_limit() -> Json:
    return {
        "id": "rl-1",
        "token_max_limit": 9_223_372_036_854_775_807,
        "token_reset_duration": "1h",
        "token_current_usage": 9_007_199_254_740_993,
        "token_last_reset": CREATED,
        "request_max_limit": None,
        "request_reset_duration": None,
        "request_current_usage": 0,
        "request_last_reset": UPDATED,
        "config_hash": None,
        "created_at": CREATED,
        "updated_at": CREATED,
        "calendar_aligned": False,
    }


def _provider_config() -> Json:
    return {
        "id": 7,
        "virtual_key_id": "vk-1",
        "provider": "openai",
        "weight": 0.25,
        "allowed_models": ["*"],
        "blacklisted_models": [],
        "allow_all_keys": False,
        "rate_limit_id": "rl-1",
        "budgets": [budget(provider_config_id=7)],
        "rate_limit": _rate_limit(),
        "keys": [_key(), {}],
    }


def _bare_provider_config() -> Json:
    return {
        "id": 8,
        "virtual_key_id": "vk-1",
        "provider": "a provider of tomorrow",
        "weight": None,
        "allowed_models": [],
        "blacklisted_models": ["gpt-3"],
        "allow_all_keys": True,
        "keys": None,
    }


def _key() -> Json:
    return {
        "id": 1,
        "name": "primary",
        "provider_id": 2,
        "provider": "azure",
        "key_id": "0b9a6f0e-7a86-4f0e-9d0f-1b1f8e9b7a55",
        "value": {"value": "", "env_var": "env.AZURE_KEY", "from_env": True},
        "models": ["gpt-4o", "gpt-4o-mini"],
        "weight": None,
        "enabled": None,
        "use_for_batch_api": True,
        "created_at": CREATED,
        "updated_at": UPDATED,
        "config_hash": None,
        "azure_endpoint": {"value": "https://acme.example", "from_env": False},
        "azure_client_id": None,
        "bedrock_arn": {},
        "aliases": {"fast": "gpt-4o-mini"},
    }


def _mcp_config() -> Json:
    return {
        "id": 3,
        "virtual_key_id": "vk-1",
        "mcp_client_id": 4,
        "mcp_client": {
            "client_id": "5c6ad0f3-1c5c-4a62-bd6a-b7d4c1d2e3f4",
            "name": "files",
            "is_code_mode_client": False,
            "connection_type": "stdio",
            "stdio_config": {
                "command": "npx",
                "args": ["-y", "server-files"],
                "envs": ["HOME"],
                "cwd": "/srv",
            },
            "tls_config": {"insecure_skip_verify": True, "ca_cert_pem": "env.CA"},
            "auth_type": "per_user_headers",
            "headers": {"X-Team": "a", "": "b"},
            "tools_to_execute": ["*"],
            "tools_to_auto_execute": [],
            "tool_pricing": {"read_file": 0.001, "write_file": 2.0},
            "allow_on_all_virtual_keys": True,
            "per_user_header_keys": ["Authorization"],
            "disabled": False,
        },
        "tools_to_execute": ["read_file"],
    }
