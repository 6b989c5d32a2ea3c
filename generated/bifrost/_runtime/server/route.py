"""How generated code hands an operation to the server."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from ..lazy import submodules
from ..operation import Operation
from .received_form import ReceivedForm

AnyOperation: TypeAlias = Operation[Any]
"""An operation, whatever it answers: what user functions are told about."""

T = TypeVar("T")
Handled: TypeAlias = Awaitable[T] | T
"""What a handler gives: `async def` or `def`, which is called in a thread."""


class NotImplementedOperation(NotImplementedError):
    """What a generated handler raises until it is overridden: answers 501."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation and what handles it.

    `handler` names the method of the handler class. `request` builds what the method
    receives, from keywords: `principal` where the operation declares security, one for
    each name in `arguments` (in the order of `operation.parameters`; a parameter that
    was not sent is left out), and `body` where the operation has a request body.
    `forms` has the classes of multipart forms with files, by media type.
    """

    operation: AnyOperation
    handler: str
    request: type[object]
    arguments: tuple[str, ...] = ()
    forms: Mapping[str, type[ReceivedForm]] = field(
        default_factory=dict[str, type[ReceivedForm]]
    )

    @property
    def path_format(self) -> str:
        """The path template, as tools look for it in `scope["route"]`."""
        return self.operation.path


def routes_of(package: str, tag: str) -> Sequence[Route]:
    """The routes of a tag, whose module is imported for that: `package` has it."""
    routes: Sequence[Route] = vars(submodules(package, [tag])(tag))[
        f"{tag.upper()}_ROUTES"
    ]
    return routes
