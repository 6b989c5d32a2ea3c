"""The schemas that keywords apply which no type expresses, as shapes.

In: an `ApiSpec`. Out: its schemas and those below keywords such as `propertyNames`. A
package judges them as fragments and needs no shapes; who compares documents does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from apiloom.api.ir import ApiSpec
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.api.schema.schema_references import APPLYING, APPLYING_BY_NAME
from apiloom.api.schema.shapes import Assertion, Schema, SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer, child


def with_asserted(api: ApiSpec) -> Mapping[SchemaId, Schema]:
    """The schemas of `api`, and those that its assertions apply.

    What can be complained about them was when they were read as fragments.
    """
    root = api.document_members.root
    if not isinstance(root, dict):
        return api.schemas
    builder = SchemaBuilder.going_on(api.schemas, exact=True)
    report = Report()
    waiting: list[Schema] = list(api.schemas.values())
    while waiting:
        places = [
            place
            for shape in waiting
            for assertion in shape.asserts
            for place in asserted_places(assertion)
        ]
        known = len(builder.schemas)
        for place in places:
            value = api.document_members.value(place)
            builder.request(Reader(root, api.document, report, value, place))
        builder.run()
        waiting = list(builder.schemas.values())[known:]
    return builder.schemas


def asserted_places(assertion: Assertion) -> Iterator[Pointer]:
    """Where the schemas stand that an assertion applies to values below."""
    keywords = cast("dict[str, Any]", assertion.schema.value)
    base = assertion.where.place
    for keyword in keywords:
        if keyword in assertion.context:
            continue
        if keyword in APPLYING:
            yield child(base, keyword)
        elif keyword in APPLYING_BY_NAME:
            yield from (child(base, keyword, name) for name in keywords[keyword])
