# ruff: noqa: PLC0415 - stages are imported when their turn comes, for start-up time
"""The eight stages of a document on its way to a package, in order.

    load -> bundle -> upgrade -> parse -> resolve -> plan -> render -> emit

Each is a function from the record that the one before it gives to the next. What is
wrong goes to `report`; a stage gives None only where nothing can be made of its input.
`Run` takes a document through them and knows when it is of no use to go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from apiloom.core.diagnostics import Report
from apiloom.core.shipped import Shipped

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec
    from apiloom.api.resolve import NameOverrides, ResolvedApi
    from apiloom.core.model_style import ModelStyle
    from apiloom.document.revision import Opened
    from apiloom.document.source import DocumentSet, LoadPolicy
    from apiloom.document.upgrade import NormalDocument
    from apiloom.package.disk import Disk
    from apiloom.package.formatting import FinalFile
    from apiloom.python.extensions import Extensions
    from apiloom.python.render.rendered_file import RenderedFile
    from apiloom.python.targets.package_options import PackageOptions
    from apiloom.python.targets.planned_files import Draft


def load(spec: Path | Opened, policy: LoadPolicy, report: Report) -> DocumentSet | None:
    """Read the entry document, from its file or from what was made ready of it."""
    from apiloom.document.source import load as load_file

    if isinstance(spec, Path):
        return load_file(spec, policy, report)
    return spec.load(policy, report)


def bundle(documents: DocumentSet, policy: LoadPolicy, report: Report) -> DocumentSet:
    """Make one document of several: every reference leads to a place in the entry."""
    from apiloom.document.bundle import bundle as bundle_documents

    return bundle_documents(documents, policy, report)


def upgrade(documents: DocumentSet, report: Report) -> NormalDocument | None:
    """Lift a document of any version to the one shape, that of OpenAPI 3.2."""
    from apiloom.document.upgrade import normalise

    return normalise(documents, report)


def parse(normal: NormalDocument, report: Report, *, exact: bool) -> ApiSpec:
    """Read every operation and schema; nothing after this sees JSON of the document.

    `exact` takes schemas without a `type` by the letter, here and in `resolve`.
    """
    from apiloom.api.parse import parse_document

    return parse_document(normal, report, exact=exact)


def resolve(
    api: ApiSpec,
    shipped: Shipped,
    overrides: NameOverrides,
    options: PackageOptions,
    report: Report,
) -> ResolvedApi:
    """Decide shapes, names and modules; the names that were `shipped` stay."""
    from apiloom.api.resolve import (
        LinkedOperations,
        PagedOperations,
        SchemaStyle,
        fitting_scheme,
        key_headers,
        resolve_api,
        sentinels,
    )

    resolved = resolve_api(
        api,
        inputs="client" in options.targets,
        shipped=shipped,
        report=report,
        style=SchemaStyle(
            not options.implied_types, options.allof == "inherit", options.models
        ),
        overrides=overrides,
    )
    paged = PagedOperations(resolved.shapes, resolved.field_names, report)
    paging = paged.all(overrides.pages, resolved.resources)
    ends = sentinels(overrides.streams, resolved.resources, report)
    links = LinkedOperations(report).all(resolved.resources)
    return replace(
        resolved,
        is_open=options.is_open,
        paging=paging,
        sentinels=ends,
        links=links,
        webhook_scheme=fitting_scheme(overrides.webhooks, api.incoming, report),
        key_headers=key_headers(overrides.idempotency, resolved.resources, report),
    )


def plan(
    resolved: ResolvedApi,
    options: PackageOptions,
    extensions: Extensions,
    report: Report,
) -> tuple[Draft, ...]:
    """One draft for each file: a view with nothing undecided, made when it is printed.

    First apiloom's own targets, then those that `extensions` bring.
    """
    from apiloom.python.targets.package_plan import drafts

    others = extensions.drafts(resolved, options, report)
    return (*drafts(resolved, options, report), *others)


def render(
    drafts: Sequence[Draft],
    extensions: Extensions,
    models: ModelStyle,
    report: Report,
) -> tuple[RenderedFile, ...]:
    """Print every view through its template, and add the runtime that they use."""
    return extensions.render(drafts, models, report)


def emit(
    rendered: Sequence[RenderedFile], disk: Disk, formatter: str, report: Report
) -> tuple[FinalFile, ...]:
    """Lay out what rendering has not settled: the bytes of each file on disk."""
    from apiloom.package.formatting import finish

    return finish(rendered, disk, formatter, report)
