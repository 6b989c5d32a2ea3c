"""What an update makes of a customer's budget."""

from datetime import datetime
from uuid import uuid4

from bifrost.models import Budget, UpdateBudgetRequest

from .durations import DurationError, calendar_start, parse_duration

CONFIGURATION = frozenset({"max_limit", "reset_duration", "calendar_aligned"})
"""The properties that an update sets; absent and null leave them as they are."""


class BudgetError(ValueError):
    """The budget that an update asks for breaks a rule; the message is the reason."""


def update_budget(
    current: Budget | None, update: UpdateBudgetRequest, now: datetime
) -> Budget | None:
    """The budget after an update, or None when the update removes it.

    An update that names neither limit nor duration removes, whatever it says of the
    calendar. Raises `BudgetError` when the resulting budget breaks a rule.
    """
    if update.max_limit is None and update.reset_duration is None:
        return None
    if current is None:
        return _created(update, now)
    return _changed(current, update, now)


def _created(update: UpdateBudgetRequest, now: datetime) -> Budget:
    # A new budget with a limit of zero counts as one without a limit.
    if not update.max_limit or update.reset_duration is None:
        raise BudgetError(
            "both max_limit and reset_duration are required when creating a new budget"
        )
    budget = Budget(
        id=str(uuid4()),
        max_limit=update.max_limit,
        reset_duration=update.reset_duration,
        calendar_aligned=update.calendar_aligned or False,
        last_reset=now,
        current_usage=0,
        config_hash="",
        created_at=now,
        updated_at=now,
    )
    _check(budget)
    return _on_the_calendar(budget, now) if budget.calendar_aligned else budget


def _changed(current: Budget, update: UpdateBudgetRequest, now: datetime) -> Budget:
    settings = update.model_dump(include=set(CONFIGURATION), exclude_none=True)
    budget = current.model_copy(update={**settings, "updated_at": now})
    _check(budget)
    if budget.calendar_aligned and not current.calendar_aligned:
        return _on_the_calendar(budget, now)
    return budget


def _on_the_calendar(budget: Budget, now: datetime) -> Budget:
    """The budget at the start of its calendar period, with nothing used."""
    start = calendar_start(budget.reset_duration, now)
    return budget.model_copy(update={"last_reset": start, "current_usage": 0.0})


def _check(budget: Budget) -> None:
    """Raises `BudgetError` for what no budget can be."""
    limit, duration = budget.max_limit, budget.reset_duration
    if limit < 0:
        raise BudgetError(f"budget max_limit cannot be negative: {limit:.2f}")
    if limit == 0:
        raise BudgetError("budget max_limit must be greater than zero")
    try:
        parse_duration(duration)
    except DurationError as error:
        raise BudgetError(
            f"invalid reset duration (must be a positive duration): {duration}"
        ) from error
    if budget.calendar_aligned and calendar_start(duration, budget.updated_at) is None:
        raise BudgetError(
            f"calendar_aligned is not supported for reset duration {duration}"
        )
