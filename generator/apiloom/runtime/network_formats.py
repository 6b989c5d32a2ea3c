"""Addresses as values of Python, where the configuration asks for it.

IPv4 (RFC 2673, 3.2), IPv6 (RFC 4291, 2.2) and URIs (RFC 3986).
"""

from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Any

from pydantic import AnyUrl, GetCoreSchemaHandler, UrlConstraints
from pydantic_core import CoreSchema, core_schema

from .formats import ReadByPython, misspelt, text_like
from .model import READS_PARSED
from .spellings import is_spelled


class _Address(ReadByPython):
    """An IP address."""

    __slots__ = ()

    def written(self) -> dict[str, Any]:
        """As Python spells it, in the shortest form."""
        return {"serialization": core_schema.to_string_ser_schema()}


class _Uri:
    """A URI; it is written as pydantic spells it, with a host in lower case."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner: Any = handler(source)
        text = core_schema.str_schema(strict=True)
        spelled = core_schema.no_info_after_validator_function(_checked, text)
        wire = core_schema.chain_schema([spelled, inner])
        return core_schema.json_or_python_schema(
            wire,
            inner,
            metadata={**inner.get("metadata", {}), READS_PARSED: True},
            serialization=inner.get("serialization"),
        )


def _checked(text: str) -> str:
    if not is_spelled("uri", text):
        raise misspelt("uri")
    return text


Ipv4 = Annotated[
    IPv4Address, _Address("ipv4", text_like("^[0-9.]+$"), IPv4Address, IPv4Address)
]
"""An IPv4 address."""

Ipv6 = Annotated[
    IPv6Address,
    _Address("ipv6", text_like("^[0-9A-Fa-f:.]+$"), IPv6Address, IPv6Address),
]
"""An IPv6 address, without a zone."""

Url = Annotated[AnyUrl, UrlConstraints(preserve_empty_path=True), _Uri()]
"""A URI with a scheme."""
