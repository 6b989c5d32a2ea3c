"""From the API as written to the API as Python will have it."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.analyse.directions import split_directions
from apiloom.analyse.fields import field_names_of
from apiloom.analyse.implied import settle_implied
from apiloom.analyse.naming import NameAllocator
from apiloom.analyse.operations import body_media_type, resources_of, schemes_of
from apiloom.analyse.resolved import ResolvedApi, Shipped
from apiloom.analyse.shapes import resolve_shapes
from apiloom.analyse.types import TypePlanner
from apiloom.diagnostics import Report
from apiloom.ir.api import ApiSpec
from apiloom.ir.schema import Object, SchemaId

__all__ = ["ResolvedApi", "Shipped", "analyse"]


def analyse(
    api: ApiSpec,
    *,
    inputs: bool,
    shipped: Shipped,
    report: Report,
    exact: bool = False,
) -> ResolvedApi:
    """Merge, name and order everything that `api` holds.

    `inputs` asks for `TypedDict` twins of what callers send. The names in `shipped`
    are kept. `exact` takes schemas without a `type` by the letter.
    """
    merged = resolve_shapes(api.schemas, report, api.discriminators, api.components)
    settled = settle_implied(merged, report, exact=exact)
    api, shapes = split_directions(api, settled)
    planner = TypePlanner(api, shapes, NameAllocator(report, shipped.types, api.place))
    types = planner.types(tuple(_sent(api)) if inputs else ())
    type_names = frozenset(each.name for each in types.values())
    field_names = {
        each.id: field_names_of(schema.properties, type_names)
        for each in types.values()
        if isinstance(schema := shapes[each.id], Object)
    }
    return ResolvedApi(
        spec=api,
        shapes=shapes,
        types=types,
        modules=planner.modules(types),
        field_names=field_names,
        resources=resources_of(api, shapes, field_names, shipped.methods(), report),
        schemes=schemes_of(api.security_schemes),
    )


def _sent(api: ApiSpec) -> Iterator[SchemaId]:
    """What callers send as a body."""
    for operation in api.operations:
        media_type = body_media_type(operation)
        if media_type is not None and media_type.schema is not None:
            yield media_type.schema
