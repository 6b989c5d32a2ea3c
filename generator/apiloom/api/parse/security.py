"""Security schemes and requirements (OpenAPI 3.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

from apiloom.api.ir import (
    Operation,
    SchemeKind,
    SecurityRequirement,
    SecurityScheme,
    SecurityUse,
)
from apiloom.api.parse.object_reader import Reader
from apiloom.core.diagnostics import Report
from apiloom.core.text import Text, reveal

_OAUTH = frozenset({"oauth2", "openIdConnect"})


def schemes_of(root: Reader) -> tuple[SecurityScheme, ...]:
    """Every usable scheme under `components/securitySchemes`."""
    components = root.object_member("components")
    listed = None if components is None else components.object_member("securitySchemes")
    members = () if listed is None else listed.entries()
    found = (_scheme(Text(key), reference.follow()) for key, reference in members)
    return tuple(scheme for scheme in found if scheme is not None)


def undescribed(
    operations: Iterable[Operation], schemes: Iterable[SecurityScheme], report: Report
) -> Iterator[SecurityScheme]:
    """A scheme of unknown kind for each name that no description stands behind.

    Leaving such a requirement out would make the operation public.
    """
    known = {scheme.key for scheme in schemes}
    for operation in operations:
        for use in (each for needed in operation.security for each in needed):
            if use.scheme in known:
                continue
            known.add(use.scheme)
            document, pointer = operation.where.document, operation.where.pointer
            report.warning(
                "security-scheme-unknown",
                f"no security scheme is called {use.scheme!r}",
                document,
                pointer,
                "describe it under components/securitySchemes",
            )
            yield SecurityScheme(
                operation.where, use.scheme, "other", None, challenge=use.scheme
            )


def requirements_of(reader: Reader) -> tuple[SecurityRequirement, ...] | None:
    """The alternatives in `security`; `None` when it is absent."""
    if reader.member("security") is None:
        return None
    return tuple(tuple(_uses(item)) for item in reader.items("security"))


def _uses(requirement: Reader) -> Iterator[SecurityUse]:
    for key, scopes in requirement.entries(object):
        listed = scopes.value if isinstance(scopes.value, list) else []
        texts = (Text(scope) for scope in listed if isinstance(scope, str))
        yield SecurityUse(Text(key), tuple(texts))


def _scheme(key: Text, reader: Reader | None) -> SecurityScheme | None:
    if reader is None:
        return None
    kind = _kind(reader)
    if kind == "other":
        reader.complain(
            "security-scheme-unsupported",
            f"the client cannot send the credentials of the security scheme {key!r}",
            "pass an `http_client` that authenticates by itself; a server hands the "
            "request to a function of yours",
        )
    location = reader.text("in")
    where = reveal(location) if location is not None else None
    if kind == "apiKey" and where not in {"query", "header", "cookie"}:
        reader.complain("wrong-type", "`in` must be query, header or cookie")
        return None
    return SecurityScheme(
        reader.location(),
        key,
        kind,
        reader.text("description"),
        (
            cast("Literal['query', 'header', 'cookie'] | None", where)
            if kind == "apiKey"
            else None
        ),
        reader.text("name") if kind == "apiKey" else None,
        (reader.text("scheme") or reader.text("type")) if kind == "other" else None,
    )


def _kind(reader: Reader) -> SchemeKind:
    type_ = reader.text("type")
    scheme = reader.text("scheme")
    name = reveal(type_) if type_ is not None else ""
    http = reveal(scheme).lower() if scheme is not None else ""
    if name in _OAUTH or (name == "http" and http == "bearer"):
        return "bearer"
    if name == "http" and http == "basic":
        return "basic"
    if name == "apiKey" and reader.text("name") is not None:
        return "apiKey"
    return "other"
