"""From the API as written to the API as Python will have it.

In: `ApiSpec`, names that are `Shipped` and the user's `NameOverrides`. Out:
`ResolvedApi`: shapes, names and modules are decided, or the part that is selected.
"""

from __future__ import annotations

from apiloom.api.ir import ApiSpec
from apiloom.api.resolve.argument_names import ArgumentNamer
from apiloom.api.resolve.credential_names import name_schemes
from apiloom.api.resolve.field_names import FieldNames
from apiloom.api.resolve.implied_types import settle_implied
from apiloom.api.resolve.kept_names import KeptNames
from apiloom.api.resolve.name_overrides import NameOverrides
from apiloom.api.resolve.named_types import TypePlanner
from apiloom.api.resolve.operation_names import OperationNamer
from apiloom.api.resolve.operation_schemas import sent_bodies
from apiloom.api.resolve.read_write_split import split_read_and_write
from apiloom.api.resolve.resolved_api import ResolvedApi, Shipped
from apiloom.api.resolve.resolved_shapes import resolve_shapes
from apiloom.api.resolve.schema_names import NameAllocator
from apiloom.api.resolve.selected_api import select, selected_keys
from apiloom.api.schema.shapes import Object
from apiloom.core.diagnostics import Report

__all__ = [
    "NameOverrides",
    "ResolvedApi",
    "Shipped",
    "resolve_api",
    "select",
    "selected_keys",
]


def resolve_api(
    api: ApiSpec,
    *,
    inputs: bool,
    shipped: Shipped,
    report: Report,
    exact: bool = False,
    overrides: NameOverrides | None = None,
) -> ResolvedApi:
    """Merge, name and order everything that `api` holds.

    `inputs` asks for `TypedDict` twins of what callers send. The names in `shipped`
    are kept, after those of `overrides`. `exact` takes schemas without a `type` by
    the letter.
    """
    overrides = overrides or NameOverrides(report)
    merged = resolve_shapes(api.schemas, report, api.discriminators, api.components)
    explicit = settle_implied(merged, report, exact=exact)
    api, shapes = split_read_and_write(api, explicit)
    allocator = NameAllocator(report, overrides, shipped.types, api.place)
    planner = TypePlanner(api, shapes, allocator)
    types = planner.types(tuple(sent_bodies(api.operations)) if inputs else ())
    fields = FieldNames.beside(types, overrides)
    field_names = {
        named_type.id: fields.of(schema)
        for named_type in types.values()
        if isinstance(schema := shapes[named_type.id], Object)
    }
    kept = KeptNames()
    arguments = ArgumentNamer(shapes, field_names, overrides, report, kept)
    namer = OperationNamer(overrides, shipped, report, kept, arguments)
    resources = namer.resources(api)
    schemes = name_schemes(api.security_schemes, overrides, shipped.credentials, kept)
    overrides.report_unused()
    kept.report_to(report, api.document)
    return ResolvedApi(
        spec=api,
        shapes=shapes,
        types=types,
        modules=planner.modules(types),
        field_names=field_names,
        resources=resources,
        schemes=schemes,
    )
