"""From the API as written to the API as Python will have it.

In: `ApiSpec`, names that are `Shipped` and the user's `NameOverrides`. Out:
`ResolvedApi`: shapes, names and modules are decided, or the part that is selected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.names.argument_names import ArgumentNamer
from apiloom.api.names.credential_names import name_schemes
from apiloom.api.names.error_names import ErrorNames
from apiloom.api.names.field_names import FieldNames
from apiloom.api.names.header_names import name_headers
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.names.operation_names import OperationNamer
from apiloom.api.names.rename_rules import RenameRules
from apiloom.api.names.server_names import name_servers
from apiloom.api.names.type_modules import TypeModules
from apiloom.api.names.type_names import TypeNames
from apiloom.api.names.value_names import ListedValueNames
from apiloom.api.resolve.chosen_types import settled_types
from apiloom.api.resolve.constant_tags import tags_as_constants
from apiloom.api.resolve.ended_streams import sentinels
from apiloom.api.resolve.error_bodies import ErrorBodies
from apiloom.api.resolve.forbidden_properties import forbid_undescribed
from apiloom.api.resolve.implied_types import settle_implied
from apiloom.api.resolve.inheritance import bases_by_reference, not_among
from apiloom.api.resolve.keyed_operations import key_headers
from apiloom.api.resolve.linked_operations import LinkedOperations
from apiloom.api.resolve.named_types import TypePlanner
from apiloom.api.resolve.operation_schemas import schemas_in_use, sent_bodies
from apiloom.api.resolve.paged_operations import PagedOperations
from apiloom.api.resolve.read_write_split import split_read_and_write
from apiloom.api.resolve.resolved_shapes import resolve_shapes
from apiloom.api.resolve.schema_style import SchemaStyle
from apiloom.api.resolve.selected_api import select, selected_keys
from apiloom.api.resolve.sent_media_types import with_sent_first
from apiloom.api.resolve.signed_webhooks import fitting_scheme
from apiloom.api.resolved_api import NamedScheme, NamedServer, NamedType, ResolvedApi
from apiloom.api.schema.nullability import without_unions_of_one
from apiloom.api.schema.shapes import Object, Schema, SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.core.shipped import Shipped
from apiloom.core.text import Text

__all__ = [
    "LinkedOperations",
    "NameOverrides",
    "PagedOperations",
    "RenameRules",
    "ResolvedApi",
    "SchemaStyle",
    "Shipped",
    "fitting_scheme",
    "key_headers",
    "resolve_api",
    "select",
    "selected_keys",
    "sentinels",
]

_PLAIN: Final = SchemaStyle()


def resolve_api(
    api: ApiSpec,
    *,
    inputs: bool,
    shipped: Shipped,
    report: Report,
    style: SchemaStyle = _PLAIN,
    overrides: NameOverrides | None = None,
) -> ResolvedApi:
    """Merge, name and order all; what is `shipped` keeps its name, after `overrides`.

    `inputs` asks for dictionaries of what callers send.
    """
    overrides = overrides or NameOverrides(report)
    api = with_sent_first(api, shipped.bodies)
    explicit = _settled(api, report, exact=style.exact)
    chosen = settled_types(overrides.types, api, explicit, report, style)
    api, shapes = split_read_and_write(api, explicit)
    schemas = (planner := TypePlanner(api, shapes)).schemas()
    bases = bases_by_reference(api.schemas, shapes, schemas) if style.inherit else {}
    schemas += not_among(schemas, bases)
    book = NameBook.opened(api, shapes, schemas, shipped, overrides)
    modules = TypeModules(shapes, names := TypeNames(api, shapes, book), bases)
    sent = sent_bodies(api.operations) if inputs else ()
    types = planner.types(schemas, names, modules, sent)
    field_names = dict(_field_names(api, types, shapes, book))
    arguments = ArgumentNamer(shapes, field_names, book)
    narrower = ErrorBodies(shapes, types).narrower(api)
    errors = ErrorNames(book, names.owner_name).names(api, narrower)
    resources = OperationNamer(book, arguments, errors).resources(api)
    value_names = ListedValueNames(api, shapes, types, book).all()
    schemes, servers, headers = _names_beside(api, book)
    book.close(api.document)
    return ResolvedApi(
        spec=api,
        shapes=shapes,
        types=types,
        modules=modules.in_order(types),
        field_names=field_names,
        resources=resources,
        schemes=schemes,
        lists=book.lists,
        chosen=chosen,
        value_names=value_names,
        enums=overrides.enums,
        bases=bases,
        models=style.models,
        servers=servers,
        headers=headers,
    )


def _names_beside(
    api: ApiSpec, book: NameBook
) -> tuple[tuple[NamedScheme, ...], tuple[NamedServer, ...], Mapping[str, Identifier]]:
    """What credentials, servers and header fields of responses are called."""
    return (
        name_schemes(api.security_schemes, book),
        name_servers(api.servers, book),
        name_headers(api, book),
    )


def _settled(api: ApiSpec, report: Report, *, exact: bool) -> dict[SchemaId, Schema]:
    """Every schema merged, with a type, and with the tags that lead to it."""
    merged = resolve_shapes(api.schemas, report, api.discriminators, api.components)
    forbid_undescribed(merged, report)
    used = schemas_in_use(api, merged)
    explicit = settle_implied(merged, used, report, exact=exact)
    without_unions_of_one(explicit)
    tags_as_constants(explicit)
    return explicit


def _field_names(
    api: ApiSpec,
    types: Mapping[SchemaId, NamedType],
    shapes: Mapping[SchemaId, Schema],
    book: NameBook,
) -> Iterator[tuple[SchemaId, Mapping[Text, Identifier]]]:
    """What the fields of each class are called."""
    fields = FieldNames.beside(api, types, book)
    for schema_id in types:
        shape = shapes[schema_id]
        if isinstance(shape, Object):
            yield schema_id, fields.of(shape)
