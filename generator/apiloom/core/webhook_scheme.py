"""How webhooks are signed, as the user says it: all but the secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Literal, TypeAlias, get_args

from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE

SchemeKind: TypeAlias = Literal["hmac", "standard"]
SCHEME_KINDS: Final[tuple[SchemeKind, ...]] = get_args(SchemeKind)
_BESIDE: Final = frozenset({"kind", "where", "shared"})


@dataclass(frozen=True, slots=True)
class WebhookScheme:
    """The scheme of what an API sends by itself: `HmacSignature` of the runtime, or
    `StandardWebhooks`, which has but a `prefix` and a `tolerance`.

    None is what that class has by default. A scheme that is `shared` by several
    documents need not concern each of them.
    """

    kind: SchemeKind
    header: str | None = None
    prefix: str | None = None
    digest: str | None = None
    encoding: str | None = None
    signed: str | None = None
    timestamp_header: str | None = None
    timestamp_prefix: str | None = None
    tolerance: float | None = None
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @property
    def options(self) -> Mapping[str, str | float]:
        """What is said of it, by the names that the runtime has for it."""
        names = (each.name for each in fields(self) if each.name not in _BESIDE)
        said = ((name, getattr(self, name)) for name in names)
        return {name: value for name, value in said if value is not None}


def webhook_scheme_as_data(scheme: WebhookScheme) -> list[object]:
    """What the output depends on, for a digest."""
    return [scheme.kind, dict(scheme.options)]
