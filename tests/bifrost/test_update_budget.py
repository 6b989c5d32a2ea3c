"""An update of the budget: created, changed, removed or refused."""

from uuid import UUID

import pytest

from bifrost.models import UpdateBudgetRequestDict
from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import NOW, refused, updated
from tests.bifrost.harness.running import Caller, Gateway

BOTH_ARE_REQUIRED = (
    "both max_limit and reset_duration are required when creating a new budget"
)


def test_both_halves_create_a_budget(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {"max_limit": 250, "reset_duration": "1d"}
    after = updated(gateway, call, {"budget": budget})
    budget_id = after["budget"]["id"]
    assert str(UUID(budget_id)) == budget_id
    assert after == {
        **samples.customer(updated_at=NOW),
        "budget_id": budget_id,
        "budget": {
            "id": budget_id,
            "max_limit": 250.0,
            "reset_duration": "1d",
            "calendar_aligned": False,
            "last_reset": NOW,
            "current_usage": 0.0,
            "config_hash": "",
            "created_at": NOW,
            "updated_at": NOW,
        },
    }


def test_each_budget_has_its_own_id(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {"max_limit": 1, "reset_duration": "1h"}
    first = updated(gateway, call, {"budget": budget})["budget_id"]
    updated(gateway, call, {"budget": {}})
    assert updated(gateway, call, {"budget": budget})["budget_id"] != first


@pytest.mark.parametrize(
    "half",
    [
        {"max_limit": 250},
        {"reset_duration": "1d"},
        {"reset_duration": "1d", "calendar_aligned": True},
        {"max_limit": 0},
        {"max_limit": 0, "reset_duration": "1d"},
    ],
)
def test_half_a_budget_is_not_created(
    gateway: Gateway, call: Caller, half: UpdateBudgetRequestDict
) -> None:
    gateway.add(samples.customer())
    refused(gateway, call, {"name": "New", "budget": half}, BOTH_ARE_REQUIRED)


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"calendar_aligned": True},
        {"calendar_aligned": False},
        {"calendar_aligned": None},
    ],
)
@pytest.mark.parametrize(
    "before", [samples.customer(), samples.customer_with_budget()], ids=["none", "one"]
)
def test_without_both_halves_a_budget_is_removed(
    gateway: Gateway,
    call: Caller,
    before: samples.Json,
    nothing: UpdateBudgetRequestDict,
) -> None:
    gateway.add(before)
    after = updated(gateway, call, {"budget": nothing})
    assert after == samples.customer(updated_at=NOW)


@pytest.mark.parametrize(
    ("update", "changed"),
    [
        ({"max_limit": 250}, {"max_limit": 250.0}),
        ({"max_limit": 0.01}, {"max_limit": 0.01}),
        ({"max_limit": 10}, {"max_limit": 10.0}),  # less than what is used
        ({"reset_duration": "1h30m"}, {"reset_duration": "1h30m"}),
        (
            {"max_limit": 1e300, "reset_duration": "2w", "calendar_aligned": None},
            {"max_limit": 1e300, "reset_duration": "2w"},
        ),
    ],
)
def test_a_budget_changes_in_part(
    gateway: Gateway,
    call: Caller,
    update: UpdateBudgetRequestDict,
    changed: samples.Json,
) -> None:
    """Usage, last reset, id and time of creation stay as they are."""
    gateway.add(samples.customer_with_budget())
    after = updated(gateway, call, {"budget": update})
    expected = samples.customer_with_budget(**changed, updated_at=NOW)
    assert after == {**expected, "updated_at": NOW}


def test_a_name_leaves_the_budget_untouched(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer_with_budget())
    after = updated(gateway, call, {"name": "New"})
    assert after["budget"] == samples.budget()


def no_duration(text: str) -> tuple[UpdateBudgetRequestDict, str]:
    """An update with a duration that is none, and what it is answered with."""
    reason = f"invalid reset duration (must be a positive duration): {text}"
    return {"reset_duration": text}, reason


SOUND: UpdateBudgetRequestDict = {"max_limit": 1, "reset_duration": "1d"}
BROKEN_RULES: list[tuple[UpdateBudgetRequestDict, str]] = [
    ({"max_limit": -5}, "budget max_limit cannot be negative: -5.00"),
    ({"max_limit": -0.126}, "budget max_limit cannot be negative: -0.13"),
    *map(no_duration, ("", "monthly", "1y", "1D", "1W", "1Q", "1", "0s", "0d", "-1h")),
]


@pytest.mark.parametrize(("update", "reason"), BROKEN_RULES)
def test_a_new_budget_keeps_the_rules(
    gateway: Gateway, call: Caller, update: UpdateBudgetRequestDict, reason: str
) -> None:
    """A refused budget leaves the name as it was, too."""
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {**SOUND, **update}
    refused(gateway, call, {"name": "New", "budget": budget}, reason)


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        *BROKEN_RULES,
        ({"max_limit": 0}, "budget max_limit must be greater than zero"),
        ({"max_limit": -0.0}, "budget max_limit must be greater than zero"),
    ],
)
def test_a_changed_budget_keeps_the_rules(
    gateway: Gateway, call: Caller, update: UpdateBudgetRequestDict, reason: str
) -> None:
    """A refused budget leaves the name as it was, too."""
    gateway.add(samples.customer_with_budget())
    refused(gateway, call, {"name": "New", "budget": update}, reason)
    both: UpdateBudgetRequestDict = {**SOUND, **update}
    refused(gateway, call, {"name": "New", "budget": both}, reason)


@pytest.mark.parametrize(
    "duration", ["1ns", "30s", "5m", "1h30m", "1.5h", "1d", "1.5d", "2w", "1M", "1Y"]
)
def test_every_unit_of_duration_is_accepted(
    gateway: Gateway, call: Caller, duration: str
) -> None:
    gateway.add(samples.customer_with_budget())
    after = updated(gateway, call, {"budget": {"reset_duration": duration}})
    assert after["budget"]["reset_duration"] == duration
