"""Droplets of DigitalOcean, an invoice, a chat, and what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

from digitalocean_api import AsyncClient, Client, errors
from digitalocean_api.models import DropletCreateSingleDropletResponse


def everyday(base_url: str, folder: Path) -> Iterator[str]:
    with Client(
        base_url=base_url, bearer_auth="dop_1", inference_bearer_auth="sk-do-1"
    ) as client:
        for droplet in client.paginate(client.droplets.list)(per_page=2):
            yield f"{droplet.id} {droplet.name} {droplet.region.slug}"

        created = client.droplets.create(
            {
                "name": "web-1",
                "region": "nyc3",
                "size": "s-1vcpu-1gb",
                "image": "ubuntu-24-04-x64",
                "backup_policy": {"plan": "weekly", "weekday": "SUN", "hour": 8},
                "tags": ["web"],
            }
        )
        if isinstance(created, DropletCreateSingleDropletResponse):
            yield f"{created.droplet.name} {created.droplet.tags}"

        invoice = client.stream(client.billing.invoices_get_pdf_by_uuid)
        with invoice("22737513") as response:
            yield f"{response.save(folder / 'invoice.pdf')} bytes of an invoice"

        chat = client.serverless_inference.inference_create_chat_completion
        with chat(
            model="llama3.3-70b-instruct",
            messages=[{"role": "user", "content": "Hi"}],
            stream=True,
        ) as chunks:
            yield "|".join(chunk.choices[0].delta.content or "" for chunk in chunks)

        try:
            client.billing.invoices_get_pdf_by_uuid("nothing")
        except errors.NotFoundError as error:
            yield f"{error.status_code} {error.data.id}: {error.data.message}"


async def newest(base_url: str) -> list[str]:
    async with AsyncClient(base_url=base_url, bearer_auth="dop_1") as client:
        pages = client.paginate(client.droplets.list)(per_page=2).pages()
        return [",".join(str(each.id) for each in page.items) async for page in pages]
