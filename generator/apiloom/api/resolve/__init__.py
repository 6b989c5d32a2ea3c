"""From the API as written to the API as Python will have it.

In: `ApiSpec`, names that are `Shipped` and the user's `NameOverrides`. Out:
`ResolvedApi`: shapes, names and modules are decided, or the part that is selected.
"""

from __future__ import annotations

from apiloom.api.ir import ApiSpec
from apiloom.api.resolve.argument_names import ArgumentNamer
from apiloom.api.resolve.credential_names import name_schemes
from apiloom.api.resolve.field_names import FieldNames
from apiloom.api.resolve.former_places import former_places
from apiloom.api.resolve.implied_types import settle_implied
from apiloom.api.resolve.kept_names import KeptNames
from apiloom.api.resolve.listed_identity import ListedTraits, MovedPlaces
from apiloom.api.resolve.name_overrides import NameOverrides
from apiloom.api.resolve.named_types import TypePlanner
from apiloom.api.resolve.operation_names import OperationNamer
from apiloom.api.resolve.operation_schemas import sent_bodies
from apiloom.api.resolve.read_write_split import split_read_and_write
from apiloom.api.resolve.rename_rules import RenameRules
from apiloom.api.resolve.resolved_api import ResolvedApi
from apiloom.api.resolve.resolved_shapes import resolve_shapes
from apiloom.api.resolve.selected_api import select, selected_keys
from apiloom.api.resolve.type_modules import TypeModules
from apiloom.api.resolve.type_names import TypeNames
from apiloom.api.schema.nullability import without_unions_of_one
from apiloom.api.schema.shapes import Object
from apiloom.core.diagnostics import Report
from apiloom.core.shipped import Shipped

__all__ = [
    "NameOverrides",
    "RenameRules",
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
    without_unions_of_one(explicit)
    api, shapes = split_read_and_write(api, explicit)
    planner = TypePlanner(api, shapes)
    schemas = planner.schemas()
    lists = ListedTraits(api, shapes).of_lists(schemas)
    shipped = MovedPlaces(shipped.lists, lists).of_today(shipped)
    shipped = shipped.under(former_places(api, shapes))
    kept = KeptNames()
    names = TypeNames(api, shapes, overrides, shipped, report, kept)
    modules = TypeModules(shapes, names)
    sent = tuple(sent_bodies(api.operations)) if inputs else ()
    types = planner.types(schemas, names, modules, sent)
    fields = FieldNames.beside(api, types, overrides, shipped, kept, report)
    field_names = {
        named_type.id: fields.of(schema)
        for named_type in types.values()
        if isinstance(schema := shapes[named_type.id], Object)
    }
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
        modules=modules.in_order(types),
        field_names=field_names,
        resources=resources,
        schemes=schemes,
        lists=lists,
    )
