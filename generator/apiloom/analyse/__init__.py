"""From the API as written to the API as Python will have it."""

from __future__ import annotations

from apiloom.analyse.carried import sent_by
from apiloom.analyse.directions import split_directions
from apiloom.analyse.fields import field_names_of
from apiloom.analyse.implied import settle_implied
from apiloom.analyse.naming import NameAllocator
from apiloom.analyse.operations import resources_of, schemes_of
from apiloom.analyse.resolved import ResolvedApi, Shipped
from apiloom.analyse.select import kept_of, select
from apiloom.analyse.shapes import resolve_shapes
from apiloom.analyse.types import TypePlanner
from apiloom.diagnostics import Report
from apiloom.ir.api import ApiSpec
from apiloom.ir.schema import Object

__all__ = ["ResolvedApi", "Shipped", "analyse", "kept_of", "select"]


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
    types = planner.types(tuple(sent_by(api.operations)) if inputs else ())
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
