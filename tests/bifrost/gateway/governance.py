"""The handler of the customer update."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from bifrost.models import CustomerResponse, UpdateCustomerRequest
from bifrost.server.governance import GovernanceApi, UpdateCustomer

from .budgets import BudgetError, update_budget
from .errors import bifrost_error
from .store import Store, Transaction

Clock: TypeAlias = Callable[[], datetime]

_log = logging.getLogger(__name__)


class Governance(GovernanceApi[str]):
    """Customers of a store; the principal is the name of whoever calls."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def update_customer(
        self, request: UpdateCustomer.Request[str], /
    ) -> UpdateCustomer.Response:
        """Makes all the changes that the body asks for, or none."""
        # SQLite blocks, and while the event loop is blocked nobody is served.
        return await asyncio.to_thread(self._update, request.customer_id, request.body)

    def _update(
        self, customer_id: str, update: UpdateCustomerRequest
    ) -> UpdateCustomer.Response:
        try:
            with self._store.transaction() as rows:
                return self._update_in(rows, customer_id, update)
        except BudgetError as broken_rule:
            return UpdateCustomer.BadRequest(bifrost_error(400, str(broken_rule)))

    def _update_in(
        self, rows: Transaction, customer_id: str, update: UpdateCustomerRequest
    ) -> UpdateCustomer.Response:
        try:
            known = rows.has_customer(customer_id)
        except sqlite3.Error:
            _log.exception("looking up a customer failed")
            return UpdateCustomer.InternalServerError(
                bifrost_error(500, "Failed to retrieve customer")
            )
        if not known:
            return UpdateCustomer.NotFound(bifrost_error(404, "Customer not found"))
        apply_update(rows, customer_id, update, self._clock())
        return UpdateCustomer.Ok(
            CustomerResponse(
                message="Customer updated successfully",
                customer=rows.customer(customer_id),
            )
        )


def apply_update(
    rows: Transaction, customer_id: str, update: UpdateCustomerRequest, now: datetime
) -> None:
    """Changes what the update names; what is absent stays as it is.

    Absent properties read None. Neither name nor budget can be null: the server has
    refused that. Raises `BudgetError` when the budget breaks a rule.
    """
    if update.name is None and update.budget is None:
        return
    if update.name is not None:
        rows.rename(customer_id, update.name)
    if update.budget is not None:
        current = rows.budget(customer_id)
        rows.set_budget(customer_id, update_budget(current, update.budget, now))
    rows.touch(customer_id, now)
