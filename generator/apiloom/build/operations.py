"""Path items and operations (OpenAPI 3.1, sections 4.8.9 and 4.8.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.build.bodies import body_of, content_of, responses_of
from apiloom.build.reader import Reader
from apiloom.build.schemas import SchemaBuilder
from apiloom.build.security import requirements_of
from apiloom.build.styles import STYLES, style_of
from apiloom.ir.api import (
    Operation,
    Parameter,
    ParameterLocation,
    SecurityRequirement,
)
from apiloom.text import Text, reveal

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_LOCATIONS: Final[dict[str, ParameterLocation]] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
    "querystring": "querystring",
}
_TEMPLATE_NAME: Final = re.compile(r"\{([^{}]*)\}")
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


@dataclass(frozen=True, slots=True)
class OperationBuilder:
    """Builds the operations of one path item."""

    schemas: SchemaBuilder
    path: Text
    item: Reader
    security: tuple[SecurityRequirement, ...]

    def build(self, method: str, reader: Reader) -> Operation:
        """The operation at `reader`, with what it inherits from path and document.

        `method` is spelled as it is sent.
        """
        own_security = requirements_of(reader)
        return Operation(
            where=reader.location(),
            operation_id=reader.text("operationId") or None,
            method=method,
            path=self.path,
            tags=tuple(_tags(reader)),
            summary=reader.text("summary") or self.item.text("summary"),
            description=reader.text("description") or self.item.text("description"),
            deprecated=reader.flag("deprecated"),
            parameters=self._parameters(reader),
            body=body_of(reader, self.schemas),
            responses=tuple(responses_of(reader, self.schemas)),
            security=self.security if own_security is None else own_security,
        )

    def _parameters(self, reader: Reader) -> tuple[Parameter, ...]:
        """Own parameters override those of the path item (section 4.8.9)."""
        found: dict[tuple[str, Text], Parameter] = {}
        for source in (self.item, reader):
            for reference in source.items("parameters"):
                parameter = self._parameter(reference.follow())
                if parameter is not None:
                    found[parameter.location, parameter.wire_name] = parameter
        in_template = [Text(name) for name in _TEMPLATE_NAME.findall(reveal(self.path))]
        for (location, wire_name), parameter in list(found.items()):
            if location == "path" and wire_name not in in_template:
                reader.report.recoverable(
                    "path-parameter-unknown",
                    f"the path {self.path!r} does not name {wire_name!r}",
                    parameter.where,
                    "the parameter is left out",
                    "name it in the path as {name}, or move it to the query",
                )
                del found[location, wire_name]
        for wire_name in in_template:
            key = ("path", wire_name)
            if key not in found:
                found[key] = self._undeclared(wire_name, reader)
        return tuple(found.values())

    def _undeclared(self, wire_name: Text, reader: Reader) -> Parameter:
        reader.complain(
            "path-parameter-undeclared",
            f"the path names {wire_name!r}, which no parameter describes",
            "it is taken to be a string",
        )
        return Parameter(
            where=reader.location(),
            wire_name=wire_name,
            location="path",
            schema=None,
            required=True,
            style=None,
            explode=None,
            allow_reserved=False,
            content=None,
            description=None,
            deprecated=False,
        )

    def _parameter(self, reader: Reader | None) -> Parameter | None:
        if reader is None:
            return None
        name, place = reader.text("name"), reader.text("in")
        location = None if place is None else _LOCATIONS.get(reveal(place))
        if name is None or location is None:
            reader.complain(
                "parameter-unusable",
                f"a parameter needs `name`, and `in` as one of {', '.join(_LOCATIONS)}",
                "the parameter is left out",
            )
            return None
        if location == "header" and reveal(name).lower() in _IGNORED_HEADERS:
            return None
        schema = reader.member("schema")
        content = next(iter(content_of(reader, self.schemas)), None)
        if location == "querystring" and content is None:
            reader.complain(
                "parameter-unusable",
                "a parameter that is the whole query string needs `content`",
                "the parameter is left out",
            )
            return None
        schema_id = None if schema is None else self.schemas.request(schema)
        return Parameter(
            where=reader.location(),
            wire_name=name,
            location=location,
            schema=schema_id if content is None else content.schema,
            required=location == "path" or reader.flag("required"),
            style=style_of(reader, STYLES[location]),
            explode=reader.optional_flag("explode"),
            allow_reserved=reader.flag("allowReserved"),
            content=None if content is None else content.name,
            description=reader.text("description"),
            deprecated=reader.flag("deprecated"),
        )


def _tags(reader: Reader) -> Iterator[Text]:
    for item in reader.items("tags"):
        if isinstance(item.value, str):
            yield Text(item.value)
