"""The smaller parts of descriptors: how forms are written, and pages follow."""

from __future__ import annotations

from apiloom.api.ir import Encoding
from apiloom.api.resolved_api import OperationLink, OperationPaging
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Sequence,
    Value,
    runtime,
)
from apiloom.python.syntax.expression import Mapping as Display


def paging_of(paging: OperationPaging) -> Call:
    """How an operation gives pages."""
    keywords: list[tuple[str, Expression]] = [("kind", Value(Text(paging.kind)))]
    if paging.kind not in ("link", "url"):
        keywords.append(("argument", Value(paging.argument)))
    for name in ("items", "next", "last", "more"):
        path: tuple[Identifier, ...] = getattr(paging, name)
        if path:
            keywords.append((name, Sequence(tuple(map(Value, path)))))
    if paging.first:
        keywords.append(("first", Value(paging.first)))
    return described("Paging", keywords)


def encodings_of(encodings: tuple[Encoding, ...]) -> Display:
    """How the fields of a form are written, by their names."""
    return Display(
        tuple(
            (Value(encoding.wire_name), _encoding(encoding)) for encoding in encodings
        )
    )


def _encoding(encoding: Encoding) -> Call:
    keywords: list[tuple[str, Expression]] = []
    if encoding.style is not None:
        keywords.append(("style", Value(Text(encoding.style))))
    if encoding.explode is not None:
        keywords.append(("explode", Value(encoding.explode)))
    if encoding.content_type is not None:
        keywords.append(("content_type", Value(encoding.content_type)))
    return described("Encoding", keywords)


def links_of(links: tuple[OperationLink, ...]) -> Sequence:
    """The links of a response."""
    return Sequence(
        tuple(
            Call(
                runtime("operation", "Link"),
                (
                    Value(link.name),
                    Value(Text(link.target)),
                    Display(tuple((Value(n), Value(v)) for n, v in link.arguments)),
                ),
            )
            for link in links
        )
    )


def described(name: str, keywords: list[tuple[str, Expression]]) -> Call:
    """A descriptor of the runtime."""
    arguments = tuple((Identifier(key), value) for key, value in keywords)
    return Call(runtime("operation", name), (), arguments)
