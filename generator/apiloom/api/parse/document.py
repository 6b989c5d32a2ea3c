"""The document as a whole: operations in order, and every schema they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from apiloom.api.document_members import DocumentMembers
from apiloom.api.ir import ApiSpec, Info, Operation, Server, Tag
from apiloom.api.parse.incoming import incoming_of
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.operations import OperationBuilder
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.api.parse.security import requirements_of, schemes_of, undescribed
from apiloom.api.parse.servers import check_servers, own_server_of, servers_of
from apiloom.api.schema.pattern_engine import bound_patterns
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Location
from apiloom.core.text import Text, reveal
from apiloom.document.bundle.grammar import METHODS
from apiloom.document.upgrade import NormalDocument
from apiloom.runtime.header_fields import is_token


def parse_document(
    document: NormalDocument, report: Report, *, exact: bool = False
) -> ApiSpec:
    """Walk a document of the 3.2 shape (OpenAPI 3.1, section 4.8.1).

    Problems go to `report`: errors for what makes the document unusable, warnings for
    what is left out. `exact` says that no type is implied where none is written.
    """
    bound_patterns()
    root = Reader(document.root, document.uri, report, document.root, ROOT)
    schemas = SchemaBuilder(exact=exact)
    components = tuple(_components(root, schemas))
    servers = tuple(servers_of(root))
    check_servers(root, servers)
    operations = tuple(_identified(_operations(root, schemas, servers), report))
    _check_paths(operations, report)
    incoming = tuple(incoming_of(root, METHODS, schemas))
    described = schemes_of(root)
    security_schemes = (*described, *undescribed(operations, described, report))
    schemas.run()
    return ApiSpec(
        document=document.uri,
        info=_info(root),
        servers=servers,
        tags=tuple(_tags(root)),
        operations=operations,
        incoming=incoming,
        security_schemes=security_schemes,
        components=components,
        schemas=schemas.schemas,
        definitions=schemas.fragments.known(),
        discriminators=schemas.discriminators,
        original=document.documents.entry.root,
        places=document.places(schema_id.pointer for schema_id in schemas.schemas),
        adopted=document.adopted(schema_id.pointer for schema_id in schemas.schemas),
        document_members=DocumentMembers(document.root),
        exact=exact,
    )


def _components(root: Reader, schemas: SchemaBuilder) -> Iterator[SchemaId]:
    components = root.object_member("components")
    listed = None if components is None else components.object_member("schemas")
    if listed is not None and isinstance(listed.value, dict):
        for name in listed.value:
            yield schemas.request(listed.at(name))


def _operations(
    root: Reader, schemas: SchemaBuilder, servers: tuple[Server, ...]
) -> Iterator[Operation]:
    security = requirements_of(root) or ()
    paths = root.object_member("paths")
    for path, reference in paths.members() if paths is not None else ():
        item = reference.follow()
        if item is None:
            continue
        builder = OperationBuilder(
            schemas, Text(path), item, security, own_server_of(item), servers
        )
        for method in METHODS:
            operation = item.object_member(method)
            if operation is not None:
                yield builder.build(method.upper(), operation)
        for method, operation in _additional(item):
            yield builder.build(method, operation)


def _check_paths(operations: Iterable[Operation], report: Report) -> None:
    """Templated paths that differ in names alone are the same (section 4.8.8)."""
    first: dict[tuple[str, str, object], Operation] = {}
    for operation in operations:
        blank = _without_names(operation)
        key = (operation.method, blank, operation.query)
        earlier = first.setdefault(key, operation)
        if earlier.wire_path != operation.wire_path:
            report.warning(
                "path-ambiguous",
                f"{operation.path!r} is {earlier.path!r} with other names",
                operation.where.document,
                operation.where.pointer,
                "a server answers all such requests with the first of them",
            )


def _without_names(operation: Operation) -> str:
    """What a request is told by: where a value stands, and whether it may be long."""
    several = {
        parameter.wire_name for parameter in operation.parameters if parameter.several
    }
    return re.sub(
        r"\{([^{}]*)\}",
        lambda match: "{+}" if Text(match[1]) in several else "{}",
        reveal(operation.wire_path),
    )


def _additional(item: Reader) -> Iterator[tuple[str, Reader]]:
    """Operations of other methods (OpenAPI 3.2, section 4.9)."""
    seen = {method.upper() for method in METHODS}
    additional = item.object_member("additionalOperations")
    for written, operation in additional.entries() if additional is not None else ():
        method = written.upper()
        if not is_token(method) or method in seen:
            operation.complain(
                "method-unusable",
                f"{Text(written)!r} is no further HTTP method",
                "the operation is left out; methods of old are fields of the path item",
            )
            continue
        seen.add(method)
        if method != written:
            operation.complain(
                "method-case",
                f"the method {Text(written)!r} is sent in capitals",
                f"no HTTP library here sends anything but {method}",
            )
        if isinstance(operation.value, dict):
            yield method, operation


def _identified(operations: Iterable[Operation], report: Report) -> Iterator[Operation]:
    """The operations, those whose id is taken without one (section 4.8.10)."""
    first: dict[Text, Location] = {}
    for operation in operations:
        operation_id = operation.operation_id
        if operation_id is None or operation_id not in first:
            first.update(
                {operation_id: operation.where} if operation_id is not None else {}
            )
            yield operation
            continue
        if first[operation_id] == operation.where:
            report.note(
                "path-item-shared",
                f"operationId {operation_id!r} names this operation for an earlier "
                f"path; for {operation.path!r} it is named after method and path",
                operation.where.document,
                operation.where.pointer,
            )
            yield replace(operation, operation_id=None)
            continue
        report.recoverable(
            "duplicate-operation-id",
            f"operationId {operation_id!r} is taken by #{first[operation_id].pointer}",
            operation.where,
            "this one is named after its method and path",
            "operationIds must be unique in the whole document",
            ("operationId",),
        )
        yield replace(operation, operation_id=None)


def _info(root: Reader) -> Info:
    info = root.object_member("info")
    title = None if info is None else info.written("title")
    version = None if info is None else info.written("version")
    description = None if info is None else info.text("description")
    return Info(title or Text("API"), version or Text("0"), description)


def _tags(root: Reader) -> Iterator[Tag]:
    for item in root.items("tags"):
        name = item.text("name")
        if name is not None:
            description = item.text("description") or item.text("summary")
            yield Tag(name, description, item.pointer)
