"""Customers as JSON that travels, and the one call that all benchmarks make."""

from __future__ import annotations

import json
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

UPDATE: Final[Json] = {
    "name": "Acme Corporation",
    "budget": {"max_limit": 500.0, "reset_duration": "1M", "calendar_aligned": True},
}
TOKEN: Final = "management-key"
MESSAGE: Final = "Customer updated successfully"
TEAMS: Final = 20

_HASH: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_CREATED: Final = "2025-01-01T00:00:00Z"
_UPDATED: Final = "2025-06-15T12:30:45.123456Z"


def customer(teams: int) -> Json:
    """A customer with a budget and `teams` teams, each with a budget and a profile."""
    found: Json = {
        "id": _id(0),
        "name": "Acme",
        "budget_id": _id(1),
        "budget": _budget(1),
        "config_hash": _HASH,
        "created_at": _CREATED,
        "updated_at": _UPDATED,
    }
    if teams:
        found["teams"] = [_team(number) for number in range(2, teams + 2)]
    return found


def response(teams: int) -> bytes:
    """The answer to the update, as a server sends it."""
    changed = {**customer(teams), "name": UPDATE["name"]}
    changed["budget"] = {**changed["budget"], **UPDATE["budget"]}
    return json.dumps({"message": MESSAGE, "customer": changed}).encode()


def _id(number: int) -> str:
    return f"3f2b1c9e-7d4a-4a53-9c1e-0f6a5b4c{number:04d}"


def _budget(number: int) -> Json:
    return {
        "id": _id(1000 + number),
        "max_limit": 250.0,
        "reset_duration": "1M",
        "calendar_aligned": False,
        "last_reset": "2025-06-01T00:00:00Z",
        "current_usage": 42.5,
        "config_hash": _HASH,
        "created_at": _CREATED,
        "updated_at": _UPDATED,
    }


def _team(number: int) -> Json:
    return {
        "id": _id(number),
        "name": f"Team {number} of the platform",
        "customer_id": _id(0),
        "budget": _budget(number),
        "profile": {"region": "eu-west-1", "members": [1, 2, 3], "on_call": True},
        "config_hash": None,
        "created_at": _CREATED,
        "updated_at": _UPDATED,
    }
