"""Comparisons of what arrived with what was sent; each raises AssertionError.

What comes before the first colon of a message is the kind of the failure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from tests.sweeping.described import DescribedOperation, DescribedParameter
from tests.sweeping.wire import Fields, WireReply, WireRequest
from tests.sweeping.witness import Testimony
from tests.sweeping.witness_bodies import facts, kind_of, normal

_OF_ANY_CLIENT: Final = frozenset(
    {
        *("accept", "accept-encoding", "connection", "content-length", "content-type"),
        *("cookie", "host", "transfer-encoding", "user-agent"),
    }
)
"""Header fields that no document declares; Content-Type and Cookie are compared."""


def same(what: str, got: Any, sent: Any) -> None:
    """Two JSON values are the same: `1` and `1.0` are, `1` and `true` are not."""
    if not equal(got, sent):
        raise AssertionError(f"{what} differs: {got!r:.250} for {sent!r:.250}")


def equal(left: Any, right: Any) -> bool:
    """Equality of JSON values (RFC 8259), and of bytes."""
    if isinstance(left, dict) and isinstance(right, dict):
        names = left.keys() == right.keys()
        return names and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def same_value(what: str, got: Any, sent: Any) -> None:
    """The same for a parameter: of a string or an array of strings with one item
    nobody can tell which it was."""
    if not (isinstance(sent, str) and got == [sent]):
        same(what, got, sent)


def compare_requests(
    operation: DescribedOperation, got: WireRequest, told: Testimony, *, items: bool
) -> None:
    """What a client wrote, and what the witness says that it has to write."""
    same("the method on the wire", got.method, told.method)
    path, _, query = got.target.partition("?")
    if not any(place == "path" for place, _ in told.undefined):
        same("the path on the wire", normal(path), normal(told.path))
    _compare_pairs(operation, "query", _split(query, "&"), told)
    cookies = "; ".join(got.values("cookie"))
    if ("header", "cookie") not in {each.key for each in operation.parameters}:
        _compare_pairs(operation, "cookie", _split(cookies, "; "), told)
    _compare_fields(operation, got.fields, told)
    if ("body", "") not in told.undefined:
        compare_bodies("the body on the wire", got, told, items=items)


def compare_bodies(
    what: str, got: WireRequest | WireReply, told: Any, *, items: bool
) -> None:
    """Two bodies say the same, under the same media type.

    `told` has `body` and `content_type`.
    """
    content_type = next(iter(got.values("content-type")), "")
    same(f"{what}: the media type", _essence(content_type), _essence(told.content_type))
    is_plain = kind_of(told.content_type) in {"bytes", "text"} and not items
    if is_plain or got.body == told.body:
        same(what, got.body, told.body)
        return
    try:
        left = facts(content_type, got.body, items=items)
    except ValueError as error:
        raise AssertionError(f"{what} cannot be read: {error}") from error
    same(what, left, facts(told.content_type, told.body, items=items))


def compare_fields(what: str, got: Fields, told: Fields) -> None:
    """Header fields of a response, by name; values of one name keep their order."""
    names = {name for name, _ in told if name != "content-type"}
    there = [(name, value) for name, value in got if name in names]
    for name in names:
        same(f"{what}: {name}", _all(there, name), _all(told, name))


def _compare_fields(
    operation: DescribedOperation, got: Fields, told: Testimony
) -> None:
    json_fields = {
        each.name.lower()
        for each in operation.parameters
        if each.place == "header" and kind_of(each.content or "") == "json"
    }
    names = {name for name, _ in told.fields if name not in {"host", "connection"}}
    for name in names:
        left, right = _all(got, name), _all(told.fields, name)
        if name in json_fields:
            left, right = [*map(_loaded, left)], [*map(_loaded, right)]
        same(f"the header {name} on the wire", left, right)
    undefined = {name for place, name in told.undefined if place == "header"}
    more = {name for name, _ in got} - names - undefined - _OF_ANY_CLIENT
    same("header fields that nobody declared", sorted(more), [])


def _compare_pairs(
    operation: DescribedOperation,
    place: str,
    got: list[tuple[str, str]],
    told: Testimony,
) -> None:
    """Pairs of a query or of cookies: grouped by name, in order within one name."""
    parameters = {each.key: each for each in operation.parameters}
    pairs = told.query if place == "query" else told.cookies
    left = _grouped(got, place, parameters)
    right = _grouped(pairs, place, parameters)
    undefined = {name for where, name in told.undefined if where == place}
    whole = any(where == "querystring" for where, _ in told.undefined)
    for name in right:
        same(f"the {place} on the wire: {name}", left.get(name), right[name])
    if not undefined and not whole:
        more = sorted(left.keys() - right.keys())
        same(f"names in the {place} that nobody declared", more, [])


def _grouped(
    pairs: Sequence[tuple[str, str]],
    place: str,
    parameters: Mapping[tuple[str, str], DescribedParameter],
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for raw, text in pairs:
        name = unquote(raw.replace("+", " ") if place == "query" else raw)
        parameter = parameters.get((place, name))
        found.setdefault(name, []).append(_spelled(parameter, text, place))
    return found


def _spelled(parameter: DescribedParameter | None, text: str, place: str) -> Any:
    """A value in a form that does not depend on who wrote it."""
    if parameter is not None and kind_of(parameter.content or "") == "json":
        return _loaded(unquote(text))
    is_key = place == "cookie" and parameter is None
    if is_key or (parameter is not None and parameter.reserved):
        # Reserved characters, and the secret in a cookie, may stand as they are.
        return unquote(text)
    return normal(text)


def _split(text: str, separator: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in text.split(separator) if part]
    return [(name, value) for name, _, value in parts]


def _all(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _loaded(text: str) -> Any:
    return json.loads(text)


def _essence(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
