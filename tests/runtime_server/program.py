"""A user's program on top of the sample API: it must type-check and run."""

from .sample.models import (
    BifrostError,
    Customer,
    CustomerResponse,
    ErrorField,
)
from .sample.server import Access, Operation, Problem, Security, create_app
from .sample.server.governance import GovernanceApi, UpdateCustomer
from .sample.server.things import (
    DeleteThing,
    GetMatrix,
    PostNote,
    PutBlob,
    SearchThings,
    ThingsApi,
    WhoAmI,
)

SECRET = "secret"


class Governance(GovernanceApi[str]):
    """Customers that live in a dictionary."""

    def __init__(self, customers: dict[str, Customer]) -> None:
        self.customers = customers

    async def update_customer(
        self, req: UpdateCustomer.Request[str]
    ) -> UpdateCustomer.Response:
        if (customer := self.customers.get(req.customer_id)) is None:
            return UpdateCustomer.NotFound(
                BifrostError(error=ErrorField(message="Customer not found"))
            )
        if "name" in req.body.model_fields_set:
            customer.name = req.body.name
        return UpdateCustomer.Ok(
            CustomerResponse(message="Customer updated successfully", customer=customer)
        )


class Things(ThingsApi[str]):
    """Answers with what it was asked."""

    async def search_things(self, req: SearchThings.Request) -> SearchThings.Response:
        sent = {name: value for name, value in vars(req).items() if value is not None}
        return SearchThings.Ok(sent)

    async def get_matrix(self, req: GetMatrix.Request) -> GetMatrix.Response:
        return GetMatrix.Ok(
            {"point": req.point, "labels": req.labels, "name": req.name}
        )

    async def who_am_i(self, req: WhoAmI.Request[str]) -> WhoAmI.Response:
        return WhoAmI.Ok("nobody" if req.principal is None else req.principal)

    async def delete_thing(self, req: DeleteThing.Request[str]) -> DeleteThing.Response:
        if req.id == "abc":
            return DeleteThing.NoContent(headers={"X-Left": 2, "X-Names": ["a", "b"]})
        return DeleteThing.ClientError(
            409, BifrostError(error=ErrorField(message=req.principal))
        )

    async def put_blob(self, req: PutBlob.Request) -> PutBlob.Response:
        return PutBlob.Ok(b"nothing" if req.body is None else await req.body.aread())

    async def post_note(self, req: PostNote.Request) -> PostNote.Response:
        if isinstance(req.body, str):
            return PostNote.Created(req.body, media_type="text/plain")
        return PostNote.Created(req.body)


async def bearer(token: str, access: Access) -> str | None:
    return f"admin of {access.operation.id}" if token == SECRET else None


def key(value: str, access: Access) -> str | None:
    return f"key of {access.operation.id}" if value == SECRET else None


async def login(username: str, password: str, access: Access) -> str | None:
    return username if password == SECRET else None


def customers() -> dict[str, Customer]:
    return {"cus_123": Customer(id="cus_123", name="Acme")}


security = Security(
    management_bearer_auth=bearer,
    api_key=key,
    query_key=key,
    session=key,
    login=login,
)


def whole(problem: Problem, operation: Operation) -> BifrostError:
    """All that is known of a problem, in a schema that takes anything."""
    del operation
    message = {"error": {"message": problem.title}}
    return BifrostError.model_validate(message | problem.document())


app = create_app(
    governance=Governance(customers()),
    things=Things(),
    security=security,
    problem_body=whole,
)
