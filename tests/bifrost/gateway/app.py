"""The application: the handler, who may call it, and what its errors look like."""

from hmac import compare_digest

from starlette.applications import Starlette

from bifrost.server import Access, Security, create_app

from .errors import problem_body
from .governance import Clock, Governance
from .store import Store


def build_app(store: Store, clock: Clock, token: str) -> Starlette:
    """The customers of a store as an ASGI application, for those who have the token."""

    def admin(given: str, access: Access) -> str | None:
        # Compared in constant time, so that timing tells nothing of the token.
        return "admin" if compare_digest(given.encode(), token.encode()) else None

    return create_app(
        governance=Governance(store, clock),
        security=Security(management_bearer_auth=admin),
        problem_body=problem_body,
    )
