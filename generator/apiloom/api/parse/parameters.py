"""Parameters of operations (OpenAPI 3.1, section 4.8.12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from apiloom.api.ir import Parameter, ParameterLocation
from apiloom.api.parse.bodies import content_of
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.parameter_styles import STYLES, style_of
from apiloom.api.parse.path_templates import Template, template_of, variable_in
from apiloom.api.parse.schema_annotations import first_example
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.core.location import child
from apiloom.core.text import Text, reveal
from apiloom.runtime.header_fields import is_token

_LOCATIONS: Final[dict[str, ParameterLocation]] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
    "querystring": "querystring",
}
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


@dataclass(slots=True)
class ParameterList:
    """The parameters of one operation in the making, by place and name."""

    path: Text
    schemas: SchemaBuilder
    operation: Reader
    parameters: dict[tuple[str, Text], Parameter]
    template: Template


def parameters_of(
    path: Text, item: Reader, operation: Reader, schemas: SchemaBuilder
) -> tuple[tuple[Parameter, ...], Template]:
    """The parameters of an operation, and what its path means on the wire.

    Own parameters override those of the path item (section 4.8.9).
    """
    parameters: dict[tuple[str, Text], Parameter] = {}
    for source in (item, operation):
        own: set[tuple[str, Text]] = set()
        for reference in source.items("parameters"):
            parameter = _parameter(reference.follow(), schemas)
            if parameter is None:
                continue
            key = (parameter.location, parameter.wire_name)
            if key in own:
                reference.complain(
                    "parameter-duplicate",
                    f"there are two {parameter.location} parameters "
                    f"{parameter.wire_name!r}",
                    "the last one counts",
                )
            own.add(key)
            parameters[key] = parameter
    declared = [reveal(name) for location, name in parameters if location == "path"]
    template = template_of(reveal(path), declared)
    template = _moved_to_query(template, parameters)
    _settle(ParameterList(path, schemas, operation, parameters, template))
    return tuple(parameters.values()), template


def _moved_to_query(
    template: Template, parameters: dict[tuple[str, Text], Parameter]
) -> Template:
    """A name in braces behind the question mark is a parameter of the query."""
    fixed_pairs: list[tuple[str, str]] = []
    for name, value in template.query:
        variable = variable_in(value)
        if variable is None:
            fixed_pairs.append((name, value))
            continue
        moved = parameters.pop(("path", Text(variable)), None)
        key = ("query", Text(name))
        if moved is not None and key not in parameters:
            parameters[key] = replace(moved, location="query", wire_name=Text(name))
        elif key not in parameters and ("query", Text(variable)) not in parameters:
            template = replace(template, optional=(*template.optional, name))
    return replace(template, query=tuple(fixed_pairs))


def _settle(listed: ParameterList) -> None:
    """Bring parameters and template together, and say where they differ."""
    parameters, names = (
        listed.parameters,
        [Text(name) for name in listed.template.names],
    )
    for location, wire_name in list(parameters):
        if location == "path" and wire_name not in names:
            parameter = parameters.pop((location, wire_name))
            listed.operation.report.recoverable(
                "path-parameter-unknown",
                f"the path {listed.path!r} does not name {wire_name!r}",
                parameter.where,
                "the parameter is left out",
                "name it in the path as {name}, or move it to the query",
            )
    for wire_name in names:
        if ("path", wire_name) not in parameters:
            parameters["path", wire_name] = _undeclared(listed, wire_name, "path")
    for name in listed.template.optional:
        if ("query", Text(name)) not in parameters:
            parameters["query", Text(name)] = _undeclared(listed, Text(name), "query")
    for name in listed.template.several:
        key = ("path", Text(name))
        parameters[key] = replace(parameters[key], several=True)
    fixed = {("query", Text(name)) for name, _ in listed.template.query}
    for key in fixed.intersection(parameters):
        del parameters[key]


def _undeclared(
    listed: ParameterList, wire_name: Text, location: ParameterLocation
) -> Parameter:
    parameters = listed.operation.member("parameters")
    if parameters is None or isinstance(parameters.value, list):
        listed.operation.complain(
            "path-parameter-undeclared",
            f"the path names {wire_name!r}, which no parameter describes",
            "it is taken to be a string",
            (f"{{{reveal(wire_name)}}}",),
        )
    return Parameter(
        where=listed.operation.location(),
        wire_name=wire_name,
        location=location,
        schema=None,
        required=location == "path",
        style=None,
        explode=None,
        allow_reserved=False,
        content=None,
        description=None,
        deprecated=False,
    )


def _parameter(reader: Reader | None, schemas: SchemaBuilder) -> Parameter | None:
    place = None if reader is None else _place_of(reader)
    if reader is None or place is None:
        return None
    name, location = place
    schema = reader.member("schema")
    content = next(iter(content_of(reader, schemas)), None)
    if location == "querystring" and content is None:
        problem = "a parameter that is the whole query string needs `content`"
        _leave_out(reader, problem, ("content",))
        return None
    schema_id = None if schema is None else schemas.request(schema)
    style = style_of(reader, STYLES[location])
    return Parameter(
        where=reader.location(),
        wire_name=name,
        location=location,
        schema=schema_id if content is None else content.schema,
        required=location == "path" or reader.flag("required"),
        style=style,
        explode=reader.optional_flag("explode"),
        allow_reserved=reader.flag("allowReserved"),
        content=None if content is None else content.name,
        description=reader.text("description"),
        example=first_example(reader),
        deprecated=reader.flag("deprecated"),
        allow_empty=_allows_empty(reader, location, style, has_content=bool(content)),
        encoding=() if content is None else content.encoding,
    )


def _allows_empty(
    reader: Reader,
    location: ParameterLocation,
    style: str | None,
    *,
    has_content: bool,
) -> bool:
    """Whether the value may be empty: in a query, where the style can say so."""
    if not reader.flag("allowEmptyValue"):
        return False
    if location == "query" and style in (None, "form") and not has_content:
        return True
    reader.report.note(
        "empty-value-ignored",
        "`allowEmptyValue` is for parameters of the query in style form",
        reader.document,
        child(reader.pointer, "allowEmptyValue"),
        "leave it out: no empty value can be sent here",
    )
    return False


def _place_of(reader: Reader) -> tuple[Text, ParameterLocation] | None:
    """Name and place, where a parameter of the kind can be sent."""
    name, place = reader.text("name"), reader.text("in")
    location = None if place is None else _LOCATIONS.get(reveal(place))
    if name is None or not reveal(name) or location is None:
        listed = ", ".join(_LOCATIONS)
        members = (
            *(("name",) if name is None or not reveal(name) else ()),
            *(("in",) if location is None else ()),
        )
        problem = f"a parameter needs `name`, and `in` as one of {listed}"
        _leave_out(reader, problem, members if isinstance(reader.value, dict) else ())
        return None
    if location == "header" and not is_token(reveal(name)):
        problem = f"no header field can be called {name!r} (RFC 9110, 5.1)"
        _leave_out(reader, problem, ("name",))
        return None
    if location == "header" and reveal(name).lower() in _IGNORED_HEADERS:
        reader.report.note(
            "header-parameter-ignored",
            f"the header {name!r} is no parameter (OpenAPI 3.1, section 4.8.12)",
            reader.document,
            reader.pointer,
            "media types and security schemes decide it; callers can pass `headers`",
        )
        return None
    return name, location


def _leave_out(reader: Reader, reason: str, members: tuple[str, ...]) -> None:
    hint = "the parameter is left out"
    reader.complain("parameter-unusable", reason, hint, members)
