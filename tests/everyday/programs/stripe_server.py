"""What `using_stripe` talks to."""

from starlette.applications import Starlette
from stripe_api.models import (
    Address,
    ApiErrors,
    Customer,
    Error,
    File,
    FileLink,
    FileLinks,
    GetCustomersResponse200,
    InvoiceSettingCustomerSetting,
    InvoiceSettingCustomField,
)
from stripe_api.server import Access, Security, create_app
from stripe_api.server.customers import CustomersApi, Get, Post
from stripe_api.server.files import FilesApi
from stripe_api.server.files import Post as PostFile
from stripe_api.server.quotes import GetPdf, QuotesApi

KNOWN = [
    Customer(id=f"cus_{n}", email=f"{n}@example.org", created=n, livemode=False)
    for n in range(1, 6)
]


class Customers(CustomersApi[str]):
    async def get(self, request: Get.Request[str], /) -> Get.Response:
        ids = [customer.id for customer in KNOWN]
        after = request.starting_after
        begin = 0 if after is None else ids.index(after) + 1
        end = begin + (request.limit or 10)
        return Get.Ok(
            GetCustomersResponse200(
                data=KNOWN[begin:end], has_more=end < len(ids), url="/v1/customers"
            )
        )

    async def post(self, request: Post.Request[str], /) -> Post.Response:
        body = request.body
        if body is None or body.name is None:
            problem = ApiErrors(type="invalid_request_error", param="email")
            return Post.Default(400, Error(error=problem))
        country = body.address.country if body.address else None
        given = body.invoice_settings and body.invoice_settings.custom_fields
        fields = [
            InvoiceSettingCustomField(name=each.name, value=each.value)
            for each in given or []
        ]
        return Post.Ok(
            Customer(
                id="cus_6",
                created=6,
                livemode=False,
                name=body.name,
                address=Address(country=country),
                metadata=body.metadata or None,
                preferred_locales=body.preferred_locales,
                invoice_settings=InvoiceSettingCustomerSetting(custom_fields=fields),
            )
        )


class Files(FilesApi[str]):
    async def post(self, request: PostFile.Request[str], /) -> PostFile.Response:
        file, link = request.body.file, request.body.file_link_data
        metadata = link.metadata if link is not None else None
        order = metadata.get("order") if isinstance(metadata, dict) else None
        made = FileLink(
            id="link_1",
            created=1,
            expired=False,
            file="file_1",
            livemode=False,
            metadata={},
            url=f"https://files.example/{order}",
        )
        return PostFile.Ok(
            File(
                id="file_1",
                created=1,
                purpose=request.body.purpose,
                filename="receipt.png",
                size=file.size,
                links=FileLinks(data=[made], has_more=False, url="/v1/file_links"),
            )
        )


class Quotes(QuotesApi[str]):
    async def get_pdf(self, request: GetPdf.Request[str], /) -> GetPdf.Response:
        return GetPdf.Ok(b"%PDF-" + request.quote.encode() * 100_000)


def bearer(token: str, access: Access) -> str | None:
    return token if token == "sk_test_1" else None


def app() -> Starlette:
    return create_app(
        customers=Customers(),
        files=Files(),
        quotes=Quotes(),
        security=Security(basic_auth=None, bearer_auth=bearer),
    )
