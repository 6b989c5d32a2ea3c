"""What `using_digitalocean` talks to."""

from collections.abc import Iterator
from datetime import UTC, datetime

from digitalocean_api.models import (
    AllDropletsResponse,
    ChatCompletionChunk,
    ChatCompletionChunkChoicesItem,
    ChatCompletionStreamResponseDelta,
    Droplet,
    DropletCreateSingleDropletResponse,
    DropletCreateSingleDropletResponseLinks,
    DropletNetworks,
    DropletSingleCreate,
    Error,
    ForwardLinks,
    Image,
    MetaMeta,
    PageLinks,
    Region,
    Size,
)
from digitalocean_api.server import Access, Security, create_app
from digitalocean_api.server.billing import BillingApi, InvoicesGetPdfByUuid
from digitalocean_api.server.droplets import Create, DropletsApi, List
from digitalocean_api.server.serverless_inference import (
    InferenceCreateChatCompletion,
    ServerlessInferenceApi,
)
from starlette.applications import Starlette

NEW_YORK = Region(name="New York 3", slug="nyc3", features=[], available=True, sizes=[])


def droplet(number: int, name: str, tags: list[str]) -> Droplet:
    return Droplet(
        id=number,
        name=name,
        memory=1024,
        vcpus=1,
        disk=25,
        locked=False,
        status="active",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        features=[],
        backup_ids=[],
        next_backup_window=None,
        snapshot_ids=[],
        image=Image(),
        volume_ids=[],
        size=Size(
            slug="s-1vcpu-1gb",
            memory=1024,
            vcpus=1,
            disk=25,
            transfer=1.0,
            price_monthly=6.0,
            price_hourly=0.009,
            regions=["nyc3"],
            available=True,
            description="Basic",
        ),
        size_slug="s-1vcpu-1gb",
        networks=DropletNetworks(),
        region=NEW_YORK,
        tags=tags,
    )


class Droplets(DropletsApi[str]):
    async def list(self, request: List.Request[str], /) -> List.Response:
        begin = (request.page - 1) * request.per_page
        numbers = range(1, 6)[begin : begin + request.per_page]
        following = f"page={request.page + 1}&per_page={request.per_page}"
        more = begin + request.per_page < 5
        link = f"/v2/droplets?{following}" if more else None
        return List.Ok(
            AllDropletsResponse(
                droplets=[droplet(number, f"web-{number}", []) for number in numbers],
                links=PageLinks(pages=ForwardLinks(next=link)),
                meta=MetaMeta(total=5),
            )
        )

    async def create(self, request: Create.Request[str], /) -> Create.Response:
        body = request.body
        if not isinstance(body, DropletSingleCreate):
            return Create.Default(400, Error(id="bad_request", message="One by one"))
        made = droplet(6, body.name, body.tags or [])
        return Create.Accepted(
            DropletCreateSingleDropletResponse(
                droplet=made, links=DropletCreateSingleDropletResponseLinks()
            )
        )


class Billing(BillingApi[str]):
    async def invoices_get_pdf_by_uuid(
        self, request: InvoicesGetPdfByUuid.Request[str], /
    ) -> InvoicesGetPdfByUuid.Response:
        if request.invoice_uuid == "nothing":
            problem = Error(id="not_found", message="There is no such invoice.")
            return InvoicesGetPdfByUuid.NotFound(problem)
        return InvoicesGetPdfByUuid.Ok(b"%PDF-1.7")


class Inference(ServerlessInferenceApi[str]):
    async def inference_create_chat_completion(
        self, request: InferenceCreateChatCompletion.Request[str], /
    ) -> InferenceCreateChatCompletion.Response:
        return InferenceCreateChatCompletion.Ok(chunks(request.body.model))


def chunks(model: str) -> Iterator[ChatCompletionChunk]:
    for piece in ("Hel", "lo", "!"):
        choice = ChatCompletionChunkChoicesItem(
            delta=ChatCompletionStreamResponseDelta(content=piece),
            finish_reason=None,
            index=0,
        )
        yield ChatCompletionChunk(id="c1", choices=[choice], created=1, model=model)


def bearer(token: str, access: Access) -> str | None:
    return token if token in {"dop_1", "sk-do-1"} else None


def app() -> Starlette:
    return create_app(
        droplets=Droplets(),
        billing=Billing(),
        serverless_inference=Inference(),
        security=Security(bearer_auth=bearer, inference_bearer_auth=bearer),
    )
