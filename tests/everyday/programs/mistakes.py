"""What a type checker has to report: a mistake on each line that says so."""

from pathlib import Path

import digitalocean_api
import github_api
import openai_api
import stripe_api


def with_stripe(client: stripe_api.Client) -> None:
    client.customers.post(nmae="Jenny Rosen")  # refused
    client.customers.post(address={"contry": "IE"})  # refused
    client.customers.post(invoice_settings={"fields": []})  # refused
    client.files.post(purpose="evidence", file=Path("receipt.png"))  # refused
    client.files.post(purpose="dispute_evidence", file=5)  # refused
    for customer in client.paginate(client.customers.get)():
        _ = customer.emial  # refused
    try:
        client.customers.post(email="nobody")
    except stripe_api.errors.DefaultClientError as error:
        _ = error.data.problem  # refused


def with_github(client: github_api.Client) -> None:
    client.paginate(client.repos.list_releases)("octo")  # refused
    client.paginate(client.repos.get_release_asset)("octo", "cat", 5)  # refused
    client.gists.create(files={"a.py": {"contents": "1"}})  # refused
    client.repos.upload_release_asset("octo", "cat", "5", b"PK", name="a")  # refused
    try:
        client.issues.create_label("octo", "cat", name="bug")
    except github_api.errors.NotFoundError as error:
        _ = error.data.errors  # refused


def with_openai(client: openai_api.Client) -> None:
    client.files.create(file=Path("batch.jsonl"), purpose="batches")  # refused
    client.files.create(file={"name": "batch.jsonl"}, purpose="batch")  # refused
    client.chat.create_completion(model="o3", messages=[{"role": "user"}])  # refused
    with client.stream(client.files.download)("file-1") as response:
        response.save_to("batch.jsonl")  # refused
    with client.chat.create_completion(
        model="o3", messages=[{"role": "user", "content": "Hi"}], stream=True
    ) as chunks:
        for chunk in chunks:
            _ = chunk.choices[0].message  # refused


def with_digitalocean(client: digitalocean_api.Client) -> None:
    client.droplets.create({"name": "web-1", "size": "s-1vcpu-1gb"})  # refused
    for droplet in client.paginate(client.droplets.list)(per_page="2"):  # refused
        _ = droplet
    for page in client.paginate(client.droplets.list)().pages():
        _ = page.data.total  # refused
    created = client.droplets.create()
    _ = created.droplet.name  # refused


async def with_async(client: openai_api.AsyncClient) -> None:
    for _ in client.paginate(client.files.list)():  # refused
        pass
    _ = client.files.list().data  # refused
