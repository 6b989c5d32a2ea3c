"""Budgets whose periods begin with the calendar's, in UTC."""

from datetime import datetime, timedelta, timezone

import pytest

from bifrost.models import UpdateBudgetRequestDict
from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import NOW, refused, updated
from tests.bifrost.harness.running import Caller, Gateway

# Where the periods of 2024-05-15, a Wednesday, begin.
PERIODS = [
    ("1d", "2024-05-15T00:00:00Z"),
    ("7d", "2024-05-15T00:00:00Z"),
    ("1w", "2024-05-13T00:00:00Z"),
    ("1M", "2024-05-01T00:00:00Z"),
    ("1Y", "2024-01-01T00:00:00Z"),
]
BELOW_A_DAY = ["30s", "5m", "1h", "48h", "1h30m"]


def not_supported(duration: str) -> str:
    return f"calendar_aligned is not supported for reset duration {duration}"


@pytest.mark.parametrize(("duration", "start"), PERIODS)
def test_an_aligned_budget_is_created_at_the_start_of_its_period(
    gateway: Gateway, call: Caller, duration: str, start: str
) -> None:
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {
        "max_limit": 250,
        "reset_duration": duration,
        "calendar_aligned": True,
    }
    created = updated(gateway, call, {"budget": budget})["budget"]
    assert created["calendar_aligned"] is True
    assert created["last_reset"] == start
    assert created["current_usage"] == 0
    assert created["created_at"] == created["updated_at"] == NOW


@pytest.mark.parametrize("aligned", [False, None])
def test_a_budget_is_created_unaligned(
    gateway: Gateway, call: Caller, aligned: bool | None
) -> None:
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {
        "max_limit": 250,
        "reset_duration": "1d",
        "calendar_aligned": aligned,
    }
    created = updated(gateway, call, {"budget": budget})["budget"]
    assert created["calendar_aligned"] is False
    assert created["last_reset"] == NOW


@pytest.mark.parametrize(("duration", "start"), PERIODS)
@pytest.mark.parametrize("said", [True, False], ids=["false", "absent"])
def test_aligning_a_budget_snaps_it_and_zeroes_its_usage(
    gateway: Gateway, call: Caller, duration: str, start: str, said: bool
) -> None:
    """A stored budget that does not say whether it is aligned is not."""
    before = samples.customer_with_budget(reset_duration="1h")
    if not said:
        del before["budget"]["calendar_aligned"]
    gateway.add(before)
    budget: UpdateBudgetRequestDict = {
        "reset_duration": duration,
        "calendar_aligned": True,
    }
    after = updated(gateway, call, {"budget": budget})
    assert after["budget"] == samples.budget(
        reset_duration=duration,
        calendar_aligned=True,
        last_reset=start,
        current_usage=0.0,
        updated_at=NOW,
    )


def test_periods_begin_at_midnight_in_utc(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer_with_budget())
    in_auckland = timezone(timedelta(hours=12))
    gateway.clock.now = datetime(2024, 6, 1, 6, tzinfo=in_auckland)
    budget: UpdateBudgetRequestDict = {"max_limit": 1, "calendar_aligned": True}
    after = updated(gateway, call, {"budget": budget})
    assert after["budget"]["last_reset"] == "2024-05-01T00:00:00Z"


@pytest.mark.parametrize("now_aligned", [True, False])
def test_an_aligned_budget_is_not_snapped_again(
    gateway: Gateway, call: Caller, now_aligned: bool
) -> None:
    gateway.add(samples.customer_with_budget(calendar_aligned=True))
    budget: UpdateBudgetRequestDict = {
        "max_limit": 100,
        "calendar_aligned": now_aligned,
    }
    after = updated(gateway, call, {"budget": budget})
    assert after["budget"] == samples.budget(
        calendar_aligned=now_aligned, updated_at=NOW
    )


@pytest.mark.parametrize("update", [{}, {"calendar_aligned": None}])
@pytest.mark.parametrize("aligned", [True, False])
def test_absent_and_null_keep_the_alignment(
    gateway: Gateway, call: Caller, aligned: bool, update: UpdateBudgetRequestDict
) -> None:
    gateway.add(samples.customer_with_budget(calendar_aligned=aligned))
    after = updated(gateway, call, {"budget": {"max_limit": 5, **update}})
    assert after["budget"] == samples.budget(
        max_limit=5.0, calendar_aligned=aligned, updated_at=NOW
    )


def test_a_new_duration_does_not_snap_an_aligned_budget(
    gateway: Gateway, call: Caller
) -> None:
    gateway.add(samples.customer_with_budget(calendar_aligned=True))
    after = updated(gateway, call, {"budget": {"reset_duration": "1d"}})
    assert after["budget"] == samples.budget(
        reset_duration="1d", calendar_aligned=True, updated_at=NOW
    )


@pytest.mark.parametrize("duration", BELOW_A_DAY)
def test_no_calendar_below_a_day_for_a_new_budget(
    gateway: Gateway, call: Caller, duration: str
) -> None:
    gateway.add(samples.customer())
    budget: UpdateBudgetRequestDict = {
        "max_limit": 250,
        "reset_duration": duration,
        "calendar_aligned": True,
    }
    refused(gateway, call, {"name": "New", "budget": budget}, not_supported(duration))


@pytest.mark.parametrize("duration", BELOW_A_DAY)
def test_an_aligned_budget_cannot_get_shorter_than_a_day(
    gateway: Gateway, call: Caller, duration: str
) -> None:
    gateway.add(samples.customer_with_budget(calendar_aligned=True))
    budget: UpdateBudgetRequestDict = {"reset_duration": duration}
    refused(gateway, call, {"budget": budget}, not_supported(duration))


def test_a_budget_below_a_day_cannot_be_aligned(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer_with_budget(reset_duration="1h"))
    budget: UpdateBudgetRequestDict = {"max_limit": 5, "calendar_aligned": True}
    refused(gateway, call, {"budget": budget}, not_supported("1h"))


def test_a_budget_below_a_day_can_leave_the_calendar(
    gateway: Gateway, call: Caller
) -> None:
    gateway.add(samples.customer_with_budget(calendar_aligned=True))
    budget: UpdateBudgetRequestDict = {
        "reset_duration": "1h",
        "calendar_aligned": False,
    }
    after = updated(gateway, call, {"budget": budget})
    assert after["budget"] == samples.budget(reset_duration="1h", updated_at=NOW)
