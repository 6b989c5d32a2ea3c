"""Security schemes and requirements (OpenAPI 3.1, sections 4.8.27 and 4.8.30).

What is said about security and cannot be read closes the operation: to leave it out
would open what somebody meant to be closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, cast

from apiloom.api.ir import (
    UNREADABLE,
    OAuthFlows,
    Operation,
    SchemeKind,
    SecurityRequirement,
    SecurityScheme,
    SecurityUse,
)
from apiloom.api.parse.object_reader import Reader
from apiloom.core.diagnostics import Report
from apiloom.core.text import Text, reveal, shown

_OAUTH: Final = frozenset({"oauth2", "openIdConnect"})
_REFRESHED: Final = frozenset({"authorizationCode", "password", "deviceAuthorization"})
"""Flows in which a user grants something, and refresh tokens are given."""
_TYPES: Final = frozenset({"apiKey", "http", "mutualTLS", *_OAUTH})
_PLACES: Final = frozenset({"query", "header", "cookie"})
_NOBODY: Final = SecurityUse(UNREADABLE, ())
_EXAMPLE: Final = "write it as `- scheme: [scope, ...]`, or `- scheme: []`"
_CLOSED: Final = (
    "a server refuses such requests, unless a function of yours admits them; a client "
    "sends what can be read"
)


def schemes_of(root: Reader) -> tuple[SecurityScheme, ...]:
    """Every usable scheme under `components/securitySchemes`."""
    components = root.object_member("components")
    listed = None if components is None else components.object_member("securitySchemes")
    members = () if listed is None else listed.entries()
    schemes = (_scheme(Text(key), reference.follow()) for key, reference in members)
    return tuple(scheme for scheme in schemes if scheme is not None)


def undescribed(
    operations: Iterable[Operation], schemes: Iterable[SecurityScheme], report: Report
) -> Iterator[SecurityScheme]:
    """A scheme of unknown kind for each name that no description stands behind.

    Leaving such a requirement out would make the operation public.
    """
    known = {scheme.key for scheme in schemes}
    for operation in operations:
        for use in (use for requirement in operation.security for use in requirement):
            if use.scheme in known:
                continue
            known.add(use.scheme)
            document, pointer = operation.where.document, operation.where.pointer
            if use.scheme != UNREADABLE:
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
    """The alternatives in `security`; `None` when it is absent.

    An empty list, and `{}` as one of the alternatives, let anybody in. An alternative
    that cannot be read is no way in; where it is the only one there is none.
    """
    member = reader.member("security")
    if member is None:
        return None
    if not isinstance(member.value, list):
        _unreadable(member, "`security` is no array", "write `- ` before each scheme")
        return ((*_meant(member.value), _NOBODY),)
    alternatives: list[SecurityRequirement] = []
    for index, value in enumerate(member.value):
        item = member.at(index)
        if isinstance(value, dict):
            alternatives.append(tuple(_uses(item)))
        else:
            _unreadable(item, "a security requirement is no object", _EXAMPLE)
    if member.value and not alternatives:
        return ((_NOBODY,),)
    return tuple(alternatives)


def _meant(value: object) -> Iterator[SecurityUse]:
    """The schemes of an object that stands where an array of such should."""
    for key, scopes in value.items() if isinstance(value, dict) else ():
        if _are_scopes(scopes):
            yield SecurityUse(Text(key), tuple(map(Text, scopes)))


def _are_scopes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(scope, str) for scope in value)


def _uses(requirement: Reader) -> Iterator[SecurityUse]:
    """The schemes that are needed together, and one that nobody has if scopes of them
    cannot be read: to leave those out would admit who lacks them."""
    unreadable = False
    for key, reader in requirement.entries(object):
        scopes = reader.value
        if _are_scopes(scopes):
            yield SecurityUse(Text(key), tuple(map(Text, cast("list[str]", scopes))))
            continue
        _unreadable(reader, "the scopes are no array of strings", _EXAMPLE)
        unreadable = True
        yield SecurityUse(Text(key), ())
    if unreadable:
        yield _NOBODY


def _scheme(key: Text, reader: Reader | None) -> SecurityScheme | None:
    if reader is None:
        return None
    problem, members = _fault(reader.value)
    if problem:
        problem = f"the security scheme {key!r} {problem}"
        _unreadable(reader, problem, members=members)
        note = reader.text("description")
        return SecurityScheme(
            reader.location(), key, "other", note, challenge=UNREADABLE
        )
    kind = _kind(cast("dict[str, Any]", reader.value))
    if kind == "other":
        reader.complain(
            "security-scheme-unsupported",
            f"the client cannot send the credentials of the security scheme {key!r}",
            "pass an `http_client` that authenticates by itself; a server hands the "
            "request to a function of yours",
        )
    location = reader.text("in")
    where = reveal(location) if location is not None else None
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
        _flows(reader) if reveal(reader.text("type") or Text("")) == "oauth2" else None,
    )


def _flows(scheme: Reader) -> OAuthFlows:
    """Where tokens are given; a refresh URL is the token URL, if it is not told."""
    flows = scheme.object_member("flows")
    urls: list[tuple[str, Text | None, Text | None]] = []
    for name, flow in flows.entries() if flows is not None else ():
        urls.append((name, flow.text("tokenUrl"), flow.text("refreshUrl")))
    credentials = (url for name, url, _ in urls if name == "clientCredentials")
    of_users = [refresh or token for name, token, refresh in urls if name in _REFRESHED]
    listed = (url for url in (*of_users, *(url for *_, url in urls)) if url)
    return OAuthFlows(next(credentials, None), next(listed, None))


def _fault(value: object) -> tuple[str, tuple[str, ...]]:
    """What is wrong with a Security Scheme Object, and which of its members are.

    Both are empty where it can be read.
    """
    if not isinstance(value, dict):
        return "is no object", ()
    type_, place = value.get("type"), value.get("in")
    if not isinstance(type_, str):
        return "has no `type`", ("type",)
    if type_ not in _TYPES:
        return f"has the type {shown(type_)}, which there is not", ("type",)
    if type_ == "http" and not _is_name(value.get("scheme")):
        return "has no `scheme`", ("type", "scheme")
    if type_ == "apiKey" and not _is_name(value.get("name")):
        return "has no `name`", ("name",)
    if type_ == "apiKey" and not (isinstance(place, str) and place in _PLACES):
        return "is neither in `query` nor in `header` nor in `cookie`", ("in",)
    return "", ()


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _kind(scheme: dict[str, Any]) -> SchemeKind:
    """The kind of a scheme that can be read."""
    name = scheme["type"]
    http = scheme["scheme"].lower() if name == "http" else ""
    if name in _OAUTH or http == "bearer":
        return "bearer"
    if http == "basic":
        return "basic"
    return "apiKey" if name == "apiKey" else "other"


def _unreadable(
    reader: Reader, problem: str, hint: str = "", members: tuple[str, ...] = ()
) -> None:
    reader.report.recoverable(
        "security-unreadable", problem, reader.location(), _CLOSED, hint, members
    )
