"""The server of the sample API: `create_app`, and what it is given."""

from importlib.resources import files
from typing import Unpack

from starlette.applications import Starlette

from apiloom.runtime.server.app import ServerOptions, build_app
from apiloom.runtime.server.problem import Problem
from apiloom.runtime.server.route import AnyOperation as Operation
from apiloom.runtime.server.schemes import Access, Principal

from .governance import ROUTES as GOVERNANCE_ROUTES
from .governance import GovernanceApi
from .security import Security
from .things import ROUTES as THINGS_ROUTES
from .things import ThingsApi

__all__ = ["Access", "Operation", "Problem", "Security", "create_app"]


def create_app(
    *,
    governance: GovernanceApi[Principal] | None = None,
    things: ThingsApi[Principal] | None = None,
    security: Security[Principal],
    **options: Unpack[ServerOptions],
) -> Starlette:
    """The API as an ASGI application; a tag that is left out answers 501."""
    return build_app(
        (governance, GOVERNANCE_ROUTES),
        (things, THINGS_ROUTES),
        security=security,
        document=files(__name__) / "openapi.json",
        **options,
    )
