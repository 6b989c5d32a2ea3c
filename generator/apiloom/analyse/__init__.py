"""From the API as written to the API as Python will have it."""

from __future__ import annotations

from apiloom.analyse.carried import sent_by
from apiloom.analyse.directions import split_directions
from apiloom.analyse.fields import FieldNames
from apiloom.analyse.given import GivenNames
from apiloom.analyse.implied import settle_implied
from apiloom.analyse.naming import NameAllocator
from apiloom.analyse.operations import OperationNamer, schemes_of
from apiloom.analyse.resolved import ResolvedApi, Shipped
from apiloom.analyse.select import kept_of, select
from apiloom.analyse.shapes import resolve_shapes
from apiloom.analyse.types import TypePlanner
from apiloom.diagnostics import Report
from apiloom.ir.api import ApiSpec
from apiloom.ir.schema import Object

__all__ = ["GivenNames", "ResolvedApi", "Shipped", "analyse", "kept_of", "select"]


def analyse(
    api: ApiSpec,
    *,
    inputs: bool,
    shipped: Shipped,
    report: Report,
    exact: bool = False,
    given: GivenNames | None = None,
) -> ResolvedApi:
    """Merge, name and order everything that `api` holds.

    `inputs` asks for `TypedDict` twins of what callers send. The names in `shipped`
    are kept, after those that are `given`. `exact` takes schemas without a `type` by
    the letter.
    """
    given = given or GivenNames(report)
    merged = resolve_shapes(api.schemas, report, api.discriminators, api.components)
    settled = settle_implied(merged, report, exact=exact)
    api, shapes = split_directions(api, settled)
    allocator = NameAllocator(report, given, shipped.types, api.place)
    planner = TypePlanner(api, shapes, allocator)
    types = planner.types(tuple(sent_by(api.operations)) if inputs else ())
    fields = FieldNames.beside(types, given)
    field_names = {
        each.id: fields.of(schema)
        for each in types.values()
        if isinstance(schema := shapes[each.id], Object)
    }
    namer = OperationNamer(shapes, field_names, given, shipped.methods(), report)
    resources = namer.resources(api)
    schemes = schemes_of(api.security_schemes, given)
    given.tell_idle()
    return ResolvedApi(
        spec=api,
        shapes=shapes,
        types=types,
        modules=planner.modules(types),
        field_names=field_names,
        resources=resources,
        schemes=schemes,
    )
