"""Path items and operations (OpenAPI 3.1, sections 4.8.9 and 4.8.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.api.ir import Operation, SecurityRequirement, Server
from apiloom.api.parse.bodies import body_of, responses_of
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.page_extensions import page_rule_of
from apiloom.api.parse.parameters import parameters_of
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.api.parse.security import requirements_of
from apiloom.api.parse.servers import own_server_of, served_at
from apiloom.core.text import Text


@dataclass(frozen=True, slots=True)
class OperationBuilder:
    """Builds the operations of one path item."""

    schemas: SchemaBuilder
    path: Text
    item: Reader
    security: tuple[SecurityRequirement, ...]
    server: Text | None
    servers: tuple[Server, ...]

    def build(self, method: str, reader: Reader) -> Operation:
        """The operation at `reader`, with what it inherits from path and document.

        `method` is spelled as it is sent.
        """
        own_security = requirements_of(reader)
        server = own_server_of(reader) or self.server
        parameters, template = parameters_of(self.path, self.item, reader, self.schemas)
        return Operation(
            where=reader.location(),
            operation_id=reader.text("operationId") or None,
            method=method,
            path=self.path,
            tags=tuple(tags_of(reader)),
            summary=reader.text("summary") or self.item.text("summary"),
            description=reader.text("description") or self.item.text("description"),
            deprecated=reader.flag("deprecated"),
            parameters=parameters,
            body=body_of(reader, self.schemas),
            responses=responses_of(reader, self.schemas),
            security=self.security if own_security is None else own_security,
            wire_path=Text(template.path),
            query=tuple((Text(name), Text(value)) for name, value in template.query),
            server=server,
            served_at=served_at(server, self.servers),
            pages=page_rule_of(reader),
        )


def tags_of(reader: Reader) -> Iterator[Text]:
    """The tags of an operation, by name."""
    for item in reader.items("tags"):
        if isinstance(item.value, str):
            yield Text(item.value)
