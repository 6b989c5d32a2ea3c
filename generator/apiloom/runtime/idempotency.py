"""Idempotency keys: a request that has one can be sent again, whatever its method.

The server answers a key that it knows as it did before (draft-ietf-httpapi-
idempotency-key-header, section 2). A key is made for a call, and all its attempts have
the same.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin
from uuid import UUID, uuid4

from .missing import MISSING

if TYPE_CHECKING:
    from .operation import Operation
    from .options import RequestOptions

_HEADER = "idempotency-key"
_NAMES = frozenset({_HEADER, f"x-{_HEADER}"})


def is_key(name: str, other: str | None = None) -> bool:
    """Whether a header field of this name, or of the `other`, has a key."""
    lower = name.lower()
    return lower in _NAMES or (other is not None and lower == other.lower())


def has_key(headers: Iterable[str], other: str | None = None) -> bool:
    """Whether there is a key among the names of header fields."""
    return any(is_key(name, other) for name in headers)


def with_key(
    operation: "Operation[Any]", arguments: Sequence[object], options: "RequestOptions"
) -> Sequence[object]:
    """The arguments, with a key where the operation has a parameter for it.

    That of the options goes before the argument; None there is for none. Without either
    there is a new one.
    """
    place = operation.key_position
    if place is None:
        return arguments
    given = arguments[place]
    if "idempotency_key" in options:
        given = options["idempotency_key"] or MISSING
    elif given is None or given is MISSING:
        given = _new_key(operation.parameters[place].type)
    return [*arguments[:place], given, *arguments[place + 1 :]]


def _new_key(type_: Any) -> object:
    """Text, or a UUID where the type is one, however it is annotated."""
    plain = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    return uuid4() if plain is UUID else str(uuid4())


def key_field(
    operation: "Operation[Any]", options: "RequestOptions", *, is_wanted: bool
) -> dict[str, str]:
    """The header field with the key of an operation that has no parameter for it.

    Where the options name one, the operation is to have one, or one is wanted of what
    no method says can be repeated.
    """
    name = operation.key_header or _HEADER
    if operation.key_position is not None:
        return {}
    if "idempotency_key" in options:
        key = options["idempotency_key"]
        return {} if key is None else {name: key}
    is_made = operation.key_header is not None or (
        is_wanted and operation.method.upper() in {"POST", "PATCH"}
    )
    return {name: str(uuid4())} if is_made else {}
