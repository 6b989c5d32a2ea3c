"""Gives several customers the same limit, all at once.

Address and token are taken from the environment: BIFROST_BASE_URL and
BIFROST_MANAGEMENT_BEARER_AUTH.
"""

# ruff: noqa: T201 - printing is what it is for
import asyncio

from bifrost import AsyncClient
from bifrost.models import UpdateBudgetRequest


async def set_limits(customer_ids: list[str], limit: float) -> list[str | None]:
    budget = UpdateBudgetRequest(max_limit=limit)  # no reset_duration: none is sent
    async with AsyncClient(max_retries=4) as client, asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(
                client.governance.update_customer(customer_id, budget=budget)
            )
            for customer_id in customer_ids
        ]
    return [task.result().message for task in tasks]


print(asyncio.run(set_limits(["cus_123", "cus_124"], 500.0)))
