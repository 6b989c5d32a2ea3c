"""What a generated package looks like; imports are of the runtime in place."""

from typing import TYPE_CHECKING

from apiloom.runtime.lazy import attach

if TYPE_CHECKING:
    from . import errors, models
    from .client import AsyncClient, Client

__all__ = ["AsyncClient", "Client", "errors", "models"]

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncClient": ".client",
        "Client": ".client",
        "errors": ".errors",
        "models": ".models",
    },
)
