"""Customers of Stripe: all of them, a new one, a file, a quote, and what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

from stripe_api import AsyncClient, Client, File, errors
from stripe_api.models import Customer, GetCustomersCreatedRangeQuerySpecs


def everyday(base_url: str, folder: Path) -> Iterator[str]:
    with Client(base_url=base_url, bearer_auth="sk_test_1") as client:
        for customer in client.paginate(client.customers.get)(limit=2):
            yield f"{customer.id} {customer.email}"

        created = client.customers.post(
            name="Jenny Rosen",
            address={"line1": "1 Main Street", "city": "Dublin", "country": "IE"},
            invoice_settings={"custom_fields": [{"name": "VAT", "value": "IE1"}]},
            metadata={"plan": "gold"},
            preferred_locales=["en", "ga"],
        )
        yield described(created)

        file = client.files.post(
            purpose="dispute_evidence",
            file=File(folder / "receipt.png", type="image/png"),
            file_link_data={"create": True, "metadata": {"order": "17"}},
        )
        yield f"{file.filename} {file.size} {file.links and file.links.data[0].url}"

        with client.stream(client.quotes.get_pdf)("qt_1") as response:
            yield f"{response.save(folder / 'quote.pdf')} bytes of a quote"

        try:
            client.customers.post(email="nobody")
        except errors.DefaultClientError as error:
            problem = error.data.error
            yield f"{error.status_code} {problem.type} {problem.param}"


def described(customer: Customer) -> str:
    address, settings = customer.address, customer.invoice_settings
    fields = settings.custom_fields if settings is not None else None
    country = address.country if address is not None else None
    return f"{customer.name} {country} {fields and fields[0].value} {customer.metadata}"


async def newest(base_url: str) -> list[str]:
    async with AsyncClient(base_url=base_url, bearer_auth="sk_test_1") as client:
        since = GetCustomersCreatedRangeQuerySpecs(gte=1)
        pages = client.paginate(client.customers.get)(limit=3, created=since)
        return [customer.id async for customer in pages]
