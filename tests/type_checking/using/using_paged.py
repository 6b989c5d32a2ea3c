"""Lists that come in pages, and mistakes that checkers report."""

from typing import assert_type

from paged import AsyncClient, Client
from paged.models import Customer, Customers


def all_of_them(client: Client) -> list[str]:
    assert_type(client.customers.list(limit=5), Customers)
    assert_type(client.raw(client.customers.list)(limit=5).data, Customers)
    for customer in client.paginate(client.customers.list)(limit=5):
        assert_type(customer, Customer)
    for page in client.paginate(client.customers.list)().at_most(2).pages():
        assert_type(page.data, Customers)
        assert_type(page.data.total, int | None)
        assert_type(page.status_code, int)
    for issues in client.paginate(client.issues.list)("r1", page=2).pages():
        assert_type(issues.data, list[Customer])
        assert_type(issues.items[0], Customer)
    return [each.id for each in client.paginate(client.issues.list)("r1")]


def wrong(client: Client) -> None:
    client.paginate(client.customers.list)(limit="5")  # refused
    client.paginate(client.customers.list)(limt=5)  # refused
    client.paginate(client.issues.list)()  # refused
    client.paginate(client.customers.plain)  # refused
    client.customers.list(limit="5")  # refused
    for customer in client.paginate(client.customers.list)():
        _ = customer.name  # refused
    for page in client.paginate(client.customers.list)().pages():
        _ = page.has_more  # refused


async def all_of_them_async(client: AsyncClient) -> list[str]:
    assert_type(await client.customers.list(limit=5), Customers)
    async for customer in client.paginate(client.customers.list)(limit=5):
        assert_type(customer, Customer)
    async for page in client.paginate(client.issues.list)("r1").pages():
        assert_type(page.data, list[Customer])
    for _ in client.paginate(client.issues.list)("r1"):  # refused
        pass
    return [each.id async for each in client.paginate(client.issues.list)("r1")]
