"""All targets together: the files of a package."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.schema.shapes import Enumeration, Union
from apiloom.core.diagnostics import Report
from apiloom.python.targets.client.client_names import client_names
from apiloom.python.targets.client.client_plan import plan_client
from apiloom.python.targets.descriptors import descriptors_of
from apiloom.python.targets.models.models_plan import plan_models
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.package import Offered, plan_package
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import Draft, PlannedFile
from apiloom.python.targets.server.server_plan import plan_server
from apiloom.python.targets.testing.testing_plan import plan_testing


def plan(
    resolved: ResolvedApi, options: PackageOptions, report: Report
) -> tuple[PlannedFile, ...]:
    """Every file of apiloom's own targets; models are always among them."""
    return tuple(draft() for draft in drafts(resolved, options, report))


def drafts(
    resolved: ResolvedApi, options: PackageOptions, report: Report
) -> Iterator[Draft]:
    """The same files, each to be planned when it is called for.

    What cannot be honoured goes to `report` then.
    """
    types = TypeExpressions(resolved, report)
    offered: tuple[Offered, ...] = ()
    client: Iterator[Draft] = iter(())
    if "client" in options.targets:
        descriptors = descriptors_of(types, client=True)
        client = plan_client(descriptors, options)
        offered = client_names(resolved, descriptors.used_schemes())
    grows = options.is_open or any(
        isinstance(shape, Enumeration | Union) and shape.extensible
        for shape in resolved.shapes.values()
    )
    title = resolved.spec.info.title
    yield from plan_package(title, options, offered, grows=grows)
    yield from plan_models(types, options)
    yield from client
    if "server" in options.targets:
        yield from plan_server(descriptors_of(types, client=False))
    if "testing" in options.targets:
        yield from plan_testing(descriptors_of(types, client=False))
